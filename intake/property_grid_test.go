package intake_test

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// gridCell is a cell to be written: a text, or a number under a number format.
type gridCell struct {
	text   string
	number bool
	format string // "" is General
}

// grid is a sheet to be written.
type grid struct {
	name   string
	hidden bool
	cells  map[[2]int]gridCell
	merges [][4]int // top, left, bottom, right
}

func newGrid(name string) *grid { return &grid{name: name, cells: map[[2]int]gridCell{}} }

func (g *grid) put(row, col int, c gridCell) {
	if c.text != "" {
		g.cells[[2]int{row, col}] = c
	}
}

func (g *grid) text(row, col int, s string) { g.put(row, col, gridCell{text: s}) }

func (g *grid) merge(top, left, bottom, right int) {
	if bottom > top || right > left {
		g.merges = append(g.merges, [4]int{top, left, bottom, right})
	}
}

// filled are the rows that hold anything.
func (g *grid) filled() map[int]bool {
	rows := map[int]bool{}
	for at := range g.cells {
		rows[at[0]] = true
	}
	return rows
}

// writeXLSX writes the sheets as a workbook.
func writeXLSX(t *testing.T, grids []*grid, is1904 bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &is1904}))
	styles := map[string]int{}
	for i, g := range grids {
		if i == 0 {
			must(f.SetSheetName("Sheet1", g.name))
		} else if _, err := f.NewSheet(g.name); err != nil {
			t.Fatal(err)
		}
		for _, at := range slices.SortedFunc(maps.Keys(g.cells), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }) {
			c := g.cells[at]
			name, err := excelize.CoordinatesToCellName(at[1], at[0])
			must(err)
			if c.number {
				n, err := strconv.ParseFloat(c.text, 64)
				must(err)
				must(f.SetCellValue(g.name, name, n))
			} else {
				must(f.SetCellStr(g.name, name, c.text))
			}
			if c.format != "" {
				if styles[c.format] == 0 {
					styles[c.format], err = f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
					must(err)
				}
				must(f.SetCellStyle(g.name, name, name, styles[c.format]))
			}
		}
		for _, m := range g.merges {
			a, _ := excelize.CoordinatesToCellName(m[1], m[0])
			b, _ := excelize.CoordinatesToCellName(m[3], m[2])
			must(f.MergeCell(g.name, a, b))
		}
	}
	for _, g := range grids { // the first sheet is the active one, which excelize does not hide
		if g.hidden {
			must(f.SetSheetVisible(g.name, false))
		}
	}
	var b bytes.Buffer
	must(f.Write(&b))
	return b.Bytes()
}

// writeCSV writes one sheet as text: encoding 0 is UTF-8, 1 with a byte order mark, 2 GB18030.
func writeCSV(t *testing.T, g *grid, encoding int) []byte {
	t.Helper()
	rows, cols := 0, 0
	for at := range g.cells {
		rows, cols = max(rows, at[0]), max(cols, at[1])
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = encoding == 2
	for r := 1; r <= rows; r++ {
		record := make([]string, cols)
		for c := 1; c <= cols; c++ {
			record[c-1] = g.cells[[2]int{r, c}].text
		}
		if err := w.Write(record); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	switch encoding {
	case 1:
		return append([]byte("\xef\xbb\xbf"), b.Bytes()...)
	case 2:
		out, err := simplifiedchinese.GB18030.NewEncoder().Bytes(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	return b.Bytes()
}
