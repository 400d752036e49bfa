package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

var templateData = crm.TemplateData{Units: []string{"汉滨区", "=1+1", "白河县"}, Chains: []string{"富硒食品", "+cmd"}, Year: 2026, Month: "2026-01"}

// Every template has its checks and frozen header, no formula, and the same bytes each time.
func TestWriteTemplate(t *testing.T) {
	for kind, tables := range map[crm.ImportKind]int{crm.ImportProjects: 1, crm.ImportLeads: 1, crm.ImportVisits: 2, crm.ImportCapital: 1, crm.ImportMatrix: 1} {
		t.Run(string(kind), func(t *testing.T) {
			var first, second bytes.Buffer
			for _, b := range []*bytes.Buffer{&first, &second} {
				if err := WriteTemplate(b, kind, templateData); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Error("written twice, the bytes differ")
			}
			f, err := excelize.OpenReader(bytes.NewReader(first.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			sheets := f.GetSheetList()
			if len(sheets) != tables+2 || sheets[tables] != sheetGuide || sheets[tables+1] != sheetOptions {
				t.Fatalf("sheets %v", sheets)
			}
			for _, s := range sheets[:tables] {
				checkTable(t, f, s)
			}
			for _, s := range sheets {
				noFormulas(t, f, s)
			}
		})
	}
}

func checkTable(t *testing.T, f *excelize.File, sheet string) {
	t.Helper()
	panes, err := f.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != 3 {
		t.Errorf("%s: panes %+v %v", sheet, panes, err)
	}
	checks, err := f.GetDataValidations(sheet)
	if err != nil {
		t.Fatal(err)
	}
	picks := 0
	for _, d := range checks {
		if d.Error == nil || *d.Error == "" {
			t.Errorf("%s %s has no line for a wrong value", sheet, d.Sqref)
		}
		if d.Type == "list" {
			picks++
			if !strings.Contains(d.Formula1, "选项") {
				t.Errorf("%s %s picks from %s", sheet, d.Sqref, d.Formula1)
			}
		}
	}
	if picks == 0 || len(checks) <= picks {
		t.Errorf("%s: %d checks, %d drop-downs", sheet, len(checks), picks)
	}
	layout, err := f.GetPageLayout(sheet)
	if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 {
		t.Errorf("%s: page %+v %v", sheet, layout, err)
	}
}

func noFormulas(t *testing.T, f *excelize.File, sheet string) {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		for c := range row {
			if formula, _ := f.GetCellFormula(sheet, at(c+1, r+1)); formula != "" {
				t.Errorf("%s %s is the formula %s", sheet, at(c+1, r+1), formula)
			}
		}
	}
}

// What no template can be made of is refused with a line.
func TestWriteTemplate_Refused(t *testing.T) {
	for kind, d := range map[crm.ImportKind]crm.TemplateData{
		crm.ImportCompany: templateData, crm.ImportProjects: {Year: 2026}, crm.ImportLeads: {Units: templateData.Units},
		crm.ImportCapital: {Units: templateData.Units, Year: 2026, Month: "2026"},
	} {
		if err := WriteTemplate(&bytes.Buffer{}, kind, d); err == nil {
			t.Errorf("%s %+v gives a template", kind, d)
		}
	}
}
