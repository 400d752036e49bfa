package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// leadFacts reads what the gates ask about a lead.
func leadFacts(ctx context.Context, q querier, l crm.Lead) (f crm.LeadFacts, err error) {
	f.Lead = l
	visits, err := leadVisitCount(ctx, q, l.ID)
	if err != nil {
		return f, err
	}
	f.Visits = int(visits)
	if f.Files, err = collect(ctx, q, func(r *sql.Rows) (kind string, err error) { return kind, r.Scan(&kind) },
		"SELECT DISTINCT kind FROM attachments WHERE object_kind = 'lead' AND object_id = $1 AND voided = FALSE", l.ID); err != nil {
		return f, err
	}
	return f, q.QueryRowContext(ctx, `SELECT COUNT(*) FROM contacts ct WHERE company_id = $1 AND voided = FALSE
		AND (unit_id = $2 OR EXISTS (SELECT 1 FROM lead_contacts lc WHERE lc.contact_id = ct.id AND lc.lead_id = $3))`, l.CompanyID, l.UnitID, l.ID).Scan(&f.Contacts)
}
