package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// disputed lets the west object to the east's claim on a company, and returns lead and dispute.
func (c *leadCity) disputed(company string) (crm.Lead, crm.Dispute) {
	c.t.Helper()
	l := c.lead(c.eastman, company)
	_, err := c.report(c.westman, company, "西山工厂", nil)
	n := c.notice(err, "L1", "东河县", l.ProtectedUntil)
	d, err := c.s.OpenDispute(c.ctx, c.westman, n.ClaimID, crm.DisputeInput{Reason: "我县先接触", Input: crm.LeadInput{CompanyName: company, Project: "西山工厂", Industry: "C15"}})
	c.must(err)
	return l, d
}

func (c *leadCity) rule(d crm.Dispute, decision string) crm.Dispute {
	c.t.Helper()
	d, err := c.s.AnswerDispute(c.ctx, c.eastman, d.ID, crm.ReasonInput{Reason: "我县有会谈纪要", Version: d.Version})
	c.must(err)
	d, err = c.s.DecideDispute(c.ctx, c.manager, d.ID, crm.RulingInput{Decision: decision, Reason: "核对材料", Version: d.Version})
	c.must(err)
	return d
}

// settled lets the term for an appeal pass.
func (c *leadCity) settled(d crm.Dispute) {
	c.t.Helper()
	for i, want := range []int{0, 1, 0} {
		if n, err := c.s.SettleDisputes(c.ctx); err != nil || n != want {
			c.t.Fatalf("run %d: %d %v", i, n, err)
		}
		must(c.t, c.s.ExecForTest("UPDATE disputes SET appeal_due = '2022-09-25'"))
	}
}

// Who may open a dispute, and what each side reads of it.
func TestStore_DisputeEyes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, d := c.disputed(kept)
		in := crm.DisputeInput{Reason: "再提一次", Input: crm.LeadInput{CompanyName: kept, Project: "西山工厂"}}
		for v, code := range map[*crm.Viewer]crm.Code{&c.liaison: crm.CodeNotFound, &c.eastman: crm.CodeNotFound, &c.leader: crm.CodeForbidden, &c.manager: crm.CodeConflict, &c.westman: crm.CodeConflict} {
			_, err := s.OpenDispute(c.ctx, *v, d.ClaimID, in)
			c.want(err, code)
		}
		_, err := s.Dispute(c.ctx, c.liaison, d.ID)
		c.want(err, crm.CodeNotFound)
		d, err = s.AnswerDispute(c.ctx, c.eastman, d.ID, crm.ReasonInput{Reason: "我县有会谈纪要", Version: d.Version})
		c.must(err)
		if d.LeadID != l.ID || d.Input != nil || d.Company != kept {
			t.Fatalf("the holder reads %+v", d)
		}
		if d, err = s.Dispute(c.ctx, c.westman, d.ID); err != nil || d.LeadID != 0 || d.Answer != "" || d.Input == nil || d.Input.Project != "西山工厂" {
			t.Fatalf("the challenger reads %+v %v", d, err)
		}
		if d, err = s.Dispute(c.ctx, c.manager, d.ID); err != nil || d.LeadID != l.ID || d.Answer == "" || d.Input == nil || !slices.Equal(d.May, []string{"decide"}) {
			t.Fatalf("the bureau reads %+v %v", d, err)
		}
		for v, want := range map[*crm.Viewer]int64{&c.eastman: 1, &c.westman: 1, &c.manager: 1, &c.liaison: 0} {
			list, err := s.Disputes(c.ctx, *v, crm.DisputeFilter{Open: true})
			c.must(err)
			byLead, err := s.Disputes(c.ctx, *v, crm.DisputeFilter{LeadID: l.ID})
			c.must(err)
			if list.Total != want || v == &c.westman && byLead.Total != 0 || v == &c.eastman && byLead.Total != 1 {
				t.Fatalf("list %+v, by lead %+v", list, byLead)
			}
		}
		c.disputeHolds(l)
		c.sound()
	})
}

// Each side adds what it has to show; the bureau reads both, neither side the other's.
func TestStore_DisputeFiles(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, d := c.disputed(kept)
		files := map[*crm.Viewer]crm.Attachment{}
		for v, name := range map[*crm.Viewer]string{&c.eastman: "会谈纪要.pdf", &c.westman: "意向书.pdf"} {
			a, err := s.AddAttachment(c.ctx, *v, store.NewFile{ObjectKind: "dispute", ObjectID: d.ID, Kind: "会谈纪要", Name: name, MediaType: "application/pdf", Content: strings.NewReader(name)})
			c.must(err)
			files[v] = a
			if x, err := s.Dispute(c.ctx, *v, d.ID); err != nil || !x.MayFile || a.UnitID != v.UnitID {
				t.Fatalf("%+v %+v %v", a, x, err)
			}
		}
		for v, want := range map[*crm.Viewer]int{&c.eastman: 1, &c.westman: 1, &c.manager: 2} {
			list, err := s.Attachments(c.ctx, *v, "dispute", d.ID)
			if c.must(err); len(list) != want {
				t.Errorf("%s reads %+v", v.Name, list)
			}
		}
		for v, other := range map[*crm.Viewer]*crm.Viewer{&c.eastman: &c.westman, &c.westman: &c.eastman, &c.liaison: &c.eastman} {
			_, err := s.Attachment(c.ctx, *v, files[other].ID)
			c.want(err, crm.CodeNotFound)
			_, _, err = s.OpenAttachment(c.ctx, *v, files[other].ID)
			c.want(err, crm.CodeNotFound)
			_, err = s.VoidAttachment(c.ctx, *v, files[other].ID)
			c.want(err, crm.CodeNotFound)
		}
		story, err := s.LeadTimeline(c.ctx, c.eastman, l.ID, "", "")
		c.must(err)
		if text := asJSON(t, story); strings.Contains(text, "意向书") || !strings.Contains(text, "dispute.open") {
			t.Errorf("the holder reads the challenger's file on the lead: %s", text)
		}
		_, err = s.Attachments(c.ctx, c.liaison, "dispute", d.ID)
		c.want(err, crm.CodeNotFound)
		more := store.NewFile{ObjectKind: "dispute", ObjectID: d.ID, Kind: "其他", Name: "x.pdf", MediaType: "application/pdf", Content: strings.NewReader("x")}
		_, err = s.AddAttachment(c.ctx, c.manager, more)
		c.want(err, crm.CodeConflict)
		_, err = s.VoidAttachment(c.ctx, c.manager, files[&c.eastman].ID)
		c.want(err, crm.CodeConflict)
		_, err = s.VoidAttachment(c.ctx, c.westman, files[&c.westman].ID)
		c.must(err)
		x, err := s.Dispute(c.ctx, c.westman, d.ID)
		c.must(err)
		_, err = s.WithdrawDispute(c.ctx, c.westman, d.ID, x.Version)
		c.must(err)
		more.Content = strings.NewReader("x")
		_, err = s.AddAttachment(c.ctx, c.westman, more)
		c.want(err, crm.CodeConflict)
		c.sound()
	})
}

// disputeHolds: while it is open the lead can't go away.
func (c *leadCity) disputeHolds(l crm.Lead) {
	d, err := c.s.Lead(c.ctx, c.eastman, l.ID)
	c.must(err)
	_, err = c.s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.office.ID, Reason: "移交", Version: d.Version})
	c.want(err, crm.CodeConflict)
	_, err = c.s.VoidLead(c.ctx, c.eastman, l.ID, crm.ReasonInput{Reason: "误报", Version: d.Version})
	c.want(err, crm.CodeConflict)
	_, err = c.status(c.eastman, l.ID, crm.LeadDropped, nil)
	c.want(err, crm.CodeConflict)
	in := d.Input()
	in.CompanyID, in.CompanyName, in.Project = 0, "空壳材料有限公司", "别的项目"
	_, err = c.s.UpdateLead(c.ctx, c.eastman, l.ID, in)
	c.want(err, crm.CodeConflict)
	firm := c.company(l.CompanyID).Input()
	firm.Name = "海晏更名食品有限公司"
	_, err = c.s.UpdateCompany(c.ctx, c.eastman, l.CompanyID, firm)
	c.want(err, crm.CodeConflict)
	must(c.t, c.s.ExecForTest("UPDATE claims SET protected_until = '2022-09-25'"))
	if _, err := c.s.RunDay(c.ctx, "a", c.s.Today()); err != nil {
		c.t.Fatal(err)
	}
	d, err = c.s.Lead(c.ctx, c.eastman, l.ID)
	if c.must(err); d.Status != crm.LeadActive {
		c.t.Fatalf("a lead in dispute went %s", d.Status)
	}
}

// Each step in its turn, by whose turn it is.
func TestStore_DisputeSteps(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		second := c.person("guan2", "管二", c.root, crm.RoleDirector)
		_, d := c.disputed(kept)
		rule := crm.RulingInput{Decision: "keep", Reason: "东河县在先", Version: d.Version}
		_, err := s.DecideDispute(c.ctx, c.manager, d.ID, rule) // before the answer, in its term
		c.want(err, crm.CodeConflict)
		_, err = s.AnswerDispute(c.ctx, c.manager, d.ID, crm.ReasonInput{Reason: "代答", Version: d.Version})
		c.want(err, crm.CodeConflict)
		_, err = s.AnswerDispute(c.ctx, c.westman, d.ID, crm.ReasonInput{Reason: "代答", Version: d.Version})
		c.want(err, crm.CodeNotFound)
		_, err = s.DecideDispute(c.ctx, c.eastman, d.ID, rule)
		c.want(err, crm.CodeForbidden)
		must(t, s.ExecForTest("UPDATE disputes SET answer_due = '2022-09-25'")) // the holder has let its term pass
		d, err = s.DecideDispute(c.ctx, c.manager, d.ID, rule)
		c.must(err)
		_, err = s.AppealDispute(c.ctx, c.eastman, d.ID, crm.ReasonInput{Reason: "不服", Version: d.Version}) // it went for the east
		c.want(err, crm.CodeConflict)
		_, err = s.AppealDispute(c.ctx, c.westman, d.ID, crm.ReasonInput{Reason: "不服", Version: d.Version - 1})
		c.want(err, crm.CodeConflict)
		d, err = s.AppealDispute(c.ctx, c.westman, d.ID, crm.ReasonInput{Reason: "另有新证据", Version: d.Version})
		c.must(err)
		final := crm.RulingInput{Decision: "both", Reason: "两个意向", Version: d.Version}
		_, err = s.FinalDispute(c.ctx, c.manager, d.ID, final) // who decided first
		c.want(err, crm.CodeConflict)
		d, err = s.FinalDispute(c.ctx, second, d.ID, final)
		c.must(err)
		if d.State != "final" || d.NewLeadID == 0 || len(d.May) != 0 {
			t.Fatalf("%+v", d)
		}
		_, err = s.AppealDispute(c.ctx, c.westman, d.ID, crm.ReasonInput{Reason: "再申请", Version: d.Version})
		c.want(err, crm.CodeConflict)
		c.sound()
	})
}

// What each decision does, once its term has passed.
func TestStore_DisputeSettled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, d := c.disputed("维持食品有限公司")
		c.settled(c.rule(d, "keep"))
		_, err := c.report(c.westman, "维持食品有限公司", "食品加工", nil)
		c.notice(err, "L1", "东河县", l.ProtectedUntil)

		l, d = c.disputed("改归食品有限公司")
		c.settled(c.rule(d, "pass"))
		now, err := s.Lead(c.ctx, c.westman, l.ID)
		c.must(err)
		if now.UnitID != c.west.ID || now.OwnerID != c.westman.UserID || now.ReporterUnitID != c.east.ID || !now.CanEdit {
			t.Fatalf("%+v", now)
		}
		_, err = c.report(c.eastman, "改归食品有限公司", "食品加工", nil)
		c.notice(err, "L1", "西山县", l.ProtectedUntil)
		if _, err = s.Lead(c.ctx, c.eastman, l.ID); err != nil {
			t.Fatalf("the former unit reads on: %v", err)
		}

		l, d = c.disputed("两意食品有限公司")
		c.settled(c.rule(d, "both"))
		d, err = s.Dispute(c.ctx, c.westman, d.ID)
		c.must(err)
		fresh, err := s.Lead(c.ctx, c.westman, d.NewLeadID)
		c.must(err)
		if fresh.UnitID != c.west.ID || fresh.Project != "西山工厂" || fresh.ProtectedUntil != "2023-03-26" || fresh.OwnerID != c.westman.UserID {
			t.Fatalf("%+v", fresh)
		}
		if _, err = s.Lead(c.ctx, c.westman, l.ID); crm.ErrCode(err) != crm.CodeNotFound {
			t.Fatal(err)
		}
		_, d = c.disputed("撤回食品有限公司")
		d, err = s.WithdrawDispute(c.ctx, c.westman, d.ID, d.Version)
		c.must(err)
		_, err = s.AnswerDispute(c.ctx, c.eastman, d.ID, crm.ReasonInput{Reason: "晚了", Version: d.Version})
		var e *crm.Error
		if !errors.As(err, &e) || e.Code != crm.CodeConflict || e.State.(crm.Dispute).Input != nil {
			t.Fatalf("%v", err)
		}
		c.sound()
	})
}
