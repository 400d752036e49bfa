package store

import (
	"context"
	"strings"

	"yinfeng/crm"
)

// OfferTransfer offers a lead to another unit, which reads it from now on and answers
// within the set number of working days (domain §4).
func (s *Store) OfferTransfer(ctx context.Context, v crm.Viewer, lead int64, in crm.TransferInput) (crm.Transfer, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Transfer, error) {
		l, err := writableLead(t, lead, crm.ActTransfer)
		if err != nil {
			return crm.Transfer{}, err
		}
		x, err := offerLead(t, l, in, 0)
		if err != nil {
			return x, err
		}
		return x, tellUnit(t, x, x.ToUnitID, "待接收的流转：“"+l.Project+"”",
			x.FromName+"提出流转，请于 "+string(x.DueOn)+" 前答复。原因："+in.Reason)
	})
}

// judgeLeadOffer judges the offer of a lead and completes what it agrees; it returns the receiving
// unit's name and the 飞出地.
func judgeLeadOffer(t *Tx, l leadRow, in *crm.TransferInput) (toName string, home int64, err error) {
	in.Reason = strings.TrimSpace(in.Reason)
	if toName, err = transferAllowed(t, l.Lead, *in); err != nil {
		return "", 0, err
	}
	stands, err := leadAgreement(t.ctx, t, l.ID)
	if err != nil {
		return "", 0, err
	}
	home, err = agreeShares(t, stands, l.UnitID, in)
	return toName, home, err
}

// offerLead writes the offer of a lead, of a batch or of none.
func offerLead(t *Tx, l leadRow, in crm.TransferInput, batch int64) (crm.Transfer, error) {
	toName, home, err := judgeLeadOffer(t, l, &in)
	if err != nil {
		return crm.Transfer{}, err
	}
	x := offerOf(l.Lead)
	x.BatchID = batch
	id, err := insertTransfer(t, x, in, home)
	if err != nil {
		return crm.Transfer{}, err
	}
	if err := shareLead(t, l.ID, in.ToUnitID, "offered"); err != nil {
		return crm.Transfer{}, err
	}
	if err := leadEvent(t, l.ID, "transfer", l.UnitName, toName, "提出流转："+in.Reason); err != nil {
		return crm.Transfer{}, err
	}
	t.audit("transfer.offer", "transfer", id, l.UnitID, "线索 "+l.Code+" 提出流转给"+toName, in)
	return visibleTransfer(t.ctx, t, id, crm.Scope{All: true}, "")
}

// transferAllowed judges an offer and returns the receiving unit's name.
func transferAllowed(t *Tx, l crm.Lead, in crm.TransferInput) (string, error) {
	switch {
	case l.Voided:
		return "", crm.Conflict(l, "线索已作废，不能流转")
	case l.Stage == crm.StageSigned:
		return "", crm.Conflict(l, "线索已签约成为项目，不能再流转线索")
	case l.Status == crm.LeadDropped || l.Status == crm.LeadDormant:
		return "", crm.Conflict(l, "线索已%s，请先恢复为正常再流转", l.Status.Label())
	case in.Version != l.Version:
		return "", staleLead(l)
	case in.ToUnitID == l.UnitID:
		return "", crm.Invalid("toUnitId", "线索已在%s，请选其他单位", l.UnitName)
	case !crm.Reasoned(in.Reason):
		return "", crm.Invalid("reason", "请写明流转原因")
	case in.IntroBP < 0 || in.IntroBP > crm.FullShares:
		return "", crm.Invalid("introBp", "引荐比例须在 0 到 100%% 之间")
	}
	if err := undisputed(t, l, "流转"); err != nil {
		return "", err
	}
	pending, err := pendingTransfer(t.ctx, t, "lead", l.ID)
	if err != nil {
		return "", err
	}
	if pending != nil {
		return "", crm.Conflict(*pending, "线索正在流转给%s，请先等对方答复或撤回", pending.ToName)
	}
	if err := introAllowed(t, l, in.IntroBP); err != nil {
		return "", err
	}
	name, _, err := receiverOf(t, in.ToUnitID)
	return name, err
}

// receiverOf is the unit that is offered something; the city itself is none.
func receiverOf(t *Tx, unit int64) (name string, kind crm.UnitKind, err error) {
	if name, err = unitName(t, unit, "toUnitId"); err != nil {
		return "", "", err
	}
	if err = t.QueryRowContext(t.ctx, "SELECT kind FROM units WHERE id = $1", unit).Scan(&kind); err != nil {
		return "", "", err
	}
	if kind == crm.UnitCity {
		return "", "", crm.Invalid("toUnitId", "请流转给具体单位，不能流转给%s", name)
	}
	return name, kind, nil
}

// introAllowed judges what the giver asks for as its introduction: only what is outside the unit
// table introduces (domain §6), counties agree on the attribution.
func introAllowed(t *Tx, l crm.Lead, bp int64) error {
	if bp == 0 {
		return nil
	}
	giver, err := creditedAbove(t, l.UnitID)
	if err != nil {
		return err
	}
	if giver.UnitID != 0 {
		return crm.Invalid("introBp", "引荐比例只记给联络处和市直部门；县市区之间请约定统计归属")
	}
	promised, err := introSum(t, l.ID)
	if err == nil && promised+bp > crm.FullShares {
		err = crm.Invalid("introBp", "以前的流转已约定引荐 %s%%，这次最多 %s%%", percent(promised), percent(crm.FullShares-promised))
	}
	return err
}

// percent prints basis points as percent.
func percent(bp int64) string { return crm.Decimal(bp, 100) }

// offerOf is what an offer says of its lead.
func offerOf(l crm.Lead) crm.Transfer {
	return crm.Transfer{Kind: "lead", ObjectID: l.ID, ObjectName: l.Project + "（" + l.CompanyName + "）", FromUnitID: l.UnitID}
}

// insertTransfer writes an offer of x, of which it reads what is offered and by whom.
func insertTransfer(t *Tx, x crm.Transfer, in crm.TransferInput, home int64) (int64, error) {
	set, err := t.settings()
	if err != nil {
		return 0, err
	}
	days, err := allWorkdays(t.ctx, t)
	if err != nil {
		return 0, err
	}
	id, err := t.nextID("transfers")
	if err != nil {
		return 0, err
	}
	if x.BatchID == newBatch {
		x.BatchID = id
	}
	if _, err = t.exec(`INSERT INTO transfers (id, kind, object_id, object_name, from_unit_id, to_unit_id, reason, intro_bp, preset, home_id, proposed_by,
		at, known_on, due_on, state, decided_by, decided_at, decided_on, decision_reason, batch_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'pending', 0, 0, '', '', $15)`, id, x.Kind, x.ObjectID, x.ObjectName,
		x.FromUnitID, in.ToUnitID, in.Reason, in.IntroBP, in.Preset, home, t.V.UserID, t.Now, t.Today, days.After(t.Today, set.TransferDays), x.BatchID); err != nil {
		return 0, err
	}
	return id, putAgreed(t, id, in.Shares)
}

// tellUnit tells those of a unit who may answer a transfer.
func tellUnit(t *Tx, x crm.Transfer, unit int64, title, body string) error {
	return t.tellRoles(crm.Message{Kind: "transfer", Title: title, Body: body, Object: x.Kind, ObjectID: x.ObjectID}, unit)
}

// tellRoles tells those of a unit who keep its leads: an office's liaison people, elsewhere the
// officers, in the bureau also its managers.
func (t *Tx) tellRoles(m crm.Message, unit int64) error {
	var kind crm.UnitKind
	if err := t.QueryRowContext(t.ctx, "SELECT kind FROM units WHERE id = $1", unit).Scan(&kind); err != nil {
		return err
	}
	roles := []crm.Role{crm.RoleOfficer}
	switch kind {
	case crm.UnitOffice:
		roles = []crm.Role{crm.RoleLiaison}
	case crm.UnitBureau:
		roles = append(roles, crm.RoleManager)
	}
	for _, role := range roles {
		if err := t.tell(m, 0, role, unit); err != nil {
			return err
		}
	}
	return nil
}

// decide writes the verdict on a pending transfer; one that is decided gives 409.
func decide(t *Tx, x crm.Transfer, state, reason string) error {
	if x.State != "pending" {
		return crm.Conflict(x, "这次流转已%s，不能再答复", transferState(x.State))
	}
	if err := offerAnswered(t, x); err != nil {
		return err
	}
	return t.update("流转", x, `UPDATE transfers SET state = $1, decided_by = $2, decided_at = $3, decided_on = $4, decision_reason = $5
		WHERE id = $6 AND state = 'pending'`, state, t.V.UserID, t.Now, t.Today, reason, x.ID)
}

func transferState(state string) string {
	return map[string]string{"pending": "待接收", "accepted": "接收", "refused": "退回", "withdrawn": "撤回", "expired": "逾期失效"}[state]
}

// receivedTransfer reads the transfer that the viewer may answer for the receiving unit.
func receivedTransfer(t *Tx, id int64) (crm.Transfer, error) {
	if err := t.V.Require(crm.ActTransfer); err != nil {
		return crm.Transfer{}, err
	}
	return visibleTransfer(t.ctx, t, id, t.V.Scope(crm.ActTransfer), "in")
}

// RefuseTransfer sends an offer back with a reason; the unit no longer reads what was offered.
func (s *Store) RefuseTransfer(ctx context.Context, v crm.Viewer, id int64, in crm.DecisionInput) (crm.Transfer, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Transfer, error) {
		x, err := receivedTransfer(t, id)
		if err != nil {
			return x, err
		}
		if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
			return x, crm.Invalid("reason", "退回流转须写明原因")
		}
		return endOffer(t, x, "refused", in.Reason)
	})
}

// WithdrawTransfer takes back one's unit's own offer while it is pending.
func (s *Store) WithdrawTransfer(ctx context.Context, v crm.Viewer, id int64, in crm.DecisionInput) (crm.Transfer, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Transfer, error) {
		if err := v.Require(crm.ActTransfer); err != nil {
			return crm.Transfer{}, err
		}
		x, err := visibleTransfer(t.ctx, t, id, v.Scope(crm.ActTransfer), "out")
		if err != nil {
			return x, err
		}
		return endOffer(t, x, "withdrawn", strings.TrimSpace(in.Reason))
	})
}

// withdrawOffer takes back the offer of a lead, if one is pending, when the lead ends or is decided on.
func withdrawOffer(t *Tx, lead int64, reason string) error {
	x, err := pendingTransfer(t.ctx, t, "lead", lead)
	if err != nil || x == nil {
		return err
	}
	_, err = endOffer(t, *x, "withdrawn", reason)
	return err
}

// endOffer ends a pending offer without a change of ownership and tells the other side.
func endOffer(t *Tx, x crm.Transfer, state, reason string) (crm.Transfer, error) {
	if err := closeOffer(t, x, state, reason); err != nil {
		return x, err
	}
	done, err := visibleTransfer(t.ctx, t, x.ID, crm.Scope{All: true}, "")
	if err != nil {
		return x, err
	}
	return done, tellEnd(t, x, state, reason)
}

// closeOffer ends a pending offer and tells nobody.
func closeOffer(t *Tx, x crm.Transfer, state, reason string) error {
	if err := decide(t, x, state, reason); err != nil {
		return err
	}
	line, end := "流转已"+transferState(state), endLeadOffer
	if x.Kind == "project" {
		end = endProjectOffer
	}
	if err := end(t, x, strings.TrimSuffix(line+"："+reason, "：")); err != nil {
		return err
	}
	t.audit("transfer."+state, "transfer", x.ID, x.FromUnitID, line+"："+x.ObjectName, map[string]string{"reason": reason})
	return nil
}

func endLeadOffer(t *Tx, x crm.Transfer, line string) error {
	if err := unshareLead(t, x.ObjectID, x.ToUnitID, "offered"); err != nil {
		return err
	}
	return leadEvent(t, x.ObjectID, "transfer", x.FromName, x.ToName, line)
}

// tellEnd tells of an offer that came to nothing: the giver of what the receiver did, the receiver of
// what the giver did, both of a term that passed. The receiver can't read the object any more, so its
// message leads nowhere.
func tellEnd(t *Tx, x crm.Transfer, state, reason string) error {
	title := map[string]string{"refused": x.ToName + "退回了流转：", "withdrawn": x.FromName + "撤回了流转：", "expired": "流转逾期失效："}[state] + x.ObjectName
	if state != "refused" {
		if err := t.tellRoles(crm.Message{Kind: "transfer", Title: title, Body: reason}, x.ToUnitID); err != nil {
			return err
		}
	}
	if state == "withdrawn" || x.ProposedBy == 0 {
		return nil
	}
	return t.tell(crm.Message{Kind: "transfer", Title: title, Body: reason, Object: x.Kind, ObjectID: x.ObjectID}, x.ProposedBy, "", 0)
}
