package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"yinfeng/crm"
)

const capitalCols = `e.id, e.code, e.project_id, COALESCE(p.code, ''), COALESCE(p.name, ''), COALESCE(cu.name, ''), e.unit_id, COALESCE(u.name, ''),
	e.month, e.orig_month, e.carried_from, e.arrived_on, e.amount, e.verified, e.reduce_reason, e.company_id, COALESCE(c.name, ''), e.form,
	e.use_of, e.fixed, e.state, e.note, e.warnings, e.warning_reason, e.reported_by, COALESCE(r.name, ''), e.submitted_at, e.verified_by,
	COALESCE(w.name, ''), e.verified_at, e.known_on, COALESCE(e.reverses_id, 0), COALESCE(e.corrects_id, 0),
	COALESCE((SELECT x.id FROM capital_entries x WHERE x.reverses_id = e.id), 0), e.updated_at, e.version`

const capitalJoins = `LEFT JOIN projects p ON p.id = e.project_id LEFT JOIN units cu ON cu.id = p.county_unit_id LEFT JOIN units u ON u.id = e.unit_id
	LEFT JOIN companies c ON c.id = e.company_id LEFT JOIN users r ON r.id = e.reported_by LEFT JOIN users w ON w.id = e.verified_by`

func scanCapital(rows *sql.Rows) (e crm.CapitalEntry, err error) {
	var warnings string
	var verified sql.NullInt64
	err = rows.Scan(&e.ID, &e.Code, &e.ProjectID, &e.ProjectCode, &e.ProjectName, &e.CountyName, &e.UnitID, &e.UnitName,
		&e.Month, &e.OrigMonth, &e.CarriedFrom, &e.ArrivedOn, &e.Amount.Amount, &verified, &e.ReduceReason, &e.CompanyID, &e.CompanyName, &e.Form,
		&e.Use, &e.Fixed, &e.State, &e.Note, &warnings, &e.WarningReason, &e.ReportedBy, &e.ReporterName, &e.SubmittedAt, &e.VerifiedBy,
		&e.VerifierName, &e.VerifiedAt, &e.KnownOn, &e.ReversesID, &e.CorrectsID, &e.ReversedByID, &e.UpdatedAt, &e.Version)
	if err != nil {
		return e, err
	}
	e.Amount.Currency = crm.CNY
	if verified.Valid {
		e.Verified = &verified.Int64
	}
	e.Warnings, e.Parts, e.Evidence, e.EvidenceNos = []crm.Warning{}, []crm.Part{}, []crm.Attachment{}, []string{}
	return e, json.Unmarshal([]byte(warnings), &e.Warnings)
}

// fillCapital gives entries their parts and evidence, by one query each.
func fillCapital(ctx context.Context, q querier, list []crm.CapitalEntry) error {
	if len(list) == 0 {
		return nil
	}
	ids, at := make([]int64, len(list)), map[int64]*crm.CapitalEntry{}
	for i := range list {
		ids[i], at[list[i].ID] = list[i].ID, &list[i]
	}
	type row struct {
		entry int64
		p     crm.Part
	}
	parts, err := collect(ctx, q, func(r *sql.Rows) (x row, err error) {
		var verified sql.NullInt64
		err = r.Scan(&x.entry, &x.p.ID, &x.p.Origin, &x.p.Currency, &x.p.Amount, &verified, &x.p.FDI)
		if verified.Valid {
			x.p.Verified = &verified.Int64
		}
		return x, err
	}, `SELECT entry_id, id, origin, currency, amount, verified, fdi FROM capital_parts WHERE entry_id IN (`+idList(ids)+`) ORDER BY entry_id, sort`)
	if err != nil {
		return err
	}
	for _, x := range parts {
		at[x.entry].Parts = append(at[x.entry].Parts, x.p)
	}
	files, err := evidenceOf(ctx, q, "capital", ids)
	for id, f := range files {
		at[id].Evidence = f
		for _, a := range f {
			at[id].EvidenceNos = append(at[id].EvidenceNos, a.Number)
		}
	}
	return err
}

// loadCapital reads entries by a condition on e, with parts and evidence.
func loadCapital(ctx context.Context, q querier, where string, args ...any) ([]crm.CapitalEntry, error) {
	list, err := collect(ctx, q, scanCapital, "SELECT "+capitalCols+" FROM capital_entries e "+capitalJoins+" WHERE "+where+" ORDER BY e.id", args...)
	if err != nil {
		return nil, err
	}
	return list, fillCapital(ctx, q, list)
}

// oneCapital reads one entry with its opinions, whoever asks.
func oneCapital(ctx context.Context, q querier, id int64) (crm.CapitalEntry, error) {
	list, err := loadCapital(ctx, q, "e.id = $1", id)
	if err != nil {
		return crm.CapitalEntry{}, err
	}
	if len(list) == 0 {
		return crm.CapitalEntry{}, crm.NotFound("到位资金条目")
	}
	ops, err := opinionsOf(ctx, q, "capital", []int64{id})
	list[0].Opinions = ops[id]
	return list[0], err
}

// effectiveMonth is the month that e speaks of: for a correction the one it corrects.
func effectiveMonth(e crm.CapitalEntry) crm.Month {
	if e.OrigMonth != "" {
		return e.OrigMonth
	}
	return e.Month
}

// capitalFor loads an entry for an act of the viewer, in one of states.
func capitalFor(t *Tx, a crm.Act, id int64, doing string, states ...crm.ReviewState) (crm.CapitalEntry, error) {
	if err := t.V.Require(a); err != nil {
		return crm.CapitalEntry{}, err
	}
	e, err := oneCapital(t.ctx, t, id)
	if err != nil {
		return e, err
	}
	if err := t.V.RequireIn(a, e.UnitID, "到位资金条目"); err != nil {
		return e, err
	}
	for _, st := range states {
		if e.State == st {
			return e, nil
		}
	}
	return e, crm.Conflict(e, "条目现在是“%s”，不能%s", e.State.Label(), doing)
}
