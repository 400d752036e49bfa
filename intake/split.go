package intake

import "yinfeng/crm"

// split takes a sheet apart that holds several tables side by side, each with its own header; an ordinary sheet comes back
// as it is. Every part must be a table on its own.
func (rd *reader) split(s *sheet) ([]*sheet, error) {
	var top []*row
	err := s.rows(func(r *row) error {
		top = append(top, &row{num: r.num, hidden: r.hidden, cells: append([]cell(nil), r.cells...)})
		if len(top) == headRows {
			return errStop
		}
		return nil
	})
	if err != nil && err != errStop {
		return nil, err
	}
	s, top = unmarked(s, top)
	for i, r := range top {
		if len(r.cells) < 2*minKnown {
			continue
		}
		for _, starts := range [][]int{rd.anew(r, gaps(r, top[i:], s.merges), top[i:], s.merges), rd.repeats(r)} {
			if len(starts) < 2 {
				continue
			}
			parts := cut(s, starts, top)
			if rd.tablesAll(parts, top) {
				return parts, nil
			}
		}
	}
	return []*sheet{s}, nil
}

// gaps returns where the segments of a header row begin that blank columns part, blank in all rows below too.
func gaps(r *row, below []*row, merges []merge) []int {
	used := map[int]bool{}
	for _, b := range below {
		for i := range b.cells {
			used[b.cells[i].col] = true
		}
	}
	for _, m := range mergesAround(merges, r.num, r.num) {
		for c := m.left; c <= min(m.right, m.left+200) && m.top == r.num; c++ {
			used[c] = true
		}
	}
	var starts []int
	for i := range r.cells {
		c := r.cells[i].col
		if i == 0 || !used[c-1] {
			starts = append(starts, c)
		}
	}
	return starts
}

// anew keeps of the segments' starts those where another table begins: one that has a key again which the table before it has, as
// the kind that knows the row best takes it. A blank column within a table parts nothing.
func (rd *reader) anew(r *row, starts []int, below []*row, merges []merge) []int {
	t := rd.best(r)
	if t == nil || len(starts) < 2 {
		return nil
	}
	var kept []int
	has := map[string]bool{}
	for i, from := range starts {
		to := maxCol
		if i+1 < len(starts) {
			to = starts[i+1] - 1
		}
		keys := t.keysWithin(below, merges, from, to)
		if i == 0 || anyOf(has, keys) {
			kept, has = append(kept, from), map[string]bool{}
		}
		for _, key := range keys {
			has[key] = true
		}
	}
	return kept
}

// best is the table of the kind that knows most of a row's own cells, nil where none knows any.
func (rd *reader) best(r *row) *headerTable {
	var t *headerTable
	most := 0
	for _, k := range kindOrder {
		if o := rd.tables[k]; o != nil && o.known(r) > most {
			t, most = o, o.known(r)
		}
	}
	return t
}

func anyOf(has map[string]bool, keys []string) bool {
	for _, k := range keys {
		if has[k] {
			return true
		}
	}
	return false
}

// keysWithin are the keys of the header that stands in the columns from one to the other; a running number says nothing.
func (t *headerTable) keysWithin(rows []*row, merges []merge, from, to int) []string {
	var own []*row
	for _, r := range rows {
		if w := r.within(from, to); len(w.cells) > 0 {
			own = append(own, w)
		}
	}
	var keys []string
	if h := t.find(own, merges); h != nil {
		for _, c := range h.cols {
			if c.key != crm.ImportKeySeq {
				keys = append(keys, c.key)
			}
		}
	}
	return keys
}

// repeats returns where a header row begins anew: its first header stands again, with at least two others behind it.
func (rd *reader) repeats(r *row) []int {
	t := rd.best(r)
	if t == nil {
		return nil
	}
	keys := make([]string, len(r.cells))
	for i := range r.cells {
		if h, _, ok := t.match([]string{r.cells[i].text}); ok {
			keys[i] = h.key
		}
	}
	var starts []int
	for i, key := range keys {
		if key != "" && key == keys[0] {
			starts = append(starts, r.cells[i].col)
		}
	}
	return starts
}

// cut makes a sheet of each range of columns.
func cut(s *sheet, starts []int, top []*row) []*sheet {
	var parts []*sheet
	for i, left := range starts {
		right := maxCol
		if i+1 < len(starts) {
			right = starts[i+1] - 1
		}
		if i == 0 {
			left = 1
		}
		p := *s
		p.table, p.around, p.merges = colName(starts[i]), top, nil
		for _, m := range s.merges {
			if m.left >= left && m.left <= right {
				p.merges = append(p.merges, m)
			}
		}
		p.rows = func(each func(*row) error) error {
			return s.rows(func(r *row) error {
				if own := r.within(left, right); len(own.cells) > 0 {
					return each(own)
				}
				return nil
			})
		}
		parts = append(parts, &p)
	}
	return parts
}

// within returns the row's cells from column left to right.
func (r *row) within(left, right int) *row {
	out := &row{num: r.num, hidden: r.hidden}
	for i := range r.cells {
		if c := r.cells[i].col; c >= left && c <= right {
			out.cells = append(out.cells, r.cells[i])
		}
	}
	return out
}

// tablesAll reports whether every part has a header that some kind can do with.
func (rd *reader) tablesAll(parts []*sheet, top []*row) bool {
	for i, p := range parts {
		right := maxCol
		if i+1 < len(parts) {
			right = colOfName(parts[i+1].table) - 1
		}
		var rows []*row
		for _, r := range top {
			if own := r.within(colOfName(p.table), right); len(own.cells) > 0 {
				rows = append(rows, own)
			}
		}
		if !rd.table(rows, p.merges) {
			return false
		}
	}
	return true
}

func (rd *reader) table(rows []*row, merges []merge) bool {
	for _, k := range []crm.ImportKind{crm.ImportProjects, crm.ImportLeads, crm.ImportVisits, crm.ImportCapital, crm.ImportMatrix} {
		t := rd.tables[k]
		if t == nil {
			continue
		}
		if h := t.find(rows, merges); h != nil && len(h.by) >= minKnown && shapes[k]().fits(h) {
			return true
		}
	}
	return false
}

func colOfName(letters string) int {
	n := 0
	for _, c := range letters {
		n = n*26 + int(c-'A') + 1
	}
	return n
}
