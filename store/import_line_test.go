package store

import (
	"testing"

	"yinfeng/crm"
)

// TestImportLines_SharedRow: a row of a matrix is one record a month, and each of them shows the row's cells;
// a row that is held for a merged cell above it says so.
func TestImportLines_SharedRow(t *testing.T) {
	key := func(row int) crm.ImportRowKey { return crm.ImportRowKey{Sheet: "宽表", Row: row} }
	rec := func(row int) crm.ImportRecord { return crm.ImportRecord{Sheet: "宽表", Row: row} }
	row := 3
	res := &crm.ImportResult{Sheets: []crm.ImportSheet{{Name: "宽表"}}, Records: []crm.ImportRecord{rec(2), rec(2)}, Held: []crm.ImportRecord{rec(3), rec(4)},
		Lines:  []crm.ImportLine{{ImportRowKey: key(2), Cells: []crm.ImportCell{{Col: 1, Text: "甲"}}}, {ImportRowKey: key(3), Cells: []crm.ImportCell{{Col: 1, Text: "乙"}}}},
		Issues: []crm.ImportIssue{{Sheet: "宽表", Row: &row, Severity: "error", Message: "错"}}}
	lines, _ := linesOf(res)
	var got string
	for _, l := range lines {
		for _, c := range l.cells {
			got += c.Text
		}
		got += "|"
	}
	if got != "甲|甲|乙||" {
		t.Errorf("cells by line: %s", got)
	}
	held := importStep{outcome: crm.ImportHeld}
	if a, b := lines[2].why(held), lines[3].why(held); a != "错" || b == "" || b == a {
		t.Errorf("why: %q, %q", a, b)
	}
}
