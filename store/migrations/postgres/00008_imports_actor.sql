-- +goose Up
-- The network address of the request that asked for an application: its audit rows carry it, though a worker writes them.

ALTER TABLE imports ADD COLUMN asked_from TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE imports DROP COLUMN asked_from;
