package reports

// head is a table's header, one string slice per column from the top level down. "" goes
// on with the cell above it; equal neighbours under one parent are one merged cell.
type head [][]string

func (h head) levels() int {
	n := 0
	for _, c := range h {
		n = max(n, len(c))
	}
	return n
}

func (h head) text(col, level int) string {
	if level < len(h[col]) {
		return h[col][level]
	}
	return ""
}

// span is a header cell: its text and the columns and levels it covers, from 0.
type span struct {
	text             string
	col, level       int
	colEnd, levelEnd int
}

// spans finds the merged cells of h, from left to right.
func (h head) spans() []span {
	var found []span
	levels := h.levels()
	for level := range levels {
		for col := 0; col < len(h); col++ {
			text := h.text(col, level)
			if text == "" {
				continue
			}
			s := span{text, col, level, col, level}
			for s.colEnd+1 < len(h) && h.same(col, s.colEnd+1, level) && level+1 < levels {
				s.colEnd++
			}
			for s.levelEnd+1 < levels && h.emptyBelow(s) {
				s.levelEnd++
			}
			found = append(found, s)
			col = s.colEnd
		}
	}
	return found
}

// same tells whether two columns share the header cell at a level: equal text there and
// above.
func (h head) same(a, b, level int) bool {
	for l := 0; l <= level; l++ {
		if h.text(a, l) != h.text(b, l) {
			return false
		}
	}
	return true
}

func (h head) emptyBelow(s span) bool {
	for c := s.col; c <= s.colEnd; c++ {
		if h.text(c, s.levelEnd+1) != "" {
			return false
		}
	}
	return true
}

// heights returns the height of each header row, so that no head is cut.
func (h head) heights(widths []float64, size float64) []float64 {
	rows := make([]float64, h.levels())
	need := func(s span) float64 {
		var w float64
		for c := s.col; c <= s.colEnd; c++ {
			w += widths[c] * narrowChar
		}
		return heightOf(lines(s.text, w-4, size), size)
	}
	for i := range rows {
		rows[i] = heightOf(1, size) + 2
	}
	spans := h.spans()
	for _, s := range spans {
		if s.level == s.levelEnd {
			rows[s.level] = max(rows[s.level], need(s)+2)
		}
	}
	for _, s := range spans {
		var have float64
		for l := s.level; l <= s.levelEnd; l++ {
			have += rows[l]
		}
		if lack := need(s) + 2 - have; lack > 0 {
			rows[s.levelEnd] += lack
		}
	}
	return rows
}

// header writes h as the next rows, starting at column `first` (from 0).
func (s *sheet) header(h head, first int, size float64) {
	l := look{font: fontHei, size: size, fill: colourHead, border: true, align: "center", wrap: true}
	top, spans := s.row+1, h.spans()
	for level, height := range h.heights(s.widths[first:first+len(h)], size) {
		cells := make([]any, first+len(h))
		for c := range h {
			cells[first+c] = s.blank(l)
		}
		for _, sp := range spans {
			if sp.level == level {
				cells[first+sp.col] = s.cell(l, sp.text)
			}
		}
		s.put(height, cells)
	}
	for _, sp := range spans {
		s.merge(first+sp.col+1, top+sp.level, first+sp.colEnd+1, top+sp.levelEnd)
	}
}
