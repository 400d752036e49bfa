package reports

import (
	"strings"

	"yinfeng/crm"
)

// newOrNot prints 新建 or 续建, two characters a line in narrow columns.
func newOrNot(isNew bool) string {
	if isNew {
		return "新建"
	}
	return "续建"
}

func inOrOut(foreign bool) string {
	if foreign {
		return "外"
	}
	return "内"
}

// stacked puts each of several names or numbers on its own line.
func stacked(s string) string { return strings.ReplaceAll(s, "、", "\n") }

// projectsSheet is sheet 3 项目台账, in whole 万元.
func projectsSheet(r *crm.MonthReport) *list[crm.ReportProject] {
	type row = crm.ReportProject
	whole, month := number(formatWhole), centre
	month.format = formatMonth
	text := func(head string, width float64, l look, get func(*row) string) column[row] {
		return column[row]{heads: []string{head}, width: width, look: l, value: func(p *row) any { return get(p) }}
	}
	money := func(group, head string, width float64, get func(*row) int64) column[row] {
		return column[row]{heads: []string{group, head}, width: width, look: whole,
			value: func(p *row) any { return wan(get(p)) }, total: sumOf(r.Projects, crm.FenPerWan, get)}
	}
	date := func(head string, get func(*row) string) column[row] {
		return column[row]{heads: []string{"时间(年-月)", head}, width: 6.6, look: month,
			value: func(p *row) any { return day(get(p)) }}
	}
	unit := text("县市区", 5.4, centre, func(p *row) string { return p.Unit })
	unit.total = total{label: "合计"}
	name := text("项目名称", 10, left, func(p *row) string { return p.Name })
	name.total = total{count: "个"}
	return &list[row]{
		frame: frame{3, "招商引资项目台账", yearToMonth(r), "单位:万元", []string{
			"累计到位含系统启用前的期初累计(未核),本年、本月到位为已核定数。", "新建为本年签约项目,续建为以前年度签约项目。",
			capitalNote(r)}},
		name: sheetProjects, size: 9, freezeCols: 3, rows: r.Projects,
		columns: []column[row]{
			serial[row](3.4), unit, name,
			text("项目\n编码", 5, centre, func(p *row) string { return p.Code }),
			text("投资方", 10, left, func(p *row) string { return p.Investor }),
			text("统一社会\n信用代码", 7.4, centre, func(p *row) string { return p.CreditCode }),
			text("来源\n地", 4.2, centre, func(p *row) string { return p.Origin }),
			text("内\n外\n资", 3, centre, func(p *row) string { return inOrOut(p.Foreign) }),
			text("建设内容", 14, left, func(p *row) string { return p.Content }),
			text("产业链", 6.8, centre, func(p *row) string { return p.Chain }),
			text("行业", 9, centre, func(p *row) string { return p.Industry }),
			text("新\n续\n建", 3, centre, func(p *row) string { return newOrNot(p.New) }),
			money("投资额(万元)", "总投资", 8.6, func(p *row) int64 { return p.Total }),
			money("投资额(万元)", "其中:\n固投", 8.6, func(p *row) int64 { return p.Fixed }),
			money("投资额(万元)", "协议\n引资额", 8.6, func(p *row) int64 { return p.Agreed }),
			date("签约", func(p *row) string { return p.SignedOn }),
			date("注册", func(p *row) string { return p.RegisteredOn }),
			date("开工", func(p *row) string { return p.StartedOn }),
			date("投产", func(p *row) string { return p.ProducedOn }),
			money("到位资金(万元)", "累计", 8.6, func(p *row) int64 { return p.Arrived }),
			money("到位资金(万元)", "本年", 8.6, func(p *row) int64 { return p.ArrivedYear }),
			money("到位资金(万元)", "本月", 7.6, func(p *row) int64 { return p.ArrivedMonth }),
			text("责任\n单位", 6.8, centre, func(p *row) string { return p.Owner }),
			text("包抓\n领导", 6.8, centre, func(p *row) string { return p.Leader }),
			text("存在问题", 9, left, func(p *row) string { return p.Problem }),
			text("下一步", 9.4, left, func(p *row) string { return p.Next }),
		},
	}
}
