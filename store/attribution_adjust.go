package store

import (
	"database/sql"
	"strconv"

	"yinfeng/crm"
)

// readjustEntry posts the difference between what a verified entry has given to the units
// and what it gives under the present shares. Each part's sums stay what they were, to
// the 分: shares move money, they never make it.
func readjustEntry(t *Tx, e crm.CapitalEntry) error {
	net, err := netLines(t, e.ID)
	if err != nil || len(net) == 0 {
		return err
	}
	shares, err := sharesOf(t.ctx, t, e.ProjectID, crm.IndCapital, effectiveMonth(e).Year())
	if err != nil {
		return err
	}
	var diffs []crm.CreditLine
	for i := 0; i < len(net); {
		n := i
		for n < len(net) && net[n].PartID == net[i].PartID {
			n++
		}
		diffs = append(diffs, partDiffs(net[i:n], shares)...)
		i = n
	}
	month, orig := e.Month, e.OrigMonth
	open, err := monthOpen(t.ctx, t, month)
	if err != nil {
		return err
	}
	if !open {
		orig = effectiveMonth(e)
		if month, err = firstOpenMonth(t.ctx, t, t.Today); err != nil {
			return err
		}
	}
	for i := range diffs {
		diffs[i].EntryID, diffs[i].Month, diffs[i].OrigMonth = e.ID, month, orig
		diffs[i].Adjustment = crm.AdjustmentOf(month, orig)
	}
	_, err = postLines(t, diffs)
	return err
}

// partDiffs compares one part's net lines with its split under shares.
func partDiffs(net []crm.CreditLine, shares []crm.Share) []crm.CreditLine {
	var total crm.CreditLine
	for _, l := range net {
		total.Amount, total.CNY, total.USD = total.Amount+l.Amount, total.CNY+l.CNY, total.USD+l.USD
	}
	at := map[int64]int{}
	out := make([]crm.CreditLine, 0, len(net)+len(shares))
	for _, l := range net {
		l.Amount, l.CNY, l.USD = -l.Amount, -l.CNY, -l.USD
		at[l.UnitID] = len(out)
		out = append(out, l)
	}
	split := crm.Split(total.Amount, shares)
	cnyLeft, usdLeft := total.CNY, total.USD
	first := -1
	for i, s := range shares {
		if split[i] == 0 {
			continue
		}
		k, ok := at[s.UnitID]
		if !ok {
			l := net[0]
			l.UnitID, l.Amount, l.CNY, l.USD = s.UnitID, 0, 0, 0
			k = len(out)
			out = append(out, l)
		}
		if first < 0 {
			first = k
		}
		// The rate of posting is kept: the part's own sums give it.
		cny, usd := crm.MulDiv(split[i], total.CNY, total.Amount), crm.MulDiv(split[i], total.USD, total.Amount)
		out[k].Amount, out[k].CNY, out[k].USD = out[k].Amount+split[i], out[k].CNY+cny, out[k].USD+usd
		cnyLeft, usdLeft = cnyLeft-cny, usdLeft-usd
	}
	if first >= 0 {
		out[first].CNY, out[first].USD = out[first].CNY+cnyLeft, out[first].USD+usdLeft
	}
	kept := out[:0]
	for _, l := range out {
		if l.Amount != 0 || l.CNY != 0 || l.USD != 0 {
			kept = append(kept, l)
		}
	}
	return kept
}

// readjustCounts does the same for approved milestones: what was posted is negated, what
// the present shares give is added, and only differences become lines.
func readjustCounts(t *Tx, p projectRow, in crm.AttributionInput) error {
	list, err := loadMilestones(t.ctx, t, "m.project_id = $1 AND m.state = 'approved' AND m.on_date >= $2", p.ID, strconv.Itoa(in.FromYear))
	if err != nil {
		return err
	}
	for _, m := range list {
		if len(m.On) < 7 { // from before the cut-over: only a date, no lines
			continue
		}
		want, err := milestoneLines(t, p, m)
		if err != nil {
			return err
		}
		have, err := collect(t.ctx, t, func(r *sql.Rows) (l crm.CountLine, err error) {
			err = r.Scan(&l.Indicator, &l.UnitID, &l.Joint, &l.ChainID, &l.Count, &l.CNY)
			return l, err
		}, `SELECT indicator, unit_id, joint, chain_id, CAST(SUM(count) AS BIGINT), CAST(SUM(cny) AS BIGINT) FROM count_lines WHERE milestone_id = $1
			GROUP BY indicator, unit_id, joint, chain_id ORDER BY indicator, unit_id, joint`, m.ID)
		if err != nil {
			return err
		}
		if err := postCounts(t, countDiffs(m, p.ID, have, want)); err != nil {
			return err
		}
	}
	return nil
}

// countDiffs returns want − have, of the indicators that were posted; the chain stays the
// one that was posted.
func countDiffs(m crm.Milestone, project int64, have, want []crm.CountLine) []crm.CountLine {
	type key struct {
		indicator string
		unit      int64
		joint     bool
	}
	at, posted := map[key]int{}, map[string]bool{}
	var out []crm.CountLine
	for _, l := range have {
		posted[l.Indicator] = true
		l.MilestoneID, l.ProjectID, l.Count, l.CNY = m.ID, project, -l.Count, -l.CNY
		l.Month = crm.Month(m.On[:7])
		at[key{l.Indicator, l.UnitID, l.Joint}] = len(out)
		out = append(out, l)
	}
	for _, l := range want {
		if !posted[l.Indicator] {
			continue
		}
		l.ChainID = have[0].ChainID
		k := key{l.Indicator, l.UnitID, l.Joint}
		if i, ok := at[k]; ok {
			out[i].Count, out[i].CNY = out[i].Count+l.Count, out[i].CNY+l.CNY
			continue
		}
		at[k] = len(out)
		out = append(out, l)
	}
	kept := out[:0]
	for _, l := range out {
		if l.Count != 0 || l.CNY != 0 {
			kept = append(kept, l)
		}
	}
	return kept
}
