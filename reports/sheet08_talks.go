package reports

import (
	"fmt"

	"yinfeng/crm"
)

// talksSheet is sheet 8 在谈项目; phones come masked.
func talksSheet(r *crm.MonthReport) *list[crm.ReportTalk] {
	type row = crm.ReportTalk
	end := r.Figures.Month.Last()
	text := func(heads []string, width float64, l look, get func(*row) string) column[row] {
		return column[row]{heads: heads, width: width, look: l, value: func(p *row) any { return get(p) }}
	}
	date := func(heads []string, get func(*row) crm.Date) column[row] {
		return column[row]{heads: heads, width: 9.4, look: centre, value: func(p *row) any { return day(get(p)) }}
	}
	since := func(p *row) any {
		if p.ProgressOn == "" {
			return nil
		}
		return p.ProgressOn.DaysUntil(end)
	}
	serialEnd, _ := day(end).serial()
	unit := text([]string{"首报\n单位"}, 6, centre, func(p *row) string { return p.Unit })
	unit.total = total{label: "合计"}
	name := text([]string{"项目名称"}, 12.6, left, func(p *row) string { return p.Name })
	name.total = total{count: "个项目"}
	return &list[row]{
		frame: frame{8, "在谈项目情况表", "截至" + chineseDate(end), "单位:万元、亩、天", []string{
			"首报首谈保护期自最近一次实质进展起算;预警按距最近实质进展的时间,为文字标注。", "拟投资额为意向数,不计入任何完成指标。",
			"联系电话按规定隐去中间四位。"}},
		name: sheetTalks, size: 9, freezeCols: 4, rows: r.Talks,
		columns: []column[row]{
			serial[row](4.2), unit,
			text([]string{"编码"}, 8, centre, func(p *row) string { return p.Code }),
			name,
			text([]string{"投资方"}, 13.4, left, func(p *row) string { return p.Investor }),
			text([]string{"来源\n地"}, 4.6, centre, func(p *row) string { return p.Origin }),
			text([]string{"拟建内容"}, 11, left, func(p *row) string { return p.Content }),
			text([]string{"产业链"}, 7, centre, func(p *row) string { return p.Chain }),
			{heads: []string{"拟投资额\n(万元)"}, width: 11, look: number(formatMoney), value: func(p *row) any { return wanOr(p.Amount) },
				total: sumOf(r.Talks, crm.FenPerWan, func(p *row) int64 { return p.Amount })},
			text([]string{"拟建\n地点"}, 7.6, centre, func(p *row) string { return p.Place }),
			{heads: []string{"用地\n(亩)"}, width: 6, look: number(formatWhole), value: func(p *row) any { return mu(p.Land) },
				total: sumOf(r.Talks, 100, func(p *row) int64 { return p.Land })},
			text([]string{"阶段"}, 7.4, centre, func(p *row) string { return p.Stage }),
			date([]string{"首报首谈", "首报日期"}, func(p *row) crm.Date { return p.ReportedOn }),
			date([]string{"首报首谈", "保护期至"}, func(p *row) crm.Date { return p.ProtectedTo }),
			date([]string{"最近进展", "日期"}, func(p *row) crm.Date { return p.ProgressOn }),
			text([]string{"最近进展", "内容"}, 14, left, func(p *row) string { return p.Progress }),
			{heads: []string{"最近进展", "距月末\n(天)"}, width: 6, look: number(formatWhole), value: since,
				formula: func(_ *row, n int) string { return fmt.Sprintf(`IF(ISNUMBER(O%d),%d-O%d,"—")`, n, serialEnd, n) }},
			text([]string{"最近进展", "预警"}, 7.6, centre, func(p *row) string { return p.Warning }),
			text([]string{"跟踪人"}, 6.4, centre, func(p *row) string { return p.Tracker }),
			text([]string{"企业\n联系人"}, 10.8, centre, contact),
			text([]string{"下一步", "事项"}, 13, left, func(p *row) string { return p.Next }),
			date([]string{"下一步", "时限"}, func(p *row) crm.Date { return p.NextDue }),
		},
	}
}

// contact is the person above the masked phone.
func contact(p *crm.ReportTalk) string {
	if p.Contact != "" && p.ContactPhone != "" {
		return p.Contact + "\n" + p.ContactPhone
	}
	return p.Contact + p.ContactPhone
}
