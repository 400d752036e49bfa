package store

import (
	"context"
	"strings"

	"yinfeng/crm"
)

// OfferProjectTransfer offers a project to another unit, which reads it from now on and answers
// within the set number of working days (domain §4).
func (s *Store) OfferProjectTransfer(ctx context.Context, v crm.Viewer, project int64, in crm.TransferInput) (crm.Transfer, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Transfer, error) {
		p, err := projectFor(t, crm.ActTransfer, project)
		if err != nil {
			return crm.Transfer{}, err
		}
		x, err := offerProject(t, p, in, 0)
		if err != nil {
			return x, err
		}
		return x, tellUnit(t, x, x.ToUnitID, "待接收的流转：项目“"+p.Name+"”",
			x.FromName+"提出流转，请于 "+string(x.DueOn)+" 前答复。原因："+in.Reason)
	})
}

// judgeProjectOffer judges the offer of a project and completes what it agrees; it returns the
// receiving unit's name and the 飞出地.
func judgeProjectOffer(t *Tx, p projectRow, in *crm.TransferInput) (toName string, home int64, err error) {
	if err := t.V.RequireIn(crm.ActWriteProject, p.UnitID, "项目"); err != nil {
		return "", 0, err
	}
	in.Reason = strings.TrimSpace(in.Reason)
	if toName, err = projectOfferAllowed(t, p.Project, *in); err != nil {
		return "", 0, err
	}
	if home, err = agreeShares(t, nil, p.UnitID, in); err != nil {
		return "", 0, err
	}
	return toName, home, noOpenRequest(t, p, *in)
}

// offerProject writes the offer of a project, of a batch or of none.
func offerProject(t *Tx, p projectRow, in crm.TransferInput, batch int64) (crm.Transfer, error) {
	toName, home, err := judgeProjectOffer(t, p, &in)
	if err != nil {
		return crm.Transfer{}, err
	}
	id, err := insertTransfer(t, crm.Transfer{Kind: "project", ObjectID: p.ID, ObjectName: p.Name, FromUnitID: p.UnitID, BatchID: batch}, in, home)
	if err != nil {
		return crm.Transfer{}, err
	}
	if err := rebuildShares(t, p.ID); err != nil {
		return crm.Transfer{}, err
	}
	t.audit("transfer.offer", "transfer", id, p.UnitID, "项目 "+p.Code+" 提出流转给"+toName, in)
	return visibleTransfer(t.ctx, t, id, crm.Scope{All: true}, "")
}

// projectOfferAllowed judges an offer of a live project and returns the receiving unit's name.
func projectOfferAllowed(t *Tx, p crm.Project, in crm.TransferInput) (string, error) {
	switch {
	case in.Version != p.Version:
		return "", crm.Conflict(p, "项目刚被别人修改过，请刷新后再流转")
	case in.ToUnitID == p.UnitID:
		return "", crm.Invalid("toUnitId", "项目已由%s负责，请选其他单位", p.UnitName)
	case !crm.Reasoned(in.Reason):
		return "", crm.Invalid("reason", "请写明流转原因")
	case in.IntroBP != 0:
		return "", crm.Invalid("introBp", "流转项目不约定引荐比例；引荐由市招商局在项目的“归属”里确定")
	}
	if x, err := pendingTransfer(t.ctx, t, "project", p.ID); err != nil || x != nil {
		return "", orConflict(err, x)
	}
	if err := nothingSubmitted(t, p.ID, nil); err != nil {
		return "", err
	}
	name, kind, err := receiverOf(t, in.ToUnitID)
	if err == nil && kind == crm.UnitOffice {
		err = crm.Invalid("toUnitId", "%s是联络处，不能负责项目，请选县市区、功能区或部门", name)
	}
	return name, err
}

// orConflict is err, or the refusal because of the offer that waits for an answer.
func orConflict(err error, x *crm.Transfer) error {
	if err == nil && x != nil {
		err = crm.Conflict(*x, "项目正在流转给%s，请先等对方答复或撤回", x.ToName)
	}
	return err
}

// nothingSubmitted refuses while a reviewer has something of the project on the desk: it is reviewed
// for the unit that reported it.
func nothingSubmitted(t *Tx, project int64, state any) error {
	for _, q := range []struct{ table, what string }{{"capital_entries", "笔到位资金"}, {"milestones", "个节点"}} {
		var n int
		if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM "+q.table+" WHERE project_id = $1 AND state = 'submitted'", project).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return crm.Conflict(state, "项目有 %d %s已提交、还没有审核，请等审核后再办流转", n, q.what)
		}
	}
	return nil
}

// noOpenRequest refuses to agree anew on the attribution while an earlier agreement waits for the bureau.
func noOpenRequest(t *Tx, p projectRow, in crm.TransferInput) error {
	if in.Preset == "" {
		return nil
	}
	var n int
	err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM attribution_requests WHERE project_id = $1 AND state = 'open'", p.ID).Scan(&n)
	if err == nil && n > 0 {
		err = crm.Conflict(p.Project, "上次流转约定的归属还在等市招商局审核，这次请选“不约定”，或等审核后再流转")
	}
	return err
}

// acceptProject gives a project to the receiving unit with what is not yet submitted of it; what was
// agreed for the attribution goes to the bureau.
func acceptProject(t *Tx, x crm.Transfer, in crm.DecisionInput) error {
	if err := t.V.RequireIn(crm.ActWriteProject, x.ToUnitID, "流转"); err != nil {
		return err
	}
	if err := projectTaker(t, in.OwnerID, x.ToUnitID); err != nil {
		return err
	}
	if err := decide(t, x, "accepted", in.Reason); err != nil {
		return err
	}
	p, err := loadProject(t.ctx, t, x.ObjectID, t.Today)
	if err != nil {
		return err
	}
	switch {
	case p.Voided:
		return crm.Conflict(x, "项目已作废，不能接收")
	case p.UnitID != x.FromUnitID:
		return crm.Conflict(x, "项目已不由%s负责，不能接收", x.FromName)
	}
	if err := inTerm(t, x); err != nil {
		return err
	}
	if err := nothingSubmitted(t, p.ID, x); err != nil {
		return err
	}
	if err := giveProject(t, p, x, in.OwnerID); err != nil {
		return err
	}
	auditAccept(t, x, in.OwnerID, "项目 "+p.Code+" "+p.Name)
	return requestAttribution(t, p, x)
}

// projectTaker accepts as the new 责任人 the viewer, or a person of his units who may write the
// receiving unit's projects.
func projectTaker(t *Tx, id, unit int64) error {
	if id == t.V.UserID {
		return nil
	}
	o, err := loadViewer(t.ctx, t, id)
	if crm.ErrCode(err) == crm.CodeUnauthorized || err == nil && (!t.V.Scope(crm.ActTransfer).Has(o.UnitID) || !o.Scope(crm.ActWriteProject).Has(unit)) {
		return crm.Invalid("ownerId", "所选的人不能担任这个单位项目的责任人，请重选")
	}
	return err
}

// giveProject moves a project to the receiving unit, with what the former one has in draft or
// got back. A third unit that is credited keeps its own.
func giveProject(t *Tx, p projectRow, x crm.Transfer, owner int64) error {
	if err := t.update("项目", p.Project, `UPDATE projects SET unit_id = $1, owner_id = $2, updated_at = $3, version = version + 1
		WHERE id = $4 AND version = $5`, x.ToUnitID, owner, t.Now, p.ID, p.Version); err != nil {
		return err
	}
	for _, table := range []string{"capital_entries", "milestones"} {
		if _, err := t.exec("UPDATE "+table+` SET unit_id = $1, updated_at = $2, version = version + 1 WHERE project_id = $3 AND unit_id = $4
			AND state IN ('draft', 'returned')`, x.ToUnitID, t.Now, p.ID, x.FromUnitID); err != nil {
			return err
		}
	}
	for _, party := range p.Parties {
		if err := linkCompany(t, party.CompanyID, x.ToUnitID); err != nil {
			return err
		}
	}
	return rebuildShares(t, p.ID)
}

// endProjectOffer: who was asked reads the project no more.
func endProjectOffer(t *Tx, x crm.Transfer, _ string) error { return rebuildShares(t, x.ObjectID) }
