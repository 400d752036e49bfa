-- +goose Up
-- A unit's own contacts are found by the last four digits of the phone (crm.PhoneLast4), by an index.

ALTER TABLE contacts ADD COLUMN phone_last4 TEXT NOT NULL DEFAULT '';
UPDATE contacts SET phone_last4 = substr(plain, -4) FROM (SELECT id AS of, replace(replace(replace(replace(replace(CASE WHEN instr(phone, '转') > 0 THEN substr(phone, 1, instr(phone, '转') - 1) ELSE phone END, ' ', ''), '-', ''), '+', ''), '(', ''), ')', '') AS plain FROM contacts) p
  WHERE contacts.id = p.of AND voided = FALSE AND length(plain) >= 7 AND plain NOT GLOB '*[^0-9]*';
CREATE INDEX contacts_last4 ON contacts (phone_last4, unit_id) WHERE voided = FALSE AND phone_last4 <> '';

-- +goose Down
DROP INDEX contacts_last4;
ALTER TABLE contacts DROP COLUMN phone_last4;
