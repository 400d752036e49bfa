package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// nearLead is a lead whose company may be the one that is being reported, of whatever
// unit: the caller decides who may be told what.
type nearLead struct {
	crm.Lead
	Match  crm.Match // of the two companies; the intention is for the caller to compare
	phones []int64   // contacts of the other company whose number is one of ours
	claim  int64     // id of the held claim, 0 for none
	holder int64     // unit that holds it
	until  crm.Date  // protected until and with that day
}

// nearCompanies is how many companies near a name are looked at.
const nearCompanies = 300

// nearLeads finds the leads, voided ones apart, of companies that in's company may be: the
// same id, credit code or name, or a similar name (crm.MatchCompany), as they stand
// today. No scope is applied, and colours are not looked at.
func nearLeads(ctx context.Context, q querier, in crm.LeadCheck, today crm.Date) ([]nearLead, error) {
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
		l, err := scanLead(func(to ...any) error { return r.Scan(append(to, &n.claim, &n.holder)...) }, today, crm.DefaultClockRules)
		n.Lead, n.until, n.Match = l.Lead, l.ProtectedUntil, found[l.CompanyID]
		return n, err
	}, "SELECT "+leadColumns+", COALESCE(lcl.id, 0), COALESCE(lcl.unit_id, 0) FROM leads l "+leadJoins+w.clause()+" ORDER BY l.id", w.args...)
}

// nearCompanyIDs gives the companies near in's with how near they are.
func nearCompanyIDs(ctx context.Context, q querier, in crm.LeadCheck) (out map[int64]crm.Match, err error) {
	side := crm.Side{Name: in.CompanyName, Code: in.CreditCode}
	if in.CompanyID != 0 {
		c, err := loadCompany(ctx, q, in.CompanyID)
		if err != nil {
			return nil, err
		}
		side = crm.Side{Name: c.Name, Code: c.CreditCode}
		if side.Former, err = goneNames(ctx, q, in.CompanyID); err != nil {
			return nil, err
		}
	}
	sides, err := likeCompanies(ctx, q, side)
	if err != nil {
		return nil, err
	}
	out = map[int64]crm.Match{}
	m := crm.NewMatcher(side)
	for _, other := range sides {
		found, best := m.Match(other.Side), out[other.id]
		if found.Level == "" || best.Level != "" && best.Level <= found.Level {
			continue
		}
		if other.merged && found.Why == "名称相同" {
			found.Why = "曾用名称相同"
		}
		out[other.id] = found
	}
	return out, nil
}

// nearSide is a name of a company that may match: its own, or that of one merged into it.
type nearSide struct {
	crm.Side
	id     int64 // of the company that stands
	merged bool
}

// likeCompanies reads the companies that may match: by code, by name, and by the search
// index, which holds the bigrams of every crm.MatchKey.
func likeCompanies(ctx context.Context, q querier, side crm.Side) (map[int64]nearSide, error) {
	const columns = "SELECT id, " + standingCompany + " AS stands, name, credit_code FROM companies WHERE "
	limit := " LIMIT " + idList([]int64{nearCompanies})
	out := map[int64]nearSide{}
	read := func(where string, args ...any) error {
		rows, err := q.QueryContext(ctx, columns+where, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			var c nearSide
			if err := rows.Scan(&id, &c.id, &c.Name, &c.Code); err != nil {
				return err
			}
			c.merged = c.id != id
			out[id] = c
		}
		return rows.Err()
	}
	if crm.CreditCodeValid(side.Code) {
		if err := read("credit_code = $1 AND credit_code <> ''", strings.ToUpper(crm.Fold(side.Code))); err != nil {
			return nil, err
		}
	}
	if err := read("name_key = $1", crm.NameKey(side.Name)); err != nil {
		return nil, err
	}
	if err := read("formless_key = $1 ORDER BY id"+limit, crm.FormlessKey(side.Name)); err != nil {
		return nil, err
	}
	for _, g := range side.NearGrams() {
		sub, arg := engineBehind(q).matchTwo("companies", g)
		if err := read("id IN ("+sub+limit+")", arg); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// matchTwo returns a subselect, like match, of ids in table that hold two of the grams at
// least, or the only one.
func (e engine) matchTwo(table string, grams []string) (sub, arg string) {
	quote, and, or := `"`, " AND ", " OR "
	sub = "SELECT rowid FROM search_" + table + " WHERE search_" + table + " MATCH $1"
	if e == postgres {
		quote, and, or = "'", " & ", " | "
		sub = "SELECT rowid FROM search_" + table + " WHERE grams @@ CAST($1 AS tsquery)"
	}
	if len(grams) == 1 {
		return sub, quote + grams[0] + quote
	}
	var pairs []string
	for i, a := range grams {
		for _, b := range grams[i+1:] {
			pairs = append(pairs, "("+quote+a+quote+and+quote+b+quote+")")
		}
	}
	return sub, strings.Join(pairs, or)
}
