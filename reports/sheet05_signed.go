package reports

import "yinfeng/crm"

// Column of sheet 5 that sheet 15 reads, from 0.
const signedTotal = 9

// signedSheet is sheet 5 新签约: the month's approved signings.
func signedSheet(r *crm.MonthReport) *list[crm.ReportSigned] {
	type row = crm.ReportSigned
	money := func(head string, width float64, get func(*row) int64) column[row] {
		return wanCol(r.Signed, heads{"投资额(万元)", head}, width, formatMoney, get)
	}
	unit := textCol(heads{"县市区"}, 6, centre, func(p *row) string { return p.Unit }).labelled()
	name := textCol(heads{"项目名称"}, 14, left, func(p *row) string { return p.Name }).counted("个项目")
	return &list[row]{
		frame: frame{5, "新签约项目一览表", monthOnly(r), "单位:万元、亩", []string{
			"口径:按签约节点审核通过、节点日期在本月的项目统计;增资只计增加额,一个项目只计一次。"}},
		name: sheetSigned, size: 9, freezeCols: 4, rows: r.Signed,
		columns: []column[row]{
			serial[row](4.2), unit,
			textCol(heads{"项目编码"}, 10.8, centre, func(p *row) string { return p.Code }),
			name,
			textCol(heads{"建设内容"}, 18, left, func(p *row) string { return p.Content }),
			textCol(heads{"投资方"}, 16, left, func(p *row) string { return p.Investor }),
			textCol(heads{"来源\n地"}, 4.6, centre, func(p *row) string { return p.Origin }),
			textCol(heads{"产业链"}, 7, centre, func(p *row) string { return p.Chain }),
			textCol(heads{"行业"}, 14, centre, func(p *row) string { return p.Industry }),
			money("总投资", 11, func(p *row) int64 { return p.Total }),
			money("其中:\n固定资产", 10, func(p *row) int64 { return p.Fixed }),
			money("协议\n引资额", 11, func(p *row) int64 { return p.Agreed }),
			dateCol(heads{"签约日期"}, 9.4, formatDay, func(p *row) string { return p.SignedOn }),
			textCol(heads{"建设地点"}, 9.2, centre, func(p *row) string { return p.Place }),
			landCol(r.Signed, 6, func(p *row) int64 { return p.Land }),
			textCol(heads{"引荐单位"}, 10.4, centre, func(p *row) string { return p.Intro }),
			textCol(heads{"责任单位"}, 10, centre, func(p *row) string { return p.Owner }),
		},
	}
}
