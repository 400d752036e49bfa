package store

import (
	"context"
	"strings"

	"yinfeng/crm"
)

// mergeMoved is what went over to the kept lead, so that a merge can be undone.
type mergeMoved struct {
	Visits []int64 `json:"visits"` // links that the kept lead did not have
	Files  []int64 `json:"files"`
	Tasks  []int64 `json:"tasks,omitempty"`  // open ones; comments stay where they were written
	Claim  int64   `json:"claim"`            // the gone lead's claim that ended, 0 for none
	Into   int64   `json:"into"`             // the kept lead's claim, which begins no later than that, 0 for none
	Beside []int64 `json:"beside,omitempty"` // other units' leads that stood protected beside the gone one
}

// mergePair reads the two leads of a merge, both writable, and what would go over.
func mergePair(t *Tx, keptID, goneID int64) (kept, gone leadRow, moved mergeMoved, err error) {
	if kept, err = writableLead(t, keptID, crm.ActWriteLead); err != nil {
		return
	}
	gone, err = writableLead(t, goneID, crm.ActWriteLead)
	if code := crm.ErrCode(err); code == crm.CodeNotFound || code == crm.CodeForbidden {
		err = crm.Invalid("goneId", "找不到要并入的线索，请重选")
	}
	if err != nil {
		return
	}
	m, err := leadMatch(t.ctx, t, kept.Lead, gone.Lead)
	if err == nil {
		err = crm.CheckMerge(kept.Lead, gone.Lead, m)
	}
	if err != nil {
		return
	}
	for _, l := range []leadRow{kept, gone} {
		if err = undisputed(t, l.Lead, "合并"); err != nil {
			return
		}
		pending, e := pendingTransfer(t.ctx, t, "lead", l.ID)
		if e != nil {
			return kept, gone, moved, e
		}
		if pending != nil {
			return kept, gone, moved, crm.Conflict(kept.Lead, "线索 %s 正在流转给%s，请先撤回流转再合并", l.Code, pending.ToName)
		}
	}
	if err = unagreed(t, kept.Lead, gone.Lead); err != nil {
		return
	}
	if moved.Visits, err = collect(t.ctx, t, scanID, `SELECT g.visit_id FROM visit_leads g WHERE g.lead_id = $1
		AND NOT EXISTS (SELECT 1 FROM visit_leads k WHERE k.visit_id = g.visit_id AND k.lead_id = $2) ORDER BY g.visit_id`, goneID, keptID); err != nil {
		return
	}
	if moved.Tasks, err = collect(t.ctx, t, scanID, "SELECT id FROM tasks WHERE object_kind = 'lead' AND object_id = $1 AND state = 'open' ORDER BY id", goneID); err != nil {
		return
	}
	moved.Files, err = collect(t.ctx, t, scanID, "SELECT id FROM attachments WHERE object_kind = 'lead' AND object_id = $1 ORDER BY id", goneID)
	return
}

// unagreed refuses to merge away a lead whose transfers have agreed on attribution or introduction:
// the project that the kept lead becomes would not know of it. What gives the whole to the kept
// lead's own unit would be the same without it.
func unagreed(t *Tx, kept, gone crm.Lead) error {
	agreed, err := leadAgreement(t.ctx, t, gone.ID)
	if err != nil {
		return err
	}
	intro, err := introSum(t, gone.ID)
	if err != nil {
		return err
	}
	own, err := creditedAbove(t, kept.UnitID)
	if err != nil {
		return err
	}
	if agreed != nil && len(agreed.Shares) == 1 && agreed.Shares[0].UnitID == own.UnitID {
		agreed = nil
	}
	if agreed != nil || intro > 0 {
		return crm.Conflict(kept, "线索 %s 流转时有归属或引荐约定，不能并入别的线索；请反过来把 %s 并入它", gone.Code, kept.Code)
	}
	return nil
}

// leadMatch compares the companies of two leads.
func leadMatch(ctx context.Context, q querier, a, b crm.Lead) (crm.Match, error) {
	if a.CompanyID == b.CompanyID {
		return crm.Match{Level: "L1", Why: "同一企业"}, nil
	}
	var sides [2]crm.Side
	for i, l := range []crm.Lead{a, b} {
		c, err := loadCompany(ctx, q, l.CompanyID)
		if err != nil {
			return crm.Match{}, err
		}
		sides[i] = crm.Side{Name: c.Name, Code: c.CreditCode}
	}
	return crm.MatchCompany(sides[0], sides[1]), nil
}

// PreviewLeadMerge says what merging two leads would do; it changes nothing.
func (s *Store) PreviewLeadMerge(ctx context.Context, v crm.Viewer, id int64, in crm.MergeTarget) (crm.MergePreview, error) {
	return act(ctx, s, v, func(t *Tx) (p crm.MergePreview, err error) {
		kept, gone, moved, err := mergePair(t, id, in.GoneID)
		if err != nil {
			return p, err
		}
		return crm.MergePreview{Kept: kept.Lead, Gone: gone.Lead, Visits: len(moved.Visits), Files: len(moved.Files),
			Differs: crm.MergeDiffers(kept.Lead, gone.Lead)}, nil
	})
}

// MergeLead merges a lead into another of the same unit: the kept one gets the visits and files
// and the older claim, the other is voided. Both histories stay (domain §4).
func (s *Store) MergeLead(ctx context.Context, v crm.Viewer, id int64, in crm.MergeInput) (crm.Lead, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Lead, error) {
		kept, gone, moved, err := mergePair(t, id, in.GoneID)
		in.Reason = strings.TrimSpace(in.Reason)
		switch {
		case err != nil:
			return crm.Lead{}, err
		case in.Version != kept.Version || in.GoneVersion != gone.Version:
			return crm.Lead{}, staleLead(kept.Lead)
		case len([]rune(in.Reason)) < 2:
			return crm.Lead{}, crm.Invalid("reason", "合并须写明理由")
		}
		if err := mergeClaims(t, kept, gone, in.Reason, &moved); err != nil {
			return crm.Lead{}, err
		}
		if err := mergeAway(t, kept, gone, in.Reason); err != nil {
			return crm.Lead{}, err
		}
		if err := mergeLinks(t, kept.ID, moved); err != nil {
			return crm.Lead{}, err
		}
		if err := keepMerge(t, kept, gone, in.Reason, moved); err != nil {
			return crm.Lead{}, err
		}
		out, err := loadLead(t.ctx, t, id, t.Today)
		return out.Lead, err
	})
}

// mergeAway voids the gone lead.
func mergeAway(t *Tx, kept, gone leadRow, reason string) error {
	if err := t.update("线索", kept.Lead, `UPDATE leads SET voided = TRUE, void_reason = $1, updated_at = $2, version = version + 1
		WHERE id = $3 AND version = $4`, "并入 "+kept.Code+"："+reason, t.Now, gone.ID, gone.Version); err != nil {
		return err
	}
	if err := bumpLeads(t, gone, -1); err != nil {
		return err
	}
	if err := renewClocks(t, gone.ID); err != nil {
		return err
	}
	return t.unindex("leads", gone.ID)
}

// mergeLinks hands visits, files and tasks to a lead.
func mergeLinks(t *Tx, to int64, moved mergeMoved) error {
	for _, visit := range moved.Visits {
		if err := linkVisit(t, "visit_leads", "lead_id", visit, to); err != nil {
			return err
		}
	}
	for _, file := range moved.Files {
		if _, err := t.exec("UPDATE attachments SET object_id = $1 WHERE id = $2", to, file); err != nil {
			return err
		}
	}
	for _, task := range moved.Tasks {
		if _, err := t.exec("UPDATE tasks SET object_id = $1 WHERE id = $2", to, task); err != nil {
			return err
		}
	}
	return nil
}

// keepMerge notes the merge in both histories, and what it moved.
func keepMerge(t *Tx, kept, gone leadRow, reason string, moved mergeMoved) error {
	id, err := t.nextID("merges")
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO merges (id, kept_id, gone_id, reason, moved, user_id, unit_id, known_on, at, undone_by, undone_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0)`, id, kept.ID, gone.ID, reason, toJSON(moved), t.V.UserID, kept.UnitID, t.Today, t.Now); err != nil {
		return err
	}
	if err := mergedSince(t, kept.ID); err != nil {
		return err
	}
	if err := mergeEvents(t, "merge", kept, gone, reason); err != nil {
		return err
	}
	t.audit("lead.merge", "lead", kept.ID, kept.UnitID, "把线索 "+gone.Code+" 并入 "+kept.Code, map[string]any{"merge": id, "gone": gone.ID, "reason": reason, "moved": moved})
	return nil
}

// mergeEvents writes a line into both histories and renews the kept lead.
func mergeEvents(t *Tx, kind string, kept, gone leadRow, reason string) error {
	for _, l := range []leadRow{kept, gone} {
		if err := leadEvent(t, l.ID, kind, gone.Code, kept.Code, reason); err != nil {
			return err
		}
	}
	if err := t.update("线索", kept.Lead, "UPDATE leads SET updated_at = $1, version = version + 1 WHERE id = $2 AND version = $3",
		t.Now, kept.ID, kept.Version); err != nil {
		return err
	}
	return renewProgress(t, kept.ID)
}

// UndoLeadMerge takes a merge back: the lead that was merged away stands again, with its visits,
// files and claim. What both leads say otherwise stays as it is now.
func (s *Store) UndoLeadMerge(ctx context.Context, v crm.Viewer, id int64, in crm.ReasonInput) (crm.Lead, error) {
	unit, name := v.UnitID, ""
	l, err := act(ctx, s, v, func(t *Tx) (crm.Lead, error) {
		m, err := loadMerge[mergeMoved](t, "merges", id)
		if err != nil {
			return crm.Lead{}, err
		}
		kept, gone, err := unmergePair(t, m)
		unit, name = gone.UnitID, gone.CompanyName
		in.Reason = strings.TrimSpace(in.Reason)
		switch {
		case err != nil:
			return crm.Lead{}, err
		case in.Version != kept.Version:
			return crm.Lead{}, staleLead(kept.Lead)
		case len([]rune(in.Reason)) < 2:
			return crm.Lead{}, crm.Invalid("reason", "撤销合并须写明理由")
		}
		if err := unmergeFree(t, m, gone.Lead); err != nil {
			return crm.Lead{}, err
		}
		if err := unmergeLinks(t, m); err != nil {
			return crm.Lead{}, err
		}
		if err := unmergeLead(t, gone); err != nil {
			return crm.Lead{}, err
		}
		if _, err := t.exec("UPDATE merges SET undone_by = $1, undone_at = $2 WHERE id = $3", t.V.UserID, t.Now, id); err != nil {
			return crm.Lead{}, err
		}
		if err := unmergeClaims(t, m, in.Reason); err != nil {
			return crm.Lead{}, err
		}
		if err := mergeEvents(t, "unmerge", kept, gone, in.Reason); err != nil {
			return crm.Lead{}, err
		}
		t.audit("lead.unmerge", "lead", kept.ID, kept.UnitID, "撤销把线索 "+gone.Code+" 并入 "+kept.Code, map[string]any{"merge": id, "reason": in.Reason})
		out, err := loadLead(t.ctx, t, kept.ID, t.Today)
		return out.Lead, err
	})
	return l, s.refused(ctx, v, unit, name, err)
}

// unmergePair reads the two leads of a merge and decides whether it can still be taken back.
func unmergePair(t *Tx, m mergeRow[mergeMoved]) (kept, gone leadRow, err error) {
	if kept, err = writableLead(t, m.kept, crm.ActWriteLead); err == nil {
		gone, err = writableLead(t, m.gone, crm.ActWriteLead)
	}
	if crm.ErrCode(err) == crm.CodeNotFound {
		return kept, gone, crm.NotFound("合并")
	}
	if err != nil {
		return kept, gone, err
	}
	pending, err := pendingTransfer(t.ctx, t, "lead", m.kept)
	switch {
	case err != nil:
		return kept, gone, err
	case m.undone:
		err = crm.Conflict(kept.Lead, "这次合并已撤销")
	case kept.Voided:
		err = crm.Conflict(kept.Lead, "线索 %s 已作废或又并入别的线索，不能撤销这次合并", kept.Code)
	case kept.Stage == crm.StageSigned:
		err = crm.Conflict(kept.Lead, "线索 %s 已签约成为项目，不能撤销这次合并", kept.Code)
	case pending != nil:
		err = crm.Conflict(kept.Lead, "线索 %s 正在流转给%s，请先撤回流转", kept.Code, pending.ToName)
	default:
		err = undisputed(t, kept.Lead, "撤销合并")
	}
	return kept, gone, err
}

// unmergeLinks gives visits and files back, but for visits that were taken off the kept lead since.
func unmergeLinks(t *Tx, m mergeRow[mergeMoved]) error {
	back := m.moved
	back.Visits = nil
	for _, visit := range m.moved.Visits {
		n, err := t.exec("DELETE FROM visit_leads WHERE visit_id = $1 AND lead_id = $2", visit, m.kept)
		if err != nil {
			return err
		}
		if n > 0 {
			back.Visits = append(back.Visits, visit)
		}
	}
	return mergeLinks(t, m.gone, back)
}

// unmergeLead lets the lead that was merged away stand again.
func unmergeLead(t *Tx, gone leadRow) error {
	if err := t.update("线索", gone.Lead, `UPDATE leads SET voided = FALSE, void_reason = '', updated_at = $1, version = version + 1
		WHERE id = $2 AND version = $3`, t.Now, gone.ID, gone.Version); err != nil {
		return err
	}
	gone.Voided = false
	if err := bumpLeads(t, gone, 1); err != nil {
		return err
	}
	return indexLead(t, gone.ID)
}
