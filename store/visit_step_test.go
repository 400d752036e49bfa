package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A visit entered late leaves the next step that a later one set, an ended lead keeps its own, and
// what a visit sets stands in the lead's history as an edit does.
func TestStore_LogVisit_NextStep(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		log := func(on crm.Date, step string, due crm.Date) {
			in := visitInput(on, "海晏食品有限公司", l.ID)
			in.NextStep, in.NextDue = step, due
			_, err := s.LogVisit(c.ctx, c.eastman, in)
			c.must(err)
		}
		edits := 0
		stands := func(step string, due crm.Date, more int) {
			t.Helper()
			d, err := s.Lead(c.ctx, c.eastman, l.ID)
			c.must(err)
			n, err := s.CountForTest("SELECT COUNT(*) FROM lead_events WHERE kind = 'edit' AND reason = '下一步'")
			c.must(err)
			if d.NextStep != step || d.NextDue != due || n != edits+more {
				t.Errorf("next is %q %s with %d edits more, want %q %s with %d", d.NextStep, d.NextDue, n-edits, step, due, more)
			}
			edits = n
		}
		log("2022-09-20", "寄送图纸", "2022-10-08")
		stands("寄送图纸", "2022-10-08", 1)
		log("2022-01-12", "年后回访", "2022-02-10") // entered late
		stands("寄送图纸", "2022-10-08", 0)
		log("2022-09-21", "签意向书", "2022-10-12")
		stands("签意向书", "2022-10-12", 1)
		d, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		_, err = s.SetLeadStatus(c.ctx, c.eastman, l.ID, crm.StatusInput{Status: crm.LeadDropped, Reason: "企业不再投资", Version: d.Version})
		c.must(err)
		log("2022-09-22", "再约", "2022-10-20")
		stands("签意向书", "2022-10-12", 0)
		c.sound()
	})
}
