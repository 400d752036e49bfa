package store

import (
	"cmp"
	"context"
	"slices"

	"yinfeng/crm"
)

// Ranking ranks the units by one indicator ("" = 到位资金) under one basis ("" = its
// default) with their movement against last month's snapshot. A closed month answers from
// its snapshot, under another basis from what was known at its closing.
func (s *Store) Ranking(ctx context.Context, v crm.Viewer, q crm.FiguresQuery, indicator, basis string) (crm.Ranking, error) {
	var out crm.Ranking
	if err := checkFigures(v, q, s.Today()); err != nil {
		return out, err
	}
	err := s.readOnce(ctx, func(r querier) (err error) {
		out, err = ranking(ctx, r, v, q, indicator, basis, s.Today())
		return err
	})
	return out, s.translate(err)
}

func ranking(ctx context.Context, r querier, v crm.Viewer, fq crm.FiguresQuery, indicator, basis string, today crm.Date) (crm.Ranking, error) {
	by := cmp.Or(fq.RankBy, crm.RankByRate)
	out := crm.Ranking{Month: fq.Month, By: by, Rows: []crm.RankingRow{}}
	fq.RankBy = ""
	m, err := measureOne(ctx, r, v, fq, indicator, basis)
	if err != nil {
		return out, err
	}
	fq.RankBy = by
	never := m.tree.unranked()
	before, number, err := ranksBefore(ctx, r, fq, map[string]crm.Basis{m.ind.Code: m.basis}, never)
	if err != nil {
		return out, err
	}
	m.f.RankUnits(m.ind.Code, by, never, before[m.ind.Code])
	if m.keep != nil {
		m.f.ScopeTo(m.keep)
	}
	out.Indicator, out.Label, out.Unit, out.Total = m.ind.Code, m.ind.Label, m.ind.Unit, m.f.Total[m.ind.Code]
	out.Basis, out.BasisLabel, out.Scope = m.basis.Code, m.basis.Label, m.scope
	out.TotalUnit = m.tree.totalUnit(m.keep, fq.Month.Year())
	day := min(today, fq.Month.Last())
	if m.f.Snapshot != nil {
		out.Snapshot, day = *m.f.Snapshot, m.f.CutOff
	}
	if out.AsOf = crm.AsOfLine(day, out.Snapshot, m.ind.Label+m.basis.Label); m.basis.Filter.Pending() {
		out.AsOf = crm.AsOfPending(day, m.ind.Label+m.basis.Label)
	}
	if len(before[m.ind.Code]) > 0 {
		out.Before = number
	}
	for _, u := range m.f.Units {
		fig := u.Figures[m.ind.Code]
		out.Rows = append(out.Rows, crm.RankingRow{UnitID: m.ids[u.ID], Code: u.ID, Name: u.Name, Ranked: u.ID != never,
			Figure: fig, Word: crm.Card("", "", "", fig, fq.Month).Word})
	}
	slices.SortStableFunc(out.Rows, func(a, b crm.RankingRow) int { return cmp.Compare(placeOf(a), placeOf(b)) })
	return out, nil
}

// placeOf sorts ranked units by rank, those without a rank after them, the never ranked
// one last.
func placeOf(r crm.RankingRow) int {
	switch {
	case r.Figure.Rank != nil:
		return *r.Figure.Rank
	case r.Ranked:
		return 1 << 20
	}
	return 1 << 21
}

// measured is one indicator under one basis over the whole city, and what of it the
// viewer may see.
type measured struct {
	f     crm.Figures
	tree  *unitTree
	ind   crm.Indicator
	basis crm.Basis
	keep  map[string]bool // units by code; nil is the whole city
	scope string
	ids   map[string]int64 // unit code → id
}

// measureOne works out one indicator ("" = 到位资金) under one basis ("" = its default).
func measureOne(ctx context.Context, r querier, v crm.Viewer, fq crm.FiguresQuery, indicator, basis string) (measured, error) {
	var m measured
	indicator = cmp.Or(indicator, crm.IndCapital)
	inds, err := loadIndicators(ctx, r)
	if err != nil {
		return m, err
	}
	at := slices.IndexFunc(inds, func(i crm.Indicator) bool { return i.Code == indicator })
	if at < 0 {
		return m, crm.Invalid("indicator", "没有“%s”这个指标", indicator)
	}
	m.ind = inds[at]
	if basis != "" {
		if err := nameBasis(ctx, r, &fq, inds, indicator, basis); err != nil {
			return m, err
		}
	}
	if m.f, m.tree, err = wholeFigures(ctx, r, fq); err != nil {
		return m, err
	}
	total, counted := m.f.Total[indicator]
	if !counted {
		return m, crm.Invalid("indicator", "%s关账时还没有“%s”这个指标", fq.Month.Label(), m.ind.Label)
	}
	if m.basis, err = basisNamed(ctx, r, indicator, total.Basis); err != nil {
		return m, err
	}
	if m.keep, _, err = figureScope(v, crm.ActReadFigures, m.tree, fq); err != nil {
		return m, err
	}
	m.ids = map[string]int64{}
	for _, u := range m.tree.all {
		m.ids[u.code] = u.id
	}
	if m.keep != nil {
		m.scope = m.tree.byID[cmp.Or(fq.UnitID, v.UnitID)].name
	}
	return m, nil
}

// nameBasis asks for a basis; the one that the answer has anyway is not asked for, so
// that a closed month answers from its snapshot.
func nameBasis(ctx context.Context, r querier, fq *crm.FiguresQuery, inds []crm.Indicator, indicator, basis string) error {
	snap, closed, err := closedSnapshot(ctx, r, fq.Month)
	if err != nil {
		return err
	}
	if closed && fq.Frozen() {
		f, err := snapshotFigures(ctx, r, snap)
		if err != nil || f.Total[indicator].Basis == basis {
			return err
		}
	} else {
		bases, err := loadBases(ctx, r)
		if err != nil {
			return err
		}
		defaults, err := loadDefaults(ctx, r, inds, bases, *fq)
		if err != nil || defaults.of(indicator, fq.Month.Year()) == basis {
			return err
		}
	}
	fq.Bases = map[string]string{indicator: basis}
	return nil
}

// basisNamed finds a basis by its code; an indicator may have none on record.
func basisNamed(ctx context.Context, r querier, indicator, code string) (crm.Basis, error) {
	bases, err := loadBases(ctx, r)
	for _, b := range bases {
		if b.Indicator == indicator && b.Code == code {
			return b, err
		}
	}
	return crm.Basis{Indicator: indicator, Code: code}, err
}
