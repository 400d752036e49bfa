package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// JointFigures tells what units have brought in together with the unit that a project counts for
// (联合引进): it stands beside the unit table and in none of its sums (domain §6).
func (s *Store) JointFigures(ctx context.Context, v crm.Viewer, month crm.Month) ([]crm.JointFigure, error) {
	if err := v.Require(crm.ActReadFigures); err != nil {
		return nil, err
	}
	if _, err := crm.ParseMonth(string(month)); err != nil {
		return nil, err
	}
	out, err := collect(ctx, s.read, func(r *sql.Rows) (f crm.JointFigure, err error) {
		return f, r.Scan(&f.ID, &f.Name, &f.Indicator, &f.Month, &f.Cumulative)
	}, `SELECT u.code, u.name, l.indicator, CAST(SUM(CASE WHEN l.month = $1 AND l.adjustment = '' THEN l.value ELSE 0 END) AS BIGINT), CAST(SUM(l.value) AS BIGINT)
		FROM (SELECT unit_id, indicator, month, adjustment, CASE WHEN indicator = '`+crm.IndSignedAmount+`' THEN cny ELSE count END AS value
			FROM rollup_counts WHERE joint = TRUE AND month >= $2 AND month <= $3 AND adjustment <> 'earlier') l
		JOIN units u ON u.id = l.unit_id WHERE `+scopeText(v.Scope(crm.ActReadFigures), reach{unit: "u.id"})+`
		GROUP BY u.code, u.name, u.sort, l.indicator ORDER BY u.sort, u.code, l.indicator`, month, crm.NewMonth(month.Year(), 1), month)
	return out, s.translate(err)
}
