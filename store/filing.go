package store

import (
	"context"
	"database/sql"
	"fmt"

	"yinfeng/crm"
)

// FileMonth signs off a unit's month (月度报送), or says that nothing arrived (零报告).
// Filing again appends a version (domain §7).
func (s *Store) FileMonth(ctx context.Context, v crm.Viewer, month crm.Month, in crm.FilingInput) (crm.Filing, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Filing, error) {
		f := crm.Filing{Month: month, Zero: in.Zero, Note: in.Note, State: "filed", FiledBy: t.V.Name, At: crm.Instant(t.Now), KnownOn: t.Today}
		if err := t.V.Require(crm.ActFile); err != nil {
			return f, err
		}
		tree, err := loadUnitTree(t.ctx, t)
		if err != nil {
			return f, err
		}
		u, err := filingUnit(t, tree, in.UnitID)
		if err != nil {
			return f, err
		}
		f.UnitID, f.UnitName = u.id, u.name
		p, err := periodOf(t.ctx, t, month, t.Today)
		if err != nil {
			return f, err
		}
		drafts, err := monthEntries(t, tree, &f)
		if err != nil {
			return f, err
		}
		if err := crm.CheckFiling(p, f, drafts); err != nil {
			return f, err
		}
		return f, fileMonth(t, &f)
	})
}

func fileMonth(t *Tx, f *crm.Filing) error {
	if _, err := t.exec("UPDATE filings SET is_current = FALSE WHERE month = $1 AND unit_id = $2 AND is_current = TRUE", f.Month, f.UnitID); err != nil {
		return err
	}
	id, err := t.nextID("filings")
	if err != nil {
		return err
	}
	f.ID = id
	if _, err := t.exec(`INSERT INTO filings (id, month, unit_id, zero, entries, amount_cny, filed_by, note, is_current, known_on, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE, $9, $10)`, f.ID, f.Month, f.UnitID, f.Zero, f.Entries, f.AmountCNY, t.V.UserID, f.Note,
		t.Today, t.Now); err != nil {
		return err
	}
	label := fmt.Sprintf("报送 %s%s", f.UnitName, f.Month.Label())
	if f.Zero {
		label += "（零报告）"
	}
	t.audit("filing.file", "filing", f.ID, f.UnitID, label, f)
	return nil
}

// filingUnit is the unit given, or the reporting unit that the viewer belongs to.
func filingUnit(t *Tx, tree *unitTree, id int64) (reportUnit, error) {
	asked := id
	if id == 0 {
		u, ok := tree.creditedOf(t.V.UnitID)
		if !ok {
			return u, crm.Invalid("unitId", "请选择要报送的单位")
		}
		id = u.id
	}
	if err := t.V.RequireIn(crm.ActFile, id, "单位"); err != nil {
		return reportUnit{}, err
	}
	u := tree.byID[id]
	if !u.reporting && u.kind != crm.UnitCityDirect {
		return u, crm.Invalid("unitId", "“%s”不是报送单位，不用报送", u.name)
	}
	if asked == 0 && u.id == 0 {
		return u, crm.NotFound("单位")
	}
	return u, nil
}

// monthEntries counts what the unit and those below it have handed in for the month,
// and what still lies with them.
func monthEntries(t *Tx, tree *unitTree, f *crm.Filing) (drafts int64, err error) {
	err = t.QueryRowContext(t.ctx, `SELECT COUNT(CASE WHEN state IN ('submitted', 'verified') THEN 1 END),
		CAST(COALESCE(SUM(CASE WHEN state = 'submitted' THEN amount WHEN state = 'verified' THEN COALESCE(verified, amount) ELSE 0 END), 0) AS BIGINT),
		COUNT(CASE WHEN state IN ('draft', 'returned') THEN 1 END), COUNT(CASE WHEN state = 'submitted' THEN 1 END)
		FROM capital_entries WHERE unit_id IN (`+idList(tree.subtree(f.UnitID))+`) AND month = $1`, f.Month).Scan(&f.Entries, &f.AmountCNY, &drafts, &f.Unverified)
	return drafts, err
}

// Filings tells for a month which units have filed and which have not, within the
// viewer's scope.
func (s *Store) Filings(ctx context.Context, v crm.Viewer, month crm.Month) ([]crm.Filing, error) {
	if err := v.Require(crm.ActReadFigures); err != nil {
		return nil, err
	}
	var out []crm.Filing
	err := s.readOnce(ctx, func(q querier) (err error) {
		if _, err = periodOf(ctx, q, month, s.Today()); err != nil {
			return err
		}
		out, err = filings(ctx, q, month, v.Scope(crm.ActReadFigures))
		return err
	})
	return out, s.translate(err)
}

func filings(ctx context.Context, q querier, month crm.Month, sc crm.Scope) ([]crm.Filing, error) {
	tree, err := loadUnitTree(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (f crm.Filing, err error) {
		err = r.Scan(&f.ID, &f.Month, &f.UnitID, &f.UnitName, &f.Zero, &f.Entries, &f.AmountCNY, &f.FiledBy, &f.At, &f.KnownOn, &f.Note)
		f.State = "filed"
		return f, err
	}, `SELECT f.id, f.month, f.unit_id, n.name, f.zero, f.entries, f.amount_cny, COALESCE(u.name, ''), f.at, f.known_on, f.note
		FROM filings f JOIN units n ON n.id = f.unit_id LEFT JOIN users u ON u.id = f.filed_by WHERE f.month = $1 AND f.is_current = TRUE`, month)
	if err != nil {
		return nil, err
	}
	byUnit := map[int64]crm.Filing{}
	for _, f := range rows {
		byUnit[f.UnitID] = f
	}
	out := []crm.Filing{}
	at := map[int64]int{}
	for _, u := range tree.credited(month.Year()) {
		f, ok := byUnit[u.id]
		if !sc.Has(u.id) || !ok && !u.mustFile(month) {
			continue
		}
		if !ok {
			f = crm.Filing{Month: month, UnitID: u.id, UnitName: u.name, State: "missing"}
		}
		at[u.id] = len(out)
		out = append(out, f)
	}
	if err := filingsToCome(ctx, q, tree, month, out, at); err != nil {
		return nil, err
	}
	return out, filingChanges(ctx, q, tree, month, out, at)
}

// filingsToCome counts what a unit that has not filed yet would sign off now.
func filingsToCome(ctx context.Context, q querier, tree *unitTree, month crm.Month, out []crm.Filing, at map[int64]int) error {
	type row struct{ unit, entries, cny int64 }
	rows, err := collect(ctx, q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.unit, &x.entries, &x.cny) },
		`SELECT unit_id, COUNT(*), CAST(SUM(CASE WHEN state = 'verified' THEN COALESCE(verified, amount) ELSE amount END) AS BIGINT)
		FROM capital_entries WHERE month = $1 AND state IN ('submitted', 'verified') GROUP BY unit_id`, month)
	for _, x := range rows {
		u, ok := tree.creditedOf(x.unit)
		if i, listed := at[u.id]; ok && listed && out[i].State == "missing" {
			out[i].Entries += x.entries
			out[i].AmountCNY += x.cny
		}
	}
	return err
}

// filingChanges counts the entries that moved after the sign-off and those not verified.
func filingChanges(ctx context.Context, q querier, tree *unitTree, month crm.Month, out []crm.Filing, at map[int64]int) error {
	type row struct {
		unit    int64
		state   crm.ReviewState
		updated int64
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.unit, &x.state, &x.updated) },
		"SELECT unit_id, state, CASE WHEN submitted_at > updated_at THEN submitted_at ELSE updated_at END FROM capital_entries WHERE month = $1 AND state <> 'verified'", month)
	for _, x := range rows {
		u, ok := tree.creditedOf(x.unit)
		i, listed := at[u.id]
		if !ok || !listed {
			continue
		}
		if x.state == crm.StateSubmitted {
			out[i].Unverified++
		}
		if out[i].State == "filed" && x.updated > int64(out[i].At) {
			out[i].NewSince++
		}
	}
	return err
}
