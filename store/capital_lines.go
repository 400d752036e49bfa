package store

import (
	"database/sql"

	"yinfeng/crm"
)

const lineCols = "part_id, project_id, unit_id, month, orig_month, adjustment, currency, origin, fixed, fdi, chain_id, amount, cny, usd"

func scanLine(rows *sql.Rows) (l crm.CreditLine, err error) {
	err = rows.Scan(&l.PartID, &l.ProjectID, &l.UnitID, &l.Month, &l.OrigMonth, &l.Adjustment, &l.Currency, &l.Origin, &l.Fixed, &l.FDI,
		&l.ChainID, &l.Amount, &l.CNY, &l.USD)
	return l, err
}

// linesFor makes the lines of e: its parts by the shares of the year it speaks of; for a
// reversal the original's lines negated, whatever the shares are now (domain §6).
func linesFor(t *Tx, e crm.CapitalEntry, amounts []int64) ([]crm.CreditLine, error) {
	if e.ReversesID != 0 {
		return reversedLines(t, e)
	}
	shares, err := sharesOf(t.ctx, t, e.ProjectID, crm.IndCapital, effectiveMonth(e).Year())
	if err != nil {
		return nil, err
	}
	rate, err := rateFor(t, e)
	if err != nil {
		return nil, err
	}
	for _, p := range e.Parts {
		if p.Currency == crm.USD && rate == 0 {
			return nil, crm.Conflict(e, "%d 年的折算汇率还没有设置，请联系管理员", effectiveMonth(e).Year())
		}
	}
	var chain int64
	if err := t.QueryRowContext(t.ctx, "SELECT chain_id FROM projects WHERE id = $1", e.ProjectID).Scan(&chain); err != nil {
		return nil, err
	}
	return crm.PostLines(e, amounts, shares, chain, rate), nil
}

// reversedLines negates what the original's lines come to; the parts of e stand in the
// order of the original's parts that were verified above zero.
func reversedLines(t *Tx, e crm.CapitalEntry) ([]crm.CreditLine, error) {
	net, err := netLines(t, e.ReversesID)
	if err != nil {
		return nil, err
	}
	var out []crm.CreditLine
	part := map[int64]int64{}
	for _, l := range net {
		if _, ok := part[l.PartID]; !ok {
			if len(part) == len(e.Parts) {
				return nil, crm.Conflict(e, "冲回与原条目的构成不一致，请联系管理员核对账目")
			}
			part[l.PartID] = e.Parts[len(part)].ID
		}
		r := l.Reversed(e)
		r.PartID = part[l.PartID]
		out = append(out, r)
	}
	return out, nil
}

// netLines sums an entry's lines per part and unit, changes of attribution included,
// in the order of the parts.
func netLines(t *Tx, entry int64) ([]crm.CreditLine, error) {
	return collect(t.ctx, t, scanLine, `SELECT l.part_id, l.project_id, l.unit_id, '', '', '', l.currency, l.origin, l.fixed, l.fdi, l.chain_id,
		CAST(SUM(l.amount) AS BIGINT), CAST(SUM(l.cny) AS BIGINT), CAST(SUM(l.usd) AS BIGINT)
		FROM credit_lines l JOIN capital_parts p ON p.id = l.part_id WHERE l.entry_id = $1
		GROUP BY p.sort, l.part_id, l.project_id, l.unit_id, l.currency, l.origin, l.fixed, l.fdi, l.chain_id
		HAVING SUM(l.amount) <> 0 OR SUM(l.cny) <> 0 OR SUM(l.usd) <> 0 ORDER BY p.sort, l.unit_id`, entry)
}

// postLines appends lines of verified money to the ledger and keeps the roll-up. There is
// no statement anywhere that changes or removes a credit line (trust §1).
func postLines(t *Tx, lines []crm.CreditLine) (cny int64, err error) {
	for _, l := range lines {
		id, err := t.nextID("credit_lines")
		if err != nil {
			return 0, err
		}
		if _, err := t.exec(`INSERT INTO credit_lines (id, entry_id, part_id, project_id, unit_id, month, orig_month, adjustment, currency, origin,
			fixed, fdi, chain_id, amount, cny, usd, known_on, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
			id, l.EntryID, l.PartID, l.ProjectID, l.UnitID, l.Month, l.OrigMonth, l.Adjustment, l.Currency, l.Origin, l.Fixed, l.FDI, l.ChainID,
			l.Amount, l.CNY, l.USD, t.Today, t.Now); err != nil {
			return 0, err
		}
		if err := rollCapital(t, l, crm.StateVerified, 1); err != nil {
			return 0, err
		}
		cny += l.CNY
	}
	return cny, nil
}

// postPending writes the lines that a submitted entry would give, as reported.
func postPending(t *Tx, e crm.CapitalEntry) error {
	lines, err := linesFor(t, e, reportedAmounts(e))
	if err != nil {
		return err
	}
	sum := int64(0)
	for _, l := range lines {
		id, err := t.nextID("pending_lines")
		if err != nil {
			return err
		}
		if _, err := t.exec(`INSERT INTO pending_lines (id, entry_id, part_id, project_id, unit_id, month, orig_month, adjustment, currency, origin,
			fixed, fdi, chain_id, amount, cny, usd) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
			id, e.ID, l.PartID, l.ProjectID, l.UnitID, l.Month, l.OrigMonth, l.Adjustment, l.Currency, l.Origin, l.Fixed, l.FDI, l.ChainID,
			l.Amount, l.CNY, l.USD); err != nil {
			return err
		}
		if err := rollCapital(t, l, crm.StateSubmitted, 1); err != nil {
			return err
		}
		sum += l.CNY
	}
	_, err = t.exec("UPDATE projects SET pending_cny = pending_cny + $1 WHERE id = $2", sum, e.ProjectID)
	return err
}

// dropPending takes a submitted entry's lines away again: decided, withdrawn or moved.
func dropPending(t *Tx, e crm.CapitalEntry) error {
	lines, err := collect(t.ctx, t, scanLine, "SELECT "+lineCols+" FROM pending_lines WHERE entry_id = $1 ORDER BY id", e.ID)
	if err != nil {
		return err
	}
	sum := int64(0)
	for _, l := range lines {
		sum += l.CNY
		if err := rollCapital(t, l, crm.StateSubmitted, -1); err != nil {
			return err
		}
	}
	if _, err := t.exec("DELETE FROM pending_lines WHERE entry_id = $1", e.ID); err != nil {
		return err
	}
	_, err = t.exec("UPDATE projects SET pending_cny = pending_cny - $1 WHERE id = $2", sum, e.ProjectID)
	return err
}

func reportedAmounts(e crm.CapitalEntry) []int64 {
	out := make([]int64, len(e.Parts))
	for i, p := range e.Parts {
		out[i] = p.Amount
	}
	return out
}
