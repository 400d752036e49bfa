package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// nearLead is a lead whose company may be the one that is being reported, of whatever
// unit: the caller decides who may be told what.
type nearLead struct {
	crm.Lead
	Match  crm.Match // of the two companies; the intention is for the caller to compare
	claim  int64     // id of the held claim, 0 for none
	holder int64     // unit that holds it
	until  crm.Date  // protected until and with that day
}

// nearCompanies is how many companies near a name are looked at.
const nearCompanies = 300

// nearLeads finds the leads, voided ones apart, of companies that in's company may be: the
// same id, credit code or name, or a similar name (crm.MatchCompany). No scope is applied.
func nearLeads(ctx context.Context, q querier, in crm.LeadCheck) ([]nearLead, error) {
	found, err := nearCompanyIDs(ctx, q, in)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ids := make([]int64, 0, len(found))
	for id := range found {
		ids = append(ids, id)
	}
	var w query
	w.add("l.voided = FALSE")
	w.in("l.company_id", ids)
	return collect(ctx, q, func(r *sql.Rows) (n nearLead, err error) {
		l, err := scanLead(func(to ...any) error { return r.Scan(append(to, &n.claim, &n.holder)...) }, "")
		n.Lead, n.until, n.Match = l.Lead, l.ProtectedUntil, found[l.CompanyID]
		return n, err
	}, "SELECT "+leadColumns+", COALESCE(lcl.id, 0), COALESCE(lcl.unit_id, 0) FROM leads l "+leadJoins+w.clause()+" ORDER BY l.id", w.args...)
}

// nearCompanyIDs gives the companies near in's with how near they are.
func nearCompanyIDs(ctx context.Context, q querier, in crm.LeadCheck) (map[int64]crm.Match, error) {
	var name, code = in.CompanyName, in.CreditCode
	if in.CompanyID != 0 {
		c, err := loadCompany(ctx, q, in.CompanyID)
		if err != nil {
			return nil, err
		}
		name, code = c.Name, c.CreditCode
	}
	type row struct {
		id         int64
		name, code string
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.id, &x.name, &x.code) },
		`SELECT id, name, credit_code FROM companies WHERE name_key = $1 OR formless_key = $2 OR (credit_code = $3 AND credit_code <> '')
		ORDER BY id LIMIT `+idList([]int64{nearCompanies}), crm.NameKey(name), crm.FormlessKey(name), code)
	out := map[int64]crm.Match{}
	for _, x := range rows {
		if m := crm.MatchCompany(crm.Side{Name: name, Code: code}, crm.Side{Name: x.name, Code: x.code}); m.Level != "" {
			out[x.id] = m
		}
	}
	return out, err
}
