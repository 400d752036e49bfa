package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// Attributions returns the versions of a project's attribution, newest first.
func (s *Store) Attributions(ctx context.Context, v crm.Viewer, id int64) ([]crm.Attribution, error) {
	return reading(ctx, s, func(q querier) ([]crm.Attribution, error) {
		if err := readableProject(ctx, q, v, crm.ActReadBusiness, id); err != nil {
			return nil, err
		}
		return versionsOf(ctx, q, id)
	})
}

// versionsOf reads the versions of a project's attribution, newest first.
func versionsOf(ctx context.Context, q querier, project int64) ([]crm.Attribution, error) {
	list, err := collect(ctx, q, func(r *sql.Rows) (a crm.Attribution, err error) {
		a.Shares = []crm.Share{}
		err = r.Scan(&a.ID, &a.ProjectID, &a.Indicator, &a.FromYear, &a.Seq, &a.Reason, &a.KnownOn)
		return a, err
	}, "SELECT id, project_id, indicator, from_year, seq, reason, known_on FROM attributions WHERE project_id = $1 ORDER BY seq DESC", project)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Shares, err = collect(ctx, q, scanShare, `SELECT s.unit_id, u.name, u.sort, s.bp FROM attribution_shares s
			JOIN units u ON u.id = s.unit_id WHERE s.attribution_id = $1 ORDER BY u.sort, u.id`, list[i].ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}
