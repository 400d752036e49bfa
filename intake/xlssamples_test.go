package intake_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/intake/intaketest"
)

// TestRead_samplesXLS holds samples that LibreOffice saved as old .xls against the expected files of the .xlsx.
func TestRead_samplesXLS(t *testing.T) {
	files, err := filepath.Glob("testdata/xls/0*.xls")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data := file(t, name)
			want := file(t, filepath.Join("testdata", strings.TrimSuffix(filepath.Base(name), ".xls")+".expected.json"))
			var head struct {
				Day crm.Date `json:"reference_date"`
			}
			if err := json.Unmarshal(want, &head); err != nil {
				t.Fatal(err)
			}
			res, err := readBytes(filepath.Base(name), data, head.Day)
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(res)
			if err != nil {
				t.Fatal(err)
			}
			lines, err := intaketest.Diff(want, got)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range lines {
				t.Error(l)
			}
		})
	}
}
