package reports

import (
	"fmt"
	"strings"

	"yinfeng/crm"
)

// references is where the totals of the other sheets stand, for the cross-checks.
type references struct {
	overview   *overview
	targets    *targetPlan
	projects   refs
	entries    refs
	signed     refs
	started    refs
	producing  refs
	chains     refs
	sources    sourceRefs
	fulfilment fulfilmentRefs
}

// crossCheck is one line of 四、勾稽核对: two numbers from two places, as formulas over
// other sheets with their exact values in minor units.
type crossCheck struct {
	label       string
	leftName    string
	left        string
	leftValue   int64
	rightName   string
	right       string
	rightValue  int64
	per         int64 // minor units per printed unit; 1 = a count
	note        string
	distributes bool // a difference is a matter of how the target was handed out
}

// crossChecks compares the sheets with one another. A scoped report, or an office's, takes its share of
// joint projects, so its lists do not add up to its figures: only what must agree is
// checked there.
func crossChecks(r *crm.MonthReport, f references) []crossCheck {
	checks := seriesCheck(r, f)
	if r.Head.Scope != "" || r.Head.Office != "" {
		return checks
	}
	checks = append(entryChecks(r, f), checks...)
	checks = append(checks, milestoneChecks(r, f)...)
	checks = append(checks, chainChecks(r, f)...)
	checks = append(checks, sourceChecks(r, f)...)
	return append(checks, targetCheck(r, f)...)
}

// thisMonth sums a column of sheet 4 over the entries that are no adjustment.
func thisMonth(r *crm.MonthReport, f references, key string, get func(*crm.ReportEntry) int64) (string, int64) {
	area := func(key string) string { return f.entries.area(key, len(r.Entries)) }
	var sum int64
	for i := range r.Entries {
		if e := &r.Entries[i]; e.Adjust == 0 && e.OtherYear == 0 {
			sum += get(e)
		}
	}
	return fmt.Sprintf("SUMIFS(%s,%s,0,%s,0)", area(key), area("adjust"), area("otherYear")), sum
}

func entryChecks(r *crm.MonthReport, f references) []crossCheck {
	var checks []crossCheck
	add := func(code, label, key string, history int64, get func(*crm.ReportEntry) int64) {
		line, ok := f.overview.find(code)
		left := f.targets.ref(code, mMonth, -1)
		adjust := f.targets.ref(code, mAdjust, -1)
		if !ok || line.Narrowed || left == "" || adjust == "" && r.TotalFigure(line).Adjust != 0 || !f.entries.grid.has(key, "adjust", "otherYear") {
			return
		}
		if adjust != "" {
			left += "-" + adjust
		}
		right, sum := thisMonth(r, f, key, get)
		right = fmt.Sprintf("%s/%d", right, max(line.Per/crm.FenPerWan, 1))
		c := crossCheck{label: label + "(" + line.UnitLabel + ")", leftName: "表2 小计-跨期调整",
			left: left, leftValue: r.TotalFigure(line).Own(), rightName: "表4 合计(不含调整)", right: right, rightValue: sum, per: line.Per}
		if history != 0 {
			c.right += "+" + crm.Decimal(history, line.Per)
			c.rightValue += history
			c.rightName, c.note = "表4 合计+历史汇总数", "系统启用前月份为历史汇总数"
		}
		checks = append(checks, c)
	}
	add("capital", "到位资金"+period(r), "verified", r.Head.HistoricCapital, func(e *crm.ReportEntry) int64 { return e.Verified })
	add(crm.LineOutside, "省外到位资金"+period(r), "outside", r.Head.HistoricOutside, func(e *crm.ReportEntry) int64 { return e.Outside })
	add("foreign", "利用外资"+period(r), "foreignUsd", r.Head.HistoricForeign, func(e *crm.ReportEntry) int64 { return e.ForeignUSD })
	return append(append(checks, adjustCheck(r, f)...), ledgerCheck(r, f)...)
}

// adjustCheck compares sheet 2 with this sheet's list; its row is known when written.
func adjustCheck(r *crm.MonthReport, f references) []crossCheck {
	line, ok := f.overview.find("capital")
	left := f.targets.ref("capital", mAdjust, -1)
	if !ok || line.Narrowed || left == "" {
		return nil
	}
	var sum int64
	this, _ := splitAdjustments(r)
	for _, a := range this {
		sum += a.Amount
	}
	return []crossCheck{{label: "本年跨期调整(" + line.UnitLabel + ")", leftName: "表2 合计 跨期调整", left: left,
		leftValue: r.TotalFigure(line).Adjust, rightName: "本表 三、本年调整合计", right: yearTotalCell, rightValue: sum, per: line.Per}}
}

// yearTotalCell stands for the cell of 本年调整合计 until its row is known.
const yearTotalCell = "\x00"

func ledgerCheck(r *crm.MonthReport, f references) []crossCheck {
	left, right := f.projects.cell("arrivedMonth"), f.entries.cell("verified")
	if left == "" || right == "" {
		return nil
	}
	var projects, entries int64
	for i := range r.Projects {
		projects += r.Projects[i].ArrivedMonth
	}
	for i := range r.Entries {
		entries += r.Entries[i].Verified
	}
	return []crossCheck{{label: "台账" + period(r) + "到位(亿元)", leftName: "表3 " + period(r) + "合计", left: left + "/10000", leftValue: projects,
		rightName: "表4 核定数合计", right: right + "/10000", rightValue: entries, per: crm.FenPerYi}}
}

func seriesCheck(r *crm.MonthReport, f references) []crossCheck {
	line, month := f.overview.line, r.Figures.Month.Number()
	last := r.Series.Months[month-1].Cumulative
	if line.Code == "" || last == nil {
		return nil
	}
	return []crossCheck{{label: line.Label + "累计(" + line.UnitLabel + ")", leftName: "表1 累计完成", left: f.overview.lineCell(line.Code, 6),
		leftValue: r.TotalFigure(line).Cumulative, rightName: fmt.Sprintf("表1 分月累计(%d月)", month),
		right: f.overview.monthCell(month, 2), rightValue: *last, per: line.Per}}
}

// milestoneChecks count the rows of sheets 5–7. Months before the cut-over have counts
// without rows: with such a month there is nothing to compare.
func milestoneChecks(r *crm.MonthReport, f references) []crossCheck {
	if r.Head.HistoricCapital != 0 {
		return nil
	}
	var checks []crossCheck
	count := func(code, label, sheetName string, where refs, n int) {
		left := f.targets.ref(code, mMonth, -1)
		if line, ok := f.overview.find(code); ok && left != "" {
			right := "COUNTA(" + where.area("code", n) + ")"
			if increases := len(r.Signed) - n; code == "signed" && increases > 0 { // 增资 is no contract of its own
				if !where.grid.has("name") {
					return
				}
				right = fmt.Sprintf(`COUNTA(%s)-COUNTIF(%s,"*%s")`, where.area("code", len(r.Signed)), where.area("name", len(r.Signed)), crm.IncreaseMark)
			}
			checks = append(checks, crossCheck{label: label + "(" + line.UnitLabel + ")", leftName: "表2 合计 " + period(r), left: left,
				leftValue: r.TotalFigure(line).Month, rightName: sheetName + " 行数", right: right, rightValue: int64(n), per: 1})
		}
	}
	contracts := 0
	for i := range r.Signed {
		if !r.Signed[i].Increase {
			contracts++
		}
	}
	count("signed", "新签约项目"+period(r), "表5", f.signed, contracts)
	if line, ok := f.overview.find("signedAmount"); ok && f.signed.cell("total") != "" {
		var sum int64
		for i := range r.Signed {
			sum += r.Signed[i].Total
		}
		checks = append(checks, crossCheck{label: line.Label + period(r) + "(" + line.UnitLabel + ")", leftName: "表1 " + period(r) + "完成", left: f.overview.lineCell("signedAmount", 5),
			leftValue: r.TotalFigure(line).Month, rightName: "表5 总投资合计", right: f.signed.cell("total") + fmt.Sprintf("/%d", line.Per/crm.FenPerWan),
			rightValue: sum, per: line.Per})
	}
	count("started", "新开工项目"+period(r), "表6", f.started, len(r.Started))
	count("producing", "新投产项目"+period(r), "表7", f.producing, len(r.Producing))
	return checks
}

// targetCheck shows the units' targets against the whole; over-allocation is normal.
func targetCheck(r *crm.MonthReport, f references) []crossCheck {
	line, ok := f.overview.find("capital")
	whole := f.targets.ref("capital", mTarget, -1)
	target := r.TotalFigure(line).Target
	if !ok || whole == "" || target == nil {
		return nil
	}
	var sum int64
	for i := range r.Figures.Units {
		sum += value(r.UnitFigure(line, i).Target)
	}
	first := f.targets.ref("capital", mTarget, 0)
	last := f.targets.ref("capital", mTarget, len(r.Figures.Units)-1)
	area := first + ":" + last[strings.LastIndexByte(last, '!')+1:]
	return []crossCheck{{label: "年度任务(" + line.UnitLabel + ")", leftName: "表2 单位之和", left: "SUM(" + area + ")", leftValue: sum,
		rightName: "总任务", right: whole, rightValue: *target, per: line.Per, distributes: true, note: "单位任务之和可大于总任务"}}
}
