-- +goose Up
-- The contacts that went with a lead to its new owner: read by who sees the lead, opened in full by
-- its owner.
CREATE TABLE lead_contacts (
  lead_id BIGINT NOT NULL REFERENCES leads (id),
  contact_id BIGINT NOT NULL REFERENCES contacts (id),
  at BIGINT NOT NULL,
  PRIMARY KEY (lead_id, contact_id)
);
CREATE INDEX lead_contacts_contact ON lead_contacts (contact_id);
-- Leads that have changed hands already take along what their former units know at the company.
INSERT INTO lead_contacts (lead_id, contact_id, at)
  SELECT l.id, ct.id, s.at FROM lead_shares s JOIN leads l ON l.id = s.lead_id JOIN contacts ct ON ct.company_id = l.company_id AND ct.unit_id = s.unit_id
  WHERE s.why = 'transferred' AND ct.voided = FALSE;

-- +goose Down
DROP TABLE lead_contacts;
