package store

import (
	"context"

	"yinfeng/crm"
)

var visitSpec = listSpec{table: "visits v", alias: "v", id: "v.id", def: "-on",
	sorts: map[string]string{"on": "v.on_date", "nextDue": dueOrder("v")},
	cols:  visitColumns, joins: visitJoins}

func visitSortKey(v crm.Visit, sort string) (any, int64) {
	if sort == "nextDue" {
		return dueKey(v.NextDue), v.ID
	}
	return string(v.On), v.ID
}

// visitQuery turns a filter into conditions within sc; voided visits are in no list.
func (s *Store) visitQuery(ctx context.Context, v crm.Viewer, sc crm.Scope, f crm.VisitFilter) (query, error) {
	var q query
	q.add("v.voided = FALSE")
	q.scope(sc, visitReach) // a lead's whole timeline is LeadVisits
	if f.Kind != "" {
		q.add("v.kind = ?", f.Kind)
	}
	if f.UnitID != 0 {
		ids, err := unitAndBelow(ctx, s.read, f.UnitID)
		if err != nil {
			return q, err
		}
		q.in("v.unit_id", ids)
	}
	if f.Month != "" {
		f.From, f.To = f.Month.First(), f.Month.Last()
	}
	if f.From != "" {
		q.add("v.on_date >= ?", f.From)
	}
	if f.To != "" {
		q.add("v.on_date <= ?", f.To)
	}
	if f.Province != "" {
		province, _ := crm.TidyPlace(f.Province, "")
		q.add("v.province = ?", province)
	}
	if f.Outcome != "" {
		q.add("v.outcome = ?", f.Outcome)
	}
	if f.TripID != 0 {
		if err := q.few(ctx, s, "v.id", "SELECT x.id FROM visits x WHERE x.trip_id <> 0 AND x.trip_id = ?", f.TripID); err != nil {
			return q, err
		}
	}
	if f.Mine {
		q.add("v.user_id = ?", v.UserID)
	}
	for link, id := range map[string]int64{"visit_companies": f.CompanyID, "visit_leads": f.LeadID, "visit_projects": f.ProjectID} {
		if id != 0 {
			if err := q.few(ctx, s, "v.id", "SELECT x.visit_id FROM "+link+" x WHERE x."+linkColumn[link]+" = ?", id); err != nil {
				return q, err
			}
		}
	}
	if err := checkQ(f.Q); err != nil {
		return q, err
	}
	return q, q.find(ctx, s, "visits", "v", f.Q)
}

var linkColumn = map[string]string{"visit_companies": "company_id", "visit_leads": "lead_id", "visit_projects": "project_id"}

// Visits lists visits of the viewer's scope, newest first.
func (s *Store) Visits(ctx context.Context, v crm.Viewer, f crm.VisitFilter) (crm.List[crm.Visit], error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.List[crm.Visit]{Items: []crm.Visit{}}, err
	}
	q, err := s.visitQuery(ctx, v, v.Scope(crm.ActReadBusiness), f)
	if err != nil {
		return crm.List[crm.Visit]{Items: []crm.Visit{}}, s.translate(err)
	}
	return reading(ctx, s, func(r querier) (crm.List[crm.Visit], error) {
		out, err := readList(ctx, r, visitSpec, q, f.Page, scanVisit, visitSortKey)
		if err == nil {
			err = fillVisits(ctx, r, out.Items)
		}
		if err == nil {
			err = showVisits(ctx, r, v, out.Items)
		}
		return out, err
	})
}

// EachVisit hands every visit of the list to fn, for exports.
func (s *Store) EachVisit(ctx context.Context, v crm.Viewer, f crm.VisitFilter, fn func(crm.Visit) error) error {
	if err := v.Require(crm.ActExport); err != nil {
		return err
	}
	q, err := s.visitQuery(ctx, v, v.Scope(crm.ActExport), f)
	if err != nil {
		return s.translate(err)
	}
	return eachChunk(ctx, s, visitSpec, q, f.Sort, scanVisit, func(xs []crm.Visit) error {
		if err := fillVisits(ctx, s.read, xs); err != nil {
			return s.translate(err)
		}
		if err := showVisits(ctx, s.read, v, xs); err != nil {
			return s.translate(err)
		}
		for _, x := range xs {
			if err := fn(x); err != nil {
				return err
			}
		}
		return nil
	})
}
