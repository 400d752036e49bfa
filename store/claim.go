package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// openClaim gives the reporting unit its 首报首谈 right, protected from today.
func openClaim(t *Tx, lead, unit int64) error {
	set, err := t.settings()
	if err != nil {
		return err
	}
	id, err := t.nextID("claims")
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO claims (id, lead_id, unit_id, since, opened_on, protected_until, state, at) VALUES ($1, $2, $3, $4, $4, $5, 'held', $6)`,
		id, lead, unit, t.Today, t.Today.AddMonths(set.ClaimMonths), t.Now)
	return err
}

// heldClaim is the claim that a lead holds; id 0 for none.
type heldClaim struct {
	id, unit      int64
	since, opened crm.Date // since is earlier when a lead with an older claim was merged in
	stands, until crm.Date // until is stands, moved on with the days of a pause that goes on
}

func claimOf(t *Tx, lead int64) (c heldClaim, err error) {
	list, err := collect(t.ctx, t, func(r *sql.Rows) (c heldClaim, err error) {
		var paused, progress crm.Date
		err = r.Scan(&c.id, &c.unit, &c.since, &c.opened, &c.stands, &paused, &progress)
		c.until = pausedUntil(c.stands, paused, progress, t.Today)
		return c, err
	}, `SELECT k.id, k.unit_id, k.since, k.opened_on, k.protected_until, l.paused_on, l.last_progress_on FROM claims k JOIN leads l ON l.id = k.lead_id
		WHERE k.lead_id = $1 AND k.state = 'held'`, lead)
	if err != nil || len(list) == 0 {
		return c, err
	}
	return list[0], nil
}

// endClaim ends the claim that a lead holds, if it holds one: why is one of crm's reasons, reason
// what a person wrote.
func endClaim(t *Tx, lead int64, why, reason string) error {
	c, err := claimOf(t, lead)
	if err != nil || c.id == 0 {
		return err
	}
	if _, err := t.exec("UPDATE claims SET state = 'ended', ended_on = $1, end_reason = $2 WHERE id = $3", t.Today, why, c.id); err != nil {
		return err
	}
	kind := "ended"
	if why == crm.ClaimLapsed {
		kind = why
	}
	return claimEvent(t, c, kind, c.unit, reason)
}

// passClaim hands the claim on with its lead: it stays the same claim, from the same day.
func passClaim(t *Tx, lead, to int64) error {
	c, err := claimOf(t, lead)
	if err != nil || c.id == 0 || c.unit == to {
		return err
	}
	if _, err := t.exec("UPDATE claims SET unit_id = $1 WHERE id = $2", to, c.id); err != nil {
		return err
	}
	return claimEvent(t, c, "passed", to, "")
}

// claimEvent appends to a claim's history, which begins with the claim itself: it is written when
// something changes. unit holds the claim from now on, or held it last.
func claimEvent(t *Tx, c heldClaim, kind string, unit int64, reason string) error {
	id, err := t.nextID("claim_events")
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO claim_events (id, claim_id, kind, unit_id, protected_until, reason, user_id, known_on, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, c.id, kind, unit, c.until, reason, t.V.UserID, t.Today, t.Now)
	return err
}

// lapsedSQL finds the leads whose claim is over by a day; a paused lead waits, and one in dispute.
const lapsedSQL = `SELECT l.id FROM claims c JOIN leads l ON l.id = c.lead_id WHERE c.state = 'held' AND c.protected_until < $1 AND l.status = 'active'
	AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.lead_id = l.id AND d.state NOT IN ('final', 'withdrawn')) ORDER BY c.protected_until, l.id LIMIT `

// LapseClaims ends, up to a number of them, the claims whose protection is over, and lets their
// leads go dormant (domain §4: over six months without real progress). It says how many; none are
// left when that is 0. Doing it twice, or from two program instances, does nothing twice.
func (s *Store) LapseClaims(ctx context.Context) (int, error) {
	some, err := collect(ctx, s.read, scanID, lapsedSQL+"1", s.Today())
	if err != nil || len(some) == 0 {
		return 0, s.translate(err)
	}
	return act(ctx, s, system, func(t *Tx) (int, error) {
		ids, err := collect(t.ctx, t, scanID, lapsedSQL+idList([]int64{int64(runChunk)}), t.Today)
		for _, id := range ids {
			if err := lapseLead(t, id); err != nil {
				return 0, err
			}
		}
		return len(ids), err
	})
}

// lapseLead ends a claim whose protection is over, and lets its lead go dormant.
func lapseLead(t *Tx, id int64) error {
	l, err := loadLead(t.ctx, t, id, t.Today)
	if err != nil {
		return err
	}
	set, err := t.settings()
	if err != nil {
		return err
	}
	reason := sprintf("%d 个月没有实质进展，首报首谈失效", set.ClaimMonths)
	if err := withdrawOffer(t, id, withLead(crm.LeadDormant, reason)); err != nil {
		return err
	}
	if err := endClaim(t, id, crm.ClaimLapsed, reason); err != nil {
		return err
	}
	if err := writeStatus(t, l, crm.LeadDormant, reason); err != nil {
		return err
	}
	t.audit("claim.lapse", "lead", id, l.UnitID, "线索 "+l.Code+" 首报首谈失效，转为休眠", map[string]any{"until": l.ProtectedUntil})
	return t.tellRoles(crm.Message{Kind: "notice", Title: "线索“" + l.Project + "”首报首谈已失效，转为休眠", Body: reason + "。仍要跟进请恢复正常。",
		Object: "lead", ObjectID: id}, l.UnitID)
}
