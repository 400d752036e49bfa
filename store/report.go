package store

import (
	"context"
	"fmt"

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
	b := &reportBuilder{ctx: ctx, q: q, d: d, month: fq.Month, win: fq.Window(), known: fq.AsKnown, now: today,
		r: &crm.MonthReport{Figures: figs, Form: crm.ReportForm}}
	if w := fq.Window(); !w.Single() {
		b.r.Window = &w
	}
	b.until = min(fq.Month.Last(), today)
	if fq.AsKnown != "" {
		b.until = min(b.until, fq.AsKnown)
	}
	b.head(lines)
	b.course(lines)
	for _, step := range []func() error{b.layouts, b.names, b.part, func() error { return b.lines(lines) }, b.loadProjects, b.entries, b.milestones,
		b.talks, b.visits, b.offices, b.scores, func() error { b.ledger(); return b.chainRows(lines) }, func() error { return b.sourceRows(lines) }, b.cohort} {
		if err := step(); err != nil {
			return nil, nil, err
		}
	}
	named, err := basisNames(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	b.definitions(named)
	b.r.SumRows()
	return b.r, d.tree, b.r.Figures.Seal()
}

// MonthReport returns the rows of the monthly workbook (domain §11), or of that of several
// months: of a closed month those of its snapshot, unless another day, basis or part is
// asked for. A viewer whose scope is not the whole city, or who asks for one unit, gets the
// report of that part, made from the same rows.
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

func reportFor(ctx context.Context, q querier, v crm.Viewer, asked crm.FiguresQuery, today crm.Date) (*crm.MonthReport, error) {
	fq, number, frozen, err := standing(ctx, q, asked)
	if err != nil {
		return nil, err
	}
	tree, err := loadUnitTree(ctx, q)
	if err != nil {
		return nil, err
	}
	keep, sc, err := figureScope(v, crm.ActExport, tree, fq)
	if err != nil {
		return nil, err
	}
	var r *crm.MonthReport
	if frozen {
		r, err = snapshotRows(ctx, q, number)
	} else {
		r, _, err = monthReport(ctx, q, fq, today, number)
	}
	if err != nil {
		return nil, err
	}
	if r.Head.AsKnown = asked.AsKnown; !fq.Window().Single() && fq.AsKnown != asked.AsKnown {
		if r.Head.WindowNote, err = madeOf(ctx, q, fq.Window()); err != nil {
			return nil, err
		}
	}
	if keep == nil {
		return r, nil
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

// madeOf names the snapshots of the months that a window is made of.
func madeOf(ctx context.Context, q querier, w crm.Window) (string, error) {
	list, err := collect(ctx, q, scanSnapshot, snapshotColumns+` WHERE s.month >= $1 AND s.month <= $2 AND s.seq =
		(SELECT MAX(n.seq) FROM snapshots n WHERE n.month = s.month) ORDER BY s.month`, w.From, w.To)
	switch {
	case err != nil || len(list) == 0:
		return "", err
	case len(list) == 1:
		return fmt.Sprintf("由快照%s组成", list[0].Number), nil
	}
	return fmt.Sprintf("由快照%s—%s各月组成", list[0].Number, list[len(list)-1].Number), nil
}
