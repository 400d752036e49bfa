package reports

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// Texts that a spreadsheet program might take for a formula, or that could break the
// file.
var payloads = []string{"=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A0", "\t=1", "=HYPERLINK(\"http://x\",\"y\")",
	"<b>&\"'", "a\nb", " 前后有空格 ", "]]>", "_x000D_", "１２３"}

// fill puts a payload into every text field of every row, dates and codes apart.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), text)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	case reflect.String:
		if v.CanSet() && v.Type() == reflect.TypeFor[string]() && v.String() != "" {
			v.SetString(text)
		}
	}
}

// No text from a user becomes a formula in any sheet, and it comes back as it was.
func TestSafety_TextStaysText(t *testing.T) {
	for _, payload := range payloads {
		r := sample(40)
		plain, _ := written(t, r)
		before := formulas(t, plain)
		for _, rows := range []any{&r.Projects, &r.Entries, &r.Signed, &r.Started, &r.Producing, &r.Talks, &r.Trips,
			&r.Receptions, &r.Definitions, &r.Adjustments} {
			fill(reflect.ValueOf(rows).Elem(), payload)
		}
		f, _ := written(t, r)
		for cell, formula := range formulas(t, f) {
			if _, ours := before[cell]; !ours && !strings.HasPrefix(cell, sheetTrips) {
				t.Errorf("%q: %s became the formula %q", payload, cell, formula)
			}
			if strings.Contains(formula, payload) && payload != "a\nb" {
				t.Errorf("%q stands in the formula of %s: %s", payload, cell, formula)
			}
		}
		if got := raw(t, f, sheetProjects, "C6"); got != payload {
			t.Errorf("%q came back as %q", payload, got)
		}
	}
}

func formulas(t *testing.T, f interface {
	GetSheetList() []string
	GetCellFormula(sheet, cell string) (string, error)
}) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, sheet := range f.GetSheetList() {
		for row := 1; row <= 120; row++ {
			for col := 1; col <= 26; col++ {
				if s, _ := f.GetCellFormula(sheet, at(col, row)); s != "" {
					found[sheet+"!"+at(col, row)] = s
				}
			}
		}
	}
	return found
}

// The package is whole: every part is well-formed, every relation and override leads to
// a part, every part has a type.
func TestSafety_PackageIsWhole(t *testing.T) {
	_, data := written(t, sample(60))
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		for d := xml.NewDecoder(bytes.NewReader(parts[f.Name])); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s is not well-formed: %v", f.Name, err)
			}
		}
	}
	for _, m := range regexp.MustCompile(`PartName="/([^"]+)"`).FindAllSubmatch(parts[contentTypesName], -1) {
		if parts[string(m[1])] == nil {
			t.Errorf("a type for the missing part %s", m[1])
		}
	}
	for name, body := range parts {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		dir := path.Dir(path.Dir(name))
		for _, m := range regexp.MustCompile(`Target="([^"]+)"`).FindAllSubmatch(body, -1) {
			target := path.Join(dir, string(m[1]))
			if strings.HasPrefix(string(m[1]), "/") {
				target = string(m[1][1:])
			}
			if parts[target] == nil {
				t.Errorf("%s leads to the missing %s", name, target)
			}
		}
	}
}

// Nothing of the moment of writing stands in the bytes.
func TestSafety_NoClockInTheFile(t *testing.T) {
	f, _ := written(t, sample(10))
	props, err := f.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if props.Created != "2022-08-25T00:00:00Z" || props.Modified != props.Created || props.LastModifiedBy != "安康市招商和经济合作局" {
		t.Errorf("properties %+v", props)
	}
	if !strings.Contains(props.Title, "演示") {
		t.Errorf("a demonstration must say so in its title: %s", props.Title)
	}
	if got := raw(t, f, sheetOverview, "A1"); !strings.Contains(got, "(演示)") {
		t.Errorf("title %s", got)
	}
	r := sample(10)
	r.Head.Demo = false
	real, _ := written(t, r)
	for _, sheet := range allSheets {
		eachCell(t, real, sheet, func(cell, v string) {
			if strings.Contains(v, "演示") {
				t.Errorf("%s!%s says %s", sheet, cell, v)
			}
		})
	}
}
