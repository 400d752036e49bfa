package intake

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yinfeng/crm"
)

// xlsBook opens a workbook of testdata/xls.
func xlsBook(t *testing.T, name string) *book {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "xls", name))
	if err != nil {
		t.Fatal(err)
	}
	b, err := open(name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// grid reads all cells of a sheet.
func grid(t *testing.T, s *sheet) (cells map[[2]int]cell, hidden map[int]bool) {
	t.Helper()
	cells, hidden = map[[2]int]cell{}, map[int]bool{}
	if err := s.rows(func(r *row) error {
		hidden[r.num] = r.hidden
		for _, c := range r.cells {
			cells[[2]int{r.num, c.col}] = c
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return cells, hidden
}

// TestOpenXLS_cells: each kind of cell, as xlwt writes it.
func TestOpenXLS_cells(t *testing.T) {
	b := xlsBook(t, "cells.xls")
	s := b.sheets[0]
	got, hidden := grid(t, s)
	want := map[[2]int]cell{
		{1, 1}: {text: "标题", kind: cellText}, {2, 2}: {text: "ascii", kind: cellText}, {2, 3}: {text: "Zürich", kind: cellText}, {2, 4}: {text: "𠮷野", kind: cellText},
		{3, 1}: {text: "12", kind: cellNumber}, {3, 2}: {text: "-5", kind: cellNumber}, {3, 3}: {text: "3.25", kind: cellNumber}, {3, 4}: {text: "0.1", kind: cellNumber},
		{3, 5}: {text: "12345678901.5", kind: cellNumber}, {3, 6}: {text: "1234.56", kind: cellNumber}, {3, 7}: {text: "0.0000001", kind: cellNumber},
		{4, 1}: {text: "1", kind: cellBool}, {4, 2}: {text: "0", kind: cellBool},
		{5, 1}: {text: "44642", kind: cellNumber, format: dateFormat}, {5, 2}: {text: "44642", kind: cellNumber, format: dateFormat},
		{5, 3}: {text: "0.125", kind: cellNumber, format: percentCent}, {5, 4}: {text: "2.5", kind: cellNumber, format: &numFormat{decimals: 1}},
		{6, 1}: {text: "富文本", kind: cellText}, {7, 1}: {text: "#REF!", kind: cellFailed}, {7, 2}: {text: "#N/A", kind: cellFailed}, {8, 1}: {text: "隐藏行", kind: cellText},
		{9, 2}: {text: "合并", kind: cellText}, {11, 1}: {text: "10", kind: cellNumber}, {11, 2}: {text: "20", kind: cellNumber}, {11, 3}: {text: "30", kind: cellNumber}, {11, 4}: {text: "40", kind: cellNumber},
	}
	for at, w := range want {
		g := got[at]
		if g.text != w.text || g.kind != w.kind || g.formula || w.format != nil && *g.format != *w.format {
			t.Errorf("row %d column %d: %q of kind %d, format %+v; want %q of kind %d, format %+v", at[0], at[1], g.text, g.kind, g.format, w.text, w.kind, w.format)
		}
	}
	if !hidden[8] || hidden[7] || !s.colHidden(5) || s.colHidden(4) {
		t.Errorf("hidden rows %v, columns %v", hidden, s.hiddenCols)
	}
	if len(s.merges) != 2 || !slices.Contains(s.merges, merge{1, 1, 1, 4}) || !slices.Contains(s.merges, merge{9, 2, 10, 3}) {
		t.Errorf("merges %v", s.merges)
	}
	if s.hidden || !b.sheets[1].hidden || !b.sheets[2].hidden || b.sheets[3].name != "长文本" || b.date1904 {
		t.Errorf("sheets %+v", b.sheets)
	}
	if !xlsBook(t, "date1904.xls").date1904 {
		t.Error("the 1904 date system is not seen")
	}
}

// TestOpenXLS_longStrings: the shared strings go on over several CONTINUE records, within narrow and wide texts.
func TestOpenXLS_longStrings(t *testing.T) {
	got, _ := grid(t, xlsBook(t, "cells.xls").sheets[3])
	for i := range 40 {
		a := "长" + strconv.Itoa(i) + strings.Repeat("文", i*37)
		b := "a" + strconv.Itoa(i) + strings.Repeat("b", i*61)
		if got[[2]int{i + 1, 1}].text != a || got[[2]int{i + 1, 2}].text != b {
			t.Fatalf("row %d is wrong", i+1)
		}
	}
	if got[[2]int{41, 1}].text != strings.Repeat("宽", 9000) || got[[2]int{42, 1}].text != strings.Repeat("w", 20000) || got[[2]int{43, 1}].text != "完" {
		t.Error("a text over 8,224 bytes is wrong")
	}
}

// TestOpenXLS_formulas: values as LibreOffice saved them, and formulas that the writing program never calculated.
func TestOpenXLS_formulas(t *testing.T) {
	got, _ := grid(t, xlsBook(t, "formulas.xls").sheets[0])
	want := map[int]cell{1: {text: "3", kind: cellNumber}, 2: {text: "甲乙", kind: cellText}, 3: {text: "1", kind: cellBool}, 4: {text: "#DIV/0!", kind: cellFailed},
		5: {text: "", kind: cellText}, 6: {text: strings.Repeat("长", 6000), kind: cellText}, 7: {text: "0", kind: cellNumber}}
	for col, w := range want {
		if g := got[[2]int{1, col}]; g.text != w.text || g.kind != w.kind || !g.formula {
			t.Errorf("column %d: %.20q of kind %d, formula %v", col, g.text, g.kind, g.formula)
		}
	}
	got, _ = grid(t, xlsBook(t, "uncalculated.xls").sheets[0])
	for row, source := range map[int]string{2: "SUM(D2:E2)", 3: "D3+E3", 4: ""} {
		if g := got[[2]int{row, 6}]; !g.noValue() || g.source != source {
			t.Errorf("row %d: %q, formula %q", row, g.text, g.source)
		}
	}
}

// TestOpenXLS_referee holds each sample against its conversion by LibreOffice: the same values, merged ranges and hidden parts.
func TestOpenXLS_referee(t *testing.T) {
	files, err := filepath.Glob("testdata/xls/0*.xls")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		old := xlsBook(t, filepath.Base(name))
		data, err := os.ReadFile(filepath.Join("testdata", strings.TrimSuffix(filepath.Base(name), ".xls")+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		now, err := openXLSX(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if len(old.sheets) != len(now.sheets) || old.date1904 != now.date1904 {
			t.Fatalf("%s: %d sheets, want %d", name, len(old.sheets), len(now.sheets))
		}
		for i, w := range now.sheets {
			compareSheets(t, name, old.sheets[i], w)
		}
	}
}

func compareSheets(t *testing.T, file string, g, w *sheet) {
	t.Helper()
	if g.name != w.name || g.hidden != w.hidden || len(g.merges) != len(w.merges) {
		t.Errorf("%s: sheet %q hidden %v, merges %v; want %q hidden %v, merges %v", file, g.name, g.hidden, g.merges, w.name, w.hidden, w.merges)
	}
	for _, m := range w.merges {
		if !slices.Contains(g.merges, m) {
			t.Errorf("%s %s: no merge %v", file, g.name, m)
		}
	}
	got, gh := grid(t, g)
	want, wh := grid(t, w)
	for at, c := range want {
		d := got[at]
		if c.noValue() { // LibreOffice calculates on conversion what had no value
			if !d.formula || d.noValue() {
				t.Errorf("%s %s %v: no value, want LibreOffice's", file, g.name, at)
			}
		} else if d.text != c.text || d.kind != c.kind || d.formula != c.formula || d.format.date != c.format.date || d.format.percent != c.format.percent {
			t.Errorf("%s %s %v: %+v %+v, want %+v %+v", file, g.name, at, d, d.format, c, c.format)
		}
		if gh[at[0]] != wh[at[0]] || g.colHidden(at[1]) != w.colHidden(at[1]) {
			t.Errorf("%s %s %v: hidden differs", file, g.name, at)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s %s: %d cells, want %d", file, g.name, len(got), len(want))
	}
}

// FuzzOpenXLS: a damaged old workbook is read or refused with a line for a person.
func FuzzOpenXLS(f *testing.F) {
	files, err := filepath.Glob("testdata/xls/*.xls")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(data) < 20_000 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if b, err := openOLE(bytes.NewReader(data), int64(len(data))); err == nil {
			drain(t, b)
		} else {
			forPerson(t, err)
		}
		if len(data) > 512 { // the stream alone: most programs write it from the first sector on
			if b, err := openXLS(data[512:]); err == nil {
				drain(t, b)
			} else {
				forPerson(t, err)
			}
		}
	})
}

func drain(t *testing.T, b *book) {
	for _, s := range b.sheets {
		if s.rows == nil {
			continue
		}
		last := 0
		err := s.rows(func(r *row) error {
			for i := range r.cells {
				if r.num <= last || i > 0 && r.cells[i].col <= r.cells[i-1].col {
					t.Fatalf("row %d behind %d: cells out of order", r.num, last)
				}
			}
			last = r.num
			return nil
		})
		if err != nil {
			forPerson(t, err)
		}
	}
}

func forPerson(t *testing.T, err error) {
	var e *crm.Error
	if !errors.As(err, &e) || e.Detail == "" || strings.Contains(e.Detail, "\n") {
		t.Fatalf("not for a person: %v", err)
	}
}
