package store

import (
	"context"
	"errors"
	"strings"

	"yinfeng/crm"
)

// DecideDispute is the bureau's first decision. It takes effect when the term for an appeal has
// passed, or with the final decision.
func (s *Store) DecideDispute(ctx context.Context, v crm.Viewer, id int64, in crm.RulingInput) (crm.Dispute, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Dispute, error) {
		if _, err := ruled(t, id, "decide", &in); err != nil {
			return crm.Dispute{}, err
		}
		due, err := disputeDue(t)
		if err != nil {
			return crm.Dispute{}, err
		}
		if err := answered(t, crm.RemindDispute, "dispute", id); err != nil {
			return crm.Dispute{}, err
		}
		if _, err := t.exec(`UPDATE disputes SET state = 'decided', decision = $1, decision_reason = $2, decided_by = $3, decided_on = $4, appeal_due = $5,
			version = version + 1 WHERE id = $6`, in.Decision, in.Reason, v.UserID, t.Today, due, id); err != nil {
			return crm.Dispute{}, err
		}
		return toldDispute(t, id, "decide", "裁定首报首谈争议："+crm.RulingLabel(in.Decision), in, true, true)
	})
}

// FinalDispute decides an appeal, by another person than before, and takes effect at once.
func (s *Store) FinalDispute(ctx context.Context, v crm.Viewer, id int64, in crm.RulingInput) (crm.Dispute, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Dispute, error) {
		x, err := ruled(t, id, "final", &in)
		if err != nil {
			return crm.Dispute{}, err
		}
		if _, err := t.exec("UPDATE disputes SET final = $1, final_reason = $2, final_by = $3 WHERE id = $4", in.Decision, in.Reason, v.UserID, id); err != nil {
			return crm.Dispute{}, err
		}
		x.Final = in.Decision
		return settle(t, x)
	})
}

func ruled(t *Tx, id int64, step string, in *crm.RulingInput) (disputeRow, error) {
	x, err := stepOf(t, id, crm.ActDecideDispute, step, in.Version)
	if err != nil {
		return x, err
	}
	in.Reason = strings.TrimSpace(in.Reason)
	return x, in.Check()
}

// settle carries a dispute's ruling out and closes it.
func settle(t *Tx, x disputeRow) (crm.Dispute, error) {
	l, err := loadLead(t.ctx, t, x.LeadID, t.Today)
	if err != nil {
		return crm.Dispute{}, err
	}
	if err := waitOver(t, x, x.Ruling() == "pass"); err != nil {
		return crm.Dispute{}, err
	}
	var fresh int64
	switch x.Ruling() {
	case "pass":
		err = passLead(t, l, x)
	case "both":
		fresh, err = secondLead(t, l, x)
	}
	if err != nil {
		return crm.Dispute{}, err
	}
	if err := answered(t, crm.RemindDispute, "dispute", x.ID); err != nil {
		return crm.Dispute{}, err
	}
	if _, err := t.exec("UPDATE disputes SET state = 'final', final_on = $1, new_lead_id = $2, version = version + 1 WHERE id = $3", t.Today, fresh, x.ID); err != nil {
		return crm.Dispute{}, err
	}
	if err := renewClocks(t, x.LeadID); err != nil {
		return crm.Dispute{}, err
	}
	return toldDispute(t, x.ID, "final", "办结首报首谈争议："+crm.RulingLabel(x.Ruling()), map[string]any{"ruling": x.Ruling(), "newLeadId": fresh}, true, true)
}

// passLead moves lead and claim to the challenger, as a transfer that the bureau has decided: the
// former unit reads on, what it had offered meanwhile is void, and what it had agreed with others
// of the attribution does not bind the winner.
func passLead(t *Tx, l leadRow, x disputeRow) error {
	reason := "首报首谈争议裁定：改归" + x.UnitName
	if err := withdrawOffer(t, l.ID, reason); err != nil {
		return err
	}
	// a preset without shares: nothing is agreed from here on, and who signs counts
	in := crm.TransferInput{ToUnitID: x.UnitID, Reason: reason, Preset: "single"}
	id, err := insertTransfer(t, offerOf(l.Lead), in, 0)
	if err != nil {
		return err
	}
	if _, err := t.exec("UPDATE transfers SET dispute_id = $1 WHERE id = $2", x.ID, id); err != nil {
		return err
	}
	if err := decide(t, crm.Transfer{ID: id, State: "pending"}, "accepted", reason); err != nil {
		return err
	}
	owner, err := challengerOwner(t, x)
	if err != nil {
		return err
	}
	if err := giveLead(t, l, crm.Transfer{ID: id, FromUnitID: l.UnitID, ToUnitID: x.UnitID}, owner); err != nil {
		return err
	}
	return leadEvent(t, l.ID, "transfer", x.HolderName, x.UnitName, reason)
}

// secondLead reports the challenger's lead with a claim of its own: the decision takes the place
// of the duplicate check.
func secondLead(t *Tx, l leadRow, x disputeRow) (int64, error) {
	owner, err := challengerOwner(t, x)
	if err != nil {
		return 0, err
	}
	in := x.input
	in.UnitID, in.OwnerID = x.UnitID, owner
	fresh, err := newLead(t, in)
	if err != nil {
		return 0, err
	}
	id, err := t.nextID("lead_verdicts")
	if err != nil {
		return 0, err
	}
	t.audit("lead.report", "lead", fresh.ID, x.UnitID, "首报线索 "+fresh.Code+" "+fresh.Project+"（争议裁定为另一意向）", in)
	_, err = t.exec(`INSERT INTO lead_verdicts (id, lead_id, other_id, level, verdict, reason, user_id, unit_id, known_on, at)
		VALUES ($1, $2, $3, '', 'both', $4, $5, $6, $7, $8)`, id, fresh.ID, l.ID, x.DecisionWhy, t.V.UserID, x.UnitID, t.Today, t.Now)
	return fresh.ID, err
}

// challengerOwner is who opened the dispute, if that person may still keep leads of the unit, else 0.
func challengerOwner(t *Tx, x disputeRow) (id int64, err error) {
	if err := t.QueryRowContext(t.ctx, "SELECT user_id FROM disputes WHERE id = $1", x.ID).Scan(&id); err != nil {
		return 0, err
	}
	return stillKeeps(t, id, x.UnitID)
}

// stillKeeps is user if they work here and may change the unit's leads, or 0.
func stillKeeps(t *Tx, user, unit int64) (int64, error) {
	o, err := loadViewer(t.ctx, t, user)
	if crm.ErrCode(err) == crm.CodeUnauthorized || err == nil && !o.Scope(crm.ActWriteLead).Has(unit) {
		return 0, nil
	}
	return user, err
}

// SettleDisputes carries out the decisions whose term for an appeal has passed. It says how many;
// one that can't be carried out is told as an error and doesn't keep the others.
func (s *Store) SettleDisputes(ctx context.Context) (n int, failed error) {
	due, err := collect(ctx, s.read, scanID, "SELECT id FROM disputes WHERE state = 'decided' AND appeal_due < $1 ORDER BY id", s.Today())
	if err != nil {
		return 0, s.translate(err)
	}
	for _, id := range due {
		_, err := act(ctx, s, crm.Viewer{Operator: true, Name: "系统"}, func(t *Tx) (crm.Dispute, error) {
			x, err := oneDispute(t.ctx, t, id, crm.Scope{All: true})
			if err != nil || x.State != "decided" || x.AppealDue >= t.Today {
				return crm.Dispute{}, err // another instance was first
			}
			return settle(t, x)
		})
		if failed = errors.Join(failed, err); err == nil {
			n++
		}
	}
	return n, failed
}
