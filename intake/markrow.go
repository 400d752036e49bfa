package intake

import "errors"

// rowsPatch copies the rows of a sheet and puts our cells into them.
type rowsPatch struct {
	*sheetPatch
	s    *scribe
	todo []int // rows that still get a cell of ours, from the top
	num  int   // of the row being copied
	at   int   // column of the cell being copied
	due  bool  // the row still gets its cell
	drop bool  // within a cell of ours of an earlier time
}

// rows copies the rows; t is the start of them.
func (p *sheetPatch) rows(s *scribe, t *xmlToken) error {
	r := &rowsPatch{sheetPatch: p, s: s}
	if p.col > 0 {
		r.todo = p.marks.lines()
	}
	if t.empty {
		attrs := string(t.attrs)
		s.drop()
		s.put("<%ssheetData%s>", s.prefix, attrs)
		r.missing(maxRow + 1)
		s.put("</%ssheetData>", s.prefix)
		return nil
	}
	s.keep()
	for n := 1; ; n++ {
		if err := s.next(t); err != nil {
			return damaged(errors.Join(errXML, err))
		}
		if n%65536 == 0 && p.m.ctx.Err() != nil {
			return p.m.ctx.Err()
		}
		if t.kind == '/' && t.is("sheetData") {
			r.missing(maxRow + 1)
			s.keep()
			return nil
		}
		r.take(t)
	}
}

// take copies one token within the rows.
func (r *rowsPatch) take(t *xmlToken) {
	switch {
	case t.is("row") && t.kind == '<':
		r.startRow(t)
	case t.is("row") && t.kind == '/':
		r.ours()
	case t.is("c") && t.kind == '<':
		r.at++
		if _, c, ok := parseRef(t.attr("r")); ok {
			r.at = c
		}
		if r.at >= r.col && r.due {
			r.ours()
		}
		if r.col > 0 && r.at == r.col && (r.reuse || r.filled()) {
			r.drop = !t.empty
			r.s.drop()
			return
		}
	case t.is("c") && t.kind == '/' && r.drop:
		r.drop = false
		r.s.drop()
		return
	}
	if r.drop {
		r.s.drop()
		return
	}
	r.s.keep()
}

// filled reports whether this row has got its cell, so that a blank cell that stood there must go.
func (r *rowsPatch) filled() bool { return r.num == r.marks.head || r.marks.rows[r.num] != nil }

func (r *rowsPatch) startRow(t *xmlToken) {
	if r.num++; atoi(t.attr("r")) > 0 {
		r.num = atoi(t.attr("r"))
	}
	r.at = 0
	r.missing(r.num)
	if r.due = len(r.todo) > 0 && r.todo[0] == r.num; !r.due {
		return
	}
	r.todo = r.todo[1:]
	attrs, empty := setAttr(t.attrs, "spans", ""), t.empty
	r.s.drop()
	r.s.put("<%srow%s>", r.s.prefix, attrs)
	if empty {
		r.ours()
		r.s.put("</%srow>", r.s.prefix)
	}
}

// missing writes the rows before row that have a complaint and no row in the file.
func (r *rowsPatch) missing(row int) {
	for len(r.todo) > 0 && r.todo[0] < row {
		r.s.put(`<%srow r="%d">`, r.s.prefix, r.todo[0])
		r.due = true
		num := r.num
		r.num = r.todo[0]
		r.ours()
		r.num = num
		r.s.put("</%srow>", r.s.prefix)
		r.todo = r.todo[1:]
	}
}

// ours writes our cell of the row, once.
func (r *rowsPatch) ours() {
	if !r.due {
		return
	}
	r.due = false
	text, style := MarkHeading, r.styles.head
	if r.num != r.marks.head {
		var bad bool
		if text, bad = opinion(r.marks.rows[r.num], true, "\n"); bad {
			style = r.styles.bad
		} else {
			style = r.styles.warn
		}
	}
	r.s.put(`<%[1]sc r="%[2]s%[3]d" s="%[4]d" t="inlineStr"><%[1]sis><%[1]st xml:space="preserve">%[5]s</%[1]st></%[1]sis></%[1]sc>`,
		r.s.prefix, colName(r.col), r.num, style, escapeCell(text))
}
