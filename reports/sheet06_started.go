package reports

import (
	"fmt"

	"yinfeng/crm"
)

// agreedOr is 协议引资额, or 总投资 where none is agreed (domain §8, 资金到位率).
func agreedOr(agreed, whole int64) int64 {
	if agreed == 0 {
		return whole
	}
	return agreed
}

const arrivalNote = "资金到位率=累计到位÷协议引资额(未约定的按总投资);累计到位含期初累计。"

// arrivalRate is the formula of 资金到位率.
var arrivalRate = quotient("arrived", "agreed")

// quotient is the formula of one column over another, "—" over nothing.
func quotient(part, whole string) keyed {
	return keyed{[]string{part, whole}, func(c rowCells) string {
		return fmt.Sprintf(`IF(N(%s)=0,"—",%s/%s)`, c.of(whole), c.of(part), c.of(whole))
	}}
}

// startedSheet is sheet 6 新开工.
func startedSheet(r *crm.MonthReport) *list[crm.ReportStarted] {
	type row = crm.ReportStarted
	money := func(key string, get func(*row) int64) column[row] {
		return wanCol(r.Started, key, formatMoney, get)
	}
	unit := textCol("unit", centre, func(p *row) string { return p.Unit }).labelled()
	name := textCol("name", left, func(p *row) string { return p.Name }).counted("个项目")
	agreed := money("agreed", func(p *row) int64 { return agreedOr(p.Agreed, p.Total) })
	arrived := money("arrived", func(p *row) int64 { return p.Arrived })
	return (&list[row]{
		frame: frame{keyStarted, "", monthOnly(r), "单位:万元、亩、%", []string{
			"口径:按开工节点审核通过、节点日期在本月的项目统计。", arrivalNote}},
		freezeCols: 4, rows: r.Started,
		columns: []column[row]{
			serial[row](), unit,
			textCol("code", centre, func(p *row) string { return p.Code }),
			name,
			textCol("content", left, func(p *row) string { return p.Content }),
			textCol("investor", left, func(p *row) string { return p.Investor }),
			textCol("origin", centre, func(p *row) string { return p.Origin }),
			textCol("local", left, func(p *row) string { return p.Local }),
			wanOrNoneCol(r.Started, "capital", func(p *row) int64 { return p.Capital }),
			money("total", func(p *row) int64 { return p.Total }),
			money("fixed", func(p *row) int64 { return p.Fixed }),
			agreed,
			money("planYear", func(p *row) int64 { return p.PlanYear }),
			arrived,
			{key: "rate", look: number(percent(r.Head.Decimals())),
				value: func(p *row) any { return ratio(p.Arrived, agreedOr(p.Agreed, p.Total)) }, formula: arrivalRate,
				total: total{ratio: arrivalRate, value: ratio(arrived.total.exact, agreed.total.exact)}},
			dateCol("signedOn", formatMonth, func(p *row) string { return p.SignedOn }),
			dateCol("startedOn", formatDay, func(p *row) string { return p.StartedOn }),
			textCol("place", centre, func(p *row) string { return p.Place }),
			landCol(r.Started, "land", func(p *row) int64 { return p.Land }),
			textCol("leader", centre, func(p *row) string { return p.Leader }),
			textCol("evidence", centre, func(p *row) string { return stacked(p.Evidence) }),
		},
	}).lay(r)
}
