package reports

import (
	"fmt"
	"math/big"

	"yinfeng/crm"
)

// chainTable makes the columns of sheet 12 that read the whole table.
type chainTable struct {
	r      *crm.MonthReport
	line   crm.ReportLine
	whole  crm.Figure // the city's capital
	pace   crm.Fraction
	places int
	first  int // row of the first chain
}

// chainsSheet is sheet 12 产业链进展: each chain's stock, milestones and capital; 其他 makes
// the rows add up to the city.
func chainsSheet(r *crm.MonthReport) *list[crm.ReportChain] {
	type row = crm.ReportChain
	t := chainTable{r: r, places: r.Head.Decimals()}
	t.line, _ = capitalLine(r)
	t.whole, t.pace = r.TotalFigure(t.line), t.line.Pace
	t.first = 4 + gridOf(layoutOf(r, keyChains)).head().levels()
	count := func(key string, get func(*row) int64) column[row] { return tallyCol(r.Chains, key, get) }
	money := func(key string, get func(*row) int64) column[row] { return yiCol(r.Chains, key, get) }
	return (&list[row]{
		frame: frame{keyChains, "", yearToMonth(r), "单位:个、亿元、%、个百分点", []string{
			capitalNote(r), "每笔资金、每个项目只归一条产业链;“其他”为未归入重点产业链的项目和系统启用前的历史汇总数,各行之和等于" + whole(r) + "。",
			"期初累计不计入到位资金;问题为在库项目登记的问题数和其中已解决数。", noteOfRefs(r)}},
		freezeCols: 2, rows: r.Chains,
		columns: []column[row]{
			serial[row](),
			textCol("name", centre, func(c *row) string { return c.Name }).labelled(),
			textCol("head", centre, func(c *row) string { return c.Head }),
			textCol("leadUnit", centre, func(c *row) string { return c.LeadUnit }),
			textCol("master", left, func(c *row) string { return c.Master }),
			count("projects", func(c *row) int64 { return c.Projects }),
			money("projectsTotal", func(c *row) int64 { return c.ProjectsTotal }),
			count("signedMonth", func(c *row) int64 { return c.SignedM }),
			count("signed", func(c *row) int64 { return c.Signed }),
			count("startedMonth", func(c *row) int64 { return c.StartedM }),
			count("started", func(c *row) int64 { return c.Started }),
			count("producingMonth", func(c *row) int64 { return c.ProducingM }),
			count("producing", func(c *row) int64 { return c.Producing }),
			t.target(),
			money("month", func(c *row) int64 { return c.Month }),
			money("cumulative", func(c *row) int64 { return c.Cumulative }),
			t.rate(), t.gap(), t.word(), t.share(),
			count("found", func(c *row) int64 { return c.Problems }),
			count("solved", func(c *row) int64 { return c.Solved }),
			textCol("text", left, func(c *row) string { return c.Text }),
			t.ref(),
		},
	}).lay(r)
}

// whole is what all units together are called.
func whole(r *crm.MonthReport) string {
	if r.Head.Scope != "" || r.Head.Office != "" || r.Head.Chain != "" {
		return "合计数"
	}
	return "全市数"
}

// target has the city's own target in 合计, not the sum of the chains'.
func (t chainTable) target() column[crm.ReportChain] {
	c := column[crm.ReportChain]{key: "target", look: number(formatMoney), value: func(c *crm.ReportChain) any {
		if c.Target == nil {
			return nil
		}
		return yi(*c.Target)
	}}
	c.total = total{given: true}
	if t.whole.Target != nil {
		c.total.value = yi(*t.whole.Target)
	}
	return c
}

func (t chainTable) done() int64 {
	var n int64
	for i := range t.r.Chains {
		n += t.r.Chains[i].Cumulative
	}
	return n
}

func (t chainTable) rate() column[crm.ReportChain] {
	f := quotient("cumulative", "target")
	return column[crm.ReportChain]{key: "rate", look: number(percent(t.places)), formula: f,
		value: func(c *crm.ReportChain) any { return float(crm.RateOf(c.Cumulative, c.Target)) },
		total: total{ratio: f, value: float(crm.RateOf(t.done(), t.whole.Target))}}
}

// gapOf is a row's printed gap.
func (t chainTable) gapOf(done int64, target *int64) *big.Rat {
	gap := crm.GapOf(crm.RateOf(done, target), t.pace)
	if gap == nil {
		return nil
	}
	return crm.RoundRat(gap, t.places)
}

func (t chainTable) gap() column[crm.ReportChain] {
	f := keyed{[]string{"rate", "cumulative", "target"}, func(c rowCells) string {
		return gapFormula(c.of("rate"), fmt.Sprintf("%d/%d", t.pace.Num, t.pace.Den), t.places)
	}}
	return column[crm.ReportChain]{key: "gap", look: number(points(t.places)), formula: f,
		value: func(c *crm.ReportChain) any { return float(t.gapOf(c.Cumulative, c.Target)) },
		total: total{ratio: f, value: float(t.gapOf(t.done(), t.whole.Target))}}
}

func (t chainTable) word() column[crm.ReportChain] {
	f := keyed{[]string{"gap"}, func(c rowCells) string {
		n := c.of("gap")
		return fmt.Sprintf(`IF(ISNUMBER(%s),IF(%s>0,"超序时",IF(%s<0,"欠序时","达序时")),"—")`, n, n, n)
	}}
	word := func(done int64, target *int64) string {
		return crm.GapWord(crm.GapOf(crm.RateOf(done, target), t.pace), t.places)
	}
	return column[crm.ReportChain]{key: "word", look: centre, formula: f,
		value: func(c *crm.ReportChain) any { return word(c.Cumulative, c.Target) },
		total: total{ratio: f, value: word(t.done(), t.whole.Target)}}
}

// share is a chain's part of the city; it stays that when the rows are filtered.
func (t chainTable) share() column[crm.ReportChain] {
	done := t.done()
	f := keyed{[]string{"cumulative"}, func(c rowCells) string {
		all := fmt.Sprintf("SUM(%s)", c.fixed("cumulative", t.first, t.first+max(len(t.r.Chains), 1)-1))
		return fmt.Sprintf(`IF(%s=0,"—",%s/%s)`, all, c.of("cumulative"), all)
	}}
	return column[crm.ReportChain]{key: "share", look: number(percent(t.places)), formula: f,
		value: func(c *crm.ReportChain) any { return ratio(c.Cumulative, done) }, total: total{ratio: f, value: ratio(done, done)}}
}

func (t chainTable) ref() column[crm.ReportChain] {
	c := column[crm.ReportChain]{key: "ref", look: refLook(""), value: func(c *crm.ReportChain) any { return chainRef(t.r, t.line, c) }}
	c.total = total{given: true, value: totalRef(t.r, t.line, "")}
	return c
}
