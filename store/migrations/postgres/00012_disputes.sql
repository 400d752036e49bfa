-- +goose Up
-- A unit that was told of a claim may object to it; the bureau decides.

CREATE TABLE disputes (
  id BIGINT PRIMARY KEY,
  claim_id BIGINT NOT NULL REFERENCES claims (id),
  lead_id BIGINT NOT NULL REFERENCES leads (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  holder_id BIGINT NOT NULL REFERENCES units (id),
  user_id BIGINT NOT NULL,
  company TEXT NOT NULL,
  reason TEXT NOT NULL,
  input TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'decided', 'appealed', 'final', 'withdrawn')),
  answer_due TEXT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  answered_by BIGINT NOT NULL DEFAULT 0,
  answered_on TEXT NOT NULL DEFAULT '',
  decision TEXT NOT NULL DEFAULT '',
  decision_reason TEXT NOT NULL DEFAULT '',
  decided_by BIGINT NOT NULL DEFAULT 0,
  decided_on TEXT NOT NULL DEFAULT '',
  appeal_due TEXT NOT NULL DEFAULT '',
  appeal_unit_id BIGINT NOT NULL DEFAULT 0,
  appeal TEXT NOT NULL DEFAULT '',
  appealed_by BIGINT NOT NULL DEFAULT 0,
  appealed_on TEXT NOT NULL DEFAULT '',
  final TEXT NOT NULL DEFAULT '',
  final_reason TEXT NOT NULL DEFAULT '',
  final_by BIGINT NOT NULL DEFAULT 0,
  final_on TEXT NOT NULL DEFAULT '',
  new_lead_id BIGINT NOT NULL DEFAULT 0,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX disputes_live ON disputes (lead_id) WHERE state NOT IN ('final', 'withdrawn');
CREATE INDEX disputes_lead ON disputes (lead_id, id);
CREATE INDEX disputes_unit ON disputes (unit_id, id);
CREATE INDEX disputes_holder ON disputes (holder_id, id);
CREATE INDEX disputes_claim ON disputes (claim_id);

-- +goose Down
DROP TABLE disputes;
