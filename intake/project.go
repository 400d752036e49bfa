package intake

import (
	"fmt"
	"hash/fnv"
	"strings"

	"yinfeng/crm"
)

// moneyKeys are the keys whose columns hold amounts, of all kinds.
var moneyKeys = map[string]bool{"total_wan": true, "fixed_wan": true, "working_wan": true, "agreed_wan": true, "phase1_wan": true,
	"foreign_usd_wan": true, "arrived_wan": true, "arrived_year_wan": true, "arrived_month_wan": true, "completed_wan": true,
	"prior_years_wan": true, "ytd_prev_wan": true, "amount_wan": true, "out_of_province_wan": true, "ytd_wan": true, "verified_wan": true, "reduced_wan": true,
	"total_usd_wan": true, "fixed_usd_wan": true}

// isMoney reports whether a column of key holds amounts.
func isMoney(key string) bool {
	return moneyKeys[key] || key == "annual_target" || strings.HasPrefix(key, crm.ImportKeyPeriod)
}

// projectShape is the kind projects: 签约、开工、投产项目, 项目台账.
type projectShape struct{ plain }

func (projectShape) fits(h *header) bool { return h.has("project", "investors") }

func (projectShape) carrying() []string {
	return []string{"project", "investors", "total_wan", "county", "sign_date"}
}

func (projectShape) subject() string { return "investors" }

func (projectShape) layout(h *header) *crm.ImportLayout { return projectLayout(h) }

func (projectShape) compare(rd *reader, tables []*ledger) {
	exactDuplicates(tables)
	suspects(tables)
	similarCompanies(tables)
	rd.link(tables)
}

// projectKeys is the order in which a record prints its keys.
var projectKeys = []string{"project_no", "project", "investors", "investor_home", "credit_code", "county", "place", "content", "chain", "industry", "nature",
	"total_wan", "fixed_wan", "working_wan", "agreed_wan", "phase1_wan", "foreign_usd_wan", "arrived_wan", "arrived_year_wan", "arrived_month_wan", "completed_wan",
	"sign_date", "register_date", "start_date", "production_date", "stage", "progress", "problem", "next_step", "unit", "leader", "contact", "contact_phones",
	"internal_remark", "remark"}

// projectLayout lists the keys of a sheet's records; what a cell may hold beside its own key is spare.
func projectLayout(h *header) *crm.ImportLayout {
	has := map[string]bool{"project": true, "investors": true, "county": true}
	for _, c := range h.cols {
		switch c.key {
		case crm.ImportKeySite:
			has["place"] = true
		default:
			has[c.key] = true
		}
	}
	var keys []string
	for _, k := range projectKeys {
		if has[k] {
			keys = append(keys, k)
		}
	}
	return crm.NewImportLayout(keys...).Spare("place", "total_usd_wan", "fixed_usd_wan", "arrived_usd_wan", "phase1_wan", "sign_date", "start_date", "production_date", "stage")
}

func (projectShape) judge(l *ledger, r *row) []*candidate {
	j := judgeRow(l, r, crm.ImportProjects)
	j.names()
	j.place()
	j.texts()
	for i, col := range l.head.cols {
		if moneyKeys[col.key] {
			j.amount(i, col)
		}
	}
	j.weigh()
	j.stage()
	j.dates()
	j.c.whole = j.fingerprint()
	return []*candidate{j.c}
}

// complain notes a complaint once for each cell and code. What is wrong with a merged cell is listed at its first row only; every
// row that takes its value carries the flag or is held (ruling 21).
func (j *judging) complain(x *cell, code crm.ImportCode, field, message string) {
	j.c.flag(code)
	if x != nil && x.from < j.r.num {
		return
	}
	value := ""
	if x != nil {
		value = tidy(x.text)
	}
	for k := len(j.l.issues) - 1; k >= 0 && j.l.issues[k].Row != nil && *j.l.issues[k].Row == j.r.num; k-- {
		if i := j.l.issues[k]; i.Code == code && (code != crm.WDateYearInferred || x == nil || i.Col == x.col) {
			return // a year is asked of each date, any other fault once a row
		}
	}
	j.l.rowIssue(j.r.num, field, code, value, message)
	if x != nil {
		j.l.issues[len(j.l.issues)-1].Col = x.col
	}
}

// flag notes code among the row's errors or flags, sorted, once.
func (c *candidate) flag(code crm.ImportCode) {
	list := &c.rec.Flags
	if code.IsError() {
		list = &c.rec.Errors
	}
	at := 0
	for at < len(*list) && (*list)[at] < code {
		at++
	}
	if at < len(*list) && (*list)[at] == code {
		return
	}
	*list = append(*list, "")
	copy((*list)[at+1:], (*list)[at:])
	(*list)[at] = code
}

// cellOf returns the cell under key. broken means that a formula there has an error or no value, which has been complained of.
func (j *judging) cellOf(key string) (x *cell, col column, broken bool) {
	col, ok := j.l.head.by[key]
	if !ok {
		return nil, col, false
	}
	return j.cellIn(col)
}

func (j *judging) cellIn(col column) (*cell, column, bool) {
	x := j.r.at(col.col)
	switch {
	case x == nil:
		return nil, col, false
	case x.kind == cellFailed:
		j.complain(x, crm.EFormulaError, col.label, fmt.Sprintf("公式结果是错误值 %s；请改正公式或填写数值", x.text))
		return nil, col, true
	case x.noValue():
		if sum, ok := j.l.rowSum(j.r, x, col); ok {
			y := *x
			y.text, y.kind = sum, cellNumber
			j.complain(&y, crm.WFormulaRecalculated, col.label, "公式没有保存结果，按同行各格相加得"+sum+"；请核对")
			return &y, col, false
		}
		j.complain(x, crm.EFormulaNoValue, col.label, "公式没有保存结果；请用 Excel 打开、保存后再导入")
		return nil, col, true
	case blank(x.text):
		return nil, col, false
	}
	return x, col, false
}

// names reads the project's name and its investors (rulings 11, 19).
func (j *judging) names() {
	x, col, broken := j.cellOf("project")
	if x != nil && !dashOnly.MatchString(squeeze(x.text)) {
		j.c.rec.Set("project", tidy(x.text))
	} else if !broken {
		j.complain(nil, crm.ENoProject, col.label, "缺项目名称；请补填")
	}
	x, col, broken = j.cellOf("investors")
	var list []string
	if x != nil {
		list = splitCompanies(x.text)
	}
	if len(list) > 0 {
		j.c.rec.SetList("investors", list)
	} else if !broken {
		j.complain(x, crm.ENoInvestor, col.label, "缺投资方；请补填企业名称")
	}
}

// plainTexts are the keys that are taken as printed.
var plainTexts = []string{"project_no", "investor_home", "content", "chain", "industry", "nature", "progress", "problem", "next_step", "unit", "leader", "contact",
	"internal_remark", "remark"}

func (j *judging) texts() {
	for _, k := range plainTexts {
		j.words(k)
	}
	j.creditCode()
	if x, col, _ := j.cellOf("contact_phones"); x != nil {
		phones, bad := splitPhones(x.text)
		j.c.rec.SetList("contact_phones", phones)
		if bad {
			j.complain(x, crm.WPhoneInvalid, col.label, "电话号码既不是手机也不是座机，照原样保留；请核对")
		}
	}
}

// words takes what stands under key as printed.
func (j *judging) words(key string) {
	if x, _, _ := j.cellOf(key); x != nil && !j.noWord(x) {
		j.c.rec.Set(key, tidy(x.text))
	}
}

// creditCode takes the code of the investor. Several, of several investors, are as right as one, but whose they are is not told.
func (j *judging) creditCode() {
	x, col, _ := j.cellOf("credit_code")
	if x == nil || j.noWord(x) {
		return
	}
	codes := splitNumbers(x.text)
	for _, c := range codes {
		if !crm.CreditCodeValid(squeeze(c)) {
			j.complain(x, crm.WFieldUnreadable, col.label, "不是有效的18位统一社会信用代码，未取；请核对")
			return
		}
	}
	if len(codes) == 1 {
		j.c.rec.Set("credit_code", upper(squeeze(codes[0])))
	}
}

// stage takes the stage from its column, otherwise from the section header, the sheet's name or the title.
func (j *judging) stage() {
	if j.l.has("stage") {
		if x, _, _ := j.cellOf("stage"); x != nil {
			j.c.rec.Set("stage", tidy(x.text))
		}
		return
	}
	j.c.rec.Set("stage", orWord(j.l.section, j.l.stage))
}

// fingerprint is a hash over all that the row says after normalising, the running number aside (ruling 12). What was not understood
// counts as printed.
func (j *judging) fingerprint() string {
	h := fnv.New128a()
	put := func(s string, end byte) {
		j.buf = append(append(j.buf[:0], s...), end)
		h.Write(j.buf)
	}
	for _, k := range j.l.keys {
		put(j.c.rec.Text(k), 1)
		for _, s := range j.c.rec.List(k) {
			put(s, 2)
		}
	}
	for _, list := range [][]column{j.l.head.cols, j.l.head.unknown} {
		for _, col := range list {
			x := j.r.at(col.col)
			if x == nil || col.key == crm.ImportKeySeq || col.key != "" && j.understood(col.key) {
				continue
			}
			put(squeeze(x.text), 3)
			put(colName(col.col), 4)
		}
	}
	return string(h.Sum(nil))
}

// understood reports whether the record has a value that a column of key gave it.
func (j *judging) understood(key string) bool {
	switch key {
	case crm.ImportKeySite:
		return j.c.rec.Text("county") != ""
	case crm.ImportKeyStageDate:
		return j.c.rec.Text(stageDateKey(j.c.rec.Text("stage"))) != ""
	case "total_wan", "arrived_wan", "fixed_wan":
		return j.c.rec.Text(key) != "" || key == "total_wan" && j.banded() || j.c.rec.Text(currencyKey(key, usd)) != ""
	}
	return j.c.rec.Text(key) != "" || len(j.c.rec.List(key)) > 0
}
