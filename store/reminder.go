package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
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
	id, unit     int64
	kind, config string
	kinds        string // JSON list; empty takes all
}

// queueDeliveries lays one delivery of a reminder into the queue of each channel that takes it, and
// one to the person's own mail.
func (t *Tx) queueDeliveries(reminder int64, r crm.Reminder) error {
	channels, err := collect(t.ctx, t, func(rows *sql.Rows) (c listener, err error) {
		return c, rows.Scan(&c.id, &c.unit, &c.kind, &c.config, &c.kinds)
	}, "SELECT id, unit_id, kind, config, kinds FROM channels WHERE enabled AND NOT voided ORDER BY id")
	if err != nil || len(channels) == 0 {
		return err
	}
	var path string
	if err := t.QueryRowContext(t.ctx, "SELECT path FROM units WHERE id = $1", r.UnitID).Scan(&path); err != nil {
		return err
	}
	channels = slices.DeleteFunc(channels, func(c listener) bool { return !c.takes(r.Kind, path) })
	for _, c := range channels {
		if err := t.queueDelivery(reminder, c.id, 0); err != nil {
			return err
		}
	}
	return t.queuePersonal(reminder, r.UserID, channels)
}

// queuePersonal lays a delivery to the mail of the one person who is reminded into the queue of the
// first mail channel, unless the address gets the channel's messages anyway.
func (t *Tx) queuePersonal(reminder, user int64, channels []listener) error {
	channels = slices.DeleteFunc(channels, func(c listener) bool { return c.kind != string(crm.ChannelMail) })
	if user == 0 || len(channels) == 0 {
		return nil
	}
	address, err := mailOfUser(t.ctx, t, user)
	if err != nil || address == "" {
		return err
	}
	for _, c := range channels {
		var x channelConfig
		if err := json.Unmarshal([]byte(c.config), &x); err != nil {
			return fmt.Errorf("channel %d: %w", c.id, err)
		}
		if x.Mail != nil && slices.ContainsFunc(x.Mail.To, func(to string) bool { return strings.EqualFold(to, address) }) {
			return nil
		}
	}
	return t.queueDelivery(reminder, channels[0].id, user)
}

func (t *Tx) queueDelivery(reminder, channel, user int64) error {
	id, err := t.nextID("deliveries")
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO deliveries (id, reminder_id, channel_id, user_id, state, tries, next_at, worker, heartbeat, problem, at, ended_at)
		VALUES ($1, $2, $3, $4, 'queued', 0, 0, '', 0, '', $5, 0)`, id, reminder, channel, user, t.Now)
	return err
}

// mailOfUser is the address of a person who still works here; "" for none.
func mailOfUser(ctx context.Context, q querier, user int64) (address string, err error) {
	err = q.QueryRowContext(ctx, "SELECT COALESCE((SELECT mail FROM users WHERE id = $1 AND disabled = FALSE), '')", user).Scan(&address)
	return address, err
}

// takes reports whether the channel takes reminders of a kind from the unit at path.
func (c listener) takes(kind crm.ReminderKind, path string) bool {
	return (c.unit == 0 || strings.Contains(path, fmt.Sprintf("/%d/", c.unit))) &&
		(c.kinds == "[]" || strings.Contains(c.kinds, `"`+string(kind)+`"`))
}
