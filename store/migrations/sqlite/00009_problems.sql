-- +goose Up
-- A problem of a project is found and solved on business days: reports count it by them.

ALTER TABLE project_problems ADD COLUMN found_on TEXT NOT NULL DEFAULT '';
ALTER TABLE project_problems ADD COLUMN solution TEXT NOT NULL DEFAULT '';
ALTER TABLE project_problems ADD COLUMN created_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE project_problems ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- +goose Down
ALTER TABLE project_problems DROP COLUMN version;
ALTER TABLE project_problems DROP COLUMN created_by;
ALTER TABLE project_problems DROP COLUMN solution;
ALTER TABLE project_problems DROP COLUMN found_on;
