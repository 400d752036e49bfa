package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// leadClockKinds are the kinds of reminders that a lead's clocks and its claim's last day write.
const leadClockKinds = "('respond', 'assess', 'feedback', 'note', 'idle', 'claim')"

// clockKey is the key of a lead's clock that counts from a day.
func clockKey(kind crm.ReminderKind, lead int64, from crm.Date) string {
	return sprintf("%s:lead:%d:%s:", kind, lead, from)
}

// settleReminders marks as done what a lead's open reminders of clocks wait for no longer: the act
// came, the clock counts from another day, nobody works at the lead, or its claim ended or moved.
func settleReminders(t *Tx, lead int64, p crm.LeadPast) error {
	type open struct {
		id   int64
		kind crm.ReminderKind
		key  string
		due  crm.Date
	}
	list, err := collect(t.ctx, t, func(r *sql.Rows) (x open, err error) { return x, r.Scan(&x.id, &x.kind, &x.key, &x.due) },
		"SELECT id, kind, key, due_on FROM reminders WHERE object = 'lead' AND object_id = $1 AND kind IN "+leadClockKinds+" AND done_on = ''", lead)
	if err != nil {
		return err
	}
	waits := p.Waits()
	for _, x := range list {
		if x.kind == crm.RemindClaim {
			c, err := claimOf(t, lead)
			if err != nil {
				return err
			}
			if c.id != 0 && c.until == x.due {
				continue
			}
		}
		from, ok := waits[x.kind]
		if ok && strings.HasPrefix(x.key, clockKey(x.kind, lead, from)) {
			continue
		}
		if _, err := t.exec("UPDATE reminders SET done_on = $1, done_by = $2 WHERE id = $3", t.Today, t.V.UserID, x.id); err != nil {
			return err
		}
	}
	return nil
}

// answered marks the reminder of a transfer of an object, or of a dispute, as done.
func answered(t *Tx, kind crm.ReminderKind, object string, id int64) error {
	_, err := t.exec("UPDATE reminders SET done_on = $1, done_by = $2 WHERE object = $3 AND object_id = $4 AND kind = $5 AND done_on = ''", t.Today, t.V.UserID,
		object, id, string(kind))
	return err
}

// batchObject is the object of a reminder of a batch of offers, with the batch's id; it has no page.
const batchObject = "transferBatch"

// offerAnswered marks the reminder of a pending transfer as done, and its batch's with the last of it.
func offerAnswered(t *Tx, x crm.Transfer) error {
	if err := answered(t, crm.RemindTransfer, x.Kind, x.ObjectID); err != nil || x.BatchID == 0 {
		return err
	}
	var others int
	if err := t.QueryRowContext(t.ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM transfers WHERE batch_id = $1 AND batch_id <> 0 AND state = 'pending'
		AND id <> $2 LIMIT 1) waiting`, x.BatchID, x.ID).Scan(&others); err != nil || others > 0 {
		return err
	}
	return answered(t, crm.RemindTransfer, batchObject, x.BatchID)
}

// moveReminders hands a lead's open reminders to its new owner.
func moveReminders(t *Tx, lead, owner int64) error {
	_, err := t.exec("UPDATE reminders SET user_id = $1 WHERE object = 'lead' AND object_id = $2 AND done_on = '' AND user_id <> 0", owner, lead)
	return err
}

const reminderColumns = "r.id, r.kind, r.title, r.body, r.object, r.object_id, r.user_id, r.role, r.unit_id, r.due_on, r.known_on, r.at, r.done_on"

func scanReminder(rows *sql.Rows) (r crm.Reminder, err error) {
	return r, rows.Scan(&r.ID, &r.Kind, &r.Title, &r.Body, &r.Object, &r.ObjectID, &r.UserID, &r.Role, &r.UnitID, &r.DueOn, &r.KnownOn, &r.At, &r.DoneOn)
}

var reminderSpec = listSpec{table: "reminders r", alias: "r", id: "r.id", def: "dueOn", sorts: map[string]string{"dueOn": "r.due_on", "id": "r.id"}, cols: reminderColumns}

// reminderReach limits q to reminders of units that the viewer reads; mine to those that the viewer
// is to settle: told to the person, or to those who keep the leads of a unit, or to a role.
func reminderReach(q *query, v crm.Viewer, mine bool) {
	q.scope(v.Scope(crm.ActReadBusiness), reach{unit: "r.unit_id"})
	if !mine {
		return
	}
	keeps := v.Scope(crm.ActWriteLead)
	if keeps.All {
		keeps = crm.Scope{Units: []int64{v.UnitID}}
	}
	cond, args := "r.user_id = ?", []any{v.UserID}
	if len(keeps.Units) > 0 {
		cond += " OR r.user_id = 0 AND r.role = '' AND r.unit_id IN (" + idList(keeps.Units) + ")"
	}
	for _, g := range v.Grants {
		cond += " OR r.user_id = 0 AND r.role = ?"
		args = append(args, string(g.Role))
		if !v.All[g.Role] {
			cond += " AND r.unit_id IN (" + idList(append([]int64{0}, v.Scopes[g.Role]...)) + ")"
		}
	}
	q.add("("+cond+")", args...)
}

// Reminders lists what the viewer is reminded of, the most urgent first. Open leaves out what is done.
func (s *Store) Reminders(ctx context.Context, v crm.Viewer, f crm.ReminderFilter) (crm.List[crm.Reminder], error) {
	var q query
	reminderReach(&q, v, f.Mine)
	switch f.State {
	case "open":
		q.add("r.done_on = ''")
	case "done":
		q.add("r.done_on <> ''")
	}
	return runList(ctx, s, reminderSpec, q, f.Page, scanReminder, func(r crm.Reminder, sort string) (any, int64) {
		if sort == "id" {
			return r.ID, r.ID
		}
		return string(r.DueOn), r.ID
	})
}

// SettleReminder marks a reminder as done by the person who was reminded. The clock behind it goes on.
func (s *Store) SettleReminder(ctx context.Context, v crm.Viewer, id int64) (crm.Reminder, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Reminder, error) {
		one := func(mine bool) ([]crm.Reminder, error) {
			var q query
			q.add("r.id = ?", id)
			reminderReach(&q, v, mine)
			return collect(t.ctx, t, scanReminder, "SELECT "+reminderColumns+" FROM reminders r"+q.clause(), q.args...)
		}
		seen, err := one(false)
		if err != nil {
			return crm.Reminder{}, err
		}
		if len(seen) == 0 {
			return crm.Reminder{}, crm.NotFound("提醒")
		}
		mine, err := one(true)
		if err != nil {
			return crm.Reminder{}, err
		}
		if len(mine) == 0 {
			return crm.Reminder{}, crm.Conflict(nil, "这条提醒是给别人的，只能由被提醒的人办结")
		}
		r := mine[0]
		if r.DoneOn != "" {
			return r, nil
		}
		r.DoneOn = t.Today
		if _, err := t.exec("UPDATE reminders SET done_on = $1, done_by = $2 WHERE id = $3", r.DoneOn, v.UserID, id); err != nil {
			return r, err
		}
		t.audit("reminder.done", "reminder", id, r.UnitID, "办结提醒："+r.Title, nil)
		return r, nil
	})
}
