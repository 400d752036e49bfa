package reports

import (
	"fmt"

	"yinfeng/crm"
)

const officeSize = 10

// officeColumn is one count of table 1.
type officeColumn struct {
	key   string
	money bool
	value func(*crm.ReportOffice) int64
}

var officeColumns = []officeColumn{
	{"days", false, func(o *crm.ReportOffice) int64 { return o.Days }},
	{"daysYear", false, func(o *crm.ReportOffice) int64 { return o.DaysYear }},
	{"visits", false, func(o *crm.ReportOffice) int64 { return o.Visits }},
	{"visitsYear", false, func(o *crm.ReportOffice) int64 { return o.VisitsYear }},
	{"companies", false, func(o *crm.ReportOffice) int64 { return o.Companies }},
	{"companiesYear", false, func(o *crm.ReportOffice) int64 { return o.CompaniesYear }},
	{"receptions", false, func(o *crm.ReportOffice) int64 { return o.Receptions }},
	{"receptionsYear", false, func(o *crm.ReportOffice) int64 { return o.ReceptionsYear }},
	{"leads", false, func(o *crm.ReportOffice) int64 { return o.Leads }},
	{"leadsYear", false, func(o *crm.ReportOffice) int64 { return o.LeadsYear }},
	{"bigLeads", false, func(o *crm.ReportOffice) int64 { return o.BigLeads }},
	{"talking", false, func(o *crm.ReportOffice) int64 { return o.Talking }},
	{"agreeing", false, func(o *crm.ReportOffice) int64 { return o.Agreeing }},
	{"transferred", false, func(o *crm.ReportOffice) int64 { return o.Transferred }},
	{"signed", false, func(o *crm.ReportOffice) int64 { return o.Signed }},
	{"signedYear", false, func(o *crm.ReportOffice) int64 { return o.SignedYear }},
	{"signedAmount", true, func(o *crm.ReportOffice) int64 { return o.SignedAmount }},
	{"arrived", true, func(o *crm.ReportOffice) int64 { return o.Arrived }},
	{"arrivedYear", true, func(o *crm.ReportOffice) int64 { return o.ArrivedYear }},
}

// officeTable is the columns of table 1 in force; table 2 stands on the same grid.
type officeTable struct {
	layout  crm.SheetLayout
	grid    grid
	columns []officeColumn
}

func newOfficeTable(r *crm.MonthReport) officeTable {
	t := officeTable{layout: layoutOf(r, keyOffices)}
	t.grid = gridOf(t.layout)
	for _, c := range t.grid.columns {
		for _, have := range officeColumns {
			if have.key == c.Key {
				t.columns = append(t.columns, have)
			}
		}
	}
	return t
}

// widths holds both tables: table 2 needs two columns a term and three more.
func (t officeTable) widths(terms int) []float64 {
	w := t.grid.widths()
	if terms > 0 {
		for len(w) < 2+2*terms+3 {
			w = append(w, 9.4)
		}
	}
	return w
}

// writeOffices writes sheet 11 联络处工作情况: work and results, then the scorecard.
func writeOffices(b *book, r *crm.MonthReport) {
	t := newOfficeTable(r)
	widths := t.widths(len(r.ScoreTerms))
	n := max(len(r.Offices), 1)
	scored := len(r.ScoreTerms) > 0 && len(r.Offices) > 0
	last := 2 + 1 + t.grid.head().levels() + 1 + n + 2
	if scored {
		last += 1 + 1 + 2 + 1 + len(r.Offices)
	}
	p := page{name: t.layout.Tab, hidden: t.layout.Hidden, widths: widths, repeat: 2, freezeRows: 2, freezeCols: 2, lastRow: last}
	notes := noteText(r, append(officeNotes(scored), t.layout.Notes...))
	b.setUp(p)
	s := b.begin(p)
	s.open(r, frame{sheet: keyOffices, title: t.layout.Title, period: yearToMonth(r), unit: "单位:天、家、批、条、个、亿元、分"})
	height := officeHeight(s, n, scored, notes)
	t.writeWork(s, r, height)
	if scored {
		if height*float64(2*n) > capacity(s.width())*0.72 { // too long for one page
			s.breakBefore(s.row + 1)
		}
		s.put(8, nil)
		writeOfficeScores(s, r, height)
	}
	s.note(notes)
	s.signature(r)
	s.end()
}

// officeHeight shares the page's height out over the rows of both tables.
func officeHeight(s *sheet, n int, scored bool, notes string) float64 {
	used, rows := titleHeight+lineHeight+24+70+noteHeight(notes, s.width())+signHeight, float64(n+1)
	if scored {
		used, rows = used+8+24+54, rows*2
	}
	return max(heightOf(1, officeSize), min(26, (capacity(s.width())-used)/rows))
}

func officeNotes(scored bool) []string {
	notes := []string{"签约、到位按引荐归属计入联络处,与单位口径并列统计,不重复加总。"}
	if scored {
		notes = append(notes, "评分方案为设置项:按档计分的见满分行,其余各项=本单位÷组内最高×满分,加分和扣分按次计,总分不低于0。")
	}
	return notes
}

func (t officeTable) writeWork(s *sheet, r *crm.MonthReport, height float64) {
	s.section("(一)工作量和成果")
	s.header(t.grid.head(), 0, officeSize)
	bold := func(l look) look { l.size, l.bold, l.fill = officeSize, true, colourTotal; return l }
	thin := func(l look) look { l.size = officeSize; return l }
	cells := []any{s.blank(bold(centre)), s.cell(bold(centre), "合计")}
	first := s.row + 2
	for i, c := range t.columns {
		var total int64
		for k := range r.Offices {
			total += c.value(&r.Offices[k])
		}
		col := column1(i + 3)
		f := fmt.Sprintf("SUM(%s%d:%s%d)", col, first, col, first+max(len(r.Offices), 1)-1)
		cells = append(cells, s.formula(bold(c.look()), f, c.cell(total)))
	}
	s.put(height, cells)
	if len(r.Offices) == 0 {
		row := s.put(height, []any{s.cell(thin(centre), "本期无")})
		s.merge(1, row, 2+len(t.columns), row)
	}
	for i := range r.Offices {
		cells := []any{s.cell(thin(centre), i+1), s.cell(thin(centre), r.Offices[i].Name)}
		for _, c := range t.columns {
			cells = append(cells, s.cell(thin(c.look()), c.cell(c.value(&r.Offices[i]))))
		}
		s.put(max(height, textHeight(r.Offices[i].Name, s.widths[1], officeSize)), cells)
	}
}

func (c officeColumn) look() look {
	if c.money {
		return number(formatMoney)
	}
	return number(formatWhole)
}

func (c officeColumn) cell(v int64) any {
	if c.money {
		return yi(v)
	}
	return v
}
