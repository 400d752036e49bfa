package store

import "yinfeng/crm"

// Roll-ups hold sums of lines over the dimensions that bases may filter (architecture
// §4). They are kept in the transaction that writes or removes the line; no other
// statement changes them.

// rollCapital adds (sign +1) or takes away (−1) a line of the given state. A cell that
// no line is left in is removed, so that a rebuild gives the same rows.
func rollCapital(t *Tx, l crm.CreditLine, state crm.ReviewState, sign int64) error {
	if _, err := t.exec(`INSERT INTO rollup_capital (month, unit_id, adjustment, state, currency, origin, fixed, fdi, chain_id, amount, cny, usd, lines)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (month, unit_id, adjustment, state, currency, origin, fixed, fdi, chain_id) DO UPDATE SET
		amount = rollup_capital.amount + excluded.amount, cny = rollup_capital.cny + excluded.cny,
		usd = rollup_capital.usd + excluded.usd, lines = rollup_capital.lines + excluded.lines`,
		l.Month, l.UnitID, l.Adjustment, state, l.Currency, l.Origin, l.Fixed, l.FDI, l.ChainID,
		sign*l.Amount, sign*l.CNY, sign*l.USD, sign); err != nil {
		return err
	}
	if sign > 0 {
		return nil
	}
	_, err := t.exec(`DELETE FROM rollup_capital WHERE month = $1 AND unit_id = $2 AND adjustment = $3 AND state = $4 AND currency = $5
		AND origin = $6 AND fixed = $7 AND fdi = $8 AND chain_id = $9 AND lines = 0`,
		l.Month, l.UnitID, l.Adjustment, state, l.Currency, l.Origin, l.Fixed, l.FDI, l.ChainID)
	return err
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
