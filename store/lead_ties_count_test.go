package store_test

import (
	"fmt"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Whoever types phones at one company learns from L4 which of them are another's contacts: each is
// counted and logged as a search for a phone, once an hour; past the limit no phone is compared,
// found or not, and that is told.
func TestStore_TiedPhones(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		a, b := c.tied()
		phone := func(v crm.Viewer, company int64, n int) {
			t.Helper()
			_, err := s.AddContact(c.ctx, v, company, crm.ContactInput{Name: fmt.Sprintf("人%d", n), Phone: fmt.Sprintf("139%08d", 10_000+n)})
			c.must(err)
		}
		used := func() int { return c.count("SELECT COALESCE(SUM(value), 0) FROM sequences WHERE name LIKE 'phone:%'") }
		logged := func() int { return c.count("SELECT COUNT(*) FROM audit_log WHERE act = 'contact.tie'") }
		check := func(v crm.Viewer, l crm.Lead, hints int, off bool) {
			t.Helper()
			f, err := s.CheckLead(c.ctx, v, crm.LeadCheck{CompanyID: l.CompanyID, Project: "另一条线"})
			c.must(err)
			d, err := s.LeadDuplicates(c.ctx, v, l.ID)
			c.must(err)
			if len(f.Hints) != hints || len(d.Near) != hints || f.PhonesOff != off || d.PhonesOff != off {
				t.Errorf("hints %+v, off %v; page %d, off %v", f.Hints, f.PhonesOff, len(d.Near), d.PhonesOff)
			}
		}
		for n := range 40 { // the other company's people
			phone(c.eastman, b.CompanyID, n)
		}
		phone(c.eastman, a.CompanyID, 777) // wrong guesses cost nothing and tell nothing
		check(c.eastman, a, 0, false)
		for n := range 3 {
			phone(c.eastman, a.CompanyID, n)
			check(c.eastman, a, 1, false)
			check(c.eastman, a, 1, false) // typing on is not paid twice
			if used() != n+1 || logged() != n+1 {
				t.Fatalf("%d counted, %d logged after %d found", used(), logged(), n+1)
			}
		}
		for n := 3; n < 30; n++ {
			phone(c.eastman, a.CompanyID, n)
		}
		f, err := s.CheckLead(c.ctx, c.eastman, crm.LeadCheck{CompanyID: a.CompanyID, Project: "另一条线"})
		c.must(err)
		if len(f.Hints) != 1 || f.PhonesOff || used() != 30 || logged() != 30 {
			t.Fatalf("%d counted, %d logged", used(), logged())
		}
		_, err = s.FindContacts(c.ctx, c.eastman, "0001")
		c.want(err, crm.CodeTooMany) // one limit for all ways to a phone
		check(c.eastman, a, 0, true)
		free := c.lead(c.eastman, "无关食品有限公司")
		check(c.eastman, free, 0, true) // told alike where there is nothing to find
		for n := 30; n < 40; n++ {
			phone(c.eastman, a.CompanyID, n)
		}
		check(c.eastmat, a, 0, true) // forty at once are more than an hour's
		if n := logged(); n != 30 {
			t.Errorf("%d logged, though nothing was told", n)
		}
		c.sound()
	})
}
