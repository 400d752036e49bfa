package intake

// unmarked returns the sheet without the column that Mark added to it, and its first rows likewise: neither fingerprints nor
// duplicates, sections or totals see our own opinions. A sheet that was not marked comes back as it is.
func unmarked(s *sheet, top []*row) (*sheet, []*row) {
	col := markedColumn(top)
	if col == 0 {
		return s, top
	}
	plain := *s
	plain.rows = func(each func(*row) error) error {
		return s.rows(func(r *row) error {
			if r.drop(col); len(r.cells) == 0 {
				return nil
			}
			return each(r)
		})
	}
	var rows []*row
	for _, r := range top {
		if r.drop(col); len(r.cells) > 0 {
			rows = append(rows, r)
		}
	}
	return &plain, rows
}

// markedColumn is the column with our heading among the first rows, 0 for none. Mark puts it behind all others.
func markedColumn(top []*row) int {
	for _, r := range top {
		if n := len(r.cells); n > 1 && r.cells[n-1].kind == cellText && tidy(r.cells[n-1].text) == MarkHeading {
			return r.cells[n-1].col
		}
	}
	return 0
}

// drop takes the cell in col out of the row.
func (r *row) drop(col int) {
	for i := range r.cells {
		if r.cells[i].col == col {
			r.cells = append(r.cells[:i], r.cells[i+1:]...)
			return
		}
	}
}
