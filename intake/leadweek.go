package intake

import (
	"regexp"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// declaration is 共上报在谈项目X个（新增Y个） above a header; -1 where a count is not stated.
type declaration struct {
	row        int
	rows, news int
	text       string
}

var (
	declaredRows = regexp.MustCompile(`上报[^\d]*项目(?:共|共计)?:?(\d+)个`)
	declaredNew  = regexp.MustCompile(`新增[^\d]{0,6}(\d+)个`)
	formLabel    = regexp.MustCompile(`(所属片组|所属片区|填报时间|填报日期|填表时间|填表日期|上报时间|上报日期|报送时间|报送日期)[:：]?`)
	newRow       = regexp.MustCompile(`^[(\[【<]*新增`)
)

// begin reads what the weekly form says above its header (ruling 31).
func (s *leadShape) begin(l *ledger) {
	for _, r := range l.pending {
		if r.num >= l.head.top {
			break
		}
		s.declares(l, r)
		for _, f := range formFields(r) {
			switch {
			case strings.HasPrefix(f.label, "所属"):
				s.office, s.weekly = orWord(s.office, tidy(f.value.text)), true
			default:
				if w := parseDate(&f.value, l.date); !w.bad && w.text != "" {
					s.date = w.text
				}
			}
		}
	}
}

// declares takes the counts that a row declares.
func (s *leadShape) declares(l *ledger, r *row) {
	text := squeeze(r.joined())
	m := declaredRows.FindStringSubmatch(text)
	if m == nil || s.declared != nil {
		return
	}
	d := &declaration{row: r.num, rows: number(m[1]), news: -1, text: text[strings.Index(text, m[0]):]}
	if n := declaredNew.FindStringSubmatch(d.text); n != nil {
		d.news = number(n[1])
	}
	s.declared, s.weekly = d, true
	for i := range l.skipped {
		if l.skipped[i].Row == r.num {
			l.skipped[i].Kind = crm.SkipDeclared
		}
	}
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// formField is a label of a form with its value.
type formField struct {
	label string
	value cell
}

// formFields reads the labels in a row with what stands behind each: in the same cell, or in the next.
func formFields(r *row) []formField {
	var out []formField
	for i := range r.cells {
		text := r.cells[i].text
		at := formLabel.FindAllStringIndex(text, -1)
		for k, m := range at {
			end := len(text)
			if k+1 < len(at) {
				end = at[k+1][0]
			}
			f := formField{label: strings.TrimRight(text[m[0]:m[1]], ":："), value: cell{kind: cellText, text: firstWords(text[m[1]:end]), format: generalFormat}}
			if f.value.text == "" && k == len(at)-1 && i+1 < len(r.cells) && !formLabel.MatchString(r.cells[i+1].text) {
				f.value = r.cells[i+1]
			}
			if !blank(f.value.text) {
				out = append(out, f)
			}
		}
	}
	return out
}

// firstWords is a text up to a gap: several spaces, or the next label of whatever name.
func firstWords(s string) string {
	s = strings.Trim(tidy(s), "（）()：:，,；; 　")
	if i := gap.FindStringIndex(s); i != nil {
		s = s[:i[0]]
	}
	return strings.TrimRight(tidy(s), "（(，,；;")
}

var gap = regexp.MustCompile(`[\s\x{3000}]{2,}|[\s\x{3000}，,；;][\p{Han}]{2,6}[:：]|共上报`)

// week gives a row what the weekly form says for all, and asks whether it is new.
func (s *leadShape) week(j *judging) {
	j.c.rec.Set("office", s.office)
	j.c.rec.Set("report_date", s.date)
	if !s.weekly {
		return
	}
	fresh := newRow.MatchString(squeeze(j.c.rec.Text("progress")))
	if fresh && !j.repeatsMerge("progress") {
		s.fresh++
	}
	j.c.rec.Set("is_new", strconv.FormatBool(fresh))
}

// repeatsMerge reports whether the cell under key only takes the value of a merged cell.
func (j *judging) repeatsMerge(key string) bool {
	x, _, _ := j.cellOf(key)
	return x != nil && x.from < j.r.num
}

// end holds the declared counts against the rows, held ones too.
func (s *leadShape) end(l *ledger) {
	d := s.declared
	if d == nil {
		return
	}
	ok := l.declaredCount(d, "共上报在谈项目", "rows", d.rows, len(l.rows))
	if d.news >= 0 {
		ok = l.declaredCount(d, "新增", "new_rows", d.news, s.fresh) && ok
	}
	if !ok {
		l.rowIssue(d.row, "", crm.WDeclaredCount, d.text, "表上写 "+d.text+"，实有 "+strconv.Itoa(len(l.rows))+" 行，其中新增 "+strconv.Itoa(s.fresh)+" 行（含没有导入的）；请核对")
	}
}

func (l *ledger) declaredCount(d *declaration, label, field string, stated, computed int) bool {
	l.rd.res.Totals = append(l.rd.res.Totals, crm.ImportControlTotal{Sheet: l.sheet.name, Table: l.sheet.table, Row: d.row, Label: label, Field: field,
		Stated: strconv.Itoa(stated), Computed: strconv.Itoa(computed), Agrees: stated == computed})
	return stated == computed
}
