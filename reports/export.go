package reports

import (
	"context"
	"fmt"
	"io"
	"iter"

	"yinfeng/crm"
)

// ListKind is what a column of a list export holds.
type ListKind string

// Kinds of list columns, and the Go values that their cells take. nil and "" leave a
// cell empty, so that a later import finds nothing there.
const (
	ListText  ListKind = "text"  // string, wrapped
	ListCode  ListKind = "code"  // string in the middle: 编码, units, stages
	ListMoney ListKind = "money" // int64 minor units or crm.Money, shown in 万元 or 万美元
	ListCount ListKind = "count" // int or int64
	ListArea  ListKind = "area"  // int64 hundredths: 亩
	ListDate  ListKind = "date"  // crm.Date, crm.Month or "2022" as text, precision kept
)

// ListColumn describes one column of a list export. Titles of money columns name their
// unit, such as 总投资(万元).
type ListColumn struct {
	Title string
	Width float64 // characters; 0 = by kind
	Kind  ListKind
	Sum   int64 // exact total in minor units (or the count), printed in 合计 when Total
	Total bool  // the column has a 合计
}

// List is a plain list export: leads, visits, projects, capital, companies. One of its
// columns should be 编码, by which a later import finds the rows again.
type List struct {
	Sheet   string // sheet name, at most 31 characters
	Title   string // 线索清单
	Unit    string // 单位:万元
	Issuer  string // who exports, for the line below the title and the footer
	On      crm.Date
	Note    string // basis, cut-off, what the rows are; "" = none
	Demo    bool
	Columns []ListColumn
	Count   int // rows to come, as counted before; an upper bound is enough
}

// WriteList streams rows to w as a workbook: title, 单位 line, head, 合计 where a column
// has one, rows with filter, frozen panes and print set-up like the monthly workbook's.
// An error from rows stops it. Text never becomes a formula.
func WriteList(ctx context.Context, w io.Writer, l List, rows iter.Seq2[[]any, error], progress Progress) error {
	if len(l.Columns) == 0 {
		return crm.Invalid("columns", "导出的列为空，请至少选择一列")
	}
	b := newBook(ctx, w, l.Count+5, progress)
	b.footLeft, b.footEnd = clip(l.Issuer, 40), "导出日期 "+string(l.On)
	title := l.Title
	if l.Demo {
		title += "(演示)"
		b.footEnd += "(演示)"
	}
	b.properties(title, l.Issuer, l.On)
	x := export{List: l, title: title}
	x.write(b, rows)
	return b.finish(l.Sheet)
}

const exportSize = 10

// export writes one list.
type export struct {
	List
	title string
}

func (x export) widths() []float64 {
	byKind := map[ListKind]float64{ListText: 18, ListCode: 11, ListMoney: 13, ListCount: 8, ListArea: 9, ListDate: 10.4}
	w := make([]float64, len(x.Columns))
	for i, c := range x.Columns {
		w[i] = c.Width
		if w[i] == 0 {
			w[i] = byKind[c.Kind]
		}
		if c.Total && c.Kind != ListText && c.Kind != ListCode {
			w[i] = max(w[i], numberWidth(scaled(c.Sum, c.per()), c.look().format, exportSize, true))
		}
	}
	return w
}

func (c ListColumn) per() int64 {
	switch c.Kind {
	case ListMoney:
		return crm.FenPerWan
	case ListArea:
		return 100
	}
	return 1
}

func (c ListColumn) look() look {
	l := map[ListKind]look{ListText: left, ListCode: centre, ListDate: centre, ListMoney: number(formatMoney),
		ListCount: number(formatWhole), ListArea: number(formatMoney)}[c.Kind]
	if l == (look{}) {
		l = left
	}
	l.size = exportSize
	return l
}

func (x export) head() head {
	h := make(head, len(x.Columns))
	for i, c := range x.Columns {
		h[i] = []string{c.Title}
	}
	return h
}

func (x export) hasTotal() bool {
	for _, c := range x.Columns {
		if c.Total {
			return true
		}
	}
	return false
}

func (x export) write(b *book, rows iter.Seq2[[]any, error]) {
	top := 3
	if x.hasTotal() {
		top = 4
	}
	last := top + max(x.Count, 1)
	p := page{name: x.Sheet, widths: x.widths(), repeat: 3, freezeRows: top, lastRow: last, filterRow: top, filterEnd: last}
	if x.Note != "" {
		p.lastRow++
	}
	b.setUp(p)
	s := b.begin(p)
	s.titled(x.title, "填报单位:"+x.Issuer, "导出日期:"+chineseDate(x.On), x.Unit)
	s.header(x.head(), 0, exportSize)
	if x.hasTotal() {
		x.writeTotal(s)
	}
	x.writeRows(s, rows)
	if x.Note != "" {
		s.note("注:" + x.Note)
	}
	s.end()
}

func (x export) writeTotal(s *sheet) {
	cells := make([]any, len(x.Columns))
	labelled := false
	for i, c := range x.Columns {
		l := c.look()
		l.bold, l.fill = true, colourTotal
		switch {
		case c.Total:
			col := column1(i + 1)
			f := fmt.Sprintf("SUBTOTAL(109,%s%d:%s%d)", col, s.row+2, col, s.row+1+max(x.Count, 1))
			cells[i] = s.formula(l, f, scaled(c.Sum, c.per()))
		case !labelled:
			l.align, labelled = "center", true
			cells[i] = s.cell(l, "合计")
		default:
			cells[i] = s.blank(l)
		}
	}
	s.put(22, cells)
}

func (x export) writeRows(s *sheet, rows iter.Seq2[[]any, error]) {
	widths := s.widths
	for row, err := range rows {
		if s.fail(err); s.err != nil {
			return
		}
		if len(row) != len(x.Columns) {
			s.fail(fmt.Errorf("reports: a row of %d values for %d columns", len(row), len(x.Columns)))
			return
		}
		cells, n := make([]any, len(row)), 1
		for i, v := range row {
			l := x.Columns[i].look()
			cells[i] = s.exported(l, x.Columns[i], v)
			if text, ok := v.(string); ok && l.wrap {
				n = max(n, lines(text, inner(widths[i]), exportSize))
			}
		}
		s.put(min(heightOf(n, exportSize)+2, 400), cells)
	}
}

// exported makes the cell of a value; nothing stays an empty cell.
func (s *sheet) exported(l look, c ListColumn, v any) any {
	switch t := v.(type) {
	case nil:
		return s.blank(l)
	case crm.Money:
		return s.cell(l, scaled(t.Amount, c.per()))
	case *int64:
		if t == nil {
			return s.blank(l)
		}
		return s.cell(l, scaled(*t, c.per()))
	case int64:
		if c.per() > 1 {
			return s.cell(l, scaled(t, c.per()))
		}
		return s.cell(l, t)
	case crm.Date:
		return s.exported(l, c, string(t))
	case crm.Month:
		return s.exported(l, c, string(t))
	case string:
		if t == "" {
			return s.blank(l)
		}
		if c.Kind == ListDate {
			return s.cell(l, day(t))
		}
	}
	return s.cell(l, v)
}
