package intake

import "sort"

// cellKind is the type that the file gives a cell.
type cellKind uint8

const (
	cellText cellKind = iota + 1
	cellNumber
	cellBool
	cellFailed // the cached value is an error such as #REF!
)

// cell is a cell with a value, or with a formula that has none.
type cell struct {
	col     int // 1-based
	text    string
	kind    cellKind
	format  *numFormat
	formula bool
	source  string // the formula, where its value is not cached and it may be a sum of its row
	fixed   bool   // a person corrected it in the check grid
	from    int    // the first row of the merged cell that the value comes from; the row itself otherwise
}

// noValue reports a formula without a cached value.
func (c *cell) noValue() bool { return c.formula && c.text == "" && c.kind != cellFailed }

// row is a row with at least one cell; its cells are sorted by column.
type row struct {
	num    int // 1-based
	hidden bool
	cells  []cell
}

// at returns the cell in col, or nil.
func (r *row) at(col int) *cell {
	i := sort.Search(len(r.cells), func(i int) bool { return r.cells[i].col >= col })
	if i < len(r.cells) && r.cells[i].col == col {
		return &r.cells[i]
	}
	return nil
}

// text returns the tidied text of the cell in col, "" when there is none.
func (r *row) text(col int) string {
	if c := r.at(col); c != nil {
		return tidy(c.text)
	}
	return ""
}

// merge is a merged range, all sides inclusive.
type merge struct{ top, left, bottom, right int }

func (m merge) has(row, col int) bool {
	return row >= m.top && row <= m.bottom && col >= m.left && col <= m.right
}

// sheet is one sheet of a file. rows streams its non-blank rows from the top; it may be called again.
type sheet struct {
	name       string
	table      string // letter of its first column, where a sheet holds several tables side by side
	around     []*row // of such a part: the first rows of the whole sheet
	hidden     bool
	notTable   string // why it cannot hold a table (a chart sheet), or ""
	merges     []merge
	hiddenCols [][2]int
	rows       func(each func(*row) error) error
}

func (s *sheet) colHidden(col int) bool {
	for _, h := range s.hiddenCols {
		if col >= h[0] && col <= h[1] {
			return true
		}
	}
	return false
}

// book is an opened file.
type book struct {
	sheets   []*sheet
	encoding string // of a CSV, "" otherwise
	date1904 bool
}

// colName returns the letters of a 1-based column: 1 → A, 28 → AB.
func colName(col int) string {
	s := ""
	for col > 0 {
		col--
		s = string(rune('A'+col%26)) + s
		col /= 26
	}
	return s
}

// parseRef reads a cell reference such as AB12; ok is false for anything else.
func parseRef(ref []byte) (row, col int, ok bool) {
	i := 0
	for i < len(ref) && (ref[i] == '$' || ref[i]|0x20 >= 'a' && ref[i]|0x20 <= 'z') {
		if ref[i] != '$' {
			col = col*26 + int(ref[i]|0x20-'a') + 1
		}
		i++
		if col > maxCol {
			return 0, 0, false
		}
	}
	for ; i < len(ref); i++ {
		if ref[i] < '0' || ref[i] > '9' {
			return 0, 0, false
		}
		if row = row*10 + int(ref[i]-'0'); row > maxRow {
			return 0, 0, false
		}
	}
	return row, col, row > 0 && col > 0
}
