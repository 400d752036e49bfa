package store

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

// BulkProjects writes projects with their first party and attribution whole to their
// unit.
func (s *Store) BulkProjects(ctx context.Context, v crm.Viewer, in []crm.Project) (first int64, err error) {
	return act(ctx, s, v, func(t *Tx) (int64, error) {
		first, err := t.span("projects", len(in))
		if err != nil {
			return 0, err
		}
		parties, err := t.span("project_parties", len(in))
		if err != nil {
			return 0, err
		}
		attributions, err := t.span("attributions", len(in))
		if err != nil {
			return 0, err
		}
		var rows, party, version, share [][]any
		ids := make([]int64, len(in))
		for i := range in {
			p, n := &in[i], int64(i)
			p.ID, ids[i] = first+n, first+n
			p.Code = fmt.Sprintf("XM%s-%07d", p.SignedOn[:4], p.ID)
			x := p.Parties[0]
			rows = append(rows, []any{p.ID, p.Code, p.Name, 0, p.Content, p.Industry, p.ChainID, p.Nature, p.Total.Currency, p.Total.Amount,
				p.Total.Amount, nil, p.Agreed.Amount, 0, p.CountyUnitID, 0, "", "", "", 0, p.UnitID, p.OwnerID, "", "", p.Status, "", "", "",
				p.SignedOn, "", "", "", 0, 0, 0, v.UserID, p.UpdatedAt, p.UpdatedAt, false, "", 1})
			party = append(party, []any{parties + n, p.ID, x.CompanyID, "investor", x.Origin, x.Province, x.City, crm.FullShares, 0})
			version = append(version, []any{attributions + n, p.ID, "", 2000, 1, "批量写入", v.UserID, t.Today, t.Now})
			share = append(share, []any{attributions + n, p.UnitID, crm.FullShares})
		}
		for _, x := range []struct {
			table, columns string
			rows           [][]any
		}{
			{"projects", `id, code, name, lead_id, content, industry, chain_id, nature, currency, total, total_cny, fixed, agreed, opening,
				county_unit_id, park_id, place, land_mu, land_mode, enclave_home_id, unit_id, owner_id, leader, task_force, status,
				status_reason, problem, next_step, signed_on, registered_on, started_on, producing_on, arrived_cny, pending_cny, import_id,
				created_by, created_at, updated_at, voided, void_reason, version`, rows},
			{"project_parties", "id, project_id, company_id, role, origin, province, city, share_bp, sort", party},
			{"attributions", "id, project_id, indicator, from_year, seq, reason, approved_by, known_on, at", version},
			{"attribution_shares", "attribution_id, unit_id, bp", share},
		} {
			if err := t.bulkInsert(x.table, x.columns, x.rows); err != nil {
				return 0, err
			}
		}
		if err := t.bulkIndex("projects", ids, func(i int) []string { return projectTexts(in[i]) }); err != nil {
			return 0, err
		}
		t.audit("project.bulk", "project", first, 0, fmt.Sprintf("批量写入 %d 个项目", len(in)), nil)
		return first, nil
	})
}

// BulkCapital writes verified entries of one part each, with their credit lines (whole
// to the entry's unit), the roll-up and the projects' sums.
func (s *Store) BulkCapital(ctx context.Context, v crm.Viewer, in []crm.CapitalEntry) (first int64, err error) {
	return act(ctx, s, v, func(t *Tx) (int64, error) {
		first, err := t.span("capital_entries", len(in))
		if err != nil {
			return 0, err
		}
		parts, err := t.span("capital_parts", len(in))
		if err != nil {
			return 0, err
		}
		set, err := t.settings()
		if err != nil {
			return 0, err
		}
		var rows, part [][]any
		var lines []crm.CreditLine
		for i := range in {
			e, n := &in[i], int64(i)
			e.ID, e.Parts[0].ID = first+n, parts+n
			e.Code = fmt.Sprintf("DZ%s%s-%07d", string(e.Month)[:4], string(e.Month)[5:], e.ID)
			p := e.Parts[0]
			rows = append(rows, []any{e.ID, e.Code, e.ProjectID, e.UnitID, e.Month, "", "", e.ArrivedOn, e.Amount.Amount, e.Amount.Amount, "",
				e.CompanyID, e.Form, e.Use, e.Fixed, crm.StateVerified, "", "[]", "", e.ReportedBy, e.UpdatedAt, e.VerifiedBy, e.UpdatedAt,
				e.ArrivedOn, nil, nil, 0, e.UpdatedAt, e.UpdatedAt, 1})
			part = append(part, []any{p.ID, e.ID, 0, p.Origin, p.Currency, p.Amount, p.Amount, p.FDI})
			lines = append(lines, crm.PostLines(*e, []int64{p.Amount}, []crm.Share{{UnitID: e.UnitID, BP: crm.FullShares}}, 0, set.RateOf(e.Month.Year()))...)
		}
		if err := t.bulkInsert("capital_entries", `id, code, project_id, unit_id, month, orig_month, carried_from, arrived_on, amount,
			verified, reduce_reason, company_id, form, use_of, fixed, state, note, warnings, warning_reason, reported_by, submitted_at,
			verified_by, verified_at, known_on, reverses_id, corrects_id, import_id, created_at, updated_at, version`, rows); err != nil {
			return 0, err
		}
		if err := t.bulkInsert("capital_parts", "id, entry_id, sort, origin, currency, amount, verified, fdi", part); err != nil {
			return 0, err
		}
		if err := t.bulkLines(lines); err != nil {
			return 0, err
		}
		t.audit("capital.bulk", "capital", first, 0, fmt.Sprintf("批量写入 %d 条到位资金", len(in)), nil)
		return first, nil
	})
}

// bulkLines posts credit lines and adds them to the roll-up and to their projects.
func (t *Tx) bulkLines(lines []crm.CreditLine) error {
	first, err := t.span("credit_lines", len(lines))
	if err != nil {
		return err
	}
	rows := make([][]any, len(lines))
	cells, arrived := map[crm.Cell]*crm.Cell{}, map[int64]int64{}
	for i, l := range lines {
		known := l.Month.Last()
		rows[i] = []any{first + int64(i), l.EntryID, l.PartID, l.ProjectID, l.UnitID, l.Month, l.OrigMonth, l.Adjustment, l.Currency, l.Origin,
			l.Fixed, l.FDI, l.ChainID, l.Amount, l.CNY, l.USD, known, t.Now}
		k := crm.Cell{UnitID: l.UnitID, Month: l.Month, Adjustment: l.Adjustment, State: crm.StateVerified, Currency: l.Currency,
			Origin: l.Origin, Fixed: l.Fixed, FDI: l.FDI, ChainID: l.ChainID}
		if cells[k] == nil {
			cells[k] = &crm.Cell{}
		}
		c := cells[k]
		c.Amount, c.CNY, c.USD, c.Lines = c.Amount+l.Amount, c.CNY+l.CNY, c.USD+l.USD, c.Lines+1
		arrived[l.ProjectID] += l.CNY
	}
	if err := t.bulkInsert("credit_lines", `id, entry_id, part_id, project_id, unit_id, month, orig_month, adjustment, currency, origin,
		fixed, fdi, chain_id, amount, cny, usd, known_on, at`, rows); err != nil {
		return err
	}
	for k, c := range cells {
		k.Amount, k.CNY, k.USD, k.Lines = c.Amount, c.CNY, c.USD, c.Lines
		if err := addCell(t, k); err != nil {
			return err
		}
	}
	for id, cny := range arrived {
		if _, err := t.exec("UPDATE projects SET arrived_cny = arrived_cny + $1 WHERE id = $2", cny, id); err != nil {
			return err
		}
	}
	return nil
}
