package store_test

import (
	"testing"

	"yinfeng/store/storetest"
)

// Where SQLite's rows were counted before, an upgrade counts them anew: an index that it adds would
// otherwise look better than those with counts, and lists would be sorted whole.
func TestStore_Upgrade_counts(t *testing.T) {
	s := storetest.Open(t, "sqlite", storetest.BusinessDay)
	c := newLeadCity(t, s)
	c.lead(c.eastman, "海晏食品有限公司")
	known := func() int { return c.count("SELECT COUNT(*) FROM sqlite_stat1 WHERE idx = 'leads_next'") }
	c.must(s.ExecForTest("ANALYZE"))
	c.must(s.ExecForTest("DELETE FROM sqlite_stat1 WHERE idx = 'leads_next'"))
	c.must(s.DownAndUpForTest(c.ctx, 30))
	if known() != 1 {
		t.Error("the new index is not counted")
	}
	c.sound()
}
