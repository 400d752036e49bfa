-- +goose Up
-- A list page under filters, kept under a name; a shared one is read in the unit and below it.

CREATE TABLE saved_views (
  id INTEGER PRIMARY KEY,
  page TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  shared BOOLEAN NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX saved_views_name ON saved_views (user_id, page, name);
CREATE INDEX saved_views_page ON saved_views (page, unit_id) WHERE shared = TRUE;

-- +goose Down
DROP TABLE saved_views;
