package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// capitalKeys is the order in which a record of arrivals prints its keys.
var capitalKeys = []string{"entry_no", "project_no", "project", "investors", "county", "nature", "month", "arrived_on", "total_wan", "prior_years_wan", "ytd_prev_wan",
	"amount_wan", "out_of_province_wan", "foreign_usd_wan", "ytd_wan", "verified_wan", "reduced_wan", "reduce_reason", "form", "use", "fixed", "origins", "evidence_nos",
	"state", "remark"}

// capitalShape is the kind capital: 到位资金月报, one entry for each project row and month (ruling 32).
type capitalShape struct {
	month string // of the whole table, YYYY-MM
}

func (*capitalShape) fits(h *header) bool { return h.has("project") && h.has("amount_wan") }

func (*capitalShape) layout(h *header) *crm.ImportLayout {
	return newLayout(h, capitalKeys, "project", "investors", "county", "month").Spare("place")
}

func (*capitalShape) carrying() []string {
	return []string{"project", "investors", "county", "amount_wan", "ytd_wan"}
}

func (*capitalShape) subject() string { return "investors" }

var (
	titleMonth = regexp.MustCompile(`((?:19|20)\d\d)年?[-./年]?(\d{1,2})月`)
	sheetMonth = regexp.MustCompile(`^(?:((?:19|20)\d\d)年)?(\d{1,2})月份?$`)
	monthSpan  = regexp.MustCompile(`^\d{1,2}月?[-—–―~～至到]+(\d{1,2})月`)
)

// begin finds the month: in the title, else in the sheet's name with the title's year. 1—N月累计 with N the month itself is the
// year to date.
func (s *capitalShape) begin(l *ledger) {
	title := crm.Fold(l.title)
	if m := titleMonth.FindStringSubmatch(title); m != nil {
		s.month = monthText(m[1], m[2])
	}
	if m := sheetMonth.FindStringSubmatch(squeeze(l.sheet.name)); m != nil && (s.month == "" || m[1] != "") {
		year := m[1]
		if year == "" && l.date.year != 0 {
			year = strconv.Itoa(l.date.year)
		}
		s.month = monthText(year, m[2])
	}
	col, ok := l.head.by["ytd_prev_wan"]
	if m := monthSpan.FindStringSubmatch(squeeze(col.label)); ok && m != nil && !l.has("ytd_wan") && strings.TrimPrefix(s.month[max(len(s.month)-2, 0):], "0") == strings.TrimPrefix(m[1], "0") {
		l.head.rename("ytd_prev_wan", "ytd_wan")
	}
}

// rename gives a column another key.
func (h *header) rename(from, to string) {
	for i := range h.cols {
		if h.cols[i].key == from {
			h.cols[i].key = to
			h.by[to] = h.cols[i]
		}
	}
	delete(h.by, from)
}

// monthText is YYYY-MM, "" where year or month is none.
func monthText(year, month string) string {
	m, err := strconv.Atoi(month)
	if err != nil || m < 1 || m > 12 || len(year) != 4 {
		return ""
	}
	return fmt.Sprintf("%s-%02d", year, m)
}

func (s *capitalShape) judge(l *ledger, r *row) []*candidate {
	j := judgeRow(l, r, crm.ImportCapital)
	j.names()
	j.place()
	if x, _, _ := j.cellOf("entry_no"); x != nil {
		j.entry = ownNumber.MatchString(tidy(x.text))
	}
	for _, k := range []string{"entry_no", "project_no", "nature", "reduce_reason", "form", "use", "fixed", "origins", "state", "remark"} {
		j.words(k)
	}
	j.monthOf(s.month)
	for i, col := range l.head.cols {
		if moneyKeys[col.key] {
			j.amount(i, col)
		}
	}
	j.weigh()
	j.weighMonth()
	j.evidence()
	j.c.whole = j.fingerprint()
	return []*candidate{j.c}
}

// monthOf settles the month of an entry: its own column's, else the table's.
func (j *judging) monthOf(table string) {
	j.c.rec.Set("month", table)
	if x, col, _ := j.cellOf("month"); x != nil {
		if w := parseDate(x, j.l.date); len(w.text) >= 7 && !w.bad {
			j.c.rec.Set("month", w.text[:7])
		} else if m := sheetMonth.FindStringSubmatch(squeeze(x.text)); m != nil && len(table) >= 4 {
			j.c.rec.Set("month", monthText(table[:4], m[2]))
		} else {
			j.complain(x, crm.EDateInvalid, col.label, "月份读不懂；请写成2022-08或2022年8月")
		}
	}
	if x, col, _ := j.cellOf("arrived_on"); x != nil {
		w := parseDate(x, j.l.date)
		if w.bad || w.text == "" {
			j.complain(x, crm.WFieldUnreadable, col.label, "到账日期读不懂，记空；请写成2022-08-15")
		}
		j.c.rec.Set("arrived_on", w.text)
	}
	if month := j.c.rec.Text("month"); month == "" && !j.held() {
		j.complain(nil, crm.EDateInvalid, j.l.label("month"), "标题、工作表名和列里都没有月份；请在标题写明年月")
	} else if after(month, j.l.rd.opt.AsOf) && !j.listed() { // our own list holds entries carried over to the next month
		j.complain(nil, crm.EDateFuture, j.l.label("month"), "月份"+month+"晚于填报日"+string(j.l.rd.opt.AsOf)+"；请核对")
	}
}

func (j *judging) held() bool { return j.c.rec.IsHeld() }

// number returns an amount of the record, nil for null.
func (j *judging) number(key string) *dec {
	d, ok := parseDec(j.c.rec.Text(key))
	if !ok {
		return nil
	}
	return &d
}

// weighMonth holds the month against its parts and the year's figures (rulings 33, 34).
func (j *judging) weighMonth() {
	month, before, ytd := j.number("amount_wan"), j.number("ytd_prev_wan"), j.number("ytd_wan")
	if x, col, broken := j.cellOf("amount_wan"); x == nil && !broken {
		j.complain(nil, crm.WValueNotReported, col.label, "本月到位是空的，记空不记0；没有到位请填0")
	}
	if month != nil && month.sign() >= 0 {
		j.partOf(*month, "out_of_province_wan", 1)
		j.partOf(*month, "foreign_usd_wan", yuanForDollar)
	}
	if month != nil && before != nil && ytd != nil {
		var sum decSum
		sum.add(*before)
		sum.add(*month)
		if got := sum.String(); got != ytd.String() {
			x, col, _ := j.cellOf("ytd_wan")
			j.complain(x, crm.ECumulativeMismatch, col.label, fmt.Sprintf("截至上月 %s 加本月 %s 应为 %s 万，表里写 %s 万；请核对", before, month, got, ytd))
		}
	}
	if total, prior := j.number("total_wan"), j.number("prior_years_wan"); total != nil && prior != nil && ytd != nil {
		var sum decSum
		sum.add(*prior)
		sum.add(*ytd)
		if all, ok := parseDec(sum.String()); ok && all.cmp(*total) > 0 {
			x, col, _ := j.cellOf("ytd_wan")
			j.complain(x, crm.WArrivedGtTotal, col.label, fmt.Sprintf("累计到位 %s 万大于总投资 %s 万，可能追加投资；请核对", all, total))
		}
	}
}

// yuanForDollar is a rate below any of the past decades: only the impossible is held (ruling 33).
const yuanForDollar = 6

func (j *judging) partOf(month dec, key string, rate int64) {
	part := j.number(key)
	if part == nil || part.times(rate).Cmp(month.big()) <= 0 {
		return
	}
	x, col, _ := j.cellOf(key)
	j.complain(x, crm.EPartGtTotal, col.label, fmt.Sprintf("%s %s 万大于本月到位 %s 万；请核对", tidy(col.label), part, month))
}

// evidence reads the evidence numbers (ruling 35).
func (j *judging) evidence() {
	if !j.l.has("evidence_nos") {
		return
	}
	x, col, _ := j.cellOf("evidence_nos")
	if x != nil && !dashOnly.MatchString(squeeze(x.text)) {
		j.c.rec.SetList("evidence_nos", splitNumbers(x.text))
		return
	}
	if month := j.number("amount_wan"); month != nil && month.sign() > 0 {
		j.complain(nil, crm.WEvidenceMissing, col.label, "本月有到位，没有佐证材料编号；请补填")
	}
}

// splitNumbers splits a cell of evidence numbers at 、 ， ； and line breaks.
func splitNumbers(text string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,;；\r\n\u2028", r) }) {
		if p = tidy(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func (*capitalShape) end(*ledger) {}

func (*capitalShape) compare(_ *reader, tables []*ledger) {
	exactDuplicates(tables)
	evidenceReused(tables)
}

// evidenceReused flags rows of different projects that give the same evidence number.
func evidenceReused(tables []*ledger) {
	first := map[string]*candidate{}
	for _, l := range tables {
		for _, c := range l.rows {
			for _, no := range c.rec.List("evidence_nos") {
				o := first[squeeze(no)]
				if o == nil {
					first[squeeze(no)] = c
					continue
				}
				if squeeze(o.rec.Text("project")) != squeeze(c.rec.Text("project")) {
					o.reused(no, c)
					c.reused(no, o)
				}
			}
		}
	}
}

func (c *candidate) reused(no string, other *candidate) {
	before := len(c.rec.Flags)
	if c.flag(crm.WEvidenceReused); len(c.rec.Flags) == before {
		return
	}
	c.ledger.rowIssue(c.rec.Row, c.ledger.label("evidence_nos"), crm.WEvidenceReused, no,
		fmt.Sprintf("佐证材料编号 %s 与%s第 %d 行“%s”相同；请核对", no, sheetWord(other, c), other.rec.Row, other.rec.Text("project")))
}
