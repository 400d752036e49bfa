package store_test

import (
	"path/filepath"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A restored database finds what was found before: the search index is not in the archive.
func TestStore_Restore_Search(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "陕西安康市启程电子科技有限公司")
		c.visit(c.eastman, "2022-09-20", l.CompanyName, l.ID)
		gone := c.lead(c.eastman, "误录企业有限公司")
		_, err := s.VoidLead(c.ctx, c.eastman, gone.ID, crm.ReasonInput{Reason: "录错了", Version: gone.Version})
		c.must(err)
		words := []string{"启程电子", "qcdz", "安康启程", l.Code, "误录企业", "对接合作"}
		before := map[string][]crm.Hit{}
		for _, q := range words {
			before[q], err = s.Search(c.ctx, c.manager, q)
			c.must(err)
		}
		if len(before["启程电子"]) != 3 || len(before["安康启程"]) != 1 || len(before["误录企业"]) != 1 {
			t.Fatalf("before: %+v", before)
		}
		file := filepath.Join(t.TempDir(), "b.zip")
		_, err = s.Backup(c.ctx, file)
		c.must(err)
		for _, engine := range []string{"sqlite", "postgres"} {
			to := storetest.Open(t, engine, storetest.BusinessDay)
			_, err := to.Restore(c.ctx, crm.Viewer{Operator: true}, file)
			c.must(err)
			for _, q := range words {
				got, err := to.Search(c.ctx, c.manager, q)
				c.must(err)
				if len(got) != len(before[q]) {
					t.Errorf("%s, %s: %d hits, before %d", engine, q, len(got), len(before[q]))
				}
			}
		}
	})
}
