package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// refusedShown bounds the list of leads that stand in the way of a batch.
const refusedShown = 20

// BatchLeads does one act to every lead that the filter shows the viewer, each judged as if it were
// done alone: all or none. The count must still be the one that he has seen.
func (s *Store) BatchLeads(ctx context.Context, v crm.Viewer, f crm.LeadFilter, in crm.LeadBatch) (crm.BatchDone, error) {
	if err := v.Require(crm.ActWriteLead); err != nil {
		return crm.BatchDone{}, err
	}
	in.Reason, in.NextStep = strings.TrimSpace(in.Reason), strings.TrimSpace(in.NextStep)
	if err := in.Check(); err != nil {
		return crm.BatchDone{}, err
	}
	q, err := s.leadQuery(ctx, v, v.Scope(crm.ActReadBusiness), f)
	if err != nil {
		return crm.BatchDone{}, s.translate(err)
	}
	return act(ctx, s, v, func(t *Tx) (crm.BatchDone, error) {
		ids, err := collect(t.ctx, t, scanID, "SELECT l.id FROM leads l"+q.clause()+fmt.Sprintf(" ORDER BY l.id LIMIT %d", crm.MaxBatch+1), q.args...)
		done := crm.BatchDone{Count: int64(len(ids))}
		switch {
		case err != nil:
			return done, err
		case len(ids) > crm.MaxBatch:
			return done, crm.Invalid("", "一次最多办理 %d 条，请缩小筛选范围", crm.MaxBatch)
		case done.Count != in.Expect:
			return done, crm.Conflict(done, "筛选结果已变为 %d 条，请核对后再办", done.Count)
		}
		if err := batchAll(t, ids, in, &done); err != nil {
			return done, err
		}
		return done, tellLeadBatch(t, ids, in, done)
	})
}

// batchAll takes the leads one by one, and refuses the whole batch with all that stands in the way.
func batchAll(t *Tx, ids []int64, in crm.LeadBatch, done *crm.BatchDone) error {
	var last int64
	if err := t.QueryRowContext(t.ctx, "SELECT COALESCE(MAX(id), 0) FROM lead_events").Scan(&last); err != nil {
		return err
	}
	err := eachOfBatch(t, ids, done, func(l leadRow) (bool, error) { return batchOne(t, l, in) })
	if err != nil || done.Changed == 0 || !in.Undoable() {
		return err
	}
	return t.QueryRowContext(t.ctx, "SELECT COALESCE(MIN(id), 0) FROM lead_events WHERE id > $1 AND user_id = $2 AND kind IN ('owner', 'status')", last, t.V.UserID).Scan(&done.UndoFrom)
}

// eachOfBatch does one thing to each lead; what the rules refuse of any refuses all.
func eachOfBatch(t *Tx, ids []int64, done *crm.BatchDone, one func(leadRow) (bool, error)) error {
	refused := 0
	for _, id := range ids {
		l, err := loadLead(t.ctx, t, id, t.Today)
		if err != nil {
			return err
		}
		changed, err := one(l)
		var why *crm.Error
		if errors.As(err, &why) && why.Cause == nil {
			if refused++; refused <= refusedShown {
				done.Refused = append(done.Refused, crm.BatchRefusal{ID: id, Code: l.Code, Project: l.Project, Why: whyNot(why)})
			}
			continue
		}
		if err != nil {
			return err
		}
		if changed {
			done.Changed++
		}
	}
	if refused > 0 {
		done.Changed = 0
		return crm.Conflict(*done, "有 %d 条不能办理，一条也没有改", refused)
	}
	return nil
}

// whyNot is what a list of refusals says of one: another unit's claim is told by the single act alone,
// which keeps that it was told.
func whyNot(e *crm.Error) string {
	switch e.State.(type) {
	case crm.ClaimNotice, crm.LeadFindings:
		return "查重另有发现，请单条办理"
	}
	return e.Detail
}

// tellLeadBatch leaves the batch's own audit row beside those of its leads, and tells a new owner.
func tellLeadBatch(t *Tx, ids []int64, in crm.LeadBatch, done crm.BatchDone) error {
	what := map[string]string{"status": "改为“" + in.Status.Label() + "”", "nextStep": "下一步改为“" + in.NextStep + "”", "chain": "归入产业链"}[in.Act]
	if in.Act == "owner" {
		_, name, err := userNames(t, 0, in.OwnerID)
		if err != nil {
			return err
		}
		what = "换由" + name + "跟踪"
	}
	t.audit("lead.batch", "lead", 0, t.V.UnitID, fmt.Sprintf("成批办理 %d 条线索：%s", done.Changed, what), in)
	if in.Act != "owner" || in.OwnerID == t.V.UserID || done.Changed == 0 {
		return nil
	}
	return t.tell(crm.Message{Kind: "notice", Title: fmt.Sprintf("%s把 %d 条线索交给你跟踪", t.V.Name, done.Changed), Body: "见线索列表“我跟踪的”。", Object: "lead", ObjectID: ids[0]}, in.OwnerID, "", 0)
}

// batchOne does the act to one lead, by the rules of the single act.
func batchOne(t *Tx, l leadRow, in crm.LeadBatch) (changed bool, err error) {
	if !t.V.Scope(crm.ActWriteLead).Has(l.UnitID) {
		return false, crm.Forbidden("这条线索由%s负责，你的单位只能查看", l.UnitName)
	}
	if in.Act != "status" {
		return batchEdit(t, l, in)
	}
	if in.Status == l.Status && l.Stage != crm.StageSigned {
		return false, nil
	}
	set := crm.StatusInput{Status: in.Status, Reason: in.Reason, Version: l.Version}
	if err := l.CheckStatus(set); err != nil {
		return false, err
	}
	if in.Status == crm.LeadActive && l.ProtectedUntil < t.Today {
		return false, crm.Conflict(nil, "首报首谈已失效，恢复须重新查重，请单条办理")
	}
	return true, setStatus(t, l, set)
}

// batchEdit changes one field of a lead. What is signed or over has no next step.
func batchEdit(t *Tx, l leadRow, in crm.LeadBatch) (changed bool, err error) {
	next, set := l, l.Input()
	switch in.Act {
	case "owner":
		if l.OwnerID == in.OwnerID {
			return false, nil
		}
		if err := checkOwner(t, in.OwnerID, l.UnitID, crm.ActWriteLead); err != nil {
			return false, err
		}
		next.OwnerID = in.OwnerID
		return true, writeLead(t, l, next)
	case "nextStep":
		if l.Stage == crm.StageSigned || l.Status == crm.LeadDropped {
			return false, crm.Conflict(nil, "线索已签约或已终止，没有下一步")
		}
		set.NextStep, set.NextDue = in.NextStep, in.NextDue
	case "chain":
		set.ChainID = in.ChainID
	}
	if set.NextStep == l.NextStep && set.NextDue == l.NextDue && set.ChainID == l.ChainID {
		return false, nil
	}
	if err := fillLead(t, &next, set); err != nil {
		return false, err
	}
	return true, writeLead(t, l, next)
}

// UndoBatch takes one's own batch of changes of owner or status back within a minute, each lead by
// the rules of the single undo, all or none.
func (s *Store) UndoBatch(ctx context.Context, v crm.Viewer, in crm.BatchUndo) (crm.BatchDone, error) {
	if err := v.Require(crm.ActWriteLead); err != nil {
		return crm.BatchDone{}, err
	}
	return act(ctx, s, v, func(t *Tx) (crm.BatchDone, error) {
		ids, err := collect(t.ctx, t, scanID, fmt.Sprintf(`SELECT DISTINCT e.lead_id FROM lead_events e JOIN lead_events f ON f.id = $1 AND f.user_id = $2 AND f.at = e.at
			WHERE e.id >= $1 AND e.id < $1 + %d AND e.user_id = $2 AND e.kind IN ('owner', 'status') AND f.at >= $3 ORDER BY e.lead_id`, 4*crm.MaxBatch),
			in.UndoFrom, v.UserID, t.Now-undoMillis)
		done := crm.BatchDone{Count: int64(len(ids))}
		if err != nil {
			return done, err
		}
		if len(ids) == 0 {
			return done, crm.Conflict(done, "办理已超过 60 秒，不能整批撤销；要改回请照常办理")
		}
		if err := eachOfBatch(t, ids, &done, func(l leadRow) (bool, error) {
			if !t.V.Scope(crm.ActWriteLead).Has(l.UnitID) {
				return false, crm.Forbidden("这条线索由%s负责，你的单位只能查看", l.UnitName)
			}
			_, err := undoMove(t, l)
			return true, err
		}); err != nil {
			return done, err
		}
		t.audit("lead.batch", "lead", 0, v.UnitID, fmt.Sprintf("撤销成批办理：%d 条线索恢复原样", done.Changed), in)
		return done, nil
	})
}
