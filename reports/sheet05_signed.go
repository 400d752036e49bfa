package reports

import "yinfeng/crm"

// signedSheet is sheet 5 新签约: the month's approved signings.
func signedSheet(r *crm.MonthReport) *list[crm.ReportSigned] {
	type row = crm.ReportSigned
	money := func(key string, get func(*row) int64) column[row] {
		return wanCol(r.Signed, key, formatMoney, get)
	}
	unit := textCol("unit", centre, func(p *row) string { return p.Unit }).labelled()
	name := textCol("name", left, func(p *row) string { return p.Name }).counted("个项目")
	return (&list[row]{
		frame: frame{keySigned, "", monthOnly(r), "单位:万元、亩", []string{
			"口径:按签约节点审核通过、节点日期在本月的项目统计;增资只计增加额,一个项目只计一次。"}},
		freezeCols: 4, rows: r.Signed,
		columns: []column[row]{
			serial[row](), unit,
			textCol("code", centre, func(p *row) string { return p.Code }),
			name,
			textCol("content", left, func(p *row) string { return p.Content }),
			textCol("investor", left, func(p *row) string { return p.Investor }),
			textCol("origin", centre, func(p *row) string { return p.Origin }),
			textCol("chain", centre, func(p *row) string { return p.Chain }),
			textCol("industry", centre, func(p *row) string { return p.Industry }),
			money("total", func(p *row) int64 { return p.Total }),
			money("fixed", func(p *row) int64 { return p.Fixed }),
			money("agreed", func(p *row) int64 { return p.Agreed }),
			dateCol("signedOn", formatDay, func(p *row) string { return p.SignedOn }),
			textCol("place", centre, func(p *row) string { return p.Place }),
			landCol(r.Signed, "land", func(p *row) int64 { return p.Land }),
			textCol("intro", centre, func(p *row) string { return p.Intro }),
			textCol("owner", centre, func(p *row) string { return p.Owner }),
		},
	}).lay(r)
}
