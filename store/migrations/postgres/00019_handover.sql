-- +goose Up
-- Who follows up a visit's next step when a colleague has taken it over; 0 is who logged it.
ALTER TABLE visits ADD COLUMN step_user_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX visits_step_due ON visits (step_user_id, next_due) WHERE step_user_id <> 0;

-- +goose Down
DROP INDEX visits_step_due;
ALTER TABLE visits DROP COLUMN step_user_id;
