-- +goose Up
-- Weekly sheets are answered by the bureau within a term, and can be taken back before; each step is
-- kept. Trips may carry their costs.

ALTER TABLE office_weeks ADD COLUMN reply_due TEXT NOT NULL DEFAULT '';
ALTER TABLE office_weeks ADD COLUMN replied_on TEXT NOT NULL DEFAULT '';
CREATE INDEX office_weeks_due ON office_weeks (reply_due) WHERE state = 'sent' AND replied_on = '';

CREATE TABLE office_week_events (
  id INTEGER PRIMARY KEY,
  week_id BIGINT NOT NULL REFERENCES office_weeks (id),
  kind TEXT NOT NULL CHECK (kind IN ('send', 'recall', 'reply')),
  text TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX office_week_events_week ON office_week_events (week_id, id);

ALTER TABLE trips ADD COLUMN cost_transport BIGINT NOT NULL DEFAULT 0;
ALTER TABLE trips ADD COLUMN cost_lodging BIGINT NOT NULL DEFAULT 0;
ALTER TABLE trips ADD COLUMN cost_other BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE trips DROP COLUMN cost_other;
ALTER TABLE trips DROP COLUMN cost_lodging;
ALTER TABLE trips DROP COLUMN cost_transport;
DROP TABLE office_week_events;
DROP INDEX office_weeks_due;
ALTER TABLE office_weeks DROP COLUMN replied_on;
ALTER TABLE office_weeks DROP COLUMN reply_due;
