-- +goose Up
-- A unit's own contacts are found by the last four digits of the phone (crm.PhoneLast4), by an index.

ALTER TABLE contacts ADD COLUMN phone_last4 TEXT NOT NULL DEFAULT '';
UPDATE contacts SET phone_last4 = right(plain, 4) FROM (SELECT id AS of, regexp_replace(split_part(phone, '转', 1), '[^0-9]', '', 'g') AS plain FROM contacts) p
  WHERE contacts.id = p.of AND voided = FALSE AND length(plain) >= 7 AND position('*' in phone) = 0;
CREATE INDEX contacts_last4 ON contacts (phone_last4, unit_id) WHERE voided = FALSE AND phone_last4 <> '';

-- +goose Down
DROP INDEX contacts_last4;
ALTER TABLE contacts DROP COLUMN phone_last4;
