package intake

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestOpenXLSX_referee holds our reader against excelize: the same sheets, and in every cell the same raw value and the same merged ranges.
func TestOpenXLSX_referee(t *testing.T) {
	files, err := filepath.Glob("testdata/*.xlsx")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		b, err := openXLSX(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(name, err)
		}
		for i, sheet := range f.GetSheetList() {
			if b.sheets[i].name != sheet {
				t.Fatalf("%s: sheet %d is %q, excelize says %q", name, i, b.sheets[i].name, sheet)
			}
			compareCells(t, name, f, b.sheets[i])
		}
	}
}

func compareCells(t *testing.T, file string, f *excelize.File, s *sheet) {
	t.Helper()
	ours := map[[2]int]string{}
	if err := s.rows(func(r *row) error {
		for _, c := range r.cells {
			ours[[2]int{r.num, c.col}] = c.text
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(s.name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i, cells := range rows {
		for k, v := range cells {
			if blank(v) {
				continue
			}
			n++
			if got := ours[[2]int{i + 1, k + 1}]; got != v && got != plainNumber(v) {
				t.Errorf("%s %s row %d column %d: %q, excelize says %q", file, s.name, i+1, k+1, got, v)
			}
		}
	}
	if n != len(ours) {
		t.Errorf("%s %s: %d cells, excelize says %d", file, s.name, len(ours), n)
	}
	merged, err := f.GetMergeCells(s.name, true)
	if err != nil {
		t.Fatal(err)
	}
	if !s.hidden && len(merged) != len(s.merges) {
		t.Errorf("%s %s: %d merged ranges, excelize says %d", file, s.name, len(s.merges), len(merged))
	}
}
