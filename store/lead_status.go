package store

import (
	"context"
	"strings"

	"yinfeng/crm"
)

// SetLeadStatus pauses, wakes or ends a lead (domain §4); the record stays readable.
func (s *Store) SetLeadStatus(ctx context.Context, v crm.Viewer, id int64, in crm.StatusInput) (crm.Lead, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Lead, error) {
		l, err := writableLead(t, id, crm.ActWriteLead)
		if err != nil {
			return crm.Lead{}, err
		}
		if in.Version != l.Version {
			return crm.Lead{}, staleLead(l.Lead)
		}
		in.Reason = strings.TrimSpace(in.Reason)
		if err := l.CheckStatus(in); err != nil {
			return crm.Lead{}, err
		}
		next := l
		next.Status = in.Status
		if err := t.update("线索", l.Lead, `UPDATE leads SET status = $1, status_reason = $2, updated_at = $3, version = version + 1
			WHERE id = $4 AND version = $5`, in.Status, in.Reason, t.Now, id, l.Version); err != nil {
			return crm.Lead{}, err
		}
		if err := leadEvent(t, id, "status", string(l.Status), string(in.Status), in.Reason); err != nil {
			return crm.Lead{}, err
		}
		if err := bumpLeads(t, l, -1); err != nil {
			return crm.Lead{}, err
		}
		if err := bumpLeads(t, next, 1); err != nil {
			return crm.Lead{}, err
		}
		t.audit("lead.status", "lead", id, l.UnitID, "线索 "+l.Code+" 改为“"+in.Status.Label()+"”", in)
		out, err := loadLead(t.ctx, t, id, t.Today)
		return out.Lead, err
	})
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
		if err := endClaim(t, id); err != nil {
			return crm.Lead{}, err
		}
		if err := leadEvent(t, id, "void", "", "", in.Reason); err != nil {
			return crm.Lead{}, err
		}
		if err := t.unindex("leads", id); err != nil {
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
	case len([]rune(in.Reason)) < 2:
		return crm.Invalid("reason", "作废须写明原因")
	}
	pending, err := pendingTransfer(t.ctx, t, l.ID)
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
