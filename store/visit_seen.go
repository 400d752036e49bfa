package store

import (
	"context"
	"slices"

	"yinfeng/crm"
)

// showVisits leaves of visits that the viewer reads only through a lead or project what belongs to
// those: the other companies, people met, leads and projects of such a visit are not told.
func showVisits(ctx context.Context, q querier, v crm.Viewer, vs []crm.Visit) error {
	sc := v.Scope(crm.ActReadBusiness)
	for i := range vs {
		x := &vs[i]
		whole, err := reachable(ctx, q, "visits v", visitReach, x.ID, sc)
		if err != nil {
			return err
		}
		if whole || sc.All {
			continue
		}
		if err := showVisit(ctx, q, sc, x); err != nil {
			return err
		}
	}
	return nil
}

func showVisit(ctx context.Context, q querier, sc crm.Scope, x *crm.Visit) (err error) {
	if x.LeadIDs, err = reachedOf(ctx, q, "leads l", "l.id", leadReach, sc, x.LeadIDs); err != nil {
		return err
	}
	if x.ProjectIDs, err = reachedOf(ctx, q, "projects p", "p.id", projectReach, sc, x.ProjectIDs); err != nil {
		return err
	}
	met, err := collect(ctx, q, scanID, "SELECT company_id FROM leads WHERE id IN ("+idList(append([]int64{0}, x.LeadIDs...))+") UNION SELECT company_id FROM project_parties WHERE project_id IN ("+
		idList(append([]int64{0}, x.ProjectIDs...))+")")
	x.Companies = slices.DeleteFunc(x.Companies, func(c crm.VisitCompany) bool { return !slices.Contains(met, c.CompanyID) })
	return err
}

// reachedOf keeps of ids the ones that sc reaches.
func reachedOf(ctx context.Context, q querier, from, id string, r reach, sc crm.Scope, ids []int64) ([]int64, error) {
	if len(ids) == 0 {
		return ids, nil
	}
	var w query
	w.where = append(w.where, id+" IN ("+idList(ids)+")")
	w.scope(sc, r)
	out, err := collect(ctx, q, scanID, "SELECT "+id+" FROM "+from+w.clause()+" ORDER BY "+id, w.args...)
	if out == nil {
		out = []int64{}
	}
	return out, err
}
