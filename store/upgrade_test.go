package store_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Months that a program of the first schema has closed keep their figures and bytes under
// this one, and the ledger goes on: closed again, corrected, reported.
func TestStore_Upgrade_ClosedMonthsStay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.shared("甲乙联合", map[string]int64{"a": 6000, "b": 4000})
		c.fill(rand.New(rand.NewPCG(5, 5)), []crm.Project{p, c.project("甲一")}, []crm.Month{"2022-01", "2022-02", "2022-03"}, 12)
		snaps := []crm.Snapshot{c.shut("2022-01"), c.shut("2022-02")}
		read := func() (out [][]byte) {
			for _, x := range snaps {
				_, b, err := s.SnapshotWorkbook(ctx, c.manager, x.ID)
				must(t, err)
				f, err := json.Marshal(c.figures(crm.FiguresQuery{Month: x.Month}))
				must(t, err)
				r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: x.Month})
				must(t, err)
				rows, err := plainBook(r)
				must(t, err)
				out = append(out, b, f, rows)
			}
			return out
		}
		before := read()
		must(t, s.DownAndUpForTest(ctx, 2))
		for i, now := range read() {
			if !bytes.Equal(before[i], now) {
				t.Errorf("%d differs:\n%s\n%s", i, before[i], now)
			}
		}
		c.shut("2022-03")
		c.sound()
		if f := c.figures(crm.FiguresQuery{Month: "2022-03"}).Total["capital"]; f.Cumulative == 0 || f.Target == nil || *f.Target != 1000*wan {
			t.Errorf("March %s", figureText(f))
		}
	})
}
