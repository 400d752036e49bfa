package intake

import (
	"errors"
	"slices"
	"strings"
)

// xlsFormulas counts formulas, and those whose saved value is the number 0.
type xlsFormulas struct{ all, zero int }

// xlsSheet reads one sheet of an old workbook.
type xlsSheet struct {
	x       *xls
	records xlsRecords // behind the sheet's first record
	hidden  map[int]bool
	order   []uint64 // row and place of each cell record, sorted, where a program wrote them in another order
}

func (x *xls) sheet(d *xlsBound, count *xlsFormulas) (*sheet, error) {
	s := &sheet{name: d.name, hidden: d.hidden, notTable: d.notTable}
	if d.notTable != "" {
		return s, nil
	}
	var r xlsRecord
	records := xlsRecords{data: x.data[:d.end], pos: d.at}
	if !records.next(&r) || r.typ != xlsBOF || len(r.body) < 4 || r.u16(0) != 0x0600 {
		return nil, errors.Join(errXLS, errors.New("no sheet at its place"))
	}
	if r.u16(2) != 0x0010 {
		s.notTable = "图表或宏表，没有单元格"
		return s, nil
	}
	xs := &xlsSheet{x: x, records: records, hidden: map[int]bool{}}
	s.rows = xs.rows
	return s, xs.readShape(s, count)
}

// each calls f with the sheet's own records; charts lie within as streams of their own and are passed over.
func (xs *xlsSheet) each(f func(*xlsRecord) error) error {
	var r xlsRecord
	depth := 0
	for s := xs.records; s.next(&r); {
		switch {
		case r.typ == xlsBOF:
			depth++
		case r.typ == xlsEOF && depth == 0:
			return nil
		case r.typ == xlsEOF:
			depth--
		case depth == 0:
			if err := f(&r); err != nil {
				return err
			}
		}
	}
	return errXLS // the end is missing: cut short
}

// readShape reads what stands around the cells, and looks whether their rows rise.
func (xs *xlsSheet) readShape(s *sheet, count *xlsFormulas) error {
	last, rising := 0, true
	err := xs.each(func(r *xlsRecord) error {
		switch {
		case isXLSCell(r):
			if row := r.u16(0); row < last {
				rising = false
			} else {
				last = row
			}
			if r.typ == xlsFormula && len(r.body) >= 14 {
				count.all++
				if le.Uint64(r.body[6:]) == 0 {
					count.zero++
				}
			}
		case r.typ == xlsRow && len(r.body) >= 14:
			if r.u16(12)&0x20 != 0 {
				xs.hidden[r.u16(0)] = true
			}
		case r.typ == xlsColInfo && len(r.body) >= 10:
			if r.u16(8)&1 != 0 {
				s.hiddenCols = append(s.hiddenCols, [2]int{r.u16(0) + 1, r.u16(2) + 1})
			}
		case r.typ == xlsWsBool && len(r.body) >= 2 && r.u16(0)&0x10 != 0:
			s.notTable = "图表或宏表，没有单元格"
		case r.typ == xlsMergedCells:
			return xlsMerges(s, r)
		}
		if len(s.hiddenCols) > maxCol {
			return errXLS
		}
		return nil
	})
	if err != nil || rising {
		return err
	}
	return xs.sortCells()
}

func xlsMerges(s *sheet, r *xlsRecord) error {
	for b := r.body[min(2, len(r.body)):]; len(b) >= 8; b = b[8:] {
		top, bottom, left, right := int(le.Uint16(b)), int(le.Uint16(b[2:])), int(le.Uint16(b[4:])), int(le.Uint16(b[6:]))
		if bottom < top || right < left || right >= maxCol {
			return errXLS
		}
		if bottom > top || right > left {
			s.merges = append(s.merges, merge{top + 1, left + 1, bottom + 1, right + 1})
		}
	}
	if len(s.merges) > maxMerges {
		return errBomb()
	}
	return nil
}

// sortCells notes where each cell record lies, by row.
func (xs *xlsSheet) sortCells() error {
	err := xs.each(func(r *xlsRecord) error {
		if isXLSCell(r) {
			xs.order = append(xs.order, uint64(r.u16(0))<<32|uint64(r.at))
		}
		return nil
	})
	slices.Sort(xs.order)
	return err
}

// isXLSCell reports a record of cells that have a value.
func isXLSCell(r *xlsRecord) bool {
	switch r.typ {
	case xlsLabelSST, xlsNumber, xlsRK, xlsMulRK, xlsFormula, xlsLabel, xlsRString, xlsBoolErr:
		return len(r.body) >= 8
	}
	return false
}

// rows streams the rows that hold anything.
func (xs *xlsSheet) rows(each func(*row) error) error {
	b := &xlsRowBuilder{xs: xs, each: each}
	if xs.order == nil {
		if err := xs.each(func(r *xlsRecord) error {
			if isXLSCell(r) {
				return b.take(r)
			}
			return nil
		}); err != nil {
			return damaged(err)
		}
		return damaged(b.flush())
	}
	var r xlsRecord
	for _, o := range xs.order {
		s := xlsRecords{data: xs.records.data, pos: int(uint32(o))}
		if !s.next(&r) {
			return errDamaged(errXLS)
		}
		if err := b.take(&r); err != nil {
			return damaged(err)
		}
	}
	return damaged(b.flush())
}

// xlsRowBuilder gathers the cells of a row.
type xlsRowBuilder struct {
	xs   *xlsSheet
	each func(*row) error
	row  row
}

func (b *xlsRowBuilder) take(r *xlsRecord) error {
	if num := r.u16(0) + 1; num != b.row.num {
		if err := b.flush(); err != nil {
			return err
		}
		b.row = row{num: num, hidden: b.xs.hidden[num-1], cells: b.row.cells[:0]}
	}
	return b.xs.cells(r, b)
}

// add puts a cell into the row unless it is blank.
func (b *xlsRowBuilder) add(c cell) error {
	if c.col > maxCol || len(b.row.cells) > 2*maxCol {
		return errXLS
	}
	if c.kind != cellFailed && !c.formula && blank(c.text) {
		return nil
	}
	c.from = b.row.num
	b.row.cells = append(b.row.cells, c)
	return nil
}

// flush hands the row on: its cells by column, of two in one place the later one, as spreadsheet programs take them.
func (b *xlsRowBuilder) flush() error {
	cells := b.row.cells
	if len(cells) == 0 {
		return nil
	}
	byCol := func(p, q cell) int { return p.col - q.col }
	if !slices.IsSortedFunc(cells, byCol) {
		slices.SortStableFunc(cells, byCol)
	}
	kept := cells[:0]
	for _, c := range cells {
		if n := len(kept); n > 0 && kept[n-1].col == c.col {
			kept[n-1] = c
			continue
		}
		kept = append(kept, c)
	}
	b.row.cells = kept
	err := b.each(&b.row)
	b.row.cells = b.row.cells[:0]
	return err
}

// xlsErrors are the error values of cells by their code.
var xlsErrors = map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

func xlsError(code byte) string {
	if s := xlsErrors[code]; s != "" {
		return s
	}
	return "#VALUE!"
}

// controlless drops the zero characters that some programs pad texts with.
func controlless(s string) string { return strings.TrimRight(s, "\x00") }
