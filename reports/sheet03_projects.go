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
	money := func(group, head string, width float64, get func(*row) int64) column[row] {
		return wanCol(r.Projects, heads{group, head}, width, formatWhole, get)
	}
	date := func(head string, get func(*row) string) column[row] {
		return dateCol(heads{"时间(年-月)", head}, 6.6, formatMonth, get)
	}
	unit := textCol(heads{"县市区"}, 5.4, centre, func(p *row) string { return p.Unit }).labelled()
	name := textCol(heads{"项目名称"}, 10, left, func(p *row) string { return p.Name }).counted("个")
	return &list[row]{
		frame: frame{3, "招商引资项目台账", yearToMonth(r), "单位:万元", []string{
			"累计到位含系统启用前的期初累计(未核),本年、本月到位为已核定数。", "新建为本年签约项目,续建为以前年度签约项目。",
			capitalNote(r)}},
		name: sheetProjects, size: 9, freezeCols: 3, rows: r.Projects,
		columns: []column[row]{
			serial[row](3.4), unit, name,
			textCol(heads{"项目\n编码"}, 7, centre, func(p *row) string { return p.Code }),
			textCol(heads{"投资方"}, 10, left, func(p *row) string { return p.Investor }),
			textCol(heads{"统一社会\n信用代码"}, 7.4, centre, func(p *row) string { return p.CreditCode }),
			textCol(heads{"来源\n地"}, 4.2, centre, func(p *row) string { return p.Origin }),
			textCol(heads{"内\n外\n资"}, 3, centre, func(p *row) string { return inOrOut(p.Foreign) }),
			textCol(heads{"建设内容"}, 14, left, func(p *row) string { return p.Content }),
			textCol(heads{"产业链"}, 6.8, centre, func(p *row) string { return p.Chain }),
			textCol(heads{"行业"}, 9, centre, func(p *row) string { return p.Industry }),
			textCol(heads{"新\n续\n建"}, 3, centre, func(p *row) string { return newOrNot(p.New) }),
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
			textCol(heads{"责任\n单位"}, 6.8, centre, func(p *row) string { return p.Owner }),
			textCol(heads{"包抓\n领导"}, 6.8, centre, func(p *row) string { return p.Leader }),
			textCol(heads{"存在问题"}, 9, left, func(p *row) string { return p.Problem }),
			textCol(heads{"下一步"}, 9.4, left, func(p *row) string { return p.Next }),
		},
	}
}
