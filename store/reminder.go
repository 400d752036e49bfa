package store

import (
	"database/sql"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// remind tells of r once for each key, over program instances and restarts: a key that is there
// already changes nothing. The reminder, the message in the workbench and one delivery for each
// channel that takes it stand in the same act. A key names what falls due and from when it
// counts, never the day on which somebody looked: "respond:lead:17:2022-09-26:late".
func (t *Tx) remind(key string, r crm.Reminder) error {
	if r.Kind.Label() == "" || r.Title == "" || r.UnitID == 0 || key == "" {
		return fmt.Errorf("reminder %q lacks kind, title or unit", key)
	}
	var seen int64
	if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM reminders WHERE key = $1", key).Scan(&seen); err != nil || seen > 0 {
		return err
	}
	id, err := t.nextID("reminders")
	if err != nil {
		return err
	}
	n, err := t.exec(`INSERT INTO reminders (id, key, kind, title, body, object, object_id, user_id, role, unit_id, due_on, known_on, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (key) DO NOTHING`, id, key, string(r.Kind), r.Title, r.Body, r.Object,
		r.ObjectID, r.UserID, string(r.Role), r.UnitID, r.DueOn, t.Today, t.Now)
	if err != nil || n == 0 {
		return err
	}
	m := crm.Message{Kind: "reminder", Title: r.Title, Body: r.Body, Object: r.Object, ObjectID: r.ObjectID}
	switch {
	case r.UserID != 0 || r.Role != "":
		err = t.tell(m, r.UserID, r.Role, r.UnitID)
	default:
		err = t.tellRoles(m, r.UnitID)
	}
	if err != nil {
		return err
	}
	return t.queueDeliveries(id, r)
}

// listener is a channel as far as it chooses what it takes.
type listener struct {
	id, unit int64
	kinds    string // JSON list; empty takes all
}

// queueDeliveries lays one delivery of a reminder into the queue of each channel that takes it.
func (t *Tx) queueDeliveries(reminder int64, r crm.Reminder) error {
	channels, err := collect(t.ctx, t, func(rows *sql.Rows) (c listener, err error) { return c, rows.Scan(&c.id, &c.unit, &c.kinds) },
		"SELECT id, unit_id, kinds FROM channels WHERE enabled AND NOT voided ORDER BY id")
	if err != nil || len(channels) == 0 {
		return err
	}
	var path string
	if err := t.QueryRowContext(t.ctx, "SELECT path FROM units WHERE id = $1", r.UnitID).Scan(&path); err != nil {
		return err
	}
	for _, c := range channels {
		if !c.takes(r.Kind, path) {
			continue
		}
		id, err := t.nextID("deliveries")
		if err != nil {
			return err
		}
		if _, err := t.exec(`INSERT INTO deliveries (id, reminder_id, channel_id, state, tries, next_at, worker, heartbeat, problem, at, ended_at)
			VALUES ($1, $2, $3, 'queued', 0, 0, '', 0, '', $4, 0)`, id, reminder, c.id, t.Now); err != nil {
			return err
		}
	}
	return nil
}

// takes reports whether the channel takes reminders of a kind from the unit at path.
func (c listener) takes(kind crm.ReminderKind, path string) bool {
	return (c.unit == 0 || strings.Contains(path, fmt.Sprintf("/%d/", c.unit))) &&
		(c.kinds == "[]" || strings.Contains(c.kinds, `"`+string(kind)+`"`))
}
