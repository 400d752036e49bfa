package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// tell leaves a message in the act's transaction: to one user, or (userID 0) to a role
// at a unit. Read, ID and times of m are not looked at.
func (t *Tx) tell(m crm.Message, userID int64, role crm.Role, unitID int64) error {
	id, err := t.nextID("messages")
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO messages (id, user_id, role, unit_id, kind, title, body, object, object_id, known_on, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, id, userID, string(role), unitID, m.Kind, m.Title, m.Body,
		m.Object, m.ObjectID, t.Today, t.Now)
	return err
}

// Notify leaves a message for the machine's operator: reminders of a local command.
func (s *Store) Notify(ctx context.Context, v crm.Viewer, m crm.Message, userID int64, role crm.Role, unitID int64) error {
	_, err := act(ctx, s, v, func(t *Tx) (int, error) {
		if !v.Operator {
			return 0, crm.Forbidden("只有本机命令能直接发消息")
		}
		return 0, t.tell(m, userID, role, unitID)
	})
	return err
}

// messageReach limits q to the viewer's own messages: to the person, or to a role the
// person holds over the unit addressed.
func messageReach(q *query, v crm.Viewer) {
	cond, args := "m.user_id = ?", []any{v.UserID}
	for _, g := range v.Grants {
		sc := crm.Scope{All: v.All[g.Role], Units: v.Scopes[g.Role]}
		if sc.All {
			cond += " OR m.role = ?"
			args = append(args, string(g.Role))
		} else if len(sc.Units) > 0 {
			cond += " OR m.role = ? AND m.unit_id IN (" + idList(sc.Units) + ")"
			args = append(args, string(g.Role))
		}
	}
	q.add("("+cond+")", args...)
}

const unread = "NOT EXISTS (SELECT 1 FROM message_reads r WHERE r.message_id = m.id AND r.user_id = ?)"

var messageList = listSpec{table: "messages m", alias: "m", id: "m.id", def: "-id", sorts: map[string]string{"id": "m.id"}}

// Messages lists the viewer's messages, newest first.
func (s *Store) Messages(ctx context.Context, v crm.Viewer, unreadOnly bool, p crm.Page) (crm.List[crm.Message], error) {
	var q query
	messageReach(&q, v)
	if unreadOnly {
		q.add(unread, v.UserID)
	}
	spec := messageList
	spec.cols = "m.id, m.kind, m.title, m.body, m.object, m.object_id, m.at, m.known_on, EXISTS (SELECT 1 FROM message_reads r WHERE r.message_id = m.id AND r.user_id = " +
		idList([]int64{v.UserID}) + ")"
	return runList(ctx, s, spec, q, p, func(r *sql.Rows) (m crm.Message, err error) {
		err = r.Scan(&m.ID, &m.Kind, &m.Title, &m.Body, &m.Object, &m.ObjectID, &m.At, &m.KnownOn, &m.Read)
		return m, err
	}, func(m crm.Message, _ string) (any, int64) { return m.ID, m.ID })
}

// UnreadMessages counts them, up to a hundred.
func (s *Store) UnreadMessages(ctx context.Context, v crm.Viewer) (n int64, err error) {
	var q query
	messageReach(&q, v)
	q.add(unread, v.UserID)
	err = s.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM messages m"+q.clause()+" LIMIT 100) counted", q.args...).Scan(&n)
	return n, s.translate(err)
}

// ReadMessages marks messages as read; ids that are not the viewer's are not found. No
// ids means all.
func (s *Store) ReadMessages(ctx context.Context, v crm.Viewer, ids []int64) (int64, error) {
	return act(ctx, s, v, func(t *Tx) (int64, error) {
		var q query
		messageReach(&q, v)
		if len(ids) > 0 {
			q.in("m.id", ids)
			var n int
			if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM messages m"+q.clause(), q.args...).Scan(&n); err != nil {
				return 0, err
			}
			if n < distinct(ids) {
				return 0, crm.NotFound("消息")
			}
		}
		q.add(unread, v.UserID)
		found, err := collect(t.ctx, t, func(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) },
			"SELECT m.id FROM messages m"+q.clause(), q.args...)
		if err != nil {
			return 0, err
		}
		for _, id := range found {
			if _, err := t.exec("INSERT INTO message_reads (message_id, user_id, at) VALUES ($1, $2, $3)", id, v.UserID, t.Now); err != nil {
				return 0, err
			}
		}
		return int64(len(found)), nil
	})
}

func distinct(ids []int64) int {
	seen := map[int64]bool{}
	for _, id := range ids {
		seen[id] = true
	}
	return len(seen)
}
