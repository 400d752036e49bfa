package store

import "yinfeng/crm"

// Roll-ups hold sums of lines over the dimensions that bases may filter (architecture
// §4). They are kept in the transaction that writes or removes the line; no other
// statement changes them.

// rollCapital adds (sign +1) or takes away (−1) a line of the given state. A cell that
// no line is left in is removed, so that a rebuild gives the same rows.
func rollCapital(t *Tx, l crm.CreditLine, state crm.ReviewState, sign int64) error {
	c := crm.Cell{UnitID: l.UnitID, Month: l.Month, Adjustment: l.Adjustment, State: state, Currency: l.Currency, Origin: l.Origin,
		Fixed: l.Fixed, FDI: l.FDI, ChainID: l.ChainID, Amount: sign * l.Amount, CNY: sign * l.CNY, USD: sign * l.USD, Lines: sign}
	if err := addCell(t, c); err != nil || sign > 0 {
		return err
	}
	for _, r := range capitalRollups {
		if _, err := t.exec("DELETE FROM "+r.table+` WHERE month = $1 AND unit_id = $2 AND adjustment = $3 AND state = $4 AND currency = $5
			AND origin = $6 AND fixed = $7 AND fdi = $8 AND chain_id = $9 AND lines = 0`,
			c.Month, c.UnitID, c.Adjustment, c.State, c.Currency, c.Origin, c.Fixed, c.FDI, r.chain(c)); err != nil {
			return err
		}
	}
	return nil
}

// capitalRollups are the two roll-ups of the ledger: over all dimensions, and without
// the chain (chain_id 0), which stays small whatever the size of the ledger and is what
// dashboards and figures read.
var capitalRollups = []struct {
	table string
	chain func(crm.Cell) int64
}{
	{"rollup_capital", func(c crm.Cell) int64 { return c.ChainID }},
	{"rollup_units", func(crm.Cell) int64 { return 0 }},
}

// addCell adds c to both roll-ups.
func addCell(t *Tx, c crm.Cell) error {
	for _, r := range capitalRollups {
		if _, err := t.exec("INSERT INTO "+r.table+` AS r (month, unit_id, adjustment, state, currency, origin, fixed, fdi, chain_id, amount, cny, usd, lines)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
			ON CONFLICT (month, unit_id, adjustment, state, currency, origin, fixed, fdi, chain_id) DO UPDATE SET
			amount = r.amount + excluded.amount, cny = r.cny + excluded.cny, usd = r.usd + excluded.usd, lines = r.lines + excluded.lines`,
			c.Month, c.UnitID, c.Adjustment, c.State, c.Currency, c.Origin, c.Fixed, c.FDI, r.chain(c), c.Amount, c.CNY, c.USD, c.Lines); err != nil {
			return err
		}
	}
	return nil
}

// rollCount adds a count line.
func rollCount(t *Tx, l crm.CountLine) error {
	_, err := t.exec(`INSERT INTO rollup_counts (month, indicator, unit_id, adjustment, joint, chain_id, count, cny, lines)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
		ON CONFLICT (month, indicator, unit_id, adjustment, joint, chain_id) DO UPDATE SET
		count = rollup_counts.count + excluded.count, cny = rollup_counts.cny + excluded.cny, lines = rollup_counts.lines + 1`,
		l.Month, l.Indicator, l.UnitID, l.Adjustment, l.Joint, l.ChainID, l.Count, l.CNY)
	return err
}
