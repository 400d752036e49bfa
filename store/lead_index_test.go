package store_test

import (
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
