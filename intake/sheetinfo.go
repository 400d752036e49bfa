package intake

import (
	"sort"
	"strings"

	"yinfeng/crm"
)

// info describes the sheet for the result.
func (l *ledger) info() crm.ImportSheet {
	s := crm.ImportSheet{Name: l.sheet.name, Role: "ledger", Kind: l.kind, HeaderRows: l.head.rows, Encoding: l.rd.book.encoding}
	if l.first > 0 {
		s.DataRows = []int{l.first, max(l.last, l.first)}
	}
	if s.Encoding != "" {
		s.RowNumbering = "逻辑记录号（含字段内换行的记录算一行）"
	}
	if l.rd.book.date1904 {
		s.DateSystem = "1904"
	}
	if !l.has("stage") {
		s.StageFrom = l.stageBy
	}
	u, at := l.unit, l.unitAt
	if u == nil {
		var cells []string
		for _, c := range l.head.cols {
			if c.unit != nil && isMoney(c.key) {
				if u == nil {
					u = c.unit
				}
				cells = append(cells, l.cellRef(l.head.bottom, c.col))
			}
		}
		at = strings.Join(cells, ",")
	}
	if u != nil {
		s.Unit, s.UnitEvidence = &u.label, &at
	}
	s.Fingerprint, s.Remembered, s.Mapping = l.print, l.mapped, l.mapping(l.head)
	switch c := l.shape.(type) {
	case *capitalShape:
		s.Month = c.month
	case *leadShape:
		s.Office = c.office
	case *matrixShape:
		s.Role = "monthly_matrix"
	}
	if l.sheet.table != "" {
		s.FirstColumn = l.sheet.table
	}
	for _, c := range s.Mapping {
		key := strings.TrimPrefix(c.Key, "-")
		if key == "" {
			key = "不读"
		}
		s.Columns = append(s.Columns, c.Letter+" "+c.Label+" → "+key)
	}
	return s
}

// mapping lists all columns of a header by position, with samples.
func (l *ledger) mapping(h *header) []crm.ImportColumn {
	var out []crm.ImportColumn
	for _, list := range [][]column{h.cols, h.unknown} {
		for _, c := range list {
			m := crm.ImportColumn{Col: c.col, Letter: colName(c.col), Label: c.label, Key: c.key, Samples: l.samples[c.col]}
			if m.Samples == nil {
				m.Samples = []string{}
			}
			if c.unit != nil {
				m.Unit = c.unit.label
			}
			out = append(out, m)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Col < out[j].Col })
	return out
}

// Samples of a column: how many, and how long.
const (
	maxSamples   = 3
	maxSampleLen = 40
)

// sample keeps the first printed values of each column.
func (l *ledger) sample(r *row) {
	if len(l.rows) > 30 {
		return
	}
	if l.samples == nil {
		l.samples = map[int][]string{}
	}
	for i := range r.cells {
		c := &r.cells[i]
		text := tidy(c.text)
		if text == "" || len(l.samples[c.col]) >= maxSamples {
			continue
		}
		if t := []rune(text); len(t) > maxSampleLen {
			text = string(t[:maxSampleLen])
		}
		l.samples[c.col] = append(l.samples[c.col], text)
	}
}

// keepCells keeps a data row's printed cells for the check grid.
func (l *ledger) keepCells(r *row) {
	if !l.rd.opt.Cells {
		return
	}
	line := crm.ImportLine{ImportRowKey: crm.ImportRowKey{Sheet: l.sheet.name, Table: l.sheet.table, Row: r.num}, Kind: l.kind,
		Cells: make([]crm.ImportCell, 0, len(r.cells))}
	for i := range r.cells {
		c := &r.cells[i]
		line.Cells = append(line.Cells, crm.ImportCell{Col: c.col, Text: l.printed(c), Fixed: c.fixed})
	}
	l.lines = append(l.lines, line)
}

// printed is a cell as a person sees it: a serial under a date format as its date.
func (l *ledger) printed(c *cell) string {
	if c.kind == cellNumber && c.format != nil && c.format.date {
		if w := parseDate(c, l.date); !w.bad && w.text != "" {
			return w.text
		}
	}
	return tidy(c.text)
}
