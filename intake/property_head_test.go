package intake_test

import (
	"slices"
	"strings"
)

// span is a run of columns under one label, in one of the header rows above the lowest.
type span struct {
	from, to, level int // places of fields; level 0 is the top row
	label           string
}

// heading is a table's header: its columns, the labels and the groups over them.
type heading struct {
	left   int // column of the first field
	fields []field
	cols   []int // of each field
	labels []string
	spans  []span
	rows   int
}

// heading settles columns and labels.
func (m *maker) heading(t *table, left int, unitInHead, bare bool) *heading {
	h := &heading{left: left, fields: slices.Clone(t.fields), rows: 1}
	m.order(t, h)
	over := unitInHead && t.unit != "" && m.in(30)
	at := left
	for i, f := range h.fields {
		if i > 0 && m.in(4) && !bare && m.medium != "html" && !inGroup(h.fields, i) {
			at++ // an empty column
		}
		h.cols = append(h.cols, at)
		heads := f.heads
		if heads == nil {
			heads = known(t.kind, f.key)
		}
		h.labels = append(h.labels, m.label(pick(m, heads), f, t.unit, unitInHead && !over))
		at++
	}
	m.group(h)
	if over {
		h.unitOver(t.unit)
	}
	return h
}

// unitOver puts the unit into the labels of groups over amounts, and behind amounts that stand under none.
func (h *heading) unitOver(unit string) {
	for i, f := range h.fields {
		if !f.money || f.unit != "" {
			continue
		}
		k := slices.IndexFunc(h.spans, func(s span) bool { return s.from <= i && i <= s.to && s.level == h.depth(i)-1 })
		switch {
		case k < 0:
			h.labels[i] += "（" + unit + "）"
		case !strings.Contains(h.spans[k].label, unit):
			h.spans[k].label += "（" + unit + "）"
		}
	}
}

// depth is how many groups stand over a field.
func (h *heading) depth(i int) int {
	n := 0
	for _, s := range h.spans {
		if s.from <= i && i <= s.to {
			n++
		}
	}
	return n
}

// order shuffles the columns as far as their sense allows.
func (m *maker) order(t *table, h *heading) {
	if t.kind == "matrix" {
		return
	}
	m.Shuffle(len(h.fields), func(i, j int) { h.fields[i], h.fields[j] = h.fields[j], h.fields[i] })
	slices.SortStableFunc(h.fields, func(a, b field) int { // what stands under one group stands together, 其中 behind the whole
		return groupRank(h.fields, a) - groupRank(h.fields, b)
	})
	if i := slices.IndexFunc(h.fields, func(f field) bool { return f.key == "-seq" }); i > 0 && m.in(80) {
		f := h.fields[i]
		h.fields = append([]field{f}, slices.Delete(h.fields, i, i+1)...)
	}
}

func groupRank(all []field, f field) int {
	if f.group == "" {
		return 0
	}
	return 1 + slices.Index([]string{"amount_wan", "out_of_province_wan", "foreign_usd_wan"}, f.key)
}

func inGroup(fields []field, i int) bool {
	return fields[i].group != "" && fields[i-1].group == fields[i].group
}

// label prints a header's text as people do.
func (m *maker) label(s string, f field, unit string, unitInHead bool) string {
	if f.unit != "" {
		unit, unitInHead = f.unit, true
	}
	if f.money && unitInHead && unit != "" {
		s += pick(m, []string{"（" + unit + "）", "(" + unit + ")", "\n（" + unit + "）", "/" + unit, "（单位：" + unit + "）"})
	}
	switch m.IntN(12) {
	case 0:
		return "*" + s
	case 1:
		if r := []rune(s); len(r) == 2 {
			return string(r[0]) + "  " + string(r[1])
		}
	case 2:
		return s + "："
	case 3:
		if r := []rune(s); len(r) >= 4 && !strings.Contains(s, "\n") {
			return string(r[:len(r)/2]) + "\n" + string(r[len(r)/2:])
		}
	case 4:
		return strings.NewReplacer("(", "（", ")", "）").Replace(s)
	}
	return s
}

// group puts labels over runs of columns.
func (m *maker) group(h *heading) {
	for i := 0; i < len(h.fields); i++ {
		if g := h.fields[i].group; g != "" {
			to := i
			for to+1 < len(h.fields) && h.fields[to+1].group == g {
				to++
			}
			h.spans = append(h.spans, span{i, to, 0, g})
			h.rows, i = 2, to
		}
	}
	if m.in(50) {
		return
	}
	for i := m.IntN(4); i+1 < len(h.fields); i += 2 + m.IntN(4) {
		to := min(i+1+m.IntN(2), len(h.fields)-1)
		if h.touched(i, to) || h.cols[to]-h.cols[i] != to-i {
			continue
		}
		h.spans = append(h.spans, span{i, to, 0, pick(m, []string{"基本情况", "项目信息", "有关情况", "其他信息"})})
		h.rows, i = 2, to
	}
	if h.rows == 2 && m.merging() && m.in(30) {
		m.outer(h)
	}
}

func (h *heading) touched(from, to int) bool {
	return slices.ContainsFunc(h.spans, func(s span) bool { return s.from <= to && s.to >= from })
}

// outer puts a label over one group and a column beside it: three rows.
func (m *maker) outer(h *heading) {
	s := pick(m, h.spans)
	if s.to+1 >= len(h.fields) || h.touched(s.to+1, s.to+1) || h.cols[s.to+1]-h.cols[s.from] != s.to+1-s.from {
		return
	}
	h.rows = 3
	for i := range h.spans {
		if h.spans[i] == s {
			h.spans[i].level = 1
		}
	}
	h.spans = append(h.spans, span{s.from, s.to + 1, 0, "招商引资情况"})
}

// write prints the header at the canvas's row.
func (h *heading) write(c *canvas, merging bool) {
	top := c.row
	for i := range h.fields {
		row := top
		for _, s := range h.spans {
			if s.from <= i && i <= s.to {
				row = max(row, top+s.level+1)
			}
		}
		if row > top && !slices.ContainsFunc(h.spans, func(s span) bool { return s.level == 1 && s.from <= i && i <= s.to }) && h.rows == 3 && !h.under(i, "招商引资情况") {
			row = top + 2 // its group is merged over two rows
		}
		c.put(row, h.cols[i], word(h.labels[i]))
		if merging {
			c.merge(row, h.cols[i], top+h.rows-1, h.cols[i])
		}
	}
	for _, s := range h.spans {
		bottom := top + s.level
		if h.rows == 3 && s.level == 0 && s.label != "招商引资情况" {
			bottom++
		}
		c.put(top+s.level, h.cols[s.from], word(s.label))
		if merging {
			c.merge(top+s.level, h.cols[s.from], bottom, h.cols[s.to])
		}
	}
	c.row = top + h.rows
}

func (h *heading) under(i int, label string) bool {
	return slices.ContainsFunc(h.spans, func(s span) bool { return s.label == label && s.from <= i && i <= s.to })
}

// colOf returns the column of a key, 0 for none.
func (h *heading) colOf(key string) int {
	for i, f := range h.fields {
		if f.key == key {
			return h.cols[i]
		}
	}
	return 0
}
