package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// replyDue is the last day on which a sheet that is sent today is answered in time.
func replyDue(t *Tx) (crm.Date, error) {
	set, err := t.settings()
	if err != nil {
		return "", err
	}
	days, err := workdaysAround(t.ctx, t, t.Today)
	return days.After(t.Today, set.WeekReplyDays), err
}

// weekSteps tells how the bureau's reply stands, what was done with a sheet and what the viewer may do.
func weekSteps(ctx context.Context, q querier, v crm.Viewer, kept weekRow, today crm.Date, out *crm.WeekSheet) error {
	days, err := workdaysAround(ctx, q, today)
	if err != nil {
		return err
	}
	sent := kept.state == crm.WeekSent
	out.WeekReply = kept.reply.Stands(today, days)
	out.MayRecall = sent && kept.reply.RepliedOn == "" && v.Can(crm.ActReportWeek) && v.Scope(crm.ActReportWeek).Has(kept.unitID)
	out.MayReply = sent && v.Can(crm.ActReplyWeek) && v.Scope(crm.ActReplyWeek).Has(kept.unitID)
	out.Events, err = collect(ctx, q, func(r *sql.Rows) (e crm.WeekEvent, err error) {
		return e, r.Scan(&e.Kind, &e.Text, &e.UserName, &e.KnownOn, &e.At)
	}, `SELECT e.kind, e.text, COALESCE(u.name, ''), e.known_on, e.at FROM office_week_events e LEFT JOIN users u ON u.id = e.user_id
		WHERE e.week_id = $1 ORDER BY e.id`, kept.id)
	return err
}

func weekEvent(t *Tx, week int64, kind, text string) error {
	id, err := t.nextID("office_week_events")
	if err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO office_week_events (id, week_id, kind, text, user_id, known_on, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		id, week, kind, text, t.V.UserID, t.Today, t.Now)
	return err
}

// sentWeek reads a sent sheet that the viewer's act reaches, at the version that was seen.
func sentWeek(t *Tx, a crm.Act, office int64, in *crm.WeekWord) (crm.Unit, weekRow, error) {
	u, err := officeFor(t.ctx, t, t.V, a, office)
	if err != nil {
		return u, weekRow{}, err
	}
	if err := crm.CheckWeek(in.Week, t.Today); err != nil {
		return u, weekRow{}, err
	}
	kept, err := keptWeek(t.ctx, t, office, in.Week)
	if err != nil {
		return u, kept, err
	}
	if in.Text = crm.MaskPhones(strings.TrimSpace(in.Text)); !crm.Reasoned(in.Text) {
		return u, kept, crm.Invalid("text", "请写明撤回原因或批复内容，至少两个字")
	}
	now, err := weekSheet(t.ctx, t, t.V, u, in.Week, t.Today)
	switch {
	case err != nil:
		return u, kept, err
	case kept.state != crm.WeekSent:
		return u, kept, crm.Conflict(now, "这一周的周报还没有发送")
	case kept.version != in.Version:
		return u, kept, crm.Conflict(now, "周报已有变化，请刷新后再办")
	}
	return u, kept, nil
}

// RecallWeek takes a sent sheet back, with a reason, as long as the bureau has not answered it: it is
// a draft again, with its note. The bureau's managers are told.
func (s *Store) RecallWeek(ctx context.Context, v crm.Viewer, office int64, in crm.WeekWord) (crm.WeekSheet, error) {
	return act(ctx, s, v, func(t *Tx) (crm.WeekSheet, error) {
		u, kept, err := sentWeek(t, crm.ActReportWeek, office, &in)
		if err != nil {
			return crm.WeekSheet{}, err
		}
		if kept.reply.RepliedOn != "" {
			now, err := weekSheet(t.ctx, t, v, u, in.Week, t.Today)
			if err != nil {
				return now, err
			}
			return now, crm.Conflict(now, "周报已于 %s 批复，不能撤回；有出入请在下一周的周报里说明", kept.reply.RepliedOn)
		}
		if _, err := putWeek(t, kept, crm.WeekInput{Week: in.Week, Note: kept.note, Plan: kept.plan}, crm.WeekDraft, "[]"); err != nil {
			return crm.WeekSheet{}, err
		}
		if err := weekEvent(t, kept.id, "recall", in.Text); err != nil {
			return crm.WeekSheet{}, err
		}
		if err := weekAnswered(t, kept.id); err != nil {
			return crm.WeekSheet{}, err
		}
		title := crm.WeekTitle(u.Name, in.Week)
		t.audit("week.recall", "week", kept.id, office, "撤回"+title, map[string]any{"reason": in.Text, "sentOn": kept.sentOn, "content": kept.content})
		if err := t.tell(crm.Message{Kind: "notice", Title: "撤回了" + title, Body: in.Text, Object: "office", ObjectID: office}, 0, crm.RoleManager, office); err != nil {
			return crm.WeekSheet{}, err
		}
		return weekSheet(t.ctx, t, v, u, in.Week, t.Today)
	})
}

// ReplyWeek answers a sent sheet for the bureau; the first answer stops the clock, more may follow.
// The office's people are told.
func (s *Store) ReplyWeek(ctx context.Context, v crm.Viewer, office int64, in crm.WeekWord) (crm.WeekSheet, error) {
	return act(ctx, s, v, func(t *Tx) (crm.WeekSheet, error) {
		u, kept, err := sentWeek(t, crm.ActReplyWeek, office, &in)
		if err != nil {
			return crm.WeekSheet{}, err
		}
		if _, err := t.exec("UPDATE office_weeks SET replied_on = CASE replied_on WHEN '' THEN $1 ELSE replied_on END, version = version + 1 WHERE id = $2", t.Today, kept.id); err != nil {
			return crm.WeekSheet{}, err
		}
		if err := weekEvent(t, kept.id, "reply", in.Text); err != nil {
			return crm.WeekSheet{}, err
		}
		if err := weekAnswered(t, kept.id); err != nil {
			return crm.WeekSheet{}, err
		}
		title := crm.WeekTitle(u.Name, in.Week)
		t.audit("week.reply", "week", kept.id, office, "批复"+title, map[string]any{"text": in.Text})
		if err := t.tell(crm.Message{Kind: "notice", Title: "市招商局批复了" + title, Body: in.Text, Object: "office", ObjectID: office}, 0, crm.RoleLiaison, office); err != nil {
			return crm.WeekSheet{}, err
		}
		return weekSheet(t.ctx, t, v, u, in.Week, t.Today)
	})
}

// weekKey names the reminder of a sheet that waits for its reply.
func weekKey(week int64, due crm.Date) string { return sprintf("week:%d:%s", week, due) }

// weekAnswered settles the reminder of a sheet.
func weekAnswered(t *Tx, week int64) error {
	_, err := t.exec("UPDATE reminders SET done_on = $1, done_by = $2 WHERE key LIKE $3 AND done_on = ''", t.Today, t.V.UserID, sprintf("week:%d:%%", week))
	return err
}

// remindOfWeeks tells the bureau's managers of sheets whose term for a reply ends.
func remindOfWeeks(t *Tx, r *dayRun) error {
	after, by, err := r.ending(t)
	if err != nil {
		return err
	}
	type due struct {
		id, office int64
		name       string
		week, due  crm.Date
	}
	list, err := collect(t.ctx, t, func(rows *sql.Rows) (x due, err error) {
		return x, rows.Scan(&x.id, &x.office, &x.name, &x.week, &x.due)
	},
		`SELECT w.id, w.unit_id, u.name, w.week, w.reply_due FROM office_weeks w JOIN units u ON u.id = w.unit_id WHERE w.state = 'sent' AND w.replied_on = ''
		AND w.reply_due >= $1 AND w.reply_due <= $2 AND (w.reply_due > $3 OR w.sent_on >= $4) ORDER BY w.id`, r.day, by, after, r.after)
	for _, x := range list {
		r.told++
		if err := t.remind(weekKey(x.id, x.due), crm.Reminder{Kind: crm.RemindWeek, Object: "office", ObjectID: x.office, Role: crm.RoleManager, UnitID: x.office,
			DueOn: x.due, Title: crm.WeekTitle(x.name, x.week) + "应于 " + string(x.due) + " 前批复"}); err != nil {
			return err
		}
	}
	return err
}
