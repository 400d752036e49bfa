package main

import (
	"context"
	"testing"

	"yinfeng/crm"
	"yinfeng/reports"
)

// sink counts the bytes written to it and keeps none.
type sink int

func (n *sink) Write(b []byte) (int, error) { *n += sink(len(b)); return len(b), nil }

// BenchmarkMonth_Demo is what stands between a press of the button and the fifteen-sheet
// workbook of the demo city's open month (aim 1 s), and what a closing looks at before it.
func BenchmarkMonth_Demo(b *testing.B) {
	ctx := context.Background()
	d := filledDemo(b, "sqlite")
	manager := crm.Viewer{Operator: true}
	b.Run("workbook", func(b *testing.B) {
		for b.Loop() {
			r, err := d.s.MonthReport(ctx, manager, crm.FiguresQuery{Month: "2022-09"})
			if err != nil {
				b.Fatal(err)
			}
			var n sink
			if err := reports.WriteMonth(ctx, &n, r, nil); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(n)/1024, "KB")
		}
	})
	b.Run("check list", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.s.CloseCheck(ctx, manager, "2022-09"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("preview", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.s.PreviewClose(ctx, manager, "2022-09"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
