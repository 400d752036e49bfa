-- +goose Up
-- seq is the newest version of the project's attribution when the request was made: what is newer was
-- decided meanwhile. A request lapses with its project (domain §6).

DROP INDEX attribution_requests_one_open;
DROP INDEX attribution_requests_project;
ALTER TABLE attribution_requests RENAME TO attribution_requests_before;
CREATE TABLE attribution_requests (
  id BIGINT PRIMARY KEY,
  project_id BIGINT NOT NULL REFERENCES projects (id),
  transfer_id BIGINT NOT NULL UNIQUE REFERENCES transfers (id),
  from_year BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused', 'lapsed')),
  decision_reason TEXT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_on TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL
);
INSERT INTO attribution_requests SELECT r.id, r.project_id, r.transfer_id, r.from_year, r.state, r.decision_reason, r.decided_by, r.decided_on, r.decided_at,
  r.known_on, r.at, r.version, COALESCE((SELECT MAX(a.seq) FROM attributions a WHERE a.project_id = r.project_id AND a.at <= r.at), 0) FROM attribution_requests_before r;
DROP TABLE attribution_requests_before;
CREATE INDEX attribution_requests_project ON attribution_requests (project_id);
CREATE UNIQUE INDEX attribution_requests_one_open ON attribution_requests (project_id) WHERE state = 'open';
UPDATE attribution_requests SET state = 'lapsed', decision_reason = '项目已作废', version = version + 1
  WHERE state = 'open' AND project_id IN (SELECT id FROM projects WHERE voided);

-- The dispute whose ruling moved the lead: the bureau's act, not a unit's handing on. 0 for none.
ALTER TABLE transfers ADD COLUMN dispute_id BIGINT NOT NULL DEFAULT 0;
UPDATE transfers SET dispute_id = COALESCE((SELECT MAX(d.id) FROM disputes d WHERE d.lead_id = transfers.object_id AND d.unit_id = transfers.to_unit_id
  AND d.state = 'final' AND d.final_on = transfers.decided_on), 0) WHERE kind = 'lead' AND state = 'accepted' AND reason LIKE '首报首谈争议裁定：改归%';

-- +goose Down
ALTER TABLE transfers DROP COLUMN dispute_id;
DROP INDEX attribution_requests_one_open;
DROP INDEX attribution_requests_project;
ALTER TABLE attribution_requests RENAME TO attribution_requests_before;
CREATE TABLE attribution_requests (
  id BIGINT PRIMARY KEY,
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
INSERT INTO attribution_requests SELECT id, project_id, transfer_id, from_year, CASE state WHEN 'lapsed' THEN 'refused' ELSE state END, decision_reason,
  decided_by, decided_on, decided_at, known_on, at, version FROM attribution_requests_before;
DROP TABLE attribution_requests_before;
CREATE INDEX attribution_requests_project ON attribution_requests (project_id);
CREATE UNIQUE INDEX attribution_requests_one_open ON attribution_requests (project_id) WHERE state = 'open';
