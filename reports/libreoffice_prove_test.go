//go:build prove

package reports

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// LibreOffice computes what the cells already hold, with the shipped layouts and others.
func TestProve_LibreOfficeAgrees(t *testing.T) {
	for name, r := range map[string]*crm.MonthReport{"shipped": sample(60), "other": layoutsFor(t, 2)} {
		dir := t.TempDir()
		stored, data := written(t, r)
		if err := os.WriteFile(filepath.Join(dir, "in.xlsx"), data, 0o644); err != nil {
			t.Fatal(err)
		}
		// through .ods every formula is computed anew
		for _, to := range []string{"ods", "xlsx"} {
			from := map[string]string{"ods": "in.xlsx", "xlsx": "in.ods"}[to]
			out := map[string]string{"ods": dir, "xlsx": filepath.Join(dir, "out")}[to]
			cmd := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/user", "--headless", "--convert-to", to, "--outdir", out, filepath.Join(dir, from))
			if text, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, text)
			}
		}
		computed, err := excelize.OpenFile(filepath.Join(dir, "out", "in.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		checked := 0
		for _, sheet := range stored.GetSheetList() {
			eachCell(t, stored, sheet, func(cell, value string) {
				if formula, _ := stored.GetCellFormula(sheet, cell); formula == "" || value == "" { // "": within a merged cell
					return
				}
				got, err := computed.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
				if err != nil || !near(got, value) {
					t.Errorf("%s: %s!%s stores %s, LibreOffice computes %s (%v)", name, sheet, cell, value, got, err)
				}
				checked++
			})
		}
		if checked < 400 {
			t.Errorf("%s: only %d formulas", name, checked)
		}
		_ = computed.Close()
	}
}
