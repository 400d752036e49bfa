package store

import (
	"context"
	"fmt"
	"slices"
)

// bumpLeads adds sign × l to the roll-up of leads; voided leads are in none.
func bumpLeads(t *Tx, l leadRow, sign int64) error {
	if l.Voided {
		return nil
	}
	_, err := t.exec(`INSERT INTO rollup_leads (unit_id, stage, status, leads, amount) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (unit_id, stage, status) DO UPDATE SET leads = rollup_leads.leads + excluded.leads,
		amount = rollup_leads.amount + excluded.amount`, l.UnitID, l.Stage, l.Status, sign, sign*l.sortCNY)
	return err
}

// recountLeads rebuilds the roll-up of leads and returns, line by line, where what is
// kept differs; nil when it is right.
func recountLeads(ctx context.Context, q querier) ([]string, error) {
	return compareRollup(ctx, q, "线索汇总",
		"SELECT unit_id || ' ' || stage || ' ' || status, leads, amount FROM rollup_leads WHERE leads <> 0 OR amount <> 0",
		`SELECT unit_id || ' ' || stage || ' ' || status, COUNT(*), CAST(SUM(amount_sort) AS BIGINT) FROM leads WHERE voided = FALSE
			GROUP BY unit_id, stage, status`)
}

// compareRollup compares two queries of key and two numbers.
func compareRollup(ctx context.Context, q querier, name, kept, counted string) ([]string, error) {
	have, err := rollupMap(ctx, q, kept)
	if err != nil {
		return nil, err
	}
	want, err := rollupMap(ctx, q, counted)
	if err != nil {
		return nil, err
	}
	var out []string
	for k, w := range want {
		if have[k] != w {
			out = append(out, fmt.Sprintf("%s %s：保存为 %v，重算为 %v", name, k, have[k], w))
		}
	}
	for k, h := range have {
		if _, ok := want[k]; !ok {
			out = append(out, fmt.Sprintf("%s %s：保存为 %v，重算为 [0 0]", name, k, h))
		}
	}
	slices.Sort(out)
	return out, nil
}

func rollupMap(ctx context.Context, q querier, text string) (map[string][2]int64, error) {
	rows, err := q.QueryContext(ctx, text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string][2]int64{}
	for rows.Next() {
		var k string
		var n [2]int64
		if err := rows.Scan(&k, &n[0], &n[1]); err != nil {
			return nil, err
		}
		out[k] = n
	}
	return out, rows.Err()
}
