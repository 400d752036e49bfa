package store

import (
	"context"

	"yinfeng/crm"
)

// CompareBases sets two bases of an indicator ("" = 到位资金) side by side for a month:
// "" is the default. Each side is what the month's figures say under it.
func (s *Store) CompareBases(ctx context.Context, v crm.Viewer, q crm.FiguresQuery, indicator, left, right string) (crm.BasisComparison, error) {
	out := crm.BasisComparison{Month: q.Month, Rows: []crm.ComparedUnit{}}
	if err := checkFigures(v, q, s.Today()); err != nil {
		return out, err
	}
	err := s.readOnce(ctx, func(r querier) (err error) {
		out, err = compareBases(ctx, r, v, q, indicator, left, right)
		return err
	})
	return out, s.translate(err)
}

func compareBases(ctx context.Context, r querier, v crm.Viewer, q crm.FiguresQuery, indicator, left, right string) (crm.BasisComparison, error) {
	out := crm.BasisComparison{Month: q.Month, Rows: []crm.ComparedUnit{}}
	a, err := measureOne(ctx, r, v, q, indicator, left)
	if err != nil {
		return out, err
	}
	b, err := measureOne(ctx, r, v, q, indicator, right)
	if err != nil {
		return out, err
	}
	if a.basis.Code == b.basis.Code {
		return out, crm.Invalid("with", "两边都是口径“%s”，请选两个不同的口径", a.basis.Label)
	}
	names, err := basisNames(ctx, r)
	if err != nil {
		return out, err
	}
	out.Indicator, out.Label, out.Unit, out.Scope = a.ind.Code, a.ind.Label, a.ind.Unit, a.scope
	out.Left, out.Right = a.side(names), b.side(names)
	if a.f.Snapshot != nil {
		out.Snapshot = *a.f.Snapshot
	}
	if a.keep != nil {
		a.f.ScopeTo(a.keep)
		b.f.ScopeTo(b.keep)
	}
	code := a.ind.Code
	row := func(id int64, unit, name string, x, y crm.Figure) {
		out.Rows = append(out.Rows, crm.ComparedUnit{UnitID: id, Code: unit, Name: name, Left: x, Right: y, Difference: x.Minus(y)})
	}
	unit := a.tree.totalUnit(a.keep, q.Month.Year())
	row(a.ids[unit], unit, "合计", a.f.Total[code], b.f.Total[code])
	for _, u := range a.f.Units {
		for _, w := range b.f.Units {
			if w.ID == u.ID {
				row(a.ids[u.ID], u.ID, u.Name, u.Figures[code], w.Figures[code])
			}
		}
	}
	return out, nil
}

func (m measured) side(names *crm.BasisNames) crm.ComparedBasis {
	return crm.ComparedBasis{Basis: m.basis.Code, Label: m.basis.Label, Counts: m.basis.Filter.Text(m.ind, names)}
}
