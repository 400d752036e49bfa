package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A sent sheet waits for the bureau's reply within a term; it can be taken back until then, and is
// told of once as the term ends.
func TestStore_OfficeWeekReply(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, _ := clockCity(t, engine, "2022-09-26")
			s, office, week := c.s, c.office.ID, crm.Date("2022-09-26")
			send := func(note string) crm.WeekSheet {
				t.Helper()
				w, err := s.OfficeWeek(ctx, c.liaison, office, week)
				must(t, err)
				w, err = s.SendWeek(ctx, c.liaison, office, crm.WeekInput{Week: week, Note: note, Facts: w.Facts, Version: w.Version})
				must(t, err)
				return w
			}
			word := func(w crm.WeekSheet, text string) crm.WeekWord {
				return crm.WeekWord{Week: week, Text: text, Version: w.Version}
			}
			_, err := s.RecallWeek(ctx, c.liaison, office, crm.WeekWord{Week: week, Text: "还没有发送"})
			c.want(err, crm.CodeConflict)
			w := send("电话13912345678")
			if w.Note != "电话139****5678" || w.ReplyDue != "2022-09-29" || w.Term != crm.TermOpen || !w.MayRecall || w.MayReply {
				t.Fatalf("%+v", w)
			}
			for _, v := range []crm.Viewer{c.eastman, c.leader, c.manager} {
				_, err = s.RecallWeek(ctx, v, office, word(w, "越权撤回"))
				c.want(err, crm.CodeForbidden)
			}
			_, err = s.RecallWeek(ctx, c.liaison, office, word(w, " 漏 "))
			c.want(err, crm.CodeInvalid)
			w, err = s.RecallWeek(ctx, c.liaison, office, word(w, "漏记一次拜访"))
			must(t, err)
			if w.State != crm.WeekDraft || w.Note == "" || w.ReplyDue != "" || w.Term != "" || !w.MayWrite || len(w.Events) != 2 || w.Events[1].Text != "漏记一次拜访" {
				t.Fatalf("%+v", w)
			}
			_, err = s.ReplyWeek(ctx, c.manager, office, word(w, "已阅"))
			c.want(err, crm.CodeConflict)
			w = send("再发一次")
			c.to(clock, "2022-09-27")
			if got := c.reminded(c.manager, "open", true); strings.Contains(got, "week") {
				t.Errorf("too early: %s", got)
			}
			c.to(clock, "2022-09-28")
			c.to(clock, "2022-09-29")
			list, err := s.Reminders(ctx, c.manager, crm.ReminderFilter{State: "open", Mine: true})
			must(t, err)
			if len(list.Items) != 1 || list.Items[0].Title != "沿海联络处 9月26日—10月2日周报应于 2022-09-29 前批复" {
				t.Fatalf("%+v", list.Items)
			}
			c.to(clock, "2022-09-30")
			late, err := s.OfficeWeek(ctx, c.manager, office, week)
			must(t, err)
			if late.Term != crm.TermLate || !late.MayReply || late.MayRecall {
				t.Fatalf("%+v", late)
			}
			c.repliedTo(word(late, "同意，下周报县区对接情况"))
		})
	}
}

// repliedTo answers a sheet and asks what may follow.
func (c *leadCity) repliedTo(in crm.WeekWord) {
	c.t.Helper()
	office := c.office.ID
	_, err := c.s.ReplyWeek(ctx, c.liaison, office, in)
	c.want(err, crm.CodeForbidden)
	w, err := c.s.ReplyWeek(ctx, c.manager, office, in)
	c.must(err)
	if w.RepliedOn != "2022-09-30" || w.Term != crm.TermDone || len(w.Events) != 4 || w.Events[3].UserName != "管一" {
		c.t.Fatalf("%+v", w)
	}
	if open, err := c.s.Reminders(ctx, c.manager, crm.ReminderFilter{State: "open", Mine: true}); err != nil || len(open.Items) != 0 {
		c.t.Errorf("%+v %v", open.Items, err)
	}
	msgs, err := c.s.Messages(ctx, c.liaison, true, crm.Page{})
	c.must(err)
	if len(msgs.Items) == 0 || msgs.Items[0].Body != in.Text {
		c.t.Errorf("%+v", msgs.Items)
	}
	_, err = c.s.ReplyWeek(ctx, c.manager, office, in)
	c.want(err, crm.CodeConflict) // stale
	in.Version = w.Version
	_, err = c.s.RecallWeek(ctx, c.liaison, office, in)
	c.want(err, crm.CodeConflict) // answered
	list, err := c.s.OfficeWeeks(ctx, c.liaison, office)
	c.must(err)
	if list[0].RepliedOn != "2022-09-30" || list[0].Term != crm.TermDone {
		c.t.Errorf("%+v", list[0])
	}
}

// Costs of trips are kept where the city wants them, told to the office and the bureau alone, and
// summed by the month in which the trips started.
func TestStore_TripCosts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		in := crm.TripInput{Name: "长三角走访", StartOn: "2022-09-20", EndOn: "2022-10-02", Costs: &crm.TripCosts{Transport: 300_000, Lodging: 120_050, Total: 9}}
		_, err := s.CreateTrip(ctx, c.liaison, in)
		c.want(err, crm.CodeInvalid) // not kept here
		old := in
		old.Costs = nil
		first, err := s.CreateTrip(ctx, c.liaison, old)
		must(t, err)
		if first.Costs != nil {
			t.Errorf("%+v", first)
		}
		_, err = s.PutSetting(ctx, c.admin, "cityName", []byte(`"示例市"`), false, 0)
		must(t, err)
		_, err = s.PutSetting(ctx, c.admin, "tripCosts", []byte("true"), false, 0)
		must(t, err)
		_, err = s.UpdateTrip(ctx, c.liaison, first.ID, crm.TripInput{Name: "长三角走访", StartOn: "2022-09-20", EndOn: "2022-10-02", Costs: &crm.TripCosts{Other: -1}, Version: 1})
		c.want(err, crm.CodeInvalid)
		in.Version = 1
		first, err = s.UpdateTrip(ctx, c.liaison, first.ID, in)
		must(t, err)
		if *first.Costs != (crm.TripCosts{Transport: 300_000, Lodging: 120_050, Total: 420_050}) {
			t.Errorf("%+v", first.Costs)
		}
		old.Version, old.Destination = 2, "苏州"
		first, err = s.UpdateTrip(ctx, c.liaison, first.ID, old)
		must(t, err)
		if first.Costs.Total != 420_050 || first.Destination != "苏州" {
			t.Errorf("costs that are not typed stay: %+v", first)
		}
		for on, fen := range map[crm.Date]int64{"2022-03-01": 300, "2021-12-31": 700, "2022-09-01": 0} {
			_, err := s.CreateTrip(ctx, c.liaison, crm.TripInput{Name: "走访", StartOn: on, EndOn: on, Costs: &crm.TripCosts{Other: fen}})
			must(t, err)
		}
		for _, v := range []crm.Viewer{c.liaison, c.manager} {
			d, err := s.OfficeDesk(ctx, v, c.office.ID, "2022-09")
			must(t, err)
			if d.Costs == nil || d.Costs.Month.Total != 420_050 || d.Costs.Month.Lodging != 120_050 || d.Costs.Year.Total != 420_350 || d.Costs.Blank != 1 {
				t.Errorf("%+v", d.Costs)
			}
		}
		for _, v := range []crm.Viewer{c.eastman, c.westman} {
			_, err := s.Trip(ctx, v, first.ID)
			c.want(err, crm.CodeNotFound)
			list, err := s.Trips(ctx, v, crm.Page{})
			must(t, err)
			_, err = s.OfficeDesk(ctx, v, c.office.ID, "2022-09")
			c.want(err, crm.CodeNotFound)
			if len(list.Items) != 0 {
				t.Errorf("%+v", list.Items)
			}
		}
	})
}
