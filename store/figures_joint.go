package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"yinfeng/crm"
)

// JointFigures tells what units have brought in together with the unit that a project counts
// for (联合引进): it stands beside the unit table and in none of its sums (domain §6). A closed
// month's are those that were known when it was closed, as its other figures.
func (s *Store) JointFigures(ctx context.Context, v crm.Viewer, month crm.Month) ([]crm.JointFigure, error) {
	x := &figureReader{ctx: ctx, v: v, fq: crm.FiguresQuery{Month: month}, total: true}
	x.ref = crm.FigureRef{Window: x.fq.Window(), Side: crm.SideJoint}
	out := []crm.JointFigure{}
	if err := checkFigures(v, x.fq, s.Today()); err != nil {
		return out, err
	}
	err := s.readOnce(ctx, func(r querier) (err error) {
		x.q = r
		if err := x.stand(); err != nil {
			return err
		}
		if x.d, err = loadFigureData(ctx, r, x.fq); err != nil {
			return err
		}
		for _, i := range x.d.inds {
			if i.Source != crm.SourceMilestone || i.Kind == crm.FigureMoney {
				continue
			}
			list, err := x.joint(i.Code)
			if err != nil {
				return err
			}
			out = append(out, list...)
		}
		return nil
	})
	return out, s.translate(err)
}

// joint is an indicator's 联合引进 by unit, in the order of the unit table.
func (x *figureReader) joint(indicator string) ([]crm.JointFigure, error) {
	x.ref.Indicator = indicator
	if err := x.load(); err != nil {
		return nil, err
	}
	found := map[int64]*crm.JointFigure{}
	order := map[string]int{}
	for k, u := range x.d.units {
		if x.v.Scope(crm.ActReadFigures).Has(u.id) {
			found[u.id] = &crm.JointFigure{ID: u.code, Name: u.name, Indicator: x.ref.Indicator, Basis: x.line.basis.Code, Snapshot: x.out.Snapshot}
			order[u.code] = k
		}
	}
	for _, field := range []crm.FigureField{crm.FieldMonth, crm.FieldCumulative} {
		x.ref.Field = field
		var a lineArgs
		list, err := collect(x.ctx, x.q, func(r *sql.Rows) (m groundMove, err error) { return m, r.Scan(&m.from, &m.Cumulative) },
			"SELECT unit_id, CAST(SUM(v) AS BIGINT) FROM ("+x.source(&a, func(string) string { return "" })+") l GROUP BY 1", a.values...)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			if f := found[m.from]; f != nil && field == crm.FieldMonth {
				f.Month = m.Cumulative
			} else if f != nil {
				f.Cumulative = m.Cumulative
			}
		}
	}
	var out []crm.JointFigure
	for _, f := range found {
		if f.Month != 0 || f.Cumulative != 0 {
			out = append(out, *f)
		}
	}
	slices.SortFunc(out, func(a, b crm.JointFigure) int { return cmp.Compare(order[a.ID], order[b.ID]) })
	return out, nil
}
