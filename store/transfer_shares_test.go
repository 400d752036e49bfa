package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// offered offers a lead of 甲县 and demands the code of what comes of it, "" for success.
func (c *city) offered(v crm.Viewer, lead int64, in crm.TransferInput, code crm.Code) crm.Transfer {
	c.t.Helper()
	d, err := c.s.Lead(ctx, v, lead)
	must(c.t, err)
	in.Version = d.Version
	if in.Reason == "" {
		in.Reason = "企业选定用地"
	}
	x, err := c.s.OfferTransfer(ctx, v, lead, in)
	if code != "" {
		refused(c.t, err, code)
		return x
	}
	must(c.t, err)
	return x
}

// readyLead is a lead of v's unit that lacks nothing to be signed.
func (c *city) readyLead(v crm.Viewer, company string) crm.Lead {
	c.t.Helper()
	m := crm.Yuan(5000 * wan)
	l, err := c.s.ReportLead(ctx, v, crm.LeadInput{CompanyName: company, Project: company + "生产线", Industry: "C17", Source: "以商招商", Amount: &m,
		Content: "两条生产线", PlaceUnitID: c.unit["b"], NextStep: "签约"})
	must(c.t, err)
	_, err = c.s.LogVisit(ctx, v, crm.VisitInput{Kind: crm.VisitOut, On: "2022-09-02", Province: "江苏省", City: "苏州市", Theme: "看厂", Outcome: "推进签约",
		Companies: []crm.VisitCompany{{CompanyID: l.CompanyID}}, LeadIDs: []int64{l.ID}})
	must(c.t, err)
	return l
}

// signed signs a lead.
func (c *city) signed(v crm.Viewer, lead int64, in crm.SignInput) crm.Project {
	c.t.Helper()
	in.SignedOn, in.Total = "2022-09-20", crm.Yuan(5000*wan)
	var l crm.Lead
	for _, st := range []crm.Stage{crm.StageAgreeing, crm.StageSigned} {
		d, err := c.s.Lead(ctx, v, lead)
		must(c.t, err)
		l, err = c.s.MoveStage(ctx, v, lead, crm.StageInput{Stage: st, Version: d.Version, Sign: &in})
		must(c.t, err)
	}
	p, err := c.s.Project(ctx, v, l.ProjectID)
	must(c.t, err)
	return p
}

func (c *city) share(code string, bp int64) crm.Share { return crm.Share{UnitID: c.unit[code], BP: bp} }

// A lead goes from 甲县 to 乙县: refused with a reason, offered anew and accepted at 60/40, signed.
// Its money then counts 60/40 to the fen in the unit table, the project once, and the total is whole.
func TestStore_TransferShares(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		l := c.readyLead(c.reporter, "江南丝绸股份有限公司")
		before := c.figures(crm.FiguresQuery{Month: "2022-09"}).Total["capital"].Cumulative
		x := c.offered(c.reporter, l.ID, crm.TransferInput{ToUnitID: c.unit["b"], Shares: []crm.Share{c.share("a", 7000), c.share("b", 3000)}}, "")
		if x.Preset != "joint" || len(x.Shares) != 2 || x.Shares[0].UnitName != "甲县" || x.Shares[0].BP != 7000 {
			t.Fatalf("%+v", x)
		}
		_, err := s.RefuseTransfer(ctx, c.other, x.ID, crm.DecisionInput{Reason: "归属比例不能接受"})
		must(t, err)
		if d, err := s.Lead(ctx, c.reporter, l.ID); err != nil || d.Agreed != nil {
			t.Fatalf("a refused offer agrees on nothing: %+v %v", d.Agreed, err)
		}
		x = c.offered(c.reporter, l.ID, crm.TransferInput{ToUnitID: c.unit["b"], Shares: []crm.Share{c.share("b", 6000), c.share("a", 4000)}}, "")
		list, err := s.Transfers(ctx, c.other, crm.TransferFilter{Box: "in", State: "pending"})
		must(t, err)
		if len(list.Items) != 1 || len(list.Items[0].Shares) != 2 || list.Items[0].Shares[1].BP != 6000 {
			t.Fatalf("what the receiver is asked: %+v", list.Items)
		}
		x, err = s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
		must(t, err)
		if d, err := s.Lead(ctx, c.other, l.ID); err != nil || d.Agreed == nil || d.Agreed.ID != x.ID || x.DecidedOn != storetest.BusinessDay {
			t.Fatalf("%+v %v", d.Agreed, err)
		}
		p := c.signed(c.other, l.ID, crm.SignInput{CountyUnitID: c.unit["b"]})
		if got := c.rows("SELECT seq, from_year, indicator, reason FROM attributions WHERE project_id = $1", p.ID); len(p.Attribution) != 2 || got != "1|0||流转约定：甲县流转乙县，2022-09-26 接收|\n" {
			t.Fatalf("%+v %s", p.Attribution, got)
		}
		c.reporter, c.other = c.other, c.reporter
		m := p.Milestones[0]
		c.attach("milestone", m.ID, "投资合同")
		m, err = s.SubmitMilestone(ctx, c.reporter, m.ID, crm.ReviewInput{Version: m.Version})
		must(t, err)
		_, err = s.ApproveMilestone(ctx, c.verifier, m.ID, crm.ReviewInput{Version: m.Version})
		must(t, err)
		const arrived = 1000*wan + 1 // one fen that can't be divided by 60/40
		c.verified(p, "2022-09", arrived, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: arrived})
		if a, b := c.unitSum("a"), c.unitSum("b"); a != 400*wan || b != 600*wan+1 {
			t.Errorf("甲县 %d, 乙县 %d", a, b)
		}
		f := c.figures(crm.FiguresQuery{Month: "2022-09"})
		if got := f.Total["capital"].Cumulative - before; got != arrived {
			t.Errorf("the total grew by %d", got)
		}
		for _, u := range f.Units {
			wantMoney := map[string]int64{"甲县": 400 * wan, "乙县": 600*wan + 1}[u.Name]
			wantCount := map[string]int64{"乙县": 1}[u.Name]
			if u.Figures["capital"].Cumulative != wantMoney || u.Figures["signed"].Cumulative != wantCount {
				t.Errorf("%s: %s; %s", u.Name, figureText(u.Figures["capital"]), figureText(u.Figures["signed"]))
			}
		}
		if got := c.rows("SELECT u.code, CASE WHEN l.joint THEN 'joint' ELSE '' END, l.indicator FROM count_lines l JOIN units u ON u.id = l.unit_id WHERE l.indicator = 'signed' ORDER BY u.sort"); got != "a|joint|signed|\nb||signed|\n" {
			t.Errorf("the project counts once, beside it 联合引进: %q", got)
		}
		c.jointBeside()
		c.sound()
	})
}

// jointBeside: 甲县 reads what it brought in with 乙县 beside its own figures, 乙县 nothing of it.
func (c *city) jointBeside() {
	c.t.Helper()
	for v, want := range map[*crm.Viewer]int64{&c.manager: 1, &c.other: 1, &c.reporter: 0} {
		list, err := c.s.JointFigures(ctx, *v, "2022-09")
		must(c.t, err)
		n := int64(0)
		for _, f := range list {
			if f.Name != "甲县" {
				c.t.Errorf("%s reads %+v", v.Name, f)
			}
			if f.Indicator == crm.IndSigned && f.Month == f.Cumulative {
				n += f.Cumulative
			}
		}
		if n != want {
			c.t.Errorf("%s counts %d: %+v", v.Name, n, list)
		}
	}
	if list, err := c.s.JointFigures(ctx, c.manager, "2022-08"); err != nil || len(list) != 0 {
		c.t.Errorf("before: %+v %v", list, err)
	}
}

// What an offer may say of the attribution.
func TestStore_TransferShares_rules(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		liaison := c.person("liaison", "office", crm.RoleLiaison)
		third := c.person("third", "c", crm.RoleOfficer)
		l := c.readyLead(c.reporter, "江南丝绸股份有限公司")
		b := c.unit["b"]
		for name, in := range map[string]crm.TransferInput{
			"90 percent":             {ToUnitID: b, Shares: []crm.Share{c.share("a", 4000), c.share("b", 5000)}},
			"one unit twice":         {ToUnitID: b, Shares: []crm.Share{c.share("b", 4000), c.share("b", 6000)}},
			"an office":              {ToUnitID: b, Shares: []crm.Share{c.share("office", 4000), c.share("b", 6000)}},
			"no such unit":           {ToUnitID: b, Shares: []crm.Share{{UnitID: 999_999, BP: 10_000}}},
			"joint of one":           {ToUnitID: b, Preset: "joint", Shares: []crm.Share{c.share("b", 10_000)}},
			"single of two":          {ToUnitID: b, Preset: "single", Shares: []crm.Share{c.share("a", 4000), c.share("b", 6000)}},
			"enclave with shares":    {ToUnitID: b, Preset: "enclave", Shares: []crm.Share{c.share("b", 10_000)}},
			"enclave to an office":   {ToUnitID: c.unit["office"], Preset: "enclave"},
			"enclave within":         {ToUnitID: c.unit["a1"], Preset: "enclave"},
			"single to an office":    {ToUnitID: c.unit["office"], Preset: "single"},
			"introduction of county": {ToUnitID: b, IntroBP: 1000},
		} {
			t.Run(name, func(t *testing.T) { c.offered(c.reporter, l.ID, in, crm.CodeInvalid) })
		}
		x := c.offered(c.reporter, l.ID, crm.TransferInput{ToUnitID: b, Preset: "joint", Shares: []crm.Share{c.share("a", 4000), c.share("b", 6000)}}, "")
		_, err := s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
		must(t, err)
		t.Run("a third unit keeps what was agreed", func(t *testing.T) {
			c.offered(c.other, l.ID, crm.TransferInput{ToUnitID: c.unit["c"], Preset: "single"}, crm.CodeInvalid)
			c.offered(c.other, l.ID, crm.TransferInput{ToUnitID: c.unit["c"], Shares: []crm.Share{c.share("a", 3900), c.share("c", 6100)}}, crm.CodeInvalid)
			on := c.offered(c.other, l.ID, crm.TransferInput{ToUnitID: c.unit["office"]}, "")
			if on.Preset != "joint" || len(on.Shares) != 2 || on.Shares[0].BP != 4000 {
				t.Fatalf("what stands goes on: %+v", on)
			}
			_, err := s.WithdrawTransfer(ctx, c.other, on.ID, crm.DecisionInput{})
			must(t, err)
			on = c.offered(c.other, l.ID, crm.TransferInput{ToUnitID: c.unit["c"], Shares: []crm.Share{c.share("a", 4000), c.share("b", 1000), c.share("c", 5000)}}, "")
			_, err = s.AcceptTransfer(ctx, third, on.ID, crm.DecisionInput{})
			must(t, err)
			if p := c.signed(third, l.ID, crm.SignInput{CountyUnitID: c.unit["c"]}); len(p.Attribution) != 3 {
				t.Fatalf("%+v", p.Attribution)
			}
		})
		t.Run("enclave", func(t *testing.T) {
			l := c.readyLead(c.reporter, "海州机械有限公司")
			x := c.offered(c.reporter, l.ID, crm.TransferInput{ToUnitID: b, Preset: "enclave"}, "")
			if x.HomeID != c.unit["a"] || len(x.Shares) != 2 || x.Shares[0].BP != 7000 {
				t.Fatalf("%+v", x)
			}
			_, err := s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
			must(t, err)
			p := c.signed(c.other, l.ID, crm.SignInput{CountyUnitID: b})
			want := "0|a|10000|\n2027|a|7000|\n2027|b|3000|\n"
			if got := c.rows(`SELECT a.from_year, u.code, s.bp FROM attributions a JOIN attribution_shares s ON s.attribution_id = a.id
				JOIN units u ON u.id = s.unit_id WHERE a.project_id = $1 ORDER BY a.seq, u.sort`, p.ID); got != want || p.EnclaveHomeID != c.unit["a"] {
				t.Fatal(got)
			}
		})
		t.Run("an office is introduced and a county credited", func(t *testing.T) {
			l := c.readyLead(liaison, "秦岭食品有限公司")
			x := c.offered(liaison, l.ID, crm.TransferInput{ToUnitID: b, IntroBP: 3000, Preset: "single"}, "")
			if len(x.Shares) != 1 || x.Shares[0].UnitID != b || x.Shares[0].BP != crm.FullShares {
				t.Fatalf("%+v", x)
			}
		})
	})
}

// An offer ends with its lead: who got it is told, and reads no later name of it.
func TestStore_TransferEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		l := c.readyLead(c.reporter, "江南丝绸股份有限公司")
		x := c.offered(c.reporter, l.ID, crm.TransferInput{ToUnitID: c.unit["b"]}, "")
		d, err := s.Lead(ctx, c.reporter, l.ID)
		must(t, err)
		_, err = s.SetLeadStatus(ctx, c.reporter, l.ID, crm.StatusInput{Status: crm.LeadDropped, Reason: "企业放弃投资", Version: d.Version})
		must(t, err)
		_, err = s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
		refused(t, err, crm.CodeConflict)
		_, err = s.Lead(ctx, c.other, l.ID)
		refused(t, err, crm.CodeNotFound)
		msgs, err := s.Messages(ctx, c.other, true, crm.Page{})
		must(t, err)
		if len(msgs.Items) != 2 || msgs.Items[0].ObjectID != 0 {
			t.Fatalf("%+v", msgs.Items)
		}
		d, err = s.Lead(ctx, c.reporter, l.ID)
		must(t, err)
		d.Status = crm.LeadActive
		_, err = s.SetLeadStatus(ctx, c.reporter, l.ID, crm.StatusInput{Status: crm.LeadActive, Version: d.Version})
		must(t, err)
		in := d.Input()
		in.Project, in.Version = "改名后的项目", d.Version+1
		_, err = s.UpdateLead(ctx, c.reporter, l.ID, in)
		must(t, err)
		x, err = s.Transfer(ctx, c.other, x.ID)
		must(t, err)
		if x.State != "withdrawn" || x.ObjectName != "江南丝绸股份有限公司生产线（江南丝绸股份有限公司）" {
			t.Fatalf("%+v", x)
		}
	})
}

// A ruling that gives the lead to another unit ends an offer that its former unit had made.
func TestStore_TransferEnds_ruling(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, kept)
		x, err := s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.office.ID, Reason: "移交联络", Version: l.Version})
		c.must(err)
		_, err = c.report(c.westman, kept, "西山工厂", nil)
		n := c.notice(err, "L1", "东河县", l.ProtectedUntil)
		d, err := s.OpenDispute(c.ctx, c.westman, n.ClaimID, crm.DisputeInput{Reason: "我县先接触", Input: crm.LeadInput{CompanyName: kept, Project: "西山工厂", Industry: "C15"}})
		c.must(err)
		for v, want := range map[*crm.Viewer]bool{&c.eastman: true, &c.liaison: false} { // the office reads the lead, not that it is disputed
			if got, err := s.Lead(c.ctx, *v, l.ID); err != nil || got.Disputed != want {
				t.Fatalf("%s: %v %v", v.Name, got.Disputed, err)
			}
		}
		_, err = s.AcceptTransfer(c.ctx, c.liaison, x.ID, crm.DecisionInput{})
		c.want(err, crm.CodeConflict)
		c.settled(c.rule(d, "pass"))
		x, err = s.Transfer(c.ctx, c.liaison, x.ID)
		c.must(err)
		if now, err := s.Lead(c.ctx, c.westman, l.ID); err != nil || x.State != "withdrawn" || now.UnitID != c.west.ID || now.Transfer != nil {
			t.Fatalf("%+v %+v %v", x, now, err)
		}
		_, err = s.Lead(c.ctx, c.liaison, l.ID)
		c.want(err, crm.CodeNotFound)
		c.sound()
	})
}

// An offer that nobody answers in its term ends: the lead stays, both sides are told once.
func TestStore_TransferExpires(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		l := c.readyLead(c.reporter, "江南丝绸股份有限公司")
		x := c.offered(c.reporter, l.ID, crm.TransferInput{ToUnitID: c.unit["b"]}, "")
		if n, err := s.ExpireTransfers(ctx); n != 0 || err != nil {
			t.Fatalf("in its term: %d %v", n, err)
		}
		must(t, s.ExecForTest("UPDATE transfers SET due_on = '2022-09-26'"))
		if n, err := s.ExpireTransfers(ctx); n != 0 || err != nil {
			t.Fatalf("on its last day: %d %v", n, err)
		}
		must(t, s.ExecForTest("UPDATE transfers SET due_on = '2022-09-25'"))
		_, err := s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
		refused(t, err, crm.CodeConflict)
		for i, want := range []int{1, 0} {
			if n, err := s.ExpireTransfers(ctx); n != want || err != nil {
				t.Fatalf("run %d: %d %v", i, n, err)
			}
		}
		x, err = s.Transfer(ctx, c.reporter, x.ID)
		must(t, err)
		d, err := s.Lead(ctx, c.reporter, l.ID)
		must(t, err)
		if x.State != "expired" || x.DecisionReason != "乙县未在 2022-09-25 前答复" || d.Transfer != nil || d.UnitID != c.unit["a"] {
			t.Fatalf("%+v %+v", x, d)
		}
		_, err = s.Lead(ctx, c.other, l.ID)
		refused(t, err, crm.CodeNotFound)
		for v, want := range map[*crm.Viewer]int{&c.reporter: 1, &c.other: 2} { // the receiver also got the offer
			msgs, err := s.Messages(ctx, *v, true, crm.Page{})
			must(t, err)
			if len(msgs.Items) != want || msgs.Items[0].Title != "流转逾期失效："+x.ObjectName {
				t.Errorf("%s: %+v", v.Name, msgs.Items)
			}
		}
		c.offered(c.reporter, l.ID, crm.TransferInput{ToUnitID: c.unit["b"]}, "")
	})
}
