package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// That two names which only another county uses are one company is told to nobody for nothing: a visit
// with anything else wrong says that first, and the answer itself is counted, as naming is.
func TestStore_VisitTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		kept, gone := c.twoNames()
		_, err := c.mergeCompany(c.manager, kept, gone)
		c.must(err)
		twice := visitInput("2022-09-21", kept.Name)
		twice.Companies = append(twice.Companies, crm.VisitCompany{Name: gone.Name, Counterpart: "孙厂长"})
		other := visitInput("2022-09-21", "无人知晓矿业有限公司")
		other.Companies = append(other.Companies, crm.VisitCompany{Name: "也无人知晓矿业有限公司", Counterpart: "孙厂长"})
		spoil := map[string]func(*crm.VisitInput){
			"a trip":          func(in *crm.VisitInput) { in.TripID = 99_999 },
			"a lead":          func(in *crm.VisitInput) { in.LeadIDs = []int64{99_999} },
			"a project":       func(in *crm.VisitInput) { in.ProjectIDs = []int64{99_999} },
			"a card's phone":  func(in *crm.VisitInput) { in.Companies[1].Phone = "138****1234" },
			"a card's person": func(in *crm.VisitInput) { in.Companies[1].Phone, in.Companies[1].Counterpart = "13800001234", "" },
			"a third company": func(in *crm.VisitInput) { in.Companies = append(in.Companies, crm.VisitCompany{Name: "一"}) },
		}
		for what, edit := range spoil {
			said := []string{}
			for _, in := range []crm.VisitInput{twice, other} {
				in.Companies = append([]crm.VisitCompany(nil), in.Companies...)
				edit(&in)
				_, err := s.LogVisit(c.ctx, c.westman, in)
				c.want(err, crm.CodeInvalid)
				said = append(said, err.Error())
			}
			if said[0] != said[1] {
				t.Errorf("a visit with %s wrong tells what is merged: %q", what, said)
			}
		}
		counted := func() int {
			return c.count("SELECT COALESCE(SUM(value), 0) FROM sequences WHERE name LIKE 'named:%'")
		}
		if n := counted(); n != 0 {
			t.Fatalf("%d counted before", n)
		}
		_, err = s.LogVisit(c.ctx, c.westman, twice)
		if crm.ErrCode(err) != crm.CodeInvalid || !strings.Contains(err.Error(), "填了两次") || counted() != 1 {
			t.Fatalf("%v, %d counted", err, counted())
		}
		plain := visitInput("2022-09-21", kept.Name)
		plain.Companies = append(plain.Companies, crm.VisitCompany{Name: " " + kept.Name})
		_, err = s.LogVisit(c.ctx, c.westman, plain) // what one sees oneself
		if crm.ErrCode(err) != crm.CodeInvalid || !strings.Contains(err.Error(), "填了两次") || counted() != 1 {
			t.Fatalf("%v, %d counted", err, counted())
		}
		own, err := s.LogVisit(c.ctx, c.westman, visitInput("2022-09-21", "西山一家食品有限公司"))
		c.must(err)
		twice.Version, twice.UnitID = own.Version, own.UnitID
		_, err = s.UpdateVisit(c.ctx, c.westman, own.ID, twice)
		if crm.ErrCode(err) != crm.CodeInvalid || counted() != 2 {
			t.Fatalf("%v, %d counted", err, counted())
		}
		must(t, s.ExecForTest("UPDATE sequences SET value = 120 WHERE name LIKE 'named:%'"))
		for _, in := range []crm.VisitInput{twice, other} {
			in.Version, in.UnitID = 0, 0
			_, err = s.LogVisit(c.ctx, c.westman, in)
			c.want(err, crm.CodeTooMany)
		}
		c.sound()
	})
}
