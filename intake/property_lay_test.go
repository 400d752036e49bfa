package intake_test

import (
	"fmt"
	"slices"
	"strings"

	"yinfeng/crm"
)

// laid is a table as it stands in a sheet.
type laid struct {
	*table
	c       *canvas
	letter  string // of its first column, where several stand side by side
	head    *heading
	headRow int
	codes   []rowCode // complaints about rows that are no records
	totals  int       // amounts that rows of totals state
	form    int       // of its section headers
}

// rowCode is an expected complaint; row 0 is the whole sheet.
type rowCode struct {
	sheet string
	row   int
	code  crm.ImportCode
}

// style is how the rows below the header are laid out.
type style struct {
	merged, sections, subtotals, total, totalFirst, repeat, gaps, notes bool
}

func (m *maker) style(t *table) style {
	s := style{merged: m.merging() && m.in(50), subtotals: m.in(35), total: m.in(55), repeat: m.in(25), gaps: m.in(20), notes: m.in(50)}
	s.sections = t.bySection || !s.subtotals && t.kind != crm.ImportMatrix && t.kind != crm.ImportVisits && m.in(25)
	if t.kind == crm.ImportMatrix || t.noTotal {
		s.merged, s.subtotals = false, false
	}
	s.totalFirst = s.total && !s.subtotals && !s.sections && m.in(30)
	s.total = s.total && !t.noTotal
	return s
}

// lay writes a table downwards from the canvas's row, its first column at left.
func (m *maker) lay(c *canvas, t *table, left int, bare bool) *laid {
	l := &laid{table: t, c: c, form: m.IntN(5)}
	mode := pick(m, []string{"head", "line", "title", "line"})
	if bare || t.unit == "" {
		mode = "head"
	} else if t.kind == crm.ImportMatrix && mode == "head" {
		mode = "line"
	}
	l.head = m.heading(t, left, mode == "head", bare)
	if !bare {
		m.preface(l, mode)
	}
	l.headRow = c.row
	l.head.write(c, m.merging())
	if col := l.head.colOf(t.hide); col > 0 && !bare {
		c.hiddenCols[col] = true
		if t.hide != "-seq" && t.hide != "?" {
			l.codes = append(l.codes, rowCode{code: crm.WHiddenColumn})
		}
	}
	s := m.style(t)
	if bare { // what is said beside another table must not take its rows for its own
		s = style{total: s.total}
	}
	if s.total && s.totalFirst && l.labelCol() > 0 {
		m.totalRow(l, pick(m, []string{"合计", "全市合计", "总  计"}), t.items)
	}
	m.body(l, s)
	if s.total && !s.totalFirst && l.labelCol() > 0 {
		m.totalRow(l, pick(m, []string{"合计", "合    计", "总计", "合计："}), t.items)
	}
	if s.notes {
		m.notes(l, s.total && !s.totalFirst && l.labelCol() > 0)
	}
	return l
}

// preface writes what stands above the header, up to eight rows.
func (m *maker) preface(l *laid, mode string) {
	c, h := l.c, l.head
	last := h.cols[len(h.cols)-1]
	c.row += m.IntN(3)
	if l.titled || mode == "title" || m.in(60) {
		title := pick(m, l.titles)
		if mode == "title" {
			title += "（" + l.unit + "）"
		}
		c.put(c.row, h.left, word(title))
		if m.merging() && m.in(80) {
			c.merge(c.row, h.left, c.row, last)
		}
		c.row += 1 + m.IntN(2)
	}
	if m.in(15) {
		c.put(c.row, h.left, word(pick(m, []string{"附件2", "（内部资料，注意保存）", "各县区请按月报送，不得漏报。"})))
		c.row++
	}
	filed := m.in(30)
	if filed {
		c.put(c.row, h.left, word("填报日期：2024年5月31日"))
		for _, it := range l.items {
			if l.kind == crm.ImportLeads {
				it.want["report_date"] = "2024-05-31"
			}
		}
	}
	if mode == "line" {
		c.put(c.row, max(last, h.left+1), word(pick(m, []string{"单位：", "单位:", "金额单位：", "单位： "})+l.unit))
	}
	if filed || mode == "line" {
		c.row += 1 + m.IntN(2)
	}
}

// body writes the rows, by groups where the layout has them.
func (m *maker) body(l *laid, s style) {
	groups := l.groups()
	for n, g := range groups {
		if s.sections {
			m.section(l, g, n)
		}
		m.groupRows(l, s, g)
		if n == 0 && s.repeat && len(groups) > 1 {
			l.head.write(l.c, m.merging())
		}
		if s.gaps && m.in(50) {
			l.c.row++
		}
	}
}

// section writes the header of a group.
func (m *maker) section(l *laid, g []*item, n int) {
	what := orWord(g[0].want[l.by], "重点项目")
	if l.bySection {
		what = m.county(what)
	}
	text := fmt.Sprintf("%s、%s（%d个）", cnSmall(n+1), what, len(g))
	if l.bySection {
		text = []string{text, text, what, fmt.Sprintf("%s（%d个）", what, len(g)), fmt.Sprintf("（%s）%s", cnSmall(n+1), what)}[l.form]
	}
	if l.wrong && strings.HasSuffix(text, "个）") {
		text = strings.TrimSuffix(text, fmt.Sprintf("%d个）", len(g))) + "99个）"
		l.codes = append(l.codes, rowCode{row: l.c.row, code: crm.WSectionCount})
	}
	l.c.put(l.c.row, l.head.left, word(text))
	if m.merging() && m.in(60) && len(l.head.cols) > 3 {
		l.c.merge(l.c.row, l.head.left, l.c.row, l.head.cols[len(l.head.cols)-1])
	}
	l.c.row++
}

func orWord(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// groups are the rows with one value under the table's key.
func (l *laid) groups() [][]*item {
	var out [][]*item
	for i, it := range l.items {
		if i == 0 || it.want[l.by] != l.items[i-1].want[l.by] {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], it)
	}
	return out
}

func (m *maker) groupRows(l *laid, s style, g []*item) {
	col, first := l.head.colOf(l.by), l.c.row
	merged := s.merged && col > 0 && l.by == "county" && !slices.ContainsFunc(g, func(it *item) bool { return it.want["place"] != "" || it.held() || it.want[l.by] == "" })
	for i, it := range g {
		if merged && i > 0 {
			it.merged[l.by] = true
		}
		l.itemRow(it)
	}
	last := l.c.row - 1
	if s.subtotals && l.labelCol() > 0 {
		m.totalRow(l, pick(m, []string{"小计", "小  计", "小计："}), g)
		if l.labelCol() != col && m.in(30) {
			last++
		}
	}
	if merged && len(g) > 1 {
		l.c.merge(first, col, last, col)
	}
	l.mergeTrips(g)
}

func (l *laid) itemRow(it *item) {
	it.row = l.c.row
	for i, f := range l.head.fields {
		if !it.merged[f.key] {
			l.c.put(it.row, l.head.cols[i], it.cells[f.key])
		}
	}
	if it.hidden {
		l.c.hiddenRows[it.row] = true
	}
	l.c.row++
}

// mergeTrips merges the cells that several rows of a trip share.
func (l *laid) mergeTrips(g []*item) {
	if l.by == "county" {
		return
	}
	for _, key := range tripKeys {
		col := l.head.colOf(key)
		for i := 0; i < len(g) && col > 0; i++ {
			to := i
			for to+1 < len(g) && g[to+1].merged[key] {
				to++
			}
			l.c.merge(g[i].row, col, g[to].row, col)
			i = to
		}
	}
}

// labelCol is where the word of a total stands: before the first amount; 0 for nowhere.
func (l *laid) labelCol() int {
	for _, prefer := range []string{"-seq", "county", "unit", "area", "project", ""} {
		for i, f := range l.head.fields {
			if f.money || strings.HasPrefix(f.key, "period:") {
				break
			}
			if f.key == prefer || prefer == "" && f.key != "days" && f.key != "people" {
				return l.head.cols[i]
			}
		}
	}
	return 0
}

// totalRow writes a row of totals over some rows.
func (m *maker) totalRow(l *laid, label string, items []*item) {
	at, last := l.labelCol(), l.labelCol()
	l.c.put(l.c.row, at, word(label))
	for i, f := range l.head.fields {
		sum, any, vague := int64(0), false, false
		for _, it := range items {
			v, ok := it.yuan[f.key]
			sum, any, vague = sum+v, any || ok, vague || it.vague[f.key]
		}
		if !any || vague || h(l, i) <= l.labelCol() || m.in(10) {
			continue
		}
		if l.wrong {
			sum += 1_230_000
			l.codes = append(l.codes, rowCode{row: l.c.row, code: crm.WTotalMismatch})
		}
		unit := l.unit
		switch {
		case f.unit != "":
			unit = f.unit
		case f.key == "days" || f.key == "people":
			unit = "万元"
		}
		p := m.money(sum, unit)
		if f.key == "days" || f.key == "people" {
			p = printed{text: wan(sum), number: m.typed()}
		}
		l.c.put(l.c.row, l.head.cols[i], p)
		l.totals++
	}
	for last < l.c.right && l.c.cells[[2]int{l.c.row, last + 1}].text == "" {
		last++
	}
	if m.merging() && m.in(30) && last <= l.head.cols[len(l.head.cols)-1] {
		l.c.merge(l.c.row, at, l.c.row, last)
	}
	l.c.row++
}

func h(l *laid, i int) int { return l.head.cols[i] }

// notes writes what stands below a table.
func (m *maker) notes(l *laid, closed bool) {
	left := l.head.left
	if m.in(30) {
		l.c.row++
	}
	if m.in(60) {
		l.c.put(l.c.row, left, word(pick(m, []string{"注：1.总投资以合同为准；2.到位资金为累计数。", "说明：本表由各县区报送。", "备注：数据以核定为准。", "数据来源：各县区月报", "※ 带星号为重点项目"})))
		l.c.row++
	}
	if m.in(50) {
		l.c.put(l.c.row, left, word("填报人：某某        审核人：某某        填报日期：2022年3月5日"))
		l.c.row++
	} else if m.in(40) {
		l.c.put(l.c.row, left, word("填报人：某某"))
		l.c.put(l.c.row, left+2, word("审核人：某某"))
		l.c.row++
	}
}
