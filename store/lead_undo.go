package store

import (
	"context"
	"database/sql"
	"errors"

	"yinfeng/crm"
)

// undoMillis is how long a stage or status move can be undone by who made it (interface §1).
const undoMillis = 60_000

// undoneReason is the reason of a status event that takes one back: it is not taken back itself.
const undoneReason = crm.UndoneStatus

// undoneOwner is the reason of a change of owner that takes one back.
const undoneOwner = "撤销刚才的换人"

// move is the newest event of a lead other than notes.
type move struct {
	kind, from, to string
	reason         string
	user, at       int64
	fromID, toID   int64 // people of a change of owner; 0 where it is older than they are kept
	claimed        bool  // it opened a claim: it was judged like a report
}

func lastMove(ctx context.Context, q querier, lead int64) (m move, err error) {
	err = q.QueryRowContext(ctx, `SELECT e.kind, e.from_value, e.to_value, e.reason, e.user_id, e.at, e.from_id, e.to_id, EXISTS (SELECT 1 FROM claims k WHERE k.lead_id = e.lead_id AND k.woken_by = e.id)
		FROM lead_events e WHERE e.lead_id = $1 AND e.kind <> 'note' ORDER BY e.id DESC LIMIT 1`, lead).Scan(&m.kind, &m.from, &m.to, &m.reason, &m.user, &m.at, &m.fromID, &m.toID, &m.claimed)
	if errors.Is(err, sql.ErrNoRows) {
		return m, nil
	}
	return m, err
}

// undoable reports whether user may take m back: their own change of l's owner, move of its stage, not
// 签约, or of its status out of 正常 or between 正常 and 暂停. Waking a lead that held no claim any more is not taken
// back: it was judged and has a claim of its own. The time is judged apart.
func (m move) undoable(user int64, l crm.Lead) bool {
	if m.user != user || l.Stage == crm.StageSigned || l.Voided {
		return false
	}
	if m.kind == "owner" {
		return m.toID == l.OwnerID && m.fromID != 0 && m.reason != undoneOwner
	}
	if m.kind == "status" {
		return m.to == string(l.Status) && m.reason != undoneReason &&
			(m.from == string(crm.LeadActive) || m.from == string(crm.LeadPaused) && m.to == string(crm.LeadActive) && !m.claimed)
	}
	return m.kind == "stage" && m.to == string(l.Stage)
}

// UndoMove takes back one's own move of stage or status, or change of owner, within 60 seconds: stage,
// status, owner, progress and claim stand as before; both moves stay in the history.
func (s *Store) UndoMove(ctx context.Context, v crm.Viewer, id, version int64) (crm.Lead, error) {
	unit, name := v.UnitID, ""
	l, err := act(ctx, s, v, func(t *Tx) (crm.Lead, error) {
		l, err := writableLead(t, id, crm.ActWriteLead)
		if err != nil {
			return crm.Lead{}, err
		}
		unit, name = l.UnitID, l.CompanyName
		if version != l.Version {
			return crm.Lead{}, staleLead(l.Lead)
		}
		return undoMove(t, l)
	})
	return l, s.refused(ctx, v, unit, name, err)
}

// undoMove takes the viewer's own last move of a lead back.
func undoMove(t *Tx, l leadRow) (crm.Lead, error) {
	m, err := lastMove(t.ctx, t, l.ID)
	if err != nil {
		return crm.Lead{}, err
	}
	if !m.undoable(t.V.UserID, l.Lead) {
		return crm.Lead{}, crm.Conflict(l.Lead, "没有可撤销的变动：只能撤销本人刚才的阶段、状态或跟踪人变动，签约不能撤销")
	}
	if t.Now-m.at > undoMillis {
		return crm.Lead{}, crm.Conflict(l.Lead, "变动已超过 60 秒，不能撤销；要改回请照常办理并写明原因")
	}
	next := l
	switch m.kind {
	case "status":
		return undoStatus(t, l, crm.LeadStatus(m.from))
	case "owner":
		return undoOwner(t, l, m.fromID)
	}
	next.Stage = crm.Stage(m.from)
	return moveLead(t, l, next, "undo", "")
}

// undoOwner gives a lead back to who followed it, if that person still may.
func undoOwner(t *Tx, l leadRow, back int64) (crm.Lead, error) {
	if err := checkOwner(t, back, l.UnitID, crm.ActWriteLead); err != nil {
		return crm.Lead{}, crm.Conflict(l.Lead, "原来的跟踪人已不能跟踪这条线索，不能撤销")
	}
	next := l
	next.OwnerID = back
	if err := writeLeadFor(t, l, next, undoneOwner); err != nil {
		return crm.Lead{}, err
	}
	out, err := loadLead(t.ctx, t, l.ID, t.Today)
	return out.Lead, err
}

// undoStatus puts a lead's status back, and lets the claim that ended with it hold again unless
// another unit has reported the intention meanwhile.
func undoStatus(t *Tx, l leadRow, back crm.LeadStatus) (crm.Lead, error) {
	ended := l.Status == crm.LeadDropped || l.Status == crm.LeadDormant
	if ended {
		if _, err := judgeReport(t, checkOf(l.Lead), l.UnitID, nil, l.ID); err != nil {
			return crm.Lead{}, err
		}
	}
	var reason string // of the status that stands again
	if err := t.QueryRowContext(t.ctx, `SELECT COALESCE((SELECT reason FROM lead_events WHERE lead_id = $1 AND kind = 'status' AND to_value = $2 ORDER BY id DESC LIMIT 1), '')`,
		l.ID, back).Scan(&reason); err != nil {
		return crm.Lead{}, err
	}
	if err := writeStatus(t, l, back, undoneReason); err != nil {
		return crm.Lead{}, err
	}
	if _, err := t.exec("UPDATE leads SET status_reason = $1 WHERE id = $2", reason, l.ID); err != nil {
		return crm.Lead{}, err
	}
	if ended {
		if err := unendClaim(t, l.ID); err != nil {
			return crm.Lead{}, err
		}
	}
	if back == crm.LeadPaused {
		if err := unwakeClaim(t, l.ID); err != nil {
			return crm.Lead{}, err
		}
	}
	t.audit("lead.undo", "lead", l.ID, l.UnitID, "撤销：线索 "+l.Code+" 由“"+l.Status.Label()+"”恢复为“"+back.Label()+"”", map[string]any{"from": l.Status, "to": back})
	out, err := loadLead(t.ctx, t, l.ID, t.Today)
	return out.Lead, err
}

// unwakeClaim takes from a claim the days of the pause that waking had added: the pause goes on.
func unwakeClaim(t *Tx, lead int64) error {
	c, err := claimOf(t, lead) // with the days that the pause that stands again adds
	if err != nil || c.id == 0 {
		return err
	}
	_, err = t.exec("UPDATE claims SET protected_until = $1 WHERE id = $2", c.stands.AddDays(-c.stands.DaysUntil(c.until)), c.id)
	return err
}

// unendClaim lets the claim that a lead lost last hold again, from the day it had.
func unendClaim(t *Tx, lead int64) error {
	held, err := claimOf(t, lead)
	if err != nil || held.id != 0 {
		return err
	}
	if _, err := t.exec(`UPDATE claims SET state = 'held', ended_on = '', end_reason = '' WHERE id = (SELECT MAX(id) FROM claims WHERE lead_id = $1 AND state = 'ended')`, lead); err != nil {
		return err
	}
	if held, err = claimOf(t, lead); err != nil || held.id == 0 {
		return err
	}
	if err := claimEvent(t, held, "revived", held.unit, undoneReason); err != nil {
		return err
	}
	return renewProgress(t, lead)
}
