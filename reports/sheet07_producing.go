package reports

import (
	"fmt"

	"yinfeng/crm"
)

// monthsBetween is the whole months from one date to another, as DATEDIF counts them (a
// month counts as its first day); nothing when either is missing or they stand reversed.
func monthsBetween(from, to string) any {
	start, end := crm.Date(dayOf(from)).Time(), crm.Date(dayOf(to)).Time()
	if start.IsZero() || end.Before(start) {
		return nil
	}
	n := (end.Year()-start.Year())*12 + int(end.Month()) - int(start.Month())
	if end.Day() < start.Day() {
		n--
	}
	return n
}

// periodFormula counts from two dates known to the day; months are text in their cells.
func periodFormula(p *crm.ReportProducing, n int) string {
	if len(p.StartedOn) != len("2022-08-16") || len(p.ProducedOn) != len("2022-08-16") {
		return ""
	}
	return fmt.Sprintf(`IF(COUNT(M%d:N%d)<2,"—",IF(N%d<M%d,"—",DATEDIF(M%d,N%d,"m")))`, n, n, n, n, n, n)
}

func dayOf(s string) string {
	if len(s) == 7 {
		return s + "-01"
	}
	return s
}

// producingSheet is sheet 7 新投产.
func producingSheet(r *crm.MonthReport) *list[crm.ReportProducing] {
	type row = crm.ReportProducing
	money := func(h heads, width float64, get func(*row) int64) column[row] {
		return wanOrNoneCol(r.Producing, h, width, get)
	}
	unit := textCol(heads{"县市区"}, 6, centre, func(p *row) string { return p.Unit }).labelled()
	name := textCol(heads{"项目名称"}, 13.4, left, func(p *row) string { return p.Name }).counted("个项目")
	agreed := money(heads{"投资情况(万元)", "协议\n引资额"}, 10, func(p *row) int64 { return agreedOr(p.Agreed, p.Total) })
	arrived := money(heads{"投资情况(万元)", "累计到位"}, 10, func(p *row) int64 { return p.Arrived })
	rate := arrivalRate("J", "I")
	return &list[row]{
		frame: frame{7, "新投产项目一览表", monthOnly(r), "单位:万元、%、月、人、亩", []string{
			"口径:按投产节点审核通过、节点日期在本月的项目统计。", "建设周期为开工至投产的整月数;预计年产值、税收为企业申报数,不作为考核依据。",
			arrivalNote}},
		name: sheetProducing, size: 9, freezeCols: 4, rows: r.Producing,
		columns: []column[row]{
			serial[row](4.2), unit,
			textCol(heads{"项目编码"}, 10.8, centre, func(p *row) string { return p.Code }),
			name,
			textCol(heads{"投资方"}, 13.4, left, func(p *row) string { return p.Investor }),
			textCol(heads{"来源\n地"}, 4.6, centre, func(p *row) string { return p.Origin }),
			textCol(heads{"产业链"}, 7, centre, func(p *row) string { return p.Chain }),
			money(heads{"投资情况(万元)", "总投资"}, 10, func(p *row) int64 { return p.Total }),
			agreed, arrived,
			{heads: heads{"投资情况(万元)", "资金\n到位率"}, width: 7, look: number(percent(r.Head.Decimals())),
				value: func(p *row) any { return ratio(p.Arrived, agreedOr(p.Agreed, p.Total)) }, formula: func(_ *row, n int) string { return rate(n) },
				total: total{ratio: rate, value: ratio(arrived.total.exact, agreed.total.exact)}},
			dateCol(heads{"时间", "签约"}, 6.8, formatMonth, func(p *row) string { return p.SignedOn }),
			dateCol(heads{"时间", "开工"}, 6.8, formatMonth, func(p *row) string { return p.StartedOn }),
			dateCol(heads{"时间", "投产"}, 9.4, formatDay, func(p *row) string { return p.ProducedOn }),
			{heads: heads{"时间", "周期\n(月)"}, width: 5, look: number(formatWhole),
				value:   func(p *row) any { return monthsBetween(p.StartedOn, p.ProducedOn) },
				formula: periodFormula},
			textCol(heads{"形成产能"}, 14, left, func(p *row) string { return p.Capacity }),
			money(heads{"预计\n年产值\n(万元)"}, 10, func(p *row) int64 { return p.Output }),
			money(heads{"预计\n年税收\n(万元)"}, 9.2, func(p *row) int64 { return p.Tax }),
			countCol(r.Producing, heads{"用工\n(人)"}, 6.2, func(p *row) int64 { return p.Jobs }),
			landCol(r.Producing, 5.4, func(p *row) int64 { return p.Land }),
			textCol(heads{"建设地点"}, 9.8, centre, func(p *row) string { return p.Place }),
			textCol(heads{"投产佐证"}, 7.4, centre, func(p *row) string { return stacked(p.Evidence) }),
		},
	}
}
