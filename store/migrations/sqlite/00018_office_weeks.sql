-- +goose Up
-- Weekly sheets of liaison offices: a note while drafted, the whole content once sent.

CREATE TABLE office_weeks (
  id INTEGER PRIMARY KEY,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  week TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent')),
  content TEXT NOT NULL,
  note TEXT NOT NULL,
  plan TEXT NOT NULL,
  sent_by BIGINT NOT NULL,
  sent_on TEXT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX office_weeks_week ON office_weeks (unit_id, week);
CREATE INDEX leads_reporter ON leads (reporter_unit_id, reported_on) WHERE voided = FALSE;

-- +goose Down
DROP INDEX leads_reporter;
DROP TABLE office_weeks;
