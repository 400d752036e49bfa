package reports

import "yinfeng/crm"

// receptionsSheet is sheet 10 来访情况, by date.
func receptionsSheet(r *crm.MonthReport) *list[crm.ReportReception] {
	type row = crm.ReportReception
	unit := textCol("unit", centre, func(p *row) string { return p.Unit }).labelled()
	company := textCol("company", left, func(p *row) string { return p.Company }).counted("批次")
	return (&list[row]{
		frame: frame{keyReceptions, "", monthOnly(r), "单位:人、万元", []string{
			"按来访日期排列;同一客商本月多次来访的,各批次均列示。", "意向投资额为客商口头意向,不计入任何完成指标。"}},
		freezeCols: 4, rows: r.Receptions,
		columns: []column[row]{
			serial[row](),
			dateCol("on", formatDay, func(p *row) string { return string(p.On) }),
			unit, company,
			textCol("code", centre, func(p *row) string { return p.Code }),
			textCol("origin", centre, func(p *row) string { return p.Origin }),
			textCol("guest", centre, func(p *row) string { return p.Guest }),
			textCol("title", centre, func(p *row) string { return p.Title }),
			countCol(r.Receptions, "people", func(p *row) int64 { return p.People }),
			textCol("host", centre, func(p *row) string { return p.Host }),
			textCol("way", centre, func(p *row) string { return p.Way }),
			textCol("place", centre, func(p *row) string { return p.Place }),
			textCol("topic", left, func(p *row) string { return p.Topic }),
			wanOrNoneCol(r.Receptions, "amount", func(p *row) int64 { return p.Amount }),
			textCol("next", left, func(p *row) string { return p.Next }),
			textCol("nextWho", centre, func(p *row) string { return p.NextWho }),
			dateCol("nextDate", formatDay, func(p *row) string { return string(p.NextDate) }),
		},
	}).lay(r)
}
