package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A lead is found by its company's credit code, typed before or after it, and by the name of a
// company that was merged into it; by the former no longer once it is gone. So it is after an
// upgrade, and nobody finds a lead that they don't see.
func TestStore_LeadIndex_Company(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		finds := func(v crm.Viewer, q string, want int64) {
			t.Helper()
			list, err := s.Leads(c.ctx, v, crm.LeadFilter{Page: crm.Page{Q: q, Limit: 50}})
			c.must(err)
			if int64(len(list.Items)) != want {
				t.Errorf("%s finds %d leads, want %d", q, len(list.Items), want)
			}
			hits, err := s.Search(c.ctx, v, q)
			c.must(err)
			n := int64(0)
			for _, h := range hits {
				if h.Kind == "lead" {
					n++
				}
			}
			if n != want {
				t.Errorf("%s: %d leads in the global search, want %d", q, n, want)
			}
		}
		kept, gone := c.twoNames()
		const other = "91610900MAJFMQN533"
		finds(c.eastman, codeOne, 1)
		finds(c.westman, codeOne, 0)
		finds(c.eastman, other, 0)
		l := c.lead(c.eastman, "后补代码有限公司")
		x := c.company(l.CompanyID)
		in := x.Input()
		in.CreditCode, in.Version = other, x.Version
		x, err := s.UpdateCompany(c.ctx, c.eastman, x.ID, in)
		c.must(err)
		finds(c.eastman, other, 1)
		finds(c.eastman, other[4:14], 1)
		_, err = c.mergeCompany(c.eastman, kept, gone)
		c.must(err)
		all := func() {
			t.Helper()
			finds(c.eastman, codeOne, 2)
			finds(c.eastman, "合并新材料股份", 2)
			finds(c.eastman, "hbxcl", 2)
			finds(c.westman, "合并新材料股份", 0)
			finds(c.eastman, other, 1)
		}
		all()
		must(t, s.DownAndUpForTest(c.ctx, 22))
		all()
		in.CreditCode, in.Version = "", x.Version
		_, err = s.UpdateCompany(c.ctx, c.eastman, x.ID, in)
		c.must(err)
		finds(c.eastman, other, 0)
		c.sound()
	})
}

// foundByUnits fails unless the search index gives every unit exactly the leads that it reads.
func foundByUnits(t testing.TB, s *store.Store) {
	t.Helper()
	units, err := s.Units(context.Background(), crm.Viewer{Operator: true}, store.UnitFilter{})
	must(t, err)
	for _, u := range units {
		searched, read, err := s.LeadsOfUnitForTest(context.Background(), u.ID)
		must(t, err)
		if !slices.Equal(searched, read) {
			t.Errorf("%s: the index gives %d leads, %d are read:\n%v\n%v", u.Name, len(searched), len(read), searched, read)
		}
	}
}

// Whoever owns a lead or has it shared finds it, and nobody else: after reports, offers refused,
// withdrawn and accepted, a merge and its undo, an import in bulk, an upgrade and a restore.
func TestStore_LeadIndex_Units(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		finds := func(v crm.Viewer, q string, want int64) {
			t.Helper()
			foundByUnits(t, s)
			list, err := s.Leads(c.ctx, v, crm.LeadFilter{Page: crm.Page{Q: q, Limit: 50}})
			c.must(err)
			if list.Total != want {
				t.Errorf("%s finds %d leads by %s, want %d", v.Name, list.Total, q, want)
			}
		}
		l, x := c.offer()
		finds(c.liaison, "滨江电子", 1)
		finds(c.eastman, "滨江电子", 1)
		finds(c.westman, "滨江电子", 0)
		_, err := s.RefuseTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{Reason: "没有用地"})
		c.must(err)
		finds(c.eastman, "滨江电子", 0)
		offer := func(from crm.Viewer, to crm.Unit) crm.Transfer {
			t.Helper()
			x, err := s.OfferTransfer(c.ctx, from, l.ID, crm.TransferInput{ToUnitID: to.ID, Reason: "落地", Version: c.fresh(l).Version})
			c.must(err)
			return x
		}
		x = offer(c.liaison, c.west)
		_, err = s.AcceptTransfer(c.ctx, c.westman, x.ID, crm.DecisionInput{})
		c.must(err)
		finds(c.westman, "滨江电子", 1)
		finds(c.liaison, "滨江电子", 1)
		finds(c.eastman, "滨江电子", 0)
		x = offer(c.westman, c.east) // the office's former lead goes on, and the office reads on
		_, err = s.AcceptTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{})
		c.must(err)
		for _, v := range []crm.Viewer{c.eastman, c.westman, c.liaison, c.manager} {
			finds(v, "滨江电子", 1)
		}
		kept, gone := c.twins()
		_, err = c.merge(c.eastman, kept, gone)
		c.must(err)
		finds(c.eastman, "合并电子", 1)
		var names []string
		for i := range 1_005 { // more than a search takes as ids
			names = append(names, fmt.Sprintf("群山第%d矿业有限公司", i))
		}
		c.bulkLeads(names)
		for _, q := range []string{"群山", "公司"} {
			finds(c.westman, q, map[string]int64{"群山": 1_000, "公司": 1_000}[q])
			finds(c.eastman, q, map[string]int64{"群山": 0, "公司": 2}[q])
		}
		must(t, s.DownAndUpForTest(c.ctx, 22))
		finds(c.liaison, "滨江电子", 1)
		c.sound()
		file := filepath.Join(t.TempDir(), "b.zip")
		_, err = s.Backup(c.ctx, file)
		c.must(err)
		to := storetest.Open(t, "sqlite", storetest.BusinessDay)
		_, err = to.Restore(c.ctx, crm.Viewer{Operator: true}, file)
		c.must(err)
		foundByUnits(t, to)
	})
}
