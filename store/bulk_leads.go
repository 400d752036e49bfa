package store

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

// BulkCompanies writes companies, each dealt with by its own unit; names must be new.
func (s *Store) BulkCompanies(ctx context.Context, v crm.Viewer, in []crm.CompanyInput) (first int64, err error) {
	return act(ctx, s, v, func(t *Tx) (int64, error) {
		first, err := t.span("companies", len(in))
		if err != nil {
			return 0, err
		}
		rows, links, ids := make([][]any, len(in)), make([][]any, len(in)), make([]int64, len(in))
		for i, c := range in {
			ids[i] = first + int64(i)
			rows[i] = []any{ids[i], c.Name, crm.NameKey(c.Name), crm.FormlessKey(c.Name), "", c.Origin, c.Province, c.City, c.Industry, "[]", "",
				"", c.UnitID, 0, t.Now, t.Now, 1}
			links[i] = []any{ids[i], c.UnitID, t.Now}
		}
		if err := t.bulkInsert(
			bulkTable{name: "companies", columns: `id, name, name_key, formless_key, credit_code, origin, province, city, industry, tags,
				address, note, unit_id, import_id, created_at, updated_at, version`, rows: rows},
			bulkTable{name: "company_units", columns: "company_id, unit_id, at", rows: links}); err != nil {
			return 0, err
		}
		if err := t.bulkIndex("companies", ids, func(i int) []string { return companyTexts(in[i].Name, "") }); err != nil {
			return 0, err
		}
		t.audit("company.bulk", "company", first, 0, fmt.Sprintf("批量写入 %d 家企业", len(in)), nil)
		return first, nil
	})
}

// leadBulkColumns are all columns of leads, in the order that bulkLeadRow writes.
const leadBulkColumns = `id, code, company_id, project, content, industry, chain_id, currency, amount, amount_min, amount_max,
	amount_sort, origin, province, city, place_unit_id, land_mu, unit_id, owner_id, reporter_unit_id, source, stage, status, status_reason,
	next_step, next_due, last_progress_on, last_progress, reported_on, project_id, import_id, created_by, created_at, updated_at, voided,
	void_reason, version, clock_from, responded_on, assessed_on, noted_on, idle_from, paused_on`

func bulkLeadRow(l crm.Lead, sort, by int64) []any {
	cur, amount, lo, hi := leadAmounts(l)
	return []any{l.ID, l.Code, l.CompanyID, l.Project, l.Content, l.Industry, l.ChainID, cur, amount, lo, hi, sort, l.Origin,
		l.Province, l.City, l.PlaceUnitID, "", l.UnitID, l.OwnerID, l.UnitID, l.Source, l.Stage, l.Status, "", l.NextStep, l.NextDue,
		l.LastProgressOn, "首报线索", l.ReportedOn, 0, 0, by, l.UpdatedAt, l.UpdatedAt, false, "", 1,
		l.ReportedOn, l.ReportedOn, l.ReportedOn, l.LastProgressOn, l.LastProgressOn, ""}
}

// BulkLeads writes leads as given, with their first event and claim.
func (s *Store) BulkLeads(ctx context.Context, v crm.Viewer, in []crm.Lead) (first int64, err error) {
	return act(ctx, s, v, func(t *Tx) (int64, error) {
		firsts, err := t.spans(len(in), "leads", "lead_events", "claims")
		if err != nil {
			return 0, err
		}
		if err := t.bulkLeads(in, firsts); err != nil {
			return 0, err
		}
		t.audit("lead.bulk", "lead", firsts[0], 0, fmt.Sprintf("批量写入 %d 条线索", len(in)), nil)
		return firsts[0], nil
	})
}

func (t *Tx) bulkLeads(in []crm.Lead, firsts []int64) error {
	set, err := t.settings()
	if err != nil {
		return err
	}
	var rows, events, claims [][]any
	var sums leadSums
	for i := range in {
		l, n := &in[i], int64(i)
		l.ID = firsts[0] + n
		l.Code = fmt.Sprintf("XS%s-%07d", string(l.ReportedOn)[:4], l.ID)
		sort := leadSortCNY(*l, set)
		rows = append(rows, bulkLeadRow(*l, sort, t.V.UserID))
		events = append(events, []any{firsts[1] + n, l.ID, "report", "", l.Stage, "", t.V.UserID, l.UnitID, l.ReportedOn, l.UpdatedAt})
		claims = append(claims, []any{firsts[2] + n, l.ID, l.UnitID, l.ReportedOn, l.ReportedOn, l.LastProgressOn.AddMonths(set.ClaimMonths), "held", l.UpdatedAt})
		sums.add(*l, sort, 1)
	}
	if err := t.bulkInsert(
		bulkTable{name: "leads", columns: leadBulkColumns, rows: rows},
		bulkTable{name: "lead_events", columns: "id, lead_id, kind, from_value, to_value, reason, user_id, unit_id, known_on, at", rows: events},
		bulkTable{name: "claims", columns: "id, lead_id, unit_id, since, opened_on, protected_until, state, at", rows: claims}); err != nil {
		return err
	}
	if err := sums.write(t); err != nil {
		return err
	}
	return indexNewLeads(t, firsts[0], len(in))
}
