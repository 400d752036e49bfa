package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// tripDays are the days of sheet 9 and of sheet 11, and the companies that sheet 9 counts.
func (c *city) tripDays(m crm.Month) (out [3]int) {
	c.t.Helper()
	r, err := c.s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: m})
	must(c.t, err)
	for _, x := range r.Trips {
		out[0] += x.Days()
		if !x.Earlier {
			out[2] += len(x.Companies)
		}
	}
	out[1] = int(r.Offices[0].Days)
	return out
}

// A journey over a month's end counts each day once, in its own month and no further than today, in
// sheet 9 as in sheet 11; what is longer than any journey is refused, and counts no further where
// it stands from before.
func TestStore_MonthReport_TripDays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		liaison := c.person("liaison", "office", crm.RoleLiaison)
		log := func(on, end crm.Date, trip int64) (crm.Visit, error) {
			return s.LogVisit(ctx, liaison, crm.VisitInput{Kind: crm.VisitOut, On: on, EndOn: end, Theme: "登门拜访", Outcome: "一般交流", TripID: trip,
				Companies: []crm.VisitCompany{{Name: "沿海电子有限公司"}}, People: "甲某"})
		}
		refused := func(err error) {
			t.Helper()
			if crm.ErrCode(err) != crm.CodeInvalid {
				t.Errorf("%v, want it refused", err)
			}
		}
		today := s.Today()
		for _, end := range []crm.Date{today.AddDays(1), "2099-09-02"} {
			_, err := log(today, end, 0)
			refused(err)
		}
		_, err := log(today.AddDays(-60), today, 0)
		refused(err)
		for _, in := range []crm.TripInput{{StartOn: "2022-08-30", EndOn: "2023-09-03"}, {StartOn: "2099-01-01", EndOn: "2099-01-02"}} {
			in.Name = "沿海走访"
			_, err = s.CreateTrip(ctx, liaison, in)
			refused(err)
		}
		both, err := s.CreateTrip(ctx, liaison, crm.TripInput{Name: "沿海走访", StartOn: "2022-04-29", EndOn: "2022-05-03"})
		must(t, err)
		past, err := s.CreateTrip(ctx, liaison, crm.TripInput{Name: "江南走访", StartOn: "2022-05-30", EndOn: "2022-06-02"})
		must(t, err)
		for _, x := range []struct {
			on, end crm.Date
			trip    int64
		}{{"2022-04-29", "", both.ID}, {"2022-05-02", "2022-05-03", both.ID}, {"2022-05-30", "", past.ID}, {"2022-06-29", "2022-07-02", 0}} {
			_, err = log(x.on, x.end, x.trip)
			must(t, err)
		}
		// 04: 29, 30; 05: 1–3 and 30, 31; 06: 1, 2 and 29, 30; 07: 1, 2.
		for m, want := range map[crm.Month][3]int{"2022-04": {2, 2, 1}, "2022-05": {5, 5, 2}, "2022-06": {4, 4, 1}, "2022-07": {2, 2, 0}} {
			if got := c.tripDays(m); got != want {
				t.Errorf("%s: sheet 9, sheet 11 and companies are %v, want %v", m, got, want)
			}
		}
		must(t, s.ExecForTest("UPDATE trips SET end_on = '2099-09-02' WHERE name = '江南走访'")) // as it could be typed before
		must(t, s.ExecForTest("UPDATE visits SET end_on = '2099-07-02' WHERE on_date = '2022-06-29'"))
		for m, want := range map[crm.Month]int{"2022-05": 5, "2022-06": 32, "2022-07": 59, "2022-09": 0} { // 60 days from 05-30 end on 07-28, from 06-29 on 08-27
			if got := c.tripDays(m); got[0] != want || got[1] > got[0] {
				t.Errorf("%s: %v days, want %d", m, got, want)
			}
		}
	})
}
