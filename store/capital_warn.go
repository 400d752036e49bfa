package store

import (
	"database/sql"
	"errors"

	"yinfeng/crm"
)

// idOrNull is NULL for 0.
func idOrNull(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }

// warn works out what about e needs a written reason (domain §7). Reversals need none:
// they copy what was judged before.
func warn(t *Tx, e crm.CapitalEntry) ([]crm.Warning, error) {
	if e.ReversesID != 0 {
		return []crm.Warning{}, nil
	}
	p, err := loadProject(t.ctx, t, e.ProjectID, t.Today)
	if err != nil {
		return nil, err
	}
	set, err := t.settings()
	if err != nil {
		return nil, err
	}
	f := crm.CapitalFacts{CutOffBefore: e.Month.Add(-1).CutOff(set.CutOffDay), SignedOn: p.SignedOn, CeilingCNY: p.totalCNY}
	if p.Agreed != nil && p.Agreed.Amount > 0 && p.Total.Amount > 0 {
		f.CeilingCNY = crm.MulDiv(p.totalCNY, p.Agreed.Amount, p.Total.Amount)
	}
	if f.OthersCNY, f.SameAgain, err = otherEntries(t, e); err != nil {
		return nil, err
	}
	f.OthersCNY += p.Opening
	if f.EvidenceReused, err = evidenceReused(t, e); err != nil {
		return nil, err
	}
	ws := crm.CapitalWarnings(crm.CapitalInput{Month: e.Month, ArrivedOn: e.ArrivedOn, Amount: e.Amount}, f)
	if e.OrigMonth != "" || e.CarriedFrom != "" {
		ws = dropWarning(ws, "outside_month")
	}
	if ws == nil {
		ws = []crm.Warning{}
	}
	return ws, nil
}

// dropWarning leaves one kind out: a correction carries the arrival day of its original,
// a carried entry that of the month it was filed in.
func dropWarning(ws []crm.Warning, code string) []crm.Warning {
	var out []crm.Warning
	for _, w := range ws {
		if w.Code != code {
			out = append(out, w)
		}
	}
	return out
}

// otherEntries sums the project's other live entries (verified as verified, the rest as
// reported) and counts those of the same amount, month and investor. An entry that is
// reversed or about to be, and its reversal, cancel out.
func otherEntries(t *Tx, e crm.CapitalEntry) (sum int64, same int, err error) {
	err = t.QueryRowContext(t.ctx, `SELECT CAST(COALESCE(SUM(COALESCE(e.verified, e.amount)), 0) AS BIGINT),
		COUNT(CASE WHEN e.amount = $1 AND e.month = $2 AND e.company_id = $3 THEN 1 END)
		FROM capital_entries e WHERE e.project_id = $4 AND e.id <> $5 AND e.reverses_id IS NULL
		AND NOT EXISTS (SELECT 1 FROM capital_entries x WHERE x.reverses_id = e.id)`,
		e.Amount.Amount, e.Month, e.CompanyID, e.ProjectID, e.ID).Scan(&sum, &same)
	return sum, same, err
}

// evidenceReused tells whether a file of e already proves something else. What is out of
// the viewer's scope is not named (domain §7).
func evidenceReused(t *Tx, e crm.CapitalEntry) (string, error) {
	var kind string
	var object int64
	err := t.QueryRowContext(t.ctx, `SELECT b.object_kind, b.object_id FROM attachments a JOIN attachments b ON b.sha256 = a.sha256
		WHERE a.object_kind = 'capital' AND a.object_id = $1 AND a.voided = FALSE AND b.voided = FALSE AND b.object_kind IN ('capital', 'milestone')
		AND NOT (b.object_kind = 'capital' AND b.object_id IN (a.object_id, $2)) ORDER BY b.id LIMIT 1`, e.ID, e.CorrectsID).Scan(&kind, &object)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	const elsewhere = "同一份佐证文件已在别处用过"
	table, column := "capital_entries", "code"
	if kind == "milestone" {
		table, column = "milestones", "kind"
	}
	var name string
	var project int64
	if err := t.QueryRowContext(t.ctx, "SELECT "+column+", project_id FROM "+table+" WHERE id = $1", object).Scan(&name, &project); err != nil {
		return "", err
	}
	if err := readableProject(t.ctx, t, t.V, crm.ActReadBusiness, project); err != nil {
		if crm.ErrCode(err) == crm.CodeNotFound {
			return elsewhere, nil
		}
		return "", err
	}
	if kind == "milestone" {
		return elsewhere + "：" + crm.MilestoneKind(name).Label() + "节点", nil
	}
	return elsewhere + "：条目 " + name, nil
}

// refreshed recomputes the warnings of an entry that is not yet verified and returns it.
func refreshed(t *Tx, id int64) (crm.CapitalEntry, error) {
	e, err := oneCapital(t.ctx, t, id)
	if err != nil {
		return e, err
	}
	if e.Warnings, err = warn(t, e); err != nil {
		return e, err
	}
	_, err = t.exec("UPDATE capital_entries SET warnings = $1 WHERE id = $2 AND state <> 'verified'", toJSON(e.Warnings), id)
	return e, err
}
