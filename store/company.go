package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"yinfeng/crm"
)

// companyColumns are a company's columns as sc sees them: tags, address and note are those of the
// unit that speaks for sc.
func companyColumns(sc crm.Scope) string {
	return "c.id, c.name, c.credit_code, c.origin, c.province, c.city, c.industry, " + companyColumn(sc, "tags") + ", " + companyColumn(sc, "address") +
		", " + companyColumn(sc, "note") + ", c.unit_id, cu.name, c.merged_into, c.updated_at, c.version"
}

const companyJoins = "JOIN units cu ON cu.id = c.unit_id"

// companyRow returns the scan targets of companyColumns and a finisher.
func companyRow(c *crm.Company, sc crm.Scope) (targets []any, finish func() error) {
	var tags string
	targets = []any{&c.ID, &c.Name, &c.CreditCode, &c.Origin, &c.Province, &c.City, &c.Industry, &tags, &c.Address, &c.Note,
		&c.UnitID, &c.UnitName, &c.MergedInto, &c.UpdatedAt, &c.Version}
	return targets, func() error {
		if !sc.Has(c.UnitID) {
			c.UnitID, c.UnitName = 0, crm.OtherUnit
		}
		return json.Unmarshal([]byte(tags), &c.Tags)
	}
}

// loadCompany reads one company whatever its scope, with the texts of the unit that registered it.
func loadCompany(ctx context.Context, q querier, id int64) (crm.Company, error) {
	return seenCompany(ctx, q, id, crm.Scope{All: true})
}

// seenCompany reads one company with what sc sees of it.
func seenCompany(ctx context.Context, q querier, id int64, sc crm.Scope) (c crm.Company, err error) {
	targets, finish := companyRow(&c, sc)
	err = q.QueryRowContext(ctx, "SELECT "+companyColumns(sc)+" FROM companies c "+companyJoins+" WHERE c.id = $1", id).Scan(targets...)
	if errors.Is(err, sql.ErrNoRows) {
		return c, crm.NotFound("企业")
	}
	if err != nil {
		return c, err
	}
	return c, finish()
}

// visibleCompany reads a company that sc reaches and that was not merged into another.
func visibleCompany(ctx context.Context, q querier, id int64, sc crm.Scope) (crm.Company, error) {
	c, err := reachedCompany(ctx, q, id, sc)
	if err == nil {
		err = notMerged(ctx, q, c)
	}
	return c, err
}

// reachedCompany reads a company that sc reaches.
func reachedCompany(ctx context.Context, q querier, id int64, sc crm.Scope) (crm.Company, error) {
	ok, err := reachable(ctx, q, "companies c", companyReach, id, sc)
	if err != nil {
		return crm.Company{}, err
	}
	if !ok {
		return crm.Company{}, crm.NotFound("企业")
	}
	return seenCompany(ctx, q, id, sc)
}

// Company returns one company with its visible contacts and counts.
func (s *Store) Company(ctx context.Context, v crm.Viewer, id int64) (crm.Company, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.Company{}, err
	}
	return reading(ctx, s, func(q querier) (crm.Company, error) { return companyDetail(ctx, q, v, id) })
}

func companyDetail(ctx context.Context, q querier, v crm.Viewer, id int64) (crm.Company, error) {
	sc := v.Scope(crm.ActReadBusiness)
	c, err := reachedCompany(ctx, q, id, sc)
	if err != nil {
		return c, err
	}
	if err := q.QueryRowContext(ctx, "SELECT "+companyCounts(sc)+" FROM companies c WHERE c.id = $1", id).Scan(&c.Leads, &c.Projects, &c.Visits); err != nil {
		return c, err
	}
	c.CanRename = c.UnitID != 0 && v.Scope(crm.ActWriteCompany).Has(c.UnitID)
	if c.Contacts, err = visibleContacts(ctx, q, v, id); err == nil {
		c.Units, err = unitTexts(ctx, q, id, sc)
	}
	return c, err
}

// companyCounts are three subselects that count what sc reaches of company c.
func companyCounts(sc crm.Scope) string {
	count := func(from, of string, r reach) string {
		var w query
		w.add(of)
		w.scope(sc, r)
		return "(SELECT COUNT(*) FROM " + from + w.clause() + ")"
	}
	return count("leads l", "l.company_id = c.id AND l.voided = FALSE", leadReach) + ", " +
		count("projects p", "p.id IN (SELECT pp.project_id FROM project_parties pp WHERE pp.company_id = c.id) AND p.voided = FALSE", projectReach) + ", " +
		// CROSS JOIN keeps SQLite from walking all visits of a unit for each company.
		count("visit_companies vc CROSS JOIN visits v", "v.id = vc.visit_id AND vc.company_id = c.id AND v.voided = FALSE", visitReach)
}

func companySpec(sc crm.Scope) listSpec {
	return listSpec{table: "companies c", alias: "c", id: "c.id", def: "-updatedAt",
		sorts: map[string]string{"updatedAt": "c.updated_at", "name": "c.name"},
		cols:  companyColumns(sc) + ", " + companyCounts(sc), joins: companyJoins}
}

func (s *Store) companyQuery(ctx context.Context, sc crm.Scope, f crm.CompanyFilter) (q query, err error) {
	q.scope(sc, companyReach)
	q.add("c.merged_into = 0")
	if f.Origin != "" {
		q.add("c.origin = ?", f.Origin)
	}
	if f.Province != "" {
		province, _ := crm.TidyPlace(f.Province, "")
		q.add("c.province = ?", province)
	}
	if f.Tag != "" {
		tag, err := json.Marshal(f.Tag)
		if err != nil {
			return q, err
		}
		q.add(companyColumn(sc, "tags")+` LIKE ? ESCAPE '\'`, likePattern(string(tag)))
	}
	if f.UnitID != 0 {
		ids, err := unitAndBelow(ctx, s.read, f.UnitID)
		if err != nil {
			return q, err
		}
		// Of units that one does not see it is not told whether they deal with a company.
		ids = slices.DeleteFunc(ids, func(id int64) bool { return !sc.Has(id) })
		q.scope(crm.Scope{Units: ids}, companyReach)
	}
	if err := checkQ(f.Q); err != nil {
		return q, err
	}
	return q, q.search(ctx, s, "companies", "c.id", f.Q)
}

func scanCompanyRow(sc crm.Scope) func(r *sql.Rows) (crm.Company, error) {
	return func(r *sql.Rows) (c crm.Company, err error) {
		targets, finish := companyRow(&c, sc)
		if err := r.Scan(append(targets, &c.Leads, &c.Projects, &c.Visits)...); err != nil {
			return c, err
		}
		return c, finish()
	}
}

// Companies lists the companies that the viewer's units deal with; counts are of what
// the viewer sees.
func (s *Store) Companies(ctx context.Context, v crm.Viewer, f crm.CompanyFilter) (crm.List[crm.Company], error) {
	sc := v.Scope(crm.ActReadBusiness)
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.List[crm.Company]{}, err
	}
	q, err := s.companyQuery(ctx, sc, f)
	if err != nil {
		return crm.List[crm.Company]{}, s.translate(err)
	}
	return runList(ctx, s, companySpec(sc), q, f.Page, scanCompanyRow(sc), func(c crm.Company, sort string) (any, int64) {
		if sort == "name" {
			return c.Name, c.ID
		}
		return c.UpdatedAt, c.ID
	})
}

// EachCompany hands every company of the list to fn, for exports.
func (s *Store) EachCompany(ctx context.Context, v crm.Viewer, f crm.CompanyFilter, fn func(crm.Company) error) error {
	if err := v.Require(crm.ActExport); err != nil {
		return err
	}
	sc := v.Scope(crm.ActExport)
	q, err := s.companyQuery(ctx, sc, f)
	if err != nil {
		return s.translate(err)
	}
	return eachRow(ctx, s, companySpec(sc), q, f.Sort, scanCompanyRow(sc), fn)
}

// MatchCompanies answers what is being typed: up to ten companies that the viewer's units
// deal with. Of others nothing is told, not even that a name is known: who holds an
// intention is for the lead check, which counts and logs (domain §4).
func (s *Store) MatchCompanies(ctx context.Context, v crm.Viewer, text string) (crm.CompanyMatches, error) {
	list, err := s.Companies(ctx, v, crm.CompanyFilter{Page: crm.Page{Q: text, Limit: 10}})
	return crm.CompanyMatches{Items: list.Items}, err
}
