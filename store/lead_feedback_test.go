package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Whoever got a lead from another unit owes that unit feedback: only a note marked as such gives it.
// The unit is told; a lead that nobody handed over takes none.
func TestStore_LeadFeedback(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.liaison, "海晏食品有限公司")
		_, err := s.AddLeadNote(c.ctx, c.liaison, l.ID, crm.NoteInput{Text: "无人可告", Feedback: true})
		c.want(err, crm.CodeInvalid)
		x, err := s.OfferTransfer(c.ctx, c.liaison, l.ID, crm.TransferInput{ToUnitID: c.east.ID, Reason: "适合东河", Version: l.Version})
		c.must(err)
		_, err = s.AcceptTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{})
		c.must(err)
		state := func() (out string) {
			t.Helper()
			clocks, err := s.LeadClocks(c.ctx, c.eastman, l.ID)
			c.must(err)
			for _, k := range clocks {
				if k.Kind == crm.RemindFeedback {
					out = k.State
				}
			}
			return out
		}
		_, err = s.AddLeadNote(c.ctx, c.eastman, l.ID, crm.NoteInput{Text: "已联系企业"})
		c.must(err)
		c.move(c.eastman, l.ID, crm.StageQualified)
		if got := state(); got != "open" {
			t.Errorf("a note and a stage: feedback is %s", got)
		}
		d, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		mine, err := s.Lead(c.ctx, c.liaison, l.ID)
		c.must(err)
		if d.Introducer != x.FromName || mine.Introducer != "" {
			t.Errorf("%q, %q", d.Introducer, mine.Introducer)
		}
		before := c.messages(c.liaison, "notice")
		e, err := s.AddLeadNote(c.ctx, c.eastman, l.ID, crm.NoteInput{Text: "已研判，约企业下周来考察，电话13900005678", Feedback: true})
		c.must(err)
		if e.Title() != "向移交单位反馈" || state() != "done" || c.messages(c.liaison, "notice") != before+1 {
			t.Errorf("%+v, %s, %d messages", e, state(), c.messages(c.liaison, "notice")-before)
		}
		told, err := s.LeadTimeline(c.ctx, c.liaison, l.ID, "note", "")
		c.must(err)
		if told.Items[0].Title != "向移交单位反馈" || told.Items[0].Text != "已研判，约企业下周来考察，电话139****5678" {
			t.Errorf("%+v", told.Items[0])
		}
		// handed on at once: the next unit owes feedback of its own
		y, err := s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "西岭更合适", Version: c.fresh(l).Version})
		c.must(err)
		_, err = s.AcceptTransfer(c.ctx, c.westman, y.ID, crm.DecisionInput{})
		c.must(err)
		if d, err = s.Lead(c.ctx, c.westman, l.ID); err != nil || d.Introducer != y.FromName {
			t.Errorf("%q %v", d.Introducer, err)
		}
		if n, err := s.SumForTest("SELECT COUNT(*) FROM leads WHERE feedback_on = ''"); err != nil || n != 1 {
			t.Error(n, err)
		}
		wrong, err := s.ClocksForTest(c.ctx)
		if c.must(err); len(wrong) > 0 {
			t.Error(wrong)
		}
		c.sound()
	})
}
