package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"yinfeng/crm"
)

// totals checks stated totals against all data rows that they cover, held ones too (ruling 17). Every sum has a place for each
// known column, and one more for the number of rows.
type totals struct {
	group, page, since, section, table []decSum
	trailing                           bool // a 小计 has been seen below its rows
	lead                               *claim
	leadAll                            *claim // 合计 above the rows
	sections                           [3]*claim
	seenTotal                          bool
}

// claim is a row of totals, or a section header with a count, that waits for its rows.
type claim struct {
	row    int
	label  string
	kind   string
	stated map[int]dec // by place of the column; len(cols) for the rows
	start  int         // rows before it
}

func (t *totals) size(l *ledger) {
	if t.table == nil {
		n := len(l.head.cols) + 1
		t.group, t.page, t.since, t.section, t.table = make([]decSum, n), make([]decSum, n), make([]decSum, n), make([]decSum, n), make([]decSum, n)
	}
}

// row counts a data row.
func (t *totals) row(l *ledger) {
	t.size(l)
	t.amount(len(l.head.cols), dec{coef: 1})
}

// amount adds a row's amount in the column at place i of the header.
func (t *totals) amount(i int, d dec) {
	for _, s := range t.sums() {
		s[i].add(d)
	}
}

func (t *totals) sums() [][]decSum { return [][]decSum{t.group, t.page, t.since, t.section, t.table} }

func rowsOf(s []decSum) bool { return len(s) > 0 && s[len(s)-1].any }

// stated takes a row of totals.
func (t *totals) stated(l *ledger, r *row, kind string) {
	t.size(l)
	c := l.claimOf(r, kind)
	switch kind {
	case crm.SkipPageTotal:
		t.check(l, c, t.page)
		t.page = make([]decSum, len(t.table))
	case crm.SkipRunning:
		t.check(l, c, t.table)
	case crm.SkipSubtotal:
		t.subtotal(l, c)
	case crm.SkipTotal:
		t.total(l, c)
	}
}

// subtotal settles a 小计: below its rows, above them, or over several others.
func (t *totals) subtotal(l *ledger, c *claim) {
	switch {
	case t.lead != nil: // the style of this table: 小计 stands above its rows
		t.closeLead(l)
		t.lead = c
	case rowsOf(t.group):
		t.check(l, c, append([][]decSum{t.group}, l.countySum(c.label)...)...)
		t.trailing = true
	case !rowsOf(t.table) || !t.trailing:
		t.lead = c
	default:
		t.check(l, c, t.section, t.table)
	}
	t.group = make([]decSum, len(t.table))
}

// countySum is the sum of one county's rows, where a 小计 names the county (旬阳县小计): others before it may have none.
func (l *ledger) countySum(label string) [][]decSum {
	name, _, ok := l.rd.know.Areas.Leading(subtotalTail.ReplaceAllString(squeeze(label), ""))
	if !ok {
		return nil
	}
	sum := make([]decSum, len(l.head.cols)+1)
	for _, c := range l.rows {
		if c.rec.Text("county") != name {
			continue
		}
		sum[len(l.head.cols)].add(dec{coef: 1})
		for i, col := range l.head.cols {
			if d, ok := parseDec(c.rec.Text(currencyKey(col.key, l.columnCurrency(col)))); ok && isMoney(col.key) {
				sum[i].add(d)
			}
		}
	}
	return [][]decSum{sum}
}

var subtotalTail = regexp.MustCompile(`(小计|合计).*$`)

// closeLead checks the 小计 that stands above the rows read since.
func (t *totals) closeLead(l *ledger) {
	if t.lead != nil {
		t.check(l, t.lead, t.group)
		t.lead = nil
		t.group = make([]decSum, len(t.table))
	}
}

// total settles a 合计 row. Where the table has parts, it may be the part's or the whole's: the one that agrees.
func (t *totals) total(l *ledger, c *claim) {
	t.closeLead(l)
	switch {
	case !rowsOf(t.table):
		t.leadAll = c
	case strings.Contains(squeeze(c.label), "总计") || !t.seenTotal && !rowsOf(t.section):
		t.check(l, c, t.table)
	case !t.seenTotal:
		t.check(l, c, t.table, t.section)
	case rowsOf(t.since):
		t.check(l, c, t.since, t.section, t.table)
	default:
		t.check(l, c, t.table)
	}
	t.seenTotal = t.seenTotal || rowsOf(t.table)
	t.since, t.group = make([]decSum, len(t.table)), make([]decSum, len(t.table))
}

// heading takes a section header; （一） stands below 一、.
func (t *totals) heading(l *ledger, r *row) {
	t.size(l)
	t.closeLead(l)
	text := r.lead()
	level := 0
	if strings.HasPrefix(squeeze(text), "(") {
		level = 1
	}
	t.closeSections(l, level)
	if n := sectionCount(text); n >= 0 {
		t.sections[level] = &claim{row: r.num, label: text, kind: crm.SkipSection, start: len(l.rows), stated: map[int]dec{len(l.head.cols): {coef: int64(n)}}}
	}
	t.group = make([]decSum, len(t.table))
	if level == 0 {
		t.section = make([]decSum, len(t.table))
	}
}

func (t *totals) closeSections(l *ledger, from int) {
	for i := from; i < len(t.sections); i++ {
		if c := t.sections[i]; c != nil {
			s := make([]decSum, len(t.table))
			s[len(s)-1].add(dec{coef: int64(len(l.rows) - c.start)})
			t.check(l, c, s)
			t.sections[i] = nil
		}
	}
}

// finish settles what waited for the end of the sheet.
func (t *totals) finish(l *ledger) {
	t.size(l)
	t.closeLead(l)
	t.closeSections(l, 0)
	if t.leadAll != nil {
		t.check(l, t.leadAll, t.table)
	}
}

// claimOf reads the amounts that a row of totals states. Words (单位不一，未合计) state none.
func (l *ledger) claimOf(r *row, kind string) *claim {
	c := &claim{row: r.num, kind: kind, stated: map[int]dec{}}
	money := l.firstMoney()
	for i := range r.cells {
		if r.cells[i].kind == cellText && r.cells[i].col < money && totalText(r.cells[i].text) {
			c.label = tidy(r.cells[i].text)
		}
	}
	if n := sectionCount(c.label); n >= 0 {
		c.stated[len(l.head.cols)] = dec{coef: int64(n)}
	}
	for i, col := range l.head.cols {
		x := r.at(col.col)
		if d, ok := l.counted(col, x); ok {
			c.stated[i] = d
		}
		if x == nil || !isMoney(col.key) || x.noValue() || x.kind == cellFailed {
			continue
		}
		if a := parseAmount(x.text, l.unitOf(col)); a.has && a.code == "" && a.cur == l.columnCurrency(col) {
			c.stated[i] = a.val
		}
	}
	return c
}

// check compares a claim with the first of the sums that agrees in all it states, or else with the first.
func (t *totals) check(l *ledger, c *claim, sums ...[]decSum) {
	sum := sums[0]
	for _, s := range sums {
		if agrees(c, s) {
			sum = s
			break
		}
	}
	bad := ""
	for i := 0; i <= len(l.head.cols); i++ {
		stated, ok := c.stated[i]
		if !ok {
			continue
		}
		key := "rows"
		if i < len(l.head.cols) {
			key = l.sumKey(l.head.cols[i])
		}
		computed := sum[i].String()
		same := computed == stated.String()
		if !same && vague(sums, i) {
			continue
		}
		l.rd.res.Totals = append(l.rd.res.Totals, crm.ImportControlTotal{Sheet: l.sheet.name, Row: c.row, Label: c.label, Field: key,
			Stated: stated.String(), Computed: computed, Agrees: same, Table: l.sheet.table})
		if !same && bad == "" {
			bad = fmt.Sprintf("“%s”写 %s，各行相加为 %s；请核对", orWord(c.label, c.kind), stated.String(), computed)
			code := crm.WTotalMismatch
			if c.kind == crm.SkipSection {
				code = crm.WSectionCount
			}
			l.rowIssue(c.row, l.labelAt(i), code, stated.String(), bad)
		}
	}
}

func vague(sums [][]decSum, i int) bool {
	return slices.ContainsFunc(sums, func(s []decSum) bool { return s[i].vague })
}

func agrees(c *claim, sum []decSum) bool {
	for i, d := range c.stated {
		if sum[i].String() != d.String() {
			return false
		}
	}
	return true
}

func orWord(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func (l *ledger) labelAt(i int) string {
	if i < len(l.head.cols) {
		return l.head.cols[i].label
	}
	return ""
}

// rowIssue notes a complaint about a row; field is the header as printed.
func (l *ledger) rowIssue(row int, field string, code crm.ImportCode, value, message string) {
	l.issues = append(l.issues, crm.ImportIssue{Sheet: l.sheet.name, Table: l.sheet.table, Row: &row, Field: textOrNil(field), Code: code,
		Severity: code.Severity(), Value: textOrNil(value), Message: message, Col: l.colOf(field)})
}

// colOf returns the column whose header is printed so, 0 for none.
func (l *ledger) colOf(label string) int {
	for _, c := range l.head.cols {
		if c.label == label && label != "" {
			return c.col
		}
	}
	return 0
}

// label returns the header as printed of key's column, "" for none.
func (l *ledger) label(key string) string { return l.head.by[key].label }
