package reports

import (
	"fmt"
	"math/big"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

const (
	fulfilSize = 10
	fulfilRow  = 24.0
	listHead   = 34.0 // heads of table 2
)

// fulfilTable writes sheet 14: the four rates by unit, then what is not fulfilled.
type fulfilTable struct {
	*sheet
	r      *crm.MonthReport
	layout crm.SheetLayout
	grid   grid
	widths []float64
	places int
	whole  crm.Cohort
	ranks  []int // of Fulfilment, 0 = none
	first  int   // row of the first unit
	total2 int   // row of 合计 in table 2
	spans  []int // last column of each column of table 2
	cuts   []int // where table 2 starts a page
}

// fulfilmentRefs tells the cross-checks where sheet 14's sums stand.
type fulfilmentRefs struct {
	contracts   string // 合计 of 合同项目数
	unfulfilled string // 合计 of 未履约
	listed      string // the numbers of table 2
}

func newFulfilTable(r *crm.MonthReport) *fulfilTable {
	t := &fulfilTable{r: r, layout: layoutOf(r, keyFulfilment), places: r.Head.Decimals()}
	t.grid = gridOf(t.layout)
	t.widths = t.grid.widths()
	keys := make([]*big.Rat, len(r.Fulfilment))
	for i, f := range r.Fulfilment {
		t.whole.Contracts += f.Contracts
		t.whole.Formalities += f.Formalities
		t.whole.Building += f.Building
		t.whole.Producing += f.Producing
		t.whole.Arrived += f.Arrived
		t.whole.Agreed += f.Agreed
		if f.UnitID != r.Head.UnrankedUnit && r.Head.Scope == "" {
			keys[i] = f.Fulfilled()
		}
	}
	t.ranks = crm.Ranks(keys)
	t.first = 2 + 1 + t.grid.head().levels() + 2
	t.total2 = t.first + max(len(r.Fulfilment), 1) + 3
	return t
}

// writeFulfilment writes sheet 14 履约情况, on one page where a page can hold it.
func writeFulfilment(b *book, r *crm.MonthReport) fulfilmentRefs {
	t := newFulfilTable(r)
	notes := noteText(r, t.notes())
	units, list := max(len(r.Fulfilment), 1), max(len(r.Unfulfilled), 1)
	heights := make([]float64, list)
	for i := range r.Unfulfilled {
		heights[i] = t.listHeight(&r.Unfulfilled[i])
	}
	if len(r.Unfulfilled) == 0 {
		heights[0] = 24
	}
	head := sum(t.grid.head().heights(t.widths, fulfilSize))
	top := titleHeight + lineHeight
	row := max(fulfilRow, namesHeight(r, t.widths[1], fulfilSize))
	rates, below := 24+head+row*float64(units+1)+8, 24+listHead+fulfilRow
	foot := noteHeight(notes, sum(t.widths)) + signHeight
	room := capacity(sum(t.widths))
	onePage := top+rates+below+sum(heights)+foot <= room*1.2
	if !onePage {
		t.cuts = pages(heights, room-top-below, foot)
	}
	p := page{name: t.layout.Tab, hidden: t.layout.Hidden, widths: t.widths, lastRow: t.total2 + list + len(t.cuts) + 2, repeat: 2,
		freezeRows: 2, freezeCols: 2, onePage: onePage}
	b.setUp(p)
	t.sheet = b.begin(p)
	t.open(r, frame{sheet: keyFulfilment, title: t.layout.Title, period: "截至" + chineseDate(r.Figures.Month.Last()), unit: "单位:个、亿元、%"})
	t.writeRates(row)
	t.put(8, nil)
	if !onePage { // the list has pages of its own
		t.breakBefore(t.row + 1)
	}
	t.writeList(heights)
	t.note(notes)
	t.signature(r)
	t.end()
	return t.refs()
}

func (t *fulfilTable) refs() fulfilmentRefs {
	name := "'" + t.layout.Tab + "'!"
	f := fulfilmentRefs{listed: fmt.Sprintf("%s$A$%d:$A$%d", name, t.total2+1, t.total2+max(len(t.r.Unfulfilled), 1)+len(t.cuts))}
	if cell := t.grid.cell("contracts", t.first-1); cell != "" {
		f.contracts = name + cell
	}
	if cell := t.grid.cell("unfulfilled", t.first-1); cell != "" {
		f.unfulfilled = name + cell
	}
	return f
}

func (t *fulfilTable) notes() []string {
	from := "签约审核通过的项目"
	if m := t.r.Head.CohortFrom; m != "" {
		from = m.Label() + "以来" + from
	}
	notes := []string{"合同项目为" + from + ",一个项目只计一次;四项率的分子、分母如表头所示,投产率以开工数为分母。",
		"在建为已开工未投产;办理前期手续为状态为手续办理或已有开工以前的节点;项目状态和原因为现状。",
		"累计到位为历年全口径核定数加期初累计,未约定协议引资额的按总投资;位次按履约率,市本级及市直列示不排位。"}
	if t.r.Head.Scope != "" && t.r.Head.Office == "" {
		notes = append(notes, "本表为部分单位,不排位次。")
	}
	return append(notes, t.layout.Notes...)
}

// writeRates writes table 1: 合计 on top, then the units.
func (t *fulfilTable) writeRates(height float64) {
	t.section("(一)四项履约率")
	t.header(t.grid.head(), 0, fulfilSize)
	t.put(height, t.rateCells(-1, "合计", t.whole))
	if len(t.r.Fulfilment) == 0 {
		row := t.put(height, []any{t.cell(sized(centre, fulfilSize), "本期无")})
		t.merge(1, row, len(t.widths), row)
	}
	for i, f := range t.r.Fulfilment {
		t.put(height, t.rateCells(i, f.Unit, f.Cohort))
	}
}

// rateCells makes one row of table 1; unit −1 is 合计.
func (t *fulfilTable) rateCells(unit int, name string, c crm.Cohort) []any {
	row := t.row + 1
	dress := func(l look) look {
		if l.size = fulfilSize; unit < 0 {
			l.bold, l.fill = true, colourTotal
		}
		return l
	}
	cells := make([]any, len(t.grid.columns))
	for i, column := range t.grid.columns {
		switch column.Key {
		case "serial":
			if cells[i] = t.blank(dress(centre)); unit >= 0 {
				cells[i] = t.cell(dress(centre), unit+1)
			}
		case "unit":
			cells[i] = t.cell(dress(centre), name)
		case "rank":
			cells[i] = t.rankCell(dress(centre), unit, row)
		default:
			cells[i] = t.rateCell(dress, column.Key, unit, row, c)
		}
	}
	return cells
}

// rateCell is a count, an amount, or a formula over them.
func (t *fulfilTable) rateCell(dress func(look) look, key string, unit, row int, c crm.Cohort) excelize.Cell {
	v, format := t.rateValue(key, c)
	l := dress(number(format))
	if f, ok := fulfilFormulas[key]; ok {
		if text := f.in(t.grid, row); text != "" {
			return t.formula(l, text, v)
		}
		return t.cell(l, v)
	}
	if unit < 0 && len(t.r.Fulfilment) > 0 {
		return t.formula(l, "SUM("+t.grid.area(key, t.first, t.first+len(t.r.Fulfilment)-1)+")", v)
	}
	return t.cell(l, v)
}

// rateValue is what a key's cell shows, and its format.
func (t *fulfilTable) rateValue(key string, c crm.Cohort) (v any, format string) {
	switch key {
	case "contracts":
		return c.Contracts, formatWhole
	case "producing":
		return c.Producing, formatWhole
	case "building":
		return c.Building, formatWhole
	case "formalities":
		return c.Formalities, formatWhole
	case "unfulfilled":
		return c.Contracts - c.Started() - c.Formalities, formatWhole
	case "fulfilled":
		return c.Started() + c.Formalities, formatWhole
	case "begun":
		return c.Started(), formatWhole
	case "agreed":
		return yi(c.Agreed), formatMoney
	case "arrived":
		return yi(c.Arrived), formatMoney
	case "fulfilRate":
		return float(c.Fulfilled()), percent(t.places)
	case "beginRate":
		return float(c.StartRate()), percent(t.places)
	case "produceRate":
		return float(c.ProduceRate()), percent(t.places)
	}
	return float(c.ArrivalRate()), percent(t.places)
}

// fulfilFormulas are the columns that come from others, as the heads say.
var fulfilFormulas = map[string]keyed{
	"unfulfilled": {[]string{"contracts", "producing", "building", "formalities"}, func(c rowCells) string {
		return c.of("contracts") + "-" + c.of("producing") + "-" + c.of("building") + "-" + c.of("formalities")
	}},
	"fulfilled": {[]string{"producing", "building", "formalities"}, func(c rowCells) string {
		return c.of("producing") + "+" + c.of("building") + "+" + c.of("formalities")
	}},
	"begun": {[]string{"producing", "building"}, func(c rowCells) string {
		return c.of("producing") + "+" + c.of("building")
	}},
	"fulfilRate":  quotient("fulfilled", "contracts"),
	"beginRate":   quotient("begun", "contracts"),
	"produceRate": quotient("producing", "begun"),
	"arrivalRate": quotient("arrived", "agreed"),
}

// rankCell ranks by 履约率; 市本级及市直 stands last and is never ranked.
func (t *fulfilTable) rankCell(l look, unit, row int) excelize.Cell {
	if unit < 0 || t.r.Head.Scope != "" || t.r.Fulfilment[unit].UnitID == t.r.Head.UnrankedUnit {
		return t.none(l)
	}
	var rank any
	if t.ranks[unit] > 0 {
		rank = t.ranks[unit]
	}
	n := len(t.r.Fulfilment)
	if t.r.Fulfilment[n-1].UnitID == t.r.Head.UnrankedUnit {
		n--
	}
	if !t.grid.has("fulfilRate") {
		return t.cell(l, rank)
	}
	own := t.grid.cell("fulfilRate", row)
	f := fmt.Sprintf(`IF(ISNUMBER(%s),RANK(%s,%s),"—")`, own, own, t.grid.fixed("fulfilRate", t.first, t.first+n-1))
	return t.formula(l, f, rank)
}
