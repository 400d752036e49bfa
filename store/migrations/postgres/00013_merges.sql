-- +goose Up
-- Two leads that turn out to be one are merged: one is kept, the other voided. moved holds what
-- went over, so that the merge can be undone.

CREATE TABLE merges (
  id BIGINT PRIMARY KEY,
  kept_id BIGINT NOT NULL REFERENCES leads (id),
  gone_id BIGINT NOT NULL REFERENCES leads (id),
  reason TEXT NOT NULL,
  moved TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  undone_by BIGINT NOT NULL,
  undone_at BIGINT NOT NULL
);
CREATE INDEX merges_kept ON merges (kept_id, id);
CREATE INDEX merges_gone ON merges (gone_id, id);

-- +goose Down
DROP TABLE merges;
