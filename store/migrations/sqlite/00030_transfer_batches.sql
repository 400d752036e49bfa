-- +goose Up
-- Offers that were made by one act: the number of the first of them, 0 for an offer of its own.

ALTER TABLE transfers ADD COLUMN batch_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX transfers_batch ON transfers (batch_id) WHERE batch_id <> 0;

-- +goose Down
DROP INDEX transfers_batch;
ALTER TABLE transfers DROP COLUMN batch_id;
