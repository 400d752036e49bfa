package store

import (
	"cmp"
	"context"
	"database/sql"

	"yinfeng/crm"
)

// deskReader works out one office's desk for a month: sheet 11's row and what stands behind
// it. Of a closed month the row is the snapshot's, and the rest as known when it was closed.
type deskReader struct {
	ctx      context.Context
	q        querier
	v        crm.Viewer
	office   reportUnit
	month    crm.Month
	today    crm.Date
	snapshot string
	b        *reportBuilder
}

// atDesk opens an office's desk and does with it what the caller wants. An office out of the
// viewer's scope, or a unit that is none, is not found.
func (s *Store) atDesk(ctx context.Context, v crm.Viewer, office int64, month crm.Month, then func(*deskReader) error) error {
	x := &deskReader{ctx: ctx, v: v, today: s.Today(), month: cmp.Or(month, s.Today().Month())}
	if err := checkFigures(v, crm.FiguresQuery{Month: x.month}, x.today); err != nil {
		return err
	}
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return err
	}
	return s.translate(s.readOnce(ctx, func(q querier) error {
		x.q = q
		tree, err := loadUnitTree(ctx, q)
		if err != nil {
			return err
		}
		u, ok := tree.byID[office]
		if !ok || u.kind != crm.UnitOffice || !v.Scope(crm.ActReadBusiness).Has(office) || !v.Scope(crm.ActReadFigures).Has(office) {
			return crm.NotFound("联络处")
		}
		x.office = u
		if err := x.open(tree); err != nil {
			return err
		}
		return then(x)
	}))
}

// open prepares the builder of sheet 11 for the office alone.
func (x *deskReader) open(tree *unitTree) error {
	fq, number, _, err := standing(x.ctx, x.q, crm.FiguresQuery{Month: x.month, OfficeID: x.office.id})
	if err != nil {
		return err
	}
	x.snapshot = number
	x.b = &reportBuilder{ctx: x.ctx, q: x.q, d: &figureData{q: fq, tree: tree}, month: x.month, win: fq.Window(), known: fq.AsKnown, now: x.today,
		until: min(x.month.Last(), x.today), order: tree.order(), r: &crm.MonthReport{}}
	if fq.AsKnown != "" {
		x.b.until = min(x.b.until, fq.AsKnown)
	}
	return x.b.talksThen(x.office.id)
}

// sheet is the office's row of sheet 11.
func (x *deskReader) sheet() (crm.ReportOffice, error) {
	if x.snapshot != "" {
		r, err := snapshotRows(x.ctx, x.q, x.snapshot)
		if err != nil {
			return crm.ReportOffice{}, err
		}
		for _, o := range r.Offices {
			if len(o.Units) == 1 && o.Units[0] == x.office.id {
				return o, nil
			}
		}
	}
	rows, _, err := x.b.officeRows([]int64{x.office.id})
	if err != nil {
		return crm.ReportOffice{}, err
	}
	return rows[0], nil
}

// OfficeDesk is a liaison office's desk in a month, "" for the present one (domain §9).
func (s *Store) OfficeDesk(ctx context.Context, v crm.Viewer, office int64, month crm.Month) (out crm.OfficeDesk, err error) {
	err = s.atDesk(ctx, v, office, month, func(x *deskReader) error {
		out, err = x.desk()
		return err
	})
	return out, err
}

func (x *deskReader) desk() (crm.OfficeDesk, error) {
	out := crm.OfficeDesk{OfficeID: x.office.id, Name: x.office.name, Month: x.month, Snapshot: x.snapshot}
	row, err := x.sheet()
	if err != nil {
		return out, err
	}
	out.Counts = row.Counts()
	for _, step := range []func() error{
		func() (err error) { out.Waiting, err = x.waiting(); return err },
		func() (err error) { out.Targets, err = x.targets(); return err },
		func() (err error) { out.Score, err = x.score(); return err },
		func() (err error) { out.Trips, out.Costs, err = x.trips(); return err },
	} {
		if err := step(); err != nil {
			return out, err
		}
	}
	return out, nil
}

// waiting lists the office's offers that no county has answered yet, by their terms.
func (x *deskReader) waiting() ([]crm.DeskWaiting, error) {
	days, err := workdaysAround(x.ctx, x.q, x.today)
	if err != nil {
		return nil, err
	}
	list, err := collect(x.ctx, x.q, scanTransfer, "SELECT "+transferColumns+" FROM transfers tr "+transferJoins+
		" WHERE tr.from_unit_id = $1 AND tr.state = 'pending' ORDER BY tr.due_on, tr.id LIMIT 200", x.office.id)
	out := make([]crm.DeskWaiting, len(list))
	for i, t := range list {
		out[i] = crm.WaitingFor(t, x.today, days)
	}
	return out, err
}

// workdaysAround reads the holiday table from a year before a day to a year after it.
func workdaysAround(ctx context.Context, q querier, day crm.Date) (crm.Workdays, error) {
	rows, err := q.QueryContext(ctx, "SELECT day, workday FROM holidays WHERE day >= $1 AND day <= $2", day.AddDays(-366), day.AddDays(366))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	w := crm.Workdays{}
	for rows.Next() {
		var d crm.Date
		var on bool
		if err := rows.Scan(&d, &on); err != nil {
			return nil, err
		}
		w[d] = on
	}
	return w, rows.Err()
}

// targets are the office's goals with what it has done of them, by its shares.
func (x *deskReader) targets() ([]crm.GoalCard, error) {
	out := []crm.GoalCard{}
	d, err := loadFigures(x.ctx, x.q, x.b.d.q)
	if err != nil {
		return nil, err
	}
	_, lines, err := d.figures()
	for _, l := range lines {
		if l.total.Target != nil {
			card := crm.Card(l.ind.Code, l.ind.Label, l.ind.Unit, l.total, x.month)
			card.BasisLabel = l.basis.Label
			out = append(out, card)
		}
	}
	return out, err
}

// score is the office's line of the first scheme that scores offices; nil for none.
func (x *deskReader) score() (*crm.SchemeScores, error) {
	list, err := scoresFor(x.ctx, x.q, x.v, crm.FiguresQuery{Month: x.month, UnitID: x.office.id}, "", x.today)
	for _, s := range list {
		if s.Scheme.For == crm.ForOffices && len(s.Lines) > 0 {
			return &s, nil
		}
	}
	return nil, err
}

// trips are the journeys that touch the month, and what those that started in it and since the
// year's first day have cost; nil where the city keeps no costs.
func (x *deskReader) trips() ([]crm.Trip, *crm.DeskCosts, error) {
	list, err := collect(x.ctx, x.q, scanTrip, "SELECT "+tripSpec.cols+" FROM trips t "+tripSpec.joins+
		" WHERE t.unit_id = $1 AND t.start_on <= $2 AND t.end_on >= $3 ORDER BY t.start_on, t.id LIMIT 100", x.office.id, x.month.Last(), x.month.First())
	if err != nil {
		return nil, nil, err
	}
	kept, err := showCosts(x.ctx, x.q, list)
	if err != nil || !kept {
		return list, nil, err
	}
	type cost struct {
		on crm.Date
		crm.TripCosts
	}
	all, err := collect(x.ctx, x.q, func(r *sql.Rows) (c cost, err error) { return c, r.Scan(&c.on, &c.Transport, &c.Lodging, &c.Other) },
		"SELECT start_on, cost_transport, cost_lodging, cost_other FROM trips WHERE unit_id = $1 AND start_on >= $2 AND start_on <= $3",
		x.office.id, crm.NewMonth(x.month.Year(), 1).First(), x.month.Last())
	var sum crm.DeskCosts
	for _, c := range all {
		sum.Year = sum.Year.Plus(c.TripCosts)
		if c.on.Month() == x.month {
			sum.Month = sum.Month.Plus(c.TripCosts)
			if c.Summed().Total == 0 {
				sum.Blank++
			}
		}
	}
	return list, &sum, err
}

// Offices lists the liaison offices of the viewer's scope with what sheet 11 says of them.
func (s *Store) Offices(ctx context.Context, v crm.Viewer, month crm.Month) ([]crm.OfficeLine, error) {
	units, err := s.Units(ctx, v, UnitFilter{Kind: crm.UnitOffice})
	if err != nil {
		return nil, err
	}
	out, sc := []crm.OfficeLine{}, v.Scope(crm.ActReadBusiness)
	for _, u := range units {
		if !sc.Has(u.ID) {
			continue
		}
		line := crm.OfficeLine{ID: u.ID, Name: u.Name}
		if err := s.atDesk(ctx, v, u.ID, month, func(x *deskReader) error {
			row, err := x.sheet()
			if err != nil {
				return err
			}
			line.Counts = row.Counts()
			list, err := x.waiting()
			for _, w := range list {
				line.Waiting++
				if w.Term == crm.TermLate {
					line.Late++
				}
			}
			return err
		}); err != nil {
			return nil, err
		}
		out = append(out, line)
	}
	return out, nil
}
