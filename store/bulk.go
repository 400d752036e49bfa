package store

import (
	"context"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// Bulk methods fill a database for measuring: named acts that write thousands of rows
// at once, keep the roll-ups, the search index and the audit chain (one audit row a
// call), and skip what only a person's single act needs (messages, warnings).

// bulkParams bounds the placeholders of one statement: SQLite takes 32,766.
const bulkParams = 30_000

// bulkInsert writes rows of a table with as few statements as the engines allow.
func (t *Tx) bulkInsert(table string, columns string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	width := len(rows[0])
	step := min(bulkParams/width, 400)
	var text string
	for from := 0; from < len(rows); from += step {
		chunk := rows[from:min(from+step, len(rows))]
		if text == "" || len(chunk) != step {
			text = "INSERT INTO " + table + " (" + columns + ") VALUES " + valueMarks(len(chunk), width)
		}
		args := make([]any, 0, len(chunk)*width)
		for _, r := range chunk {
			args = append(args, r...)
		}
		if _, err := t.exec(text, args...); err != nil {
			return err
		}
	}
	return nil
}

// valueMarks prints rows × width placeholders, numbered in order.
func valueMarks(rows, width int) string {
	var b strings.Builder
	n := 0
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for k := range width {
			if k > 0 {
				b.WriteString(", ")
			}
			n++
			fmt.Fprintf(&b, "$%d", n)
		}
		b.WriteByte(')')
	}
	return b.String()
}

// bulkIndex puts search rows for new ids.
func (t *Tx) bulkIndex(table string, ids []int64, texts func(i int) []string) error {
	if t.s.engine != postgres {
		rows := make([][]any, len(ids))
		for i, id := range ids {
			rows[i] = []any{id, strings.Join(grams(texts(i)...), " ")}
		}
		return t.bulkInsert("search_"+table, "rowid, grams", rows)
	}
	const step = 500
	for from := 0; from < len(ids); from += step {
		var b strings.Builder
		var args []any
		for i := from; i < min(from+step, len(ids)); i++ {
			if b.Len() > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "(CAST($%d AS BIGINT), array_to_tsvector(string_to_array(CAST($%d AS TEXT), ' ')))", len(args)+1, len(args)+2)
			args = append(args, ids[i], strings.Join(grams(texts(i)...), " "))
		}
		if _, err := t.exec("INSERT INTO search_"+table+" (rowid, grams) VALUES "+b.String(), args...); err != nil {
			return err
		}
	}
	return nil
}

// span takes n ids of a table and returns the first.
func (t *Tx) span(table string, n int) (int64, error) {
	last, err := t.next("id:"+table, int64(n))
	return last - int64(n) + 1, err
}

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
		if err := t.bulkInsert("companies", `id, name, name_key, formless_key, credit_code, origin, province, city, industry, tags, address,
			note, unit_id, import_id, created_at, updated_at, version`, rows); err != nil {
			return 0, err
		}
		if err := t.bulkInsert("company_units", "company_id, unit_id, at", links); err != nil {
			return 0, err
		}
		if err := t.bulkIndex("companies", ids, func(i int) []string { return companyTexts(in[i].Name, "") }); err != nil {
			return 0, err
		}
		t.audit("company.bulk", "company", first, 0, fmt.Sprintf("批量写入 %d 家企业", len(in)), nil)
		return first, nil
	})
}

// BulkLeads writes leads as given, with their first event and claim.
func (s *Store) BulkLeads(ctx context.Context, v crm.Viewer, in []crm.Lead) (first int64, err error) {
	return act(ctx, s, v, func(t *Tx) (int64, error) {
		first, err := t.span("leads", len(in))
		if err != nil {
			return 0, err
		}
		events, err := t.span("lead_events", len(in))
		if err != nil {
			return 0, err
		}
		claims, err := t.span("claims", len(in))
		if err != nil {
			return 0, err
		}
		set, err := t.settings()
		if err != nil {
			return 0, err
		}
		var rows, history, held [][]any
		sums := map[[3]any]*[2]int64{}
		ids := make([]int64, len(in))
		for i := range in {
			l, n := &in[i], int64(i)
			l.ID, ids[i] = first+n, first+n
			l.Code = fmt.Sprintf("XS%s-%07d", string(l.ReportedOn)[:4], l.ID)
			cur, amount, lo, hi := leadAmounts(*l)
			sort := leadSortCNY(*l, set)
			rows = append(rows, []any{l.ID, l.Code, l.CompanyID, l.Project, l.Content, l.Industry, l.ChainID, cur, amount, lo, hi, sort, l.Origin,
				l.Province, l.City, l.PlaceUnitID, "", l.UnitID, l.OwnerID, l.UnitID, l.Source, l.Stage, l.Status, "", l.NextStep, l.NextDue,
				l.LastProgressOn, "首报线索", l.ReportedOn, 0, 0, v.UserID, l.UpdatedAt, l.UpdatedAt, false, "", 1})
			history = append(history, []any{events + n, l.ID, "report", "", l.Stage, "", v.UserID, l.UnitID, l.ReportedOn, l.UpdatedAt})
			held = append(held, []any{claims + n, l.ID, l.UnitID, l.ReportedOn, l.LastProgressOn.AddMonths(crm.ClaimMonths), "held", l.UpdatedAt})
			k := [3]any{l.UnitID, l.Stage, l.Status}
			if sums[k] == nil {
				sums[k] = &[2]int64{}
			}
			sums[k][0]++
			sums[k][1] += sort
		}
		if err := t.bulkInsert("leads", `id, code, company_id, project, content, industry, chain_id, currency, amount, amount_min, amount_max,
			amount_sort, origin, province, city, place_unit_id, land_mu, unit_id, owner_id, reporter_unit_id, source, stage, status, status_reason,
			next_step, next_due, last_progress_on, last_progress, reported_on, project_id, import_id, created_by, created_at, updated_at, voided,
			void_reason, version`, rows); err != nil {
			return 0, err
		}
		if err := t.bulkInsert("lead_events", "id, lead_id, kind, from_value, to_value, reason, user_id, unit_id, known_on, at", history); err != nil {
			return 0, err
		}
		if err := t.bulkInsert("claims", "id, lead_id, unit_id, since, protected_until, state, at", held); err != nil {
			return 0, err
		}
		for k, n := range sums {
			if _, err := t.exec(`INSERT INTO rollup_leads (unit_id, stage, status, leads, amount) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (unit_id, stage, status) DO UPDATE SET leads = rollup_leads.leads + excluded.leads,
				amount = rollup_leads.amount + excluded.amount`, k[0], k[1], k[2], n[0], n[1]); err != nil {
				return 0, err
			}
		}
		if err := t.bulkIndex("leads", ids, func(i int) []string { return leadTexts(in[i].Code, in[i].Project, in[i].CompanyName) }); err != nil {
			return 0, err
		}
		t.audit("lead.bulk", "lead", first, 0, fmt.Sprintf("批量写入 %d 条线索", len(in)), nil)
		return first, nil
	})
}

// BulkVisits writes visits of one company each.
func (s *Store) BulkVisits(ctx context.Context, v crm.Viewer, in []crm.Visit) (first int64, err error) {
	return act(ctx, s, v, func(t *Tx) (int64, error) {
		first, err := t.span("visits", len(in))
		if err != nil {
			return 0, err
		}
		var rows, met [][]any
		sums := map[[5]any]int64{}
		ids := make([]int64, len(in))
		for i, x := range in {
			id := first + int64(i)
			ids[i] = id
			in[i].Code = fmt.Sprintf("BF%s-%07d", string(x.On)[:4], id)
			rows = append(rows, []any{id, in[i].Code, x.Kind, x.On, "", x.Province, x.City, "", x.People, x.PeopleCount, x.LeaderLevel, "", "",
				x.Theme, x.Outcome, "", "", "", 0, x.UnitID, x.UserID, 0, x.UpdatedAt, x.UpdatedAt, false, "", 1})
			met = append(met, []any{id, x.Companies[0].CompanyID, "", "", 0})
			sums[[5]any{x.On.Month(), x.UnitID, x.Kind, x.Province, x.City}]++
		}
		if err := t.bulkInsert("visits", `id, code, kind, on_date, end_on, province, city, place, people, people_count, leader_level,
			leader_name, leader_title, theme, outcome, content, next_step, next_due, trip_id, unit_id, user_id, import_id, created_at,
			updated_at, voided, void_reason, version`, rows); err != nil {
			return 0, err
		}
		if err := t.bulkInsert("visit_companies", "visit_id, company_id, counterpart, counterpart_title, sort", met); err != nil {
			return 0, err
		}
		for k, n := range sums {
			if _, err := t.exec(`INSERT INTO rollup_visits (month, unit_id, kind, province, city, visits) VALUES ($1, $2, $3, $4, $5, $6)
				ON CONFLICT (month, unit_id, kind, province, city) DO UPDATE SET visits = rollup_visits.visits + excluded.visits`,
				k[0], k[1], k[2], k[3], k[4], n); err != nil {
				return 0, err
			}
		}
		if err := t.bulkIndex("visits", ids, func(i int) []string {
			return visitTexts(in[i].Code, in[i].Theme, "", []string{in[i].Companies[0].Name})
		}); err != nil {
			return 0, err
		}
		t.audit("visit.bulk", "visit", first, 0, fmt.Sprintf("批量写入 %d 次拜访", len(in)), nil)
		return first, nil
	})
}
