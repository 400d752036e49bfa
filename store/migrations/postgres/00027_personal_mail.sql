-- +goose Up
-- People may give a mail address: what reminds one person goes there too, once, through the first mail
-- channel that takes it.

ALTER TABLE users ADD COLUMN mail TEXT NOT NULL DEFAULT '';

DROP INDEX deliveries_waiting;
DROP INDEX deliveries_channel;
ALTER TABLE deliveries RENAME TO deliveries_before;
CREATE TABLE deliveries (
  id BIGINT PRIMARY KEY,
  reminder_id BIGINT NOT NULL REFERENCES reminders (id),
  channel_id BIGINT NOT NULL REFERENCES channels (id),
  user_id BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unsure')),
  tries BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  worker TEXT NOT NULL,
  heartbeat BIGINT NOT NULL,
  problem TEXT NOT NULL,
  at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  CONSTRAINT deliveries_once UNIQUE (reminder_id, channel_id, user_id)
);
INSERT INTO deliveries (id, reminder_id, channel_id, user_id, state, tries, next_at, worker, heartbeat, problem, at, ended_at)
  SELECT id, reminder_id, channel_id, 0, state, tries, next_at, worker, heartbeat, problem, at, ended_at FROM deliveries_before;
DROP TABLE deliveries_before;
CREATE INDEX deliveries_waiting ON deliveries (channel_id, id) WHERE state IN ('queued', 'sending');
CREATE INDEX deliveries_channel ON deliveries (channel_id, id);
CREATE INDEX deliveries_at ON deliveries (at);

-- +goose Down
DELETE FROM deliveries WHERE user_id <> 0;
DROP INDEX deliveries_at;
DROP INDEX deliveries_waiting;
DROP INDEX deliveries_channel;
ALTER TABLE deliveries RENAME TO deliveries_before;
CREATE TABLE deliveries (
  id BIGINT PRIMARY KEY,
  reminder_id BIGINT NOT NULL REFERENCES reminders (id),
  channel_id BIGINT NOT NULL REFERENCES channels (id),
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unsure')),
  tries BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  worker TEXT NOT NULL,
  heartbeat BIGINT NOT NULL,
  problem TEXT NOT NULL,
  at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  UNIQUE (reminder_id, channel_id)
);
INSERT INTO deliveries (id, reminder_id, channel_id, state, tries, next_at, worker, heartbeat, problem, at, ended_at)
  SELECT id, reminder_id, channel_id, state, tries, next_at, worker, heartbeat, problem, at, ended_at FROM deliveries_before;
DROP TABLE deliveries_before;
CREATE INDEX deliveries_waiting ON deliveries (channel_id, id) WHERE state IN ('queued', 'sending');
CREATE INDEX deliveries_channel ON deliveries (channel_id, id);
ALTER TABLE users DROP COLUMN mail;
