package store

import (
	"context"
	"database/sql"
	"slices"

	"yinfeng/crm"
)

// Periods lists the months from the first that the ledger counts to the present one,
// newest first, with what waits and who has filed within the viewer's scope.
func (s *Store) Periods(ctx context.Context, v crm.Viewer) ([]crm.Period, error) {
	if err := v.Require(crm.ActReadFigures); err != nil {
		return nil, err
	}
	var out []crm.Period
	err := s.readOnce(ctx, func(q querier) (err error) {
		out, err = periods(ctx, q, s.Today(), v.Scope(crm.ActReadFigures))
		return err
	})
	slices.Reverse(out)
	return out, s.translate(err)
}

// Period returns one month.
func (s *Store) Period(ctx context.Context, v crm.Viewer, month crm.Month) (crm.Period, error) {
	if err := v.Require(crm.ActReadFigures); err != nil {
		return crm.Period{}, err
	}
	var p crm.Period
	err := s.readOnce(ctx, func(q querier) (err error) {
		p, err = periodIn(ctx, q, month, s.Today(), v.Scope(crm.ActReadFigures))
		return err
	})
	return p, s.translate(err)
}

// periodOf finds month among the periods, counted over the whole city.
func periodOf(ctx context.Context, q querier, month crm.Month, today crm.Date) (crm.Period, error) {
	return periodIn(ctx, q, month, today, crm.Scope{All: true})
}

// periodIn finds month among the periods, counted over a scope; a month before the ledger
// begins or still to come is not one.
func periodIn(ctx context.Context, q querier, month crm.Month, today crm.Date, sc crm.Scope) (crm.Period, error) {
	if _, err := crm.ParseMonth(string(month)); err != nil {
		return crm.Period{}, err
	}
	all, err := periods(ctx, q, today, sc)
	if err != nil {
		return crm.Period{}, err
	}
	for _, p := range all {
		if p.Month == month {
			return p, nil
		}
	}
	if month > today.Month() {
		return crm.Period{}, crm.Invalid("month", "%s还没到", month.Label())
	}
	return crm.Period{}, crm.NotFound("月报期")
}

// periods makes the list, oldest first, up to the present month, or to the one that is
// filed into when the present one is closed already.
func periods(ctx context.Context, q querier, today crm.Date, sc crm.Scope) ([]crm.Period, error) {
	set, err := loadSettings(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (p crm.Period, err error) {
		err = r.Scan(&p.Month, &p.State, &p.ClosedAt, &p.ClosedBy, &p.KnownOn, &p.Reason, &p.Version, &p.Snapshot)
		return p, err
	}, `SELECT p.month, p.state, p.closed_at, COALESCE(u.name, ''), p.known_on, p.reason, p.version,
		COALESCE((SELECT s.number FROM snapshots s WHERE s.month = p.month ORDER BY s.seq DESC LIMIT 1), '')
		FROM periods p LEFT JOIN users u ON u.id = p.closed_by ORDER BY p.month`)
	if err != nil {
		return nil, err
	}
	open, err := firstOpenMonth(ctx, q, today)
	if err != nil {
		return nil, err
	}
	byMonth := map[crm.Month]crm.Period{}
	first := open
	for _, p := range rows {
		byMonth[p.Month] = p
		first = min(first, p.Month)
	}
	out := []crm.Period{}
	for m := first; m <= max(today.Month(), open); m = m.Add(1) {
		p, ok := byMonth[m]
		if !ok {
			p = crm.Period{Month: m, State: "open"}
		}
		p.CutOff, p.Closable = m.CutOff(set.CutOffDay), m.Closable(set.CutOffDay)
		out = append(out, p)
	}
	return out, periodCounts(ctx, q, out, open, sc)
}

// periodCounts adds what waits in each open month and who has filed, of the units of sc.
func periodCounts(ctx context.Context, q querier, out []crm.Period, open crm.Month, sc crm.Scope) error {
	type row struct {
		month crm.Month
		state crm.ReviewState
		n     int64
	}
	at := map[crm.Month]*crm.Period{}
	for i := range out {
		at[out[i].Month] = &out[i]
	}
	var w query
	w.add("month >= ?", open)
	w.where = append(w.where, "state IN ('draft', 'submitted', 'returned')")
	w.scope(sc, reach{unit: "+unit_id"}) // + keeps SQLite to the few that are open
	rows, err := collect(ctx, q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.month, &x.state, &x.n) },
		"SELECT month, state, COUNT(*) FROM capital_entries"+w.clause()+" GROUP BY month, state", w.args...)
	if err != nil {
		return err
	}
	for _, x := range rows {
		p := at[x.month]
		switch {
		case p == nil:
		case x.state == crm.StateSubmitted:
			p.Submitted += x.n
		default:
			p.Drafts += x.n
		}
	}
	tree, err := loadUnitTree(ctx, q)
	if err != nil {
		return err
	}
	type filed struct {
		month crm.Month
		unit  int64
	}
	done, err := collect(ctx, q, func(r *sql.Rows) (x filed, err error) { return x, r.Scan(&x.month, &x.unit) },
		"SELECT month, unit_id FROM filings WHERE is_current = TRUE")
	for _, x := range done {
		if p := at[x.month]; p != nil && sc.Has(x.unit) && tree.byID[x.unit].mustFile(x.month) {
			p.Filed++
		}
	}
	for i := range out {
		for _, u := range tree.all {
			if sc.Has(u.id) && u.mustFile(out[i].Month) {
				out[i].Due++
			}
		}
	}
	return err
}

// mustFile reports whether u signs off the month: a reporting unit that is live.
func (u reportUnit) mustFile(m crm.Month) bool {
	return u.reporting && u.credited(m.Year()) && u.cutOver <= m
}
