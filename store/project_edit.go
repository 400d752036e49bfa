package store

import (
	"context"

	"yinfeng/crm"
)

// CreateProject registers a signed investment that did not come from a lead; a date of
// signing becomes a 签约 milestone in draft.
func (s *Store) CreateProject(ctx context.Context, v crm.Viewer, in crm.ProjectInput) (crm.Project, error) {
	p, err := act(ctx, s, v, func(t *Tx) (crm.Project, error) {
		if in.UnitID == 0 {
			in.UnitID = v.UnitID
		}
		if err := v.RequireIn(crm.ActWriteProject, in.UnitID, "单位"); err != nil {
			return crm.Project{}, err
		}
		if err := checkParties(t, in.Parties, nil); err != nil {
			return crm.Project{}, err
		}
		if err := checkProjectOwner(t, in.OwnerID, 0, in.UnitID); err != nil {
			return crm.Project{}, err
		}
		signing := crm.MilestoneInput{Kind: crm.MilestoneSigned, On: in.SignedOn}
		if in.SignedOn != "" {
			if err := crm.CheckMilestone(signing, nil, t.Today); err != nil {
				return crm.Project{}, err
			}
		}
		passed, err := judgeProject(t, in, in.UnitID, nil)
		if err != nil {
			return crm.Project{}, err
		}
		id, err := writeProject(t, newProject{ProjectInput: in, signedOn: in.SignedOn})
		if err != nil {
			return crm.Project{}, err
		}
		if in.SignedOn != "" {
			if _, err := insertMilestone(t, id, in.UnitID, 0, signing); err != nil {
				return crm.Project{}, err
			}
		}
		p, err := projectDetail(t.ctx, t, id, t.Today)
		if err != nil {
			return p, err
		}
		t.audit("project.create", "project", id, p.UnitID, "登记项目 "+p.Code+" "+p.Name, in)
		return p, passProject(t, p, passed, in.Decision)
	})
	return p, s.refused(ctx, v, unitOr(in.UnitID, v), firstInvestor(in), err)
}

// checkParties refuses companies that the viewer may not see; those that are parties
// already stay.
func checkParties(t *Tx, parties, present []crm.Party) error {
	known := map[int64]bool{}
	for _, p := range present {
		known[p.CompanyID] = true
	}
	for _, p := range parties {
		if p.CompanyID == 0 || known[p.CompanyID] {
			continue
		}
		ok, err := reachable(t.ctx, t, "companies c", companyReach, p.CompanyID, t.V.Scope(crm.ActReadBusiness))
		if err != nil {
			return err
		}
		if !ok {
			return crm.Invalid("parties", "所选的企业不存在，请刷新后重选")
		}
	}
	return nil
}

// checkProjectOwner accepts as 责任人 who stood there, the viewer, or a person who may
// read the unit's business.
func checkProjectOwner(t *Tx, id, stood, unit int64) error {
	if id == 0 || id == stood || id == t.V.UserID {
		return nil
	}
	o, err := loadViewer(t.ctx, t, id)
	if crm.ErrCode(err) == crm.CodeUnauthorized || err == nil && !o.Scope(crm.ActReadBusiness).Has(unit) {
		return crm.Invalid("ownerId", "所选的人不能担任这个单位项目的责任人，请重选")
	}
	return err
}

// UpdateProject changes what was typed of a project. Once its signing is approved the
// total stands: more money is an 增资 milestone (domain §6).
func (s *Store) UpdateProject(ctx context.Context, v crm.Viewer, id int64, in crm.ProjectInput) (crm.Project, error) {
	unit := v.UnitID
	p, err := act(ctx, s, v, func(t *Tx) (crm.Project, error) {
		p, err := projectFor(t, crm.ActWriteProject, id)
		if err != nil {
			return p.Project, err
		}
		unit = p.UnitID
		if in.UnitID == 0 {
			in.UnitID = p.UnitID
		}
		if in.UnitID != p.UnitID {
			return p.Project, crm.Invalid("unitId", "责任单位是%s，不能直接改，请用“流转”", p.UnitName)
		}
		if p.SignedOn != "" && in.Total != p.Total {
			return p.Project, crm.Conflict(p.Project, "签约已审核通过，总投资不能再改；追加投资请报“增资”节点")
		}
		if _, err := checkProject(t, &in, false); err != nil {
			return p.Project, err
		}
		if err := checkParties(t, in.Parties, p.Parties); err != nil {
			return p.Project, err
		}
		if err := checkProjectOwner(t, in.OwnerID, p.OwnerID, in.UnitID); err != nil {
			return p.Project, err
		}
		passed, err := judgeProject(t, in, p.UnitID, &p.Project)
		if err != nil {
			return p.Project, err
		}
		if p.SignedOn == "" {
			if p.totalCNY, err = totalCNY(t, in.Total, t.Today.Year()); err != nil {
				return p.Project, err
			}
		}
		if err := t.update("项目", p.Project, `UPDATE projects SET name = $1, content = $2, industry = $3, chain_id = $4, nature = $5, currency = $6, total = $7,
			total_cny = $8, fixed = $9, agreed = $10, county_unit_id = $11, park_id = $12, place = $13, land_mu = $14, land_mode = $15,
			enclave_home_id = $16, unit_id = $17, owner_id = $18, leader = $19, task_force = $20, status = $21, status_reason = $22, problem = $23,
			next_step = $24, opening = $25, updated_at = $26, version = version + 1 WHERE id = $27 AND version = $28`,
			in.Name, in.Content, in.Industry, in.ChainID, in.Nature, in.Total.Currency, in.Total.Amount, p.totalCNY, amountOf(in.Fixed), amountOf(in.Agreed),
			in.CountyUnitID, in.ParkID, in.Place, in.LandMu, in.LandMode, in.EnclaveHomeID, in.UnitID, in.OwnerID, in.Leader, in.TaskForce,
			in.Status, in.StatusReason, in.Problem, in.NextStep, openingOf(in, p.Opening), t.Now, id, in.Version); err != nil {
			return p.Project, err
		}
		if err := rewriteProject(t, id, in); err != nil {
			return p.Project, err
		}
		t.audit("project.update", "project", id, in.UnitID, "修改项目 "+p.Code+" "+in.Name, map[string]any{"before": p.Project, "after": in})
		if err := passProject(t, p.Project, passed, in.Decision); err != nil {
			return p.Project, err
		}
		return projectDetail(t.ctx, t, id, t.Today)
	})
	return p, s.refused(ctx, v, unit, firstInvestor(in), err)
}

// rewriteProject replaces what hangs on a project and was typed with it.
func rewriteProject(t *Tx, id int64, in crm.ProjectInput) error {
	if err := putParties(t, id, in.UnitID, 0, in.Parties); err != nil {
		return err
	}
	if err := putPlans(t, id, in.Plans); err != nil {
		return err
	}
	if err := rebuildShares(t, id); err != nil {
		return err
	}
	return indexProject(t, id)
}

// SetProjectStatus changes the state of affairs (手续办理, 正常, 延期, 停工, 终止).
func (s *Store) SetProjectStatus(ctx context.Context, v crm.Viewer, id int64, in crm.ProjectStatusInput) (crm.Project, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Project, error) {
		p, err := projectFor(t, crm.ActWriteProject, id)
		if err != nil {
			return p.Project, err
		}
		if err := checkStatus(in.Status, in.Reason, "reason"); err != nil {
			return p.Project, err
		}
		if err := t.update("项目", p.Project, `UPDATE projects SET status = $1, status_reason = $2, updated_at = $3, version = version + 1
			WHERE id = $4 AND version = $5`, in.Status, in.Reason, t.Now, id, in.Version); err != nil {
			return p.Project, err
		}
		t.audit("project.status", "project", id, p.UnitID, "项目 "+p.Code+" 状态改为"+in.Status.Label(), map[string]any{"from": p.Status, "to": in.Status, "reason": in.Reason})
		return projectDetail(t.ctx, t, id, t.Today)
	})
}

// VoidProject takes back a project entered by mistake; with verified money or approved
// milestones it stands, since closed figures rest on them.
func (s *Store) VoidProject(ctx context.Context, v crm.Viewer, id int64, in crm.ReasonInput) (crm.Project, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Project, error) {
		p, err := projectFor(t, crm.ActWriteProject, id)
		if err != nil {
			return p.Project, err
		}
		if !crm.Reasoned(in.Reason) {
			return p.Project, crm.Invalid("reason", "作废须写明原因")
		}
		if x, err := pendingTransfer(t.ctx, t, "project", id); err != nil || x != nil {
			return p.Project, orConflict(err, x)
		}
		for _, q := range []struct{ text, why string }{
			{"SELECT COUNT(*) FROM capital_entries WHERE project_id = $1 AND state IN ('submitted', 'verified')", "已报或已核定的到位资金"},
			{"SELECT COUNT(*) FROM milestones WHERE project_id = $1 AND state IN ('submitted', 'approved')", "已报或已通过的节点"},
		} {
			var n int
			if err := t.QueryRowContext(t.ctx, q.text, id).Scan(&n); err != nil {
				return p.Project, err
			}
			if n > 0 {
				return p.Project, crm.Conflict(p.Project, "项目有 %d 条%s，不能作废；确已终止的请把状态改为“终止”", n, q.why)
			}
		}
		if err := t.update("项目", p.Project, `UPDATE projects SET voided = TRUE, void_reason = $1, updated_at = $2, version = version + 1
			WHERE id = $3 AND version = $4`, in.Reason, t.Now, id, in.Version); err != nil {
			return p.Project, err
		}
		if err := lapseRequests(t, p, in.Reason); err != nil {
			return p.Project, err
		}
		t.audit("project.void", "project", id, p.UnitID, "作废项目 "+p.Code+" "+p.Name, in)
		return projectDetail(t.ctx, t, id, t.Today)
	})
}
