package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// busyOffice lets an office work from June to September: visits, receptions, leads of which one
// is taken over and one waits for an answer, a contract and money that it introduced.
func (c *city) busyOffice(liaison crm.Viewer) {
	c.t.Helper()
	visit := func(kind crm.VisitKind, on, end crm.Date, company string) {
		c.onDay(max(on, end), liaison, func(ctx context.Context) error {
			_, err := c.s.LogVisit(ctx, liaison, crm.VisitInput{Kind: kind, On: on, EndOn: end, Theme: "登门洽谈", Outcome: "一般交流", LeaderLevel: "市级领导",
				Companies: []crm.VisitCompany{{Name: company}}})
			return err
		})
	}
	visit(crm.VisitOut, "2022-06-08", "2022-06-10", "沿海电子有限公司")
	visit(crm.VisitOut, "2022-08-30", "2022-09-02", "沿海电子有限公司")
	visit(crm.VisitOut, "2022-09-06", "", "江南医药有限公司")
	visit(crm.VisitSite, "2022-09-07", "", "江南医药有限公司")
	visit(crm.VisitIn, "2022-07-07", "", "江南医药有限公司")
	visit(crm.VisitCall, "2022-09-08", "", "江南医药有限公司")
	lead := func(on crm.Date, company string, amount int64) (l crm.Lead) {
		c.onDay(on, liaison, func(ctx context.Context) (err error) {
			money := crm.Yuan(amount)
			l, err = c.s.ReportLead(ctx, liaison, crm.LeadInput{CompanyName: company, Project: company + "生产线", Industry: "C15", Source: "外出拜访",
				Content: "建设生产线", PlaceUnitID: c.unit["a"], NextStep: "上门", Amount: &money})
			return err
		})
		return l
	}
	offer := func(on crm.Date, l crm.Lead) (x crm.Transfer) {
		c.onDay(on, liaison, func(ctx context.Context) (err error) {
			x, err = c.s.OfferTransfer(ctx, liaison, l.ID, crm.TransferInput{ToUnitID: c.unit["a"], Reason: "意向落户", IntroBP: 2000, Version: l.Version})
			return err
		})
		return x
	}
	lead("2022-06-20", "沿海电子有限公司", 6*crm.FenPerYi)
	passed := offer("2022-09-09", lead("2022-08-11", "江南医药有限公司", 2*crm.FenPerYi))
	c.onDay("2022-09-13", c.reporter, func(ctx context.Context) error {
		_, err := c.s.AcceptTransfer(ctx, c.reporter, passed.ID, crm.DecisionInput{})
		return err
	})
	offer("2022-09-20", lead("2022-09-14", "远山装备有限公司", crm.FenPerYi))
	p := c.project("引荐来的项目")
	c.onDay("2022-08-02", c.manager, func(ctx context.Context) (err error) {
		p, err = c.s.SetIntroductions(ctx, c.manager, p.ID, crm.IntroductionInput{Shares: []crm.Share{{UnitID: c.unit["office"], BP: 3333}}, Reason: "联络处引荐", Version: p.Version})
		return err
	})
	c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2022-08-09"})
	c.verified(p, "2022-08", 100*wan+1)
	c.verified(p, "2022-09", 70*wan)
}

// A desk's numbers are sheet 11's, of open and closed months, and the rows of each add up to it.
func TestStore_OfficeDesk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		c.shippedSchemes()
		c.target("office", "signed", "", 4)
		liaison := c.person("liaison", "office", crm.RoleLiaison)
		c.busyOffice(liaison)
		for m := range 9 {
			c.sameAsSheet(liaison, crm.NewMonth(2022, m+1))
		}
		for _, m := range months(1, 8) {
			c.shut(m)
		}
		desk := c.sameAsSheet(liaison, "2022-08")
		if desk.Snapshot == "" || value(desk, "arrived", crm.SpanMonth) != crm.MulDiv(100*wan+1, 3333, crm.FullShares) {
			t.Errorf("a closed month: %+v", desk)
		}
		now, err := s.OfficeDesk(ctx, liaison, c.unit["office"], "")
		must(t, err)
		if value(now, "visits", crm.SpanMonth) != 1 || value(now, "receptions", crm.SpanYear) != 2 || value(now, "talking", crm.SpanMonth) != 3 || value(now, "signed", crm.SpanYear) != 1 ||
			value(now, "bigLeads", crm.SpanYear) != 1 || value(now, "transferred", crm.SpanYear) != 1 {
			t.Errorf("%+v", now.Counts)
		}
		if len(now.Waiting) != 1 || now.Waiting[0].Term != crm.TermLate || now.Waiting[0].Left != -1 || now.Waiting[0].DueOn != "2022-09-23" { // Monday after Friday
			t.Errorf("waiting %+v", now.Waiting)
		}
		if len(now.Targets) != 1 || now.Targets[0].Code != "signed" || now.Targets[0].Figure.Cumulative != 1 || *now.Targets[0].Figure.Rate != "0.2500" {
			t.Errorf("targets %+v", now.Targets)
		}
		if now.Score == nil || len(now.Score.Lines) != 1 || now.Score.Lines[0].UnitID != c.unit["office"] || now.Score.Lines[0].Terms[0].Text == "" {
			t.Errorf("score %+v", now.Score)
		}
		c.strangersAt(liaison)
	})
}

// sameAsSheet compares an office's desk with the monthly report, for the office's own eyes and the bureau's.
func (c *city) sameAsSheet(liaison crm.Viewer, m crm.Month) crm.OfficeDesk {
	c.t.Helper()
	var out crm.OfficeDesk
	for _, v := range []crm.Viewer{c.manager, liaison} {
		r, err := c.s.MonthReport(ctx, v, crm.FiguresQuery{Month: m})
		must(c.t, err)
		at := slices.IndexFunc(r.Offices, func(o crm.ReportOffice) bool { return o.In(crm.Scope{Units: []int64{c.unit["office"]}}) })
		out, err = c.s.OfficeDesk(ctx, v, c.unit["office"], m)
		must(c.t, err)
		if a, b := fmt.Sprint(plain(out.Counts)), fmt.Sprint(plain(r.Offices[at].Counts())); a != b {
			c.t.Errorf("%s: the desk has %s, sheet 11 %s", m, a, b)
		}
		for _, n := range out.Counts {
			for span, want := range map[string]*int64{crm.SpanMonth: n.Month, crm.SpanYear: n.Year} {
				got, err := c.s.DeskRows(ctx, v, c.unit["office"], m, n.Code, span, 0)
				if want == nil {
					refused(c.t, err, crm.CodeInvalid)
					continue
				}
				must(c.t, err)
				if got.Sum != *want || got.Value != *want || int(got.Total) != len(got.Items) {
					c.t.Errorf("%s %s %s: rows %+v of %d", m, n.Label, span, got, *want)
				}
			}
		}
	}
	return out
}

func plain(list []crm.DeskCount) (out []string) {
	for _, n := range list {
		line := n.Code
		for _, v := range []*int64{n.Month, n.Year} {
			if v != nil {
				line += fmt.Sprint(" ", *v)
			}
		}
		out = append(out, line)
	}
	return out
}

func value(d crm.OfficeDesk, code, span string) int64 {
	v, err := crm.ReportOffice{}.DeskValue(code, span)
	if err != nil {
		return -1
	}
	for _, n := range d.Counts {
		if n.Code == code && span == crm.SpanMonth {
			v = *n.Month
		} else if n.Code == code {
			v = *n.Year
		}
	}
	return v
}

// strangersAt: an office's desk is nobody else's, and no other unit has one.
func (c *city) strangersAt(liaison crm.Viewer) {
	c.t.Helper()
	for _, v := range []crm.Viewer{c.reporter, c.other} {
		_, err := c.s.OfficeDesk(ctx, v, c.unit["office"], "2022-09")
		refused(c.t, err, crm.CodeNotFound)
		_, err = c.s.DeskRows(ctx, v, c.unit["office"], "2022-09", "visits", "", 0)
		refused(c.t, err, crm.CodeNotFound)
		if list, err := c.s.Offices(ctx, v, ""); err != nil || len(list) != 0 {
			c.t.Errorf("a county sees %+v %v", list, err)
		}
	}
	_, err := c.s.OfficeDesk(ctx, c.manager, c.unit["a"], "2022-09")
	refused(c.t, err, crm.CodeNotFound)
	_, err = c.s.OfficeDesk(ctx, liaison, c.unit["office"], "2022-10")
	refused(c.t, err, crm.CodeInvalid)
	list, err := c.s.Offices(ctx, liaison, "")
	must(c.t, err)
	if len(list) != 1 || list[0].Waiting != 1 || list[0].Late != 1 {
		c.t.Errorf("%+v", list)
	}
}
