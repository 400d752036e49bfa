package reports

import "fmt"

// checks is 四、勾稽核对: both numbers as formulas over the other sheets, their difference
// and its judgement.
func (d *definitions) checks(checks []crossCheck) {
	next := 48.0
	if all := 24 + 24*float64(len(checks)); d.used+all+24 > capacity(d.width()) {
		next = all // keep the table on one page where a page can hold it
	}
	d.heading("四、勾稽核对", min(next, capacity(d.width())-120))
	ends := []int{1, 2, 3, 4, 5, 6, 7, 8, 10}
	d.headRow(ends, "序号", "核对内容", "甲表", "甲数", "乙表", "乙数", "差额", "结果", "说明")
	l, c := left, centre
	l.size, c.size = defSize, defSize
	if len(checks) == 0 {
		d.spanned(22, []int{10}, func(int) any { return d.cell(c, "本期无可核对项") }, c)
	}
	for i, check := range checks {
		d.checkRow(i+1, check, ends, l, c)
	}
}

func (d *definitions) checkRow(number1 int, check crossCheck, ends []int, l, c look) {
	format := formatFour
	if check.per == 1 {
		format = formatWhole
	}
	n := number(format)
	n.size = defSize
	right := check.right
	if right == yearTotalCell {
		right = fmt.Sprintf("H%d/10000", d.yearTotal)
	}
	row := d.row + 1
	diff := check.leftValue - check.rightValue
	cell := func(i int) any {
		switch i {
		case 0:
			return d.cell(c, number1)
		case 1:
			return d.cell(l, check.label)
		case 2:
			return d.cell(l, check.leftName)
		case 3:
			return d.formula(n, check.left, scaled(check.leftValue, check.per))
		case 4:
			return d.cell(l, check.rightName)
		case 5:
			return d.formula(n, right, scaled(check.rightValue, check.per))
		case 6:
			return d.formula(n, fmt.Sprintf("ROUND(D%d-F%d,10)", row, row), scaled(diff, check.per))
		case 7:
			f, v := check.judgement(row, diff)
			return d.formula(c, f, v)
		}
		return d.cell(l, check.note)
	}
	d.spanned(heightOf(1, defSize)+4, ends, cell, c)
}

// judgement is the formula and value of 结果.
func (k crossCheck) judgement(row int, diff int64) (formula, text string) {
	more, less := "不符", "不符"
	if k.distributes {
		more, less = "超额分解", "未全部分解"
	}
	formula = fmt.Sprintf(`IF(G%d=0,"相符",IF(G%d>0,"%s","%s"))`, row, row, more, less)
	switch {
	case diff > 0:
		return formula, more
	case diff < 0:
		return formula, less
	}
	return formula, "相符"
}
