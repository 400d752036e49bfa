package intake_test

import (
	"fmt"
	"strings"

	"yinfeng/crm"
)

// field is a column of a generated table.
type field struct {
	key    string
	path   []string // groups above, then the header's own text
	money  bool
	unit   moneyUnit
	inCell bool // its cells state their units
	col    int
	value  func(*truthRow) gridCell
	sums   [2]int64 // of the current group, page or section; of the table
}

// truthRow is what a generated data row says.
type truthRow struct {
	row    int
	table  string
	county string // the unit of its group
	values map[string]string
	total  int64 // in hundreds of yuan
	left   int64 // what of it may still have arrived
}

// genTable is a table while it is written.
type genTable struct {
	*dice
	g          *grid
	kind       crm.ImportKind
	fields     []*field
	row        int // the next one
	first      int // first column
	last       int
	letter     string
	unit       moneyUnit
	unitAt     string // line, title, header, group or cell
	stage      string // of the table, where no column tells it
	section    string
	county     string // of the whole table, where no column tells it
	month      string
	merged     bool // counties are merged
	truth      []*truthRow
	claims     int // rows of totals
	rows       [2]int64
	headerText [][]gridCell
	headMerges [][4]int
}

// skippedWords are synonyms that say something of the kind of table too.
var skippedWords = []string{"在谈", "拟投资", "意向", "拟建", "拟引进"}

// header picks one of the headers that a key stands under.
func (t *genTable) header(key string) string {
	kind := t.kind
	var texts []string
	for _, h := range crm.DefaultImportHeaders() {
		if h.Key != key || h.Kind != kind && h.Kind != "" {
			continue
		}
		for _, text := range h.Texts {
			odd := false
			for _, w := range skippedWords {
				odd = odd || strings.Contains(text, w)
			}
			if !odd {
				texts = append(texts, text)
			}
		}
	}
	if len(texts) == 0 {
		panic("no header for " + key)
	}
	if t.yes() {
		return texts[0]
	}
	return pick(t.dice, texts...)
}

// printed writes a header as people do: full width signs, a blank between two characters, a line break, a colon or a number.
func (t *genTable) printed(s string) string {
	switch t.IntN(8) {
	case 0:
		return strings.NewReplacer("(", "（", ")", "）", ":", "：").Replace(s)
	case 1:
		if r := []rune(s); len(r) == 2 {
			return string(r[0]) + "  " + string(r[1])
		}
	case 2:
		if r := []rune(s); len(r) > 3 {
			return string(r[:2]) + "\n" + string(r[2:])
		}
	case 3:
		return s + " "
	}
	return s
}

// groupNames have no sense of their own.
var groupNames = []string{"项目基本情况", "基本信息", "有关情况", "其他事项", "填报内容"}

// group puts groups over the columns, so that the header has up to depth rows.
func (t *genTable) group(depth int) {
	if depth < 2 {
		return
	}
	plain := 0 // columns without a group, so that the first row is known for a header
	for i := 0; i < len(t.fields); {
		n := min(2+t.IntN(4), len(t.fields)-i)
		if plain < 4 || t.one(3) || n < 2 {
			plain++
			i++
			continue
		}
		name := pick(t.dice, groupNames...)
		if t.unitAt == "group" && t.allMoney(t.fields[i:i+n]) {
			name = pick(t.dice, "投资情况", "资金情况") + "（" + t.unit.word + "）"
		}
		t.cover(t.fields[i:i+n], name, depth)
		i += n
	}
	for _, f := range t.fields {
		if t.unitAt == "group" && f.money && !strings.Contains(strings.Join(f.path, ""), t.unit.word) && f.key != "foreign_usd_wan" {
			f.path[len(f.path)-1] += "（" + t.unit.word + "）"
		}
	}
}

func (t *genTable) allMoney(fs []*field) bool {
	for _, f := range fs {
		if !f.money || f.key == "foreign_usd_wan" {
			return false
		}
	}
	return true
}

// cover puts a group over some columns, and further groups under it.
func (t *genTable) cover(fs []*field, name string, depth int) {
	for _, f := range fs {
		f.path = append([]string{name}, f.path...)
	}
	if depth < 3 || len(fs) < 2 || t.one(3) {
		return
	}
	n := 2 + t.IntN(len(fs)-1)
	inner := pick(t.dice, "其中", "明细", "具体内容")
	for _, f := range fs[:n] {
		f.path = append([]string{f.path[0], inner}, f.path[1:]...)
		if depth == 4 && n >= 2 {
			f.path = append([]string{f.path[0], inner, "分项"}, f.path[2:]...)
		}
	}
}

// layout gives the columns their places; a column may be left blank between them.
func (t *genTable) layout(first int, gaps bool) {
	t.first = first
	col := first
	for _, f := range t.fields {
		if gaps && t.one(12) {
			col++
		}
		f.col = col
		col++
	}
	t.last = col - 1
}

// putHeader writes the header's rows, merged where the file can.
func (t *genTable) putHeader() {
	depth := 1
	for _, f := range t.fields {
		depth = max(depth, len(f.path))
	}
	top := t.row
	for i, f := range t.fields {
		for level, text := range f.path {
			own := level == len(f.path)-1
			if !own && i > 0 && sharesGroup(t.fields[i-1], f, level) {
				continue // the group's text stands at its first column
			}
			t.g.text(top+level, f.col, text)
			if t.csv {
				continue
			}
			if own {
				t.g.merge(top+level, f.col, top+depth-1, f.col)
				continue
			}
			right := f.col
			for k := i + 1; k < len(t.fields) && sharesGroup(t.fields[k-1], t.fields[k], level); k++ {
				right = t.fields[k].col
			}
			t.g.merge(top+level, f.col, top+level, right)
		}
	}
	t.row += depth
}

// sharesGroup reports whether two neighbours stand under one group at a level.
func sharesGroup(a, b *field, level int) bool {
	if len(a.path) <= level+1 || len(b.path) <= level+1 {
		return false
	}
	for i := 0; i <= level; i++ {
		if a.path[i] != b.path[i] {
			return false
		}
	}
	return true
}

func (t *genTable) by(key string) *field {
	for _, f := range t.fields {
		if f.key == key {
			return f
		}
	}
	return nil
}

// firstMoney is the first column of amounts.
func (t *genTable) firstMoney() int {
	at := t.last + 1
	for _, f := range t.fields {
		if f.money {
			at = min(at, f.col)
		}
	}
	return at
}

// labelCol is where words of totals may stand; 0 for nowhere.
func (t *genTable) labelCol() int {
	for _, key := range []string{crm.ImportKeySeq, "project", "county", "area"} {
		if f := t.by(key); f != nil && f.col < t.firstMoney() && !(key == "county" && t.merged) {
			return f.col
		}
	}
	return 0
}

// putTotal writes a row of totals; level 0 is of the group, 1 of the table.
func (t *genTable) putTotal(label string, level int) {
	if t.IntN(3) == 0 && !strings.Contains(label, "本页") {
		label += fmt.Sprintf(pick(t.dice, "（%d个）", "(共%d个项目)", "(%d)"), t.rows[level])
	}
	t.g.text(t.row, t.labelCol(), label)
	for _, f := range t.fields {
		if !f.money || f.inCell {
			continue
		}
		u := f.unit
		t.g.put(t.row, f.col, t.amount(f.sums[level], u, false))
	}
	t.claims++
	t.row++
	t.closeGroup()
}

// closeGroup begins the sums of a group anew.
func (t *genTable) closeGroup() {
	t.rows[0] = 0
	for _, f := range t.fields {
		f.sums[0] = 0
	}
}

// putRow writes a data row.
func (t *genTable) putRow(county string, mergedOn bool) {
	r := &truthRow{row: t.row, table: t.letter, county: county, values: map[string]string{}}
	for _, f := range t.order() {
		if f.key == "county" && mergedOn {
			r.values["county"] = county
			continue
		}
		t.g.put(t.row, f.col, f.value(r))
	}
	t.finishRow(r)
	t.truth = append(t.truth, r)
	t.rows[0]++
	t.rows[1]++
	t.row++
}

// order is the order in which values are made: what others depend on comes first.
func (t *genTable) order() []*field {
	var out []*field
	for _, key := range []string{"stage", "total_wan", "prior_years_wan", "ytd_prev_wan", "amount_wan", "sign_date"} {
		if f := t.by(key); f != nil {
			out = append(out, f)
		}
	}
	n := len(out)
next:
	for _, f := range t.fields {
		for _, done := range out[:n] {
			if done == f {
				continue next
			}
		}
		out = append(out, f)
	}
	return out
}

// finishRow sets what no column tells.
func (t *genTable) finishRow(r *truthRow) {
	if t.by("county") == nil && t.by(crm.ImportKeySite) == nil && t.kind != crm.ImportMatrix {
		r.values["county"] = t.county
	}
	if t.kind == crm.ImportProjects && t.by("stage") == nil {
		r.values["stage"] = t.stage
		if t.section != "" {
			r.values["stage"] = t.section
		}
	}
	if t.month != "" && r.values["month"] == "" {
		r.values["month"] = t.month
	}
}

// putMoney makes the value of a money column and counts it.
func (t *genTable) putMoney(f *field, r *truthRow, key string, n int64) gridCell {
	r.values[key] = wan(n)
	f.sums[0] += n
	f.sums[1] += n
	return t.amount(n, f.unit, f.inCell)
}
