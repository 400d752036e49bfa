package reports

import (
	"bytes"
	"context"
	"math"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// written writes r and opens it again.
func written(t *testing.T, r *crm.MonthReport) (*excelize.File, []byte) {
	t.Helper()
	var out bytes.Buffer
	if err := WriteMonth(context.Background(), &out, r, nil); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, out.Bytes()
}

// raw is the stored value of a cell.
func raw(t *testing.T, f *excelize.File, sheet, cell string) string {
	t.Helper()
	v, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// wantMinor compares a cell with exact minor units.
func wantMinor(t *testing.T, f *excelize.File, sheet, cell string, minor, per int64) {
	t.Helper()
	if got, want := raw(t, f, sheet, cell), crm.Decimal(minor, per); got != want {
		t.Errorf("%s!%s holds %s, want %s", sheet, cell, got, want)
	}
}

// near compares computed values, which are doubles.
func near(a, b string) bool {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	if err1 != nil || err2 != nil {
		return a == b
	}
	return math.Abs(x-y) <= 1e-9*math.Max(1, math.Abs(x))
}

// eachCell calls do for every stored cell.
func eachCell(t *testing.T, f *excelize.File, sheet string, do func(cell, value string)) {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		for c, v := range row {
			do(at(c+1, r+1), v)
		}
	}
}
