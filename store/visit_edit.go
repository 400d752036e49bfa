package store

import (
	"context"
	"slices"
	"strings"

	"yinfeng/crm"
)

// writableVisit reads a visit that the viewer may change.
func writableVisit(t *Tx, id, version int64) (crm.Visit, error) {
	if err := t.V.Require(crm.ActWriteVisit); err != nil {
		return crm.Visit{}, err
	}
	x, err := visibleVisit(t.ctx, t, id, t.V.Scope(crm.ActWriteVisit))
	switch {
	case err != nil:
		return x, err
	case !t.V.Scope(crm.ActWriteVisit).Has(x.UnitID):
		return x, crm.Forbidden("这条拜访由%s记录，你的单位只能查看", x.UnitName)
	case !x.Voided && version == x.Version:
		return x, nil
	}
	seen, err := showVisit(t.ctx, t, t.V, x)
	switch {
	case err != nil:
		return x, err
	case x.Voided:
		return x, crm.Conflict(seen, "拜访记录已作废，不能再改")
	}
	return x, crm.Conflict(seen, "拜访记录已被别人修改过，请刷新后再改")
}

// visitDone is the visit after an act, as the viewer may read it.
func visitDone(t *Tx, id int64) (crm.Visit, error) {
	x, err := loadVisit(t.ctx, t, id)
	if err != nil {
		return x, err
	}
	return showVisit(t.ctx, t, t.V, x)
}

// UpdateVisit changes a visit; progress of leads linked before and now is derived anew. A unit that
// reaches a linked lead no more goes on writing its own visit, and the link stays as it is: it can
// neither read the lead nor move its progress by it.
func (s *Store) UpdateVisit(ctx context.Context, v crm.Viewer, id int64, in crm.VisitInput) (crm.Visit, error) {
	x, err := act(ctx, s, v, func(t *Tx) (crm.Visit, error) {
		x, err := writableVisit(t, id, in.Version)
		if err != nil {
			return x, err
		}
		if in.UnitID != 0 && in.UnitID != x.UnitID {
			return x, crm.Invalid("unitId", "拜访记录的单位不能改，填错请作废后重记")
		}
		in.UnitID = x.UnitID
		if err := keepHiddenLinks(t, &in, x); err != nil {
			return x, err
		}
		if err := judgeVisit(t, &in, x); err != nil {
			return x, err
		}
		if err := saveCards(t, &in); err != nil {
			return x, err
		}
		if err := t.update("拜访记录", x, `UPDATE visits SET kind = $1, on_date = $2, end_on = $3, province = $4, city = $5, place = $6, people = $7,
			people_count = $8, leader_level = $9, leader_name = $10, leader_title = $11, theme = $12, outcome = $13, content = $14, next_step = $15,
			next_due = $16, trip_id = $17, updated_at = $18, version = version + 1 WHERE id = $19 AND version = $20`,
			in.Kind, in.On, in.EndOn, in.Province, in.City, in.Place, in.People, in.PeopleCount, in.LeaderLevel, in.LeaderName, in.LeaderTitle,
			in.Theme, in.Outcome, in.Content, in.NextStep, in.NextDue, in.TripID, t.Now, id, x.Version); err != nil {
			return x, err
		}
		if err := writeVisitLinks(t, id, in); err != nil {
			return x, err
		}
		was := x.Input()
		maskVisit(&was) // what was typed before phones were masked
		if err := bumpVisits(t, was, -1); err != nil {
			return x, err
		}
		if err := bumpVisits(t, in, 1); err != nil {
			return x, err
		}
		step := in
		if in.NextStep == was.NextStep && in.NextDue == was.NextDue && slices.Equal(in.LeadIDs, was.LeadIDs) {
			step.NextStep = "" // the step was handed on when it was written
		}
		if err := progressOf(t, step, x.LeadIDs); err != nil {
			return x, err
		}
		t.audit("visit.update", "visit", id, x.UnitID, "修改拜访记录 "+x.Code, map[string]any{"from": was, "to": in})
		return visitDone(t, id)
	})
	return x, s.named(ctx, v, err)
}

// VoidVisit takes a visit entered by mistake out of lists, counts and footprints;
// leads lose the progress that it was.
func (s *Store) VoidVisit(ctx context.Context, v crm.Viewer, id int64, in crm.ReasonInput) (crm.Visit, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Visit, error) {
		x, err := writableVisit(t, id, in.Version)
		if err != nil {
			return x, err
		}
		if in.Reason = strings.TrimSpace(in.Reason); len([]rune(in.Reason)) < 2 {
			return x, crm.Invalid("reason", "作废须写明原因")
		}
		if err := t.update("拜访记录", x, `UPDATE visits SET voided = TRUE, void_reason = $1, updated_at = $2, version = version + 1
			WHERE id = $3 AND version = $4`, in.Reason, t.Now, id, x.Version); err != nil {
			return x, err
		}
		if err := bumpVisits(t, x.Input(), -1); err != nil {
			return x, err
		}
		if err := progressOf(t, crm.VisitInput{}, x.LeadIDs); err != nil {
			return x, err
		}
		if err := t.unindex("visits", id); err != nil {
			return x, err
		}
		t.audit("visit.void", "visit", id, x.UnitID, "作废拜访记录 "+x.Code, in)
		return visitDone(t, id)
	})
}
