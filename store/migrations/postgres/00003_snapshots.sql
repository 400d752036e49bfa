-- +goose Up
-- A closing whose rows are those of an earlier one is printed under that one's number (edition), so that its bytes are the same.

ALTER TABLE snapshots ADD COLUMN rows_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE snapshots ADD COLUMN edition TEXT NOT NULL DEFAULT '';
UPDATE snapshots SET edition = number;
CREATE INDEX credit_lines_orig ON credit_lines (orig_month, unit_id) WHERE orig_month <> '';
CREATE INDEX count_lines_orig ON count_lines (orig_month, unit_id) WHERE orig_month <> '';

-- +goose Down
DROP INDEX count_lines_orig;
DROP INDEX credit_lines_orig;
ALTER TABLE snapshots DROP COLUMN edition;
ALTER TABLE snapshots DROP COLUMN rows_sha256;
