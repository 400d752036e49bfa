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
	money := func(head string, width float64, get func(*row) int64) column[row] {
		return wanCol(r.Started, heads{"投资额(万元)", head}, width, formatMoney, get)
	}
	unit := textCol(heads{"县市区"}, 6, centre, func(p *row) string { return p.Unit }).labelled()
	name := textCol(heads{"项目名称"}, 13, left, func(p *row) string { return p.Name }).counted("个项目")
	agreed := money("协议\n引资额", 10, func(p *row) int64 { return agreedOr(p.Agreed, p.Total) })
	arrived := money("累计到位", 10, func(p *row) int64 { return p.Arrived })
	rate := arrivalRate("N", "L")
	return &list[row]{
		frame: frame{6, "新开工项目一览表", monthOnly(r), "单位:万元、亩、%", []string{
			"口径:按开工节点审核通过、节点日期在本月的项目统计。", arrivalNote}},
		name: sheetStarted, size: 9, freezeCols: 4, rows: r.Started,
		columns: []column[row]{
			serial[row](4.2), unit,
			textCol(heads{"项目编码"}, 10.8, centre, func(p *row) string { return p.Code }),
			name,
			textCol(heads{"建设内容"}, 15, left, func(p *row) string { return p.Content }),
			textCol(heads{"投资方"}, 13, left, func(p *row) string { return p.Investor }),
			textCol(heads{"来源\n地"}, 4.6, centre, func(p *row) string { return p.Origin }),
			textCol(heads{"注册企业"}, 13, left, func(p *row) string { return p.Local }),
			wanOrNoneCol(r.Started, heads{"注册资本\n(万元)"}, 9.4, func(p *row) int64 { return p.Capital }),
			money("总投资", 11, func(p *row) int64 { return p.Total }),
			money("其中:\n固定资产", 10, func(p *row) int64 { return p.Fixed }),
			agreed,
			money("本年计划", 10, func(p *row) int64 { return p.PlanYear }),
			arrived,
			{heads: heads{"投资额(万元)", "资金\n到位率"}, width: 7, look: number(percent(r.Head.Decimals())),
				value: func(p *row) any { return ratio(p.Arrived, agreedOr(p.Agreed, p.Total)) }, formula: func(_ *row, n int) string { return rate(n) },
				total: total{ratio: rate, value: ratio(arrived.total.exact, agreed.total.exact)}},
			dateCol(heads{"时间", "签约"}, 6.8, formatMonth, func(p *row) string { return p.SignedOn }),
			dateCol(heads{"时间", "开工"}, 9.4, formatDay, func(p *row) string { return p.StartedOn }),
			textCol(heads{"建设地点"}, 8.8, centre, func(p *row) string { return p.Place }),
			landCol(r.Started, 6, func(p *row) int64 { return p.Land }),
			textCol(heads{"包抓领导"}, 8, centre, func(p *row) string { return p.Leader }),
			textCol(heads{"开工佐证"}, 7.4, centre, func(p *row) string { return stacked(p.Evidence) }),
		},
	}
}
