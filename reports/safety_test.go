package reports

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
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

// fill puts the payloads, one after the other, into every text field of every row.
func fill(v reflect.Value, next func() string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), next)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), next)
		}
	case reflect.String:
		if v.CanSet() && v.Type() == reflect.TypeFor[string]() && v.String() != "" {
			v.SetString(next())
		}
	}
}

// No text from a user becomes a formula in any sheet, and it comes back as it was.
func TestSafety_TextStaysText(t *testing.T) {
	r := sample(60)
	_, plain := written(t, r)
	turn := 0
	next := func() string { turn++; return payloads[turn%len(payloads)] }
	for _, rows := range []any{&r.Projects, &r.Entries, &r.Signed, &r.Started, &r.Producing, &r.Talks, &r.Trips,
		&r.Receptions, &r.Offices, &r.Chains, &r.Sources, &r.Unfulfilled, &r.Definitions, &r.Adjustments} {
		fill(reflect.ValueOf(rows).Elem(), next)
	}
	f, data := written(t, r)
	for sheet, want := range formulas(t, plain) {
		got := formulas(t, data)[sheet]
		// Trips regroup and dates turn into text when their texts change.
		if len(got) > len(want) && sheet != sheetTrips {
			t.Errorf("%s holds %d formulas instead of %d", sheet, len(got), len(want))
		}
		for _, formula := range got {
			for _, payload := range payloads {
				if strings.Contains(formula, payload) && len(payload) > 3 {
					t.Errorf("%s: %q stands in the formula %s", sheet, payload, formula)
				}
			}
		}
	}
	for i, p := range r.Projects {
		if got := raw(t, f, sheetProjects, at(3, 6+i)); got != p.Name {
			t.Errorf("%q came back as %q", p.Name, got)
		}
	}
}

// formulas lists the formulas of each sheet, from the file itself.
func formulas(t *testing.T, data []byte) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for i, sheet := range allSheets {
		body := partOf(t, data, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+2))
		for _, m := range regexp.MustCompile(`<f>([^<]*)</f>`).FindAllSubmatch(body, -1) {
			found[sheet] = append(found[sheet], html.UnescapeString(string(m[1])))
		}
	}
	return found
}

// partOf is one part of the file.
func partOf(t *testing.T, data []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return body
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
