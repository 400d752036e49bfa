-- +goose Up
-- What giver and receiver of a lead agree for the attribution of its project (domain §4, §6), the
-- business day of the answer, and the name under which the object was offered: who may not read it
-- any more learns no later one.

ALTER TABLE transfers ADD COLUMN preset TEXT NOT NULL DEFAULT '';
ALTER TABLE transfers ADD COLUMN home_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE transfers ADD COLUMN decided_on TEXT NOT NULL DEFAULT '';
ALTER TABLE transfers ADD COLUMN object_name TEXT NOT NULL DEFAULT '';
UPDATE transfers SET object_name = COALESCE((SELECT l.project || '（' || c.name || '）' FROM leads l JOIN companies c ON c.id = l.company_id
  WHERE l.id = transfers.object_id), '') WHERE kind = 'lead';

CREATE TABLE transfer_shares (
  transfer_id BIGINT NOT NULL REFERENCES transfers (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  bp BIGINT NOT NULL,
  PRIMARY KEY (transfer_id, unit_id)
);

-- +goose Down
DROP TABLE transfer_shares;
ALTER TABLE transfers DROP COLUMN object_name;
ALTER TABLE transfers DROP COLUMN decided_on;
ALTER TABLE transfers DROP COLUMN home_id;
ALTER TABLE transfers DROP COLUMN preset;
