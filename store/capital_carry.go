package store

import (
	"database/sql"

	"yinfeng/crm"
)

// carryOver moves what is not verified of a month that is being closed to the next one:
// submitted entries with the manager's reason (结转), drafts and returned ones by
// themselves. It returns how many submitted entries moved (domain §7).
func carryOver(t *Tx, month crm.Month, reason string) (int, error) {
	ids, err := collect(t.ctx, t, func(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) },
		"SELECT id FROM capital_entries WHERE month = $1 AND state <> 'verified' ORDER BY id", month)
	if err != nil {
		return 0, err
	}
	carried := 0
	for _, id := range ids {
		e, err := oneCapital(t.ctx, t, id)
		if err != nil {
			return 0, err
		}
		if err := carryEntry(t, e, month.Add(1), reason); err != nil {
			return 0, err
		}
		if e.State == crm.StateSubmitted {
			carried++
		}
	}
	return carried, nil
}

// carryEntry moves one entry. A reversal or correction of the month that closes becomes an
// adjustment of it; into another year, foreign parts are converted at that year's rate.
func carryEntry(t *Tx, e crm.CapitalEntry, next crm.Month, reason string) error {
	from := e.Month
	if e.State == crm.StateSubmitted {
		if err := dropPending(t, e); err != nil {
			return err
		}
	}
	if e.OrigMonth == "" && (e.ReversesID != 0 || e.CorrectsID != 0) {
		e.OrigMonth = from
	}
	e.Month = next
	if err := recount(t, &e, from); err != nil {
		return err
	}
	if _, err := t.exec(`UPDATE capital_entries SET month = $1, orig_month = $2, carried_from = $3, amount = $4, updated_at = $5, version = version + 1
		WHERE id = $6 AND state <> 'verified'`, e.Month, e.OrigMonth, from, e.Amount.Amount, t.Now, e.ID); err != nil {
		return err
	}
	if e.State != crm.StateSubmitted {
		t.audit("capital.move", "capital", e.ID, e.UnitID, "关账时未提交条目 "+e.Code+" 移到 "+next.Label(), map[string]any{"from": from, "to": next})
		return nil
	}
	if err := postPending(t, e); err != nil {
		return err
	}
	if err := addOpinion(t, "capital", e.ID, "carry", reason); err != nil {
		return err
	}
	t.audit("capital.carry", "capital", e.ID, e.UnitID, "结转条目 "+e.Code+" 到 "+next.Label(), map[string]any{"from": from, "to": next, "reason": reason})
	return nil
}

// recount gives an entry with dollars that moves into another year its amount in yuan.
func recount(t *Tx, e *crm.CapitalEntry, from crm.Month) error {
	if e.ReversesID != 0 || effectiveMonth(*e).Year() == from.Year() {
		return nil
	}
	rate, err := rateFor(t, *e)
	if err != nil {
		return err
	}
	for _, p := range e.Parts {
		if p.Currency == crm.USD && rate == 0 {
			return crm.Conflict(*e, "条目 %s 要结转到 %d 年，该年的折算汇率还没有设置，请联系管理员", e.Code, e.Month.Year())
		}
	}
	e.Amount = crm.Yuan(crm.SumParts(e.Parts, rate))
	return nil
}
