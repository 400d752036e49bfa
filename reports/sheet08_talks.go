package reports

import (
	"fmt"

	"yinfeng/crm"
)

// talksSheet is sheet 8 在谈项目; phones come masked.
func talksSheet(r *crm.MonthReport) *list[crm.ReportTalk] {
	type row = crm.ReportTalk
	end := r.Figures.Month.Last()
	since := func(p *row) any {
		if p.ProgressOn == "" {
			return nil
		}
		return p.ProgressOn.DaysUntil(end)
	}
	serialEnd, _ := day(end).serial()
	unit := textCol(heads{"首报\n单位"}, 6, centre, func(p *row) string { return p.Unit }).labelled()
	name := textCol(heads{"项目名称"}, 12.6, left, func(p *row) string { return p.Name }).counted("个项目")
	return &list[row]{
		frame: frame{8, "在谈项目情况表", "截至" + chineseDate(end), "单位:万元、亩、天", []string{
			"首报首谈保护期自最近一次实质进展起算;预警按距最近实质进展的时间,为文字标注。", "拟投资额为意向数,不计入任何完成指标。",
			"联系电话按规定隐去中间四位。"}},
		name: sheetTalks, size: 9, freezeCols: 4, rows: r.Talks,
		columns: []column[row]{
			serial[row](4.2), unit,
			textCol(heads{"编码"}, 10.8, centre, func(p *row) string { return p.Code }),
			name,
			textCol(heads{"投资方"}, 13.4, left, func(p *row) string { return p.Investor }),
			textCol(heads{"来源\n地"}, 4.6, centre, func(p *row) string { return p.Origin }),
			textCol(heads{"拟建内容"}, 11, left, func(p *row) string { return p.Content }),
			textCol(heads{"产业链"}, 7, centre, func(p *row) string { return p.Chain }),
			wanOrNoneCol(r.Talks, heads{"拟投资额\n(万元)"}, 11, func(p *row) int64 { return p.Amount }),
			textCol(heads{"拟建\n地点"}, 7.6, centre, func(p *row) string { return p.Place }),
			landCol(r.Talks, 6, func(p *row) int64 { return p.Land }),
			textCol(heads{"阶段"}, 7.4, centre, func(p *row) string { return p.Stage }),
			dateCol(heads{"首报首谈", "首报日期"}, 9.4, formatDay, func(p *row) string { return string(p.ReportedOn) }),
			dateCol(heads{"首报首谈", "保护期至"}, 9.4, formatDay, func(p *row) string { return string(p.ProtectedTo) }),
			dateCol(heads{"最近进展", "日期"}, 9.4, formatDay, func(p *row) string { return string(p.ProgressOn) }),
			textCol(heads{"最近进展", "内容"}, 14, left, func(p *row) string { return p.Progress }),
			{heads: heads{"最近进展", "距月末\n(天)"}, width: 6, look: number(formatWhole), value: since,
				formula: func(_ *row, n int) string { return fmt.Sprintf(`IF(ISNUMBER(O%d),%d-O%d,"—")`, n, serialEnd, n) }},
			textCol(heads{"最近进展", "预警"}, 7.6, centre, func(p *row) string { return p.Warning }),
			textCol(heads{"跟踪人"}, 6.4, centre, func(p *row) string { return p.Tracker }),
			textCol(heads{"企业\n联系人"}, 10.8, centre, contact),
			textCol(heads{"下一步", "事项"}, 13, left, func(p *row) string { return p.Next }),
			dateCol(heads{"下一步", "时限"}, 9.4, formatDay, func(p *row) string { return string(p.NextDue) }),
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
