package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// leadEvent appends a line to a lead's history.
func leadEvent(t *Tx, lead int64, kind, from, to, reason string) error {
	return leadEventOf(t, lead, kind, from, to, reason, 0, 0)
}

// ownerEvent appends that a lead is followed by another person: by name, and by id for the undo.
func ownerEvent(t *Tx, lead, was, now int64, reason string) error {
	from, to, err := userNames(t, was, now)
	if err != nil {
		return err
	}
	return leadEventOf(t, lead, "owner", from, to, reason, was, now)
}

func leadEventOf(t *Tx, lead int64, kind, from, to, reason string, fromID, toID int64) error {
	id, err := t.nextID("lead_events")
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO lead_events (id, lead_id, kind, from_value, to_value, reason, user_id, unit_id, known_on, at, from_id, to_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, id, lead, kind, from, to, reason, t.V.UserID, t.V.UnitID, t.Today, t.Now, fromID, toID)
	return err
}

// LeadHistory returns a lead's history, newest first.
func (s *Store) LeadHistory(ctx context.Context, v crm.Viewer, id int64) ([]crm.LeadEvent, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return nil, err
	}
	return reading(ctx, s, func(q querier) ([]crm.LeadEvent, error) {
		if _, err := visibleLead(ctx, q, id, v.Scope(crm.ActReadBusiness), s.Today()); err != nil {
			return nil, err
		}
		return collect(ctx, q, scanEvent, eventSQL+"WHERE e.lead_id = $1 ORDER BY e.id DESC", id)
	})
}

const eventSQL = `SELECT e.id, e.kind, e.from_value, e.to_value, e.reason, e.user_id, COALESCE(u.name, CASE WHEN e.user_id = 0 THEN '系统' ELSE '' END), COALESCE(n.name, ''), e.known_on, e.at
	FROM lead_events e LEFT JOIN users u ON u.id = e.user_id LEFT JOIN units n ON n.id = e.unit_id `

func scanEvent(r *sql.Rows) (e crm.LeadEvent, err error) {
	return e, r.Scan(&e.ID, &e.Kind, &e.From, &e.To, &e.Reason, &e.UserID, &e.UserName, &e.UnitName, &e.KnownOn, &e.At)
}

// AddLeadNote writes a note on a lead's timeline. A note is not progress (domain §4).
func (s *Store) AddLeadNote(ctx context.Context, v crm.Viewer, id int64, in crm.NoteInput) (crm.LeadEvent, error) {
	return act(ctx, s, v, func(t *Tx) (crm.LeadEvent, error) {
		l, err := writableLead(t, id, crm.ActWriteLead)
		if err != nil {
			return crm.LeadEvent{}, err
		}
		in.Text = crm.MaskPhones(strings.TrimSpace(in.Text))
		if in.Text == "" {
			return crm.LeadEvent{}, crm.Invalid("text", "请写下跟进内容")
		}
		if l.Voided {
			return crm.LeadEvent{}, crm.Conflict(l.Lead, "线索已作废，不能再写跟进")
		}
		to := ""
		if in.Feedback {
			to = crm.FeedbackNote
			if err := tellIntroducer(t, l, in.Text); err != nil {
				return crm.LeadEvent{}, err
			}
		}
		if err := leadEvent(t, id, "note", "", to, in.Text); err != nil {
			return crm.LeadEvent{}, err
		}
		if _, err := t.exec("UPDATE leads SET updated_at = $1 WHERE id = $2", t.Now, id); err != nil {
			return crm.LeadEvent{}, err
		}
		if err := renewClocks(t, id); err != nil {
			return crm.LeadEvent{}, err
		}
		t.audit("lead.note", "lead", id, l.UnitID, "线索 "+l.Code+" 写跟进", in)
		events, err := collect(t.ctx, t, scanEvent, eventSQL+"WHERE e.lead_id = $1 ORDER BY e.id DESC LIMIT 1", id)
		if err != nil {
			return crm.LeadEvent{}, err
		}
		return events[0], nil
	})
}

// introducer is the unit that handed a lead over to the one that keeps it, 0 for none.
func introducer(ctx context.Context, q querier, lead, unit int64) (id int64, name string, err error) {
	err = q.QueryRowContext(ctx, `SELECT u.id, u.name FROM transfers x JOIN units u ON u.id = x.from_unit_id WHERE x.kind = 'lead' AND x.object_id = $1
		AND x.state = 'accepted' AND x.to_unit_id = $2 ORDER BY x.decided_at DESC, x.id DESC LIMIT 1`, lead, unit).Scan(&id, &name)
	if noRows(err) {
		return 0, "", nil
	}
	return id, name, err
}

// tellIntroducer tells the unit that handed a lead over how it stands; it reads the lead on.
func tellIntroducer(t *Tx, l leadRow, text string) error {
	unit, _, err := introducer(t.ctx, t, l.ID, l.UnitID)
	if err != nil {
		return err
	}
	if unit == 0 {
		return crm.Invalid("feedback", "这条线索不是别的单位移交的，没有要反馈的单位")
	}
	return t.tellRoles(crm.Message{Kind: "notice", Title: l.UnitName + "反馈了移交的线索 " + l.Code + "“" + l.Project + "”", Body: clip(text, 200), Object: "lead", ObjectID: l.ID}, unit)
}
