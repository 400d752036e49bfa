package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// What an office was promised stands beside the county's attribution whoever signs: a signing
// department of the city has the rest.
func TestStore_Introductions_promised(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		dept, err := s.CreateUnit(ctx, crm.Viewer{Operator: true}, crm.UnitInput{Name: "市商务局", ShortName: "市商务局", Kind: crm.UnitDepartment, ParentID: c.unit["city"], Aliases: []string{}})
		must(t, err)
		c.unit["dept"] = dept.ID
		liaison, clerk := c.person("liaison", "office", crm.RoleLiaison), c.person("clerk", "dept", crm.RoleOfficer)
		handed := func(company string, from, to crm.Viewer, bp int64) int64 {
			t.Helper()
			l := c.readyLead(from, company)
			x := c.offered(from, l.ID, crm.TransferInput{ToUnitID: to.UnitID, IntroBP: bp}, "")
			_, err := s.AcceptTransfer(ctx, to, x.ID, crm.DecisionInput{})
			must(t, err)
			return l.ID
		}
		signed := func(v crm.Viewer, lead int64, want string) {
			t.Helper()
			p := c.signed(v, lead, crm.SignInput{CountyUnitID: c.unit["b"]})
			if got := c.rows("SELECT u.name, i.bp FROM introductions i JOIN units u ON u.id = i.unit_id WHERE i.project_id = $1 ORDER BY i.bp", p.ID); got != want {
				t.Errorf("got %s want %s", got, want)
			}
			if len(p.Attribution) != 1 || p.Attribution[0].BP != crm.FullShares {
				t.Errorf("the county counts whole: %+v", p.Attribution)
			}
		}
		signed(clerk, handed("江南丝绸股份有限公司", liaison, clerk, 3000), "长三角联络处|3000|\n市商务局|7000|\n")
		signed(clerk, handed("海州机械有限公司", liaison, clerk, 10_000), "长三角联络处|10000|\n")
		signed(c.other, handed("秦岭食品有限公司", liaison, c.other, 4000), "长三角联络处|4000|\n")
		signed(clerk, c.readyLead(clerk, "远山装备有限公司").ID, "市商务局|10000|\n")
		on := handed("沿海电子有限公司", liaison, clerk, 2000) // on from the department, and back
		for i, v := range []crm.Viewer{clerk, c.other} {
			to := []crm.Viewer{c.other, clerk}[i]
			x := c.offered(v, on, crm.TransferInput{ToUnitID: to.UnitID, IntroBP: []int64{1000, 0}[i]}, "")
			_, err := s.AcceptTransfer(ctx, to, x.ID, crm.DecisionInput{})
			must(t, err)
		}
		signed(clerk, on, "长三角联络处|2000|\n市商务局|8000|\n")
		c.sound()
	})
}

// An office has handed a lead on on the day on which it was taken over; the bureau's ruling hands
// nothing on.
func TestStore_OfficeDesk_transferred(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.liaison, "别家机械有限公司")
		x, err := s.OfferTransfer(c.ctx, c.liaison, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "意向落户", Version: l.Version})
		c.must(err)
		_, err = s.AcceptTransfer(c.ctx, c.westman, x.ID, crm.DecisionInput{})
		c.must(err)
		c.must(s.ExecForTest("UPDATE transfers SET known_on = '2022-08-30' WHERE id = $1", x.ID))
		count := func(m crm.Month) (out [2]int64) {
			t.Helper()
			rows, err := s.DeskRows(c.ctx, c.liaison, c.office.ID, m, "transferred", crm.SpanYear, 0)
			c.must(err)
			if rows.Total > 0 && rows.Items[0].On != "2022-09-26" {
				t.Errorf("%+v", rows.Items)
			}
			return [2]int64{rows.Value, rows.Sum}
		}
		if a, b := count("2022-08"), count("2022-09"); a != [2]int64{} || b != [2]int64{1, 1} {
			t.Fatalf("by the day of the answer: %v in August, %v in September", a, b)
		}
		lost := c.lead(c.liaison, kept)
		_, err = c.report(c.westman, kept, "西山工厂", nil)
		n := c.notice(err, "L1", c.office.Name, lost.ProtectedUntil)
		d, err := s.OpenDispute(c.ctx, c.westman, n.ClaimID, crm.DisputeInput{Reason: "我县先接触", Input: crm.LeadInput{CompanyName: kept, Project: "西山工厂", Industry: "C15"}})
		c.must(err)
		d, err = s.AnswerDispute(c.ctx, c.liaison, d.ID, crm.ReasonInput{Reason: "我处有会谈纪要", Version: d.Version})
		c.must(err)
		d, err = s.DecideDispute(c.ctx, c.manager, d.ID, crm.RulingInput{Decision: "pass", Reason: "核对材料", Version: d.Version})
		c.must(err)
		c.settled(d)
		if now, err := s.Lead(c.ctx, c.westman, lost.ID); err != nil || now.UnitID != c.west.ID || count("2022-09") != [2]int64{1, 1} {
			t.Fatalf("a ruling counts: %v %v", count("2022-09"), err)
		}
		c.sound()
	})
}
