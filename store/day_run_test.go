package store_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// clockCity is a small city whose day is moved by hand.
func clockCity(t *testing.T, engine string, day crm.Date) (*leadCity, *movedClock, store.Options) {
	clock := newMovedClock(day)
	o := storetest.NewOptions(t, engine, clock.clock())
	return newLeadCity(t, storetest.OpenWith(t, o)), clock, o
}

// to moves to a day and runs it to its end.
func (c *leadCity) to(clock *movedClock, day crm.Date) {
	c.t.Helper()
	clock.day.Store(day)
	for {
		more, err := c.s.RunDay(c.ctx, "one", day)
		c.must(err)
		if !more {
			return
		}
	}
}

// reminded are kind and object of the reminders that a person meets, in order.
func (c *leadCity) reminded(v crm.Viewer, state string, mine bool) string {
	c.t.Helper()
	list, err := c.s.Reminders(c.ctx, v, crm.ReminderFilter{State: state, Mine: mine, Page: crm.Page{Sort: "id"}})
	c.must(err)
	var out []string
	for _, r := range list.Items {
		out = append(out, fmt.Sprintf("%s %d", r.Kind, r.ObjectID))
	}
	return strings.Join(out, ", ")
}

// A run that was cut goes on where it stood, by another worker when the first has been silent; what
// was told is not told again. Days that nobody ran are run as one, and an older day not at all.
func TestStore_DayRun_Restart(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			store.SetRunChunkForTest(t, 2)
			c, clock, o := clockCity(t, engine, "2022-09-26")
			for i := range 5 {
				c.lead(c.eastman, string([]rune(twoRunes)[3*i:3*i+3])+"机械有限公司")
			}
			clock.day.Store(crm.Date("2022-09-27"))
			more, err := c.s.RunDay(c.ctx, "one", "2022-09-27")
			if c.must(err); !more || c.count("SELECT COUNT(*) FROM reminders") != 2 {
				t.Fatal("the first part is not two leads")
			}
			again := storetest.OpenWith(t, o) // the program has started anew
			if more, err = again.RunDay(c.ctx, "two", "2022-09-27"); more || err != nil || c.count("SELECT COUNT(*) FROM reminders") != 2 {
				t.Fatal("a worker's day was taken while it was at it", more, err)
			}
			clock.ticks.Add(int64(time.Minute / time.Millisecond))
			for more = true; more; {
				more, err = again.RunDay(c.ctx, "two", "2022-09-27")
				c.must(err)
			}
			if n := c.count("SELECT COUNT(*) FROM reminders WHERE kind = 'respond' AND user_id = $1 AND due_on = '2022-09-27'", c.eastman.UserID); n != 5 {
				t.Fatalf("%d leads were told of", n)
			}
			for _, day := range []crm.Date{"2022-09-27", "2022-09-26"} {
				if more, err = c.s.RunDay(c.ctx, "one", day); more || err != nil {
					t.Fatal(day, more, err)
				}
			}
			c.to(clock, "2022-10-20") // nobody ran the days between
			if n := c.count("SELECT COUNT(*) FROM reminders WHERE done_on = ''"); n != 15 {
				t.Errorf("%d open reminders, want late response, late assessment and late note of five leads", n)
			}
			if n := c.count("SELECT COUNT(*) FROM reminders WHERE key LIKE '%soon'"); n != 5 {
				t.Errorf("%d reminders ahead of time, want those of the first day only", n)
			}
			if n := c.count("SELECT COUNT(*) FROM clock_runs WHERE from_day = '2022-09-27' AND day = '2022-10-20'"); n != 1 {
				t.Error("the missed days were not run as one")
			}
		})
	}
}

// While a lead is paused nothing of it runs out, however long; waking adds the pause. Another unit is
// told of the claim as it stands meanwhile.
func TestStore_PauseStopsClocks(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, _ := clockCity(t, engine, "2022-01-10")
			l := c.lead(c.eastman, kept)
			c.to(clock, "2022-06-30") // ten days before the end of the claim
			d, err := c.s.Lead(c.ctx, c.eastman, l.ID)
			if c.must(err); d.ProtectedUntil != "2022-07-10" || d.Warning != "red" {
				t.Fatalf("%s %s", d.ProtectedUntil, d.Warning)
			}
			_, err = c.status(c.eastman, l.ID, crm.LeadPaused, nil)
			c.must(err)
			if s := c.reminded(c.eastman, "open", true); s != "" {
				t.Errorf("a paused lead keeps reminding of %s", s)
			}
			c.to(clock, "2023-06-30")
			d, err = c.s.Lead(c.ctx, c.eastman, l.ID)
			if c.must(err); d.Status != crm.LeadPaused || d.ProtectedUntil != "2023-07-10" || d.Warning != "" {
				t.Fatalf("paused for a year: %s until %s, %s", d.Status, d.ProtectedUntil, d.Warning)
			}
			_, err = c.report(c.westman, kept, "食品加工", nil)
			c.notice(err, "L1", "东河县", "2023-07-10")
			clocks, err := c.s.LeadClocks(c.ctx, c.eastman, l.ID)
			if c.must(err); len(clocks) != 4 || clocks[1].State != "paused" {
				t.Fatalf("%+v", clocks)
			}
			_, err = c.status(c.eastman, l.ID, crm.LeadActive, nil)
			c.must(err)
			c.to(clock, "2023-07-10")
			d, err = c.s.Lead(c.ctx, c.eastman, l.ID)
			if c.must(err); d.Status != crm.LeadActive || d.Warning != "red" {
				t.Fatalf("woken: %s, %s", d.Status, d.Warning)
			}
			list, err := c.s.Leads(c.ctx, c.eastman, crm.LeadFilter{Warning: "red"})
			if c.must(err); list.Total != 1 {
				t.Errorf("the list of red leads has %d", list.Total)
			}
			c.to(clock, "2023-07-11")
			if d, err = c.s.Lead(c.ctx, c.eastman, l.ID); err != nil || d.Status != crm.LeadDormant {
				t.Fatalf("%s %v", d.Status, err)
			}
			if clocks, err = c.s.LeadClocks(c.ctx, c.eastman, l.ID); err != nil || len(clocks) != 0 {
				t.Errorf("a sleeping lead has clocks: %+v %v", clocks, err)
			}
			_, err = c.s.LeadClocks(c.ctx, c.westman, l.ID)
			c.want(err, crm.CodeNotFound)
			c.sound()
		})
	}
}

// An offer that nobody answers expires, and both sides know; the receiving unit was reminded.
func TestStore_DayRun_TransferExpires(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, _ := clockCity(t, engine, "2022-09-26")
			l, x := c.offer() // due on the 29th
			c.to(clock, "2022-09-28")
			if s := c.reminded(c.eastman, "open", true); s != fmt.Sprintf("transfer %d", l.ID) {
				t.Fatalf("the receiving county is reminded of %q", s)
			}
			c.to(clock, "2022-09-29")
			c.to(clock, "2022-09-30")
			got, err := c.s.Transfer(c.ctx, c.liaison, x.ID)
			if c.must(err); got.State != "expired" || c.reminded(c.eastman, "open", true) != "" {
				t.Fatalf("%s, still reminded of %q", got.State, c.reminded(c.eastman, "open", true))
			}
			if ways := c.sees(c.eastman, l); len(ways) != 0 {
				t.Errorf("who did not answer meets the lead by %v", ways)
			}
			_, err = c.s.AcceptTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{})
			if crm.ErrCode(err) == "" {
				t.Error("an expired offer was accepted")
			}
			msgs, err := c.s.Messages(c.ctx, c.liaison, true, crm.Page{})
			if c.must(err); !slices.ContainsFunc(msgs.Items, func(m crm.Message) bool { return strings.HasPrefix(m.Title, "流转逾期失效") }) {
				t.Errorf("who offered was told %+v", msgs.Items)
			}
			d, err := c.s.Lead(c.ctx, c.liaison, l.ID)
			c.must(err)
			if _, err = c.s.OfferTransfer(c.ctx, c.liaison, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "改荐西山", Version: d.Version}); err != nil {
				t.Error("offered anew:", err)
			}
			c.sound()
		})
	}
}

// Who is reminded, who may read and settle it, and what settles it by itself.
func TestStore_Reminders(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, _ := clockCity(t, engine, "2022-09-26")
			l := c.lead(c.eastman, kept)
			c.to(clock, "2022-09-27")
			want := fmt.Sprintf("respond %d", l.ID)
			for name, x := range map[string]struct {
				v    crm.Viewer
				mine bool
				want string
			}{"owner": {c.eastman, true, want}, "colleague": {c.eastmat, true, ""}, "colleague, all": {c.eastmat, false, want}, "other county": {c.westman, false, ""},
				"manager": {c.manager, false, want}, "manager, own": {c.manager, true, ""}, "admin": {c.admin, false, ""}} {
				if got := c.reminded(x.v, "open", x.mine); got != x.want {
					t.Errorf("%s: %q, want %q", name, got, x.want)
				}
			}
			list, err := c.s.Reminders(c.ctx, c.eastman, crm.ReminderFilter{})
			c.must(err)
			r := list.Items[0]
			if r.Title != "线索 "+l.Code+" 今天应当响应" || r.Body != kept+"，"+l.Project {
				t.Errorf("%+v", r)
			}
			_, err = c.s.SettleReminder(c.ctx, c.westman, r.ID)
			c.want(err, crm.CodeNotFound)
			_, err = c.s.SettleReminder(c.ctx, c.eastmat, r.ID)
			c.want(err, crm.CodeConflict)
			for range 2 {
				r, err = c.s.SettleReminder(c.ctx, c.eastman, r.ID)
				if c.must(err); r.DoneOn != "2022-09-27" {
					t.Fatalf("%+v", r)
				}
			}
			c.to(clock, "2022-09-28")
			c.to(clock, "2022-09-30") // a major lead: assessed in five working days
			if got := c.reminded(c.eastman, "open", true); got != want+fmt.Sprintf(", assess %d", l.ID) {
				t.Errorf("late, and assessment: %q", got)
			}
			in := l.Input()
			in.OwnerID = c.eastmat.UserID
			l, err = c.s.UpdateLead(c.ctx, c.eastman, l.ID, in)
			c.must(err)
			if c.reminded(c.eastman, "open", true) != "" || c.reminded(c.eastmat, "open", true) == "" {
				t.Error("the reminders did not follow the owner")
			}
			_, err = c.s.AddLeadNote(c.ctx, c.eastmat, l.ID, crm.NoteInput{Text: "已联系"})
			c.must(err)
			if got := c.reminded(c.eastmat, "open", true); got != fmt.Sprintf("assess %d", l.ID) {
				t.Errorf("after an answer: %q", got)
			}
			_, err = c.s.VoidLead(c.ctx, c.eastmat, l.ID, crm.ReasonInput{Reason: "误报", Version: l.Version})
			if c.must(err); c.reminded(c.eastmat, "open", true) != "" {
				t.Error("a voided lead keeps reminding")
			}
			c.sound()
		})
	}
}

// All numbers are settings: terms, colours and the claim's length follow them, the claim from its
// next renewal on.
func TestStore_ClockSettings(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, _ := clockCity(t, engine, "2022-09-26")
			op := crm.Viewer{Operator: true}
			set := func(name string, value any) error {
				raw, err := json.Marshal(value)
				c.must(err)
				_, err = c.s.PutSetting(c.ctx, op, name, raw, false, 0)
				return err
			}
			r := crm.DefaultClockRules
			r.YellowMonths, r.RedMonths, r.RespondDays, r.RemindDays, r.TransferExpires = 1, 7, 4, 2, false
			c.must(c.s.ExecForTest("INSERT INTO settings (name, value, label, provisional, updated_at) VALUES ('cityName', '\"示例市\"', '', FALSE, 0)"))
			c.want(set("clocks", r), crm.CodeInvalid) // red after the claim's end
			l, x := c.offer()
			c.must(set("claimMonths", 9))
			c.must(set("clocks", r))
			d, err := c.s.Lead(c.ctx, c.liaison, l.ID)
			if c.must(err); d.ProtectedUntil != l.ProtectedUntil {
				t.Errorf("a claim that stands was moved to %s", d.ProtectedUntil)
			}
			c.to(clock, "2022-10-31") // the 8 working days of a month later, with nobody's answer
			if got, err := c.s.Transfer(c.ctx, c.liaison, x.ID); err != nil || got.State != "pending" {
				t.Errorf("%s %v", got.State, err)
			}
			if d, err = c.s.Lead(c.ctx, c.liaison, l.ID); err != nil || d.Warning != "yellow" {
				t.Errorf("%q %v", d.Warning, err)
			}
			c.visit(c.liaison, "2022-10-31", "滨江电子有限公司", l.ID)
			if d, err = c.s.Lead(c.ctx, c.liaison, l.ID); err != nil || d.ProtectedUntil != "2023-07-31" || d.Warning != "" {
				t.Errorf("renewed until %s, %q %v", d.ProtectedUntil, d.Warning, err)
			}
			late := c.lead(c.eastman, kept)
			clocks, err := c.s.LeadClocks(c.ctx, c.eastman, late.ID)
			if c.must(err); clocks[0].Due != "2022-11-04" || clocks[0].State != "open" {
				t.Errorf("%+v", clocks[0])
			}
		})
	}
}

// The holiday table is replaced a year at a time, by who manages settings, and never over another's.
func TestStore_Holidays(t *testing.T) {
	t.Run("October", func(t *testing.T) { storetest.EachOn(t, "2026-10-31", holidaysPut) })
	t.Run("November", func(t *testing.T) {
		storetest.EachOn(t, "2026-11-01", func(t *testing.T, s *store.Store) {
			c := newLeadCity(t, s)
			_, err := s.PutHolidays(c.ctx, c.admin, 2026, []crm.Holiday{}, []crm.Holiday{{Day: "2026-10-01", Name: "国庆节"}})
			c.must(err)
			if year, err := s.HolidaysMissing(c.ctx); year != 2027 || err != nil {
				t.Errorf("missing %d %v in November", year, err)
			}
		})
	})
}

func holidaysPut(t *testing.T, s *store.Store) {
	c := newLeadCity(t, s)
	none := []crm.Holiday{}
	_, err := s.PutHolidays(c.ctx, c.manager, 2026, none, none)
	c.want(err, crm.CodeForbidden)
	days := []crm.Holiday{{Day: "2026-10-10", Workday: true, Name: "国庆节"}, {Day: "2026-10-01", Name: "国庆节"}}
	got, err := s.PutHolidays(c.ctx, c.admin, 2026, none, days)
	if c.must(err); len(got) != 2 || got[0].Day != "2026-10-01" {
		t.Fatalf("%+v", got)
	}
	_, err = s.PutHolidays(c.ctx, c.admin, 2026, none, none)
	c.want(err, crm.CodeConflict)
	if year, err := s.HolidaysMissing(c.ctx); year != 0 || err != nil {
		t.Errorf("missing %d %v in October", year, err)
	}
	_, err = s.PutHolidays(c.ctx, c.admin, 2026, got, got[:1])
	c.must(err)
	back, err := s.Holidays(c.ctx, 2026)
	if c.must(err); len(back) != 1 {
		t.Errorf("%+v", back)
	}
	c.sound()
}
