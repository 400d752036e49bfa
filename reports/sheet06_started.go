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

// arrivalRate is the formula of 资金到位率 over two cells of a row.
func arrivalRate(arrived, whole string) func(int) string {
	return func(n int) string {
		return fmt.Sprintf(`IF(N(%s%d)=0,"—",%s%d/%s%d)`, whole, n, arrived, n, whole, n)
	}
}

// startedSheet is sheet 6 新开工.
func startedSheet(r *crm.MonthReport) *list[crm.ReportStarted] {
	type row = crm.ReportStarted
	text := func(head string, width float64, l look, get func(*row) string) column[row] {
		return column[row]{heads: []string{head}, width: width, look: l, value: func(p *row) any { return get(p) }}
	}
	money := func(head string, width float64, get func(*row) int64) column[row] {
		return column[row]{heads: []string{"投资额(万元)", head}, width: width, look: number(formatMoney),
			value: func(p *row) any { return wan(get(p)) }, total: sumOf(r.Started, crm.FenPerWan, get)}
	}
	month := centre
	month.format = formatMonth
	unit := text("县市区", 6, centre, func(p *row) string { return p.Unit })
	unit.total = total{label: "合计"}
	name := text("项目名称", 13, left, func(p *row) string { return p.Name })
	name.total = total{count: "个项目"}
	agreed := money("协议\n引资额", 10, func(p *row) int64 { return agreedOr(p.Agreed, p.Total) })
	arrived := money("累计到位", 10, func(p *row) int64 { return p.Arrived })
	rate := arrivalRate("N", "L")
	return &list[row]{
		frame: frame{6, "新开工项目一览表", monthOnly(r), "单位:万元、亩、%", []string{
			"口径:按开工节点审核通过、节点日期在本月的项目统计。", arrivalNote}},
		name: sheetStarted, size: 9, freezeCols: 4, rows: r.Started,
		columns: []column[row]{
			serial[row](4.2), unit,
			text("项目编码", 9, centre, func(p *row) string { return p.Code }),
			name,
			text("建设内容", 15, left, func(p *row) string { return p.Content }),
			text("投资方", 13, left, func(p *row) string { return p.Investor }),
			text("来源\n地", 4.6, centre, func(p *row) string { return p.Origin }),
			text("注册企业", 13, left, func(p *row) string { return p.Local }),
			{heads: []string{"注册资本\n(万元)"}, width: 9.4, look: number(formatMoney), value: func(p *row) any { return wanOr(p.Capital) },
				total: sumOf(r.Started, crm.FenPerWan, func(p *row) int64 { return p.Capital })},
			money("总投资", 11, func(p *row) int64 { return p.Total }),
			money("其中:\n固定资产", 10, func(p *row) int64 { return p.Fixed }),
			agreed,
			money("本年计划", 10, func(p *row) int64 { return p.PlanYear }),
			arrived,
			{heads: []string{"投资额(万元)", "资金\n到位率"}, width: 7, look: number(percent(r.Head.Decimals())),
				value: func(p *row) any { return ratio(p.Arrived, agreedOr(p.Agreed, p.Total)) }, formula: func(_ *row, n int) string { return rate(n) },
				total: total{ratio: rate, value: ratio(arrived.total.exact, agreed.total.exact)}},
			{heads: []string{"时间", "签约"}, width: 6.8, look: month, value: func(p *row) any { return day(p.SignedOn) }},
			{heads: []string{"时间", "开工"}, width: 9.4, look: centre, value: func(p *row) any { return day(p.StartedOn) }},
			text("建设地点", 8.8, centre, func(p *row) string { return p.Place }),
			{heads: []string{"用地\n(亩)"}, width: 6, look: number(formatWhole), value: func(p *row) any { return mu(p.Land) },
				total: sumOf(r.Started, 100, func(p *row) int64 { return p.Land })},
			text("包抓领导", 8, centre, func(p *row) string { return p.Leader }),
			text("开工佐证", 7.4, centre, func(p *row) string { return stacked(p.Evidence) }),
		},
	}
}
