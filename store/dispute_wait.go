package store

import (
	"database/sql"

	"yinfeng/crm"
)

// waitOver moves the last day of a disputed claim when its dispute ends (domain §4): the claim waited, so
// the days of the dispute are added as those of a pause are; a claim that is ruled to another unit is
// protected anew from the day of the ruling.
func waitOver(t *Tx, x disputeRow, passed bool) error {
	c, err := claimOf(t, x.LeadID)
	if err != nil || c.id == 0 || c.id != x.ClaimID {
		return err
	}
	p, err := pastOf(t.ctx, t, x.LeadID, t.Today)
	if err != nil {
		return err
	}
	from, err := claimFrom(t, c, p.Progress)
	if err != nil {
		return err
	}
	stands := c.stands.AddDays(p.Running(from, x.KnownOn, t.Today))
	if passed {
		set, err := t.settings()
		if err != nil {
			return err
		}
		stands = t.Today.AddMonths(set.ClaimMonths).AddDays(-c.stands.DaysUntil(c.until)) // a pause that goes on adds its days itself
	}
	_, err = t.exec("UPDATE claims SET protected_until = $1 WHERE id = $2", stands, c.id)
	return err
}

// claimFrom is the day from which a claim is protected: the last real progress, or the day on which it
// was opened or ruled to the unit that holds it, if that is later.
func claimFrom(t *Tx, c heldClaim, progress crm.Date) (crm.Date, error) {
	var ruled crm.Date
	err := t.QueryRowContext(t.ctx, "SELECT COALESCE(MAX(final_on), '') FROM disputes WHERE claim_id = $1 AND state = 'final' AND COALESCE(NULLIF(final, ''), decision) = 'pass'", c.id).Scan(&ruled)
	return max(progress, c.opened, ruled), err
}

// waitedDays counts the days after from on which a claim waited in disputes that are over, but for
// those on which its lead was paused anyway.
func waitedDays(t *Tx, claim int64, p crm.LeadPast, from crm.Date) (n int, err error) {
	waits, err := collect(t.ctx, t, func(r *sql.Rows) (d [2]crm.Date, err error) { return d, r.Scan(&d[0], &d[1]) },
		"SELECT known_on, final_on FROM disputes WHERE claim_id = $1 AND state IN ('final', 'withdrawn') AND final_on <> ''", claim)
	for _, d := range waits {
		n += p.Running(from, d[0], d[1])
	}
	return n, err
}

// ruledApart gives the leads that a ruling has found to be another intention than a lead's: neither
// stands in the other's way again (domain §4).
func ruledApart(t *Tx, lead int64) (map[int64]bool, error) {
	ids, err := collect(t.ctx, t, scanID, `SELECT other_id FROM lead_verdicts WHERE lead_id = $1 AND verdict = 'both'
		UNION SELECT lead_id FROM lead_verdicts WHERE other_id = $1 AND verdict = 'both'`, lead)
	out := make(map[int64]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, err
}
