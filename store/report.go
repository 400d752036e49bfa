package store

import (
	"context"

	"yinfeng/crm"
)

// monthReport works out the whole city's report of a month from the data as they are,
// or as known on a day: every sheet's rows, figures sealed. number is the snapshot that
// it will stand in, "" for an open month.
func monthReport(ctx context.Context, q querier, fq crm.FiguresQuery, today crm.Date, number string) (*crm.MonthReport, *unitTree, error) {
	d, err := loadFigures(ctx, q, fq)
	if err != nil {
		return nil, nil, err
	}
	figs, lines, err := d.figures()
	if err != nil {
		return nil, nil, err
	}
	if number != "" {
		figs.Snapshot = &number
	}
	b := &reportBuilder{ctx: ctx, q: q, d: d, month: fq.Month, known: fq.AsKnown, now: today, r: &crm.MonthReport{Figures: figs}}
	b.until = min(fq.Month.Last(), today)
	if fq.AsKnown != "" {
		b.until = min(b.until, fq.AsKnown)
	}
	b.head(lines)
	b.course(lines)
	for _, step := range []func() error{b.names, func() error { return b.lines(lines) }, b.loadProjects, b.entries, b.milestones, b.talks, b.visits, b.offices} {
		if err := step(); err != nil {
			return nil, nil, err
		}
	}
	b.ledger()
	b.definitions()
	return b.r, d.tree, b.r.Figures.Seal()
}

// MonthReport returns the rows of the monthly workbook (domain §11): of a closed month
// those of its snapshot, unless another day or basis is asked for. A viewer whose scope
// is not the whole city, or who asks for one unit, gets the report of that part, made
// from the same rows.
func (s *Store) MonthReport(ctx context.Context, v crm.Viewer, q crm.FiguresQuery) (*crm.MonthReport, error) {
	if err := checkFigures(v, q, s.Today()); err != nil {
		return nil, err
	}
	if err := v.Require(crm.ActExport); err != nil {
		return nil, err
	}
	var r *crm.MonthReport
	err := s.readOnce(ctx, func(tx querier) (err error) {
		r, err = reportFor(ctx, tx, v, q, s.Today())
		return err
	})
	return r, s.translate(err)
}

func reportFor(ctx context.Context, q querier, v crm.Viewer, fq crm.FiguresQuery, today crm.Date) (*crm.MonthReport, error) {
	number, closed, err := closedSnapshot(ctx, q, fq.Month)
	if err != nil {
		return nil, err
	}
	var r *crm.MonthReport
	var tree *unitTree
	if closed && fq.Frozen() {
		if r, err = snapshotRows(ctx, q, number); err != nil {
			return nil, err
		}
		tree, err = loadUnitTree(ctx, q)
	} else {
		if !closed || fq.AsKnown != "" || !fq.Window().Single() {
			number = ""
		}
		r, tree, err = monthReport(ctx, q, fq, today, number)
	}
	if err != nil {
		return nil, err
	}
	keep, sc, err := figureScope(v, crm.ActExport, tree, fq)
	if err != nil || keep == nil {
		return r, err
	}
	name := ""
	if u, ok := tree.byID[fq.UnitID]; ok {
		name = u.name
	} else if u, ok := tree.byID[v.UnitID]; ok {
		name = u.name
	}
	r.ScopeTo(keep, sc, name)
	return r, r.Figures.Seal()
}
