package intake

import "strings"

// mergesAround returns the merges that touch the rows from top to bottom.
func mergesAround(all []merge, top, bottom int) []merge {
	var out []merge
	for _, m := range all {
		if m.top <= bottom && m.bottom >= top {
			out = append(out, m)
		}
	}
	return out[:min(len(out), 2000)]
}

// headerBottom is the last row that a cell of the header row is merged down to.
func headerBottom(r *row, merges []merge) int {
	bottom := r.num
	for _, m := range merges {
		if m.top == r.num && m.bottom-m.top <= 3 && r.at(m.left) != nil {
			bottom = max(bottom, m.bottom)
		}
	}
	return bottom
}

// isGroupRow reports whether r holds groups that stand over the header row: several cells, one of them merged across or
// down into the header, and no unit line.
func isGroupRow(r *row, headerRow int, merges []merge) bool {
	if len(r.cells) < 2 {
		return false
	}
	merged := 0
	for i := range r.cells {
		across, down := false, false
		for _, m := range merges {
			if m.has(r.num, r.cells[i].col) {
				across, down = across || m.right > m.left, down || m.bottom >= headerRow
			}
		}
		if across || down {
			merged++
		}
		word := squeeze(r.cells[i].text)
		if down || across && !strings.Contains(word, "单位") && !filedBy.MatchString(word) {
			continue // a label of the header's own: 总投资（万元） is no unit line
		}
		if _, ok := lineUnit(word); ok || filedBy.MatchString(word) {
			return false
		}
	}
	return merged >= 2
}

// isLoneGroup reports whether the last of the rows holds one group alone, between a row of groups and the header row.
func isLoneGroup(rows []*row, headerRow int, merges []merge) bool {
	n := len(rows)
	if n < 2 || len(rows[n-1].cells) != 1 || !isGroupRow(rows[n-2], headerRow, merges) {
		return false
	}
	for _, m := range merges {
		if m.top == rows[n-1].num && m.left == rows[n-1].cells[0].col && m.right > m.left {
			return true
		}
	}
	return false
}

// isOverHeader reports whether above belongs to the header row r though nothing is merged (CSV): half of what stands over the blanks of r
// are known labels, and what stands over labels of r is their group.
func (t *headerTable) isOverHeader(above, r *row, merges []merge) bool {
	if above.num+1 != r.num || len(above.cells) < 2 || len(mergesAround(merges, above.num, r.num)) > 0 {
		return false
	}
	over, labels := 0, 0
	for i := range above.cells {
		c := &above.cells[i]
		word := squeeze(c.text)
		if _, ok := lineUnit(word); c.kind != cellText || ok && strings.Contains(word, "单位") || filedBy.MatchString(word) {
			return false
		}
		if r.at(c.col) != nil {
			continue
		}
		over++
		if _, _, ok := t.match([]string{c.text}); ok {
			labels++
		}
	}
	return labels > 0 && labels*2 >= over
}

// isSubHeader reports whether next belongs to the header though nothing is merged (CSV): each of its cells is a known label
// and stands where the row above is blank or a group with blanks behind it.
func (t *headerTable) isSubHeader(above, next *row) bool {
	if next.num != above.num+1 || len(next.cells) == 0 || len(next.cells) >= len(above.cells)+4 {
		return false
	}
	known := 0
	for i := range next.cells {
		c := &next.cells[i]
		if c.kind != cellText {
			return false
		}
		labels := []string{c.text}
		if group := above.text(c.col); group != "" {
			labels = []string{group, c.text}
		}
		_, _, ok := t.match(labels)
		if ok {
			known++
		}
		if above.at(c.col) != nil && above.at(c.col+1) != nil && !ok {
			return false
		}
	}
	return known*2 > len(next.cells) && known > 0
}
