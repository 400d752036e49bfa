package store_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// recount adds up verified lines in a plain loop, as the definition says.
func recount(lines []crm.CreditLine, unit int64, m crm.Month, keep func(crm.CreditLine) bool, value func(crm.CreditLine) int64) (month, adjust, cumulative int64) {
	for _, l := range lines {
		if unit != 0 && l.UnitID != unit || l.Month.Year() != m.Year() || l.Month > m || l.Adjustment == crm.AdjustEarlier || !keep(l) {
			continue
		}
		cumulative += value(l)
		if l.Month == m {
			month += value(l)
			if l.Adjustment == crm.AdjustSameYear {
				adjust += value(l)
			}
		}
	}
	return month, adjust, cumulative
}

func cny(l crm.CreditLine) int64   { return l.CNY }
func usd(l crm.CreditLine) int64   { return l.USD }
func every(crm.CreditLine) bool    { return true }
func abroad(l crm.CreditLine) bool { return l.Origin == crm.OriginForeign }
func outside(l crm.CreditLine) bool {
	return l.Origin == crm.OriginForeign || l.Origin == crm.OriginOutProv
}

func TestStore_Figures_EqualARecount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		r := rand.New(rand.NewPCG(7, 11))
		p := []crm.Project{c.project("甲一"), c.shared("甲乙", map[string]int64{"a": 3333, "b": 6667}),
			c.shared("三家", map[string]int64{"a": 3333, "b": 3333, "direct": 3334}), c.shared("丙区独家", map[string]int64{"c": 10000})}
		c.fill(r, p, months(3, 4), 25)
		for m := 1; m <= 4; m++ {
			c.shut(crm.NewMonth(2022, m))
		}
		// Corrections of closed months go to May as adjustments.
		list, err := s.CapitalEntries(ctx, c.manager, crm.CapitalFilter{Month: "2022-03", Page: crm.Page{Limit: 4, Sort: "-updatedAt"}})
		must(t, err)
		for _, e := range list.Items {
			back, err := s.ReverseCapital(ctx, c.reporter, e.ID, crm.ReverseInput{Reason: "金额误录"})
			must(t, err)
			c.attach("capital", back.ID, "银行进账单")
			if back.State != crm.StateSubmitted {
				back, err = s.SubmitCapital(ctx, c.reporter, back.ID, crm.ReviewInput{Version: back.Version})
				must(t, err)
			}
			_, err = s.VerifyCapital(ctx, c.verifier, back.ID, crm.VerifyInput{Version: back.Version})
			must(t, err)
		}
		c.fill(r, p, months(5, 8), 30)
		lines, err := s.LinesForTest()
		must(t, err)
		check := func(name string, f crm.Figure, unit int64, m crm.Month, keep func(crm.CreditLine) bool, value func(crm.CreditLine) int64) {
			t.Helper()
			month, adjust, cumulative := recount(lines, unit, m, keep, value)
			if f.Month != month || f.Adjust != adjust || f.Cumulative != cumulative {
				t.Errorf("%s %s: have %s, recount month %d adjust %d cumulative %d", name, m, figureText(f), month, adjust, cumulative)
			}
		}
		adjusted := false
		for _, m := range months(1, 9) {
			f := c.figures(crm.FiguresQuery{Month: m})
			out := c.figures(crm.FiguresQuery{Month: m, Bases: map[string]string{"capital": "outside", "foreign": "fdi"}})
			known := c.figures(crm.FiguresQuery{Month: m, AsKnown: s.Today()})
			var parts crm.Figure
			for i, code := range []string{"a", "b", "c", "direct"} {
				u := f.Units[i]
				if u.ID != code {
					t.Fatalf("unit %d is %s", i, u.ID)
				}
				check(code, u.Figures["capital"], c.unit[code], m, every, cny)
				check(code+" foreign", u.Figures["foreign"], c.unit[code], m, abroad, usd)
				check(code+" outside", out.Units[i].Figures["capital"], c.unit[code], m, outside, cny)
				check(code+" fdi", out.Units[i].Figures["foreign"], c.unit[code], m, func(l crm.CreditLine) bool { return l.FDI }, usd)
				if a, b := figureText(known.Units[i].Figures["capital"]), figureText(u.Figures["capital"]); a != b {
					t.Errorf("as known today %s: %s, now %s", m, a, b)
				}
				parts.Month += u.Figures["capital"].Month
				parts.Adjust += u.Figures["capital"].Adjust
				parts.Cumulative += u.Figures["capital"].Cumulative
			}
			whole := f.Total["capital"]
			check("city", whole, 0, m, every, cny)
			if parts.Month != whole.Month || parts.Adjust != whole.Adjust || parts.Cumulative != whole.Cumulative {
				t.Errorf("%s: the parts are %s, the whole %s", m, figureText(parts), figureText(whole))
			}
			adjusted = adjusted || whole.Adjust != 0
			if f.Snapshot == nil != (m > "2022-04") {
				t.Errorf("%s: snapshot %v", m, f.Snapshot)
			}
		}
		if !adjusted {
			t.Error("no adjustment has been made: the test proves nothing of them")
		}
		c.sound()
	})
}

func TestStore_Figures_AsKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		first, second := c.submitted(p, "2022-08", 100*wan), c.submitted(p, "2022-08", 250*wan)
		verify := func(day crm.Date, e crm.CapitalEntry) {
			c.onDay(day, c.verifier, func(ctx context.Context) error {
				_, err := s.VerifyCapital(ctx, c.verifier, e.ID, crm.VerifyInput{Version: e.Version})
				return err
			})
		}
		verify("2022-08-20", first)
		verify("2022-09-02", second)
		c.onDay("2022-09-10", c.manager, func(ctx context.Context) error {
			value := int64(2000 * wan)
			_, err := s.SetTarget(ctx, c.manager, crm.TargetInput{Year: 2022, UnitID: c.unit["city"], Indicator: "capital", Value: &value})
			return err
		})
		must(t, s.ExecForTest("UPDATE targets SET known_on = '2022-01-05' WHERE version = 1"))
		for day, want := range map[crm.Date]struct {
			target, done int64
			rate         string
		}{
			"2022-08-19": {1000 * wan, 0, "0.0000"},
			"2022-08-20": {1000 * wan, 100 * wan, "0.1000"},
			"2022-09-05": {1000 * wan, 350 * wan, "0.3500"},
			"2022-09-26": {2000 * wan, 350 * wan, "0.1750"},
		} {
			f := c.figures(crm.FiguresQuery{Month: "2022-08", AsKnown: day})
			got := f.Total["capital"]
			if *got.Target != want.target || got.Month != want.done || got.Cumulative != want.done || *got.Rate != want.rate || f.Snapshot != nil {
				t.Errorf("as known on %s: %s", day, figureText(got))
			}
		}
		for name, q := range map[string]crm.FiguresQuery{
			"a day to come":       {Month: "2022-08", AsKnown: s.Today().AddDays(1)},
			"a month to come":     {Month: s.Today().Month().Add(1)},
			"no such indicator":   {Month: "2022-08", Bases: map[string]string{"nope": "all"}},
			"no such basis of it": {Month: "2022-08", Bases: map[string]string{"capital": "nope"}},
		} {
			if _, err := s.Figures(ctx, c.manager, q); crm.ErrCode(err) != crm.CodeInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
