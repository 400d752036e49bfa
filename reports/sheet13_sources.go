package reports

import (
	"fmt"

	"yinfeng/crm"
)

const (
	sourceSize  = 10
	sourceChart = 5    // columns of the charts, right of the table
	sourceGap   = 2.0  // width of the column between
	chartColumn = 14.0 // width of a chart's column
	pieRows     = 12   // rows of the pie, at least those of its table
	barRows     = 14   // rows of the bars, at least
)

// sourceTier is the rows of one tier of sheet 13, its 小计 where it has several.
type sourceTier struct {
	label    string
	tier     crm.Origin
	rows     []crm.ReportSource
	first    int // row of the first place
	subtotal int // row of 小计, 0 = the only row stands for it
}

// row is where the tier's amounts stand: 小计, or its only row.
func (t sourceTier) row() int {
	if t.subtotal > 0 {
		return t.subtotal
	}
	return t.first
}

// sourceTable writes sheet 13.
type sourceTable struct {
	*sheet
	r      *crm.MonthReport
	layout crm.SheetLayout
	grid   grid
	widths []float64
	tiers  []sourceTier
	places int
	total  int // row of 合计
	last   int // last row of table and charts
	number int // 序号 written last
}

// sourceRefs tells the cross-checks where the sums stand.
type sourceRefs struct {
	total refs
	tiers []sourceTier
}

// tierLabel names a tier; "" is what was known without its places.
func tierLabel(o crm.Origin) string {
	if o == "" {
		return "历史汇总"
	}
	return o.Label()
}

func newSourceTable(r *crm.MonthReport) *sourceTable {
	t := &sourceTable{r: r, layout: layoutOf(r, keySources), places: r.Head.Decimals()}
	t.grid = gridOf(t.layout)
	t.widths = append(t.grid.widths(), sourceGap)
	for range sourceChart {
		t.widths = append(t.widths, chartColumn)
	}
	t.total = 2 + t.grid.head().levels() + 1
	next := t.total + 1
	for i := 0; i < len(r.Sources); {
		tier := sourceTier{label: tierLabel(r.Sources[i].Tier), tier: r.Sources[i].Tier, first: next}
		for ; i < len(r.Sources) && r.Sources[i].Tier == tier.tier; i++ {
			tier.rows = append(tier.rows, r.Sources[i])
		}
		next += len(tier.rows)
		if len(tier.rows) > 1 {
			tier.subtotal = next
			next++
		}
		t.tiers = append(t.tiers, tier)
	}
	if len(t.tiers) == 0 {
		next++ // 本期无
	}
	t.last = max(next-1, t.barHead()+barRows)
	return t
}

// Rows of the charts' heads: the pie stands beside its own table.
func (t *sourceTable) pieHead() int { return 3 }
func (t *sourceTable) barHead() int { return t.pieHead() + max(pieRows, len(t.tiers)+2) + 1 }

// chartCol is the first column of the charts, from 1.
func (t *sourceTable) chartCol() int { return len(t.grid.columns) + 2 }

// writeSources writes sheet 13 来源地分布 on one page: places by tier, the pie of the tiers
// and the bars of the provinces, each beside its table.
func writeSources(b *book, r *crm.MonthReport) sourceRefs {
	t := newSourceTable(r)
	notes := noteText(r, t.notes())
	p := page{name: t.layout.Tab, hidden: t.layout.Hidden, widths: t.widths, lastRow: t.last + 2, onePage: true,
		freezeRows: t.total, freezeCols: 3}
	b.setUp(p)
	heights := t.heights(notes)
	t.addCharts(b, heights)
	t.sheet = b.begin(p)
	t.open(r, frame{sheet: keySources, title: t.layout.Title, period: yearToMonth(r), unit: "单位:个、亿元、%"})
	t.writeHead(heights)
	t.put(heights[t.row], t.right(t.totalCells(), t.row+1))
	for _, tier := range t.tiers {
		t.writeTier(tier, heights)
	}
	for t.row < t.last {
		cells := make([]any, len(t.grid.columns))
		if len(t.tiers) == 0 && t.row == t.total {
			cells[0] = t.cell(sized(centre, sourceSize), "本期无")
			t.merge(1, t.row+1, len(cells), t.row+1)
		}
		t.put(heights[t.row], t.right(cells, t.row+1))
	}
	t.note(notes)
	t.signature(r)
	t.end()
	return sourceRefs{refs{t.layout.Tab, t.total, t.grid}, t.tiers}
}

func sized(l look, size float64) look { l.size = size; return l }

func (t *sourceTable) notes() []string {
	notes := []string{capitalNote(t.r), "来源层级按每笔资金核定的来源统计,来源地按实际出资方所在地,与核定来源不一致或未登记出资方的列“未注明”;境外按年度固定汇率折算,含港澳台。",
		"在库项目按第一投资方所在地,一个项目只计一次;期初累计不计入。"}
	if lastHistoric(t.r) {
		notes = append(notes, "上年同期为历史汇总数,不分来源地,只列合计。")
	}
	if line, ok := capitalLine(t.r); ok && totalRef(t.r, line, "") != "" {
		notes = append(notes, "合计累计数的查数码:"+totalRef(t.r, line, "")+"。")
	}
	return append(notes, t.layout.Notes...)
}

// lastHistoric tells that last year's same months are historic for a unit of the report.
func lastHistoric(r *crm.MonthReport) bool {
	kept := map[string]bool{}
	for _, u := range r.Figures.Units {
		kept[u.ID] = true
	}
	for _, m := range r.UnitMonths {
		if m.LastHistoric && kept[m.ID] {
			return true
		}
	}
	return false
}

// heights gives every row's height, stretched to fill the page. Index = row − 1.
func (t *sourceTable) heights(notes string) []float64 {
	h := make([]float64, t.last+2)
	h[0], h[1] = titleHeight, lineHeight
	copy(h[2:], t.grid.head().heights(t.grid.widths(), sourceSize))
	for i := t.total - 1; i < t.last; i++ {
		h[i] = heightOf(1, sourceSize)
	}
	row := t.total
	for _, tier := range t.tiers {
		for _, s := range tier.rows {
			h[row] = heightOf(t.lines(s), sourceSize)
			row++
		}
		if tier.subtotal > 0 {
			row++
		}
	}
	h[t.last], h[t.last+1] = noteHeight(notes, sum(t.widths)), signHeight
	factor := max(1, min(maxStretch, capacity(sum(t.widths))/sum(h)))
	for i := t.total - 1; i < t.last; i++ {
		h[i] *= factor
	}
	return h
}

// lines is how many lines a row's texts take.
func (t *sourceTable) lines(s crm.ReportSource) int {
	n := 1
	for key, text := range map[string]string{"place": s.Place, "cities": s.Cities} {
		if i, ok := t.grid.at[key]; ok {
			n = max(n, lines(text, inner(t.widths[i]), sourceSize))
		}
	}
	return n
}

// writeHead writes the table's heads; the pie's title stands in the first of their rows.
func (t *sourceTable) writeHead(heights []float64) {
	l := look{font: fontHei, size: sourceSize, fill: colourHead, border: true, align: "center", wrap: true}
	h := t.grid.head()
	top, spans := t.row+1, h.spans()
	for level := range h.levels() {
		cells := make([]any, len(h))
		for c := range h {
			cells[c] = t.blank(l)
		}
		for _, sp := range spans {
			if sp.level == level {
				cells[sp.col] = t.cell(l, sp.text)
			}
		}
		t.put(heights[t.row], t.right(cells, t.row+1))
	}
	for _, sp := range spans {
		t.merge(sp.col+1, top+sp.level, sp.colEnd+1, top+sp.levelEnd)
	}
}

// writeTier writes a tier's places and its 小计, the tier's name merged over them.
func (t *sourceTable) writeTier(tier sourceTier, heights []float64) {
	first := t.row + 1
	for i, s := range tier.rows {
		t.number++
		name := ""
		if i == 0 {
			name = tier.label
		}
		t.put(heights[t.row], t.right(t.rowCells(name, s), t.row+1))
	}
	if tier.subtotal > 0 {
		t.put(heights[t.row], t.right(t.subtotalCells(tier), t.row+1))
	}
	col := t.grid.at["tier"] + 1
	t.merge(col, first, col, t.row)
}

// barTitle heads the bars.
func (t *sourceTable) barTitle() string {
	return fmt.Sprintf("图4　省外到位资金来源地(%s累计,亿元)", cumulativeSpan(t.r))
}

func cumulativeSpan(r *crm.MonthReport) string {
	if n := r.Figures.Month.Number(); n > 1 {
		return fmt.Sprintf("1—%d月", n)
	}
	return "1月"
}
