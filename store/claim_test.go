package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// report types a lead of the food trade by company and project.
func (c *leadCity) report(v crm.Viewer, company, project string, d *crm.DuplicateDecision) (crm.Lead, error) {
	return c.s.ReportLead(c.ctx, v, crm.LeadInput{CompanyName: company, Project: project, Industry: "C15", Decision: d})
}

// notice demands that err tells of a foreign claim, and nothing else.
func (c *leadCity) notice(err error, level, unit string, until crm.Date) crm.ClaimNotice {
	c.t.Helper()
	var e *crm.Error
	if !errors.As(err, &e) || e.Code != crm.CodeConflict {
		c.t.Fatalf("error = %v, want a notice", err)
	}
	n, ok := e.State.(crm.ClaimNotice)
	if !ok || n.ClaimID == 0 || n.Level != level || n.UnitName != unit || n.Until != until {
		c.t.Fatalf("state = %#v", e.State)
	}
	return n
}

// status gives a lead a status at its present version.
func (c *leadCity) status(v crm.Viewer, id int64, to crm.LeadStatus, d *crm.DuplicateDecision) (crm.Lead, error) {
	c.t.Helper()
	l, err := c.s.Lead(c.ctx, v, id)
	c.must(err)
	return c.s.SetLeadStatus(c.ctx, v, id, crm.StatusInput{Status: to, Reason: "企业暂缓", Version: l.Version, Decision: d})
}

const kept, other = "海晏食品有限公司", "海晏食品股份有限公司"

func asNew(reason string) *crm.DuplicateDecision {
	return &crm.DuplicateDecision{Verdict: "new", Reason: reason}
}

// What stands in the way of a report: level × own or foreign × decision.
func TestStore_JudgeReport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, kept)
		until := l.ProtectedUntil
		for _, d := range []*crm.DuplicateDecision{nil, asNew("确是新的")} { // L1 of another unit: nothing passes it
			_, err := c.report(c.westman, kept, "食品加工", d)
			c.notice(err, "L1", "东河县", until)
		}
		_, err := s.Company(c.ctx, c.westman, l.CompanyID) // the refused report has not linked the company
		c.want(err, crm.CodeNotFound)
		_, err = c.report(c.westman, other, "食品加工", nil)
		c.notice(err, "L2", "东河县", until)
		for _, d := range []*crm.DuplicateDecision{asNew(" "), {Verdict: "merge", Reason: "合并"}, {Verdict: "continue", LeadID: l.ID, Reason: "继续"}, {Verdict: "continue", Reason: "继续"}} {
			_, err = c.report(c.westman, other, "食品加工", d)
			c.want(err, crm.CodeInvalid)
		}
		west, err := c.report(c.westman, other, "食品加工", asNew("另一家企业，法人不同"))
		c.must(err)
		msgs, err := s.Messages(c.ctx, c.eastman, true, crm.Page{})
		c.must(err)
		if len(msgs.Items) != 1 || msgs.Items[0].ObjectID != l.ID {
			t.Fatalf("the holder was told %+v", msgs.Items)
		}
		if msgs, err = s.Messages(c.ctx, c.manager, true, crm.Page{}); err != nil || len(msgs.Items) != 1 || msgs.Items[0].ObjectID != west.ID {
			t.Fatalf("the bureau was told %+v %v", msgs.Items, err)
		}
		if _, err = s.ReportLead(c.ctx, c.westman, crm.LeadInput{CompanyName: kept, Project: "光伏电站", Industry: "D44"}); err != nil {
			t.Fatalf("another intention is free: %v", err)
		}
		c.ownDuplicates(l)
		c.sound()
	})
}

// ownDuplicates: one's own lead asks for a decision, by whom it is reported is all the same.
func (c *leadCity) ownDuplicates(l crm.Lead) {
	_, err := c.report(c.eastmat, kept, "食品加工", nil)
	var e *crm.Error
	if !errors.As(err, &e) || e.Code != crm.CodeConflict {
		c.t.Fatal(err)
	}
	state, ok := e.State.(crm.LeadFindings)
	if !ok || len(state.Notices) != 1 || state.Notices[0].UnitName != "西山县" || len(state.Verdicts) != 1 || state.Verdicts[0].LeadID != l.ID || state.Verdicts[0].Level != "L1" {
		c.t.Fatalf("%#v", e.State)
	}
	got, err := c.report(c.eastmat, kept, "食品加工", &crm.DuplicateDecision{Verdict: "continue", LeadID: l.ID, Reason: "就是这一条"})
	c.must(err)
	h, err := c.s.LeadHistory(c.ctx, c.eastman, l.ID)
	c.must(err)
	if got.ID != l.ID || h[0].Kind != "note" {
		c.t.Fatalf("%+v %+v", got, h[0])
	}
	c.folded(l)
	second, err := c.report(c.eastmat, kept, "食品二厂", asNew("二期另立"))
	c.must(err)
	if second.ID == l.ID || second.ProtectedUntil == "" {
		c.t.Fatalf("%+v", second)
	}
	manager := crm.LeadInput{CompanyName: kept, Project: "食品加工", Industry: "C15", UnitID: c.west.ID, Decision: asNew("为西山县登记")}
	_, err = c.s.ReportLead(c.ctx, c.manager, manager) // sees it all, and is refused for the west all the same
	c.notice(err, "L1", "东河县", l.ProtectedUntil)
}

// folded: 并入 fills what the lead leaves blank, keeps the rest as a note, and makes no second lead.
func (c *leadCity) folded(l crm.Lead) {
	least := crm.Yuan(10_000 * crm.FenPerWan)
	in := crm.LeadInput{CompanyName: kept, Project: "食品加工二期", Industry: "C15", LandMu: "120", Content: "再建一条线，联系 13912345678", AmountMin: &least,
		NextStep: "请企业来访", NextDue: "2022-10-20", Decision: &crm.DuplicateDecision{Verdict: "merge", LeadID: l.ID, Reason: "同一意向的续谈"}}
	before := c.count("SELECT COUNT(*) FROM leads")
	got, err := c.s.ReportLead(c.ctx, c.eastmat, in)
	c.must(err)
	h, err := c.s.LeadHistory(c.ctx, c.eastman, l.ID)
	c.must(err)
	if got.ID != l.ID || got.LandMu != "120" || got.Content != "建设两条生产线" || got.Project != l.Project || got.NextStep != l.NextStep || got.AmountMin != nil || c.count("SELECT COUNT(*) FROM leads") != before {
		c.t.Fatalf("%+v", got)
	}
	note := h[0].Reason
	for _, want := range []string{"食品加工二期", "同一意向的续谈", "补上了用地", "建设内容：再建一条线，联系 139****5678", "不低于：10000万元", "下一步：请企业来访 2022-10-20"} {
		if h[0].Kind != "note" || h[1].Kind != "edit" || !strings.Contains(note, want) {
			c.t.Errorf("the note lacks %s: %+v", want, h[:2])
		}
	}
	if c.count("SELECT COUNT(*) FROM lead_verdicts WHERE lead_id = $1 AND verdict = 'merge' AND reason = $2", l.ID, in.Decision.Reason) != 1 {
		c.t.Error("the decision was not kept")
	}
	in.PlaceUnitID, in.Decision.Reason = c.east.ID, "再补一处"
	_, err = c.s.ReportLead(c.ctx, c.eastmat, in)
	c.must(err)
	in.PlaceUnitID = c.west.ID
	_, err = c.s.ReportLead(c.ctx, c.eastmat, in)
	c.must(err)
	if h, err = c.s.LeadHistory(c.ctx, c.eastman, l.ID); err != nil || !strings.Contains(h[0].Reason, "意向县区：西山县") {
		c.t.Errorf("the note loses the county: %+v %v", h[0], err)
	}
	in.Decision = &crm.DuplicateDecision{Verdict: "merge", LeadID: l.ID, Reason: " "}
	_, err = c.s.ReportLead(c.ctx, c.eastmat, in)
	c.want(err, crm.CodeInvalid)
}

// A claim speaks while it is held and has not lapsed, and is opened again only when it is free.
func TestStore_ClaimEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		for _, to := range []crm.LeadStatus{crm.LeadDropped, crm.LeadDormant} {
			company := string(to) + "食品有限公司"
			l := c.lead(c.eastman, company)
			_, err := c.status(c.eastman, l.ID, crm.LeadPaused, nil)
			c.must(err)
			_, err = c.report(c.westman, company, "食品加工", nil) // a paused lead holds its claim
			c.notice(err, "L1", "东河县", l.ProtectedUntil)
			ended, err := c.status(c.eastman, l.ID, to, nil)
			c.must(err)
			if ended.ProtectedUntil != "" {
				t.Fatalf("%s is protected until %s", to, ended.ProtectedUntil)
			}
			west, err := c.report(c.westman, company, "食品加工", nil)
			c.must(err)
			_, err = c.status(c.eastman, l.ID, crm.LeadActive, asNew("仍要跟进"))
			c.notice(err, "L1", "西山县", west.ProtectedUntil)
			_, err = s.VoidLead(c.ctx, c.westman, west.ID, crm.ReasonInput{Reason: "误报", Version: west.Version})
			c.must(err)
			awake, err := c.status(c.eastman, l.ID, crm.LeadActive, nil)
			c.must(err)
			if awake.ProtectedUntil != "2023-03-26" {
				t.Fatalf("woken: %+v", awake)
			}
		}
		c.editIsJudged()
		c.signedEnds()
		c.sound()
	})
}

// editIsJudged: a harmless report can't be edited into what another unit holds.
func (c *leadCity) editIsJudged() {
	held := c.lead(c.eastman, kept)
	l, err := c.s.ReportLead(c.ctx, c.westman, crm.LeadInput{CompanyName: kept, Project: "光伏电站", Industry: "D44"})
	c.must(err)
	in := l.Input()
	in.Industry = "C15"
	_, err = c.s.UpdateLead(c.ctx, c.westman, l.ID, in)
	c.notice(err, "L1", "东河县", held.ProtectedUntil)
	in.Industry, in.Source = "D44", "以商招商" // what says nothing else passes
	_, err = c.s.UpdateLead(c.ctx, c.westman, l.ID, in)
	c.must(err)
}

func (c *leadCity) signedEnds() {
	l := c.lead(c.eastman, "签约食品有限公司")
	c.visit(c.eastman, "2022-09-20", "签约食品有限公司", l.ID)
	for _, to := range []crm.Stage{crm.StageQualified, crm.StageTalking, crm.StageVisiting, crm.StageAgreeing} {
		l = c.move(c.eastman, l.ID, to)
	}
	l, err := c.s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageSigned, Version: l.Version,
		Sign: &crm.SignInput{SignedOn: "2022-09-26", Total: crm.Yuan(5000 * crm.FenPerWan), CountyUnitID: c.east.ID}})
	c.must(err)
	if l.ProtectedUntil != "" {
		c.t.Fatalf("signed, protected until %s", l.ProtectedUntil)
	}
	_, err = c.report(c.westman, "签约食品有限公司", "食品加工", nil)
	c.must(err)
}

// A transfer hands the claim on: the receiving unit holds it, the giving one is foreign.
func TestStore_ClaimPasses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, x := c.offer()
		_, err := s.AcceptTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{})
		c.must(err)
		_, err = c.report(c.liaison, "滨江电子有限公司", "生产线", nil)
		c.notice(err, "L1", "东河县", l.ProtectedUntil)
		c.visit(c.liaison, "2022-09-25", "滨江电子有限公司", l.ID) // of a unit that no longer keeps it
		d, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		if d.LastProgressOn != l.LastProgressOn || d.ProtectedUntil != l.ProtectedUntil {
			t.Fatalf("a stranger's visit renewed it: %+v", d.Lead)
		}
		c.visit(c.eastman, "2022-09-26", "滨江电子有限公司", l.ID)
		if d, err = s.Lead(c.ctx, c.eastman, l.ID); err != nil || d.LastProgressOn != "2022-09-26" {
			t.Fatalf("%+v %v", d.Lead, err)
		}
		c.sound()
	})
}

// Protection is over on the day after its last one, whether or not the day's work has run; that
// lets the lead sleep, once. A visit then doesn't bring it back, waking it does.
func TestStore_LapseClaims(t *testing.T) {
	storetest.EachOn(t, "2022-09-26", func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, paused := c.lead(c.eastman, kept), c.lead(c.eastman, "暂停食品有限公司")
		last := c.lead(c.westman, "次日食品有限公司")
		_, err := c.status(c.eastman, paused.ID, crm.LeadPaused, nil)
		c.must(err)
		must(t, s.ExecForTest("UPDATE leads SET reported_on = '2022-03-25', last_progress_on = '2022-03-25'"))
		must(t, s.ExecForTest("UPDATE claims SET since = '2022-03-25', protected_until = '2022-09-25'"))
		must(t, s.ExecForTest(fmt.Sprintf("UPDATE claims SET protected_until = '2022-09-26' WHERE lead_id = %d", last.ID)))
		_, err = c.report(c.eastman, "次日食品有限公司", "食品加工", nil)
		c.notice(err, "L1", "西山县", "2022-09-26")
		c.visit(c.eastman, "2022-09-20", kept, l.ID)
		for more, runs := true, 0; more; runs++ { // the lapsing first, then the rest of the day's run
			if more, err = s.RunDay(t.Context(), "a", s.Today()); err != nil || runs > 2 {
				t.Fatal(runs, err)
			}
		}
		d, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		if d.Status != crm.LeadDormant || d.ProtectedUntil != "" {
			t.Fatalf("%+v", d.Lead)
		}
		h, err := s.LeadHistory(c.ctx, c.eastman, l.ID)
		c.must(err)
		if h[0].Kind != "status" || h[0].KnownOn != "2022-09-26" || h[0].UserID != 0 {
			t.Fatalf("%+v", h[0])
		}
		awake, err := c.status(c.eastman, l.ID, crm.LeadActive, nil)
		c.must(err)
		if awake.ProtectedUntil != "2023-03-26" {
			t.Fatalf("woken: %+v", awake)
		}
		if awake, err = c.status(c.eastman, paused.ID, crm.LeadActive, nil); err != nil || awake.ProtectedUntil != "2023-03-26" {
			t.Fatalf("woken from a pause: %+v %v", awake, err)
		}
		c.sound()
	})
}

// A company can't be given the name by which another unit's claim would have stopped the report.
func TestStore_RenameJudged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		first, err := c.report(c.eastman, kept, "食品加工", nil)
		c.must(err)
		l, err := c.report(c.westman, "辅渡贸易有限公司", "食品加工", nil)
		c.must(err)
		rename := func(v crm.Viewer, name string) error {
			in := c.company(l.CompanyID).Input()
			in.Name = name
			_, err := s.UpdateCompany(c.ctx, v, l.CompanyID, in)
			return err
		}
		c.notice(rename(c.westman, other), "L2", "东河县", first.ProtectedUntil)
		c.notice(rename(c.westman, "海晏食品有限责任公司"), "L2", "东河县", first.ProtectedUntil)
		if x := c.company(l.CompanyID); x.Name != "辅渡贸易有限公司" {
			t.Fatalf("the refused name stands: %s", x.Name)
		}
		c.must(rename(c.westman, "辅渡商贸有限公司"))
		c.must(rename(c.manager, other)) // likeness is the bureau's to judge
		c.must(rename(c.westman, "海晏食品集团股份有限公司"))
		c.sound()
	})
}

// Acts that wait together share a transaction: of two units that report the same in one, the second
// meets the first's claim before it is committed.
func TestStore_JudgeReport_together(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		c.must(s.Batch(c.ctx, crm.Viewer{Operator: true}, func(ctx context.Context) error {
			in := crm.LeadInput{CompanyName: kept, Project: "食品加工", Industry: "C15"}
			first, err := s.ReportLead(ctx, c.eastman, in)
			c.must(err)
			_, err = s.ReportLead(ctx, c.westman, in)
			c.notice(err, "L1", "东河县", first.ProtectedUntil)
			return nil
		}))
		c.sound()
	})
}

// 并入 judges one's own lead alone: what it fills in may not bring the lead beside another unit's claim unseen.
func TestStore_FoldBesideForeign(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		first := c.lead(c.eastman, kept)
		in := crm.LeadInput{CompanyName: "海晏食品有限责任公司", Project: "西山工厂"}
		own, err := s.ReportLead(c.ctx, c.westman, in)
		c.must(err)
		in.Industry, in.Decision = first.Industry, &crm.DuplicateDecision{Verdict: "merge", LeadID: own.ID, Reason: "同一意向"}
		before := c.count("SELECT COUNT(*) FROM claim_notices")
		_, err = s.ReportLead(c.ctx, c.westman, in)
		c.notice(err, "L2", "东河县", first.ProtectedUntil)
		if d, err := s.Lead(c.ctx, c.westman, own.ID); err != nil || d.Industry != "" || d.Version != own.Version || c.count("SELECT COUNT(*) FROM claim_notices") != before+1 {
			t.Errorf("%+v %v", d.Lead, err)
		}
	})
}
