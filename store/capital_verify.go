package store

import (
	"context"

	"yinfeng/crm"
)

var anyState = []crm.ReviewState{crm.StateDraft, crm.StateSubmitted, crm.StateVerified, crm.StateReturned}

// VerifyCapital verifies a submitted entry, whole or reduced (核减), and posts its credit
// lines in the same transaction (domain §6, §7). Who reported never verifies.
func (s *Store) VerifyCapital(ctx context.Context, v crm.Viewer, id int64, in crm.VerifyInput) (crm.CapitalEntry, error) {
	return act(ctx, s, v, func(t *Tx) (crm.CapitalEntry, error) {
		e, err := capitalFor(t, crm.ActVerifyCapital, id, "核定", anyState...)
		if err != nil {
			return e, err
		}
		amounts, err := checkVerify(t, e, in)
		if err != nil {
			return e, err
		}
		lines, err := linesFor(t, e, amounts)
		if err != nil {
			return e, err
		}
		sum := int64(0)
		for _, l := range lines {
			sum += l.CNY
		}
		if err := t.update("条目", e, `UPDATE capital_entries SET state = 'verified', verified = $1, reduce_reason = $2, verified_by = $3, verified_at = $4,
			known_on = $5, updated_at = $6, version = version + 1 WHERE id = $7 AND version = $8 AND state = 'submitted'`,
			sum, in.Reason, v.UserID, t.Now, t.Today, t.Now, id, in.Version); err != nil {
			return e, err
		}
		for i, p := range e.Parts {
			if _, err := t.exec("UPDATE capital_parts SET verified = $1 WHERE id = $2 AND verified IS NULL", amounts[i], p.ID); err != nil {
				return e, err
			}
		}
		if err := dropPending(t, e); err != nil {
			return e, err
		}
		if _, err := postLines(t, lines); err != nil {
			return e, err
		}
		if _, err := t.exec("UPDATE projects SET arrived_cny = arrived_cny + $1, updated_at = $2 WHERE id = $3", sum, t.Now, e.ProjectID); err != nil {
			return e, err
		}
		return settleCapital(t, e, "verify", in.Reason, "核定到位资金 "+crm.Decimal(sum, crm.FenPerWan)+" 万元")
	})
}

// checkVerify asks the rule, keeps duties apart and refuses a month that has closed.
func checkVerify(t *Tx, e crm.CapitalEntry, in crm.VerifyInput) ([]int64, error) {
	var reversed *crm.CapitalEntry
	if e.ReversesID != 0 {
		o, err := oneCapital(t.ctx, t, e.ReversesID)
		if err != nil {
			return nil, err
		}
		reversed = &o
	}
	amounts, err := crm.CheckVerify(e, in, t.V.UserID, reversed)
	if err != nil {
		return nil, err
	}
	if err := notReporter(t.V, e.ReportedBy, e.Opinions); err != nil {
		return nil, err
	}
	if err := correctedFirst(t, e); err != nil {
		return nil, err
	}
	open, err := monthOpen(t.ctx, t, e.Month)
	if err == nil && !open {
		err = crm.Conflict(e, "%s已经关账，不能再核定这个月的条目", e.Month.Label())
	}
	return amounts, err
}

// correctedFirst lets a correction be verified only after its original's reversal, so that
// the money never counts twice.
func correctedFirst(t *Tx, e crm.CapitalEntry) error {
	if e.CorrectsID == 0 {
		return nil
	}
	var n int
	err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM capital_entries WHERE reverses_id = $1 AND state = 'verified'", e.CorrectsID).Scan(&n)
	if err == nil && n == 0 {
		err = crm.Conflict(e, "被更正条目的冲回还没有核定，请先核定冲回")
	}
	return err
}

// ReturnCapital sends a submitted entry back with an opinion.
func (s *Store) ReturnCapital(ctx context.Context, v crm.Viewer, id int64, in crm.ReviewInput) (crm.CapitalEntry, error) {
	return act(ctx, s, v, func(t *Tx) (crm.CapitalEntry, error) {
		e, err := capitalFor(t, crm.ActVerifyCapital, id, "退回", crm.StateSubmitted)
		if err != nil {
			return e, err
		}
		if err := notReporter(v, e.ReportedBy, e.Opinions); err != nil {
			return e, err
		}
		if !crm.Reasoned(in.Text) {
			return e, crm.Invalid("text", "退回须写明意见")
		}
		if err := t.update("条目", e, `UPDATE capital_entries SET state = 'returned', updated_at = $1, version = version + 1
			WHERE id = $2 AND version = $3 AND state = 'submitted'`, t.Now, id, in.Version); err != nil {
			return e, err
		}
		if err := dropPending(t, e); err != nil {
			return e, err
		}
		return settleCapital(t, e, "return", in.Text, "退回到位资金条目")
	})
}
