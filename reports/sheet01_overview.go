package reports

import (
	"fmt"
	"slices"
	"sort"

	"yinfeng/crm"
)

// Size of sheet 1, and the columns where its parts begin (from 1). Charts, ranking and
// months stand on its grid: its layout renames and widens columns, it moves none.
const (
	overviewSize = 10
	rankColumn   = 11 // 位次, 单位, 完成率, 超欠 in K–N
	basisColumn  = 14 // 口径
	chartRows    = 13 // rows of the charts, at least
)

// overview is where the parts of sheet 1 stand.
type overview struct {
	r       *crm.MonthReport
	layout  crm.SheetLayout
	grid    grid
	widths  []float64
	rows    []crm.ReportLine // in the layout's order
	targets *targetPlan
	line    crm.ReportLine // capital in place, or the first line
	ranked  []rankedUnit   // by rank, then those without a rank in official order
	bars    int            // how many of them have a rank
	first   int            // row of the first indicator
	chart   int            // row of the chart heads
	body    int            // rows of the ranking
	months  int            // row of the month heads
	last    int
}

type rankedUnit struct {
	index int // of Figures.Units
	rank  int // 0 = none: no target, or 市本级及市直
	fig   crm.Figure
}

func planOverview(r *crm.MonthReport, targets *targetPlan) *overview {
	o := &overview{r: r, targets: targets, layout: layoutOf(r, keyOverview)}
	o.grid = gridOf(o.layout)
	o.widths, o.rows = o.grid.widths(), ordered(r.Lines, o.layout.Order)
	for i, l := range o.rows {
		if l.Code == "capital" || i == 0 && l.Of == "" {
			o.line = l
		}
	}
	for i, u := range r.Figures.Units {
		unit := rankedUnit{index: i, fig: u.Figures[o.line.Code]}
		if unit.fig.Rank != nil {
			unit.rank = *unit.fig.Rank
			o.bars++
		}
		o.ranked = append(o.ranked, unit)
	}
	sort.SliceStable(o.ranked, func(a, b int) bool {
		x, y := o.ranked[a].rank, o.ranked[b].rank
		return x > 0 && (y == 0 || x < y)
	})
	o.first = 4 + o.grid.head().levels()
	o.chart = o.first + len(o.rows) + 1
	o.body = max(chartRows, len(o.ranked))
	o.months = o.chart + o.body + 2
	o.last = o.months + 3 + 2
	return o
}

// monthCell is the address of a month's value: row 1 done, 2 cumulative, 3 pace.
func (o *overview) monthCell(month, row int) string {
	return "'" + o.layout.Tab + "'!" + at(month+2, o.months+row)
}

// lineCell is the address of an indicator's cell; col from 1.
func (o *overview) lineCell(code string, col int) string {
	for i, l := range o.rows {
		if l.Code == code {
			return "'" + o.layout.Tab + "'!" + at(col, o.first+i)
		}
	}
	return ""
}

// writeOverview writes sheet 1 总览, on one page.
func writeOverview(b *book, r *crm.MonthReport, targets *targetPlan) *overview {
	o := planOverview(r, targets)
	p := page{name: o.layout.Tab, widths: o.widths, lastRow: o.last, onePage: true, freezeRows: o.first - 1, freezeCols: 2}
	notes := noteText(r, o.notes())
	summary := o.summary()
	heights := o.heights(notes, summary)
	b.setUp(p)
	o.addCharts(b, heights)
	s := b.begin(p)
	s.open(r, frame{sheet: keyOverview, title: o.layout.Title, period: yearToMonth(r), unit: "单位:见“计量单位”栏;进度差为个百分点"})
	row := s.put(heights[2], []any{s.cell(look{size: overviewSize, align: "left", wrap: true}, summary)})
	s.merge(1, row, len(o.widths), row)
	s.header(o.grid.head(), 0, overviewSize)
	for i := range o.rows {
		s.put(heights[o.first-1+i], o.lineCells(s, i))
	}
	s.put(heights[o.chart-2], nil)
	o.writeRanking(s, heights)
	s.put(heights[o.months-2], nil)
	o.writeMonths(s, heights)
	s.note(notes)
	s.signature(r)
	s.end()
	return o
}

// heights gives every row's height, stretched so that the page is filled. Index = row − 1.
func (o *overview) heights(notes, summary string) []float64 {
	width := page{widths: o.widths}.width()
	h := make([]float64, o.last)
	h[0], h[1] = titleHeight, lineHeight
	h[2] = heightOf(lines(summary, inner(width), overviewSize), overviewSize) + 2
	copy(h[3:o.first-1], o.grid.head().heights(o.widths, overviewSize))
	for i, l := range o.rows {
		h[o.first-1+i] = textHeight(l.Basis, o.widths[basisColumn-1], overviewSize)
	}
	h[o.chart-2], h[o.months-2] = 6, 6
	h[o.chart-1] = heightOf(2, overviewSize)
	for i := range o.body {
		h[o.chart+i] = heightOf(1, overviewSize)
		if i < len(o.ranked) {
			h[o.chart+i] = textHeight(o.r.Figures.Units[o.ranked[i].index].Name, o.widths[rankColumn], overviewSize)
		}
	}
	for i := range 4 {
		h[o.months-1+i] = heightOf(1, overviewSize)
	}
	h[o.last-2], h[o.last-1] = noteHeight(notes, width), signHeight
	factor := max(0.88, min(1.2, capacity(width)/sum(h)))
	for i := o.first - 1; i < o.last-2; i++ {
		if i != o.chart-1 { // the ranking's head has two lines already
			h[i] *= factor // down to 16 points a line when the page is full
		}
		if i < o.first-1+len(o.rows) && o.grid.has("ref") {
			h[i] = max(h[i], refHeight(totalRef(o.r, o.rows[i-o.first+1], ""), o.widths[len(o.widths)-1]))
		}
	}
	return h
}

// notes of sheet 1.
func (o *overview) notes() []string {
	total := o.r.TotalFigure(o.line)
	pace := "序时进度按月份平均(" + paceFormula(o.line) + ");超(欠)序时=完成率-序时进度,绝对量单位同“计量单位”栏。"
	if o.line.Pace.Den != 12 {
		pace = "序时进度按设定的累计曲线;超(欠)序时=完成率-序时进度,绝对量单位同“计量单位”栏。"
	}
	adjust := ""
	if total.Adjust != 0 {
		adjust = fmt.Sprintf("本月完成含跨期调整%s%s。", plain(o.line, total.Adjust), o.line.UnitLabel)
	}
	notes := []string{capitalNote(o.r), pace, adjust, "未下达目标的指标不计算完成率,以“—”表示。", noteOfRefs(o.r), o.r.Head.RestatedNote, o.r.Head.MixedNote}
	return append(notes, o.layout.Notes...)
}

// ordered puts the indicators of order first, each 其中 after its whole.
func ordered(lines []crm.ReportLine, order []string) []crm.ReportLine {
	if len(order) == 0 {
		return lines
	}
	place := map[string]int{}
	for i, code := range order {
		place[code] = i + 1
	}
	rank := func(l crm.ReportLine) int {
		code := l.Code
		if l.Of != "" {
			code = l.Of
		}
		if n := place[code]; n > 0 {
			return n
		}
		return len(order) + 1
	}
	out := slices.Clone(lines)
	slices.SortStableFunc(out, func(a, b crm.ReportLine) int { return rank(a) - rank(b) })
	return out
}
