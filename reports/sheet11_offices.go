package reports

import (
	"fmt"

	"yinfeng/crm"
)

const officeSize = 10

// officeColumn is one count of table 1.
type officeColumn struct {
	heads []string
	money bool
	value func(*crm.ReportOffice) int64
}

var officeColumns = []officeColumn{
	{[]string{"驻点天数(天)", "本月"}, false, func(o *crm.ReportOffice) int64 { return o.Days }},
	{[]string{"驻点天数(天)", "累计"}, false, func(o *crm.ReportOffice) int64 { return o.DaysYear }},
	{[]string{"拜访客商", "批次", "本月"}, false, func(o *crm.ReportOffice) int64 { return o.Visits }},
	{[]string{"拜访客商", "批次", "累计"}, false, func(o *crm.ReportOffice) int64 { return o.VisitsYear }},
	{[]string{"拜访客商", "企业(家)", "本月"}, false, func(o *crm.ReportOffice) int64 { return o.Companies }},
	{[]string{"拜访客商", "企业(家)", "累计"}, false, func(o *crm.ReportOffice) int64 { return o.CompaniesYear }},
	{[]string{"来访接待(批)", "本月"}, false, func(o *crm.ReportOffice) int64 { return o.Receptions }},
	{[]string{"来访接待(批)", "累计"}, false, func(o *crm.ReportOffice) int64 { return o.ReceptionsYear }},
	{[]string{"线索(条)", "本月"}, false, func(o *crm.ReportOffice) int64 { return o.Leads }},
	{[]string{"线索(条)", "累计"}, false, func(o *crm.ReportOffice) int64 { return o.LeadsYear }},
	{[]string{"线索(条)", "其中:5亿\n元以上"}, false, func(o *crm.ReportOffice) int64 { return o.BigLeads }},
	{[]string{"在谈(个)", "月末"}, false, func(o *crm.ReportOffice) int64 { return o.Talking }},
	{[]string{"在谈(个)", "其中:\n拟签约"}, false, func(o *crm.ReportOffice) int64 { return o.Agreeing }},
	{[]string{"流转\n(条)"}, false, func(o *crm.ReportOffice) int64 { return o.Transferred }},
	{[]string{"新签约", "本月\n(个)"}, false, func(o *crm.ReportOffice) int64 { return o.Signed }},
	{[]string{"新签约", "累计\n(个)"}, false, func(o *crm.ReportOffice) int64 { return o.SignedYear }},
	{[]string{"新签约", "累计投资\n(亿元)"}, true, func(o *crm.ReportOffice) int64 { return o.SignedAmount }},
	{[]string{"到位资金(亿元)", "本月"}, true, func(o *crm.ReportOffice) int64 { return o.Arrived }},
	{[]string{"到位资金(亿元)", "累计"}, true, func(o *crm.ReportOffice) int64 { return o.ArrivedYear }},
}

// officeWidths holds both tables: 16 narrow columns and 3 wider ones.
func officeWidths(terms int) []float64 {
	w := []float64{4.6, 24}
	for range max(16, 2*terms) {
		w = append(w, 8)
	}
	return append(w, 9.4, 9.4, 9.4)
}

// writeOffices writes sheet 11 联络处工作情况: work and results, then the scorecard.
func writeOffices(b *book, r *crm.MonthReport) {
	widths := officeWidths(len(r.ScoreTerms))
	n := max(len(r.Offices), 1)
	scored := len(r.ScoreTerms) > 0 && len(r.Offices) > 0
	last := 2 + 1 + 3 + 1 + n + 2
	if scored {
		last += 1 + 1 + 2 + 1 + len(r.Offices)
	}
	p := page{name: sheetOffices, widths: widths, repeat: 2, freezeRows: 2, freezeCols: 2, lastRow: last}
	notes := noteText(r, officeNotes(scored))
	b.setUp(p)
	s := b.begin(p)
	s.open(r, frame{number: 11, title: "驻外招商联络处和小分队工作情况", period: yearToMonth(r), unit: "单位:天、家、批、条、个、亿元、分"})
	height := officeHeight(s, n, scored, notes)
	writeOfficeWork(s, r, height)
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

func writeOfficeWork(s *sheet, r *crm.MonthReport, height float64) {
	s.section("(一)工作量和成果")
	h := head{{"序号"}, {"联络处"}}
	for _, c := range officeColumns {
		h = append(h, c.heads)
	}
	s.header(h, 0, officeSize)
	bold := func(l look) look { l.size, l.bold, l.fill = officeSize, true, colourTotal; return l }
	thin := func(l look) look { l.size = officeSize; return l }
	cells := []any{s.blank(bold(centre)), s.cell(bold(centre), "合计")}
	first := s.row + 2
	for i, c := range officeColumns {
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
		s.merge(1, row, 2+len(officeColumns), row)
	}
	for i := range r.Offices {
		cells := []any{s.cell(thin(centre), i+1), s.cell(thin(centre), r.Offices[i].Name)}
		for _, c := range officeColumns {
			cells = append(cells, s.cell(thin(c.look()), c.cell(c.value(&r.Offices[i]))))
		}
		s.put(max(height, nameHeight(r.Offices[i].Name)), cells)
	}
}

// nameHeight is what an office's name needs in its column.
func nameHeight(name string) float64 { return heightOf(lines(name, inner(24), officeSize), officeSize) }

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
