package store

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

var projectSorts = map[string]string{"updatedAt": "p.updated_at", "signedOn": "p.signed_on", "total": "p.total_cny", "arrived": "p.arrived_cny",
	"code": "p.code", "name": "p.name"}

// stageCond says what the furthest approved milestone is, by the dates that approval sets.
var stageCond = map[string]string{
	"unsigned":   "p.signed_on = ''",
	"signed":     "p.signed_on <> '' AND p.registered_on = '' AND p.started_on = '' AND p.producing_on = ''",
	"registered": "p.registered_on <> '' AND p.started_on = '' AND p.producing_on = ''",
	"started":    "p.started_on <> '' AND p.producing_on = ''",
	"producing":  "p.producing_on <> ''",
}

// sizeBounds are the size classes in 亿元, lower and upper bound (0 for none), domain §6.
var sizeBounds = map[string][2]int64{"lt1": {0, 1}, "1to5": {1, 5}, "5to10": {5, 10}, "10to50": {10, 50}, "gte50": {50, 0}}

// Projects lists projects in scope.
func (s *Store) Projects(ctx context.Context, v crm.Viewer, f crm.ProjectFilter) (crm.List[crm.Project], error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.List[crm.Project]{Items: []crm.Project{}}, err
	}
	q, err := s.projectQuery(ctx, v.Scope(crm.ActReadBusiness), f)
	if err != nil {
		return crm.List[crm.Project]{Items: []crm.Project{}}, err
	}
	return reading(ctx, s, func(r querier) (crm.List[crm.Project], error) {
		rows, err := readList(ctx, r, s.projectSpec(), q, f.Page, scanProject, projectKey)
		out := crm.List[crm.Project]{Items: make([]crm.Project, len(rows.Items)), Next: rows.Next, Total: rows.Total, TotalIsCapped: rows.TotalIsCapped}
		if err != nil {
			return out, err
		}
		if err := fillParties(ctx, r, rows.Items, func(p *projectRow) *crm.Project { return &p.Project }); err != nil {
			return out, err
		}
		for i, p := range rows.Items {
			out.Items[i] = p.Project
		}
		return out, nil
	})
}

func (s *Store) projectSpec() listSpec {
	return listSpec{table: "projects p", alias: "p", id: "p.id", sorts: projectSorts, def: "-updatedAt", cols: projectCols(s.Today().Year()), joins: projectJoins}
}

// EachProject hands every project of the list to fn, for exports.
func (s *Store) EachProject(ctx context.Context, v crm.Viewer, f crm.ProjectFilter, fn func(crm.Project) error) error {
	if err := v.Require(crm.ActExport); err != nil {
		return err
	}
	q, err := s.projectQuery(ctx, v.Scope(crm.ActExport), f)
	if err != nil {
		return err
	}
	return eachChunk(ctx, s, s.projectSpec(), q, f.Sort, scanProject, func(rows []projectRow) error {
		if err := fillParties(ctx, s.read, rows, func(p *projectRow) *crm.Project { return &p.Project }); err != nil {
			return s.translate(err)
		}
		for _, p := range rows {
			if err := fn(p.Project); err != nil {
				return err
			}
		}
		return nil
	})
}

func projectKey(p projectRow, sort string) (any, int64) {
	switch sort {
	case "signedOn":
		return p.SignedOn, p.ID
	case "total":
		return p.totalCNY, p.ID
	case "arrived":
		return p.ArrivedCNY, p.ID
	case "code":
		return p.Code, p.ID
	case "name":
		return p.Name, p.ID
	}
	return p.UpdatedAt, p.ID
}

// projectQuery turns a filter into conditions on projects p, scope included.
func (s *Store) projectQuery(ctx context.Context, sc crm.Scope, f crm.ProjectFilter) (query, error) {
	var q query
	if err := checkQ(f.Q); err != nil {
		return q, err
	}
	q.scope(sc, projectReach)
	if f.Voided {
		q.where = append(q.where, "p.voided = TRUE")
	} else {
		q.where = append(q.where, "p.voided = FALSE")
	}
	for _, c := range []struct {
		set  bool
		cond string
		arg  any
	}{
		{f.UnitID != 0, "p.unit_id IN (SELECT d.id FROM units a JOIN units d ON d.path LIKE a.path || '%' WHERE a.id = ?)", f.UnitID},
		{f.CountyID != 0, "p.county_unit_id = ?", f.CountyID},
		{f.ChainID != 0, "p.chain_id = ?", f.ChainID},
		{f.ParkID != 0, "p.park_id = ?", f.ParkID},
		{f.Company != 0, "p.id IN (SELECT pp.project_id FROM project_parties pp WHERE pp.company_id = ?)", f.Company},
		{f.Status != "", "p.status = ?", f.Status},
		{f.Nature != "", "p.nature = ?", f.Nature},
		{f.Origin != "", "EXISTS (SELECT 1 FROM project_parties pp WHERE pp.project_id = p.id AND pp.role = 'investor' AND pp.origin = ?)", f.Origin},
	} {
		if c.set {
			q.add(c.cond, c.arg)
		}
	}
	if f.Year != 0 {
		q.add("p.signed_on >= ? AND p.signed_on < ?", fmt.Sprintf("%04d", f.Year), fmt.Sprintf("%04d", f.Year+1))
	}
	if f.Stage != "" {
		cond, ok := stageCond[f.Stage]
		if !ok {
			return q, crm.Invalid("stage", "没有“%s”这种进度", f.Stage)
		}
		q.where = append(q.where, cond)
	}
	if err := q.size(f.Size); err != nil {
		return q, err
	}
	return q, q.search(ctx, s, "projects", "p.id", f.Q)
}

// size limits q to a class of 总投资; "" does not.
func (q *query) size(class string) error {
	if class == "" {
		return nil
	}
	b, ok := sizeBounds[class]
	if !ok {
		return crm.Invalid("size", "没有“%s”这个规模档", class)
	}
	q.add("p.total_cny >= ?", b[0]*crm.FenPerYi)
	if b[1] != 0 {
		q.add("p.total_cny < ?", b[1]*crm.FenPerYi)
	}
	return nil
}
