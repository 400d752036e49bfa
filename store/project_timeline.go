package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"yinfeng/crm"
)

// timelineCap bounds a project's timeline.
const timelineCap = 500

// ProjectTimeline tells what happened to a project, newest first: everything that was
// done to it, its milestones and entries, as the audit log has it, and its visits that
// the viewer may see.
func (s *Store) ProjectTimeline(ctx context.Context, v crm.Viewer, id int64) ([]crm.ProjectEvent, error) {
	if err := readableProject(ctx, s.read, v, crm.ActReadBusiness, id); err != nil {
		return nil, s.translate(err)
	}
	out, err := collect(ctx, s.read, scanProjectEvent, `SELECT l.at, l.known_on, l.object, l.object_id, l.act, l.label, l.actor FROM audit_log l
		WHERE l.object = 'project' AND l.object_id = $1
		OR l.object = 'milestone' AND l.object_id IN (SELECT id FROM milestones WHERE project_id = $1)
		OR l.object = 'capital' AND l.object_id IN (SELECT id FROM capital_entries WHERE project_id = $1)
		ORDER BY l.seq DESC LIMIT 500`, id)
	if err != nil {
		return nil, s.translate(err)
	}
	var q query
	q.add("v.id IN (SELECT visit_id FROM visit_projects WHERE project_id = ?)", id)
	q.add("v.voided = FALSE")
	q.scope(v.Scope(crm.ActReadBusiness), visitReach)
	visits, err := collect(ctx, s.read, scanProjectEvent, `SELECT v.created_at, v.on_date, 'visit', v.id, 'visit.log', v.theme, COALESCE(u.name, '')
		FROM visits v LEFT JOIN users u ON u.id = v.user_id`+q.clause()+" ORDER BY v.id DESC LIMIT 500", q.args...)
	if err != nil {
		return nil, s.translate(err)
	}
	out = append(out, visits...)
	slices.SortStableFunc(out, func(a, b crm.ProjectEvent) int { return cmp.Compare(b.At, a.At) })
	return out[:min(len(out), timelineCap)], nil
}

func scanProjectEvent(rows *sql.Rows) (e crm.ProjectEvent, err error) {
	err = rows.Scan(&e.At, &e.KnownOn, &e.Kind, &e.ObjectID, &e.Act, &e.Label, &e.UserName)
	return e, err
}

// Attributions returns the versions of a project's attribution, newest first.
func (s *Store) Attributions(ctx context.Context, v crm.Viewer, id int64) ([]crm.Attribution, error) {
	if err := readableProject(ctx, s.read, v, crm.ActReadBusiness, id); err != nil {
		return nil, s.translate(err)
	}
	list, err := collect(ctx, s.read, func(r *sql.Rows) (a crm.Attribution, err error) {
		a.Shares = []crm.Share{}
		err = r.Scan(&a.ID, &a.ProjectID, &a.Indicator, &a.FromYear, &a.Seq, &a.Reason, &a.KnownOn)
		return a, err
	}, "SELECT id, project_id, indicator, from_year, seq, reason, known_on FROM attributions WHERE project_id = $1 ORDER BY seq DESC", id)
	if err != nil {
		return nil, s.translate(err)
	}
	for i := range list {
		if list[i].Shares, err = collect(ctx, s.read, scanShare, `SELECT s.unit_id, u.name, u.sort, s.bp FROM attribution_shares s
			JOIN units u ON u.id = s.unit_id WHERE s.attribution_id = $1 ORDER BY u.sort, u.id`, list[i].ID); err != nil {
			return nil, s.translate(err)
		}
	}
	return list, nil
}
