package main

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
	"yinfeng/seeds"
)

// recountedBook is the sheets of a month's workbook that are recounted, cells as stored.
type recountedBook map[string][][]string

// sheets are what the recount expects of a month.
func (v *monthView) sheets() []wantedSheet {
	return []wantedSheet{v.sheet02(), v.sheet03(), v.sheet04(), v.sheet10(), v.sheet11(), v.sheet12(), v.sheet13(), v.sheet14()}
}

// openBook reads a workbook's cells: numbers as they are stored, formulas by their cached values.
func openBook(t *testing.T, content []byte) recountedBook {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := recountedBook{}
	for _, tab := range f.GetSheetList() {
		if b[tab], err = f.GetRows(tab, excelize.Options{RawCellValue: true}); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// check compares a sheet with what is expected; the rows of b stay as they are.
func (b recountedBook) check(w wantedSheet) *sheetCheck {
	rows := make([][]string, len(b[w.tab]))
	for i, r := range b[w.tab] {
		rows[i] = slices.Clone(r)
	}
	return w.check(rows)
}

// recountedYear is the demo year: eight closed months and the open one.
var recountedYear = []string{"2022-01", "2022-02", "2022-03", "2022-04", "2022-05", "2022-06", "2022-07", "2022-08", "2022-09"}

// everyCell recounts sheets 2–4 and 10–14 of every month of the year from a backup's rows and
// compares every cell of their tables, formulas by their values, with the workbook: of a closed
// month the bytes that its closing froze, of the open one those that the program makes now.
func (d demoCity) everyCell(t *testing.T) {
	file := filepath.Join(t.TempDir(), "backup.zip")
	if _, err := d.s.Backup(context.Background(), file); err != nil {
		t.Fatal(err)
	}
	raw, err := readRawTables(file)
	if err != nil {
		t.Fatal(err)
	}
	books := map[string]recountedBook{}
	for _, month := range recountedYear {
		books[month] = openBook(t, d.monthBook(t, crm.Month(month)))
	}
	if cells := compareCells(t, recountCity(raw, string(seeds.DemoDay)), books, recountedYear); cells < 200_000 {
		t.Errorf("%d cells compared, the year has more", cells)
	}
	t.Run("can fail", func(t *testing.T) { recountCanFail(t, raw, books) })
	t.Run("after later acts", func(t *testing.T) { d.everyCellLater(t, books) })
}

// compareCells compares months of a recounted city with their workbooks and tells how many cells that were.
func compareCells(t *testing.T, c *recounted, books map[string]recountedBook, months []string) (cells int) {
	for _, month := range months {
		for _, w := range c.view(month).sheets() {
			s := books[month].check(w)
			cells += s.cells
			for _, f := range s.found {
				t.Errorf("%s %s", month, f)
			}
			if s.more > 0 {
				t.Errorf("%s %s: %d more differences", month, w.tab, s.more)
			}
		}
	}
	return cells
}

// monthBook is a month's workbook as the program gives it out.
func (d demoCity) monthBook(t *testing.T, month crm.Month) []byte {
	t.Helper()
	ctx, q := context.Background(), crm.FiguresQuery{Month: month}
	frozen, err := d.s.FrozenWorkbook(ctx, op, q)
	if err != nil || frozen != nil {
		if err != nil {
			t.Fatal(err)
		}
		return frozen
	}
	r, err := d.s.MonthReport(ctx, op, q)
	if err != nil {
		t.Fatal(err)
	}
	content, err := render(ctx)(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
