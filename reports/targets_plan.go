package reports

import (
	"fmt"

	"yinfeng/crm"
)

// metric names one column of an indicator's block in sheet 2.
type metric int

const (
	mTarget metric = iota
	mMonth
	mAdjust
	mCumulative
	mRate
	mGap
	mWord
	mLastYear
	mYoY
	mRank
	mMove
)

// The three shapes of a block. A money indicator that has an 其中 shows everything and
// stands with it on one table of 18 columns; any other two share a table.
var (
	fullBlock   = []metric{mTarget, mMonth, mAdjust, mCumulative, mRate, mGap, mWord, mLastYear, mYoY, mRank, mMove}
	withinBlock = []metric{mTarget, mMonth, mAdjust, mCumulative, mRate, mGap, mWord}
	plainBlock  = []metric{mTarget, mMonth, mCumulative, mRate, mGap, mWord, mYoY, mRank, mMove}
)

// metricKeys name the metrics in the layout.
var metricKeys = map[metric]string{mTarget: "target", mMonth: "month", mAdjust: "adjust", mCumulative: "cumulative", mRate: "rate",
	mGap: "gap", mWord: "word", mLastYear: "lastYear", mYoY: "yoy", mRank: "rank", mMove: "move"}

// shown keeps the metrics of a block that the layout shows, in its order.
func (p *targetPlan) shown(metrics []metric) []metric {
	var out []metric
	for _, c := range p.grid.columns {
		for _, m := range metrics {
			if metricKeys[m] == c.Key {
				out = append(out, m)
			}
		}
	}
	return out
}

// block is one indicator's columns in a table of sheet 2.
type block struct {
	line    crm.ReportLine
	metrics []metric
	first   int // column of the first metric, from 0
}

// col is the column of a metric, from 0; -1 when the block has none.
func (b block) col(m metric) int {
	for i, have := range b.metrics {
		if have == m {
			return b.first + i
		}
	}
	return -1
}

// targetTable is one of the stacked tables of sheet 2, one printed page each.
type targetTable struct {
	title  string
	blocks []block
	top    int // row of its section head
	total  int // row of its 合计
}

// targetPlan is where everything of sheet 2 stands; sheets 1 and 15 read from it.
type targetPlan struct {
	r      *crm.MonthReport
	layout crm.SheetLayout
	grid   grid // serial, name, the metrics of the widest block, 查数码
	tables []targetTable
	last   int
}

// planTargets lays out sheet 2.
func planTargets(r *crm.MonthReport) *targetPlan {
	p := &targetPlan{r: r, layout: layoutOf(r, keyTargets)}
	p.grid = gridOf(p.layout)
	full, within2, plain := p.shown(fullBlock), p.shown(withinBlock), p.shown(plainBlock)
	var single []crm.ReportLine
	for _, line := range ordered(r.Lines, p.layout.Order) {
		if line.Of != "" || !p.byUnit(line) {
			continue
		}
		within, ok := firstWithin(r, line.Code)
		if !ok {
			single = append(single, line)
			continue
		}
		p.add(line.Label, block{line, full, 2}, block{within, within2, 2 + len(full)})
	}
	for i := 0; i < len(single); i += 2 {
		blocks, title := []block{{single[i], plain, 2}}, single[i].Label
		if i+1 < len(single) {
			blocks = append(blocks, block{single[i+1], plain, 2 + len(plain)})
			title += "、" + single[i+1].Label
		}
		p.add(title, blocks...)
	}
	row := 2
	for i := range p.tables {
		t := &p.tables[i]
		t.top = row + 1
		t.total = t.top + 1 + p.head(*t).levels()
		row = t.total + len(r.Figures.Units) + 1 // the note
	}
	p.last = row + 1 // the signature
	return p
}

// byUnit tells whether any unit has a target or an amount; an indicator that is kept for
// the whole city only stands in sheet 1 alone.
func (p *targetPlan) byUnit(line crm.ReportLine) bool {
	for i := range p.r.Figures.Units {
		f := p.r.UnitFigure(line, i)
		if f.Target != nil || f.Month != 0 || f.Cumulative != 0 || f.LastYear != nil && *f.LastYear != 0 {
			return true
		}
	}
	return false
}

func firstWithin(r *crm.MonthReport, code string) (crm.ReportLine, bool) {
	for _, l := range r.Lines {
		if l.Of == code {
			return l, true
		}
	}
	return crm.ReportLine{}, false
}

func (p *targetPlan) add(title string, blocks ...block) {
	numbers := []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}
	head := fmt.Sprint(len(p.tables) + 1)
	if len(p.tables) < len(numbers) {
		head = numbers[len(p.tables)]
	}
	p.tables = append(p.tables, targetTable{title: "(" + head + ")" + title, blocks: blocks})
}

// ref is the address of a line's metric in the 合计 row (unit −1) or a unit's row, as
// seen from another sheet; "" when sheet 2 does not show it.
func (p *targetPlan) ref(code string, m metric, unit int) string {
	for _, t := range p.tables {
		for _, b := range t.blocks {
			if b.line.Code == code && b.col(m) >= 0 {
				return "'" + p.layout.Tab + "'!" + at(b.col(m)+1, t.total+1+unit)
			}
		}
	}
	return ""
}

// amount is a figure's minor units in the line's printed unit, for a cell.
func amount(l crm.ReportLine, minor int64) any {
	if l.Per <= 1 {
		return minor
	}
	return scaled(minor, l.Per)
}

// amountFormat is the number format of the line's amounts.
func amountFormat(l crm.ReportLine) string {
	if l.Per <= 1 {
		return formatWhole
	}
	return formatMoney
}

// paceFormula prints the exact pace, such as 8/12.
func paceFormula(l crm.ReportLine) string { return fmt.Sprintf("%d/%d", l.Pace.Num, l.Pace.Den) }
