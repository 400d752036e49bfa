package intake

// skipMarks wraps a sheet's rows so that the column that Mark added is not there: what the reader gets of a marked file equals what it
// got before.
func skipMarks(rows func(func(*row) error) error) func(func(*row) error) error {
	return func(each func(*row) error) error {
		cols := map[int]bool{}
		seen := 0
		err := rows(func(r *row) error {
			if seen++; seen > headRows {
				return errStop
			}
			if c := markCol(r); c > 0 {
				cols[c] = true
			}
			return nil
		})
		if err != nil && err != errStop {
			return err
		}
		if len(cols) == 0 {
			return rows(each)
		}
		return rows(func(r *row) error {
			kept := r.cells[:0]
			for _, c := range r.cells {
				if !cols[c.col] {
					kept = append(kept, c)
				}
			}
			if r.cells = kept; len(kept) == 0 {
				return nil
			}
			return each(r)
		})
	}
}

// markCol is the column of r that is headed as ours; 0 for none. A row of one or two cells is no header.
func markCol(r *row) int {
	if len(r.cells) < 3 {
		return 0
	}
	for i := len(r.cells) - 1; i >= 0; i-- {
		if c := &r.cells[i]; c.kind == cellText && tidy(c.text) == MarkHeading {
			return c.col
		}
	}
	return 0
}
