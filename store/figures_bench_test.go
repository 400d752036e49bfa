package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// cells fills the roll-ups of two years as densely as the dimensions allow, which is
// more than two million entries can do; the figures read nothing else.
func cells(t testing.TB, s *store.Store, c *city, chains int) int {
	n := 0
	var rows []string
	flush := func() {
		must(t, s.ExecForTest("INSERT INTO rollup_capital (month, unit_id, adjustment, state, currency, origin, fixed, fdi, chain_id, amount, cny, usd, lines) VALUES "+strings.Join(rows, ",")))
		rows = rows[:0]
	}
	for _, year := range []int{2021, 2022} {
		for m := 1; m <= 12; m++ {
			for _, unit := range c.unit {
				for _, o := range crm.Origins {
					for _, fixed := range []string{"TRUE", "FALSE"} {
						for chain := range chains {
							rows = append(rows, fmt.Sprintf("('%s', %d, '', 'verified', 'CNY', '%s', %s, FALSE, %d, 100, 100, 10, 1)", crm.NewMonth(year, m), unit, o, fixed, chain))
							n++
						}
						if len(rows) > 400 {
							flush()
						}
					}
				}
			}
		}
	}
	flush()
	must(t, s.ExecForTest(`INSERT INTO rollup_units (month, unit_id, adjustment, state, currency, origin, fixed, fdi, chain_id, amount, cny, usd, lines)
		SELECT month, unit_id, adjustment, state, currency, origin, fixed, fdi, 0, SUM(amount), SUM(cny), SUM(usd), SUM(lines) FROM rollup_capital
		GROUP BY month, unit_id, adjustment, state, currency, origin, fixed, fdi`))
	return n
}

func BenchmarkStore_Figures(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			s := storetest.Open(b, engine, storetest.BusinessDay)
			c := measured(b, s)
			n := cells(b, s, c, 31)
			for _, chain := range []int64{0, 1} {
				start := time.Now()
				for range 20 {
					_, err := s.Figures(ctx, c.manager, crm.FiguresQuery{Month: "2022-09", ChainID: chain})
					must(b, err)
				}
				b.Logf("%d cells: %s a call", n, time.Since(start)/20)
				start = time.Now()
				for range 20 {
					_, err := s.Dashboard(ctx, c.manager, "2022-09", "")
					must(b, err)
				}
				b.Logf("dashboard: %s a call", time.Since(start)/20)
			}
		})
	}
}
