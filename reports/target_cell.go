package reports

import (
	"fmt"
	"math/big"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// targetCell makes the cells of one indicator in one row of sheet 2.
type targetCell struct {
	p    *targetPlan
	s    *sheet
	t    targetTable
	b    block
	unit int // −1 = 合计
	row  int
	fig  crm.Figure
}

// name is the address of a metric in this row.
func (c targetCell) name(m metric) string { return at(c.b.col(m)+1, c.row) }

// has tells whether the block shows all metrics that a formula reads.
func (c targetCell) has(metrics ...metric) bool {
	for _, m := range metrics {
		if c.b.col(m) < 0 {
			return false
		}
	}
	return true
}

func (c targetCell) rate() *big.Rat { return crm.RateOf(c.fig.Cumulative, c.fig.Target) }

// cell makes one cell; dress sets size, weight and fill of the row.
func (c targetCell) cell(m metric, dress func(look) look) excelize.Cell {
	places := c.p.r.Head.Decimals()
	money := dress(number(amountFormat(c.b.line)))
	switch m {
	case mTarget:
		if c.fig.Target == nil {
			return c.s.none(money)
		}
		return c.s.cell(money, amount(c.b.line, *c.fig.Target))
	case mMonth:
		return c.amount(m, money, func(f crm.Figure) *int64 { return &f.Month })
	case mAdjust:
		return c.amount(m, dress(number(formatZero)), func(f crm.Figure) *int64 { return &f.Adjust })
	case mCumulative:
		return c.amount(m, money, func(f crm.Figure) *int64 { return &f.Cumulative })
	case mLastYear:
		return c.amount(m, money, func(f crm.Figure) *int64 { return f.LastYear })
	case mRate:
		if !c.has(mTarget, mCumulative) {
			return c.s.cell(dress(number(percent(places))), float(c.rate()))
		}
		f := fmt.Sprintf(`IF(N(%s)=0,"—",ROUND(%s/%s,12))`, c.name(mTarget), c.name(mCumulative), c.name(mTarget))
		return c.s.formula(dress(number(percent(places))), f, float(c.rate()))
	case mGap:
		return c.gap(dress(number(points(places))), places)
	case mWord:
		n, word := c.name(mGap), crm.GapWord(crm.GapOf(c.rate(), c.b.line.Pace), places)
		if !c.has(mGap) {
			return c.s.cell(dress(centre), word)
		}
		f := fmt.Sprintf(`IF(ISNUMBER(%s),IF(%s>0,"超序时",IF(%s<0,"欠序时","达序时")),"—")`, n, n, n)
		return c.s.formula(dress(centre), f, word)
	case mYoY:
		return c.yoy(dress(number(growth(places))))
	case mRank:
		return c.rank(dress(look{align: "center", border: true, format: "0"}))
	}
	return c.move(dress(look{align: "center", border: true, format: formatMove}))
}

// amount is a figure; in 合计 it is the SUM of the units where they add up to it.
func (c targetCell) amount(m metric, l look, get func(crm.Figure) *int64) excelize.Cell {
	v := get(c.fig)
	if v == nil {
		return c.s.none(l)
	}
	if c.unit >= 0 {
		return c.s.cell(l, amount(c.b.line, *v))
	}
	var parts int64
	for i := range c.p.r.Figures.Units {
		parts += value(get(c.p.r.UnitFigure(c.b.line, i)))
	}
	if parts != *v || len(c.p.r.Figures.Units) == 0 {
		return c.s.cell(l, amount(c.b.line, *v))
	}
	col := column1(c.b.col(m) + 1)
	f := fmt.Sprintf("SUM(%s%d:%s%d)", col, c.row+1, col, c.row+len(c.p.r.Figures.Units))
	return c.s.formula(l, f, amount(c.b.line, *v))
}

func (c targetCell) gap(l look, places int) excelize.Cell {
	n := c.name(mRate)
	f := gapFormula(n, paceFormula(c.b.line), places)
	var v any
	if gap := crm.GapOf(c.rate(), c.b.line.Pace); gap != nil {
		v = float(crm.RoundRat(gap, places))
	}
	if !c.has(mRate) {
		return c.s.cell(l, v)
	}
	return c.s.formula(l, f, v)
}

// gapFormula is the gap of a rate cell against a pace, in percentage points. The inner
// rounding takes away what binary fractions add, so that 0.75 rounds up as it should.
func gapFormula(rate, pace string, places int) string {
	return fmt.Sprintf(`IF(ISNUMBER(%s),ROUND(ROUND((%s-%s)*100,8),%d),"—")`, rate, rate, pace, places)
}

// yoy divides by the cell of last year, or by its amount where the block has no such
// column.
func (c targetCell) yoy(l look) excelize.Cell {
	v := float(crm.YoYOf(c.fig.Cumulative, c.fig.LastYear))
	if !c.has(mCumulative) {
		return c.s.cell(l, v)
	}
	if c.has(mLastYear) {
		n := c.name(mLastYear)
		return c.s.formula(l, fmt.Sprintf(`IF(N(%s)=0,"—",%s/%s-1)`, n, c.name(mCumulative), n), v)
	}
	if v == nil {
		return c.s.none(l)
	}
	last := crm.Decimal(*c.fig.LastYear, max(c.b.line.Per, 1))
	return c.s.formula(l, fmt.Sprintf("%s/%s-1", c.name(mCumulative), last), v)
}

// rank ranks the units above 市本级及市直, which is printed and never ranked.
func (c targetCell) rank(l look) excelize.Cell {
	units := c.p.r.Figures.Units
	if c.unit < 0 || units[c.unit].ID == c.p.r.Head.UnrankedUnit {
		return c.s.none(l)
	}
	ranked := len(units)
	if units[ranked-1].ID == c.p.r.Head.UnrankedUnit {
		ranked--
	}
	by := map[crm.RankBy]metric{crm.RankByYoY: mYoY, crm.RankByTotal: mCumulative}[c.p.r.Head.RankBy]
	if by == mTarget { // neither: by 完成率
		by = mRate
	}
	if !c.has(by) {
		if c.fig.Rank == nil {
			return c.s.none(l)
		}
		return c.s.cell(l, *c.fig.Rank)
	}
	col, first := column1(c.b.col(by)+1), c.t.total+1
	f := fmt.Sprintf(`IF(ISNUMBER(%s%d),RANK(%s%d,%s$%d:%s$%d),"—")`, col, c.row, col, c.row, col, first, col, first+ranked-1)
	switch {
	case c.fig.Rank == nil:
		return c.s.formula(l, f, nil)
	case c.ownRank(ranked) != *c.fig.Rank: // a scoped report shows the rank among all
		return c.s.cell(l, *c.fig.Rank)
	}
	return c.s.formula(l, f, *c.fig.Rank)
}

// ownRank is the unit's rank among the units that the table shows.
func (c targetCell) ownRank(ranked int) int {
	keys := make([]*big.Rat, ranked)
	for i := range keys {
		keys[i] = crm.RankKey(c.p.r.UnitFigure(c.b.line, i), c.p.r.Head.RankBy)
	}
	return crm.Ranks(keys)[c.unit]
}

func (c targetCell) move(l look) excelize.Cell {
	if c.unit < 0 || c.fig.RankChange == nil {
		return c.s.none(l)
	}
	return c.s.cell(l, *c.fig.RankChange)
}
