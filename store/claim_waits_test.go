package store_test

import (
	"testing"

	"yinfeng/crm"
)

// onBoth plays with a day that can be moved, on both engines.
func onBoth(t *testing.T, day crm.Date, play func(t *testing.T, c *leadCity, clock *movedClock)) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, _ := clockCity(t, engine, day)
			play(t, c, clock)
			c.sound()
		})
	}
}

// lapse does the day's work with the claims that are over.
func (c *leadCity) lapse() {
	c.t.Helper()
	for n := 1; n > 0; {
		var err error
		n, err = c.s.LapseClaims(c.ctx)
		c.must(err)
	}
}

// A claim waits while it is disputed: its days are added when the dispute ends, also when progress is
// made afterwards; who gets it by the ruling is protected anew.
func TestStore_DisputeAddsItsDays(t *testing.T) {
	onBoth(t, "2022-09-26", func(t *testing.T, c *leadCity, clock *movedClock) {
		leads, disputes := map[string]crm.Lead{}, map[string]crm.Dispute{}
		for _, way := range []string{"keep", "pass", "withdraw"} {
			leads[way] = c.lead(c.eastman, "争议"+way+"食品有限公司")
		}
		clock.day.Store(crm.Date("2023-03-20")) // six days before the last one
		for way, l := range leads {
			_, err := c.report(c.westman, "争议"+way+"食品有限公司", "西山工厂", nil)
			n := c.notice(err, "L1", "东河县", "2023-03-26")
			disputes[way], err = c.s.OpenDispute(c.ctx, c.westman, n.ClaimID, crm.DisputeInput{Reason: "我县先接触",
				Input: crm.LeadInput{CompanyName: l.CompanyName, Project: "西山工厂", Industry: "C15"}})
			c.must(err)
		}
		clock.day.Store(crm.Date("2023-05-09")) // 50 days later
		c.lapse()
		_, err := c.report(c.liaison, "争议keep食品有限公司", "西山工厂", nil) // it still stands
		c.notice(err, "L1", "东河县", "2023-05-09")
		for _, way := range []string{"keep", "pass"} {
			d, err := c.s.AnswerDispute(c.ctx, c.eastman, disputes[way].ID, crm.ReasonInput{Reason: "我县有会谈纪要", Version: disputes[way].Version})
			c.must(err)
			d, err = c.s.DecideDispute(c.ctx, c.manager, d.ID, crm.RulingInput{Decision: way, Reason: "核对材料", Version: d.Version})
			c.must(err)
			must(t, c.s.ExecForTest("UPDATE disputes SET appeal_due = '2023-05-08' WHERE id = $1", d.ID))
		}
		_, err = c.s.SettleDisputes(c.ctx)
		c.must(err)
		_, err = c.s.WithdrawDispute(c.ctx, c.westman, disputes["withdraw"].ID, disputes["withdraw"].Version)
		c.must(err)
		c.lapse()
		c.until(leads["keep"], "2023-05-15")
		c.until(leads["withdraw"], "2023-05-15")
		c.until(leads["pass"], "2023-11-09")
		c.visit(c.eastman, "2023-03-25", "争议keep食品有限公司", leads["keep"].ID) // of the 50 days 45 lie after it
		c.until(leads["keep"], "2023-11-09")
		c.visit(c.westman, "2023-05-01", "争议pass食品有限公司", leads["pass"].ID)
		c.until(leads["pass"], "2023-11-09")
	})
}

// Two leads that a ruling has found to be two intentions don't stand in each other's way again.
func TestStore_RuledApart(t *testing.T) {
	onBoth(t, "2022-09-26", func(t *testing.T, c *leadCity, clock *movedClock) {
		l, d := c.disputed(kept)
		d = c.rule(d, "both")
		must(t, c.s.ExecForTest("UPDATE disputes SET appeal_due = '2022-09-25'"))
		_, err := c.s.SettleDisputes(c.ctx)
		c.must(err)
		d, err = c.s.Dispute(c.ctx, c.westman, d.ID)
		c.must(err)
		theirs, err := c.s.Lead(c.ctx, c.westman, d.NewLeadID)
		c.must(err)
		in := theirs.Input()
		in.Project = "西山食品工厂"
		_, err = c.s.UpdateLead(c.ctx, c.westman, theirs.ID, in)
		c.must(err)
		for v, id := range map[*crm.Viewer]int64{&c.westman: theirs.ID, &c.eastman: l.ID} {
			slept, err := c.status(*v, id, crm.LeadDormant, nil)
			c.must(err)
			_, err = c.s.UndoMove(c.ctx, *v, id, slept.Version)
			c.must(err)
			_, err = c.status(*v, id, crm.LeadDormant, nil)
			c.must(err)
			_, err = c.status(*v, id, crm.LeadActive, nil)
			c.must(err)
		}
		other, err := c.s.ReportLead(c.ctx, c.westman, crm.LeadInput{CompanyName: "第三家食品有限公司", Project: "别的工厂", Industry: "C15"})
		c.must(err)
		in = other.Input()
		in.CompanyID, in.CompanyName = 0, kept // the ruling was about the other lead
		_, err = c.s.UpdateLead(c.ctx, c.westman, other.ID, in)
		c.want(err, crm.CodeConflict)
	})
}

// A lead that goes to sleep holds no claim that could go with it: its offer ends, by hand and by time.
func TestStore_DormantOfferEnds(t *testing.T) {
	onBoth(t, "2022-09-26", func(t *testing.T, c *leadCity, clock *movedClock) {
		offer := func(company string) (crm.Lead, crm.Transfer) {
			l := c.lead(c.eastman, company)
			x, err := c.s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "企业另选地址", Version: l.Version})
			c.must(err)
			return l, x
		}
		withdrawn := func(x crm.Transfer, of string) bool {
			return c.count("SELECT COUNT(*) FROM transfers WHERE id = $1 AND state = 'withdrawn'", x.ID) == 1 &&
				c.count("SELECT COUNT(*) FROM messages WHERE kind = 'transfer' AND title LIKE $1 AND body LIKE '线索休眠%'", "%撤回了流转%"+of+"%") > 0
		}
		l, byHand := offer("休眠一食品有限公司")
		_, err := c.status(c.eastman, l.ID, crm.LeadDormant, nil)
		c.must(err)
		_, err = c.s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "企业另选地址", Version: c.fresh(l).Version})
		c.want(err, crm.CodeConflict)
		_, byTime := offer("休眠二食品有限公司")
		asleep, old := offer("休眠三食品有限公司")
		must(t, c.s.ExecForTest("UPDATE claims SET protected_until = '2022-09-25' WHERE lead_id = $1", byTime.ObjectID))
		c.lapse()
		if !withdrawn(byHand, "休眠一") || !withdrawn(byTime, "休眠二") {
			t.Error("an offer waits on, or its end was not told")
		}
		must(t, c.s.ExecForTest("UPDATE leads SET status = 'dormant' WHERE id = $1", asleep.ID)) // as an older program left it
		_, err = c.s.AcceptTransfer(c.ctx, c.westman, old.ID, crm.DecisionInput{})
		c.want(err, crm.CodeConflict)
		must(t, c.s.ExecForTest("UPDATE leads SET status = 'active' WHERE id = $1", asleep.ID))
	})
}

// The reminder of a claim's last day is done when the day moves on or the claim ends.
func TestStore_ClaimReminderSettled(t *testing.T) {
	onBoth(t, "2022-09-26", func(t *testing.T, c *leadCity, clock *movedClock) {
		moves, ends, stays := c.lead(c.eastman, "提醒一食品有限公司"), c.lead(c.eastman, "提醒二食品有限公司"), c.lead(c.eastman, "提醒三食品有限公司")
		c.to(clock, "2022-09-26")
		c.to(clock, "2023-03-20")
		open := func() int {
			return c.count("SELECT COUNT(*) FROM reminders WHERE kind = 'claim' AND done_on = ''")
		}
		if n := open(); n != 3 {
			t.Fatalf("%d open", n)
		}
		c.visit(c.eastman, "2023-03-19", "提醒一食品有限公司", moves.ID)
		_, err := c.status(c.eastman, ends.ID, crm.LeadDropped, nil)
		c.must(err)
		_, err = c.s.AddLeadNote(c.ctx, c.eastman, stays.ID, crm.NoteInput{Text: "电话未接"})
		c.must(err)
		if n := open(); n != 1 {
			t.Errorf("%d open, want that of %s", n, stays.Code)
		}
	})
}

// Only a step that goes further than before is progress.
func TestStore_BackAndForth(t *testing.T) {
	onBoth(t, "2022-09-26", func(t *testing.T, c *leadCity, clock *movedClock) {
		l := c.lead(c.eastman, kept)
		c.move(c.eastman, l.ID, crm.StageTalking)
		clock.day.Store(crm.Date("2023-02-01"))
		_, err := c.s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageQualified, Reason: "退回补材料", Version: c.fresh(l).Version})
		c.must(err)
		if l = c.move(c.eastman, l.ID, crm.StageTalking); l.LastProgressOn != "2022-09-26" {
			t.Errorf("progress on %s", l.LastProgressOn)
		}
		c.until(l, "2023-03-26")
		c.visit(c.eastman, "2022-09-20", kept, l.ID)
		if l = c.move(c.eastman, l.ID, crm.StageVisiting); l.LastProgressOn != "2023-02-01" {
			t.Errorf("progress on %s", l.LastProgressOn)
		}
		c.until(l, "2023-08-01")
	})
}

// Merging keeps the progress of both leads; taking it back gives each its own.
func TestStore_MergedProgress(t *testing.T) {
	onBoth(t, "2022-09-26", func(t *testing.T, c *leadCity, clock *movedClock) {
		l := c.lead(c.eastman, "合并电子有限公司")
		gone, err := c.report(c.eastmat, "合并电子股份有限公司", l.Project, asNew("先分开登记"))
		c.must(err)
		clock.day.Store(crm.Date("2023-01-10"))
		_, err = c.s.MoveStage(c.ctx, c.eastmat, gone.ID, crm.StageInput{Stage: crm.StageQualified, Version: gone.Version})
		c.want(err, crm.CodeInvalid) // 研判 asks for a source
		in := gone.Input()
		in.Source = "自主招商"
		gone, err = c.s.UpdateLead(c.ctx, c.eastmat, gone.ID, in)
		c.must(err)
		gone = c.move(c.eastmat, gone.ID, crm.StageQualified)
		clock.day.Store(crm.Date("2023-02-01"))
		merged, err := c.merge(c.eastman, c.fresh(l), gone)
		c.must(err)
		if merged.LastProgressOn != "2023-01-10" {
			t.Errorf("progress on %s", merged.LastProgressOn)
		}
		c.until(l, "2023-07-10")
		d, err := c.s.LeadDuplicates(c.ctx, c.eastman, l.ID)
		c.must(err)
		_, err = c.s.UndoLeadMerge(c.ctx, c.eastman, d.Merges[0].ID, crm.ReasonInput{Reason: "其实是两个意向", Version: merged.Version})
		c.must(err)
		if now := c.fresh(l); now.LastProgressOn != "2022-09-26" {
			t.Errorf("progress on %s", now.LastProgressOn)
		}
		c.until(l, "2023-03-26")
		c.until(gone, "2023-07-10")
	})
}

// A merge of companies brings no lead beside another unit's claim, nor under a dispute; companies that
// nothing but a word says to be one are the bureau's to merge.
func TestStore_MergeCompanyBesideClaim(t *testing.T) {
	onBoth(t, "2022-09-26", func(t *testing.T, c *leadCity, clock *movedClock) {
		held := c.lead(c.eastman, kept)
		l, err := c.report(c.westman, "辅渡贸易有限公司", "食品加工", nil)
		c.must(err)
		alike, err := c.s.CreateCompany(c.ctx, c.westman, crm.CompanyInput{Name: "海晏食品集团股份有限公司"})
		c.must(err)
		_, err = c.mergeCompany(c.westman, alike, c.company(l.CompanyID))
		c.want(err, crm.CodeConflict)
		_, err = c.mergeCompany(c.manager, c.company(held.CompanyID), c.company(l.CompanyID))
		c.want(err, crm.CodeConflict)
		if x := c.company(l.CompanyID); x.MergedInto != 0 || c.count("SELECT COUNT(*) FROM company_merges") != 0 {
			t.Errorf("%+v", x)
		}
		contested, _ := c.disputed("争议食品有限公司")
		twin, err := c.s.CreateCompany(c.ctx, c.eastman, crm.CompanyInput{Name: "争议食品股份有限公司"})
		c.must(err)
		_, err = c.mergeCompany(c.manager, c.company(twin.ID), c.company(contested.CompanyID))
		c.want(err, crm.CodeConflict)
		_, err = c.mergeCompany(c.manager, c.company(alike.ID), c.company(l.CompanyID))
		c.must(err)
	})
}
