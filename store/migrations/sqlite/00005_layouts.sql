-- +goose Up
-- A city's own layout of a sheet of the monthly workbook, as JSON (crm.SheetLayout).
CREATE TABLE sheet_layouts (
  sheet TEXT PRIMARY KEY,
  layout TEXT NOT NULL,
  version BIGINT NOT NULL,
  set_by BIGINT NOT NULL REFERENCES users (id),
  at BIGINT NOT NULL
);

-- +goose Down
DROP TABLE sheet_layouts;
