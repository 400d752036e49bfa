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
		for _, starts := range [][]int{gaps(r, top[i:], s.merges), rd.repeats(r)} {
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

// repeats returns where a header row begins anew: its first header stands again, with at least two others behind it.
func (rd *reader) repeats(r *row) []int {
	var starts []int
	for _, k := range kindOrder {
		t := rd.tables[k]
		if t == nil {
			continue
		}
		keys := make([]string, len(r.cells))
		for i := range r.cells {
			if h, _, ok := t.match([]string{r.cells[i].text}); ok {
				keys[i] = h.key
			}
		}
		starts = starts[:0]
		for i, key := range keys {
			if key != "" && key == keys[0] {
				starts = append(starts, r.cells[i].col)
			}
		}
		if len(starts) >= 2 {
			return starts
		}
	}
	return nil
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
