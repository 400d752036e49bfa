package store_test

import (
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A closed month that is asked by another ranking, basis or window knows what its snapshot
// knew: goals and paces set later on the day of the closing do not count (domain §7).
func TestStore_ClosedMonth_AskedOtherwise(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		c.verified(c.project("甲一"), "2022-01", 100*wan)
		snap := c.shut("2022-01")
		time.Sleep(5 * time.Millisecond) // the snapshot's time is in ms
		c.target("city", "capital", "", 900*wan)
		c.target("a", "capital", "outside", 7*wan)
		_, err := s.SetTargetCurve(ctx, c.manager, crm.TargetCurve{Year: 2022, Indicator: "capital",
			Months: []int64{9000, 9100, 9200, 9300, 9400, 9500, 9600, 9700, 9800, 9900, 9950, 10000}})
		must(t, err)
		_, err = s.SetDefaultBasis(ctx, c.manager, crm.BasisDefault{Indicator: "capital", Year: 2022, Basis: "fixed"})
		must(t, err)
		frozen := c.figures(crm.FiguresQuery{Month: "2022-01"}).Total["capital"]
		for name, q := range map[string]crm.FiguresQuery{"ranking": {RankBy: crm.RankByYoY}, "basis": {Bases: map[string]string{"foreign": "fdi"}}} {
			q.Month = "2022-01"
			f := c.figures(q)
			if got := f.Total["capital"]; f.Snapshot == nil || *f.Snapshot != snap.Number || *got.Target != 1000*wan || got.Basis != "all" || *got.Pace != *frozen.Pace {
				t.Errorf("%s of %v: target %d basis %s pace %s, frozen pace %s", name, f.Snapshot, *got.Target, got.Basis, *got.Pace, *frozen.Pace)
			}
		}
		f := c.figures(crm.FiguresQuery{Month: "2022-01", Bases: map[string]string{"capital": "outside"}})
		if got := f.Units[0].Figures["capital"].Target; *got != 100*wan {
			t.Errorf("goal within 省外: %d", *got)
		}
		if f := c.figures(crm.FiguresQuery{Month: "2022-01", AsKnown: storetest.BusinessDay}); *f.Total["capital"].Target != 900*wan || f.Total["capital"].Basis != "fixed" {
			t.Errorf("as known on the whole day: %+v", f.Total["capital"])
		}
	})
}
