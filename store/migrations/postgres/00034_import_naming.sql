-- +goose Up
-- Companies of other units that a batch has named, which the hour's limit counts once, and the names
-- that it left out past the limit.
ALTER TABLE imports ADD COLUMN naming TEXT NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE imports DROP COLUMN naming;
