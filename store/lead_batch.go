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
	in.Reason = strings.TrimSpace(in.Reason)
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
		return done, batchAll(t, ids, in, &done)
	})
}

// batchAll takes the leads one by one, and refuses the whole batch with all that stands in the way.
func batchAll(t *Tx, ids []int64, in crm.LeadBatch, done *crm.BatchDone) error {
	refused := 0
	for _, id := range ids {
		l, err := loadLead(t.ctx, t, id, t.Today)
		if err != nil {
			return err
		}
		changed, err := batchOne(t, l, in)
		var why *crm.Error
		if errors.As(err, &why) && why.Cause == nil {
			if refused++; refused <= refusedShown {
				done.Refused = append(done.Refused, crm.BatchRefusal{ID: id, Code: l.Code, Project: l.Project, Why: why.Detail})
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
	what := "改为“" + in.Status.Label() + "”"
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
	if in.Act == "owner" {
		if l.OwnerID == in.OwnerID {
			return false, nil
		}
		if err := checkOwner(t, in.OwnerID, l.UnitID, crm.ActWriteLead); err != nil {
			return false, err
		}
		next := l
		next.OwnerID = in.OwnerID
		return true, writeLead(t, l, next)
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
