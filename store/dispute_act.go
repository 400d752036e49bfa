package store

import (
	"context"
	"slices"
	"strings"

	"yinfeng/crm"
)

// OpenDispute objects to a claim of which the viewer's unit has had a notice; without one the
// claim is not found. The lead that the unit would report is kept for the decision.
func (s *Store) OpenDispute(ctx context.Context, v crm.Viewer, claim int64, in crm.DisputeInput) (crm.Dispute, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Dispute, error) {
		unit, err := noticedUnit(t, claim)
		if err != nil {
			return crm.Dispute{}, err
		}
		c, lead, err := disputable(t, claim, unit)
		if err != nil {
			return crm.Dispute{}, err
		}
		if in.Reason = strings.TrimSpace(in.Reason); len([]rune(in.Reason)) < 2 {
			return crm.Dispute{}, crm.Invalid("reason", "请写明提出争议的理由")
		}
		if in.Input, err = disputedInput(t, in.Input, unit); err != nil {
			return crm.Dispute{}, err
		}
		due, err := disputeDue(t)
		if err != nil {
			return crm.Dispute{}, err
		}
		id, err := t.nextID("disputes")
		if err != nil {
			return crm.Dispute{}, err
		}
		if _, err := t.exec(`INSERT INTO disputes (id, claim_id, lead_id, unit_id, holder_id, user_id, company, reason, input, state, answer_due, known_on, at, version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, $12, 1)`, id, claim, lead, unit, c.unit, v.UserID, in.Input.CompanyName, in.Reason,
			toJSON(in.Input), due, t.Today, t.Now); err != nil {
			return crm.Dispute{}, err
		}
		return toldDispute(t, id, "open", "对首报首谈提出争议", in, true, false)
	})
}

// noticedUnit is the viewer's unit that has had a notice of the claim.
func noticedUnit(t *Tx, claim int64) (int64, error) {
	if err := t.V.Require(crm.ActTransfer); err != nil {
		return 0, err
	}
	sc := t.V.Scope(crm.ActTransfer)
	units, err := collect(t.ctx, t, scanID, "SELECT DISTINCT unit_id FROM claim_notices WHERE claim_id = $1 ORDER BY unit_id", claim)
	if err != nil {
		return 0, err
	}
	units = slices.DeleteFunc(units, func(u int64) bool { return !sc.Has(u) })
	switch {
	case len(units) == 0:
		return 0, crm.NotFound("首报首谈")
	case slices.Contains(units, t.V.UnitID):
		return t.V.UnitID, nil
	case sc.All:
		return 0, crm.Conflict(nil, "争议由被告知的单位自己提出，请由该单位的人操作")
	}
	return units[0], nil
}

// disputable demands that the claim still stands in the unit's way, and that nobody disputes it yet.
func disputable(t *Tx, claim, unit int64) (c heldClaim, lead int64, err error) {
	if err := t.QueryRowContext(t.ctx, "SELECT lead_id FROM claims WHERE id = $1", claim).Scan(&lead); err != nil {
		return c, 0, err
	}
	if c, err = claimOf(t, lead); err != nil {
		return c, 0, err
	}
	if c.id != claim || c.until < t.Today || c.unit == unit {
		return c, 0, crm.Conflict(nil, "这项首报首谈已不再有效，请重新登记线索")
	}
	live, err := collect(t.ctx, t, scanID, "SELECT id FROM disputes WHERE lead_id = $1 AND state NOT IN ('final', 'withdrawn')", lead)
	if err == nil && len(live) > 0 {
		err = crm.Conflict(nil, "对这项首报首谈的争议正在办理，请等办结后再提出")
	}
	return c, lead, err
}

// disputedInput is the lead that the unit would report, with what can't be refused any more when
// the decision lets it.
func disputedInput(t *Tx, in crm.LeadInput, unit int64) (crm.LeadInput, error) {
	in.Project = strings.TrimSpace(in.Project)
	if err := in.Check(); err != nil {
		return in, err
	}
	if _, err := checkInput(t, in); err != nil {
		return in, err
	}
	if in.CompanyID != 0 {
		c, err := loadCompany(t.ctx, t, in.CompanyID)
		if err != nil {
			return in, err
		}
		in.CompanyName = c.Name
	} else if c, err := (crm.CompanyInput{Name: in.CompanyName}).Tidy(); err != nil {
		return in, onField(err, "name", "companyName")
	} else {
		in.CompanyName = c.Name
	}
	if in.PlaceUnitID != 0 {
		if _, err := unitName(t, in.PlaceUnitID, "placeUnitId"); err != nil {
			return in, err
		}
	}
	return crm.LeadInput{CompanyName: in.CompanyName, Project: in.Project, Content: in.Content, Industry: in.Industry, Amount: in.Amount, AmountMin: in.AmountMin,
		AmountMax: in.AmountMax, PlaceUnitID: in.PlaceUnitID, Source: in.Source, NextStep: in.NextStep, NextDue: in.NextDue, UnitID: unit}, nil
}

// disputeDue is the last day of a term that begins today.
func disputeDue(t *Tx) (crm.Date, error) {
	set, err := t.settings()
	if err != nil {
		return "", err
	}
	days, err := allWorkdays(t.ctx, t)
	return days.After(t.Today, set.DisputeDays), err
}

// stepOf reads a dispute that the viewer may bring forward by a step, at the version that he has seen.
func stepOf(t *Tx, id int64, a crm.Act, step string, version int64) (disputeRow, error) {
	if err := t.V.Require(a); err != nil {
		return disputeRow{}, err
	}
	x, err := oneDispute(t.ctx, t, id, t.V.Scope(a))
	if err != nil {
		return x, err
	}
	sc := t.V.Scope(a)
	if step == "answer" && !sc.Has(x.HolderID) || step == "withdraw" && !sc.Has(x.UnitID) || a == crm.ActDecideDispute && !(sc.Has(x.HolderID) && sc.Has(x.UnitID)) {
		return x, crm.NotFound("争议")
	}
	seen := x.shown(t.V, t.Today)
	if version != x.Version {
		return x, crm.Conflict(seen, "争议已有变化，请刷新后再办")
	}
	return x, seen.Can(step, partyOf(t.V, x), t.Today)
}

// AnswerDispute is the holder's word on a dispute.
func (s *Store) AnswerDispute(ctx context.Context, v crm.Viewer, id int64, in crm.ReasonInput) (crm.Dispute, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Dispute, error) {
		in.Reason = strings.TrimSpace(in.Reason)
		if _, err := stepOf(t, id, crm.ActTransfer, "answer", in.Version); err != nil {
			return crm.Dispute{}, err
		}
		if len([]rune(in.Reason)) < 2 {
			return crm.Dispute{}, crm.Invalid("reason", "请写明答复")
		}
		if err := answered(t, crm.RemindDispute, "dispute", id); err != nil {
			return crm.Dispute{}, err
		}
		if _, err := t.exec("UPDATE disputes SET state = 'answered', answer = $1, answered_by = $2, answered_on = $3, version = version + 1 WHERE id = $4",
			in.Reason, v.UserID, t.Today, id); err != nil {
			return crm.Dispute{}, err
		}
		return toldDispute(t, id, "answer", "答复了首报首谈争议", in, false, false)
	})
}

// disputeSide is the unit that the viewer speaks for in a dispute that is going on, to add evidence.
func disputeSide(t *Tx, id int64) (int64, error) {
	x, err := oneDispute(t.ctx, t, id, t.V.Scope(crm.ActTransfer))
	if err != nil {
		return 0, err
	}
	side := partyOf(t.V, x)
	switch seen := x.shown(t.V, t.Today); {
	case !side.Challenger && !side.Holder:
		return 0, crm.Conflict(seen, "争议的材料由当事单位提供")
	case !x.Live():
		return 0, crm.Conflict(seen, "争议已办结，材料不能再改")
	}
	if side.Challenger {
		return x.UnitID, nil
	}
	return x.HolderID, nil
}

// WithdrawDispute takes a dispute back before it is decided.
func (s *Store) WithdrawDispute(ctx context.Context, v crm.Viewer, id, version int64) (crm.Dispute, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Dispute, error) {
		x, err := stepOf(t, id, crm.ActTransfer, "withdraw", version)
		if err != nil {
			return crm.Dispute{}, err
		}
		if err := answered(t, crm.RemindDispute, "dispute", id); err != nil {
			return crm.Dispute{}, err
		}
		if err := waitOver(t, x, false); err != nil {
			return crm.Dispute{}, err
		}
		if _, err := t.exec("UPDATE disputes SET state = 'withdrawn', final_on = $1, version = version + 1 WHERE id = $2", t.Today, id); err != nil {
			return crm.Dispute{}, err
		}
		if err := renewClocks(t, x.LeadID); err != nil {
			return crm.Dispute{}, err
		}
		return toldDispute(t, id, "withdraw", "撤回了首报首谈争议", nil, true, false)
	})
}

// AppealDispute asks for the decision to be looked at again, once and in its term, by the side
// that it went against.
func (s *Store) AppealDispute(ctx context.Context, v crm.Viewer, id int64, in crm.ReasonInput) (crm.Dispute, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Dispute, error) {
		x, err := stepOf(t, id, crm.ActTransfer, "appeal", in.Version)
		if err != nil {
			return crm.Dispute{}, err
		}
		if in.Reason = strings.TrimSpace(in.Reason); len([]rune(in.Reason)) < 2 {
			return crm.Dispute{}, crm.Invalid("reason", "请写明申请复核的理由")
		}
		side := x.HolderID
		if x.Decision == "keep" {
			side = x.UnitID
		}
		if err := answered(t, crm.RemindDispute, "dispute", id); err != nil {
			return crm.Dispute{}, err
		}
		if _, err := t.exec(`UPDATE disputes SET state = 'appealed', appeal = $1, appealed_by = $2, appealed_on = $3, appeal_unit_id = $4, version = version + 1 WHERE id = $5`,
			in.Reason, v.UserID, t.Today, side, id); err != nil {
			return crm.Dispute{}, err
		}
		return toldDispute(t, id, "appeal", "申请复核首报首谈争议", in, side == x.UnitID, side == x.HolderID)
	})
}

// toldDispute leaves the audit row of a step, tells the bureau's managers and the sides that it
// concerns, and answers the dispute for the viewer's eyes.
func toldDispute(t *Tx, id int64, act, what string, detail any, holder, challenger bool) (crm.Dispute, error) {
	x, err := oneDispute(t.ctx, t, id, crm.Scope{All: true})
	if err != nil {
		return crm.Dispute{}, err
	}
	who := t.V.UnitName
	if who == "" {
		who = "市招商局"
	}
	t.audit("dispute."+act, "dispute", id, x.UnitID, who+what, detail)
	m := crm.Message{Kind: "notice", Title: who + what, Object: "dispute", ObjectID: id}
	if holder {
		if err := t.tellRoles(m, x.HolderID); err != nil {
			return crm.Dispute{}, err
		}
	}
	if challenger {
		if err := t.tellRoles(m, x.UnitID); err != nil {
			return crm.Dispute{}, err
		}
	}
	return x.shown(t.V, t.Today), t.tell(m, 0, crm.RoleManager, x.HolderID)
}
