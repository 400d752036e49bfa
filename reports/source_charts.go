package reports

import (
	"fmt"
	"math"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// right adds what stands right of the table in a row: the charts' titles and the table
// of the pie.
func (t *sourceTable) right(cells []any, row int) []any {
	cells = append(cells, make([]any, len(t.widths)-len(cells))...)
	title := look{font: fontHei, size: sourceSize, bold: true, align: "left"}
	first := t.chartCol() - 1
	switch {
	case row == t.pieHead():
		cells[first] = t.cell(title, fmt.Sprintf("图3　到位资金来源层级(%s累计)", cumulativeSpan(t.r)))
		t.merge(first+1, row, first+sourceChart, row)
	case row == t.barHead() && t.bars().subtotal+len(t.bars().rows) > 0:
		cells[first] = t.cell(title, t.barTitle())
		t.merge(first+1, row, first+sourceChart, row)
	case row == t.pieHead()+1:
		l := look{font: fontHei, size: sourceSize, fill: colourHead, border: true, align: "center"}
		for i, text := range []string{"来源层级", "累计(亿元)", "占比"} {
			cells[first+2+i] = t.cell(l, text)
		}
	case row > t.pieHead()+1 && row <= t.pieHead()+1+len(t.drawn()):
		t.tierCells(cells[first+2:], t.drawn()[row-t.pieHead()-2], row)
	}
	return cells
}

// drawn are the tiers that the pie and its table show: 历史汇总数 of last year has no part.
func (t *sourceTable) drawn() []sourceTier {
	var out []sourceTier
	for _, tier := range t.tiers {
		if !sumSources(tier.rows).historic {
			out = append(out, tier)
		}
	}
	return out
}

// tierCells is one row of the pie's table; it reads 小计 of the main table.
func (t *sourceTable) tierCells(cells []any, tier sourceTier, row int) {
	done := sumSources(tier.rows).cumulative
	cells[0] = t.cell(sized(centre, sourceSize), tier.label)
	ref := t.grid.cell("cumulative", tier.row())
	cells[1] = t.linked(sized(number(formatMoney), sourceSize), ref, yi(done))
	own, l := at(t.chartCol()+3, row), sized(number(percent(t.places)), sourceSize)
	area := fmt.Sprintf("SUM(%s:%s)", fixedAt(t.chartCol()+3, t.pieHead()+2), fixedAt(t.chartCol()+3, t.pieHead()+1+len(t.drawn())))
	cells[2] = t.formula(l, fmt.Sprintf(`IF(%s=0,"—",%s/%s)`, area, own, area), ratio(done, t.all()))
}

// fixedAt is a cell's address that does not move: $A$1.
func fixedAt(col, row int) string { return fmt.Sprintf("$%s$%d", column1(col), row) }

// bars is the tier whose places the bars show: 省外.
func (t *sourceTable) bars() sourceTier {
	for _, tier := range t.tiers {
		if tier.tier == crm.OriginOutProv {
			return tier
		}
	}
	return sourceTier{}
}

// box is a place for a chart: columns from 1 of the chart's columns, rows from one on.
func (t *sourceTable) box(columns, row, rows int, heights []float64) box {
	w, h := -8, -4
	for c := range columns {
		w += int(t.widths[t.chartCol()-1+c]*8 + 0.5)
	}
	for i := range rows {
		h += int(math.Ceil(4.0 / 3.4 * round1(heights[row-1+i])))
	}
	return box{at(t.chartCol(), row), uint(w), uint(h)}
}

// addCharts anchors pie and bars to the cells below their titles. It runs before the
// rows are streamed, so the heights are told to the file first.
func (t *sourceTable) addCharts(b *book, heights []float64) {
	if b.err != nil || len(t.tiers) == 0 {
		return
	}
	for i, h := range heights {
		b.fail(b.file.SetRowHeight(t.layout.Tab, i+1, round1(h)))
	}
	positive := t.all() > 0
	for _, tier := range t.tiers {
		positive = positive && sumSources(tier.rows).cumulative >= 0
	}
	if positive { // a pie has no place for less than nothing
		b.addChart(t.layout.Tab, t.box(2, t.pieHead()+1, t.barHead()-t.pieHead()-1, heights), t.pie())
	}
	if bars := t.bars(); len(bars.rows) > 0 && t.grid.has("cumulative") {
		rows := min(t.last-t.barHead(), max(barRows, len(bars.rows)+2))
		b.addChart(t.layout.Tab, t.box(sourceChart, t.barHead()+1, rows, heights), t.barChart(bars))
	}
}

func (t *sourceTable) series(col, first, last int) string {
	return fmt.Sprintf("'%s'!%s:%s", t.layout.Tab, fixedAt(col, first), fixedAt(col, last))
}

// pieColours are shades of one colour: the legend and the table tell the tiers apart.
var pieColours = []string{"2F5D8A", "6F8FAF", "A9BDD1", "D5DEE8", "7F7F7F", "BFBFBF"}

func (t *sourceTable) pie() *excelize.Chart {
	first, last := t.pieHead()+2, t.pieHead()+1+len(t.drawn())
	font := chartFont(9)
	c := &excelize.Chart{
		Type: excelize.Pie,
		Series: []excelize.ChartSeries{{Name: "'" + t.layout.Tab + "'!" + fixedAt(t.chartCol()+3, first-1),
			Categories: t.series(t.chartCol()+2, first, last), Values: t.series(t.chartCol()+3, first, last)}},
		Format: excelize.GraphicOptions{AltText: "到位资金来源层级占比,数据见右表"},
		Legend: excelize.ChartLegend{Position: "bottom", Font: &font},
	}
	for i := range t.drawn() {
		c.Series[0].DataPoint = append(c.Series[0].DataPoint, excelize.ChartDataPoint{Index: i, Fill: filled(pieColours[i%len(pieColours)])})
	}
	return c
}

func (t *sourceTable) barChart(tier sourceTier) *excelize.Chart {
	first, last := tier.first, tier.first+len(tier.rows)-1
	gap := uint(45)
	return &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{Name: "'" + t.layout.Tab + "'!" + fixedAt(t.grid.at["cumulative"]+1, t.total),
			Categories: t.series(t.grid.at["place"]+1, first, last), Values: t.series(t.grid.at["cumulative"]+1, first, last), Fill: filled(colourBar),
			DataLabel: excelize.ChartDataLabel{Font: chartFont(8)}, DataLabelPosition: excelize.ChartDataLabelsPositionOutsideEnd}},
		Format:   excelize.GraphicOptions{AltText: "省外到位资金来源地,数据见左表"},
		Legend:   excelize.ChartLegend{Position: "none"},
		PlotArea: excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0.00"}},
		XAxis:    excelize.ChartAxis{ReverseOrder: true, Font: chartFont(9)},
		YAxis:    excelize.ChartAxis{None: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0.00"}},
		GapWidth: &gap, ShowBlanksAs: "gap",
	}
}
