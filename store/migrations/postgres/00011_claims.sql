-- +goose Up
-- Claims end with a day and a reason and pass on with their lead; who was told of one, and what a
-- person decided of like leads, is kept.

ALTER TABLE claims ADD COLUMN ended_on TEXT NOT NULL DEFAULT '';
ALTER TABLE claims ADD COLUMN end_reason TEXT NOT NULL DEFAULT '';

-- Until now a claim stayed held, with the unit that had reported the lead, whatever became of it.
UPDATE claims SET end_reason = 'void' WHERE state = 'ended';
UPDATE claims SET state = 'ended', end_reason = (SELECT CASE WHEN l.voided THEN 'void' WHEN l.stage = 'signed' THEN 'signed' ELSE l.status END FROM leads l WHERE l.id = claims.lead_id)
  WHERE state = 'held' AND lead_id IN (SELECT l.id FROM leads l WHERE l.voided OR l.stage = 'signed' OR l.status IN ('dropped', 'dormant'));
UPDATE claims SET ended_on = COALESCE((SELECT MAX(e.known_on) FROM lead_events e WHERE e.lead_id = claims.lead_id AND e.kind IN ('stage', 'status', 'void')), since)
  WHERE state = 'ended';
UPDATE claims SET unit_id = (SELECT l.unit_id FROM leads l WHERE l.id = claims.lead_id) WHERE state = 'held';
CREATE UNIQUE INDEX claims_one_held ON claims (lead_id) WHERE state = 'held';
CREATE INDEX claims_until ON claims (protected_until) WHERE state = 'held';

CREATE TABLE claim_events (
  id BIGINT PRIMARY KEY,
  claim_id BIGINT NOT NULL REFERENCES claims (id),
  kind TEXT NOT NULL,
  unit_id BIGINT NOT NULL,
  protected_until TEXT NOT NULL,
  reason TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX claim_events_claim ON claim_events (claim_id, id);

CREATE TABLE claim_notices (
  id BIGINT PRIMARY KEY,
  claim_id BIGINT NOT NULL REFERENCES claims (id),
  lead_id BIGINT NOT NULL REFERENCES leads (id),
  unit_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  level TEXT NOT NULL,
  name TEXT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX claim_notices_day ON claim_notices (claim_id, unit_id, known_on);
CREATE INDEX claim_notices_lead ON claim_notices (lead_id);

CREATE TABLE lead_verdicts (
  id BIGINT PRIMARY KEY,
  lead_id BIGINT NOT NULL REFERENCES leads (id),
  other_id BIGINT NOT NULL,
  level TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX lead_verdicts_lead ON lead_verdicts (lead_id, id);
CREATE INDEX lead_verdicts_other ON lead_verdicts (other_id, id);

-- +goose Down
DROP TABLE lead_verdicts;
DROP TABLE claim_notices;
DROP TABLE claim_events;
DROP INDEX claims_until;
DROP INDEX claims_one_held;
ALTER TABLE claims DROP COLUMN end_reason;
ALTER TABLE claims DROP COLUMN ended_on;
