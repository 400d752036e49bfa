package reports

import "yinfeng/crm"

// receptionsSheet is sheet 10 来访情况, by date.
func receptionsSheet(r *crm.MonthReport) *list[crm.ReportReception] {
	type row = crm.ReportReception
	unit := textCol(heads{"接待单位"}, 11, centre, func(p *row) string { return p.Unit }).labelled()
	company := textCol(heads{"来访单位"}, 21.4, left, func(p *row) string { return p.Company }).counted("批次")
	return &list[row]{
		frame: frame{10, "客商来访情况表", monthOnly(r), "单位:人、万元", []string{
			"按来访日期排列;同一客商本月多次来访的,各批次均列示。", "意向投资额为客商口头意向,不计入任何完成指标。"}},
		name: sheetReceptions, size: 10, freezeCols: 4, rows: r.Receptions,
		columns: []column[row]{
			serial[row](4.6),
			dateCol(heads{"来访日期"}, 10.4, formatDay, func(p *row) string { return string(p.On) }),
			unit, company,
			textCol(heads{"编码"}, 11.6, centre, func(p *row) string { return p.Code }),
			textCol(heads{"来源地"}, 8.6, centre, func(p *row) string { return p.Origin }),
			textCol(heads{"来访客商", "主宾"}, 7.4, centre, func(p *row) string { return p.Guest }),
			textCol(heads{"来访客商", "职务"}, 8.6, centre, func(p *row) string { return p.Title }),
			countCol(r.Receptions, heads{"来访客商", "人数"}, 6, func(p *row) int64 { return p.People }),
			textCol(heads{"接待领导"}, 17, centre, func(p *row) string { return p.Host }),
			textCol(heads{"方式"}, 8.6, centre, func(p *row) string { return p.Way }),
			textCol(heads{"地点"}, 12.8, centre, func(p *row) string { return p.Place }),
			textCol(heads{"洽谈内容"}, 17, left, func(p *row) string { return p.Topic }),
			wanOrNoneCol(r.Receptions, heads{"意向投资额\n(万元)"}, 11.6, func(p *row) int64 { return p.Amount }),
			textCol(heads{"后续事项", "事项"}, 17, left, func(p *row) string { return p.Next }),
			textCol(heads{"后续事项", "责任人"}, 7.4, centre, func(p *row) string { return p.NextWho }),
			dateCol(heads{"后续事项", "时限"}, 10.4, formatDay, func(p *row) string { return string(p.NextDate) }),
		},
	}
}
