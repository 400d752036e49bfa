package store

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

// BulkProjects writes projects with their first party and attribution whole to their
// unit.
func (s *Store) BulkProjects(ctx context.Context, v crm.Viewer, in []crm.Project) (first int64, err error) {
	return act(ctx, s, v, func(t *Tx) (int64, error) {
		firsts, err := t.spans(len(in), "projects", "project_parties", "attributions")
		if err != nil {
			return 0, err
		}
		if err := t.bulkProjects(in, firsts); err != nil {
			return 0, err
		}
		t.audit("project.bulk", "project", firsts[0], 0, fmt.Sprintf("批量写入 %d 个项目", len(in)), nil)
		return firsts[0], nil
	})
}

func (t *Tx) bulkProjects(in []crm.Project, firsts []int64) error {
	var rows, parties, versions, credited, reached [][]any
	ids := make([]int64, len(in))
	for i := range in {
		p, n := &in[i], int64(i)
		p.ID, ids[i] = firsts[0]+n, firsts[0]+n
		p.Code = fmt.Sprintf("XM%s-%07d", p.SignedOn[:4], p.ID)
		x := p.Parties[0]
		rows = append(rows, []any{p.ID, p.Code, p.Name, 0, p.Content, p.Industry, p.ChainID, p.Nature, p.Total.Currency, p.Total.Amount,
			p.Total.Amount, nil, p.Agreed.Amount, 0, p.CountyUnitID, 0, "", "", "", 0, p.UnitID, p.OwnerID, "", "", p.Status, "", "", "",
			p.SignedOn, "", "", "", 0, 0, 0, t.V.UserID, p.UpdatedAt, p.UpdatedAt, false, "", 1})
		parties = append(parties, []any{firsts[1] + n, p.ID, x.CompanyID, "investor", x.Origin, x.Province, x.City, crm.FullShares, 0})
		versions = append(versions, []any{firsts[2] + n, p.ID, "", 2000, 1, "批量写入", t.V.UserID, t.Today, t.Now})
		credited = append(credited, []any{firsts[2] + n, p.UnitID, crm.FullShares})
		reached = append(reached, []any{p.ID, p.UnitID, "owner", t.Now})
	}
	if err := t.bulkInsert(
		bulkTable{name: "projects", columns: `id, code, name, lead_id, content, industry, chain_id, nature, currency, total, total_cny, fixed,
			agreed, opening, county_unit_id, park_id, place, land_mu, land_mode, enclave_home_id, unit_id, owner_id, leader, task_force,
			status, status_reason, problem, next_step, signed_on, registered_on, started_on, producing_on, arrived_cny, pending_cny,
			import_id, created_by, created_at, updated_at, voided, void_reason, version`, rows: rows},
		bulkTable{name: "project_parties", columns: "id, project_id, company_id, role, origin, province, city, share_bp, sort", rows: parties},
		bulkTable{name: "attributions", columns: "id, project_id, indicator, from_year, seq, reason, approved_by, known_on, at", rows: versions},
		bulkTable{name: "attribution_shares", columns: "attribution_id, unit_id, bp", rows: credited},
		bulkTable{name: "project_shares", columns: "project_id, unit_id, why, at", rows: reached}); err != nil {
		return err
	}
	return t.bulkIndex("projects", ids, func(i int) []string { return projectTexts(in[i]) })
}
