package reports

import (
	"fmt"
	"math"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// addCharts anchors the two native charts of sheet 1 to the cells below their heads.
// It runs before the rows are streamed, so the heights are told to the file first.
func (o *overview) addCharts(b *book, heights []float64) {
	if b.err != nil {
		return
	}
	for i, h := range heights {
		b.fail(b.file.SetRowHeight(o.layout.Tab, i+1, round1(h)))
	}
	b.addChart(o.layout.Tab, o.box(1, 6, o.body, heights), o.lineChart())
	if o.bars > 0 {
		b.addChart(o.layout.Tab, o.box(7, 10, max(o.bars, 6), heights), o.barChart())
	}
}

// box is a place for a chart: from a cell, over some pixels, as excelize counts them.
type box struct {
	cell          string
	width, height uint
}

func (o *overview) box(first, last, rows int, heights []float64) box {
	w, h := -8, -4
	for c := first; c <= last; c++ {
		w += int(o.widths[c-1]*8 + 0.5)
	}
	for i := range rows {
		h += int(math.Ceil(4.0 / 3.4 * round1(heights[o.chart+i])))
	}
	return box{at(first, o.chart+1), uint(w), uint(h)}
}

func (b *book) addChart(sheet string, where box, c *excelize.Chart) {
	yes, no := true, false
	c.Format = excelize.GraphicOptions{OffsetX: 4, OffsetY: 2, ScaleX: 1, ScaleY: 1, PrintObject: &yes, Locked: &no,
		Positioning: "twoCell", AltText: c.Format.AltText}
	c.Dimension = excelize.ChartDimension{Width: where.width, Height: where.height}
	c.Border = excelize.LineOptions{Type: excelize.LineNone}
	c.VaryColors = &no
	b.fail(b.file.AddChart(sheet, where.cell, c))
}

func chartFont(size float64) excelize.Font {
	return excelize.Font{Family: fontSong, Size: size, Color: "262626"}
}

func filled(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// lineChart draws the cumulative line against the pace; unsmoothed, or the curve would
// overshoot the goal.
func (o *overview) lineChart() *excelize.Chart {
	area := func(row int) string {
		return fmt.Sprintf("'%s'!$C$%d:$N$%d", o.layout.Tab, o.months+row, o.months+row)
	}
	name := func(row int) string { return fmt.Sprintf("'%s'!$A$%d", o.layout.Tab, o.months+row) }
	font := chartFont(9)
	return &excelize.Chart{
		Type: excelize.Line,
		Series: []excelize.ChartSeries{
			{Name: name(2), Categories: area(0), Values: area(2), Fill: filled(colourLine),
				Line:   excelize.LineOptions{Type: excelize.LineSolid, Width: 2.25, Fill: filled(colourLine)},
				Marker: excelize.ChartMarker{Symbol: "circle", Size: 6, Fill: filled(colourLine), Border: excelize.LineOptions{Type: excelize.LineSolid, Fill: filled(colourLine)}}},
			{Name: name(3), Categories: area(0), Values: area(3), Fill: filled(colourPace),
				Line:   excelize.LineOptions{Type: excelize.LineSolid, Dash: excelize.LineDashDash, Width: 1.5, Fill: filled(colourPace)},
				Marker: excelize.ChartMarker{Symbol: "none"}},
		},
		Format:       excelize.GraphicOptions{AltText: o.line.Label + "分月累计与序时目标,数据见下表"},
		Legend:       excelize.ChartLegend{Position: "bottom", Font: &font},
		XAxis:        excelize.ChartAxis{Font: font},
		YAxis:        excelize.ChartAxis{Font: font, MajorGridLines: true, Minimum: o.floor(), NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0", SourceLinked: false}},
		ShowBlanksAs: "gap",
	}
}

// floor keeps the axis at zero unless a month is negative.
func (o *overview) floor() *float64 {
	for _, m := range o.r.Series.Months {
		if m.Cumulative != nil && *m.Cumulative < 0 {
			return nil
		}
	}
	zero := 0.0
	return &zero
}

// barChart ranks the units by rate, best on top.
func (o *overview) barChart() *excelize.Chart {
	area := func(col string) string {
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", o.layout.Tab, col, o.chart+1, col, o.chart+o.bars)
	}
	gap := uint(45)
	most, negative := 0.0, false
	for _, u := range o.ranked[:o.bars] {
		if r := crm.RateOf(u.fig.Cumulative, u.fig.Target); r != nil {
			f, _ := r.Float64()
			most, negative = max(most, f), negative || f < 0
		}
	}
	format := zeros(o.r.Head.Decimals()) + "%"
	value := excelize.ChartAxis{None: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: format}}
	if most > 0 && !negative {
		zero, end := 0.0, most*1.18
		value.Minimum, value.Maximum = &zero, &end
	}
	return &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name:       fmt.Sprintf("'%s'!$M$%d", o.layout.Tab, o.chart),
			Categories: area("L"), Values: area("M"), Fill: filled(colourBar),
			DataLabel: excelize.ChartDataLabel{Font: chartFont(8)}, DataLabelPosition: excelize.ChartDataLabelsPositionOutsideEnd,
		}},
		Format:   excelize.GraphicOptions{AltText: "各单位完成率排序,数据见右表"},
		Legend:   excelize.ChartLegend{Position: "none"},
		PlotArea: excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: format}},
		XAxis:    excelize.ChartAxis{ReverseOrder: true, Font: chartFont(9)},
		YAxis:    value,
		GapWidth: &gap, ShowBlanksAs: "gap",
	}
}
