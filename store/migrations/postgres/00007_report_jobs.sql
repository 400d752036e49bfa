-- +goose Up
-- Workbooks made in the background, and the texts of the bulletin.

CREATE TABLE report_jobs (
  id BIGINT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  title TEXT NOT NULL,
  asked TEXT NOT NULL,
  scope TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  phase TEXT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  worker TEXT NOT NULL,
  heartbeat BIGINT NOT NULL,
  problem TEXT NOT NULL,
  file_name TEXT NOT NULL,
  snapshot TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX report_jobs_user ON report_jobs (user_id, id);
CREATE INDEX report_jobs_waiting ON report_jobs (state, id) WHERE state IN ('queued', 'running');

CREATE TABLE bulletin_templates (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  is_default BOOLEAN NOT NULL,
  set_by BIGINT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX bulletin_templates_name ON bulletin_templates (name);
CREATE UNIQUE INDEX bulletin_templates_default ON bulletin_templates (is_default) WHERE is_default;

-- +goose Down
DROP TABLE bulletin_templates;
DROP TABLE report_jobs;
