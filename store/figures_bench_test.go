package store_test

import (
	"fmt"
	"slices"
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

// BenchmarkStore_MonthReport reads a month with 100,000 entries, as the workbook's
// largest sheet wants them.
func BenchmarkStore_MonthReport(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			s := storetest.Open(b, engine, storetest.BusinessDay)
			c := measured(b, s)
			const n = 100_000
			c.crowd(n)
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: "2022-09"})
				must(b, err)
				if len(r.Entries) != n {
					b.Fatalf("%d entries", len(r.Entries))
				}
			}
		})
	}
}

// crowd puts n verified entries of 1 元 and their lines into September.
func (c *city) crowd(n int) {
	p := c.project("甲一")
	for from := 1; from <= n; from += 250 {
		var entries, lines []string
		for i := from; i < from+250; i++ {
			entries = append(entries, fmt.Sprintf("(%d, 'E%d', %d, %d, '2022-09', '', '', '2022-09-10', 100, 100, '', 0, '现金', '设备', FALSE, 'verified', '', '[]', '', 1, 0, 2, 0, '2022-09-11', 0, 0, 0, 1)", i, i, p.ID, c.unit["a"]))
			lines = append(lines, fmt.Sprintf("(%d, %d, 0, %d, %d, '2022-09', '', '', 'CNY', 'outProv', FALSE, FALSE, 0, 100, 100, 0, '2022-09-11', 0)", i, i, p.ID, c.unit["a"]))
		}
		must(c.t, c.s.ExecForTest(`INSERT INTO capital_entries (id, code, project_id, unit_id, month, orig_month, carried_from, arrived_on, amount, verified,
			reduce_reason, company_id, form, use_of, fixed, state, note, warnings, warning_reason, reported_by, submitted_at, verified_by, verified_at,
			known_on, import_id, created_at, updated_at, version) VALUES `+strings.Join(entries, ",")))
		must(c.t, c.s.ExecForTest(`INSERT INTO credit_lines (id, entry_id, part_id, project_id, unit_id, month, orig_month, adjustment, currency, origin,
			fixed, fdi, chain_id, amount, cny, usd, known_on, at) VALUES `+strings.Join(lines, ",")))
	}
}

// BenchmarkStore_FigureRows opens a figure with 100,000 lines: its first page, which adds
// them all up, one in the middle and the last.
func BenchmarkStore_FigureRows(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			s := storetest.Open(b, engine, storetest.BusinessDay)
			c := measured(b, s)
			c.crowd(100_000)
			must(b, s.ExecForTest("ANALYZE"))
			for _, known := range []crm.Date{"", s.Today()} {
				for _, x := range []struct{ unit, after string }{{"city", ""}, {"city", "2022-09.50001"}, {"city", "2022-09.51"}, {"a", ""}, {"a", "2022-09.50001"}} {
					ref := crm.FigureRef{Window: crm.Window{From: "2022-09", To: "2022-09"}, Indicator: "capital", Basis: "outside", Unit: x.unit, Field: crm.FieldCumulative, AsKnown: known}
					const times = 10
					took := make([]time.Duration, times)
					for i := range times {
						start := time.Now()
						f, err := s.FigureRows(ctx, c.manager, ref, x.after)
						must(b, err)
						if took[i] = time.Since(start); len(f.Items) != 50 || x.after == "" && f.Sum != 100*100_000 {
							b.Fatalf("%d rows, sum %d", len(f.Items), f.Sum)
						}
					}
					slices.Sort(took)
					b.Logf("%s, after %q, as known %q: median %s, worst %s", x.unit, x.after, known, took[times/2], took[times-1])
				}
			}
		})
	}
}
