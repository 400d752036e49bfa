package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// Footprint counts the provinces and cities that 外出拜访 of the viewer's scope reached
// in months from…to (empty: without bound); unit 0 is every unit of the scope.
func (s *Store) Footprint(ctx context.Context, v crm.Viewer, from, to crm.Month, unit int64) (crm.Footprint, error) {
	out := crm.Footprint{Places: []crm.FootprintPlace{}}
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return out, err
	}
	var q query
	q.add("r.kind = ?", crm.VisitOut)
	q.scope(v.Scope(crm.ActReadBusiness), reach{unit: "r.unit_id"})
	if from != "" {
		q.add("r.month >= ?", from)
	}
	if to != "" {
		q.add("r.month <= ?", to)
	}
	if unit != 0 {
		ids, err := unitAndBelow(ctx, s.read, unit)
		if err != nil {
			return out, s.translate(err)
		}
		q.in("r.unit_id", ids)
	}
	rows, err := collect(ctx, s.read, func(r *sql.Rows) (p crm.FootprintPlace, err error) { return p, r.Scan(&p.Province, &p.City, &p.Visits) },
		"SELECT r.province, r.city, CAST(SUM(r.visits) AS BIGINT) FROM rollup_visits r"+q.clause()+
			" GROUP BY r.province, r.city HAVING SUM(r.visits) > 0 ORDER BY 3 DESC, r.province, r.city", q.args...)
	if err != nil {
		return out, s.translate(err)
	}
	return countFootprint(rows), nil
}

// countFootprint counts distinct provinces, and cities by province and short name, so
// that 深圳 and 深圳市 are one place. A visit without a city reaches the province only.
func countFootprint(rows []crm.FootprintPlace) crm.Footprint {
	out := crm.Footprint{Places: []crm.FootprintPlace{}}
	provinces, cities := map[string]bool{}, map[[2]string]int{}
	for _, p := range rows {
		out.Visits += p.Visits
		if !crm.HomeProvince(p.Province) {
			continue
		}
		provinces[p.Province] = true
		key := [2]string{p.Province, crm.ShortPlace(p.City)}
		if at, ok := cities[key]; ok {
			out.Places[at].Visits += p.Visits
			continue
		}
		cities[key] = len(out.Places)
		out.Places = append(out.Places, p)
		if p.City != "" {
			out.Cities++
		}
	}
	out.Provinces = int64(len(provinces))
	return out
}
