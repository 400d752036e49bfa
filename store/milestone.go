package store

import (
	"context"

	"yinfeng/crm"
)

// projectUnit is the unit in whose name viewer reports act a on project p: the project's
// own when in scope, else a credited one. Units that only introduced the project or
// read it report nothing.
func projectUnit(t *Tx, a crm.Act, p projectRow) (int64, error) {
	if err := t.V.Require(a); err != nil {
		return 0, err
	}
	sc := t.V.Scope(a)
	if sc.Has(p.UnitID) {
		return p.UnitID, nil
	}
	shares, err := sharesOf(t.ctx, t, p.ID, "", t.Today.Year())
	if err != nil && crm.ErrCode(err) != crm.CodeConflict {
		return 0, err
	}
	for _, s := range shares {
		if sc.Has(s.UnitID) {
			return s.UnitID, nil
		}
	}
	return 0, crm.NotFound("项目")
}

// liveProject loads a project that is not voided.
func liveProject(t *Tx, id int64) (projectRow, error) {
	p, err := loadProject(t.ctx, t, id, t.Today)
	if err == nil && p.Voided {
		err = crm.Conflict(p.Project, "项目已作废，不能再填报")
	}
	return p, err
}

// ReportMilestone files a milestone of a project as a draft; with Submit it is sent for
// review at once, which needs evidence (domain §6).
func (s *Store) ReportMilestone(ctx context.Context, v crm.Viewer, project int64, in crm.MilestoneInput) (crm.Milestone, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Milestone, error) {
		var none crm.Milestone
		if err := v.Require(crm.ActReportMilestone); err != nil {
			return none, err
		}
		p, err := loadProject(t.ctx, t, project, t.Today)
		if err != nil {
			return none, err
		}
		unit, err := projectUnit(t, crm.ActReportMilestone, p)
		if err != nil {
			return none, err
		}
		if p, err = liveProject(t, project); err != nil {
			return none, err
		}
		if in.Kind.Label() == "" {
			return none, crm.Invalid("kind", "没有“%s”这种节点", in.Kind)
		}
		if err := checkMilestone(t, p.ID, 0, in); err != nil {
			return none, err
		}
		id, err := insertMilestone(t, p.ID, unit, 0, in)
		if err != nil {
			return none, err
		}
		t.audit("milestone.report", "milestone", id, unit, "填报节点 "+in.Kind.Label()+" "+p.Code+" "+p.Name, in)
		if in.Submit {
			return submitMilestone(t, id, crm.ReviewInput{Version: 1})
		}
		return oneMilestone(t.ctx, t, id)
	})
}

// checkMilestone asks the rule with the project's approved milestones, and refuses a
// second unsettled one of a kind.
func checkMilestone(t *Tx, project, id int64, in crm.MilestoneInput) error {
	all, err := collect(t.ctx, t, scanMilestone, "SELECT "+milestoneCols+" FROM milestones m "+milestoneJoins+
		" WHERE m.project_id = $1 AND m.id <> $2", project, id)
	if err != nil {
		return err
	}
	var approved []crm.Milestone
	for _, m := range all {
		if m.State == crm.StateApproved {
			approved = append(approved, m)
		}
	}
	if err := crm.CheckMilestone(in, approved, t.Today); err != nil {
		return err
	}
	for _, m := range all {
		if m.State != crm.StateApproved && m.Kind == in.Kind && in.Kind != crm.MilestoneIncrease {
			return crm.Conflict(m, "这个项目已有一条%s节点（%s），请在那一条上修改", in.Kind.Label(), m.State.Label())
		}
	}
	return nil
}

// ownMilestone loads a milestone that the viewer may report on, in one of states.
func ownMilestone(t *Tx, id int64, doing string, states ...crm.ReviewState) (crm.Milestone, error) {
	return milestoneFor(t, crm.ActReportMilestone, id, doing, states...)
}

func milestoneFor(t *Tx, a crm.Act, id int64, doing string, states ...crm.ReviewState) (crm.Milestone, error) {
	if err := t.V.Require(a); err != nil {
		return crm.Milestone{}, err
	}
	m, err := oneMilestone(t.ctx, t, id)
	if err != nil {
		return m, err
	}
	if err := t.V.RequireIn(a, m.UnitID, "节点"); err != nil {
		return m, err
	}
	for _, st := range states {
		if m.State == st {
			return m, nil
		}
	}
	return m, crm.Conflict(m, "节点现在是“%s”，不能%s", m.State.Label(), doing)
}

// UpdateMilestone changes a draft or a returned milestone; its kind stays. Who changes
// it becomes its reporter.
func (s *Store) UpdateMilestone(ctx context.Context, v crm.Viewer, id int64, in crm.MilestoneInput) (crm.Milestone, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Milestone, error) {
		m, err := ownMilestone(t, id, "修改", crm.StateDraft, crm.StateReturned)
		if err != nil {
			return m, err
		}
		if in.Kind != m.Kind {
			return m, crm.Invalid("kind", "节点种类不能改，请另报一条")
		}
		if err := checkMilestone(t, m.ProjectID, id, in); err != nil {
			return m, err
		}
		on, precision, err := crm.PartialDate(in.On)
		if err != nil {
			return m, err
		}
		currency := crm.CNY
		if in.Amount != nil {
			currency = in.Amount.Currency
		}
		if err := t.update("节点", m, `UPDATE milestones SET on_date = $1, date_precision = $2, amount = $3, currency = $4, note = $5, capacity = $6,
			output_cny = $7, tax_cny = $8, jobs = $9, reported_by = $10, updated_at = $11, version = version + 1 WHERE id = $12 AND version = $13`,
			on, precision, amountOf(in.Amount), currency, in.Note, in.Capacity, in.OutputCNY, in.TaxCNY, in.Jobs, v.UserID, t.Now, id, in.Version); err != nil {
			return m, err
		}
		t.audit("milestone.update", "milestone", id, m.UnitID, "修改节点 "+m.Kind.Label()+" "+m.ProjectName, map[string]any{"before": m, "after": in})
		if in.Submit {
			return submitMilestone(t, id, crm.ReviewInput{Version: in.Version + 1})
		}
		return oneMilestone(t.ctx, t, id)
	})
}
