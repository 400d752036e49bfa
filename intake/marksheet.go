package intake

import (
	"io"
	"slices"
	"strconv"
)

// sheetPatch writes one sheet with the column of opinions.
type sheetPatch struct {
	m     *xlsxMarker
	part  string
	marks *sheetMarks
	col   int  // of the opinions; 0 for none
	reuse bool // the column is there from an earlier time

	hook   string // the relation of the comments' drawing, when the sheet has none yet; "" otherwise
	styles markStyles
}

// markShape is what of a sheet decides where the column stands.
type markShape struct {
	lastCol int
	old     int    // the column that is headed as ours
	legacy  string // the relation of the drawing of the comments it has
}

// measure finds the last used column: cells with a value, and merged cells.
func (m *xlsxMarker) measure(part string, header int) (markShape, error) {
	var sh markShape
	err := m.x.readRows(part, func(r *row) error {
		sh.lastCol = max(sh.lastCol, r.cells[len(r.cells)-1].col)
		if r.num == header {
			for i := range r.cells {
				if c := &r.cells[i]; c.kind == cellText && tidy(c.text) == MarkHeading {
					sh.old = c.col
				}
			}
		}
		return m.ctx.Err()
	})
	if err != nil {
		return sh, err
	}
	s := &sheet{}
	if err := m.x.readShape(part, s); err != nil {
		return sh, err
	}
	for _, g := range s.merges {
		sh.lastCol = max(sh.lastCol, g.right)
	}
	sh.legacy, err = m.legacyDrawing(part)
	return sh, err
}

// legacyDrawing is the relation of the sheet's drawing of comments, "" for none.
func (m *xlsxMarker) legacyDrawing(part string) (string, error) {
	rc, err := m.x.parts.open(part, maxUnpacked)
	if err != nil {
		return "", err
	}
	defer rc.Close()
	sc, t := newXMLScanner(rc), xmlToken{}
	for {
		if err := sc.next(&t); err == io.EOF {
			return "", nil
		} else if err != nil {
			return "", damaged(err)
		}
		switch {
		case t.kind == '<' && t.is("legacyDrawing"):
			return string(t.attr("id")), nil
		case t.kind == '<' && t.is("sheetData") && !t.empty:
			if ok, err := sc.skipPast("sheetData>"); err != nil || !ok {
				return "", damaged(errXML)
			}
		}
	}
}

// write copies the sheet and inserts what is ours.
func (p *sheetPatch) write(out io.Writer) error {
	rc, err := p.m.x.parts.open(p.part, maxUnpacked)
	if err != nil {
		return err
	}
	defer rc.Close()
	p.styles = p.m.styles
	s, t := newScribe(rc, out), xmlToken{}
	if err := p.before(s, &t); err != nil {
		return err
	}
	if err := p.behind(s, &t); err != nil {
		return err
	}
	return s.err
}

// before copies what stands before the rows, and the rows.
func (p *sheetPatch) before(s *scribe, t *xmlToken) error {
	cols := &colsPatch{p: p}
	for n := 0; ; n++ {
		if err := s.next(t); err != nil {
			return damaged(err)
		}
		if t.kind == '<' && t.is("sheetData") {
			if p.col > 0 && !cols.done {
				s.put("<%[1]scols>%[2]s</%[1]scols>", s.prefix, cols.ours(s))
			}
			return p.rows(s, t)
		}
		switch {
		case p.col == 0:
			s.keep()
		case t.kind == '<' && t.is("dimension"):
			p.dimension(s, t)
		default:
			cols.take(s, t)
		}
	}
}

// dimension widens the area that the sheet says it uses.
func (p *sheetPatch) dimension(s *scribe, t *xmlToken) {
	ref := t.attr("ref")
	area, ok := parseRange(ref)
	if row, col, one := parseRef(ref); one {
		area, ok = merge{row, col, row, col}, true
	}
	if !ok {
		s.keep()
		return
	}
	lines := p.marks.lines()
	area.top, area.bottom = min(area.top, lines[0]), max(area.bottom, lines[len(lines)-1])
	area.right = max(area.right, p.col)
	empty := t.empty
	s.drop()
	s.put(`<%sdimension ref="%s%d:%s%d"`, s.prefix, colName(area.left), area.top, colName(area.right), area.bottom)
	if empty {
		s.put("/")
	}
	s.put(">")
}

// colsPatch gives our column a width, splitting a run of columns that covers it.
type colsPatch struct {
	p    *sheetPatch
	in   bool
	done bool
}

func (c *colsPatch) ours(s *scribe) string {
	return string(appendCol(nil, s.prefix, c.p.col, c.p.col, setAttr(setAttr(nil, "width", markWidth), "customWidth", "1")))
}

func appendCol(out []byte, prefix string, from, to int, attrs []byte) []byte {
	attrs = setAttr(setAttr(attrs, "min", strconv.Itoa(from)), "max", strconv.Itoa(to))
	return append(append(append(out, "<"+prefix+"col"...), attrs...), "/>"...)
}

func (c *colsPatch) take(s *scribe, t *xmlToken) {
	n := c.p.col
	switch {
	case t.is("cols") && t.kind == '<':
		if c.in = !t.empty; t.empty {
			s.drop()
			s.put("<%[1]scols>%[2]s</%[1]scols>", s.prefix, c.ours(s))
			c.done = true
		}
	case t.is("cols") && t.kind == '/':
		if c.in = false; !c.done {
			s.put("%s", c.ours(s))
			c.done = true
		}
	case c.in && t.is("col") && t.kind == '/': // each col is written closed
		s.drop()
	case c.in && t.is("col"):
		from, to := atoi(t.attr("min")), atoi(t.attr("max"))
		var out []byte
		if to < n || from > n {
			if from > n && !c.done {
				out = append(out, c.ours(s)...)
				c.done = true
			}
			out = appendCol(out, s.prefix, from, to, t.attrs)
		} else {
			if from < n {
				out = appendCol(out, s.prefix, from, n-1, t.attrs)
			}
			out = append(out, c.ours(s)...)
			if c.done = true; to > n {
				out = appendCol(out, s.prefix, n+1, to, t.attrs)
			}
		}
		s.drop()
		s.raw(out)
	}
	s.keep()
}

// afterComments are the elements that stand behind the hook of the comments.
var afterComments = []string{"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst", "AlternateContent"}

// behind copies what stands behind the rows, and hooks the comments in where they belong.
func (p *sheetPatch) behind(s *scribe, t *xmlToken) error {
	depth := 1
	for {
		if err := s.next(t); err == io.EOF {
			s.keep()
			return nil
		} else if err != nil {
			return damaged(err)
		}
		if p.hook != "" && depth == 1 && (t.kind == '/' || t.kind == '<' && slices.Contains(afterComments, string(t.name))) {
			ns := nsRel
			if p.m.strict {
				ns = nsStrictRel
			}
			s.put(`<%slegacyDrawing xmlns:r="%s" r:id="%s"/>`, s.prefix, ns, p.hook)
			p.hook = ""
		}
		if t.kind == '<' && !t.empty {
			depth++
		} else if t.kind == '/' {
			depth--
		}
		s.keep()
	}
}
