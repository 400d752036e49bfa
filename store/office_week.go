package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"yinfeng/crm"
)

// weekRow is what is kept of an office's week.
type weekRow struct {
	id              int64
	state, content  string
	note, plan      string
	sentBy          string
	sentOn          crm.Date
	reply           crm.WeekReply
	version, unitID int64
}

// keptWeek reads what is kept of a week; the zero row for none.
func keptWeek(ctx context.Context, q querier, office int64, week crm.Date) (w weekRow, err error) {
	w = weekRow{state: crm.WeekNone, unitID: office}
	err = q.QueryRowContext(ctx, `SELECT w.id, w.state, w.content, w.note, w.plan, COALESCE(u.name, ''), w.sent_on, w.version, w.reply_due, w.replied_on FROM office_weeks w
		LEFT JOIN users u ON u.id = w.sent_by WHERE w.unit_id = $1 AND w.week = $2`, office, week).
		Scan(&w.id, &w.state, &w.content, &w.note, &w.plan, &w.sentBy, &w.sentOn, &w.version, &w.reply.ReplyDue, &w.reply.RepliedOn)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return w, err
}

// officeFor reads a liaison office that the viewer's act reaches; anything else is not found.
func officeFor(ctx context.Context, q querier, v crm.Viewer, a crm.Act, id int64) (crm.Unit, error) {
	if err := v.Require(a); err != nil {
		return crm.Unit{}, err
	}
	u, err := loadUnit(ctx, q, id)
	if err == nil && u.Kind != crm.UnitOffice || crm.ErrCode(err) == crm.CodeNotFound || err == nil && !v.Scope(a).Has(id) {
		return u, crm.NotFound("联络处")
	}
	return u, err
}

// OfficeWeek is an office's weekly sheet, "" for the present week: drafted from what was
// entered, or as it was sent with what has changed since.
func (s *Store) OfficeWeek(ctx context.Context, v crm.Viewer, office int64, week crm.Date) (out crm.WeekSheet, err error) {
	if week == "" {
		week = crm.WeekOf(s.Today())
	}
	err = s.readOnce(ctx, func(q querier) error {
		u, err := officeFor(ctx, q, v, crm.ActReadBusiness, office)
		if err != nil {
			return err
		}
		if err := crm.CheckWeek(week, s.Today()); err != nil {
			return err
		}
		out, err = weekSheet(ctx, q, v, u, week, s.Today())
		return err
	})
	return out, s.translate(err)
}

func weekSheet(ctx context.Context, q querier, v crm.Viewer, u crm.Unit, week, today crm.Date) (crm.WeekSheet, error) {
	out := crm.WeekSheet{OfficeID: u.ID, Name: u.Name, Week: week, To: week.AddDays(6), Changes: []crm.WeekChange{}}
	kept, err := keptWeek(ctx, q, u.ID, week)
	if err != nil {
		return out, err
	}
	if err := weekSteps(ctx, q, v, kept, today, &out); err != nil {
		return out, err
	}
	out.State, out.SentBy, out.SentOn, out.Version = kept.state, kept.sentBy, kept.sentOn, kept.version
	mine := v.Can(crm.ActReportWeek) && v.Scope(crm.ActReportWeek).Has(u.ID)
	out.MayWrite = mine && kept.state != crm.WeekSent
	if mine || kept.state == crm.WeekSent { // a note that is not sent is the office's own
		out.Note, out.Plan = kept.note, kept.plan
	}
	now, err := draftWeek(ctx, q, u.ID, week)
	if err != nil {
		return out, err
	}
	out.Sections = now
	if kept.state == crm.WeekSent {
		out.Sections = nil // not the slice of now, which unmarshalling would write over
		if err := json.Unmarshal([]byte(kept.content), &out.Sections); err != nil {
			return out, err
		}
		out.Changes = crm.WeekChanges(out.Sections, now)
	}
	out.Facts = crm.WeekFacts(out.Sections)
	return out, nil
}

// OfficeWeeks lists an office's last twelve weeks, the present one first.
func (s *Store) OfficeWeeks(ctx context.Context, v crm.Viewer, office int64) ([]crm.WeekLine, error) {
	return reading(ctx, s, func(q querier) ([]crm.WeekLine, error) {
		if _, err := officeFor(ctx, q, v, crm.ActReadBusiness, office); err != nil {
			return nil, err
		}
		return weekLines(ctx, q, office, s.Today())
	})
}

// weekLines reads the twelve weeks up to that of today.
func weekLines(ctx context.Context, q querier, office int64, today crm.Date) ([]crm.WeekLine, error) {
	const weeks = 12
	last := crm.WeekOf(today)
	out, at := make([]crm.WeekLine, weeks), map[crm.Date]int{}
	for i := range out {
		week := last.AddDays(-7 * i)
		out[i], at[week] = crm.WeekLine{Week: week, To: week.AddDays(6), State: crm.WeekNone}, i
	}
	from := last.AddDays(-7 * (weeks - 1))
	count := func(text string, add func(*crm.WeekLine)) error {
		days, err := collect(ctx, q, func(r *sql.Rows) (d crm.Date, err error) { return d, r.Scan(&d) }, text, office, from)
		for _, d := range days {
			if i, ok := at[crm.WeekOf(d)]; ok {
				add(&out[i])
			}
		}
		return err
	}
	if err := count("SELECT on_date FROM visits WHERE voided = FALSE AND unit_id = $1 AND on_date >= $2", func(w *crm.WeekLine) { w.Visits++ }); err != nil {
		return nil, err
	}
	if err := count("SELECT reported_on FROM leads WHERE voided = FALSE AND reporter_unit_id = $1 AND reported_on >= $2", func(w *crm.WeekLine) { w.Leads++ }); err != nil {
		return nil, err
	}
	kept, err := collect(ctx, q, func(r *sql.Rows) (w crm.WeekLine, err error) {
		return w, r.Scan(&w.Week, &w.State, &w.SentBy, &w.SentOn, &w.ReplyDue, &w.RepliedOn)
	},
		`SELECT w.week, w.state, COALESCE(u.name, ''), w.sent_on, w.reply_due, w.replied_on FROM office_weeks w LEFT JOIN users u ON u.id = w.sent_by WHERE w.unit_id = $1 AND w.week >= $2`, office, from)
	if err != nil {
		return nil, err
	}
	days, err := workdaysAround(ctx, q, today)
	for _, w := range kept {
		if i, ok := at[w.Week]; ok {
			out[i].State, out[i].SentBy, out[i].SentOn, out[i].WeekReply = w.State, w.SentBy, w.SentOn, w.Stands(today, days)
		}
	}
	return out, err
}

// writableWeek reads the week that the viewer's office writes, at the version that was seen.
func writableWeek(t *Tx, office int64, in *crm.WeekInput) (crm.Unit, weekRow, error) {
	u, err := officeFor(t.ctx, t, t.V, crm.ActReportWeek, office)
	if err != nil {
		return u, weekRow{}, err
	}
	if err := crm.CheckWeek(in.Week, t.Today); err != nil {
		return u, weekRow{}, err
	}
	in.Note, in.Plan = crm.MaskPhones(strings.TrimSpace(in.Note)), crm.MaskPhones(strings.TrimSpace(in.Plan))
	kept, err := keptWeek(t.ctx, t, office, in.Week)
	if err != nil {
		return u, kept, err
	}
	if kept.state == crm.WeekSent || kept.version != in.Version {
		now, err := weekSheet(t.ctx, t, t.V, u, in.Week, t.Today)
		switch {
		case err != nil:
			return u, kept, err
		case kept.state == crm.WeekSent:
			return u, kept, crm.Conflict(now, "这一周的周报已于 %s 发送，要改请先撤回", kept.sentOn)
		}
		return u, kept, crm.Conflict(now, "周报已被别人修改过，请刷新后再改")
	}
	return u, kept, nil
}

// putWeek writes a week's row.
func putWeek(t *Tx, kept weekRow, in crm.WeekInput, state, content string) (int64, error) {
	sentBy, sentOn, due := int64(0), crm.Date(""), crm.Date("")
	if state == crm.WeekSent {
		sentBy, sentOn = t.V.UserID, t.Today
		var err error
		if due, err = replyDue(t); err != nil {
			return 0, err
		}
	}
	if kept.id != 0 {
		_, err := t.exec(`UPDATE office_weeks SET state = $1, content = $2, note = $3, plan = $4, sent_by = $5, sent_on = $6, reply_due = $7, known_on = $8,
			at = $9, version = version + 1 WHERE id = $10`, state, content, in.Note, in.Plan, sentBy, sentOn, due, t.Today, t.Now, kept.id)
		return kept.id, err
	}
	id, err := t.nextID("office_weeks")
	if err != nil {
		return 0, err
	}
	_, err = t.exec(`INSERT INTO office_weeks (id, unit_id, week, state, content, note, plan, sent_by, sent_on, reply_due, known_on, at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)`, id, kept.unitID, in.Week, state, content, in.Note, in.Plan, sentBy, sentOn, due, t.Today, t.Now)
	return id, err
}

// SaveWeek keeps the note of a week that is not sent yet.
func (s *Store) SaveWeek(ctx context.Context, v crm.Viewer, office int64, in crm.WeekInput) (crm.WeekSheet, error) {
	return act(ctx, s, v, func(t *Tx) (crm.WeekSheet, error) {
		u, kept, err := writableWeek(t, office, &in)
		if err != nil {
			return crm.WeekSheet{}, err
		}
		id, err := putWeek(t, kept, in, crm.WeekDraft, "[]")
		if err != nil {
			return crm.WeekSheet{}, err
		}
		t.audit("week.put", "week", id, office, "修改"+crm.WeekTitle(u.Name, in.Week), map[string]any{"note": in.Note, "plan": in.Plan})
		return weekSheet(t.ctx, t, v, u, in.Week, t.Today)
	})
}

// SendWeek freezes a week's sheet and tells the bureau's managers. What was entered since it
// was read is shown first: 409 with the sheet of now.
func (s *Store) SendWeek(ctx context.Context, v crm.Viewer, office int64, in crm.WeekInput) (crm.WeekSheet, error) {
	return act(ctx, s, v, func(t *Tx) (crm.WeekSheet, error) {
		u, kept, err := writableWeek(t, office, &in)
		if err != nil {
			return crm.WeekSheet{}, err
		}
		now, err := weekSheet(t.ctx, t, v, u, in.Week, t.Today)
		if err != nil {
			return now, err
		}
		if in.Facts != now.Facts {
			return now, crm.Conflict(now, "这一周的内容在打开后又有变动，请核对后再发送")
		}
		content, err := json.Marshal(now.Sections)
		if err != nil {
			return now, err
		}
		id, err := putWeek(t, kept, in, crm.WeekSent, string(content))
		if err != nil {
			return now, err
		}
		if err := weekEvent(t, id, "send", ""); err != nil {
			return now, err
		}
		title := crm.WeekTitle(u.Name, in.Week)
		t.audit("week.send", "week", id, office, "发送"+title, map[string]any{"note": in.Note, "plan": in.Plan, "facts": now.Facts})
		if err := t.tell(crm.Message{Kind: "notice", Title: "收到" + title, Body: in.Note, Object: "office", ObjectID: office}, 0, crm.RoleManager, office); err != nil {
			return now, err
		}
		return weekSheet(t.ctx, t, v, u, in.Week, t.Today)
	})
}
