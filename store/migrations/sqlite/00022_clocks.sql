-- +goose Up
-- The lead's clocks: what they are derived from stands beside the lead, so that lists and the day's
-- run find what is due by ranges of days. Old leads count as answered on the day of their last
-- progress, so that nobody is reminded of years gone by.

ALTER TABLE leads ADD COLUMN handed_on TEXT NOT NULL DEFAULT '';
ALTER TABLE leads ADD COLUMN clock_from TEXT NOT NULL DEFAULT '';
ALTER TABLE leads ADD COLUMN responded_on TEXT NOT NULL DEFAULT '';
ALTER TABLE leads ADD COLUMN assessed_on TEXT NOT NULL DEFAULT '';
ALTER TABLE leads ADD COLUMN feedback_on TEXT NOT NULL DEFAULT '';
ALTER TABLE leads ADD COLUMN noted_on TEXT NOT NULL DEFAULT '';
ALTER TABLE leads ADD COLUMN idle_from TEXT NOT NULL DEFAULT '';
ALTER TABLE leads ADD COLUMN paused_on TEXT NOT NULL DEFAULT '';
UPDATE leads SET clock_from = reported_on, responded_on = last_progress_on, assessed_on = CASE WHEN stage <> 'new' THEN last_progress_on ELSE '' END,
  noted_on = last_progress_on, idle_from = last_progress_on;
UPDATE leads SET noted_on = (SELECT MAX(e.known_on) FROM lead_events e WHERE e.lead_id = leads.id AND e.kind = 'note')
  WHERE EXISTS (SELECT 1 FROM lead_events e WHERE e.lead_id = leads.id AND e.kind = 'note' AND e.known_on > leads.noted_on);
UPDATE leads SET paused_on = COALESCE((SELECT MAX(e.known_on) FROM lead_events e WHERE e.lead_id = leads.id AND e.kind = 'status'), reported_on)
  WHERE status = 'paused';
DROP INDEX leads_stale;
CREATE INDEX leads_stale ON leads (idle_from, unit_id) WHERE voided = FALSE AND status = 'active' AND stage <> 'signed' AND idle_from <> '';

CREATE TABLE clock_runs (
  day TEXT PRIMARY KEY,
  from_day TEXT NOT NULL,
  worker TEXT NOT NULL,
  heartbeat BIGINT NOT NULL,
  cursor BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done')),
  told BIGINT NOT NULL
);

-- +goose Down
DROP TABLE clock_runs;
DROP INDEX leads_stale;
CREATE INDEX leads_stale ON leads (last_progress_on, unit_id) WHERE voided = FALSE AND status = 'active' AND stage <> 'signed' AND last_progress_on <> '';
ALTER TABLE leads DROP COLUMN paused_on;
ALTER TABLE leads DROP COLUMN idle_from;
ALTER TABLE leads DROP COLUMN noted_on;
ALTER TABLE leads DROP COLUMN feedback_on;
ALTER TABLE leads DROP COLUMN assessed_on;
ALTER TABLE leads DROP COLUMN responded_on;
ALTER TABLE leads DROP COLUMN clock_from;
ALTER TABLE leads DROP COLUMN handed_on;
