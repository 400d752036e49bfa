package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"yinfeng/crm"
)

// AuditFilter selects audit rows; zero fields do not filter. From and To are business
// days, both included.
type AuditFilter struct {
	UserID   int64
	UnitID   int64
	Act      string // "capital.verify", or "capital" for all of them
	Object   string
	ObjectID int64
	From, To crm.Date
	Page     crm.Page
}

var auditList = listSpec{table: "audit_log a", alias: "a", id: "a.seq", def: "-seq", sorts: map[string]string{"seq": "a.seq"}, cols: auditColumns}

// Audit lists the audit log, newest first, by sequence and not by time.
func (s *Store) Audit(ctx context.Context, v crm.Viewer, f AuditFilter) (crm.List[crm.AuditRow], error) {
	if err := v.Require(crm.ActReadAudit); err != nil {
		return crm.List[crm.AuditRow]{}, err
	}
	var q query
	if sc := v.Scope(crm.ActReadAudit); !sc.All {
		q.in("a.unit_id", sc.Units)
	}
	for column, id := range map[string]int64{"a.user_id": f.UserID, "a.unit_id": f.UnitID, "a.object_id": f.ObjectID} {
		if id != 0 {
			q.add(column+" = ?", id)
		}
	}
	if f.Object != "" {
		q.add("a.object = ?", f.Object)
	}
	if f.Act != "" {
		like := strings.TrimPrefix(likePattern(f.Act), "%")
		q.add(`(a.act = ? OR a.act LIKE ? ESCAPE '\')`, f.Act, strings.TrimSuffix(like, "%")+".%")
	}
	if f.From != "" {
		q.add("a.known_on >= ?", f.From)
	}
	if f.To != "" {
		q.add("a.known_on <= ?", f.To)
	}
	if f.Page.Q != "" {
		like := likePattern(f.Page.Q)
		q.add(`(a.label LIKE ? ESCAPE '\' OR a.actor LIKE ? ESCAPE '\')`, like, like)
	}
	return runList(ctx, s, auditList, q, f.Page, func(r *sql.Rows) (crm.AuditRow, error) { return scanAudit(r) },
		func(r crm.AuditRow, _ string) (any, int64) { return r.Seq, r.Seq })
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
