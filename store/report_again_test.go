package store_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A month that is closed again weeks later, after acts that belong to later months, has the
// rows that it had, other texts apart; and what else is asked of a closed month (a basis, a
// chain, a window, an office) stays as known at its closing.
func TestStore_MonthReport_ClosedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c, chain := lively(t, s, 5)
		director := c.person("director", "city", crm.RoleDirector)
		for _, table := range []string{"credit_lines", "count_lines", "milestones", "capital_entries", "targets", "attributions"} { // as if entered by the end of August
			must(t, s.ExecForTest("UPDATE "+table+" SET known_on = '2022-08-31'"))
		}
		var leads []crm.Lead
		for _, name := range []string{"茶园项目", "丝绸项目"} {
			c.onDay("2022-08-10", c.reporter, func(ctx context.Context) error {
				l, err := s.ReportLead(ctx, c.reporter, crm.LeadInput{CompanyName: name + "投资有限公司", Project: name, Industry: "2450", Source: "拜访", Content: "生产线"})
				leads = append(leads, l)
				return err
			})
		}
		shut := func(day crm.Date) (r *crm.MonthReport) {
			c.onDay(day, c.manager, func(ctx context.Context) error {
				_, err := s.CloseMonth(ctx, c.manager, "2022-08", crm.CloseInput{}, func(m *crm.MonthReport) ([]byte, error) {
					r = m
					return plainBook(m)
				})
				return err
			})
			return r
		}
		first := shut("2022-09-05")
		i := slices.IndexFunc(first.Projects, func(p crm.ReportProject) bool { return p.Name == "第1号" })
		if p := first.Projects[i]; len(first.Talks) != 2 || p.RegisteredOn != "2022-08-30" || p.StartedOn != "" || first.Offices[0].ArrivedYear == 0 {
			t.Fatalf("%+v %+v", first.Talks, p)
		}
		asked := func() (all []string) {
			for _, q := range []crm.FiguresQuery{{Bases: map[string]string{"capital": "outside"}}, {ChainID: chain}, {From: "2022-07"}, {RankBy: crm.RankByTotal},
				{OfficeID: c.unit["office"]}, {UnitID: c.unit["a"], From: "2022-06"}, {AsKnown: "2022-09-05"}} {
				q.Month = "2022-08"
				r, err := s.MonthReport(ctx, c.manager, q)
				must(t, err)
				all = append(all, timeless(t, r))
			}
			return all
		}
		before := asked()
		c.later(s, leads)
		for i, after := range asked() {
			if after != before[i] {
				t.Errorf("question %d of the closed month has another answer:\n%s\n%s", i, before[i], after)
			}
		}
		c.target("a", "capital", "", 600*wan) // a goal is that of the closing's day
		c.target("city", "capital", "", 1000*wan)
		_, err := s.ReopenMonth(ctx, director, "2022-08", crm.ReopenInput{Reason: "核对"})
		must(t, err)
		if again := shut("2022-09-26"); timeless(t, again) != timeless(t, first) {
			t.Errorf("closed again:\n%s\n%s", timeless(t, again), timeless(t, first))
		}
	})
}

// later does in September what August must not show.
func (c *city) later(s *store.Store, leads []crm.Lead) {
	t := c.t
	t.Helper()
	var p crm.Project
	c.onDay("2022-09-10", c.manager, func(ctx context.Context) error {
		id := c.sum("SELECT MIN(id) FROM projects")
		found, err := s.Project(ctx, c.manager, id)
		must(t, err)
		p, err = s.SetIntroductions(ctx, c.manager, id, crm.IntroductionInput{Shares: []crm.Share{{UnitID: c.unit["office"], BP: 1}}, Reason: "更正", Version: found.Version})
		return err
	})
	_, err := s.MoveStage(ctx, c.reporter, leads[0].ID, crm.StageInput{Stage: crm.StageQualified, Version: leads[0].Version})
	must(t, err)
	_, err = s.SetLeadStatus(ctx, c.reporter, leads[1].ID, crm.StatusInput{Status: crm.LeadDropped, Reason: "企业放弃", Version: leads[1].Version})
	must(t, err)
	c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneProducing, On: "2022-09-20"})
	c.verified(p, "2022-09", 77*wan)
	id, _ := (&gambler{city: c, r: rand.New(rand.NewPCG(1, 1))}).pick("state = 'verified' AND month = '2022-08' AND reverses_id IS NULL AND id NOT IN (SELECT COALESCE(reverses_id, 0) FROM capital_entries)")
	e, err := s.ReverseCapital(ctx, c.reporter, id, crm.ReverseInput{Reason: "重复登记", Submit: true})
	must(t, err)
	_, err = s.VerifyCapital(ctx, c.verifier, e.ID, crm.VerifyInput{Version: e.Version})
	must(t, err)
	c.target("a", "capital", "", 999*wan)
	c.target("city", "capital", "", 2999*wan)
}

// timeless is a report as JSON without its number and the texts that stand as of today.
func timeless(t *testing.T, r *crm.MonthReport) string {
	t.Helper()
	x := *r
	x.Figures.Snapshot = nil
	x.Talks = make([]crm.ReportTalk, len(r.Talks))
	for i, l := range r.Talks {
		x.Talks[i] = crm.ReportTalk{Code: l.Code, Stage: l.Stage, Amount: l.Amount}
	}
	b, err := json.Marshal(x)
	must(t, err)
	return string(b)
}
