package reports

import (
	"fmt"

	"yinfeng/crm"
)

const defSize = 10

var defWidths = []float64{5, 25, 20, 26, 24, 15, 15, 15, 13, 13}

// definitions writes sheet 15 口径与说明 and lets its rows flow over the pages.
type definitions struct {
	*sheet
	r         *crm.MonthReport
	used      float64 // height used on the page
	yearTotal int     // row of this year's 跨期调整 合计, 0 = none
}

// writeDefinitions writes data version, bases, adjustments and cross-checks.
func writeDefinitions(b *book, r *crm.MonthReport, found references) {
	checks, layout := crossChecks(r, found), layoutOf(r, keyDefinitions)
	p := page{name: layout.Tab, widths: defWidths, repeat: 2, freezeRows: 2, lastRow: definitionRows(r, checks)}
	b.setUp(p)
	d := &definitions{sheet: b.begin(p), r: r, used: titleHeight + lineHeight}
	right := ""
	if r.Head.Demo {
		right = "演示数据:企业、人员和业务数据均为虚构"
	}
	title := layout.Title
	if r.Head.Demo {
		title += "(演示)"
	}
	d.titled(title, "表15　填报单位:"+r.Head.Issuer, place(r)+windowOf(r).Label()+reportName(r), right)
	d.version()
	d.bases()
	d.adjustments()
	d.checks(checks)
	own := []string{"本册各表由同一份数据生成;数据更正须在开放月份以冲回和更正条目办理。", "表内“—”表示无此项或不计算,不等于零。"}
	if r.Form == 0 {
		own = append(own, "本快照生成时尚无产业链进展、来源地分布、履约情况的数据,表12至表14从略。")
	}
	notes := noteText(r, append(own, layout.Notes...))
	d.flow(noteHeight(notes, p.width()) + signHeight)
	d.note(notes)
	d.signature(r)
	d.end()
}

// reportName is 月报, or 报表 over several months.
func reportName(r *crm.MonthReport) string {
	if windowOf(r).Single() {
		return "月报"
	}
	return "报表"
}

func definitionRows(r *crm.MonthReport, checks []crossCheck) int {
	n := 2 + 1 + 3 + 2 + len(r.Definitions) + 2 + adjustmentRows(r) + 2 + max(len(checks), 1) + 2
	return n
}

func adjustmentRows(r *crm.MonthReport) int {
	this, earlier := splitAdjustments(r)
	n := max(len(this), 1) + 1
	if len(earlier) > 0 {
		n += len(earlier) + 1
	}
	return n
}

// flow makes room for rows that stay together: a new page when they don't fit.
func (d *definitions) flow(height float64) {
	if room := capacity(d.width()); d.used+height > room {
		d.breakBefore(d.row + 1)
		d.used = titleHeight + lineHeight
	}
	d.used += height
}

// heading starts a part; `next` is the height that must stand below it.
func (d *definitions) heading(text string, next float64) {
	d.flow(24 + next)
	d.used -= next
	d.section(text)
}

// spanned writes one row whose cells cover several columns: ends[i] is the last column
// (from 1) of cell i.
func (d *definitions) spanned(height float64, ends []int, make func(i int) any, fill look) int {
	cells := newRow(len(defWidths))
	for i := range cells {
		cells[i] = d.blank(fill)
	}
	start := 1
	for i, end := range ends {
		cells[start-1] = make(i)
		start = end + 1
	}
	d.flow(height)
	row := d.put(height, cells)
	start = 1
	for _, end := range ends {
		d.merge(start, row, end, row)
		start = end + 1
	}
	return row
}

func newRow(n int) []any { return make([]any, n) }

// version is 一、数据版本. No closing time, user or serial stands here, so that the same
// data give the same bytes.
func (d *definitions) version() {
	d.heading("一、数据版本", 60)
	state := "已关账"
	if d.r.Figures.Snapshot == nil && d.r.Head.WindowNote == "" {
		state = "未关账(即时数据)"
	}
	if d.r.Head.AsKnown != "" {
		state += ",按" + chineseDate(d.r.Head.AsKnown) + "已知数据"
	}
	rate := "未设定"
	if d.r.Head.FX != 0 {
		rate = "1美元=" + d.r.Head.FX.String() + "元人民币"
		if d.r.Head.FXUnverified {
			rate += "(待核)"
		}
	}
	label := look{size: defSize, bold: true, fill: colourHead, border: true, align: "center"}
	value := look{size: defSize, border: true, align: "center", wrap: true}
	for _, row := range [][]string{
		{"统计期", yearToMonth(d.r)[len("统计期:"):], "截止日期", chineseDate(d.r.Figures.CutOff)},
		{"快照编号", snapshotText(d.r), "数据状态", state},
		{"数据校验值(SHA-256)", d.r.Figures.SHA256, "年度固定汇率", rate},
	} {
		d.spanned(22, []int{2, 5, 7, 10}, func(i int) any {
			if i%2 == 0 {
				return d.cell(label, row[i])
			}
			return d.cell(value, row[i])
		}, value)
	}
}

// bases is 二、指标口径.
func (d *definitions) bases() {
	d.heading("二、指标口径", 50)
	ends := []int{1, 2, 4, 6, 9, 10}
	d.headRow(ends, "序号", "指标", "计入范围", "不计入", "计算方法", "有效期")
	l, c := left, centre
	l.size, c.size = defSize, defSize
	for i, def := range d.r.Definitions {
		n := max(lines(def.Name, inner(25), defSize), lines(def.Counts, inner(46), defSize),
			lines(def.Excludes, inner(39), defSize), lines(def.Method, inner(43), defSize), lines(def.Valid, inner(13), defSize))
		values := []any{i + 1, def.Name, def.Counts, def.Excludes, def.Method, def.Valid}
		d.spanned(heightOf(n, defSize)+4, ends, func(k int) any {
			if k == 0 || k == 5 {
				return d.cell(c, values[k])
			}
			return d.cell(l, values[k])
		}, c)
	}
}

func (d *definitions) headRow(ends []int, texts ...string) {
	l := look{font: fontHei, size: defSize, fill: colourHead, border: true, align: "center", wrap: true}
	d.spanned(24, ends, func(i int) any { return d.cell(l, texts[i]) }, l)
}

func splitAdjustments(r *crm.MonthReport) (this, earlier []crm.ReportAdjustment) {
	for _, a := range r.Adjustments {
		if a.EarlierYear {
			earlier = append(earlier, a)
		} else {
			this = append(this, a)
		}
	}
	return this, earlier
}

// adjustments is 三、跨期调整清单: this year's, then apart those of earlier years.
func (d *definitions) adjustments() {
	this, earlier := splitAdjustments(d.r)
	d.heading(fmt.Sprintf("三、跨期调整清单(对已关账月份的更正,均记入%s)", windowOf(d.r).Label()), 50)
	ends := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	d.headRow(ends, "序号", "单位", "项目", "原因", "原所属月份", "原条目编号", "调整条目编号", "调整金额(万元)", "审核日期", "审核人")
	if len(this) == 0 {
		l := centre
		l.size = defSize
		d.spanned(22, []int{10}, func(int) any { return d.cell(l, period(d.r)+"无跨期调整") }, l)
	}
	d.yearTotal = d.adjustmentPart(this, "本年调整合计", ends)
	if len(earlier) > 0 {
		d.adjustmentPart(earlier, "以前年度调整合计(不计入本年)", ends)
	}
}

// adjustmentPart writes rows and their total; it returns the total's row.
func (d *definitions) adjustmentPart(rows []crm.ReportAdjustment, label string, ends []int) int {
	first := d.row + 1
	var total int64
	for i, a := range rows {
		total += a.Amount
		d.adjustmentRow(i+1, a, ends)
	}
	l, n := centre, number(formatMoney)
	l.size, l.bold, l.fill, n.size, n.bold, n.fill = defSize, true, colourTotal, defSize, true, colourTotal
	return d.spanned(22, ends, func(i int) any {
		switch {
		case i == 1:
			return d.cell(l, label)
		case i == 7 && len(rows) > 0:
			return d.formula(n, fmt.Sprintf("SUM(H%d:H%d)", first, d.row), wan(total))
		case i == 7:
			return d.cell(n, wan(0))
		}
		return d.blank(l)
	}, l)
}

func (d *definitions) adjustmentRow(number1 int, a crm.ReportAdjustment, ends []int) {
	l, c, n := left, centre, number(formatMoney)
	l.size, c.size, n.size = defSize, defSize, defSize
	month := ""
	if a.OriginalMonth != "" {
		month = a.OriginalMonth.Label()
	}
	values := []any{number1, a.Unit, a.Project, a.Reason, month, a.OriginalEntry, a.Entry, wan(a.Amount), day(a.VerifiedOn), a.Verifier}
	looks := []look{c, c, l, l, c, c, c, n, c, c}
	height := 1
	for i, v := range values {
		if text, ok := v.(string); ok {
			height = max(height, lines(text, inner(defWidths[i]), defSize))
		}
	}
	d.spanned(heightOf(height, defSize)+4, ends, func(i int) any { return d.cell(looks[i], values[i]) }, c)
}
