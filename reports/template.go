package reports

import (
	"context"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// fieldKind is what a column of a template takes.
type fieldKind int

const (
	fieldText   fieldKind = iota
	fieldDigits           // text of digits that must not turn into a number: codes, phones
	fieldMoney            // an amount, 0 or more
	fieldCount            // a whole number, 0 or more
	fieldDate
	fieldPick  // one of a list, nothing else
	fieldOffer // one of a list, or something else after a warning
)

// templateField is one column to fill in. Its title is one that the importer knows (crm.DefaultImportHeaders).
type templateField struct {
	title    string
	width    float64
	kind     fieldKind
	list     string // name of the list on the sheet 选项
	required bool
	what     string // for the guide
	one, two string // the guide's two examples
}

// templateTable is one sheet to fill in.
type templateTable struct {
	name   string
	title  string
	unit   string // 单位:万元
	freeze int    // columns that stay while scrolling
	fields []templateField
	first  []string // texts of the first column, one row each, filled in beforehand
}

// workbookTemplate is a template: its tables, and what its guide says besides the columns.
type workbookTemplate struct {
	title  string
	tables []templateTable
	notes  []string
}

// Sheets of a template beside its tables.
const (
	sheetGuide   = "填报说明"
	sheetOptions = "选项"
)

const (
	templateRows   = 100  // rows with borders
	validatedRows  = 5000 // rows in which the drop-downs and checks work
	colourRequired = "FBE2CF"
)

// WriteTemplate writes the workbook to fill in for a kind: a table (visits: 外出招商 and 来访) with drop-downs, checks of dates and
// numbers, a guide with two examples a column, and the lists of the drop-downs. The examples stand on the guide, so that
// nobody imports them. Guide and lists are no tables to the importer. The same data give the same bytes.
//
// Errors: a *crm.Error for a kind without a template, a malformed month or no units; w's.
func WriteTemplate(w io.Writer, kind crm.ImportKind, t crm.TemplateData) error {
	tpl, err := templateOf(kind, t)
	if err != nil {
		return err
	}
	b := newBook(context.Background(), w, 0, nil)
	b.footLeft, b.footEnd = "引凤", tpl.title
	b.properties(tpl.title, "引凤", crm.Date(fmt.Sprintf("%04d-01-01", t.Year)))
	lists := templateLists(tpl, t)
	for _, table := range tpl.tables {
		table.write(b, lists)
	}
	tpl.writeGuide(b)
	lists.write(b)
	return b.finish(tpl.tables[0].name)
}

func templateOf(kind crm.ImportKind, t crm.TemplateData) (workbookTemplate, error) {
	if len(t.Units) == 0 {
		return workbookTemplate{}, crm.Invalid("units", "还没有报送单位，做不了模板；请先添加单位")
	}
	if t.Year < 1990 || t.Year > 2200 {
		return workbookTemplate{}, crm.Invalid("year", "年份 %d 不对，请写成 2026", t.Year)
	}
	switch kind {
	case crm.ImportProjects:
		return projectTemplate(t), nil
	case crm.ImportLeads:
		return leadTemplate(t), nil
	case crm.ImportVisits:
		return visitTemplate(t), nil
	case crm.ImportCapital:
		if _, err := crm.ParseMonth(string(t.Month)); err != nil {
			return workbookTemplate{}, err
		}
		return capitalTemplate(t), nil
	case crm.ImportMatrix:
		return matrixTemplate(t), nil
	}
	return workbookTemplate{}, crm.Invalid("kind", "没有“%s”的填报模板；请选择项目、在谈、拜访、到位资金或县区月份表", kind)
}

// head are the titles as they stand in the header.
func (t templateTable) head() head {
	h := make(head, len(t.fields))
	for i, f := range t.fields {
		h[i] = []string{f.title}
	}
	return h
}

// write writes the table: title, line, header, rows to fill in.
func (t templateTable) write(b *book, lists *optionLists) {
	rows := templateRows
	if len(t.first) > 0 {
		rows = len(t.first)
	}
	p := page{name: t.name, repeat: 3, freezeRows: 3, freezeCols: t.freeze, lastRow: 3 + rows}
	for _, f := range t.fields {
		p.widths = append(p.widths, f.width)
	}
	b.setUp(p)
	if b.err == nil { // rows below the prepared ones print too
		b.fail(b.file.DeleteDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: t.name}))
	}
	for i, f := range t.fields {
		b.validate(t.name, i+1, f, lists)
	}
	s := b.begin(p)
	s.titled(t.title, "填报单位:", "填报日期:　　年　月　日", t.unit)
	t.writeHead(s)
	for r := range rows {
		cells := make([]any, len(t.fields))
		for i, f := range t.fields {
			cells[i] = s.blank(f.look())
		}
		if len(t.first) > 0 {
			cells[0], cells[1] = s.cell(t.fields[0].look(), r+1), s.cell(t.fields[1].look(), t.first[r])
		}
		s.put(22, cells)
	}
	s.end()
}

// writeHead writes the header; columns that must be filled in have a colour of their own.
func (t templateTable) writeHead(s *sheet) {
	height := t.head().heights(s.widths, exportSize)[0]
	cells := make([]any, len(t.fields))
	for i, f := range t.fields {
		l := look{font: fontHei, size: exportSize, fill: colourHead, border: true, align: "center", wrap: true}
		if f.required {
			l.fill = colourRequired
		}
		cells[i] = s.cell(l, f.title)
	}
	s.put(max(height, 30), cells)
}

func (f templateField) look() look {
	l := left
	switch f.kind {
	case fieldMoney:
		l = number(`#,##0.00####`)
	case fieldCount:
		l = number("0")
		l.align = "center"
	case fieldDate:
		l = centre
		l.format = formatDay
	case fieldDigits:
		l = centre
		l.format = "@"
	case fieldPick, fieldOffer:
		l = centre
	}
	l.size = exportSize
	return l
}
