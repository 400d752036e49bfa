package store

import (
	"context"
	"strings"

	"yinfeng/crm"
)

// SetLeadStatus pauses, wakes or ends a lead (domain §4); the record stays readable. Ending it or
// putting it to sleep ends its claim; waking one that holds no claim any more is judged like a report.
func (s *Store) SetLeadStatus(ctx context.Context, v crm.Viewer, id int64, in crm.StatusInput) (crm.Lead, error) {
	unit, name := v.UnitID, ""
	l, err := act(ctx, s, v, func(t *Tx) (crm.Lead, error) {
		l, err := writableLead(t, id, crm.ActWriteLead)
		if err != nil {
			return crm.Lead{}, err
		}
		unit, name = l.UnitID, l.CompanyName
		if in.Version != l.Version {
			return crm.Lead{}, staleLead(l.Lead)
		}
		in.Reason = strings.TrimSpace(in.Reason)
		if err := l.CheckStatus(in); err != nil {
			return crm.Lead{}, err
		}
		if err := setStatus(t, l, in); err != nil {
			return crm.Lead{}, err
		}
		out, err := loadLead(t.ctx, t, id, t.Today)
		return out.Lead, err
	})
	return l, s.refused(ctx, v, unit, name, err)
}

// setStatus gives a lead a status that CheckStatus allows, with its claim and a row in the audit log.
func setStatus(t *Tx, l leadRow, in crm.StatusInput) error {
	opened, err := claimFollows(t, l, in)
	if err != nil {
		return err
	}
	if err := writeStatus(t, l, in.Status, in.Reason); err != nil {
		return err
	}
	if opened {
		if _, err := t.exec("UPDATE claims SET woken_by = (SELECT MAX(id) FROM lead_events WHERE lead_id = $1) WHERE lead_id = $1 AND state = 'held'", l.ID); err != nil {
			return err
		}
	}
	t.audit("lead.status", "lead", l.ID, l.UnitID, "线索 "+l.Code+" 改为“"+in.Status.Label()+"”", in)
	return nil
}

// writeStatus writes a lead's status with its history and roll-up.
func writeStatus(t *Tx, l leadRow, status crm.LeadStatus, reason string) error {
	if err := t.update("线索", l.Lead, `UPDATE leads SET status = $1, status_reason = $2, updated_at = $3, version = version + 1
		WHERE id = $4 AND version = $5`, status, reason, t.Now, l.ID, l.Version); err != nil {
		return err
	}
	if err := leadEvent(t, l.ID, "status", string(l.Status), string(status), reason); err != nil {
		return err
	}
	if err := bumpLeads(t, l, -1); err != nil {
		return err
	}
	l.Status = status
	if err := bumpLeads(t, l, 1); err != nil {
		return err
	}
	return renewClocks(t, l.ID)
}

// claimFollows brings the claim in line with a lead's new status, and says whether that opened one.
func claimFollows(t *Tx, l leadRow, in crm.StatusInput) (opened bool, err error) {
	switch in.Status {
	case crm.LeadDropped:
		if err := undisputed(t, l.Lead, "终止"); err != nil {
			return false, err
		}
		if err := withdrawOffer(t, l.ID, withLead(in.Status, in.Reason)); err != nil {
			return false, err
		}
		return false, endClaim(t, l.ID, crm.ClaimDropped, in.Reason)
	case crm.LeadDormant:
		if err := undisputed(t, l.Lead, "休眠"); err != nil {
			return false, err
		}
		if err := withdrawOffer(t, l.ID, withLead(in.Status, in.Reason)); err != nil {
			return false, err
		}
		return false, endClaim(t, l.ID, crm.ClaimDormant, in.Reason)
	case crm.LeadActive:
		return reviveClaim(t, l, in.Decision)
	}
	return false, nil
}

// reviveClaim gives a lead that is woken a claim again, unless it still holds one, when the check
// lets it: another unit may have reported the intention meanwhile.
func reviveClaim(t *Tx, l leadRow, d *crm.DuplicateDecision) (opened bool, err error) {
	if d != nil && d.Verdict != "new" {
		return false, crm.Invalid("decision.verdict", "恢复线索不能选“继续”或“并入”已有线索：要用已有的一条，这一条不必恢复")
	}
	live, err := inDispute(t.ctx, t, l.ID)
	if err != nil {
		return false, err
	}
	if l.ProtectedUntil >= t.Today || live {
		if _, err := t.exec("UPDATE claims SET protected_until = $1 WHERE lead_id = $2 AND state = 'held'", l.ProtectedUntil, l.ID); err != nil {
			return false, err
		}
		return false, d.Check()
	}
	passed, err := judgeReport(t, checkOf(l.Lead), l.UnitID, d, l.ID)
	if err != nil {
		return false, err
	}
	if err := endClaim(t, l.ID, crm.ClaimLapsed, ""); err != nil {
		return false, err
	}
	if err := openClaim(t, l.ID, l.UnitID); err != nil {
		return false, err
	}
	return true, passDuplicates(t, l, passed, d)
}

// VoidLead takes a lead entered by mistake out of lists, counts and search. A signed
// lead or one in transfer is refused.
func (s *Store) VoidLead(ctx context.Context, v crm.Viewer, id int64, in crm.ReasonInput) (crm.Lead, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Lead, error) {
		l, err := writableLead(t, id, crm.ActWriteLead)
		if err != nil {
			return crm.Lead{}, err
		}
		in.Reason = strings.TrimSpace(in.Reason)
		if err := voidable(t, l.Lead, in); err != nil {
			return crm.Lead{}, err
		}
		if err := t.update("线索", l.Lead, `UPDATE leads SET voided = TRUE, void_reason = $1, updated_at = $2, version = version + 1
			WHERE id = $3 AND version = $4`, in.Reason, t.Now, id, l.Version); err != nil {
			return crm.Lead{}, err
		}
		if err := bumpLeads(t, l, -1); err != nil {
			return crm.Lead{}, err
		}
		if err := endClaim(t, id, crm.ClaimVoid, in.Reason); err != nil {
			return crm.Lead{}, err
		}
		if err := leadEvent(t, id, "void", "", "", in.Reason); err != nil {
			return crm.Lead{}, err
		}
		if err := t.unindex("leads", id); err != nil {
			return crm.Lead{}, err
		}
		if err := renewClocks(t, id); err != nil {
			return crm.Lead{}, err
		}
		t.audit("lead.void", "lead", id, l.UnitID, "作废线索 "+l.Code+" "+l.Project, in)
		out, err := loadLead(t.ctx, t, id, t.Today)
		return out.Lead, err
	})
}

func voidable(t *Tx, l crm.Lead, in crm.ReasonInput) error {
	switch {
	case l.Voided:
		return crm.Conflict(l, "线索已作废")
	case in.Version != l.Version:
		return staleLead(l)
	case l.Stage == crm.StageSigned:
		return crm.Conflict(l, "线索已签约成为项目，不能作废")
	case !crm.Reasoned(in.Reason):
		return crm.Invalid("reason", "作废须写明原因")
	}
	if err := undisputed(t, l, "作废"); err != nil {
		return err
	}
	pending, err := pendingTransfer(t.ctx, t, "lead", l.ID)
	if err == nil && pending != nil {
		return crm.Conflict(l, "线索正在流转给%s，请先撤回流转再作废", pending.ToName)
	}
	return err
}

// unindex takes a row out of the search.
func (t *Tx) unindex(table string, id int64) error {
	_, err := t.exec("DELETE FROM search_"+table+" WHERE rowid = $1", id)
	return err
}
