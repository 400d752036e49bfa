package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// approved reports, submits and approves a milestone.
func (c *city) approved(p crm.Project, in crm.MilestoneInput) crm.Milestone {
	c.t.Helper()
	m, err := c.s.ReportMilestone(ctx, c.reporter, p.ID, in)
	must(c.t, err)
	c.attach("milestone", m.ID, "投资合同")
	m, err = c.s.SubmitMilestone(ctx, c.reporter, m.ID, crm.ReviewInput{Version: m.Version})
	must(c.t, err)
	m, err = c.s.ApproveMilestone(ctx, c.verifier, m.ID, crm.ReviewInput{Version: m.Version})
	must(c.t, err)
	return m
}

const countRows = `SELECT l.month, l.orig_month, l.indicator, u.code, CASE WHEN l.joint THEN 'joint' ELSE '' END, l.count, l.cny / 1000000
	FROM count_lines l JOIN units u ON u.id = l.unit_id ORDER BY l.id`

func (c *city) rows(text string, args ...any) string {
	c.t.Helper()
	out, err := c.s.DumpForTest(text, args...)
	must(c.t, err)
	return out
}

func TestStore_Milestones(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		m, err := s.ReportMilestone(ctx, c.reporter, p.ID, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2022-08-05"})
		must(t, err)
		t.Run("evidence is required", func(t *testing.T) {
			_, err := s.SubmitMilestone(ctx, c.reporter, m.ID, crm.ReviewInput{Version: m.Version})
			refused(t, err, crm.CodeInvalid)
		})
		t.Run("one unsettled of a kind", func(t *testing.T) {
			_, err := s.ReportMilestone(ctx, c.second, p.ID, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2022-08-06"})
			refused(t, err, crm.CodeConflict)
		})
		t.Run("bad values", func(t *testing.T) {
			for _, in := range []crm.MilestoneInput{{Kind: "x", On: "2022"}, {Kind: crm.MilestoneStarted, On: "2022-13"},
				{Kind: crm.MilestoneStarted, On: "2022-09-27"}, {Kind: crm.MilestoneIncrease, On: "2022-09"}} {
				_, err := s.ReportMilestone(ctx, c.reporter, p.ID, in)
				refused(t, err, crm.CodeInvalid)
			}
		})
		t.Run("not another unit's", func(t *testing.T) {
			_, err := s.ReportMilestone(ctx, c.other, p.ID, crm.MilestoneInput{Kind: crm.MilestoneStarted, On: "2022-09"})
			refused(t, err, crm.CodeNotFound)
			_, err = s.Milestone(ctx, c.other, m.ID)
			refused(t, err, crm.CodeNotFound)
		})
		c.attach("milestone", m.ID, "投资合同")
		m, err = s.SubmitMilestone(ctx, c.reporter, m.ID, crm.ReviewInput{Version: m.Version})
		must(t, err)
		t.Run("returned with an opinion, never without", func(t *testing.T) {
			_, err := s.ReturnMilestone(ctx, c.boss, m.ID, crm.ReviewInput{Version: m.Version})
			refused(t, err, crm.CodeInvalid)
			m, err = s.ReturnMilestone(ctx, c.boss, m.ID, crm.ReviewInput{Version: m.Version, Text: "合同缺签字页"})
			must(t, err)
			m, err = s.SubmitMilestone(ctx, c.reporter, m.ID, crm.ReviewInput{Version: m.Version, Text: "已补"})
			must(t, err)
			if len(m.Opinions) != 3 || m.Opinions[1].Text != "合同缺签字页" {
				t.Fatalf("%+v", m.Opinions)
			}
		})
		queue, err := s.Milestones(ctx, c.verifier, crm.MilestoneFilter{Queue: true})
		must(t, err)
		if queue.Total != 1 || queue.Items[0].ID != m.ID || len(queue.Items[0].Evidence) != 1 {
			t.Fatalf("%+v", queue)
		}
		m, err = s.ApproveMilestone(ctx, c.verifier, m.ID, crm.ReviewInput{Version: m.Version})
		must(t, err)
		_, err = s.ApproveMilestone(ctx, c.verifier, m.ID, crm.ReviewInput{Version: m.Version})
		refused(t, err, crm.CodeConflict)
		if got := c.rows(countRows); got != "2022-08||signed|a||1|100000|\n2022-08||signedAmount|a||0|100000|\n" {
			t.Fatal(got)
		}
		d, err := s.Project(ctx, c.reporter, p.ID)
		must(t, err)
		if d.SignedOn != "2022-08-05" || len(d.Milestones) != 1 {
			t.Fatalf("%+v", d)
		}
		t.Run("the total stands after signing", func(t *testing.T) {
			in := crm.ProjectInput{Name: d.Name, Total: crm.Yuan(1 * wan), Parties: d.Parties, CountyUnitID: d.CountyUnitID, Version: d.Version}
			_, err := s.UpdateProject(ctx, c.reporter, p.ID, in)
			refused(t, err, crm.CodeConflict)
			_, err = s.VoidProject(ctx, c.reporter, p.ID, crm.ReasonInput{Reason: "填错了", Version: d.Version})
			refused(t, err, crm.CodeConflict)
		})
		c.sound()
	})
}

func TestStore_ApproveMilestone_Places(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		park := c.sum("SELECT id FROM parks")
		p, err := s.CreateProject(ctx, c.reporter, crm.ProjectInput{Name: "园区项目", Total: crm.Yuan(1000 * wan), ParkID: park, CountyUnitID: c.unit["a"],
			Parties: []crm.Party{{Name: "园区投资有限公司", Role: "investor"}}})
		must(t, err)
		p2, err := s.SetAttribution(ctx, c.manager, p.ID, crm.AttributionInput{FromYear: 2021, Reason: "联合引进", Version: p.Version,
			Shares: []crm.Share{{UnitID: c.unit["a"], BP: 4000}, {UnitID: c.unit["b"], BP: 6000}}})
		must(t, err)
		c.approved(p2, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2021"}) // before the cut-over: a date, no line
		c.closed("2022-07")
		c.approved(p2, crm.MilestoneInput{Kind: crm.MilestoneRegister, On: "2022-07"})
		m, err := s.ReportMilestone(ctx, c.reporter, p.ID, crm.MilestoneInput{Kind: crm.MilestoneStarted, On: "2022"})
		must(t, err)
		c.attach("milestone", m.ID, "开工证明")
		m, err = s.SubmitMilestone(ctx, c.reporter, m.ID, crm.ReviewInput{Version: m.Version})
		must(t, err)
		_, err = s.ApproveMilestone(ctx, c.verifier, m.ID, crm.ReviewInput{Version: m.Version})
		refused(t, err, crm.CodeInvalid)
		if d, _ := s.Milestone(ctx, c.reporter, m.ID); d.State != crm.StateSubmitted {
			t.Fatal("a refused approval left a trace:", d.State)
		}
		c.approved(p2, crm.MilestoneInput{Kind: crm.MilestoneProducing, On: "2022-09-01", Capacity: "一万件"})
		inc := crm.Yuan(500 * wan)
		c.approved(p2, crm.MilestoneInput{Kind: crm.MilestoneIncrease, On: "2022-09", Amount: &inc})
		want := "2022-08|2022-07|tenants|a|joint|1|1000|\n2022-08|2022-07|tenants|b||1|1000|\n" +
			"2022-09||producing|a|joint|1|1000|\n2022-09||producing|b||1|1000|\n" +
			"2022-09||signedAmount|a||0|200|\n2022-09||signedAmount|b||0|300|\n"
		if got := c.rows(countRows); got != want {
			t.Fatal(got)
		}
		t.Run("a change of shares moves counts by adjustments", func(t *testing.T) {
			c.closed("2022-08")
			d, err := s.Project(ctx, c.manager, p.ID)
			must(t, err)
			_, err = s.SetAttribution(ctx, c.manager, p.ID, crm.AttributionInput{FromYear: 2022, Reason: "改归甲县", Version: d.Version,
				Shares: []crm.Share{{UnitID: c.unit["a"], BP: 10000}}})
			must(t, err)
			net := `SELECT l.indicator, u.code, CASE WHEN l.joint THEN 'joint' ELSE '' END, CAST(SUM(l.count) AS BIGINT), CAST(SUM(l.cny) AS BIGINT) / 1000000
				FROM count_lines l JOIN units u ON u.id = l.unit_id WHERE l.month >= '2022-0%s' GROUP BY 1, 2, 3 HAVING SUM(l.count) <> 0 OR SUM(l.cny) <> 0 ORDER BY 1, 2, 3`
			if got := c.rows(replace(net, "%s", "8")); got != "producing|a||1|1000|\nsignedAmount|a||0|500|\ntenants|a||1|1000|\n" {
				t.Fatal(got)
			}
			if n := c.sum("SELECT COUNT(*) FROM count_lines WHERE month = '2022-08'"); n != 2 {
				t.Fatal("a closed month was touched:", n)
			}
		})
		c.sound()
	})
}

func TestStore_ApproveMilestone_Promises(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			s := storetest.Open(t, engine, "2024-09-10")
			c := newCity(t, s)
			p := c.project("蚕丝项目")
			must(t, s.ExecForTest(`INSERT INTO promises (id, project_id, title, amount, condition, due_on, paid, review_opinion, at)
				VALUES (1, $1, '厂房租金补助', 0, '', '', 0, '', 0)`, p.ID))
			m, err := s.ReportMilestone(ctx, c.reporter, p.ID, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2024-08-01"})
			must(t, err)
			c.attach("milestone", m.ID, "投资合同")
			m, err = s.SubmitMilestone(ctx, c.reporter, m.ID, crm.ReviewInput{Version: m.Version})
			must(t, err)
			_, err = s.ApproveMilestone(ctx, c.verifier, m.ID, crm.ReviewInput{Version: m.Version})
			refused(t, err, crm.CodeConflict)
			must(t, s.ExecForTest("UPDATE promises SET review_opinion = '符合公平竞争要求'"))
			_, err = s.ApproveMilestone(ctx, c.verifier, m.ID, crm.ReviewInput{Version: m.Version})
			must(t, err)
		})
	}
}
