package reports

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// Days between which a date is taken, as the serial numbers of a workbook.
const (
	firstDay = 32874 // 1990-01-01
	lastDay  = 73415 // 2100-12-31
)

// validate gives a column of a template its check and drop-down.
func (b *book) validate(sheet string, col int, f templateField, lists *optionLists) {
	if b.err != nil {
		return
	}
	d := excelize.NewDataValidation(true)
	name := column1(col)
	d.SetSqref(fmt.Sprintf("%s4:%s%d", name, name, 3+validatedRows))
	style := excelize.DataValidationErrorStyleStop
	title, line := "填写有误", ""
	switch f.kind {
	case fieldMoney:
		b.fail(d.SetRange(0, 1e9, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
		line = "请只填数字，单位见表头；不写“万”“亿”“约”等文字，也不填负数"
	case fieldCount:
		b.fail(d.SetRange(0, 1000000, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween))
		line = "请填整数"
	case fieldDate:
		b.fail(d.SetRange(firstDay, lastDay, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween))
		line = "请填日期，如 2026-03-15"
	case fieldPick, fieldOffer:
		ref := lists.ref(f.list)
		if ref == "" {
			return
		}
		d.SetSqrefDropList(ref)
		line = "请从下拉列表中选择；列表在“选项”表"
		if f.kind == fieldOffer {
			style, title, line = excelize.DataValidationErrorStyleWarning, "不在列表中", "这一项不在列表中，仍要这样填吗？"
		}
	default:
		return
	}
	d.SetError(style, title, line)
	b.fail(b.file.AddDataValidation(sheet, d))
}

// optionLists are the lists of the drop-downs, a column each of the sheet 选项.
type optionLists struct {
	names []string
	items map[string][]string
}

// Names of the lists.
const (
	listUnits  = "可选单位"
	listChains = "可选产业链"
	listNature = "可选建设性质"
	listStage  = "可选阶段"
)

// templateLists are the lists that the template's columns choose from.
func templateLists(tpl workbookTemplate, t crm.TemplateData) *optionLists {
	all := map[string][]string{listUnits: t.Units, listChains: t.Chains, listNature: {"新建", "续建"}, listStage: {"签约", "开工", "投产"}}
	l := &optionLists{items: map[string][]string{}}
	for _, table := range tpl.tables {
		for _, f := range table.fields {
			if _, have := l.items[f.list]; f.list == "" || have || len(all[f.list]) == 0 {
				continue
			}
			l.names = append(l.names, f.list)
			l.items[f.list] = all[f.list]
		}
	}
	return l
}

// ref is where a list stands, "" for one without items.
func (l *optionLists) ref(name string) string {
	for i, n := range l.names {
		if n == name {
			c := column1(i + 1)
			return fmt.Sprintf("'%s'!$%s$4:$%s$%d", sheetOptions, c, c, 3+len(l.items[n]))
		}
	}
	return ""
}

func (l *optionLists) write(b *book) {
	rows := 0
	h, widths := head{}, []float64{}
	for _, n := range l.names {
		rows = max(rows, len(l.items[n]))
		h, widths = append(h, []string{n}), append(widths, 24)
	}
	p := page{name: sheetOptions, widths: widths, repeat: 3, freezeRows: 3, lastRow: 3 + rows}
	b.setUp(p)
	s := b.begin(p)
	s.titled("下拉选项", "供下拉选择，请不要改动", "", "")
	s.header(h, 0, exportSize)
	c := centre
	c.size = exportSize
	for r := range rows {
		cells := make([]any, len(l.names))
		for i, n := range l.names {
			if cells[i] = s.blank(c); r < len(l.items[n]) {
				cells[i] = s.cell(c, l.items[n][r])
			}
		}
		s.put(18, cells)
	}
	s.end()
}

// writeGuide writes what each column takes, with two examples, and the notes.
func (tpl workbookTemplate) writeGuide(b *book) {
	n := 3 + len(tpl.notes)
	for _, t := range tpl.tables {
		n += len(t.fields)
	}
	p := page{name: sheetGuide, widths: []float64{14, 22, 10, 46, 26, 26, 8}, repeat: 3, freezeRows: 3, lastRow: n}
	b.setUp(p)
	s := b.begin(p)
	s.titled(tpl.title+"填报说明", "示例只在本页，不会被导入", "", "")
	s.header(head{{"所在表"}, {"列名"}, {"是否必填"}, {"怎么填"}, {"示例一"}, {"示例二"}, {"写法"}}, 0, exportSize)
	l, c := left, centre
	l.size, c.size = exportSize, exportSize
	for _, t := range tpl.tables {
		for _, f := range t.fields {
			need, ok := c, "选填"
			if f.required {
				need.fill, ok = colourRequired, "必填"
			}
			height := 1
			for i, text := range []string{t.name, oneLine(f.title), "", f.what, f.one, f.two} {
				height = max(height, lines(text, inner(p.widths[i]), exportSize))
			}
			s.put(heightOf(height, exportSize)+2, []any{s.cell(c, t.name), s.cell(l, oneLine(f.title)), s.cell(need, ok), s.cell(l, f.what),
				s.cell(l, f.one), s.cell(l, f.two), s.cell(c, f.kind.label())})
		}
	}
	for i, note := range tpl.notes {
		s.note(fmt.Sprintf("%d.%s", i+1, note))
	}
	s.end()
}

func (k fieldKind) label() string {
	return map[fieldKind]string{fieldText: "文字", fieldDigits: "文字", fieldMoney: "数字", fieldCount: "整数", fieldDate: "年月日", fieldPick: "下拉", fieldOffer: "下拉"}[k]
}
