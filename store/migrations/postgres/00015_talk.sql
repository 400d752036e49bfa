-- +goose Up
-- What people say and ask of one another about a lead or project: comments with mentions, tasks.

CREATE TABLE comments (
  id BIGINT PRIMARY KEY,
  object_kind TEXT NOT NULL CHECK (object_kind IN ('lead', 'project')),
  object_id BIGINT NOT NULL,
  text TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  edited_at BIGINT NOT NULL,
  voided BOOLEAN NOT NULL,
  void_reason TEXT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX comments_object ON comments (object_kind, object_id, id);

CREATE TABLE comment_mentions (
  comment_id BIGINT NOT NULL REFERENCES comments (id),
  user_id BIGINT NOT NULL,
  PRIMARY KEY (comment_id, user_id)
);

-- owner_id does it; closed_by and closed_at tell who ended it, done or dropped.
CREATE TABLE tasks (
  id BIGINT PRIMARY KEY,
  object_kind TEXT NOT NULL CHECK (object_kind IN ('lead', 'project')),
  object_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  owner_id BIGINT NOT NULL,
  due_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
  reason TEXT NOT NULL,
  done_on TEXT NOT NULL,
  closed_by BIGINT NOT NULL,
  closed_at BIGINT NOT NULL,
  created_by BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX tasks_object ON tasks (object_kind, object_id, id);
CREATE INDEX tasks_owner ON tasks (owner_id, state, due_on);

-- +goose Down
DROP TABLE tasks;
DROP TABLE comment_mentions;
DROP TABLE comments;
