package reports

import "yinfeng/crm"

// receptionsSheet is sheet 10 来访情况, by date.
func receptionsSheet(r *crm.MonthReport) *list[crm.ReportReception] {
	type row = crm.ReportReception
	text := func(heads []string, width float64, l look, get func(*row) string) column[row] {
		return column[row]{heads: heads, width: width, look: l, value: func(p *row) any { return get(p) }}
	}
	date := func(heads []string, get func(*row) crm.Date) column[row] {
		return column[row]{heads: heads, width: 10.4, look: centre, value: func(p *row) any { return day(get(p)) }}
	}
	unit := text([]string{"接待单位"}, 11, centre, func(p *row) string { return p.Unit })
	unit.total = total{label: "合计"}
	company := text([]string{"来访单位"}, 21.4, left, func(p *row) string { return p.Company })
	company.total = total{count: "批次"}
	return &list[row]{
		frame: frame{10, "客商来访情况表", monthOnly(r), "单位:人、万元", []string{
			"按来访日期排列;同一客商本月多次来访的,各批次均列示。", "意向投资额为客商口头意向,不计入任何完成指标。"}},
		name: sheetReceptions, size: 10, freezeCols: 4, rows: r.Receptions,
		columns: []column[row]{
			serial[row](4.6),
			date([]string{"来访日期"}, func(p *row) crm.Date { return p.On }),
			unit, company,
			text([]string{"编码"}, 9.4, centre, func(p *row) string { return p.Code }),
			text([]string{"来源地"}, 8.6, centre, func(p *row) string { return p.Origin }),
			text([]string{"来访客商", "主宾"}, 7.4, centre, func(p *row) string { return p.Guest }),
			text([]string{"来访客商", "职务"}, 8.6, centre, func(p *row) string { return p.Title }),
			{heads: []string{"来访客商", "人数"}, width: 6, look: number(formatWhole), value: func(p *row) any { return countOr(p.People) },
				total: sumOf(r.Receptions, 1, func(p *row) int64 { return p.People })},
			text([]string{"接待领导"}, 17, centre, func(p *row) string { return p.Host }),
			text([]string{"方式"}, 8.6, centre, func(p *row) string { return p.Way }),
			text([]string{"地点"}, 12.8, centre, func(p *row) string { return p.Place }),
			text([]string{"洽谈内容"}, 17, left, func(p *row) string { return p.Topic }),
			{heads: []string{"意向投资额\n(万元)"}, width: 11.6, look: number(formatMoney), value: func(p *row) any { return wanOr(p.Amount) },
				total: sumOf(r.Receptions, crm.FenPerWan, func(p *row) int64 { return p.Amount })},
			text([]string{"后续事项", "事项"}, 17, left, func(p *row) string { return p.Next }),
			text([]string{"后续事项", "责任人"}, 7.4, centre, func(p *row) string { return p.NextWho }),
			date([]string{"后续事项", "时限"}, func(p *row) crm.Date { return p.NextDate }),
		},
	}
}
