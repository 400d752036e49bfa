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
	unit := textCol("unit", centre, func(p *row) string { return p.Unit }).labelled()
	name := textCol("name", left, func(p *row) string { return p.Name }).counted("个项目")
	return (&list[row]{
		frame: frame{keyTalks, "", "截至" + chineseDate(end), "单位:万元、亩、天", []string{
			"首报首谈保护期自最近一次实质进展起算;预警按距最近实质进展的时间,为文字标注。", "拟投资额为意向数,不计入任何完成指标。",
			"联系电话按规定隐去中间四位。"}},
		freezeCols: 4, rows: r.Talks,
		columns: []column[row]{
			serial[row](), unit,
			textCol("code", centre, func(p *row) string { return p.Code }),
			name,
			textCol("investor", left, func(p *row) string { return p.Investor }),
			textCol("origin", centre, func(p *row) string { return p.Origin }),
			textCol("content", left, func(p *row) string { return p.Content }),
			textCol("chain", centre, func(p *row) string { return p.Chain }),
			wanOrNoneCol(r.Talks, "amount", func(p *row) int64 { return p.Amount }),
			textCol("place", centre, func(p *row) string { return p.Place }),
			landCol(r.Talks, "land", func(p *row) int64 { return p.Land }),
			textCol("stage", centre, func(p *row) string { return p.Stage }),
			dateCol("reportedOn", formatDay, func(p *row) string { return string(p.ReportedOn) }),
			dateCol("protectedTo", formatDay, func(p *row) string { return string(p.ProtectedTo) }),
			dateCol("progressOn", formatDay, func(p *row) string { return string(p.ProgressOn) }),
			textCol("progress", left, func(p *row) string { return p.Progress }),
			{key: "days", look: number(formatWhole), value: since,
				formula: keyed{[]string{"progressOn"}, func(c rowCells) string {
					return fmt.Sprintf(`IF(ISNUMBER(%s),%d-%s,"—")`, c.of("progressOn"), serialEnd, c.of("progressOn"))
				}}},
			textCol("warning", centre, func(p *row) string { return p.Warning }),
			textCol("tracker", centre, func(p *row) string { return p.Tracker }),
			textCol("contact", centre, contact),
			textCol("next", left, func(p *row) string { return p.Next }),
			dateCol("nextDue", formatDay, func(p *row) string { return string(p.NextDue) }),
		},
	}).lay(r)
}

// contact is the person above the masked phone.
func contact(p *crm.ReportTalk) string {
	if p.Contact != "" && p.ContactPhone != "" {
		return p.Contact + "\n" + p.ContactPhone
	}
	return p.Contact + p.ContactPhone
}
