package intake

import (
	"errors"
	"io"
	"strconv"
)

// readShape reads what stands around the rows of a sheet: hidden columns before them, merged cells behind them.
func (x *xlsx) readShape(part string, s *sheet) error {
	rc, err := x.parts.open(part, maxUnpacked)
	if err != nil {
		return err
	}
	defer rc.Close()
	sc, t := newXMLScanner(rc), xmlToken{}
	root := false
	for {
		if err := sc.next(&t); err == io.EOF {
			if !root {
				return errDamaged(errXML)
			}
			return nil
		} else if err != nil {
			return damaged(err)
		}
		if t.kind != '<' {
			continue
		}
		root = true
		switch {
		case t.is("col") && isTrue(t.attr("hidden")):
			s.hiddenCols = append(s.hiddenCols, [2]int{atoi(t.attr("min")), atoi(t.attr("max"))})
		case t.is("sheetData") && !t.empty:
			if ok, err := sc.skipPast("sheetData>"); err != nil || !ok {
				return damaged(errors.Join(errXML, err))
			}
		case t.is("mergeCell"):
			if m, ok := parseRange(t.attr("ref")); ok && (m.bottom > m.top || m.right > m.left) {
				s.merges = append(s.merges, m)
			}
			if len(s.merges) > maxMerges {
				return errBomb()
			}
		}
	}
}

func isTrue(b []byte) bool { return string(b) == "1" || string(b) == "true" }

func atoi(b []byte) int { n, _ := strconv.Atoi(string(b)); return n }

func parseRange(ref []byte) (merge, bool) {
	for i, c := range ref {
		if c == ':' {
			r1, c1, ok1 := parseRef(ref[:i])
			r2, c2, ok2 := parseRef(ref[i+1:])
			return merge{min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2)}, ok1 && ok2
		}
	}
	return merge{}, false
}

// rowReader builds rows out of the tokens of a sheet.
type rowReader struct {
	x     *xlsx
	row   row
	cell  cell
	typ   byte // first letter of the t attribute; 'i' for inlineStr, 'S' for str
	into  byte // 'v', 'f' or 'T' while inside that element
	value []byte
	src   []byte // the formula
	phon  int
}

// readRows streams the rows that hold anything; merely formatted ones are none.
func (x *xlsx) readRows(part string, each func(*row) error) error {
	rc, err := x.parts.open(part, maxUnpacked)
	if err != nil {
		return err
	}
	defer rc.Close()
	sc, t := newXMLScanner(rc), xmlToken{}
	rr := &rowReader{x: x}
	inside := false
	for {
		if err := sc.next(&t); err == io.EOF {
			return nil
		} else if err != nil {
			return damaged(err)
		}
		if t.is("sheetData") && t.kind != 't' {
			if inside = t.kind == '<' && !t.empty; !inside {
				return nil
			}
			continue
		}
		if !inside {
			continue
		}
		if err := rr.take(&t, each); err != nil {
			return damaged(err)
		}
	}
}

func (rr *rowReader) take(t *xmlToken, each func(*row) error) error {
	switch {
	case t.kind == 't':
		if rr.into == 'f' {
			rr.src = append(rr.src, unescape(t.text, t.cdata)...)
		}
		if rr.into == 'v' || rr.into == 'T' && rr.phon == 0 {
			if t.cdata {
				rr.value = append(rr.value, t.text...)
			} else {
				rr.value = append(rr.value, unescape(t.text, false)...)
			}
		}
	case t.is("c"):
		if t.kind == '<' {
			rr.startCell(t)
		}
		if t.kind == '/' || t.empty {
			return rr.endCell()
		}
	case t.is("row"):
		if t.kind == '<' {
			rr.startRow(t)
		}
		if (t.kind == '/' || t.empty) && len(rr.row.cells) > 0 {
			return each(&rr.row)
		}
	case t.is("v"), t.is("t"), t.is("f"):
		rr.into = 0
		if t.is("f") {
			rr.cell.formula = true
		}
		if t.kind == '<' && !t.empty {
			rr.into = t.name[0]
			if t.is("t") {
				rr.into = 'T'
			}
		}
	case t.is("rPh") && !t.empty:
		if t.kind == '<' {
			rr.phon++
		} else {
			rr.phon--
		}
	}
	return nil
}

func (rr *rowReader) startRow(t *xmlToken) {
	num := rr.row.num + 1
	if n := atoi(t.attr("r")); n > 0 {
		num = n
	}
	rr.row = row{num: num, hidden: isTrue(t.attr("hidden")), cells: rr.row.cells[:0]}
	rr.cell.col = 0
}

func (rr *rowReader) startCell(t *xmlToken) {
	col := rr.cell.col + 1
	if _, c, ok := parseRef(t.attr("r")); ok {
		col = c
	}
	rr.cell = cell{col: col, format: generalFormat, from: rr.row.num}
	if i := t.attr("s"); i != nil {
		if n := atoi(i); n >= 0 && n < len(rr.x.formats) {
			rr.cell.format = rr.x.formats[n]
		}
	}
	rr.typ, rr.value, rr.src, rr.into, rr.phon = 'n', rr.value[:0], rr.src[:0], 0, 0
	switch typ := t.attr("t"); string(typ) {
	case "str":
		rr.typ = 'S'
	case "":
	default:
		rr.typ = typ[0]
	}
}

// endCell gives the cell its value and kind, and adds it to the row unless it is blank.
func (rr *rowReader) endCell() error {
	c := rr.cell
	c.text, c.kind = string(rr.value), cellText
	switch rr.typ {
	case 's':
		n, err := strconv.Atoi(c.text)
		if c.text != "" && (err != nil || n < 0 || n >= len(rr.x.strings)) {
			return errXML
		}
		if c.text != "" {
			c.text = rr.x.strings[n]
		}
	case 'n':
		c.kind = cellNumber
		c.text = plainNumber(c.text)
	case 'b':
		c.kind = cellBool
	case 'e':
		c.kind = cellFailed
	default:
		c.text = excelText(c.text)
	}
	if c.noValue() && len(rr.src) < 200 {
		c.source = string(rr.src)
	}
	if c.col > maxCol || rr.row.num > maxRow {
		return errXML
	}
	if c.kind != cellFailed && !c.formula && blank(c.text) {
		return nil
	}
	cells := rr.row.cells
	if n := len(cells); n > 0 && cells[n-1].col >= c.col {
		return errXML // columns must rise; anything else is no workbook that a program wrote
	}
	rr.row.cells = append(cells, c)
	return nil
}
