package reports

import "yinfeng/crm"

// entriesSheet is sheet 4 到位资金明细: one row per verified entry.
func entriesSheet(r *crm.MonthReport) *list[crm.ReportEntry] {
	type row = crm.ReportEntry
	money := func(key, format string, get func(*row) int64) column[row] {
		return wanCol(r.Entries, key, format, get)
	}
	unit := textCol("unit", centre, func(e *row) string { return e.Unit }).labelled()
	verified := money("verified", formatMoney, func(e *row) int64 { return e.Verified })
	verified.formula = keyed{[]string{"reported", "cut"}, func(c rowCells) string { return c.of("reported") + "-" + c.of("cut") }}
	return (&list[row]{
		frame: frame{keyEntries, "", monthOnly(r), "单位:万元、万美元", []string{
			capitalNote(r), foreignNote(r), listedAll(r), "核定数=申报数-核减数;冲回为负数。",
			"其中:省外含省外和境外资金。", "跨期调整为对已关账月份的更正:本年的计入累计,以前年度的不计入本年累计和完成率。"}},
		freezeCols: 4, rows: r.Entries,
		columns: []column[row]{
			serial[row](), unit,
			textCol("projectCode", centre, func(e *row) string { return e.ProjectCode }),
			textCol("project", left, func(e *row) string { return e.Project }),
			textCol("new", centre, func(e *row) string { return newOrNot(e.New) }),
			textCol("investor", left, func(e *row) string { return e.Investor }),
			textCol("origin", centre, func(e *row) string { return e.Origin }),
			dateCol("arrivedOn", formatDay, func(e *row) string { return e.ArrivedOn }),
			textCol("form", centre, func(e *row) string { return e.Form }),
			textCol("use", centre, func(e *row) string { return e.Use }),
			money("reported", formatMoney, func(e *row) int64 { return e.Reported }),
			money("cut", formatZero, func(e *row) int64 { return e.Reported - e.Verified }),
			verified,
			money("outside", formatZero, func(e *row) int64 { return e.Outside }),
			money("adjust", formatZero, func(e *row) int64 { return e.Adjust }),
			money("otherYear", formatZero, func(e *row) int64 { return e.OtherYear }),
			money("foreignUsd", formatZero, func(e *row) int64 { return e.ForeignUSD }),
			money("fdiUsd", formatZero, func(e *row) int64 { return e.FDIUSD }),
			textCol("reason", left, func(e *row) string { return e.Reason }),
			textCol("evidence", centre, func(e *row) string { return stacked(e.Evidence) }),
			{key: introShare, look: number(percent(2)), value: func(e *row) any { return ratio(e.Intro, crm.FullShares) }},
			textCol("code", centre, func(e *row) string { return e.Code }),
		},
	}).lay(r)
}
