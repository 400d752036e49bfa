package intake_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yinfeng/crm"
)

// FuzzRead: any bytes are read or refused with a line for a person; no panic, and every row is accounted for once (trust S5).
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.[cx][sl]*")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(data) < 20_000 {
			f.Add(filepath.Ext(name), data)
		}
	}
	for seed := range uint64(24) { // ledgers of every medium
		m := newMaker(seed)
		sheets, _ := m.workbook(nil)
		name, data := m.file(sheets)
		if len(data) < 20_000 {
			f.Add(filepath.Ext(name), data)
		}
	}
	f.Add(".csv", []byte("项目名称,投资方,县区,总投资(万元)\n甲,甲有限公司,平利县,800\n小计,,,800\n"))
	f.Fuzz(func(t *testing.T, ext string, data []byte) {
		accounted(t, "a"+ext, data)
	})
}

// FuzzReadSheet: any XML as the sheet, the shared strings and the styles of a workbook.
func FuzzReadSheet(f *testing.F) {
	f.Add([]byte(sheetHead+oneRow+sheetTail), []byte("<sst><si><t>甲</t></si></sst>"), []byte(`<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`))
	for seed := range uint64(40) {
		m := newMaker(seed)
		m.medium = "xlsx"
		sheets, _ := m.workbook(nil)
		shared := &texts{at: map[string]int{}}
		xml := sheets[0].xml(shared, m.in(50))
		sst := "<sst>"
		for _, s := range shared.list {
			sst += "<si><t>" + s + "</t></si>"
		}
		f.Add([]byte(xml), []byte(sst+"</sst>"), []byte(`<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy/m"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs></styleSheet>`))
	}
	f.Fuzz(func(t *testing.T, sheet, shared, styles []byte) {
		accounted(t, "a.xlsx", zipOf(part{"[Content_Types].xml", text(contentTypes)}, part{"_rels/.rels", text(rootRels)}, part{"xl/workbook.xml", text(bookXML)},
			part{"xl/_rels/workbook.xml.rels", text(strings.Replace(bookRels, "</", `<Relationship Id="rId3" Type="http://x/styles" Target="styles.xml"/></`, 1))},
			part{"xl/worksheets/sheet1.xml", text(string(sheet))}, part{"xl/sharedStrings.xml", text(string(shared))}, part{"xl/styles.xml", text(string(styles))}))
	})
}

// FuzzReadText: any text as a web page and as CSV, in UTF-8 and UTF-16.
func FuzzReadText(f *testing.F) {
	for seed := range uint64(40) {
		m := newMaker(seed)
		m.medium = pick(m, []string{"csv", "html"})
		sheets, _ := m.workbook(nil)
		_, data := m.file(sheets)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, head := range []string{"", "<table>", "\xff\xfe", "项目名称,投资方,县区,总投资(万元)\n"} {
			accounted(t, "a.csv", append([]byte(head), data...))
		}
	})
}

// accounted reads a file: refused with a line for a person, or every row is in one place.
func accounted(t *testing.T, name string, data []byte) {
	t.Helper()
	res, err := readBytes(name, data, "2024-06-30")
	if err != nil {
		var e *crm.Error
		if !errors.As(err, &e) || e.Detail == "" || strings.Contains(e.Detail, "\n") {
			t.Fatalf("not for a person: %v", err)
		}
		return
	}
	seen := map[string]bool{}
	once := func(parts ...any) {
		if k := fmt.Sprint(parts...); seen[k] {
			t.Fatalf("row %v twice", k)
		} else {
			seen[k] = true
		}
	}
	for _, list := range [][]crm.ImportRecord{res.Records, res.Held} {
		for _, r := range list { // in a matrix a row has one record a period
			once(r.Sheet, "!", r.Row, r.Table, r.Text("year"), r.Text("month_to"))
		}
	}
	for _, s := range res.Skipped {
		once(s.Sheet, "!", s.Row, s.Table)
	}
}
