package store

import (
	"database/sql"
	"encoding/json"

	"yinfeng/crm"
)

// mergeClaims ends the gone lead's claim.
func mergeClaims(t *Tx, kept, gone leadRow, reason string, moved *mergeMoved) error {
	mine, err := claimOf(t, kept.ID)
	if err != nil {
		return err
	}
	other, err := claimOf(t, gone.ID)
	if err != nil || other.id == 0 {
		return err
	}
	moved.Claim, moved.Into = other.id, mine.id
	if moved.Beside, err = besideLead(t, gone.Lead); err != nil {
		return err
	}
	return endClaim(t, gone.ID, crm.ClaimMerged, reason)
}

// unmergeClaims lets the ended claim hold again, from the day and to the day it had.
func unmergeClaims(t *Tx, m mergeRow[mergeMoved], reason string) error {
	if m.moved.Claim != 0 {
		if _, err := t.exec("UPDATE claims SET state = 'held', ended_on = '', end_reason = '' WHERE id = $1", m.moved.Claim); err != nil {
			return err
		}
		c, err := claimOf(t, m.gone)
		if err == nil {
			err = claimEvent(t, c, "revived", c.unit, reason)
		}
		if err != nil {
			return err
		}
	}
	if err := mergedSince(t, m.kept); err != nil {
		return err
	}
	return renewProgress(t, m.gone)
}

// mergedSince derives the day on which a lead's claim begins: that on which it was opened, or the
// first day of the oldest claim that was merged into it and not taken out again.
func mergedSince(t *Tx, lead int64) error {
	c, err := claimOf(t, lead)
	if err != nil || c.id == 0 {
		return err
	}
	merged, err := collect(t.ctx, t, func(r *sql.Rows) (m mergeMoved, err error) {
		var text string
		if err := r.Scan(&text); err != nil {
			return m, err
		}
		return m, json.Unmarshal([]byte(text), &m)
	}, "SELECT moved FROM merges WHERE kept_id = $1 AND undone_at = 0", lead)
	if err != nil {
		return err
	}
	since := c.opened
	for _, m := range merged {
		if m.Claim == 0 || m.Into != c.id {
			continue
		}
		var first crm.Date
		if err := t.QueryRowContext(t.ctx, "SELECT since FROM claims WHERE id = $1", m.Claim).Scan(&first); err != nil {
			return err
		}
		since = min(since, first)
	}
	_, err = t.exec("UPDATE claims SET since = $1 WHERE id = $2", since, c.id)
	return err
}
