package store

import (
	"context"

	"yinfeng/crm"
)

// LeadTimeline tells what happened to a lead that the viewer reads, newest first: its history,
// visits whichever unit made them, comments, tasks, files, claim, disputes of the viewer's units,
// its import, and what was merged into it. after is the cursor of the page before.
func (s *Store) LeadTimeline(ctx context.Context, v crm.Viewer, id int64, kind, after string) (crm.List[crm.TimelineItem], error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.List[crm.TimelineItem]{}, err
	}
	return reading(ctx, s, func(q querier) (crm.List[crm.TimelineItem], error) {
		l := timeline{scope: v.Scope(crm.ActReadBusiness), own: id}
		lead, err := visibleLead(ctx, q, id, l.scope, s.Today())
		if err != nil {
			return crm.List[crm.TimelineItem]{}, err
		}
		if l.leads, err = mergedInto(ctx, q, lead.Lead, l.scope); err != nil {
			return crm.List[crm.TimelineItem]{}, err
		}
		ids := idList(l.leads)
		l.leadParts()
		l.talkParts("x.object_kind = 'lead' AND x.object_id IN ("+ids+")", "x.object_id", "v.id IN (SELECT vl.visit_id FROM visit_leads vl WHERE vl.lead_id = "+idList([]int64{id})+")")
		return l.page(ctx, q, kind, after)
	})
}

// mergedInto lists a lead and the leads that were merged into it, over any number of merges. Who
// reads it only as a former or asked unit sees of these those that he reads by themselves.
func mergedInto(ctx context.Context, q querier, l crm.Lead, sc crm.Scope) ([]int64, error) {
	all, err := collect(ctx, q, scanID, `WITH RECURSIVE merged (id) AS (SELECT CAST($1 AS BIGINT) UNION
		SELECT m.gone_id FROM merges m JOIN merged x ON x.id = m.kept_id WHERE m.undone_at = 0) SELECT id FROM merged ORDER BY id`, l.ID)
	if err != nil || len(all) == 1 || sc.Has(l.UnitID) {
		return all, err
	}
	mine := []int64{l.ID}
	for _, id := range all {
		ok, err := reachable(ctx, q, "leads l", leadReach, id, sc)
		if err != nil {
			return nil, err
		}
		if ok && id != l.ID {
			mine = append(mine, id)
		}
	}
	return mine, nil
}

// ProjectTimeline tells what happened to a project, newest first: all that was done to it, its
// milestones and entries, as the audit log has it; visits that the viewer may see, comments, tasks;
// and what its lead went through before, when the viewer reads that lead.
func (s *Store) ProjectTimeline(ctx context.Context, v crm.Viewer, id int64, kind, after string) (crm.List[crm.TimelineItem], error) {
	return reading(ctx, s, func(q querier) (crm.List[crm.TimelineItem], error) {
		if err := readableProject(ctx, q, v, crm.ActReadBusiness, id); err != nil {
			return crm.List[crm.TimelineItem]{}, err
		}
		l := timeline{scope: v.Scope(crm.ActReadBusiness)}
		if err := l.before(ctx, q, id, s.Today()); err != nil {
			return crm.List[crm.TimelineItem]{}, err
		}
		l.projectParts(id)
		return l.page(ctx, q, kind, after)
	})
}

// projectParts are the parts of a project's timeline, and of the lead before it.
func (l *timeline) projectParts(id int64) {
	p := idList([]int64{id})
	l.audit("CASE WHEN g.act LIKE 'attachment.%' THEN 'file' ELSE 'project' END", "g.object = 'project' AND g.object_id = "+p, "''", "0")
	l.audit("'milestone'", "g.object = 'milestone' AND g.object_id IN (SELECT m.id FROM milestones m WHERE m.project_id = "+p+")", "''", "0")
	l.audit("'capital'", "g.object = 'capital' AND g.object_id IN (SELECT e.id FROM capital_entries e WHERE e.project_id = "+p+")", "'capital'", "g.object_id")
	l.transferParts(p)
	l.leadParts()
	about, visits := "x.object_kind = 'project' AND x.object_id = "+p, "v.id IN (SELECT vp.visit_id FROM visit_projects vp WHERE vp.project_id = "+p+") AND "+readableVisit(l.scope)
	if len(l.leads) > 0 {
		ids := idList(l.leads)
		about = "(" + about + " OR x.object_kind = 'lead' AND x.object_id IN (" + ids + "))"
		visits = "(" + visits + " OR v.id IN (SELECT vl.visit_id FROM visit_leads vl WHERE vl.lead_id IN (" + ids + ")))"
	}
	l.talkParts(about, "CASE x.object_kind WHEN 'lead' THEN x.object_id ELSE 0 END", visits)
}

// transferParts are the transfers of project p. Their steps and who took them are for the two units
// and the bureau; other readers are told that the project was accepted. How many were offered with
// it (transfer.batch) stands in no object's story.
func (l *timeline) transferParts(p string) {
	var sides query
	sides.transferScope(l.scope, "")
	mine := "1 = 1"
	if len(sides.where) > 0 {
		mine = sides.where[0]
	}
	of := func(cond string) string {
		return "g.object = 'transfer' AND g.act <> 'transfer.batch' AND g.object_id IN (SELECT tr.id FROM transfers tr WHERE tr.kind = 'project' AND tr.object_id = " + p + " AND " + cond + ")"
	}
	l.audit("'transfer'", of(mine), "''", "0")
	if mine != "1 = 1" {
		l.part(srcAudit, "audit_log g", "g.seq", of("NOT "+mine)+" AND g.act = 'transfer.accept'", "'transfer'", "g.act", "g.known_on", "g.at", "g.label", "''", "''", "0", "''", "0", "0", "0")
	}
}

// before adds the lead that a project was signed from, when the viewer reads it.
func (l *timeline) before(ctx context.Context, q querier, project int64, today crm.Date) error {
	leads, err := collect(ctx, q, scanID,
		"SELECT lead_id FROM projects WHERE id = $1 AND lead_id <> 0", project)
	if err != nil || len(leads) == 0 {
		return err
	}
	lead, err := visibleLead(ctx, q, leads[0], l.scope, today)
	if crm.ErrCode(err) == crm.CodeNotFound {
		return nil
	}
	if err == nil {
		l.leads, err = mergedInto(ctx, q, lead.Lead, l.scope)
	}
	return err
}

// readableVisit is visitReachable as a condition on visits v.
func readableVisit(sc crm.Scope) string {
	return "(" + scopeText(sc, visitReach) + " OR EXISTS (SELECT 1 FROM visit_leads vl JOIN leads l ON l.id = vl.lead_id WHERE vl.visit_id = v.id AND " + scopeText(sc, leadReach) + "))"
}
