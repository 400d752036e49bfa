-- +goose Up
-- Staged imports: everything of a batch stands in the database, so that any instance can go on with it.

ALTER TABLE imports ADD COLUMN size BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN row_unit_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN known_on TEXT NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN problem TEXT NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN sheets TEXT NOT NULL DEFAULT '[]';
ALTER TABLE imports ADD COLUMN findings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE imports ADD COLUMN plan TEXT NOT NULL DEFAULT '{}';
ALTER TABLE imports ADD COLUMN undo_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN undoable BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE imports ADD COLUMN applied_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN worker TEXT NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN heartbeat BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE INDEX imports_unit ON imports (unit_id, id);
CREATE INDEX imports_jobs ON imports (state, id) WHERE state IN ('reading', 'applying');

-- One row of the file: what the last check plans, after the application what was done and what stood there before.
CREATE TABLE import_lines (
  import_id BIGINT NOT NULL REFERENCES imports (id),
  seq BIGINT NOT NULL,
  sheet TEXT NOT NULL,
  table_column TEXT NOT NULL,
  row_number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  outcome TEXT NOT NULL,
  why TEXT NOT NULL,
  object TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  matched TEXT NOT NULL,
  severity TEXT NOT NULL,
  repeated BOOLEAN NOT NULL,
  cells TEXT NOT NULL,
  issues TEXT NOT NULL,
  changes TEXT NOT NULL,
  before_image TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (import_id, seq)
);
CREATE INDEX import_lines_outcome ON import_lines (import_id, outcome, seq);
CREATE INDEX import_lines_severity ON import_lines (import_id, severity, seq) WHERE severity <> '';
CREATE INDEX import_lines_images ON import_lines (import_id, seq) WHERE before_image <> '';

INSERT INTO import_lines (import_id, seq, sheet, table_column, row_number, kind, outcome, why, object, object_id, matched, severity,
  repeated, cells, issues, changes, before_image, note)
SELECT import_id, ROW_NUMBER() OVER (PARTITION BY import_id ORDER BY sheet, row_number, object), sheet, '', row_number, 'projects', outcome,
  CASE WHEN outcome = 'rejected' THEN COALESCE(CAST(note AS JSON) ->> 'why', '') ELSE '' END,
  CASE WHEN object_id = 0 THEN '' ELSE object END, object_id, '', CASE WHEN outcome = 'skipped' THEN 'error' ELSE '' END,
  FALSE, '[]', '[]', '[]', before_row, note
FROM import_rows;
DROP TABLE import_rows;
UPDATE imports SET known_on = as_of, applied_at = at;

-- Cells that a person corrected in the check grid.
CREATE TABLE import_fixes (
  import_id BIGINT NOT NULL REFERENCES imports (id),
  sheet TEXT NOT NULL,
  row_number BIGINT NOT NULL,
  column_number BIGINT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (import_id, sheet, row_number, column_number)
);

-- What a person decided about a row: import it, lay it over the other, leave it out, accept its warnings.
CREATE TABLE import_decisions (
  import_id BIGINT NOT NULL REFERENCES imports (id),
  sheet TEXT NOT NULL,
  table_column TEXT NOT NULL,
  row_number BIGINT NOT NULL,
  choice TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (import_id, sheet, table_column, row_number)
);

-- Columns as a person mapped them, by the fingerprint of the layout and by unit.
CREATE TABLE import_layouts (
  unit_id BIGINT NOT NULL,
  fingerprint TEXT NOT NULL,
  columns_map TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (unit_id, fingerprint)
);

-- The administrator's own synonyms of headers, beside those that ship.
CREATE TABLE import_headers (
  kind TEXT NOT NULL,
  record_key TEXT NOT NULL,
  text TEXT NOT NULL,
  sort BIGINT NOT NULL,
  PRIMARY KEY (kind, record_key, text)
);

-- Where a row came from, for taking a batch back; the first reporter as the ledger names them.
ALTER TABLE contacts ADD COLUMN import_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE trips ADD COLUMN import_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE historic_figures ADD COLUMN import_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE leads ADD COLUMN author TEXT NOT NULL DEFAULT '';

CREATE INDEX companies_import ON companies (import_id) WHERE import_id <> 0;
CREATE INDEX contacts_import ON contacts (import_id) WHERE import_id <> 0;
CREATE INDEX leads_import ON leads (import_id) WHERE import_id <> 0;
CREATE INDEX trips_import ON trips (import_id) WHERE import_id <> 0;
CREATE INDEX visits_import ON visits (import_id) WHERE import_id <> 0;
CREATE INDEX projects_import ON projects (import_id) WHERE import_id <> 0;
CREATE INDEX milestones_import ON milestones (import_id) WHERE import_id <> 0;
CREATE INDEX capital_entries_import ON capital_entries (import_id) WHERE import_id <> 0;
CREATE INDEX historic_figures_import ON historic_figures (import_id) WHERE import_id <> 0;

-- Deleting looks for what refers to a row.
CREATE INDEX count_lines_milestone ON count_lines (milestone_id);
CREATE INDEX capital_entries_corrects ON capital_entries (corrects_id) WHERE corrects_id IS NOT NULL;
CREATE INDEX capital_entries_company ON capital_entries (company_id) WHERE company_id <> 0;

-- +goose Down
DROP INDEX capital_entries_company;
DROP INDEX capital_entries_corrects;
DROP INDEX count_lines_milestone;
DROP INDEX historic_figures_import;
DROP INDEX capital_entries_import;
DROP INDEX milestones_import;
DROP INDEX projects_import;
DROP INDEX visits_import;
DROP INDEX trips_import;
DROP INDEX leads_import;
DROP INDEX contacts_import;
DROP INDEX companies_import;
ALTER TABLE leads DROP COLUMN author;
ALTER TABLE historic_figures DROP COLUMN import_id;
ALTER TABLE trips DROP COLUMN import_id;
ALTER TABLE contacts DROP COLUMN import_id;
DROP TABLE import_headers;
DROP TABLE import_layouts;
DROP TABLE import_decisions;
DROP TABLE import_fixes;
CREATE TABLE import_rows (
  import_id BIGINT NOT NULL REFERENCES imports (id),
  sheet TEXT NOT NULL,
  row_number BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  object TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  before_row TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (import_id, sheet, row_number, object)
);
INSERT INTO import_rows (import_id, sheet, row_number, outcome, object, object_id, before_row, note)
SELECT l.import_id, l.sheet, l.row_number, MIN(l.outcome), 'project', MAX(l.object_id), MIN(l.before_image), MIN(l.note)
FROM import_lines l JOIN imports i ON i.id = l.import_id WHERE i.state IN ('applied', 'undone') AND l.kind = 'projects'
GROUP BY l.import_id, l.sheet, l.row_number;
DROP TABLE import_lines;
DELETE FROM imports WHERE state NOT IN ('applied', 'undone');
DROP INDEX imports_jobs;
DROP INDEX imports_unit;
ALTER TABLE imports DROP COLUMN version;
ALTER TABLE imports DROP COLUMN heartbeat;
ALTER TABLE imports DROP COLUMN worker;
ALTER TABLE imports DROP COLUMN applied_at;
ALTER TABLE imports DROP COLUMN undoable;
ALTER TABLE imports DROP COLUMN undo_reason;
ALTER TABLE imports DROP COLUMN plan;
ALTER TABLE imports DROP COLUMN findings;
ALTER TABLE imports DROP COLUMN sheets;
ALTER TABLE imports DROP COLUMN problem;
ALTER TABLE imports DROP COLUMN known_on;
ALTER TABLE imports DROP COLUMN row_unit_id;
ALTER TABLE imports DROP COLUMN size;
