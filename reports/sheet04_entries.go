package reports

import (
	"fmt"

	"yinfeng/crm"
)

// Columns of sheet 4 that other sheets read, from 0.
const (
	entryVerified = 12
	entryOutside  = 13
	entryAdjust   = 14
	entryOther    = 15
	entryForeign  = 16
)

// entriesSheet is sheet 4 到位资金明细: one row per verified entry.
func entriesSheet(r *crm.MonthReport) *list[crm.ReportEntry] {
	type row = crm.ReportEntry
	money := func(group, head string, width float64, format string, get func(*row) int64) column[row] {
		return wanCol(r.Entries, heads{group, head}, width, format, get)
	}
	const place, abroad = "到位金额(万元)", "利用外资(万美元)"
	unit := textCol(heads{"县市区"}, 6, centre, func(e *row) string { return e.Unit }).labelled()
	verified := money(place, "核定数", 10, formatMoney, func(e *row) int64 { return e.Verified })
	verified.formula = func(_ *row, n int) string { return fmt.Sprintf("K%d-L%d", n, n) }
	return &list[row]{
		frame: frame{4, "招商引资到位资金明细", monthOnly(r), "单位:万元、万美元", []string{
			capitalNote(r), foreignNote(r), "核定数=申报数-核减数;冲回为负数。",
			"其中:省外含省外和境外资金。", "跨期调整为对已关账月份的更正:本年的计入累计,以前年度的不计入本年累计和完成率。"}},
		name: sheetEntries, size: 9, freezeCols: 4, rows: r.Entries,
		columns: []column[row]{
			serial[row](4.2), unit,
			textCol(heads{"项目编码"}, 10.8, centre, func(e *row) string { return e.ProjectCode }),
			textCol(heads{"项目名称"}, 16, left, func(e *row) string { return e.Project }),
			textCol(heads{"新建/\n续建"}, 4.6, centre, func(e *row) string { return newOrNot(e.New) }),
			textCol(heads{"投资方"}, 16, left, func(e *row) string { return e.Investor }),
			textCol(heads{"来源\n地"}, 4.6, centre, func(e *row) string { return e.Origin }),
			dateCol(heads{"到位日期"}, 9.4, formatDay, func(e *row) string { return e.ArrivedOn }),
			textCol(heads{"资金\n形式"}, 4.6, centre, func(e *row) string { return e.Form }),
			textCol(heads{"资金\n用途"}, 4.6, centre, func(e *row) string { return e.Use }),
			money(place, "申报数", 10, formatMoney, func(e *row) int64 { return e.Reported }),
			money(place, "核减数", 8, formatZero, func(e *row) int64 { return e.Reported - e.Verified }),
			verified,
			money(place, "其中:\n省外", 10, formatZero, func(e *row) int64 { return e.Outside }),
			money(place, "其中:本年\n跨期调整", 9, formatZero, func(e *row) int64 { return e.Adjust }),
			money(place, "其中:以前\n年度调整", 8.6, formatZero, func(e *row) int64 { return e.OtherYear }),
			money(abroad, "合计", 8.2, formatZero, func(e *row) int64 { return e.ForeignUSD }),
			money(abroad, "其中:\nFDI", 8.2, formatZero, func(e *row) int64 { return e.FDIUSD }),
			textCol(heads{"核减或\n调整原因"}, 11, left, func(e *row) string { return e.Reason }),
			textCol(heads{"佐证材料\n编号"}, 7.6, centre, func(e *row) string { return stacked(e.Evidence) }),
			textCol(heads{"条目编号"}, 10.4, centre, func(e *row) string { return e.Code }),
		},
	}
}
