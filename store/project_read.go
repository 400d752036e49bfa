package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// Project returns one project with milestones, parties, attribution, introductions and
// plans; out of scope reads as not found.
func (s *Store) Project(ctx context.Context, v crm.Viewer, id int64) (crm.Project, error) {
	return reading(ctx, s, func(q querier) (crm.Project, error) {
		if err := readableProject(ctx, q, v, crm.ActReadBusiness, id); err != nil {
			return crm.Project{}, err
		}
		p, err := projectDetail(ctx, q, id, s.Today())
		p.CanEdit = v.Scope(crm.ActWriteProject).Has(p.UnitID) && !p.Voided
		return p, err
	})
}

// projectDetail reads all of a project; scope is the caller's.
func projectDetail(ctx context.Context, q querier, id int64, today crm.Date) (crm.Project, error) {
	row, err := loadProject(ctx, q, id, today)
	if err != nil {
		return crm.Project{}, err
	}
	p := row.Project
	if p.Milestones, err = loadMilestones(ctx, q, "m.project_id = $1", id); err != nil {
		return p, err
	}
	if p.Attribution, err = sharesOf(ctx, q, id, "", today.Year()); err != nil && crm.ErrCode(err) != crm.CodeConflict {
		return p, err
	}
	if p.Introductions, err = introductionsOf(ctx, q, id); err != nil {
		return p, err
	}
	p.Plans, err = collect(ctx, q, func(r *sql.Rows) (y crm.YearPlan, err error) {
		err = r.Scan(&y.Year, &y.Amount.Amount, &y.Amount.Currency)
		return y, err
	}, "SELECT year, amount, currency FROM project_plans WHERE project_id = $1 ORDER BY year", id)
	return p, err
}
