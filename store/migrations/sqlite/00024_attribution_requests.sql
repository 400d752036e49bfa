-- +goose Up
-- What the transfer of a project has agreed for its attribution waits here for the bureau (domain §6).
-- The shares are those of the transfer.

CREATE TABLE attribution_requests (
  id INTEGER PRIMARY KEY,
  project_id BIGINT NOT NULL REFERENCES projects (id),
  transfer_id BIGINT NOT NULL UNIQUE REFERENCES transfers (id),
  from_year BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused')),
  decision_reason TEXT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_on TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX attribution_requests_project ON attribution_requests (project_id);
CREATE UNIQUE INDEX attribution_requests_one_open ON attribution_requests (project_id) WHERE state = 'open';

-- +goose Down
DROP TABLE attribution_requests;
