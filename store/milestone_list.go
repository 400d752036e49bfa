package store

import (
	"context"

	"yinfeng/crm"
)

var milestoneReach = reach{unit: "m.unit_id", shares: "project_shares", object: "project_id", id: "m.project_id", dense: true}

var milestoneSorts = map[string]string{"on": "m.on_date", "submittedAt": "m.submitted_at", "updatedAt": "m.updated_at"}

// milestoneItem keeps the sort key that the API does not show.
type milestoneItem struct {
	crm.Milestone
	updatedAt int64
}

// Milestone returns one milestone; out of scope reads as not found.
func (s *Store) Milestone(ctx context.Context, v crm.Viewer, id int64) (crm.Milestone, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.Milestone{}, err
	}
	return reading(ctx, s, func(q querier) (crm.Milestone, error) {
		ok, err := reachable(ctx, q, "milestones m", milestoneReach, id, v.Scope(crm.ActReadBusiness))
		if err == nil && !ok {
			err = crm.NotFound("节点")
		}
		if err != nil {
			return crm.Milestone{}, err
		}
		return oneMilestone(ctx, q, id)
	})
}

// Milestones lists milestones in scope; with Queue those that wait for this reviewer.
func (s *Store) Milestones(ctx context.Context, v crm.Viewer, f crm.MilestoneFilter) (crm.List[crm.Milestone], error) {
	out := crm.List[crm.Milestone]{Items: []crm.Milestone{}}
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return out, err
	}
	if err := checkQ(f.Q); err != nil {
		return out, err
	}
	var q query
	q.scope(v.Scope(crm.ActReadBusiness), milestoneReach)
	def := "-updatedAt"
	if f.Queue {
		if err := v.Require(crm.ActReviewMilestone); err != nil {
			return out, err
		}
		def = "submittedAt"
		q.scope(v.Scope(crm.ActReviewMilestone), reach{unit: "m.unit_id"})
		q.add("m.state = 'submitted' AND m.reported_by <> ?", v.UserID)
	}
	for _, c := range []struct {
		set  bool
		cond string
		arg  any
	}{
		{f.ProjectID != 0, "m.project_id = ?", f.ProjectID},
		{f.UnitID != 0, "m.unit_id IN (SELECT d.id FROM units a JOIN units d ON d.path LIKE a.path || '%' WHERE a.id = ?)", f.UnitID},
		{f.Kind != "", "m.kind = ?", f.Kind},
		{f.State != "", "m.state = ?", f.State},
		{f.Month != "", "m.on_date LIKE ?", string(f.Month) + "%"},
		{f.Mine, "m.reported_by = ?", v.UserID},
	} {
		if c.set {
			q.add(c.cond, c.arg)
		}
	}
	if err := q.search(ctx, s, "projects", "m.project_id", f.Q); err != nil {
		return out, err
	}
	return s.listMilestones(ctx, q, def, f.Page)
}

func (s *Store) listMilestones(ctx context.Context, q query, def string, p crm.Page) (crm.List[crm.Milestone], error) {
	spec := listSpec{table: "milestones m", alias: "m", id: "m.id", sorts: milestoneSorts, def: def, cols: milestoneCols + ", m.updated_at", joins: milestoneJoins}
	key := func(m milestoneItem, sort string) (any, int64) {
		switch sort {
		case "on":
			return m.On, m.ID
		case "submittedAt":
			return m.SubmittedAt, m.ID
		}
		return m.updatedAt, m.ID
	}
	return reading(ctx, s, func(r querier) (crm.List[crm.Milestone], error) {
		rows, err := readList(ctx, r, spec, q, p, scanMilestoneItem, key)
		out := crm.List[crm.Milestone]{Items: make([]crm.Milestone, len(rows.Items)), Next: rows.Next, Total: rows.Total, TotalIsCapped: rows.TotalIsCapped}
		if err != nil {
			return out, err
		}
		for i, m := range rows.Items {
			out.Items[i] = m.Milestone
		}
		return out, fillMilestones(ctx, r, out.Items)
	})
}
