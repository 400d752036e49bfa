package store

import (
	"context"

	"yinfeng/crm"
)

// Targets returns a year's grid: every indicator and every 其中 that has targets, the
// city's target for all, the units' within the viewer's scope.
func (s *Store) Targets(ctx context.Context, v crm.Viewer, year int) (crm.TargetGrid, error) {
	g := crm.TargetGrid{Year: year}
	if err := v.Require(crm.ActReadTargets); err != nil {
		return g, err
	}
	if year < 2000 || year > 2100 {
		return g, crm.Invalid("year", "年份 %d 不对", year)
	}
	err := s.readOnce(ctx, func(q querier) (err error) {
		g, err = targetGrid(ctx, q, v, year)
		return err
	})
	return g, s.translate(err)
}

func targetGrid(ctx context.Context, q querier, v crm.Viewer, year int) (crm.TargetGrid, error) {
	g := crm.TargetGrid{Year: year, Units: []crm.GridUnit{}, Rows: []crm.TargetRow{}}
	tree, err := loadUnitTree(ctx, q)
	if err != nil {
		return g, err
	}
	g.RootID = tree.root.id
	inds, err := loadIndicators(ctx, q)
	if err != nil {
		return g, err
	}
	bases, err := loadBases(ctx, q)
	if err != nil {
		return g, err
	}
	defaults, err := loadDefaults(ctx, q, inds, bases, crm.FiguresQuery{})
	if err != nil {
		return g, err
	}
	defaults.in(year, inds)
	targets, err := yearTargets(ctx, q, year, crm.FiguresQuery{})
	if err != nil {
		return g, err
	}
	sc := v.Scope(crm.ActReadTargets)
	credited := tree.credited(year)
	for _, u := range credited {
		if sc.Has(u.id) {
			g.Units = append(g.Units, crm.GridUnit{ID: u.id, Code: u.code, Name: u.name})
		}
	}
	by := map[targetKey]crm.Target{}
	for _, x := range targets {
		by[targetKey{x.UnitID, x.ChainID, x.Indicator, x.Basis}] = x
	}
	complete := len(g.Units) == len(credited)
	for _, i := range inds {
		g.Rows = append(g.Rows, gridRow(g, by, i, "", i.Label, complete))
		for _, b := range bases {
			if b.Indicator != i.Code || b.Code == i.DefaultBasis || !b.ValidIn(year) {
				continue
			}
			if r := gridRow(g, by, i, b.Code, "其中："+b.Label, complete); r.Whole != nil || len(r.Units) > 0 || isWithin(i, i.DefaultBasis, b, bases, year) {
				g.Rows = append(g.Rows, r)
			}
		}
	}
	return g, nil
}

// gridRow is an indicator, or an 其中 of it, over the units of the grid.
func gridRow(g crm.TargetGrid, by map[targetKey]crm.Target, i crm.Indicator, basis, label string, complete bool) crm.TargetRow {
	r := crm.TargetRow{Indicator: i.Code, Basis: basis, Label: label, Kind: i.Kind, Currency: i.Currency, Unit: i.Unit,
		Units: []crm.Target{}, Complete: complete}
	if w, ok := by[targetKey{g.RootID, 0, i.Code, basis}]; ok {
		r.Whole = &w
	}
	for _, u := range g.Units {
		if x, ok := by[targetKey{u.ID, 0, i.Code, basis}]; ok {
			r.Units = append(r.Units, x)
			r.Sum += x.Value
		}
	}
	return r
}

// isWithin reports whether b is the 其中 that reports print under an indicator counted by
// the basis `under`: of a ledger indicator the first that lies within it (到位资金 其中:省外,
// 利用外资 其中:FDI).
func isWithin(i crm.Indicator, under string, b crm.Basis, bases []crm.Basis, year int) bool {
	if i.Source != crm.SourceCapital {
		return false
	}
	var whole crm.BasisFilter
	for _, x := range bases {
		if x.Indicator == i.Code && x.Code == under {
			whole = x.Filter
		}
	}
	for _, x := range bases {
		if x.Indicator == i.Code && x.Code != under && x.ValidIn(year) && x.Filter.Within(whole) {
			return x.Code == b.Code
		}
	}
	return false
}
