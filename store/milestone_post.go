package store

import (
	"yinfeng/crm"
)

// countedBy says which indicators a kind of milestone posts: a count that goes whole to
// the largest share, and money that is split (domain §6). 增资 adds only its increment.
var countedBy = map[crm.MilestoneKind]struct{ count, money string }{
	crm.MilestoneSigned:    {crm.IndSigned, crm.IndSignedAmount},
	crm.MilestoneIncrease:  {"", crm.IndSignedAmount},
	crm.MilestoneRegister:  {crm.IndTenants, ""},
	crm.MilestoneStarted:   {crm.IndStarted, ""},
	crm.MilestoneProducing: {crm.IndProducing, ""},
}

// milestoneLines works out what an approved milestone gives to each unit in the month
// of its date: nothing before a unit's cut-over month, where history counts instead.
// Month is the date's; where the line is posted is decided later.
func milestoneLines(t *Tx, p projectRow, m crm.Milestone) ([]crm.CountLine, error) {
	by := countedBy[m.Kind]
	if by.count == crm.IndTenants {
		set, err := t.settings()
		if err != nil {
			return nil, err
		}
		if p.ParkID == 0 || p.totalCNY < set.TenantMinCNY {
			by.count = ""
		}
	}
	amount := p.totalCNY
	year := crm.Date(m.On[:4] + "-01-01").Year()
	if m.Kind == crm.MilestoneIncrease {
		var err error
		if amount, err = totalCNY(t, *m.Amount, year); err != nil {
			return nil, err
		}
	}
	var lines []crm.CountLine
	for _, ind := range []string{by.count, by.money} {
		if ind == "" {
			continue
		}
		shares, err := sharesOf(t.ctx, t, p.ID, ind, year)
		if err != nil {
			return nil, err
		}
		largest, split := crm.Largest(shares, p.UnitID), crm.Split(amount, shares)
		for i, s := range shares {
			l := crm.CountLine{MilestoneID: m.ID, ProjectID: p.ID, Indicator: ind, UnitID: s.UnitID, ChainID: p.ChainID,
				Joint: i != largest, Count: 1, CNY: amount, KnownOn: t.Today}
			if ind == by.money {
				l.Joint, l.Count, l.CNY = false, 0, split[i]
			}
			if l.Month, err = countMonth(t, m, s.UnitID); err != nil {
				return nil, err
			}
			if l.Month != "" {
				lines = append(lines, l)
			}
		}
	}
	return lines, nil
}

// countMonth is the month that m counts in for a unit, "" before its cut-over. A date
// of which only the year is known cannot be placed.
func countMonth(t *Tx, m crm.Milestone, unit int64) (crm.Month, error) {
	u, err := ledgerUnit(t.ctx, t, "unitId", unit)
	if err != nil {
		return "", err
	}
	if len(m.On) < 7 {
		if u.cutOver != "" && m.On < string(u.cutOver)[:4] {
			return "", nil
		}
		return "", crm.Invalid("on", "%s日期只有年份（%s），无法计入月份，请退回补到月", m.Kind.Label(), m.On)
	}
	month := crm.Month(m.On[:7])
	if month < u.cutOver {
		return "", nil
	}
	return month, nil
}

// postCounts posts lines in the months of their dates, or in the open one as
// adjustments, and keeps the roll-up.
func postCounts(t *Tx, lines []crm.CountLine) error {
	for _, l := range lines {
		month, orig, err := placeLine(t, l.Month)
		if err != nil {
			return err
		}
		l.Month, l.OrigMonth = month, orig
		l.Adjustment = crm.AdjustmentOf(month, orig)
		id, err := t.nextID("count_lines")
		if err != nil {
			return err
		}
		if _, err := t.exec(`INSERT INTO count_lines (id, milestone_id, project_id, indicator, unit_id, joint, month, orig_month, adjustment, chain_id,
			count, cny, known_on, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
			id, l.MilestoneID, l.ProjectID, l.Indicator, l.UnitID, l.Joint, l.Month, l.OrigMonth, l.Adjustment, l.ChainID, l.Count, l.CNY,
			t.Today, t.Now); err != nil {
			return err
		}
		if err := rollCount(t, l); err != nil {
			return err
		}
	}
	return nil
}
