package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// MoveStage moves a lead to a stage, judged by crm.Lead.CheckStage. A step forward is
// real progress; 签约 makes the project and can't be undone.
func (s *Store) MoveStage(ctx context.Context, v crm.Viewer, id int64, in crm.StageInput) (crm.Lead, error) {
	unit, name := v.UnitID, ""
	l, err := act(ctx, s, v, func(t *Tx) (crm.Lead, error) {
		l, err := writableLead(t, id, crm.ActWriteLead)
		if err != nil {
			return crm.Lead{}, err
		}
		unit, name = l.UnitID, l.CompanyName
		if err := stageAllowed(t, l.Lead, in); err != nil {
			return crm.Lead{}, err
		}
		next := l
		next.Stage = in.Stage
		if in.Stage == crm.StageSigned {
			if next.ProjectID, err = signLead(t, l.Lead, *in.Sign); err != nil {
				return crm.Lead{}, err
			}
		}
		return moveLead(t, l, next, "stage", in.Reason)
	})
	return l, s.refused(ctx, v, unit, name, err)
}

// stageAllowed asks the rule, stale versions first.
func stageAllowed(t *Tx, l crm.Lead, in crm.StageInput) error {
	if in.Version != l.Version {
		return staleLead(l)
	}
	facts, err := leadFacts(t.ctx, t, l)
	if err != nil {
		return err
	}
	set, err := t.settings()
	if err != nil {
		return err
	}
	return facts.CheckStage(in, set.Stages)
}

// signLead makes the lead's project and hands its visits on to it.
func signLead(t *Tx, l crm.Lead, in crm.SignInput) (int64, error) {
	if err := t.V.RequireIn(crm.ActWriteProject, l.UnitID, "线索"); err != nil {
		return 0, err
	}
	pending, err := pendingTransfer(t.ctx, t, "lead", l.ID)
	if err != nil {
		return 0, err
	}
	if pending != nil {
		return 0, crm.Conflict(l, "线索正在流转给%s，请先等对方答复或撤回流转再签约", pending.ToName)
	}
	if err := undisputed(t, l, "签约"); err != nil {
		return 0, err
	}
	if err := unheldBeside(t, l); err != nil {
		return 0, err
	}
	p, err := signProject(t, l, in)
	if err != nil {
		return 0, err
	}
	if err := endClaim(t, l.ID, crm.ClaimSigned, ""); err != nil {
		return 0, err
	}
	_, err = t.exec("INSERT INTO visit_projects (visit_id, project_id) SELECT visit_id, $1 FROM visit_leads WHERE lead_id = $2 ON CONFLICT DO NOTHING",
		p.ID, l.ID)
	return p.ID, err
}

// unheldBeside refuses to sign a lead that is not protected itself while another unit's claim on the
// same is: first claim can't be walked around by a lead that has lost its own.
func unheldBeside(t *Tx, l crm.Lead) error {
	c, err := claimOf(t, l.ID)
	if err != nil || c.id != 0 && c.until >= t.Today {
		return err
	}
	near, err := protectedBeside(t, l)
	if err == nil && len(near) > 0 {
		n := near[0]
		err = crm.Conflict(n.Notice(), "线索的首报首谈已失效，相同意向已由%s首报，保护至 %s，不能签约", n.Holder, n.Until)
	}
	return err
}

// moveLead writes a stage move or its undoing.
func moveLead(t *Tx, l, next leadRow, kind, reason string) (crm.Lead, error) {
	if err := t.update("线索", l.Lead, `UPDATE leads SET stage = $1, project_id = $2, updated_at = $3, version = version + 1
		WHERE id = $4 AND version = $5`, next.Stage, next.ProjectID, t.Now, l.ID, l.Version); err != nil {
		return crm.Lead{}, err
	}
	if err := leadEvent(t, l.ID, kind, string(l.Stage), string(next.Stage), reason); err != nil {
		return crm.Lead{}, err
	}
	if err := bumpLeads(t, l, -1); err != nil {
		return crm.Lead{}, err
	}
	if err := bumpLeads(t, next, 1); err != nil {
		return crm.Lead{}, err
	}
	if err := renewProgress(t, l.ID); err != nil {
		return crm.Lead{}, err
	}
	label := "线索 " + l.Code + " 由“" + l.Stage.Label() + "”到“" + next.Stage.Label() + "”"
	if kind == "undo" {
		label = "撤销：" + label
	}
	t.audit("lead."+kind, "lead", l.ID, l.UnitID, label, map[string]any{"from": l.Stage, "to": next.Stage, "reason": reason})
	out, err := loadLead(t.ctx, t, l.ID, t.Today)
	return out.Lead, err
}

// scanID reads a single id.
func scanID(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) }
