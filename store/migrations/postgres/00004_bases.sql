-- +goose Up
-- Default bases by year and custom paces become versions: the newest row of a key with known_on ≤ X is what was known on X.

-- From a year on, until a later year has its own.
CREATE TABLE basis_defaults (
  id BIGINT PRIMARY KEY,
  indicator TEXT NOT NULL REFERENCES indicators (code),
  year BIGINT NOT NULL,
  basis TEXT NOT NULL,
  is_current BOOLEAN NOT NULL,
  set_by BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX basis_defaults_current ON basis_defaults (indicator, year) WHERE is_current = TRUE;

-- months is a JSON list of twelve basis points, or an empty one: months ÷ 12 again.
CREATE TABLE pace_curves (
  id BIGINT PRIMARY KEY,
  year BIGINT NOT NULL,
  indicator TEXT NOT NULL REFERENCES indicators (code),
  months TEXT NOT NULL,
  is_current BOOLEAN NOT NULL,
  set_by BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX pace_curves_current ON pace_curves (year, indicator) WHERE is_current = TRUE;

-- Paces set before had no day: they were always known.
INSERT INTO pace_curves (id, year, indicator, months, is_current, set_by, known_on, at)
SELECT ROW_NUMBER() OVER (ORDER BY year, indicator), year, indicator,
  '[' || MAX(CASE WHEN month_number = 1 THEN cumulative_bp END) || ',' || MAX(CASE WHEN month_number = 2 THEN cumulative_bp END)
  || ',' || MAX(CASE WHEN month_number = 3 THEN cumulative_bp END) || ',' || MAX(CASE WHEN month_number = 4 THEN cumulative_bp END)
  || ',' || MAX(CASE WHEN month_number = 5 THEN cumulative_bp END) || ',' || MAX(CASE WHEN month_number = 6 THEN cumulative_bp END)
  || ',' || MAX(CASE WHEN month_number = 7 THEN cumulative_bp END) || ',' || MAX(CASE WHEN month_number = 8 THEN cumulative_bp END)
  || ',' || MAX(CASE WHEN month_number = 9 THEN cumulative_bp END) || ',' || MAX(CASE WHEN month_number = 10 THEN cumulative_bp END)
  || ',' || MAX(CASE WHEN month_number = 11 THEN cumulative_bp END) || ',' || MAX(CASE WHEN month_number = 12 THEN cumulative_bp END) || ']',
  TRUE, 0, '', 0
FROM target_curves GROUP BY year, indicator HAVING COUNT(*) = 12;
INSERT INTO sequences (name, value) SELECT 'id:pace_curves', COUNT(*) FROM pace_curves;
DROP TABLE target_curves;

-- +goose Down
CREATE TABLE target_curves (
  year BIGINT NOT NULL,
  indicator TEXT NOT NULL REFERENCES indicators (code),
  month_number BIGINT NOT NULL,
  cumulative_bp BIGINT NOT NULL,
  PRIMARY KEY (year, indicator, month_number)
);
DROP TABLE pace_curves;
DROP TABLE basis_defaults;
DELETE FROM sequences WHERE name IN ('id:pace_curves', 'id:basis_defaults');
