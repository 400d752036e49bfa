package reports

import (
	"fmt"
	"math"
	"slices"

	"yinfeng/crm"
)

// column describes one column of a list: its key, look, value, and what its 合计 cell
// holds. Its place, heads and width (in characters) come from the sheet's layout.
type column[T any] struct {
	key     string
	width   float64
	look    look
	value   func(row *T) any
	formula keyed             // a formula whose computed value is value's
	holds   func(row *T) bool // rows that the formula is for; nil = all
	total   total
}

// total is the 合计 cell of a column.
type total struct {
	label string // a fixed text, such as 合计
	sum   bool   // SUBTOTAL(109, column): the sum of what is filtered
	count string // SUBTOTAL(103, column)&count: 24个项目
	per   int64  // with sum: minor units per unit of the cells
	exact int64  // with sum: the exact sum in minor units, for the cached value
	ratio keyed  // a formula over other 合计 cells
	value any    // the ratio's computed value
	given bool   // value itself, no sum of the rows
}

// size is the font size of a column: the list's, or its own.
func (c column[T]) size(list float64) float64 {
	if c.look.size > 0 {
		return c.look.size
	}
	return list
}

// height is what a text needs in the column.
func (c column[T]) height(text string, list float64) float64 {
	if c.key == "ref" {
		return refHeight(text, c.width)
	}
	return heightOf(lines(text, inner(c.width), c.size(list)), c.size(list))
}

// sumOf totals a money column exactly.
func sumOf[T any](rows []T, per int64, minor func(*T) int64) total {
	var sum int64
	for i := range rows {
		sum += minor(&rows[i])
	}
	return total{sum: true, per: per, exact: sum}
}

// list is a table with one row per thing, filterable, of any length.
type list[T any] struct {
	frame
	freezeCols int
	columns    []column[T]
	rows       []T
	// from the layout
	name   string
	size   float64
	hidden bool
	grid   grid
}

// introShare is the column 引荐份额: it stands only in an office's report.
const introShare = "introShare"

// refs tells other sheets where a list's 合计 row and rows stand.
type refs struct {
	name string
	row  int
	grid grid
}

// cell is the address of a 合计 cell from another sheet; "" when it is not shown.
func (r refs) cell(key string) string {
	if !r.grid.has(key) {
		return ""
	}
	return "'" + r.name + "'!" + r.grid.cell(key, r.row)
}

// area is the cells of a column's n rows, from another sheet.
func (r refs) area(key string, n int) string {
	return "'" + r.name + "'!" + r.grid.area(key, r.row+1, r.row+max(n, 1))
}

// serial is the column 序号.
func serial[T any]() column[T] { return column[T]{key: "serial", look: centre} }

// lay puts the columns where the layout has them.
func (l *list[T]) lay(r *crm.MonthReport) *list[T] {
	layout := layoutOf(r, l.sheet)
	byKey := make(map[string]column[T], len(l.columns))
	for _, c := range l.columns {
		byKey[c.key] = c
	}
	l.name, l.title, l.size, l.hidden = layout.Tab, layout.Title, layout.Size, layout.Hidden
	l.notes = append(l.notes, layout.Notes...)
	layout.Columns = slices.DeleteFunc(layout.Columns, func(c crm.LayoutColumn) bool {
		return byKey[c.Key].key == "" || c.Key == introShare && r.Head.Office == ""
	})
	l.grid = gridOf(layout)
	l.columns = make([]column[T], len(l.grid.columns))
	for i, c := range l.grid.columns {
		l.columns[i] = byKey[c.Key]
		l.columns[i].width = c.Width
	}
	l.freezeCols = min(l.freezeCols, len(l.columns)-1)
	return l
}

func (l *list[T]) head() head { return l.grid.head() }

func (l *list[T]) widths() []float64 {
	w := make([]float64, len(l.columns))
	for i, c := range l.columns {
		w[i] = c.width
	}
	return w
}

// fit widens number columns whose largest number would not fit.
func (l *list[T]) fit() {
	for i := range l.columns {
		c := &l.columns[i]
		if c.look.align != "right" || c.value == nil {
			c.width = max(c.width, l.leastWidth(c))
			continue
		}
		most := 0.0
		for k := range l.rows {
			most = larger(most, c.value(&l.rows[k]))
		}
		c.width = max(c.width, numberWidth(most, c.look.format, l.size, false))
		if c.total.sum {
			c.width = max(c.width, numberWidth(scaled(c.total.exact, c.total.per), c.look.format, l.size, true))
		}
	}
}

// leastWidth is what the dates or running numbers of a column need so that they never show
// as ####, at most the width that the column ships with.
func (l *list[T]) leastWidth(c *column[T]) float64 {
	need := 0.0
	if c.value == nil {
		need = numberWidth(float64(len(l.rows)), formatWhole, l.size, false)
	}
	for k := range l.rows {
		if c.value == nil {
			break
		}
		if d, ok := c.value(&l.rows[k]).(day); ok {
			if _, full := d.serial(); full {
				need = math.Ceil((textWidth(string(d), l.size)+l.size*0.56+4)/6*10) / 10
				break
			}
		}
	}
	base, _ := defaultLayout(l.sheet)
	for _, shipped := range base.Columns {
		if shipped.Key == c.key {
			return min(need, shipped.Width)
		}
	}
	return 0
}

// larger returns the number that prints wider, the sign counted.
func larger(most float64, v any) float64 {
	var x float64
	switch v := v.(type) {
	case float64:
		x = v
	case int64:
		x = float64(v)
	case int:
		x = float64(v)
	}
	if len(printed(x, formatWhole)) > len(printed(most, formatWhole)) {
		return x
	}
	return most
}

// totalRow is the row of 合计, the one below the heads.
func (l *list[T]) totalRow() int { return 2 + l.head().levels() + 1 }

// rowHeight is the height that row i needs, so that no text is cut.
func (l *list[T]) rowHeight(i int) float64 {
	most := heightOf(1, l.size)
	for _, c := range l.columns {
		if !c.look.wrap || c.value == nil {
			continue
		}
		if s, ok := c.value(&l.rows[i]).(string); ok {
			most = max(most, c.height(s, l.size))
		}
	}
	return most
}

// write writes the list as a sheet of the month's workbook and returns its 合计 row.
func (l *list[T]) write(b *book, r *crm.MonthReport) refs {
	l.fit()
	notes := noteText(r, l.notes)
	widths, h := l.widths(), l.head()
	p := page{name: l.name, hidden: l.hidden, widths: widths, repeat: 2 + h.levels(),
		freezeRows: l.totalRow(), freezeCols: l.freezeCols,
		lastRow: l.totalRow() + max(len(l.rows), 1) + 2}
	if len(l.rows) > 0 {
		p.filterRow, p.filterEnd = l.totalRow(), l.totalRow()+len(l.rows)
	}
	b.setUp(p)
	s := b.begin(p)
	s.open(r, l.frame)
	s.header(h, 0, l.size)
	l.writeTotal(s)
	l.writeRows(s, noteHeight(notes, p.width())+signHeight)
	s.note(notes)
	s.signature(r)
	s.end()
	return refs{l.name, l.totalRow(), l.grid}
}

// totalHeight is at least 22 points, so that the filter arrows fit.
func (l *list[T]) totalHeight() float64 {
	h := max(22, heightOf(1, l.size))
	for _, c := range l.columns {
		if text, ok := c.total.value.(string); ok && c.total.given {
			h = max(h, c.height(text, l.size))
		}
	}
	return h
}

// writeTotal writes 合计.
func (l *list[T]) writeTotal(s *sheet) {
	first, last := s.row+2, s.row+1+max(len(l.rows), 1)
	cells := make([]any, len(l.columns))
	for i, c := range l.columns {
		lk := c.look
		lk.size, lk.bold, lk.fill = c.size(l.size), c.key != "ref", colourTotal
		col := column1(i + 1)
		area := fmt.Sprintf("%s%d:%s%d", col, first, col, last)
		switch t := c.total; {
		case t.sum:
			cells[i] = s.formula(lk, "SUBTOTAL(109,"+area+")", scaled(t.exact, t.per))
		case t.count != "":
			lk.wrap = false
			cells[i] = s.formula(lk, `SUBTOTAL(103,`+area+`)&"`+t.count+`"`, fmt.Sprint(len(l.rows), t.count))
		case t.ratio.text != nil && t.ratio.in(l.grid, s.row+1) != "":
			cells[i] = s.formula(lk, t.ratio.in(l.grid, s.row+1), t.value)
		case t.ratio.text != nil, t.given:
			cells[i] = s.cell(lk, t.value)
		case t.label != "":
			lk.align = "center"
			cells[i] = s.cell(lk, t.label)
		default:
			cells[i] = s.blank(lk)
		}
	}
	s.put(l.totalHeight(), cells)
}

// writeRows writes the body on pages of equal height.
func (l *list[T]) writeRows(s *sheet, foot float64) {
	if len(l.rows) == 0 {
		l.writeEmpty(s)
		return
	}
	heights := make([]float64, len(l.rows))
	for i := range l.rows {
		heights[i] = l.rowHeight(i)
	}
	top := titleHeight + lineHeight + sum(l.head().heights(l.widths(), l.size))
	room := capacity(s.width()) - top - l.totalHeight()
	cuts := pages(heights, room, foot)
	factor := stretch(heights, cuts, room, foot)
	cells := make([]any, len(l.columns))
	for i := range l.rows {
		if len(cuts) > 0 && cuts[0] == i {
			s.breakBefore(s.row + 1)
			cuts = cuts[1:]
		}
		l.fill(s, cells, i)
		s.put(grown(heights[i], factor), cells)
	}
}

// fill makes the cells of row i.
func (l *list[T]) fill(s *sheet, cells []any, i int) {
	for c := range l.columns {
		col := &l.columns[c]
		lk := col.look
		lk.size = col.size(l.size)
		if col.value == nil {
			cells[c] = s.cell(lk, i+1)
			continue
		}
		v := col.value(&l.rows[i])
		if col.formula.text != nil && (col.holds == nil || col.holds(&l.rows[i])) {
			if f := col.formula.in(l.grid, s.row+1); f != "" {
				cells[c] = s.formula(lk, f, v)
				continue
			}
		}
		cells[c] = s.cell(lk, v)
	}
}

// writeEmpty says in one row that there is nothing.
func (l *list[T]) writeEmpty(s *sheet) {
	lk := centre
	lk.size = l.size
	cells := make([]any, len(l.columns))
	for i := range cells {
		cells[i] = s.blank(lk)
	}
	cells[0] = s.cell(lk, "本期无")
	row := s.put(heightOf(1, l.size)+6, cells)
	s.merge(1, row, len(cells), row)
}

func sum(xs []float64) float64 {
	var s float64
	for _, x := range xs {
		s += x
	}
	return s
}
