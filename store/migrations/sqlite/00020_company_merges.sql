-- +goose Up
-- Two companies that turn out to be one are merged: one is kept, the other stays as a row that says
-- into which it went, and its name goes on meaning the kept one. moved holds what went over.

ALTER TABLE companies ADD COLUMN merged_into BIGINT NOT NULL DEFAULT 0;
CREATE INDEX companies_merged ON companies (merged_into) WHERE merged_into <> 0;

CREATE TABLE company_merges (
  id INTEGER PRIMARY KEY,
  kept_id BIGINT NOT NULL REFERENCES companies (id),
  gone_id BIGINT NOT NULL REFERENCES companies (id),
  reason TEXT NOT NULL,
  moved TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  undone_by BIGINT NOT NULL,
  undone_at BIGINT NOT NULL
);
CREATE INDEX company_merges_kept ON company_merges (kept_id, id);
CREATE INDEX company_merges_gone ON company_merges (gone_id, id);

-- +goose Down
DROP TABLE company_merges;
DROP INDEX companies_merged;
ALTER TABLE companies DROP COLUMN merged_into;
