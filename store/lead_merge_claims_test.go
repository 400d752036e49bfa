package store_test

import (
	"testing"

	"yinfeng/crm"
)

// until demands the last day of a lead's protection.
func (c *leadCity) until(l crm.Lead, want crm.Date) {
	c.t.Helper()
	if now := c.fresh(l); now.ProtectedUntil != want {
		c.t.Fatalf("%s is protected until %q, want %q", l.Code, now.ProtectedUntil, want)
	}
}

// A lead that was ended, woken, and got an older claim by a merge: a stage move that is taken back
// leaves the claim as it was. The days on which it was ended protect nothing, and the older day is
// the first one of its claim, not one from which it is protected.
func TestStore_MergedClaim_undoneStage(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, _ := clockCity(t, engine, "2022-09-26")
			kept := c.lead(c.eastman, "合并电子有限公司")
			gone, err := c.report(c.eastmat, "合并电子股份有限公司", kept.Project, asNew("先分开登记"))
			c.must(err)
			_, err = c.status(c.eastman, kept.ID, crm.LeadDropped, nil)
			c.must(err)
			clock.day.Store(crm.Date("2022-10-16"))
			_, err = c.status(c.manager, kept.ID, crm.LeadActive, asNew("仍要跟进"))
			c.must(err)
			c.until(kept, "2023-04-16")
			merged, err := c.merge(c.eastman, c.fresh(kept), c.fresh(gone))
			c.must(err)
			c.until(kept, "2023-04-16")
			if c.count("SELECT COUNT(*) FROM claims WHERE lead_id = $1 AND state = 'held' AND since = '2022-09-26'", kept.ID) != 1 {
				t.Error("the older claim's day is lost")
			}
			moved, err := c.s.MoveStage(c.ctx, c.eastman, kept.ID, crm.StageInput{Stage: crm.StageQualified, Version: merged.Version})
			c.must(err)
			_, err = c.s.UndoMove(c.ctx, c.eastman, kept.ID, moved.Version)
			c.must(err)
			c.until(kept, "2023-04-16")
			c.sound()
		})
	}
}

// The claim of a paused lead that was merged away goes on with the days: taking the merge back asks
// for it whether another unit has come to hold the same.
func TestStore_UnmergePaused_judged(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, _ := clockCity(t, engine, "2022-09-26")
			gone := c.lead(c.eastman, "合并电子有限公司")
			kept, err := c.report(c.eastmat, "合并电子股份有限公司", gone.Project, asNew("先分开登记"))
			c.must(err)
			_, err = c.status(c.eastman, gone.ID, crm.LeadPaused, nil)
			c.must(err)
			merged, err := c.merge(c.eastman, kept, c.fresh(gone))
			c.must(err)
			d, err := c.s.LeadDuplicates(c.ctx, c.eastman, kept.ID)
			c.must(err)
			clock.day.Store(crm.Date("2023-04-14")) // after 2023-03-26, without the pause its last day
			theirs, err := c.report(c.westman, "合并电子有限公司", gone.Project, nil)
			c.must(err)
			_, err = c.s.UndoLeadMerge(c.ctx, c.eastman, d.Merges[0].ID, crm.ReasonInput{Reason: "其实是两个意向", Version: merged.Version})
			c.notice(err, "L1", "西山县", theirs.ProtectedUntil)
			c.sound()
		})
	}
}

// A paused lead without a claim is judged when it is woken, and has a claim from then on; that is not
// taken back, or it would keep the claim asleep.
func TestStore_UndoWake_claimed(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, _, _ := clockCity(t, engine, "2022-09-26")
			l := c.lead(c.eastman, "海晏食品有限公司")
			for _, to := range []crm.LeadStatus{crm.LeadDropped, crm.LeadPaused, crm.LeadActive} {
				now, err := c.status(c.eastman, l.ID, to, nil)
				c.must(err)
				l = now
			}
			c.until(l, "2023-03-26")
			_, err := c.s.UndoMove(c.ctx, c.eastman, l.ID, l.Version)
			c.want(err, crm.CodeConflict)
			if d, err := c.s.Lead(c.ctx, c.eastman, l.ID); err != nil || d.UndoUntil != 0 {
				t.Errorf("undo is offered until %v, %v", d.UndoUntil, err)
			}
			c.sound()
		})
	}
}
