package store

import (
	"context"
	"slices"

	"yinfeng/crm"
)

// showVisits leaves of visits what the viewer may read. A link to a lead or project that he doesn't
// reach is not told, of his unit's own visits either: an offer that was refused leaves such links.
// Of visits that are read only through a lead or project, the other companies and people met and
// the journey are not told.
func showVisits(ctx context.Context, q querier, v crm.Viewer, vs []crm.Visit) error {
	sc := v.Scope(crm.ActReadBusiness)
	if sc.All || len(vs) == 0 {
		return nil
	}
	ids := make([]int64, len(vs))
	var leads, projects []int64
	for i, x := range vs {
		ids[i] = x.ID
		leads, projects = append(leads, x.LeadIDs...), append(projects, x.ProjectIDs...)
	}
	own, err := reachedOf(ctx, q, "visits v", "v.id", visitReach, sc, ids)
	if err != nil {
		return err
	}
	if leads, err = reachedOf(ctx, q, "leads l", "l.id", leadReach, sc, leads); err != nil {
		return err
	}
	if projects, err = reachedOf(ctx, q, "projects p", "p.id", projectReach, sc, projects); err != nil {
		return err
	}
	for i := range vs {
		x := &vs[i]
		x.LeadIDs, x.ProjectIDs = common(x.LeadIDs, leads), common(x.ProjectIDs, projects)
		if slices.Contains(own, x.ID) {
			continue
		}
		x.TripID, x.TripName = 0, "" // another unit's journey, which the viewer can't open
		if err := showMet(ctx, q, x); err != nil {
			return err
		}
	}
	return nil
}

// showVisit is showVisits of one visit.
func showVisit(ctx context.Context, q querier, v crm.Viewer, x crm.Visit) (crm.Visit, error) {
	one := []crm.Visit{x}
	err := showVisits(ctx, q, v, one)
	return one[0], err
}

// showMet leaves of a visit the companies of its leads and projects.
func showMet(ctx context.Context, q querier, x *crm.Visit) error {
	met, err := collect(ctx, q, scanID, "SELECT company_id FROM leads WHERE id IN ("+idList(append([]int64{0}, x.LeadIDs...))+") UNION SELECT company_id FROM project_parties WHERE project_id IN ("+
		idList(append([]int64{0}, x.ProjectIDs...))+")")
	x.Companies = slices.DeleteFunc(x.Companies, func(c crm.VisitCompany) bool { return !slices.Contains(met, c.CompanyID) })
	return err
}

// common keeps of ids those that stand in all.
func common(ids, all []int64) []int64 {
	out := []int64{}
	for _, id := range ids {
		if slices.Contains(all, id) {
			out = append(out, id)
		}
	}
	return out
}

// keepHiddenLinks adds to an edit the links of the visit that the viewer is not told: the form can't
// carry them, and leaving them out would take the visit from the timeline of another unit's lead.
func keepHiddenLinks(t *Tx, in *crm.VisitInput, was crm.Visit) error {
	seen, err := showVisit(t.ctx, t, t.V, was)
	if err != nil {
		return err
	}
	in.LeadIDs, in.ProjectIDs = withHidden(in.LeadIDs, was.LeadIDs, seen.LeadIDs), withHidden(in.ProjectIDs, was.ProjectIDs, seen.ProjectIDs)
	return nil
}

func withHidden(typed, was, seen []int64) []int64 {
	out := slices.Clone(typed)
	for _, id := range was {
		if !slices.Contains(seen, id) && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
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
