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
	money := func(key string, get func(*row) int64) column[row] {
		return wanCol(r.Projects, key, formatWhole, get)
	}
	date := func(key string, get func(*row) string) column[row] {
		return dateCol(key, formatMonth, get)
	}
	unit := textCol("unit", centre, func(p *row) string { return p.Unit }).labelled()
	name := textCol("name", left, func(p *row) string { return p.Name }).counted("个")
	return (&list[row]{
		frame: frame{keyProjects, "", yearToMonth(r), "单位:万元", []string{
			"累计到位含系统启用前的期初累计(未核),本年、本月到位为已核定数。", "新建为本年签约项目,续建为以前年度签约项目。",
			capitalNote(r)}},
		freezeCols: 3, rows: r.Projects,
		columns: []column[row]{
			serial[row](), unit, name,
			textCol("code", centre, func(p *row) string { return p.Code }),
			textCol("investor", left, func(p *row) string { return p.Investor }),
			textCol("creditCode", centre, func(p *row) string { return p.CreditCode }),
			textCol("origin", centre, func(p *row) string { return p.Origin }),
			textCol("foreign", centre, func(p *row) string { return inOrOut(p.Foreign) }),
			textCol("content", left, func(p *row) string { return p.Content }),
			textCol("chain", centre, func(p *row) string { return p.Chain }),
			textCol("industry", centre, func(p *row) string { return p.Industry }),
			textCol("new", centre, func(p *row) string { return newOrNot(p.New) }),
			money("total", func(p *row) int64 { return p.Total }),
			money("fixed", func(p *row) int64 { return p.Fixed }),
			money("agreed", func(p *row) int64 { return p.Agreed }),
			date("signedOn", func(p *row) string { return p.SignedOn }),
			date("registeredOn", func(p *row) string { return p.RegisteredOn }),
			date("startedOn", func(p *row) string { return p.StartedOn }),
			date("producedOn", func(p *row) string { return p.ProducedOn }),
			money("arrived", func(p *row) int64 { return p.Arrived }),
			money("arrivedYear", func(p *row) int64 { return p.ArrivedYear }),
			money("arrivedMonth", func(p *row) int64 { return p.ArrivedMonth }),
			textCol("owner", centre, func(p *row) string { return p.Owner }),
			textCol("leader", centre, func(p *row) string { return p.Leader }),
			textCol("problem", left, func(p *row) string { return p.Problem }),
			{key: introShare, look: number(percent(2)), value: func(p *row) any { return ratio(p.Intro, crm.FullShares) }},
			textCol("next", left, func(p *row) string { return p.Next }),
		},
	}).lay(r)
}
