package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// Ground returns an indicator of a month by attribution and by the place where projects stand
// (domain §3). A closed month's are those of its snapshot; its projects stand where its sheet 3
// says.
func (s *Store) Ground(ctx context.Context, v crm.Viewer, q crm.FiguresQuery, indicator, basis string) (crm.GroundReport, error) {
	x := &figureReader{ctx: ctx, v: v, fq: q, total: true, ref: crm.FigureRef{Window: q.Window(), Indicator: indicator, Basis: basis, AsKnown: q.AsKnown}}
	if basis != "" {
		x.fq.Bases = map[string]string{indicator: basis}
	}
	out := crm.GroundReport{Units: []crm.GroundUnit{}}
	if err := checkFigures(v, x.fq, s.Today()); err != nil {
		return out, err
	}
	err := s.readOnce(ctx, func(r querier) (err error) {
		x.q = r
		for _, step := range []func() error{x.stand, x.load, x.findMoved} {
			if err := step(); err != nil {
				return err
			}
		}
		out, err = x.ground()
		return err
	})
	return out, s.translate(err)
}

// ground puts the report together.
func (x *figureReader) ground() (crm.GroundReport, error) {
	i, sc := x.line.ind, x.v.Scope(crm.ActReadFigures)
	x.unit, x.ref.Basis = x.d.tree.root, x.line.basis.Code
	g := crm.GroundReport{Month: x.fq.Month, Indicator: i.Code, Label: i.Label, Kind: i.Kind, Currency: i.Currency, Unit: i.Unit, Basis: x.ref.Basis,
		BasisLabel: x.line.basis.Label, Snapshot: x.out.Snapshot, AsKnown: x.ref.AsKnown, CityWide: sc.All, Total: crm.GroundUnit{Name: "合计"}, Units: []crm.GroundUnit{}}
	frozen, err := x.frozenFigures()
	if err != nil {
		return g, err
	}
	moves, err := x.moves()
	if err != nil {
		return g, err
	}
	if sc.All {
		g.Total.ID = x.d.tree.root.code
	}
	for k, u := range x.d.units {
		if !sc.Has(u.id) {
			continue
		}
		fig := x.line.units[k]
		if f, ok := frozen[u.code]; ok && f.Basis == x.ref.Basis {
			fig = f
		}
		row := crm.GroundUnit{ID: u.code, Name: u.name, Attributed: crm.GroundPair{Month: fig.Month, Cumulative: fig.Cumulative}}
		for _, m := range moves {
			if m.from == u.id {
				row.Out.Add(m.GroundPair, 1)
			}
			if m.to == u.id {
				row.In.Add(m.GroundPair, 1)
			}
		}
		row.Ground = row.Attributed
		row.Ground.Add(row.Out, -1)
		row.Ground.Add(row.In, 1)
		g.Units = append(g.Units, row)
		g.Total.Attributed.Add(row.Attributed, 1)
		g.Total.Out.Add(row.Out, 1)
		g.Total.In.Add(row.In, 1)
		g.Total.Ground.Add(row.Ground, 1)
	}
	return g, nil
}

// groundMove is what is credited to one unit and stands in another.
type groundMove struct {
	from, to int64
	crm.GroundPair
}

// moves are all that is credited to one unit and stands in another.
func (x *figureReader) moves() ([]groundMove, error) {
	var out []groundMove
	for _, field := range []crm.FigureField{crm.FieldMonth, crm.FieldCumulative} {
		y := *x
		y.ref.Field, y.ref.Side = field, crm.SideOut
		var a lineArgs
		text := y.source(&a, func(string) string { return "" })
		if text == "" {
			return nil, nil
		}
		list, err := collect(x.ctx, x.q, func(r *sql.Rows) (m groundMove, err error) {
			v := &m.Month
			if field == crm.FieldCumulative {
				v = &m.Cumulative
			}
			return m, r.Scan(&m.from, &m.to, v)
		}, "SELECT unit_id, "+x.placeText()+" AS place, CAST(SUM(v) AS BIGINT) FROM ("+text+") l GROUP BY 1, 2", a.values...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}
