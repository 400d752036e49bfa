-- +goose Up
-- A mention taken back from a comment stays, so that whoever was told is not told again.
ALTER TABLE comment_mentions ADD COLUMN dropped BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
DELETE FROM comment_mentions WHERE dropped = TRUE;
ALTER TABLE comment_mentions DROP COLUMN dropped;
