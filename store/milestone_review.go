package store

import (
	"context"

	"yinfeng/crm"
)

// promiseReviewFrom is the day from which a signing needs the 公平竞争审查 opinion of each
// promise before it can be approved (公平竞争审查条例, P; domain §6).
const promiseReviewFrom = "2024-08-01"

// SubmitMilestone sends a draft or returned milestone for review; it needs evidence.
func (s *Store) SubmitMilestone(ctx context.Context, v crm.Viewer, id int64, in crm.ReviewInput) (crm.Milestone, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Milestone, error) { return submitMilestone(t, id, in) })
}

func submitMilestone(t *Tx, id int64, in crm.ReviewInput) (crm.Milestone, error) {
	m, err := ownMilestone(t, id, "提交", crm.StateDraft, crm.StateReturned)
	if err != nil {
		return m, err
	}
	if _, err := liveProject(t, m.ProjectID); err != nil {
		return m, err
	}
	if len(m.Evidence) == 0 {
		return m, crm.Invalid("evidence", "提交%s节点须先上传佐证材料（至少一份）", m.Kind.Label())
	}
	if err := checkMilestone(t, m.ProjectID, id, crm.MilestoneInput{Kind: m.Kind, On: m.On, Amount: m.Amount}); err != nil {
		return m, err
	}
	if err := t.update("节点", m, `UPDATE milestones SET state = 'submitted', submitted_at = $1, updated_at = $2, version = version + 1
		WHERE id = $3 AND version = $4`, t.Now, t.Now, id, in.Version); err != nil {
		return m, err
	}
	return settleMilestone(t, m, "submit", in.Text, "提交节点审核")
}

// WithdrawMilestone takes a submitted milestone back to draft (撤回).
func (s *Store) WithdrawMilestone(ctx context.Context, v crm.Viewer, id int64, in crm.ReviewInput) (crm.Milestone, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Milestone, error) {
		m, err := ownMilestone(t, id, "撤回", crm.StateSubmitted)
		if err != nil {
			return m, err
		}
		if err := t.update("节点", m, "UPDATE milestones SET state = 'draft', submitted_at = 0, updated_at = $1, version = version + 1 WHERE id = $2 AND version = $3",
			t.Now, id, in.Version); err != nil {
			return m, err
		}
		return settleMilestone(t, m, "withdraw", in.Text, "撤回节点")
	})
}

// ReturnMilestone sends a submitted milestone back with an opinion.
func (s *Store) ReturnMilestone(ctx context.Context, v crm.Viewer, id int64, in crm.ReviewInput) (crm.Milestone, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Milestone, error) {
		m, err := reviewedMilestone(t, id, "退回")
		if err != nil {
			return m, err
		}
		if !crm.Reasoned(in.Text) {
			return m, crm.Invalid("text", "退回须写明意见")
		}
		if err := t.update("节点", m, `UPDATE milestones SET state = 'returned', reviewed_by = $1, reviewed_at = $2, updated_at = $3, version = version + 1
			WHERE id = $4 AND version = $5`, v.UserID, t.Now, t.Now, id, in.Version); err != nil {
			return m, err
		}
		return settleMilestone(t, m, "return", in.Text, "退回节点")
	})
}

// ApproveMilestone approves a submitted milestone, sets the project's date and posts its
// count lines in the same transaction (domain §6). Who reported never reviews.
func (s *Store) ApproveMilestone(ctx context.Context, v crm.Viewer, id int64, in crm.ReviewInput) (crm.Milestone, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Milestone, error) {
		m, err := reviewedMilestone(t, id, "审核")
		if err != nil {
			return m, err
		}
		p, err := liveProject(t, m.ProjectID)
		if err != nil {
			return m, err
		}
		if err := checkMilestone(t, m.ProjectID, id, crm.MilestoneInput{Kind: m.Kind, On: m.On, Amount: m.Amount}); err != nil {
			return m, err
		}
		if err := checkPromises(t, m); err != nil {
			return m, err
		}
		if err := t.update("节点", m, `UPDATE milestones SET state = 'approved', reviewed_by = $1, reviewed_at = $2, known_on = $3, updated_at = $4,
			version = version + 1 WHERE id = $5 AND version = $6`, v.UserID, t.Now, t.Today, t.Now, id, in.Version); err != nil {
			return m, err
		}
		if err := dateProject(t, &p, m); err != nil {
			return m, err
		}
		lines, err := milestoneLines(t, p, m)
		if err != nil {
			return m, err
		}
		if err := postCounts(t, lines); err != nil {
			return m, err
		}
		return settleMilestone(t, m, "approve", in.Text, "审核通过节点")
	})
}

// reviewedMilestone loads a submitted milestone for a reviewer who did not report it.
func reviewedMilestone(t *Tx, id int64, doing string) (crm.Milestone, error) {
	m, err := milestoneFor(t, crm.ActReviewMilestone, id, doing, crm.StateSubmitted)
	if err != nil {
		return m, err
	}
	return m, notReporter(t.V, m.ReportedBy, m.Opinions)
}

// notReporter keeps duties apart: who reported or submitted never reviews (domain §7).
func notReporter(v crm.Viewer, reporter int64, opinions []crm.Opinion) error {
	if v.UserID == 0 {
		return nil
	}
	mine := reporter == v.UserID
	for _, o := range opinions {
		mine = mine || o.Decision == "submit" && o.UserID == v.UserID
	}
	if mine {
		return crm.Forbidden("谁填报谁不能审核，请由另一位审核员办理")
	}
	return nil
}

// checkPromises demands the review opinion of each promise for a recent signing.
func checkPromises(t *Tx, m crm.Milestone) error {
	if m.Kind != crm.MilestoneSigned || m.On < promiseReviewFrom[:min(len(m.On), len(promiseReviewFrom))] {
		return nil
	}
	var n int
	err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM promises WHERE project_id = $1 AND review_opinion = ''", m.ProjectID).Scan(&n)
	if err == nil && n > 0 {
		return crm.Conflict(m, "还有 %d 项承诺事项没有公平竞争审查意见，%s 起的签约须补齐后才能通过", n, promiseReviewFrom)
	}
	return err
}

// dateProject sets the project's date of the milestone; a signing also fixes 总投资 in
// yuan at its year's rate.
func dateProject(t *Tx, p *projectRow, m crm.Milestone) error {
	column := map[crm.MilestoneKind]string{crm.MilestoneSigned: "signed_on", crm.MilestoneRegister: "registered_on",
		crm.MilestoneStarted: "started_on", crm.MilestoneProducing: "producing_on"}[m.Kind]
	if column == "" {
		return nil
	}
	if m.Kind == crm.MilestoneSigned {
		cny, err := totalCNY(t, p.Total, crm.Date(m.On[:4]+"-01-01").Year())
		if err != nil {
			return err
		}
		p.totalCNY = cny
	}
	_, err := t.exec("UPDATE projects SET "+column+" = $1, total_cny = $2, updated_at = $3, version = version + 1 WHERE id = $4", m.On, p.totalCNY, t.Now, p.ID)
	return err
}

// settleMilestone leaves opinion and audit row of a change of state and returns the result.
func settleMilestone(t *Tx, m crm.Milestone, decision, text, label string) (crm.Milestone, error) {
	if err := addOpinion(t, "milestone", m.ID, decision, text); err != nil {
		return m, err
	}
	t.audit("milestone."+decision, "milestone", m.ID, m.UnitID, label+" "+m.Kind.Label()+" "+m.ProjectName,
		map[string]any{"from": m.State, "on": m.On, "text": text})
	if err := tellReporter(t, "milestone", m.ID, m.ReportedBy, decision, m.ProjectName+" "+m.Kind.Label()+"节点", text); err != nil {
		return m, err
	}
	return oneMilestone(t.ctx, t, m.ID)
}
