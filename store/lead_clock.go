package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"yinfeng/crm"
)

// clockRules are the city's clock rules; within an act they are read once.
func clockRules(ctx context.Context, q querier) (crm.ClockRules, error) {
	set, err := settingsOf(ctx, q)
	return set.Clocks, err
}

// pausedUntil is the last day of a claim's protection: while its lead is paused the day moves on.
func pausedUntil(until, paused, progress, today crm.Date) crm.Date {
	if from := max(paused, progress); until != "" && paused != "" && from < today {
		return until.AddDays(from.DaysUntil(today))
	}
	return until
}

// pastOf reads what a lead's clocks are derived from, as known today.
func pastOf(ctx context.Context, q querier, lead int64, today crm.Date) (p crm.LeadPast, err error) {
	var path string
	err = q.QueryRowContext(ctx, `SELECT l.reported_on, l.handed_on, l.feedback_on, COALESCE(k.opened_on, ''), l.import_id <> 0, l.stage, l.status, l.voided, l.amount_sort,
		l.last_progress_on, u.path FROM leads l JOIN units u ON u.id = l.unit_id LEFT JOIN claims k ON k.lead_id = l.id AND k.state = 'held' WHERE l.id = $1`, lead).
		Scan(&p.ReportedOn, &p.HandedOn, &p.FedBackOn, &p.Since, &p.Imported, &p.Stage, &p.Status, &p.Voided, &p.AmountCNY, &p.Progress, &path)
	if errors.Is(err, sql.ErrNoRows) {
		return p, crm.NotFound("线索")
	}
	if err != nil {
		return p, err
	}
	own := func(other string) bool { return ownLine(path, other) }
	p.Events, err = collect(ctx, q, func(r *sql.Rows) (e crm.PastEvent, err error) {
		var unit string
		err = r.Scan(&e.Kind, &e.From, &e.To, &e.Reason, &e.KnownOn, &unit)
		e.Own = own(unit)
		return e, err
	}, `SELECT e.kind, e.from_value, e.to_value, e.reason, e.known_on, COALESCE(n.path, '') FROM lead_events e LEFT JOIN units n ON n.id = e.unit_id
		WHERE e.lead_id = $1 ORDER BY e.id`, lead)
	if err != nil {
		return p, err
	}
	visits, err := collect(ctx, q, func(r *sql.Rows) (x [2]string, err error) { return x, r.Scan(&x[0], &x[1]) },
		`SELECT v.on_date, w.path FROM visit_leads y JOIN visits v ON v.id = y.visit_id JOIN units w ON w.id = v.unit_id WHERE y.lead_id = $1 AND v.voided = FALSE`, lead)
	if err != nil {
		return p, err
	}
	for _, v := range visits {
		if own(v[1]) {
			p.Visits = append(p.Visits, crm.Date(v[0]))
		}
	}
	p.Files, err = collect(ctx, q, func(r *sql.Rows) (d crm.Date, err error) {
		var at int64
		err = r.Scan(&at)
		return min(dayOf(at), today), err // the business day may be fixed in the past (demo)
	}, "SELECT at FROM attachments WHERE object_kind = 'lead' AND object_id = $1 AND voided = FALSE", lead)
	return p, err
}

// ownLine reports whether the unit at path other is of the line of the one at path: itself, below it,
// or above it, the root apart, whose people look after every unit.
func ownLine(path, other string) bool {
	return other != "" && (strings.HasPrefix(other, path) || strings.HasPrefix(path, other) && strings.Count(other, "/") > 2)
}

// renewClocks derives a lead's clocks from what stands, keeps them beside it, and settles the
// reminders that have become pointless.
func renewClocks(t *Tx, lead int64) error {
	p, err := pastOf(t.ctx, t, lead, t.Today)
	if err != nil {
		return err
	}
	w, err := allWorkdays(t.ctx, t)
	if err != nil {
		return err
	}
	f := p.Facts(w)
	if _, err := t.exec(`UPDATE leads SET clock_from = $1, responded_on = $2, assessed_on = $3, feedback_on = $4, noted_on = $5, idle_from = $6, paused_on = $7
		WHERE id = $8`, f.From, f.Responded, f.Assessed, f.FedBack, f.Noted, f.Idle, f.PausedOn, lead); err != nil {
		return err
	}
	return settleReminders(t, lead, p)
}

// handedOver starts the clocks of a lead that has come to another unit; what its former unit was
// reminded of is over.
func handedOver(t *Tx, lead int64) error {
	if _, err := t.exec("UPDATE leads SET handed_on = $1, feedback_on = '' WHERE id = $2", t.Today, lead); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE reminders SET done_on = $1 WHERE object = 'lead' AND object_id = $2 AND done_on = ''", t.Today, lead); err != nil {
		return err
	}
	return renewClocks(t, lead)
}

// LeadClocks tells how a lead's clocks stand.
func (s *Store) LeadClocks(ctx context.Context, v crm.Viewer, id int64) ([]crm.LeadClock, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return nil, err
	}
	return reading(ctx, s, func(q querier) ([]crm.LeadClock, error) {
		if _, err := visibleLead(ctx, q, id, v.Scope(crm.ActReadBusiness), s.Today()); err != nil {
			return nil, err
		}
		p, err := pastOf(ctx, q, id, s.Today())
		if err != nil {
			return nil, err
		}
		w, err := allWorkdays(ctx, q)
		if err != nil {
			return nil, err
		}
		r, err := clockRules(ctx, q)
		return p.Clocks(r, w, s.Today()), err
	})
}
