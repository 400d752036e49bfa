package store

import (
	"context"
	"database/sql"
	"errors"

	"yinfeng/crm"
)

// undoMillis is how long a stage move can be undone by who made it (interface §1).
const undoMillis = 60_000

// MoveStage moves a lead to a stage, judged by crm.Lead.CheckStage. A step forward is
// real progress; 签约 makes the project and can't be undone.
func (s *Store) MoveStage(ctx context.Context, v crm.Viewer, id int64, in crm.StageInput) (crm.Lead, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Lead, error) {
		l, err := writableLead(t, id, crm.ActWriteLead)
		if err != nil {
			return crm.Lead{}, err
		}
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
}

// stageAllowed asks the rule, stale versions first.
func stageAllowed(t *Tx, l crm.Lead, in crm.StageInput) error {
	if in.Version != l.Version {
		return staleLead(l)
	}
	visits, err := leadVisitCount(t.ctx, t, l.ID)
	if err != nil {
		return err
	}
	set, err := t.settings()
	if err != nil {
		return err
	}
	return l.CheckStage(in, int(visits), set.Stages)
}

// signLead makes the lead's project and hands its visits on to it.
func signLead(t *Tx, l crm.Lead, in crm.SignInput) (int64, error) {
	if err := t.V.RequireIn(crm.ActWriteProject, l.UnitID, "线索"); err != nil {
		return 0, err
	}
	pending, err := pendingTransfer(t.ctx, t, l.ID)
	if err != nil {
		return 0, err
	}
	if pending != nil {
		return 0, crm.Conflict(l, "线索正在流转给%s，请先等对方答复或撤回流转再签约", pending.ToName)
	}
	if err := undisputed(t, l, "签约"); err != nil {
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

// move is the newest event of a lead other than notes.
type move struct {
	kind     string
	from, to crm.Stage
	user, at int64
}

func lastMove(ctx context.Context, q querier, lead int64) (m move, err error) {
	err = q.QueryRowContext(ctx, `SELECT kind, from_value, to_value, user_id, at FROM lead_events WHERE lead_id = $1 AND kind <> 'note'
		ORDER BY id DESC LIMIT 1`, lead).Scan(&m.kind, &m.from, &m.to, &m.user, &m.at)
	if errors.Is(err, sql.ErrNoRows) {
		return m, nil
	}
	return m, err
}

// undoable reports whether user may take m back: their own move of l's stage, not 签约.
// The time is judged apart.
func (m move) undoable(user int64, l crm.Lead) bool {
	return m.kind == "stage" && m.user == user && m.to == l.Stage && l.Stage != crm.StageSigned && !l.Voided
}

// UndoStage takes back one's own stage move within 60 seconds: stage, progress and
// claim stand as before; both moves stay in the history.
func (s *Store) UndoStage(ctx context.Context, v crm.Viewer, id, version int64) (crm.Lead, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Lead, error) {
		l, err := writableLead(t, id, crm.ActWriteLead)
		if err != nil {
			return crm.Lead{}, err
		}
		if version != l.Version {
			return crm.Lead{}, staleLead(l.Lead)
		}
		m, err := lastMove(t.ctx, t, id)
		if err != nil {
			return crm.Lead{}, err
		}
		if !m.undoable(v.UserID, l.Lead) {
			return crm.Lead{}, crm.Conflict(l.Lead, "没有可撤销的阶段变动：只能撤销本人刚才的变动，签约不能撤销")
		}
		if t.Now-m.at > undoMillis {
			return crm.Lead{}, crm.Conflict(l.Lead, "阶段变动已超过 60 秒，不能撤销；要退回请写明原因")
		}
		next := l
		next.Stage = m.from
		return moveLead(t, l, next, "undo", "")
	})
}

// scanID reads a single id.
func scanID(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) }
