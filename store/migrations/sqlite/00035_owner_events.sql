-- +goose Up
-- Whom a change of owner is about, beside their names, so that it can be taken back; 0 for other lines
-- and for those of before.
ALTER TABLE lead_events ADD COLUMN from_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE lead_events ADD COLUMN to_id BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE lead_events DROP COLUMN to_id;
ALTER TABLE lead_events DROP COLUMN from_id;
