package intake

import "regexp"

// listKeys are the keys of the numbers that our own lists and reports print (编码).
var listKeys = []string{"entry_no", "lead_no", "visit_no", "project_no"}

// ownNumber is a code that the system gives: XM2022-0154.
var ownNumber = regexp.MustCompile(`^[A-Z]{2}\d{4,6}-\d{4,}$`)

// listed reports whether the row has a number of ours: what would be a fault of other people's ledgers is our own way of printing
// there (domain §11: lists import again).
func (j *judging) listed() bool {
	for _, k := range listKeys {
		if col, ok := j.l.head.by[k]; ok {
			if x := j.r.at(col.col); x != nil && ownNumber.MatchString(tidy(x.text)) {
				return true
			}
		}
	}
	return false
}

// noWord reports whether a cell holds the dash that our own reports print where there is nothing.
func (j *judging) noWord(x *cell) bool { return tidy(x.text) == "—" && j.listed() }

// computed are the sheets of our monthly workbook that hold figures and no ledger, by the number in the line below their title.
var computed = map[string]string{"1": "总览", "2": "目标任务完成情况", "11": "联络处工作情况", "12": "产业链进展", "13": "来源地分布", "14": "履约情况", "15": "口径与说明"}

// computedReason is why such a sheet is passed over.
const computedReason = "月报的统计表，数字由系统从台账算出，不导入"

var sheetNumber = regexp.MustCompile(`^表(\d{1,2})填报单位:`)

// isComputed reports whether the sheet is one of the monthly workbook that holds figures and no ledger.
func (l *ledger) isComputed() bool {
	for _, r := range l.pending[:min(len(l.pending), 4)] {
		if m := sheetNumber.FindStringSubmatch(squeeze(r.lead())); m != nil {
			return computed[m[1]] == l.sheet.name
		}
	}
	return false
}
