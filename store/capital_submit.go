package store

import (
	"context"
	"slices"
	"strings"

	"yinfeng/crm"
)

// SubmitCapital sends a draft or returned entry for verification: evidence as the
// settings demand for its form and use, and a written reason for its warnings; in.Text
// serves when none is given.
func (s *Store) SubmitCapital(ctx context.Context, v crm.Viewer, id int64, in crm.ReviewInput) (crm.CapitalEntry, error) {
	return act(ctx, s, v, func(t *Tx) (crm.CapitalEntry, error) { return submitCapital(t, id, in) })
}

func submitCapital(t *Tx, id int64, in crm.ReviewInput) (crm.CapitalEntry, error) {
	e, err := capitalFor(t, crm.ActReportCapital, id, "提交", crm.StateDraft, crm.StateReturned)
	if err != nil {
		return e, err
	}
	if err := checkSubmit(t, e); err != nil {
		return e, err
	}
	ws, err := warn(t, e)
	if err != nil {
		return e, err
	}
	for _, r := range []string{in.WarningReason, e.WarningReason, in.Text} {
		if e.WarningReason = strings.TrimSpace(r); e.WarningReason != "" {
			break
		}
	}
	if len(ws) > 0 && !crm.Reasoned(e.WarningReason) {
		lines := make([]string, len(ws))
		for i, w := range ws {
			lines[i] = w.Message
		}
		return e, crm.Invalid("warningReason", "须写明原因才能提交：%s", strings.Join(lines, "；"))
	}
	if err := t.update("条目", e, `UPDATE capital_entries SET state = 'submitted', submitted_at = $1, warnings = $2, warning_reason = $3, updated_at = $4,
		version = version + 1 WHERE id = $5 AND version = $6 AND state IN ('draft', 'returned')`,
		t.Now, toJSON(ws), e.WarningReason, t.Now, id, in.Version); err != nil {
		return e, err
	}
	if err := postPending(t, e); err != nil {
		return e, err
	}
	return settleCapital(t, e, "submit", in.Text, "提交到位资金审核")
}

// checkSubmit looks again at project, month and evidence: they may have changed since
// the entry was typed.
func checkSubmit(t *Tx, e crm.CapitalEntry) error {
	p, err := liveProject(t, e.ProjectID)
	if err != nil {
		return err
	}
	if e.ReversesID != 0 {
		open, err := monthOpen(t.ctx, t, e.Month)
		if err == nil && !open {
			err = crm.Conflict(e, "%s已经关账，请重新冲回", e.Month.Label())
		}
		return err
	}
	if err := checkMonth(t, p, e.UnitID, e.Month); err != nil {
		return err
	}
	if lacks := lacking(e); len(lacks) > 0 {
		return crm.Invalid("entry", "条目 %s 还没有填%s，请补填后再提交", e.Code, strings.Join(lacks, "、"))
	}
	set, err := t.settings()
	if err != nil {
		return err
	}
	kinds := set.EvidenceKinds(e.Form, e.Use)
	if len(kinds) == 0 || slices.ContainsFunc(e.Evidence, func(a crm.Attachment) bool { return slices.Contains(kinds, a.Kind) }) {
		return nil
	}
	return crm.Invalid("evidence", "%s用于%s，须先上传佐证材料：%s（任一种）", e.Form, e.Use, strings.Join(kinds, "、"))
}

// lacking are the fields that an imported draft may still be without.
func lacking(e crm.CapitalEntry) (out []string) {
	for _, x := range []struct{ value, label string }{{string(e.ArrivedOn), "到账日期"}, {e.Form, "出资形式"}, {e.Use, "资金用途"}} {
		if x.value == "" {
			out = append(out, x.label)
		}
	}
	return out
}

// WithdrawCapital takes a submitted entry back to draft (撤回).
func (s *Store) WithdrawCapital(ctx context.Context, v crm.Viewer, id int64, in crm.ReviewInput) (crm.CapitalEntry, error) {
	return act(ctx, s, v, func(t *Tx) (crm.CapitalEntry, error) {
		e, err := capitalFor(t, crm.ActReportCapital, id, "撤回", crm.StateSubmitted)
		if err != nil {
			return e, err
		}
		if err := t.update("条目", e, `UPDATE capital_entries SET state = 'draft', submitted_at = 0, updated_at = $1, version = version + 1
			WHERE id = $2 AND version = $3 AND state = 'submitted'`, t.Now, id, in.Version); err != nil {
			return e, err
		}
		if err := dropPending(t, e); err != nil {
			return e, err
		}
		return settleCapital(t, e, "withdraw", in.Text, "撤回到位资金条目")
	})
}

// DropCapital removes a draft or returned entry that was never verified, such as one
// typed by mistake or a reversal no longer wanted. The audit log keeps its content.
func (s *Store) DropCapital(ctx context.Context, v crm.Viewer, id, version int64) (crm.CapitalEntry, error) {
	return act(ctx, s, v, func(t *Tx) (crm.CapitalEntry, error) {
		e, err := capitalFor(t, crm.ActReportCapital, id, "删除", crm.StateDraft, crm.StateReturned)
		if err != nil {
			return e, err
		}
		if _, err := t.exec("DELETE FROM capital_parts WHERE entry_id = $1", id); err != nil {
			return e, err
		}
		if _, err := t.exec("UPDATE attachments SET voided = TRUE WHERE object_kind = 'capital' AND object_id = $1", id); err != nil {
			return e, err
		}
		if err := t.update("条目", e, "DELETE FROM capital_entries WHERE id = $1 AND version = $2 AND state IN ('draft', 'returned')", id, version); err != nil {
			return e, err
		}
		t.audit("capital.drop", "capital", id, e.UnitID, "删除未核定的到位资金条目 "+e.Code, e)
		return e, nil
	})
}

// settleCapital leaves opinion and audit row of a change of state and returns the result.
func settleCapital(t *Tx, e crm.CapitalEntry, decision, text, label string) (crm.CapitalEntry, error) {
	if err := addOpinion(t, "capital", e.ID, decision, text); err != nil {
		return e, err
	}
	t.audit("capital."+decision, "capital", e.ID, e.UnitID, label+" "+e.Code+" "+e.ProjectName,
		map[string]any{"from": e.State, "month": e.Month, "amount": e.Amount, "parts": e.Parts, "text": text})
	if err := tellReporter(t, "capital", e.ID, e.ReportedBy, decision, e.ProjectName+" 到位资金条目 "+e.Code, text); err != nil {
		return e, err
	}
	return oneCapital(t.ctx, t, e.ID)
}
