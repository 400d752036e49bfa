package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// askedBases prints a month under other bases than the defaults: no 其中 is larger than
// its whole, no cross-check fails, no footnote names another basis, and what indicators
// without a ledger count is said in their own words.
func (d demoCity) askedBases(t *testing.T) {
	ctx := context.Background()
	for indicator, basis := range map[string]crm.Basis{"capital": {Code: "domesticOutside", Label: "国内省外"}, "foreign": {Code: "fdi"}} {
		q := crm.FiguresQuery{Month: "2022-09", Bases: map[string]string{indicator: basis.Code}}
		r, err := d.s.MonthReport(ctx, op, q)
		if err != nil {
			t.Fatal(err)
		}
		whole := map[string]crm.Figure{}
		for _, l := range r.Lines {
			if f := r.TotalFigure(l); l.Of == "" {
				whole[l.Code] = f
			} else if f.Cumulative > whole[l.Of].Cumulative || f.Month > whole[l.Of].Month {
				t.Errorf("%s=%s: %s is more than its whole", indicator, basis.Code, l.Label)
			}
		}
		for _, x := range r.Definitions {
			if strings.Contains(x.Name, "新开工") && !strings.Contains(x.Counts, "节点") || strings.Contains(x.Name, "外贸") && strings.Contains(x.Method, "Σ美元") {
				t.Errorf("%s counts %s by %s", x.Name, x.Counts, x.Method)
			}
		}
		var out bytes.Buffer
		if err := writeWorkbook(ctx, d.s, op, q, &out); err != nil {
			t.Fatal(err)
		}
		text := textOf(t, &out)
		if strings.Contains(text, "不符") || basis.Label != "" && (!strings.Contains(text, "到位资金("+basis.Label+")=") || strings.Contains(text, "到位资金(全口径)=")) {
			t.Errorf("%s=%s: a cross-check fails, or a footnote names another basis", indicator, basis.Code)
		}
	}
}

// textOf joins all cells of a workbook.
func textOf(t *testing.T, book *bytes.Buffer) string {
	t.Helper()
	f, err := excelize.OpenReader(book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var text strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			text.WriteString(strings.Join(row, "\x00") + "\n")
		}
	}
	return text.String()
}
