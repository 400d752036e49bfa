package store

import (
	"cmp"
	"slices"

	"yinfeng/crm"
)

// source is where money comes from: tier, then province (境外: country or region; 市外省内,
// 市内: city), and the city below a province.
type source struct {
	tier        crm.Origin
	place, city string
}

func sourceOf(o crm.Origin, province, city string) source {
	p, c := crm.ShortPlace(province), crm.ShortPlace(city)
	switch o {
	case crm.OriginInProvince, crm.OriginLocal:
		return source{o, cmp.Or(c, crm.NoPlace), ""}
	}
	if p == "" {
		p, c = c, ""
	}
	if p == c {
		c = ""
	}
	return source{o, cmp.Or(p, crm.NoPlace), c}
}

// sourceOfCell is where a line's money comes from: its own origin, and the place of the
// entry's investor (else of the project's first) when that is of the same origin.
func (b *reportBuilder) sourceOfCell(c placedCell) source {
	p := b.byID[c.project]
	if p != nil {
		if from, ok := p.investors[cmp.Or(c.company, p.first)]; ok && from.tier == c.Origin {
			return from
		}
	}
	return source{c.Origin, crm.NoPlace, ""}
}

// sourceRows is sheet 13: the money of sheet 2 by where it comes from, what units had
// before their cut-over in a row of its own.
func (b *reportBuilder) sourceRows(lines []*figureLine) error {
	capital := figureLineOf(lines, crm.IndCapital)
	if capital == nil {
		return nil
	}
	type row struct {
		tier  crm.Origin
		place string
	}
	type part struct {
		unit int
		city string
	}
	units, order := map[int64]int{}, map[string]int{}
	for k, u := range b.d.units {
		units[u.id], order[u.code] = k, k
	}
	at, parts := map[row]int{}, map[row]map[part]int{}
	add := func(from source, unit int, month, cumulative, last int64) {
		k := row{from.tier, from.place}
		i, ok := at[k]
		if !ok {
			i = len(b.r.Sources)
			at[k], parts[k] = i, map[part]int{}
			b.r.Sources = append(b.r.Sources, crm.ReportSource{Tier: k.tier, Place: k.place})
		}
		r := &b.r.Sources[i]
		j, ok := parts[k][part{unit, from.city}]
		if !ok {
			j = len(r.Parts)
			parts[k][part{unit, from.city}] = j
			r.Parts = append(r.Parts, crm.SourcePart{ID: b.d.units[unit].code, City: from.city})
		}
		p := &r.Parts[j]
		p.Month, p.Cumulative, p.Last = p.Month+month, p.Cumulative+cumulative, p.Last+last
	}
	for _, c := range b.placed {
		if k, ok := units[b.creditedUnit(c.UnitID)]; ok {
			add(b.sourceOfCell(c), k, c.month, c.cumulative, c.last)
		}
	}
	for k := range b.d.units {
		month, year, last, lastToo := b.historic(capital, k)
		b.r.UnitMonths[k].LastHistoric = lastToo
		if month != 0 || year != 0 || lastToo {
			add(source{"", crm.HistoricPlace, ""}, k, month, year, last)
		}
	}
	for _, r := range b.r.Sources {
		slices.SortFunc(r.Parts, func(x, y crm.SourcePart) int {
			return cmp.Or(cmp.Compare(order[x.ID], order[y.ID]), cmp.Compare(x.City, y.City))
		})
	}
	b.placed = nil
	return nil
}
