package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

var leadSpec = listSpec{table: "leads l", alias: "l", id: "l.id", def: "-updatedAt",
	sorts: map[string]string{"updatedAt": "l.updated_at", "amount": "l.amount_sort", "reportedOn": "l.reported_on",
		"nextDue": dueOrder("l"), "lastProgressOn": "l.last_progress_on"},
	cols: leadColumns, joins: leadJoins}

// dueOrder sorts by the next step's day; rows without one come after all days.
func dueOrder(alias string) string {
	return "CASE " + alias + ".next_due WHEN '' THEN '9999-12-31' ELSE " + alias + ".next_due END"
}

func dueKey(d crm.Date) string {
	if d == "" {
		return "9999-12-31"
	}
	return string(d)
}

// leadSortKey is the sort column's value of a row, for the next cursor.
func leadSortKey(l leadRow, sort string) any {
	switch sort {
	case "amount":
		return l.sortCNY
	case "reportedOn":
		return string(l.ReportedOn)
	case "nextDue":
		return dueKey(l.NextDue)
	case "lastProgressOn":
		return string(l.LastProgressOn)
	}
	return l.UpdatedAt
}

// ordered reports an order whose index holds neither stage nor status: it is walked until the page is
// full. Without || ” SQLite would gather and sort all leads of that stage or status.
func ordered(sort string) bool {
	switch strings.TrimPrefix(sort, "-") {
	case "nextDue", "lastProgressOn", "reportedOn":
		return true
	}
	return false
}

// leadQuery turns a filter into conditions within sc; voided leads are in no list.
func (s *Store) leadQuery(ctx context.Context, v crm.Viewer, sc crm.Scope, f crm.LeadFilter) (query, error) {
	var q query
	q.add("l.voided = FALSE")
	q.scope(sc, leadReach)
	free := ""
	if ordered(f.Sort) {
		free = " || ''"
	}
	if f.Stage != "" {
		q.add("l.stage"+free+" = ?", f.Stage)
	}
	if f.Status != "" {
		q.add("l.status"+free+" = ?", f.Status)
	}
	if f.UnitID != 0 {
		ids, err := unitAndBelow(ctx, s.read, f.UnitID)
		if err != nil {
			return q, err
		}
		q.in("l.unit_id", ids)
	}
	for column, id := range map[string]int64{"l.place_unit_id": f.PlaceUnitID, "l.owner_id": f.OwnerID, "l.chain_id": f.ChainID} {
		if id != 0 {
			q.add(column+" = ?", id)
		}
	}
	if f.CompanyID != 0 {
		if err := q.few(ctx, s, "l.id", "SELECT x.id FROM leads x WHERE x.company_id = ?", f.CompanyID); err != nil {
			return q, err
		}
	}
	if f.Mine {
		q.add("l.owner_id = ?", v.UserID)
	}
	if f.Province != "" {
		province, _ := crm.TidyPlace(f.Province, "")
		q.add("l.province = ?", province)
	}
	if f.Source != "" {
		q.add("l.source = ?", f.Source)
	}
	if f.DueBefore != "" {
		q.add("l.next_due <> '' AND l.next_due <= ?", f.DueBefore)
	}
	if f.Warning != "" {
		r, err := clockRules(ctx, s.read)
		if err == nil {
			err = q.warning(f.Warning, s.Today(), r)
		}
		if err != nil {
			return q, err
		}
	}
	if err := checkQ(f.Q); err != nil {
		return q, err
	}
	return q, q.find(ctx, s, "leads", "l", f.Q, scopeMarks(sc)...)
}

// warning limits q to leads of one colour, as crm.ProgressWarning gives it.
func (q *query) warning(colour string, today crm.Date, r crm.ClockRules) error {
	yellow, red := crm.ProgressBefore(today, r.YellowMonths), crm.ProgressBefore(today, r.RedMonths)
	const alive = "l.status = 'active' AND l.stage <> 'signed' AND l.idle_from <> '' AND "
	const over = "EXISTS (SELECT 1 FROM claims k WHERE k.lead_id = l.id AND k.state = 'held' AND k.protected_until < ?)"
	switch colour {
	case "lapsed":
		q.add(alive+over, today)
	case "red":
		q.add(alive+"l.idle_from <= ? AND NOT "+over, red, today)
	case "yellow":
		q.add(alive+"l.idle_from > ? AND l.idle_from <= ? AND NOT "+over, red, yellow, today)
	default:
		return crm.Invalid("warning", "没有“%s”这种预警", colour)
	}
	return nil
}

// Leads lists leads of the viewer's scope.
func (s *Store) Leads(ctx context.Context, v crm.Viewer, f crm.LeadFilter) (crm.List[crm.Lead], error) {
	out := crm.List[crm.Lead]{Items: []crm.Lead{}}
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return out, err
	}
	q, err := s.leadQuery(ctx, v, v.Scope(crm.ActReadBusiness), f)
	if err != nil {
		return out, s.translate(err)
	}
	scan, err := s.leadScanner(ctx)
	if err != nil {
		return out, s.translate(err)
	}
	rows, err := runList(ctx, s, leadSpec, q, f.Page, scan, func(l leadRow, sort string) (any, int64) { return leadSortKey(l, sort), l.ID })
	out.Next, out.Total, out.TotalIsCapped = rows.Next, rows.Total, rows.TotalIsCapped
	for _, l := range rows.Items {
		out.Items = append(out.Items, l.Lead)
	}
	return out, err
}

// leadScanner reads rows of leads as they stand today by the rules of now.
func (s *Store) leadScanner(ctx context.Context) (func(*sql.Rows) (leadRow, error), error) {
	rules, err := clockRules(ctx, s.read)
	today := s.Today()
	return func(r *sql.Rows) (leadRow, error) { return scanLead(r.Scan, today, rules) }, err
}

// EachLead hands every lead of the list to fn, for exports.
func (s *Store) EachLead(ctx context.Context, v crm.Viewer, f crm.LeadFilter, fn func(crm.Lead) error) error {
	if err := v.Require(crm.ActExport); err != nil {
		return err
	}
	q, err := s.leadQuery(ctx, v, v.Scope(crm.ActExport), f)
	if err != nil {
		return s.translate(err)
	}
	scan, err := s.leadScanner(ctx)
	if err != nil {
		return s.translate(err)
	}
	return eachRow(ctx, s, leadSpec, q, f.Sort, scan, func(l leadRow) error { return fn(l.Lead) })
}
