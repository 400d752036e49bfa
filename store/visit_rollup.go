package store

import (
	"context"

	"yinfeng/crm"
)

// bumpVisits adds sign visits of in's month, unit, kind and place to the roll-up.
func bumpVisits(t *Tx, in crm.VisitInput, sign int64) error {
	_, err := t.exec(`INSERT INTO rollup_visits (month, unit_id, kind, province, city, visits) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (month, unit_id, kind, province, city) DO UPDATE SET visits = rollup_visits.visits + excluded.visits`,
		in.On.Month(), in.UnitID, in.Kind, in.Province, in.City, sign)
	return err
}

// recountVisits rebuilds the roll-up of visits and returns where what is kept differs.
func recountVisits(ctx context.Context, q querier) ([]string, error) {
	return compareRollup(ctx, q, "拜访汇总",
		"SELECT month || ' ' || unit_id || ' ' || kind || ' ' || province || ' ' || city, visits, 0 FROM rollup_visits WHERE visits <> 0",
		`SELECT substr(on_date, 1, 7) || ' ' || unit_id || ' ' || kind || ' ' || province || ' ' || city, COUNT(*), 0 FROM visits
			WHERE voided = FALSE GROUP BY substr(on_date, 1, 7), unit_id, kind, province, city`)
}
