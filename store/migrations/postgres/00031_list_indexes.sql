-- +goose Up
-- Each order that the list of leads offers, and the calendar's questions, have an index: with a million
-- leads a sorted page took up to three seconds without, a month of the calendar ten.

CREATE INDEX leads_next ON leads ((CASE next_due WHEN '' THEN '9999-12-31' ELSE next_due END), id) WHERE voided = FALSE;
CREATE INDEX leads_unit_next ON leads (unit_id, (CASE next_due WHEN '' THEN '9999-12-31' ELSE next_due END), id) WHERE voided = FALSE;
CREATE INDEX leads_progress ON leads (last_progress_on, id) WHERE voided = FALSE;
CREATE INDEX leads_unit_progress ON leads (unit_id, last_progress_on, id) WHERE voided = FALSE;
CREATE INDEX leads_reported ON leads (reported_on, id) WHERE voided = FALSE;
CREATE INDEX visits_next ON visits (next_due, id) WHERE voided = FALSE AND next_due <> '';
CREATE INDEX visits_end ON visits (end_on, on_date) WHERE voided = FALSE AND end_on <> '';
CREATE INDEX capital_entries_filed ON capital_entries (month, updated_at, id);
CREATE INDEX capital_entries_open ON capital_entries (month, state) WHERE state IN ('draft', 'submitted', 'returned');

-- +goose Down
DROP INDEX capital_entries_open;
DROP INDEX capital_entries_filed;
DROP INDEX visits_end;
DROP INDEX visits_next;
DROP INDEX leads_reported;
DROP INDEX leads_unit_progress;
DROP INDEX leads_progress;
DROP INDEX leads_unit_next;
DROP INDEX leads_next;
