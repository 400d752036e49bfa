package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// 驻点天数 are the days of an office's journeys: those of a trip too, not only the days on
// which somebody was visited, each once and none that is still to come.
func TestStore_MonthReport_OfficeDays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		liaison := c.person("liaison", "office", crm.RoleLiaison)
		visit := func(on, end crm.Date, trip int64) crm.Visit {
			x, err := s.LogVisit(ctx, liaison, crm.VisitInput{Kind: crm.VisitOut, On: on, EndOn: end, Theme: "登门拜访", Outcome: "一般交流", TripID: trip,
				Companies: []crm.VisitCompany{{Name: "沿海电子有限公司"}}, People: "甲某"})
			must(t, err)
			return x
		}
		trip := func(from, to crm.Date) int64 {
			x, err := s.CreateTrip(ctx, liaison, crm.TripInput{Name: "沿海走访", StartOn: from, EndOn: to})
			must(t, err)
			return x.ID
		}
		days := func(m crm.Month) [2]int64 {
			r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: m})
			must(t, err)
			return [2]int64{r.Offices[0].Days, r.Offices[0].DaysYear}
		}
		first := trip("2022-01-29", "2022-02-03") // three days in January, three in February
		visit("2022-01-30", "", first)
		visit("2022-02-02", "2022-02-04", first) // two of them on the trip
		trip("2022-02-20", "2022-02-25")         // nobody was visited
		taken := visit("2022-02-15", "", trip("2022-02-14", "2022-02-16"))
		for m, want := range map[crm.Month][2]int64{"2022-01": {3, 3}, "2022-02": {7, 10}} {
			if got := days(m); got != want {
				t.Errorf("%s: %v days, want %v", m, got, want)
			}
		}
		_, err := s.VoidVisit(ctx, liaison, taken.ID, crm.ReasonInput{Reason: "误填", Version: taken.Version})
		must(t, err)
		if got := days("2022-02"); got != [2]int64{4, 7} {
			t.Errorf("%v days without the voided visit's trip", got)
		}
		before := days(s.Today().Month())[0]
		visit(s.Today(), "", trip(s.Today(), s.Today().AddDays(2)))
		if got := days(s.Today().Month())[0]; got != before+1 {
			t.Errorf("%d days, want %d: tomorrow is not over", got, before+1)
		}
	})
}
