-- +goose Up
-- Reminders, each told once (its key), and how they leave the house: channels (mail, robots) and
-- one delivery for each reminder and channel.

CREATE TABLE reminders (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  object TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  role TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  due_on TEXT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  done_on TEXT NOT NULL DEFAULT '',
  done_by BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX reminders_object ON reminders (object, object_id, kind);
CREATE INDEX reminders_user ON reminders (user_id, id);
CREATE INDEX reminders_unit ON reminders (unit_id, id);

CREATE TABLE channels (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('mail', 'wecom', 'dingtalk', 'feishu')),
  name TEXT NOT NULL,
  config TEXT NOT NULL,
  secret TEXT NOT NULL,
  unit_id BIGINT NOT NULL,
  kinds TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  voided BOOLEAN NOT NULL,
  next_at BIGINT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY,
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
CREATE INDEX deliveries_waiting ON deliveries (channel_id, id) WHERE state IN ('queued', 'sending');
CREATE INDEX deliveries_channel ON deliveries (channel_id, id);

-- +goose Down
DROP TABLE deliveries;
DROP TABLE channels;
DROP TABLE reminders;
