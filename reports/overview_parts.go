package reports

import (
	"fmt"
	"math/big"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// lineCells makes the row of one indicator; amounts read sheet 2 where it shows them.
func (o *overview) lineCells(s *sheet, i int) []any {
	l, row, places := o.rows[i], o.first+i, o.r.Head.Decimals()
	f := o.r.TotalFigure(l)
	rate, gap := crm.RateOf(f.Cumulative, f.Target), (*big.Rat)(nil)
	gap = crm.GapOf(rate, l.Pace)
	base := look{size: overviewSize}
	if i == 0 {
		base.bold, base.fill = true, colourTotal
	}
	dress := func(k look) look { k.size, k.bold, k.fill = base.size, base.bold, base.fill; return k }
	name := left
	if l.Of != "" {
		name.indent = 1
	}
	money := dress(number(amountFormat(l)))
	n := func(col string) string { return fmt.Sprint(col, row) }
	var printedGap any
	if gap != nil {
		printedGap = float(crm.RoundRat(gap, places))
	}
	cells := []any{
		s.cell(dress(centre), i+1),
		s.cell(dress(name), l.Label),
		s.cell(dress(centre), l.UnitLabel),
		o.read(s, money, l, mTarget, f.Target),
		o.read(s, money, l, mMonth, &f.Month),
		o.read(s, money, l, mCumulative, &f.Cumulative),
		s.formula(dress(number(percent(places))), fmt.Sprintf(`IF(N(%s)=0,"—",%s/%s)`, n("D"), n("F"), n("D")), float(rate)),
		s.formula(dress(number(percent(places))), paceFormula(l), float(l.Pace.Rat())),
		s.formula(dress(number(points(places))), gapFormula(n("G"), n("H"), places), printedGap),
		o.ahead(s, dress, l, f, n),
		s.formula(dress(centre), fmt.Sprintf(`IF(ISNUMBER(%s),IF(%s>0,"超序时",IF(%s<0,"欠序时","达序时")),"—")`, n("I"), n("I"), n("I")), crm.GapWord(gap, places)),
		o.read(s, money, l, mLastYear, f.LastYear),
		s.formula(dress(number(growth(places))), fmt.Sprintf(`IF(N(%s)=0,"—",%s/%s-1)`, n("L"), n("F"), n("L")), float(crm.YoYOf(f.Cumulative, f.LastYear))),
		s.cell(dress(centre), l.Basis),
	}
	if o.grid.has("ref") {
		cells = append(cells, s.refCell(totalRef(o.r, l, ""), base.fill))
	}
	return cells
}

// read is an amount taken from sheet 2, or the amount itself where sheet 2 has no such
// column.
func (o *overview) read(s *sheet, k look, l crm.ReportLine, m metric, v *int64) excelize.Cell {
	if v == nil {
		return s.none(k)
	}
	if ref := o.targets.ref(l.Code, m, -1); ref != "" {
		return s.formula(k, ref, amount(l, *v))
	}
	return s.cell(k, amount(l, *v))
}

// ahead is how much more than the pace is done, in the line's unit; counts print one
// decimal.
func (o *overview) ahead(s *sheet, dress func(look) look, l crm.ReportLine, f crm.Figure, n func(string) string) excelize.Cell {
	format := `+#,##0.00_ ;-#,##0.00_ ;0.00_ `
	if l.Per <= 1 {
		format = `+#,##0.0_ ;-#,##0.0_ ;0.0_ `
	}
	formula := fmt.Sprintf(`IF(N(%s)=0,"—",%s-%s*%s)`, n("D"), n("F"), n("D"), n("H"))
	if crm.RateOf(0, f.Target) == nil || l.Pace.Den == 0 {
		return s.formula(dress(number(format)), formula, nil)
	}
	want := new(big.Rat).Mul(big.NewRat(*f.Target, max(l.Per, 1)), l.Pace.Rat())
	return s.formula(dress(number(format)), formula, float(want.Sub(big.NewRat(f.Cumulative, max(l.Per, 1)), want)))
}

// writeRanking writes the chart heads and the ranking beside the charts.
func (o *overview) writeRanking(s *sheet, heights []float64) {
	places := o.r.Head.Decimals()
	title := look{font: fontHei, size: overviewSize, bold: true, align: "left"}
	headLook := look{font: fontHei, size: overviewSize, fill: colourHead, border: true, align: "center", wrap: true}
	cells := make([]any, len(o.widths))
	cells[0] = s.cell(title, fmt.Sprintf("图1　%s累计与序时目标(%s)", o.line.Label, o.line.UnitLabel))
	if o.bars > 0 {
		cells[6] = s.cell(title, fmt.Sprintf("图2　各单位完成率(序时进度%s%%)", crm.PercentText(o.line.Pace.Rat(), places)))
	}
	for i, text := range []string{"位次", "单位", "完成率", "超(欠)序时\n(个百分点)"} {
		cells[rankColumn-1+i] = s.cell(headLook, text)
	}
	row := s.put(heights[o.chart-1], cells)
	s.merge(1, row, 6, row)
	s.merge(7, row, 10, row)
	for i := range o.body {
		s.put(heights[o.chart+i], o.rankCells(s, i))
	}
}

func (o *overview) rankCells(s *sheet, i int) []any {
	places := o.r.Head.Decimals()
	cells := make([]any, len(o.widths))
	dress := func(k look) look { k.size = overviewSize; return k }
	if i >= len(o.ranked) {
		return nil
	}
	u := o.ranked[i]
	rate := crm.RateOf(u.fig.Cumulative, u.fig.Target)
	ref := func(m metric) string { return o.targets.ref(o.line.Code, m, u.index) }
	var rank any
	if u.rank > 0 {
		rank = u.rank
	}
	cells[rankColumn-1] = s.linked(dress(centre), ref(mRank), rank)
	cells[rankColumn] = s.cell(dress(centre), o.r.Figures.Units[u.index].Name)
	cells[rankColumn+1] = s.linked(dress(number(percent(places))), ref(mRate), float(rate))
	var gap any
	if g := crm.GapOf(rate, o.line.Pace); g != nil {
		gap = float(crm.RoundRat(g, places))
	}
	cells[rankColumn+2] = s.linked(dress(number(points(places))), ref(mGap), gap)
	return cells
}

// writeMonths writes the twelve months; months to come stay blank, because a chart
// would draw a dash as zero.
func (o *overview) writeMonths(s *sheet, heights []float64) {
	headLook := look{font: fontHei, size: overviewSize, fill: colourHead, border: true, align: "center"}
	label := look{size: overviewSize, bold: true, border: true, align: "center"}
	unit := "(" + o.line.UnitLabel + ")"
	rows := make([][]any, 4)
	rows[0] = []any{s.cell(headLook, "月份"), s.blank(headLook)}
	for i, text := range []string{"当月到位", "累计到位", "序时目标"} {
		rows[i+1] = []any{s.cell(label, text+unit), s.blank(label)}
	}
	money := number(amountFormat(o.line))
	money.size = overviewSize
	for i, m := range o.r.Series.Months {
		rows[0] = append(rows[0], s.cell(headLook, fmt.Sprintf("%d月", i+1)))
		for k, v := range []*int64{m.Done, m.Cumulative, m.Target} {
			if v == nil {
				rows[k+1] = append(rows[k+1], s.blank(money))
				continue
			}
			rows[k+1] = append(rows[k+1], o.monthValue(s, money, i, k, *v))
		}
	}
	for i, cells := range rows {
		row := s.put(heights[o.months-1+i], cells)
		s.merge(1, row, 2, row)
	}
}

// monthValue is a month's amount; the cumulative adds up where it truly does.
func (o *overview) monthValue(s *sheet, k look, month, kind int, v int64) excelize.Cell {
	months := o.r.Series.Months
	done := months[month].Done
	if kind != 1 || done == nil {
		return s.cell(k, amount(o.line, v))
	}
	if month == 0 && *done == v {
		return s.formula(k, at(3, o.months+1), amount(o.line, v))
	}
	if month > 0 && months[month-1].Cumulative != nil && *months[month-1].Cumulative+*done == v {
		return s.formula(k, at(month+2, o.months+2)+"+"+at(month+3, o.months+1), amount(o.line, v))
	}
	return s.cell(k, amount(o.line, v))
}
