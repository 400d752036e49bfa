package store

import (
	"context"
	"fmt"
	"slices"

	"yinfeng/crm"
)

// leadCell is a cell of the roll-up of leads.
type leadCell struct {
	unit   int64
	stage  crm.Stage
	status crm.LeadStatus
}

// leadSum is what a cell holds: all leads, and those of 亿元 and more, with their amounts
// in fen.
type leadSum struct{ leads, amount, big, bigAmount int64 }

// leadSums gathers changes of the roll-up of leads.
type leadSums map[leadCell]leadSum

// add counts sign × a lead of the amount cny (fen).
func (m *leadSums) add(l crm.Lead, cny, sign int64) {
	if *m == nil {
		*m = leadSums{}
	}
	k := leadCell{l.UnitID, l.Stage, l.Status}
	s := (*m)[k]
	s.leads, s.amount = s.leads+sign, s.amount+sign*cny
	if cny >= crm.FenPerYi {
		s.big, s.bigAmount = s.big+sign, s.bigAmount+sign*cny
	}
	(*m)[k] = s
}

// write adds the changes to the roll-up.
func (m leadSums) write(t *Tx) error {
	for k, s := range m {
		if _, err := t.exec(`INSERT INTO rollup_leads AS r (unit_id, stage, status, leads, amount, big, big_amount) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (unit_id, stage, status) DO UPDATE SET leads = r.leads + excluded.leads, amount = r.amount + excluded.amount,
			big = r.big + excluded.big, big_amount = r.big_amount + excluded.big_amount`,
			k.unit, k.stage, k.status, s.leads, s.amount, s.big, s.bigAmount); err != nil {
			return err
		}
	}
	return nil
}

// bumpLeads adds sign × l to the roll-up of leads; voided leads are in none.
func bumpLeads(t *Tx, l leadRow, sign int64) error {
	if l.Voided {
		return nil
	}
	var m leadSums
	m.add(l.Lead, l.sortCNY, sign)
	return m.write(t)
}

// recountLeads rebuilds the roll-up of leads and returns, line by line, where what is
// kept differs; nil when it is right.
func recountLeads(ctx context.Context, q querier) ([]string, error) {
	const cell = "unit_id || ' ' || stage || ' ' || status"
	all, err := compareRollup(ctx, q, "线索汇总", "SELECT "+cell+", leads, amount FROM rollup_leads WHERE leads <> 0 OR amount <> 0",
		"SELECT "+cell+", COUNT(*), CAST(SUM(amount_sort) AS BIGINT) FROM leads WHERE voided = FALSE GROUP BY unit_id, stage, status")
	if err != nil {
		return nil, err
	}
	big, err := compareRollup(ctx, q, "亿元以上线索汇总", "SELECT "+cell+", big, big_amount FROM rollup_leads WHERE big <> 0 OR big_amount <> 0",
		"SELECT "+cell+", COUNT(*), CAST(SUM(amount_sort) AS BIGINT) FROM leads WHERE voided = FALSE AND amount_sort >= "+
			idList([]int64{crm.FenPerYi})+" GROUP BY unit_id, stage, status")
	return append(all, big...), err
}

// compareRollup compares two queries of key and two numbers.
func compareRollup(ctx context.Context, q querier, name, kept, counted string, args ...any) ([]string, error) {
	have, err := rollupMap(ctx, q, kept, args...)
	if err != nil {
		return nil, err
	}
	want, err := rollupMap(ctx, q, counted, args...)
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

func rollupMap(ctx context.Context, q querier, text string, args ...any) (map[string][2]int64, error) {
	rows, err := q.QueryContext(ctx, text, args...)
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
