package store

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

// BulkVisits writes visits of one company each.
func (s *Store) BulkVisits(ctx context.Context, v crm.Viewer, in []crm.Visit) (first int64, err error) {
	return act(ctx, s, v, func(t *Tx) (int64, error) {
		first, err := t.span("visits", len(in))
		if err != nil {
			return 0, err
		}
		if err := t.bulkVisits(in, first); err != nil {
			return 0, err
		}
		t.audit("visit.bulk", "visit", first, 0, fmt.Sprintf("批量写入 %d 次拜访", len(in)), nil)
		return first, nil
	})
}

func (t *Tx) bulkVisits(in []crm.Visit, first int64) error {
	var rows, met [][]any
	sums := map[[5]any]int64{}
	ids := make([]int64, len(in))
	for i, x := range in {
		id := first + int64(i)
		ids[i] = id
		in[i].Code = fmt.Sprintf("BF%s-%07d", string(x.On)[:4], id)
		rows = append(rows, []any{id, in[i].Code, x.Kind, x.On, "", x.Province, x.City, "", x.People, x.PeopleCount, x.LeaderLevel, "", "",
			x.Theme, x.Outcome, "", "", "", 0, x.UnitID, x.UserID, 0, x.UpdatedAt, x.UpdatedAt, false, "", 1})
		met = append(met, []any{id, x.Companies[0].CompanyID, "", "", 0})
		sums[[5]any{x.On.Month(), x.UnitID, x.Kind, x.Province, x.City}]++
	}
	if err := t.bulkInsert(
		bulkTable{name: "visits", columns: `id, code, kind, on_date, end_on, province, city, place, people, people_count, leader_level,
			leader_name, leader_title, theme, outcome, content, next_step, next_due, trip_id, unit_id, user_id, import_id, created_at,
			updated_at, voided, void_reason, version`, rows: rows},
		bulkTable{name: "visit_companies", columns: "visit_id, company_id, counterpart, counterpart_title, sort", rows: met}); err != nil {
		return err
	}
	for k, n := range sums {
		if _, err := t.exec(`INSERT INTO rollup_visits (month, unit_id, kind, province, city, visits) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (month, unit_id, kind, province, city) DO UPDATE SET visits = rollup_visits.visits + excluded.visits`,
			k[0], k[1], k[2], k[3], k[4], n); err != nil {
			return err
		}
	}
	return t.bulkIndex("visits", ids, func(i int) []string {
		return visitTexts(in[i].Code, in[i].Theme, "", []string{in[i].Companies[0].Name})
	})
}
