package reports

import (
	"fmt"

	"yinfeng/crm"
)

// unfulfilledColumn is one column of sheet 14's second table, spread over the columns of
// the first.
type unfulfilledColumn struct {
	head  string
	share float64 // of the width, in characters
	look  look
	value func(*crm.ReportUnfulfilled) any
}

// Columns 序号 and 县市区 stand under 序号 and 单位.
var unfulfilledColumns = []unfulfilledColumn{
	{"项目编码", 15, centre, func(p *crm.ReportUnfulfilled) any { return p.Code }},
	{"项目名称", 24, left, func(p *crm.ReportUnfulfilled) any { return p.Name }},
	{"投资方", 22, left, func(p *crm.ReportUnfulfilled) any { return p.Investor }},
	{"签约时间", 11, centre, func(p *crm.ReportUnfulfilled) any { return day(p.SignedOn) }},
	{"总投资\n(万元)", 12, number(formatMoney), func(p *crm.ReportUnfulfilled) any { return wan(p.Total) }},
	{"原因", 25, left, func(p *crm.ReportUnfulfilled) any { return p.Reason }},
	{"状态", 9, centre, func(p *crm.ReportUnfulfilled) any { return p.Status }},
	{"处置意见", 22, left, func(p *crm.ReportUnfulfilled) any { return p.Next }},
}

// Places in unfulfilledColumns.
const (
	unfulfilledName  = 1
	unfulfilledTotal = 4
)

// ends are the last columns (from 1) of each column of table 2 on the grid of table 1.
func (t *fulfilTable) ends() []int {
	if t.spans == nil {
		t.spans = t.spread(0)
		need := numberWidth(wan(t.listed()), formatMoney, fulfilSize, true)
		for more := 3.0; t.spanWidth(unfulfilledTotal+2) < need && more < 40; more += 3 {
			t.spans = t.spread(more)
		}
	}
	return t.spans
}

// listed is the sum of 总投资.
func (t *fulfilTable) listed() int64 {
	var whole int64
	for _, p := range t.r.Unfulfilled {
		whole += p.Total
	}
	return whole
}

// spread shares the columns out, `more` characters more to 总投资 than it asks for.
func (t *fulfilTable) spread(more float64) []int {
	n := len(t.widths)
	ends := []int{1, 2}
	room := sum(t.widths[2:])
	all, used, want := more, 0.0, 0.0
	for _, c := range unfulfilledColumns {
		all += c.share
	}
	col := 2
	for i, c := range unfulfilledColumns {
		if i == unfulfilledTotal {
			c.share += more
		}
		want += c.share / all * room
		left := len(unfulfilledColumns) - 1 - i
		for first := true; col < n-left && (first || used+t.widths[col]/2 <= want); first = false {
			used += t.widths[col]
			col++
		}
		ends = append(ends, col)
	}
	ends[len(ends)-1] = n
	return ends
}

// spanned writes one row of table 2.
func (t *fulfilTable) spanned(height float64, fill look, cell func(i int) any) int {
	cells := make([]any, len(t.widths))
	for i := range cells {
		cells[i] = t.blank(fill)
	}
	ends, start := t.ends(), 1
	for i, end := range ends {
		cells[start-1] = cell(i)
		start = end + 1
	}
	row := t.put(height, cells)
	start = 1
	for _, end := range ends {
		t.merge(start, row, end, row)
		start = end + 1
	}
	return row
}

// spanWidth is the width of column i of table 2.
func (t *fulfilTable) spanWidth(i int) float64 {
	ends := t.ends()
	start := 0
	if i > 0 {
		start = ends[i-1]
	}
	return sum(t.widths[start:ends[i]])
}

func (t *fulfilTable) listHeight(p *crm.ReportUnfulfilled) float64 {
	n := lines(p.Unit, inner(t.spanWidth(1)), fulfilSize)
	for i, c := range unfulfilledColumns {
		if text, ok := c.value(p).(string); ok {
			n = max(n, lines(text, inner(t.spanWidth(i+2)), fulfilSize))
		}
	}
	return heightOf(n, fulfilSize) + 4
}

// writeList writes table 2; each page that it needs starts with its heads.
func (t *fulfilTable) writeList(heights []float64) {
	t.section("(二)未履约项目")
	t.writeListHead()
	t.writeListTotal()
	if len(t.r.Unfulfilled) == 0 {
		row := t.put(heights[0], []any{t.cell(sized(centre, fulfilSize), "本期无")})
		t.merge(1, row, len(t.widths), row)
		return
	}
	cuts := t.cuts
	for i := range t.r.Unfulfilled {
		if len(cuts) > 0 && cuts[0] == i {
			cuts = cuts[1:]
			t.breakBefore(t.row + 1)
			t.writeListHead()
		}
		p := &t.r.Unfulfilled[i]
		t.spanned(heights[i], sized(centre, fulfilSize), func(k int) any {
			switch k {
			case 0:
				return t.cell(sized(centre, fulfilSize), i+1)
			case 1:
				return t.cell(sized(centre, fulfilSize), p.Unit)
			}
			c := unfulfilledColumns[k-2]
			return t.cell(sized(c.look, fulfilSize), c.value(p))
		})
	}
}

func (t *fulfilTable) writeListHead() {
	h := look{font: fontHei, size: fulfilSize, fill: colourHead, border: true, align: "center", wrap: true}
	t.spanned(listHead, h, func(i int) any {
		switch i {
		case 0:
			return t.cell(h, "序号")
		case 1:
			return t.cell(h, "县市区")
		}
		return t.cell(h, unfulfilledColumns[i-2].head)
	})
}

func (t *fulfilTable) writeListTotal() {
	dress := func(l look) look { l.size, l.bold, l.fill = fulfilSize, true, colourTotal; return l }
	first, last := t.row+2, t.row+1+max(len(t.r.Unfulfilled), 1)+len(t.cuts)
	area := func(i int) string {
		col := column1(t.ends()[i-1] + 1)
		return fmt.Sprintf("%s%d:%s%d", col, first, col, last)
	}
	t.spanned(24, dress(centre), func(i int) any {
		switch i {
		case 1:
			return t.cell(dress(centre), "合计")
		case unfulfilledName + 2:
			return t.cell(dress(left), fmt.Sprintf("%d个项目", len(t.r.Unfulfilled)))
		case unfulfilledTotal + 2:
			return t.formula(dress(number(formatMoney)), "SUM("+area(i)+")", wan(t.listed()))
		}
		return t.blank(dress(centre))
	})
}
