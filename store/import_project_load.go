package store

import (
	"database/sql"

	"yinfeng/crm"
)

// load reads the companies that the rows name, and the projects that rows may mean: by
// code, by the investors (those of nearly the same name too), and by name.
func (k *projectKind) load(recs []*crm.ImportRecord) error {
	one := func(key string) func(*crm.ImportRecord) []string {
		return func(r *crm.ImportRecord) []string { return []string{r.Text(key)} }
	}
	if err := k.loadChains(); err != nil {
		return err
	}
	if err := k.p.companies.load(keysOf(recs, func(r *crm.ImportRecord) []string { return r.List("investors") }), keysOf(recs, one("credit_code"))); err != nil {
		return err
	}
	ids := []int64{}
	for _, x := range []struct {
		text, column string
		values       []string
	}{{"SELECT id FROM projects WHERE %s AND voided = FALSE", "code", keysOf(recs, one("project_no"))},
		{"SELECT id FROM projects WHERE %s AND voided = FALSE", "name", keysOf(recs, one("project"))}} {
		list, err := lookUp(k.p.ctx, k.p.s, k.p.q, scanID, x.text, x.column, x.values)
		if err != nil {
			return err
		}
		ids = append(ids, list...)
	}
	companies := make([]int64, 0, len(k.p.companies.byID))
	for id := range k.p.companies.byID {
		companies = append(companies, id)
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, scanID, "SELECT project_id FROM project_parties WHERE %s", "company_id", companies)
	if err != nil {
		return err
	}
	return k.loadProjects(append(ids, list...))
}

func (k *projectKind) loadChains() error {
	type chain struct {
		id   int64
		name string
	}
	list, err := collect(k.p.ctx, k.p.q, func(r *sql.Rows) (c chain, err error) { return c, r.Scan(&c.id, &c.name) }, "SELECT id, name FROM chains ORDER BY id")
	for _, c := range list {
		k.chains[c.name] = c.id
	}
	return err
}

// loadProjects reads known projects with their parties and the milestones that hold a ledger's dates.
func (k *projectKind) loadProjects(ids []int64) error {
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, scanImportProject, `SELECT id, code, name, content, industry, place, leader, problem, next_step, chain_id,
		county_unit_id, unit_id, opening, nature, currency, total, fixed, agreed, total_cny, arrived_cny, created_at, signed_on
		FROM projects WHERE %s AND voided = FALSE ORDER BY id`, "id", ids)
	if err != nil || len(list) == 0 {
		return err
	}
	at := make(map[int64]*importProject, len(list))
	for _, x := range list {
		x.nameKey = crm.NameKey(x.has.name)
		at[x.id] = x
	}
	if err := k.loadParties(at); err != nil {
		return err
	}
	if err := k.loadDates(at); err != nil {
		return err
	}
	if err := k.loadReach(at); err != nil {
		return err
	}
	for _, x := range list {
		k.put(x)
	}
	return nil
}

// loadReach reads the parks, and which projects of other units the viewer may read.
func (k *projectKind) loadReach(at map[int64]*importProject) error {
	type row struct {
		id, unit int64
		park     string
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.id, &x.park) },
		"SELECT p.id, g.name FROM projects p JOIN parks g ON g.id = p.park_id WHERE %s", "p.id", idsOf(at))
	if err != nil {
		return err
	}
	for _, x := range list {
		at[x.id].park = x.park
	}
	list, err = lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.id, &x.unit) },
		"SELECT project_id, unit_id FROM project_shares WHERE %s", "project_id", idsOf(at))
	read := k.p.v.Scope(crm.ActReadBusiness)
	for _, x := range list {
		at[x.id].shared = at[x.id].shared || read.Has(x.unit)
	}
	return err
}

func scanImportProject(r *sql.Rows) (*importProject, error) {
	x := &importProject{has: &projectFields{}, note: &importNote{}}
	var fixed, agreed sql.NullInt64
	var created int64
	err := r.Scan(&x.id, &x.code, &x.has.name, &x.has.content, &x.has.industry, &x.has.place, &x.has.leader, &x.has.problem, &x.has.next, &x.has.chain,
		&x.has.county, &x.has.unit, &x.has.opening, &x.has.nature, &x.has.total.Currency, &x.has.total.Amount, &fixed, &agreed, &x.note.totalCNY,
		&x.note.arrived, &created, &x.note.signedOn)
	x.has.fixed, x.has.agreed = orMinus(fixed), orMinus(agreed)
	x.county, x.unit = x.has.county, x.has.unit
	x.note.on, x.signed = dayOf(created), x.note.signedOn != ""
	return x, err
}

func orMinus(n sql.NullInt64) int64 {
	if !n.Valid {
		return -1
	}
	return n.Int64
}

func idsOf[T any](m map[int64]T) []int64 {
	ids := make([]int64, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	return ids
}

func (k *projectKind) loadParties(at map[int64]*importProject) error {
	type row struct {
		project, company int64
		party            importParty
		in               importCompany
		role             string
	}
	ids := idsOf(at)
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x row, err error) {
		err = r.Scan(&x.project, &x.company, &x.role, &x.party.origin, &x.party.province, &x.party.city, &x.in.in.Name, &x.in.key, &x.in.formless,
			&x.in.in.CreditCode, &x.in.in.Origin, &x.in.in.Province, &x.in.in.City, &x.in.in.UnitID)
		return x, err
	}, `SELECT pp.project_id, pp.company_id, pp.role, pp.origin, pp.province, pp.city, c.name, c.name_key, c.formless_key, c.credit_code, c.origin, c.province,
		c.city, c.unit_id FROM project_parties pp JOIN companies c ON c.id = pp.company_id WHERE %s ORDER BY pp.project_id, pp.sort, pp.id`, "pp.project_id", ids)
	if err != nil {
		return err
	}
	for _, x := range list {
		if x.role != "investor" {
			continue
		}
		c := k.p.companies.byID[x.company]
		if c == nil {
			known := x.in
			c = &known
			c.id = x.company
			k.p.companies.put(c)
		}
		x.party.company = c
		p := at[x.project]
		p.parties = append(p.parties, x.party)
	}
	if err := k.p.companies.loadLinks(); err != nil {
		return err
	}
	filed, err := lookUp(k.p.ctx, k.p.s, k.p.q, scanID, "SELECT project_id FROM capital_entries WHERE %s AND state IN ('submitted', 'verified')", "project_id", ids)
	for _, id := range filed {
		at[id].money = true
	}
	return err
}

// loadDates reads, for each date of a ledger, the milestone that holds it: an approved one, else a filed one, else a draft.
func (k *projectKind) loadDates(at map[int64]*importProject) error {
	type row struct {
		project int64
		date    importDate
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.project, &x.date.id, &x.date.kind, &x.date.on, &x.date.precision, &x.date.state)
	}, `SELECT project_id, id, kind, on_date, date_precision, state FROM milestones WHERE %s AND kind IN ('signed', 'registered', 'started', 'producing')
		ORDER BY project_id, CASE state WHEN 'approved' THEN 1 WHEN 'submitted' THEN 2 ELSE 3 END, id`, "project_id", idsOf(at))
	for _, x := range list {
		p := at[x.project]
		x.date.was = x.date.on
		known := false
		for _, d := range p.dates {
			known = known || d.kind == x.date.kind
		}
		if !known {
			p.dates = append(p.dates, x.date)
		}
		if x.date.kind == crm.MilestoneSigned && (x.date.state == crm.StateSubmitted || x.date.state == crm.StateApproved) {
			p.signed = true
		}
	}
	return err
}
