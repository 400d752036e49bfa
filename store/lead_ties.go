package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"yinfeng/crm"
)

// tiedLeads finds the leads of sc, voided and ended ones apart, whose company shares an investor, a
// phone or an address with in's (crm.MatchTies). Everything that is compared lies in sc too: the
// contacts (unless phones is false), the projects and what units note of a company. The nearest come first.
func tiedLeads(ctx context.Context, q querier, in crm.LeadCheck, sc crm.Scope, today crm.Date, phones bool) ([]nearLead, error) {
	if in.CompanyID == 0 {
		return nil, nil
	}
	r := &tieReader{ctx: ctx, q: q, sc: sc, phones: phones, known: map[int64]crm.LeadTies{}, people: map[int64][]idText{}}
	mine, err := r.ties(in.CompanyID)
	if err != nil {
		return nil, err
	}
	mine.Industry, mine.Amount = in.Industry, in.Amount
	companies, err := r.companies(in, mine)
	if err != nil || len(companies) == 0 {
		return nil, err
	}
	list, err := r.leadsOf(companies, today)
	if err != nil {
		return nil, err
	}
	var out []nearLead
	for _, n := range list {
		other := crm.LeadTies{Industry: n.Industry, Amount: n.Amount}
		if !companies[n.CompanyID] && !crm.LikeInvestment(mine, other) {
			continue
		}
		if other, err = r.ties(n.CompanyID); err != nil {
			return nil, err
		}
		other.Industry, other.Amount = n.Industry, n.Amount
		if n.Match = crm.MatchTies(mine, other); n.Match.Level != "" {
			n.phones = samePhones(mine, r.people[n.CompanyID])
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b nearLead) int { return strings.Compare(a.Match.Level, b.Match.Level) })
	return out, nil
}

// leadsOf reads the newest live leads of the companies.
func (r *tieReader) leadsOf(companies map[int64]bool, today crm.Date) ([]nearLead, error) {
	ids := make([]int64, 0, len(companies))
	for id := range companies {
		ids = append(ids, id)
	}
	var w query
	w.add("l.voided = FALSE")
	w.add("l.status <> ?", crm.LeadDropped)
	w.in("l.company_id", ids)
	w.scope(r.sc, leadReach)
	return collect(r.ctx, r.q, func(rows *sql.Rows) (n nearLead, err error) {
		l, err := scanLead(rows.Scan, today, crm.DefaultClockRules)
		n.Lead = l.Lead
		return n, err
	}, "SELECT "+leadColumns+" FROM leads l "+leadJoins+w.clause()+" ORDER BY l.id DESC LIMIT "+idList([]int64{nearCompanies}), w.args...)
}

// tieReader reads what ties companies, each once.
type tieReader struct {
	ctx    context.Context
	q      querier
	sc     crm.Scope
	phones bool // whether phones are compared
	known  map[int64]crm.LeadTies
	people map[int64][]idText // contacts of a company with their phones
}

// ties reads what sc knows of a company: who invests, phones, addresses.
func (r *tieReader) ties(company int64) (out crm.LeadTies, err error) {
	if x, ok := r.known[company]; ok {
		return x, nil
	}
	texts := func(r *sql.Rows) (s string, err error) { return s, r.Scan(&s) }
	var parties query
	parties.add("me.company_id = ? AND inv.role = 'investor' AND p.voided = FALSE", company)
	parties.scope(r.sc, projectReach)
	if out.Investors, err = collect(r.ctx, r.q, texts, `SELECT DISTINCT c.name FROM project_parties me JOIN projects p ON p.id = me.project_id
		JOIN project_parties inv ON inv.project_id = p.id JOIN companies c ON c.id = inv.company_id`+parties.clause()+" ORDER BY c.name LIMIT 50", parties.args...); err != nil {
		return out, err
	}
	var name string
	if err := r.q.QueryRowContext(r.ctx, "SELECT name FROM companies WHERE id = $1", company).Scan(&name); err != nil {
		return out, err
	}
	out.Investors = append(out.Investors, name)
	if err := r.contacts(company, &out); err != nil {
		return out, err
	}
	notes, err := unitTexts(r.ctx, r.q, company, r.sc)
	for _, n := range notes {
		if n.Address != "" {
			out.Addresses = append(out.Addresses, n.Address)
		}
	}
	r.known[company] = out
	return out, err
}

// contacts adds the phones that sc knows at a company.
func (r *tieReader) contacts(company int64, out *crm.LeadTies) (err error) {
	if !r.phones {
		return nil
	}
	var w query
	w.add("ct.company_id = ? AND ct.voided = FALSE AND ct.phone <> ''", company)
	w.scope(r.sc, contactReach)
	r.people[company], err = collect(r.ctx, r.q, scanIDText, "SELECT ct.id, ct.phone FROM contacts ct"+w.clause()+" ORDER BY ct.id", w.args...)
	for _, p := range r.people[company] {
		out.Phones = append(out.Phones, p.text)
	}
	return err
}

// companies are other companies that may be tied to in's: true for those that share a phone or an
// address, false for those of one of its investors.
func (r *tieReader) companies(in crm.LeadCheck, mine crm.LeadTies) (map[int64]bool, error) {
	out := map[int64]bool{}
	if err := r.sameInvestors(in, out); err != nil {
		return nil, err
	}
	for _, phone := range mine.Phones {
		last := crm.PhoneLast4(phone)
		if last == "" {
			continue
		}
		var w query
		w.add("ct.phone_last4 = ? AND ct.phone_last4 <> '' AND ct.voided = FALSE", last)
		w.scope(r.sc, contactReach)
		if err := r.sharing(out, crm.LeadTies{Phones: []string{phone}}, "SELECT ct.company_id, ct.phone, '' FROM contacts ct", w); err != nil {
			return nil, err
		}
	}
	for _, address := range mine.Addresses {
		end := crm.AddressEnd(address)
		if end == "" {
			continue
		}
		for _, from := range []string{"SELECT c.id, '', c.address FROM companies c", "SELECT c.company_id, '', c.address FROM company_units c"} {
			var w query
			w.add(engineBehind(r.q).addressEnd("c.address")+" = ? AND c.address <> ''", end)
			w.scope(r.sc, reach{unit: "c.unit_id"})
			if err := r.sharing(out, crm.LeadTies{Addresses: []string{address}}, from, w); err != nil {
				return nil, err
			}
		}
	}
	delete(out, in.CompanyID)
	return out, nil
}

// addressEnd is crm.AddressEnd of a column, as the indexes of migration 23 have it.
func (e engine) addressEnd(column string) string {
	if e == postgres {
		return "right(replace(" + column + ", ' ', ''), 6)"
	}
	return "substr(replace(" + column + ", ' ', ''), -6)"
}

// sharing marks the companies of rows (company, phone, address) that share what mine has.
func (r *tieReader) sharing(out map[int64]bool, mine crm.LeadTies, columns string, w query) error {
	_, err := collect(r.ctx, r.q, func(rows *sql.Rows) (id int64, err error) {
		var phone, address string
		if err := rows.Scan(&id, &phone, &address); err != nil {
			return 0, err
		}
		if crm.MatchTies(mine, crm.LeadTies{Phones: []string{phone}, Addresses: []string{address}}).Level != "" {
			out[id] = true
		}
		return id, nil
	}, columns+w.clause()+" LIMIT "+idList([]int64{nearCompanies}), w.args...)
	return err
}

// sameInvestors marks who takes part in projects of an investor of in's company, which is one too.
func (r *tieReader) sameInvestors(in crm.LeadCheck, out map[int64]bool) error {
	if in.Amount == nil || in.Industry == "" {
		return nil
	}
	var mine query
	mine.add("me.company_id = ? AND inv.role = 'investor' AND p.voided = FALSE", in.CompanyID)
	mine.scope(r.sc, projectReach)
	investors, err := collect(r.ctx, r.q, scanID, `SELECT DISTINCT inv.company_id FROM project_parties me JOIN projects p ON p.id = me.project_id
		JOIN project_parties inv ON inv.project_id = p.id`+mine.clause()+" ORDER BY inv.company_id LIMIT 50", mine.args...)
	if err != nil {
		return err
	}
	var w query
	w.in("inv.company_id", append(investors, in.CompanyID))
	w.add("inv.role = 'investor' AND p.voided = FALSE")
	w.scope(r.sc, projectReach)
	others, err := collect(r.ctx, r.q, scanID, "SELECT DISTINCT me.company_id FROM project_parties inv JOIN projects p ON p.id = inv.project_id JOIN project_parties me ON me.project_id = p.id"+
		w.clause()+" LIMIT "+idList([]int64{nearCompanies}), w.args...)
	for _, id := range append(investors, others...) {
		out[id] = false
	}
	return err
}

// tiedTo are the tied leads of the viewer's scope beside those that are near anyway. A company that is
// typed is the viewer's own of that name.
func tiedTo(t *Tx, in crm.LeadCheck, near []crm.NearLead, phones bool) ([]nearLead, error) {
	sc := t.V.Scope(crm.ActReadBusiness)
	if in.CompanyID == 0 {
		var w query
		w.add("c.name_key = ? AND c.merged_into = 0", crm.NameKey(in.CompanyName))
		w.scope(sc, companyReach)
		ids, err := collect(t.ctx, t, scanID, "SELECT c.id FROM companies c"+w.clause(), w.args...)
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		in.CompanyID = ids[0]
	}
	tied, err := tiedLeads(t.ctx, t, in, sc, t.Today, phones)
	return slices.DeleteFunc(tied, func(n nearLead) bool {
		return slices.ContainsFunc(near, func(x crm.NearLead) bool { return x.ID == n.ID })
	}), err
}

// asNear are tied leads as a report is judged by them.
func asNear(t *Tx, tied []nearLead, unit int64) (out []crm.NearLead, err error) {
	for _, n := range tied {
		out = append(out, crm.NearLead{Lead: n.Lead, Level: n.Match.Level, Why: n.Match.Why})
	}
	return out, markOwn(t, out, unit)
}

// madeTies are the leads that are tied to what an edit makes of l and were not before, or less.
func madeTies(t *Tx, l crm.Lead, in crm.LeadCheck, near []crm.NearLead, phones bool) ([]nearLead, error) {
	before, err := tiedTo(t, checkOf(l), nil, phones)
	if err != nil {
		return nil, err
	}
	after, err := tiedTo(t, in, near, phones)
	return slices.DeleteFunc(after, func(n nearLead) bool {
		return n.ID == l.ID || slices.ContainsFunc(before, func(x nearLead) bool { return x.ID == n.ID && x.Match.Level <= n.Match.Level })
	}), err
}

// tiedTold is a refusal that tells that contacts have a phone which the viewer has typed.
type tiedTold struct {
	error
	contacts []int64
}

func (e tiedTold) Unwrap() error { return e.error }

// judgeTied judges what is near together with what is tied. A refusal says which contacts' phones it
// tells: they are counted in an act of its own (savedOnce), for the refused one leaves nothing.
func judgeTied(t *Tx, near []crm.NearLead, d *crm.DuplicateDecision, unit int64, find func(phones bool) ([]nearLead, error)) ([]crm.NearLead, error) {
	off, err := tiesOff(t.ctx, t, t.V.UserID, t.Now)
	if err != nil {
		return nil, err
	}
	tied, err := find(!off)
	if err != nil {
		return nil, err
	}
	hints, err := asNear(t, tied, unit)
	if err != nil {
		return nil, err
	}
	passed, err := judgeNear(t, append(near, hints...), d)
	var told []int64
	for _, n := range tied {
		told = append(told, n.phones...)
	}
	if crm.ErrCode(err) == crm.CodeConflict && len(told) > 0 {
		err = tiedTold{err, told}
	}
	return passed, err
}

// saveJudged saves a lead whose judging may tell of phones. Where the hour's searches don't suffice for
// what would be told, it is saved without looking at phones, as for anybody who has used them up.
func (s *Store) saveJudged(ctx context.Context, v crm.Viewer, save func(*Tx) (crm.Lead, error)) (crm.Lead, error) {
	l, err := act(ctx, s, v, save)
	var told tiedTold
	if !errors.As(err, &told) {
		return l, err
	}
	off, counted := act(withoutKey(ctx), s, v, func(t *Tx) (bool, error) { return countTies(t, told.contacts) })
	if counted != nil {
		return l, counted
	}
	if off {
		return act(ctx, s, v, save)
	}
	return l, err
}
