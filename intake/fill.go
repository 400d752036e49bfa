package intake

import "sort"

// filler gives the rows that a merged cell covers its value (ruling 21: a merged cell is one cell).
type filler struct {
	waiting []merge // by top row
	active  []*mergedCell
}

type mergedCell struct {
	merge
	value cell
	has   bool
}

// set takes the merges that reach below the header and span rows.
func (f *filler) set(all []merge, header int) {
	for _, m := range all {
		if m.bottom > header && m.bottom > m.top && m.top > header {
			f.waiting = append(f.waiting, m)
		}
	}
	sort.Slice(f.waiting, func(i, j int) bool { return f.waiting[i].top < f.waiting[j].top })
}

// take remembers the values of merges that start at r and, for a data row, adds those that cover it.
func (f *filler) take(r *row, data bool) {
	keep := f.active[:0]
	for _, m := range f.active {
		if m.bottom >= r.num {
			keep = append(keep, m)
		}
	}
	f.active = keep
	for len(f.waiting) > 0 && f.waiting[0].top <= r.num && len(f.active) < 4096 {
		m := &mergedCell{merge: f.waiting[0]}
		f.waiting = f.waiting[1:]
		if m.top == r.num {
			if c := r.at(m.left); c != nil {
				m.value, m.has = *c, true
			}
		}
		if m.bottom >= r.num {
			f.active = append(f.active, m)
		}
	}
	if !data {
		return
	}
	for _, m := range f.active {
		if m.has && m.top < r.num && r.at(m.left) == nil {
			c := m.value
			c.from = m.top
			r.cells = append(r.cells, c)
			sort.Slice(r.cells, func(i, j int) bool { return r.cells[i].col < r.cells[j].col })
		}
	}
}
