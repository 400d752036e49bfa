-- +goose Up
-- The day on which a claim was opened, from which it is protected. It begins earlier when a lead
-- with an older claim was merged in; that moves its first day, not its protection. A lead that was
-- woken without a claim has one from that line of its history on, 0 for a claim from its report.

ALTER TABLE claims ADD COLUMN opened_on TEXT NOT NULL DEFAULT '';
ALTER TABLE claims ADD COLUMN woken_by BIGINT NOT NULL DEFAULT 0;
UPDATE claims SET opened_on = MAX(since, COALESCE((SELECT MAX(json_extract(m.moved, '$.since')) FROM merges m WHERE m.kept_id = claims.lead_id), ''));

-- +goose Down
ALTER TABLE claims DROP COLUMN woken_by;
ALTER TABLE claims DROP COLUMN opened_on;
