package main

import (
	"context"
	"testing"

	"yinfeng/crm"
)

// desks compares every liaison office's desk with sheet 11 of an open and a closed month, and
// the rows of each number with it; one office has sent its weekly sheet.
func (d demoCity) desks(t *testing.T) {
	ctx := context.Background()
	for _, m := range []crm.Month{"2022-08", "2022-09"} {
		r, err := d.s.MonthReport(ctx, op, crm.FiguresQuery{Month: m})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range r.Offices {
			desk, err := d.s.OfficeDesk(ctx, op, o.Units[0], m)
			if err != nil {
				t.Fatal(err)
			}
			for i, n := range o.Counts() {
				for span, want := range map[string]*int64{crm.SpanMonth: n.Month, crm.SpanYear: n.Year} {
					if want == nil {
						continue
					}
					got := desk.Counts[i].Month
					if span == crm.SpanYear {
						got = desk.Counts[i].Year
					}
					rows, err := d.s.DeskRows(ctx, op, o.Units[0], m, n.Code, span, 0)
					if err != nil || *got != *want || rows.Value != *want || rows.Sum != *want {
						t.Errorf("%s %s %s %s: desk %d, sheet %d, rows %d %v", m, o.Name, n.Label, span, *got, *want, rows.Sum, err)
					}
				}
			}
		}
	}
	if n := d.number(t, "SELECT COUNT(*) FROM office_weeks WHERE state = 'sent'"); n != 2 {
		t.Errorf("%d weekly sheets are sent", n)
	}
}
