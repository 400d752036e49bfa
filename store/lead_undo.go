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
	id             int64
	kind, from, to string
	reason         string
	user, at       int64
	fromID, toID   int64 // people of a change of owner; 0 where it is older than they are kept
	claimed        bool  // it opened a claim: it was judged like a report
}

func lastMove(ctx context.Context, q querier, lead int64) (m move, err error) {
	err = q.QueryRowContext(ctx, `SELECT e.id, e.kind, e.from_value, e.to_value, e.reason, e.user_id, e.at, e.from_id, e.to_id, EXISTS (SELECT 1 FROM claims k WHERE k.lead_id = e.lead_id AND k.woken_by = e.id)
		FROM lead_events e WHERE e.lead_id = $1 AND e.kind <> 'note' ORDER BY e.id DESC LIMIT 1`, lead).Scan(&m.id, &m.kind, &m.from, &m.to, &m.reason, &m.user, &m.at, &m.fromID, &m.toID, &m.claimed)
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
// status, owner, progress and claim stand as before, and so does the offer that 终止 or 休眠 took back;
// both moves stay in the history.
func (s *Store) UndoMove(ctx context.Context, v crm.Viewer, id, version int64) (crm.UndoneMove, error) {
	unit, name := v.UnitID, ""
	done, err := act(ctx, s, v, func(t *Tx) (out crm.UndoneMove, err error) {
		l, err := writableLead(t, id, crm.ActWriteLead)
		if err != nil {
			return out, err
		}
		unit, name = l.UnitID, l.CompanyName
		if version != l.Version {
			return out, staleLead(l.Lead)
		}
		return undoMove(t, l)
	})
	return done, s.refused(ctx, v, unit, name, err)
}

// undoMove takes the viewer's own last move of a lead back.
func undoMove(t *Tx, l leadRow) (out crm.UndoneMove, err error) {
	m, err := lastMove(t.ctx, t, l.ID)
	if err != nil {
		return out, err
	}
	if !m.undoable(t.V.UserID, l.Lead) {
		return out, crm.Conflict(l.Lead, "没有可撤销的变动：只能撤销本人刚才的阶段、状态或跟踪人变动，签约不能撤销")
	}
	if t.Now-m.at > undoMillis {
		return out, crm.Conflict(l.Lead, "变动已超过 60 秒，不能撤销；要改回请照常办理并写明原因")
	}
	next := l
	switch m.kind {
	case "status":
		return undoStatus(t, l, m)
	case "owner":
		out.Lead, err = undoOwner(t, l, m.fromID)
		return out, err
	}
	next.Stage = crm.Stage(m.from)
	out.Lead, err = moveLead(t, l, next, "undo", "")
	return out, err
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

// undoStatus puts a lead's status back, with the claim and the offer that ended with it, unless
// somebody has come to say the same meanwhile.
func undoStatus(t *Tx, l leadRow, m move) (out crm.UndoneMove, err error) {
	ended := l.Status == crm.LeadDropped || l.Status == crm.LeadDormant
	if ended {
		if err := judgeUndo(t, l, m); err != nil {
			return out, err
		}
	}
	back := crm.LeadStatus(m.from)
	if err := backToStatus(t, l, back, ended); err != nil {
		return out, err
	}
	if out.Offer, err = offerAgain(t, l, m); err != nil {
		return out, err
	}
	t.audit("lead.undo", "lead", l.ID, l.UnitID, "撤销：线索 "+l.Code+" 由“"+l.Status.Label()+"”恢复为“"+back.Label()+"”", map[string]any{"from": l.Status, "to": back})
	now, err := loadLead(t.ctx, t, l.ID, t.Today)
	out.Lead = now.Lead
	return out, err
}

// judgeUndo judges a lead that stands again like a report, but beside those only that something has
// happened to since the move: what stood beside it before, by whose decision ever, does so again.
func judgeUndo(t *Tx, l leadRow, since move) error {
	near, err := nearFor(t, checkOf(l.Lead), l.UnitID, l.ID)
	if err != nil {
		return err
	}
	fresh := near[:0]
	for _, n := range near {
		var changes int
		if err := t.QueryRowContext(t.ctx, `SELECT (SELECT COUNT(*) FROM lead_events WHERE lead_id = $1 AND id > $2 AND kind NOT IN ('note', 'stage', 'undo'))
			+ (SELECT COUNT(*) FROM companies WHERE id IN ($3, $4) AND updated_at > $5)`, n.ID, since.id, n.CompanyID, l.CompanyID, since.at).Scan(&changes); err != nil {
			return err
		}
		if changes > 0 {
			fresh = append(fresh, n)
		}
	}
	_, err = crm.JudgeReport(fresh, nil, t.Today)
	return err
}

// backToStatus writes the status that stands again, with its reason and its claim.
func backToStatus(t *Tx, l leadRow, back crm.LeadStatus, ended bool) error {
	var reason string // of the status that stands again
	if err := t.QueryRowContext(t.ctx, `SELECT COALESCE((SELECT reason FROM lead_events WHERE lead_id = $1 AND kind = 'status' AND to_value = $2 ORDER BY id DESC LIMIT 1), '')`,
		l.ID, back).Scan(&reason); err != nil {
		return err
	}
	if err := writeStatus(t, l, back, undoneReason); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE leads SET status_reason = $1 WHERE id = $2", reason, l.ID); err != nil {
		return err
	}
	if ended {
		if err := unendClaim(t, l.ID); err != nil {
			return err
		}
	}
	if back == crm.LeadPaused {
		return unwakeClaim(t, l.ID)
	}
	return nil
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
