-- +goose Up
-- Tags, address and note of a company are each unit's own: those in companies are of the unit that
-- registered it, those here of the others, who begin with nothing.

ALTER TABLE company_units ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE company_units ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE company_units ADD COLUMN note TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE company_units DROP COLUMN note;
ALTER TABLE company_units DROP COLUMN address;
ALTER TABLE company_units DROP COLUMN tags;
