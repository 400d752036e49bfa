package intake_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
	"yinfeng/intake"
	"yinfeng/intake/intaketest"
)

const markDay = crm.Date("2026-06-30")

// notesOf turns a dry run's complaints into notes, their columns found by the header as printed.
func notesOf(res *crm.ImportResult) (map[string]int, []intake.MarkNote) {
	heads, cols := map[string]int{}, map[string]int{}
	for _, s := range res.Sheets {
		if len(s.HeaderRows) > 0 {
			heads[s.Name] = s.HeaderRows[len(s.HeaderRows)-1]
		}
		for _, c := range s.Columns {
			name, label, _ := strings.Cut(c, " ")
			label, _, _ = strings.Cut(label, " → ")
			cols[s.Name+"\x00"+label], _ = excelize.ColumnNameToNumber(name)
		}
	}
	var notes []intake.MarkNote
	for _, i := range res.Issues {
		n := intake.MarkNote{Sheet: i.Sheet, Error: i.Severity == "error", Text: i.Message}
		if i.Row != nil {
			n.Row, n.Col = *i.Row, i.Col
			if n.Col == 0 && i.Field != nil {
				n.Col = cols[i.Sheet+"\x00"+*i.Field]
			}
		}
		notes = append(notes, n)
	}
	return heads, notes
}

func markBytes(t *testing.T, name string, data []byte, heads map[string]int, notes []intake.MarkNote) (string, []byte) {
	t.Helper()
	var out bytes.Buffer
	newName, err := intake.Mark(context.Background(), &out, name, bytes.NewReader(data), int64(len(data)), heads, notes)
	if err != nil {
		t.Fatal(err)
	}
	return newName, out.Bytes()
}

func sampleBytes(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sameReading fails where two files read differently.
func sameReading(t *testing.T, name string, before, after []byte) {
	t.Helper()
	var texts [2][]byte
	for i, data := range [][]byte{before, after} {
		res, err := readBytes(name, data, markDay)
		if err != nil {
			t.Fatal(err)
		}
		if texts[i], err = json.Marshal(res); err != nil {
			t.Fatal(err)
		}
	}
	lines, err := intaketest.Diff(texts[0], texts[1])
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		t.Error(l)
	}
	if !bytes.Equal(texts[0], texts[1]) && len(lines) == 0 {
		t.Error("the dry runs differ in what is not compared: columns, layout or samples")
	}
}

// partsOf are the packed bytes of every part.
func partsOf(t *testing.T, data []byte) (names []string, parts map[string]string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string]string{}
	for _, f := range z.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(rc) // checks the sum too
		if err != nil {
			t.Fatal(f.Name, err)
		}
		names, parts[f.Name] = append(names, f.Name), string(text)
	}
	return names, parts
}

// untouched fails where a part changed that the marks do not need.
func untouched(t *testing.T, before, after []byte, touched ...string) {
	t.Helper()
	names, old := partsOf(t, before)
	_, now := partsOf(t, after)
	for _, n := range names {
		if old[n] != now[n] && !slices.Contains(touched, n) {
			t.Errorf("the part %s has changed", n)
		}
	}
}

// gridOf are the cells of a workbook as excelize reads them, but for our column.
func gridOf(t *testing.T, data []byte) (cells map[string]string, comments map[string]string, opinions map[string]string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cells, comments, opinions = map[string]string{}, map[string]string{}, map[string]string{}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		ours := -1
		for _, row := range rows {
			if i := slices.Index(row, intake.MarkHeading); i >= 0 {
				ours = i
			}
		}
		for r, row := range rows {
			for c, text := range row {
				at := fmt.Sprintf("%s!%d,%d", sheet, r+1, c+1)
				if c == ours && text != "" {
					opinions[at] = text
				} else if text != "" {
					name, _ := excelize.CoordinatesToCellName(c+1, r+1)
					formula, _ := f.GetCellFormula(sheet, name)
					style, _ := f.GetCellStyle(sheet, name)
					cells[at] = fmt.Sprint(text, "|", formula, "|", style)
				}
			}
		}
		list, err := f.GetComments(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			text := c.Text
			for _, p := range c.Paragraph {
				text += p.Text
			}
			comments[sheet+"!"+c.Cell] = c.Author + ":" + text
		}
	}
	return cells, comments, opinions
}

func sameCells(t *testing.T, before, after []byte) {
	t.Helper()
	old, _, _ := gridOf(t, before)
	now, _, _ := gridOf(t, after)
	for at, text := range old {
		if now[at] != text {
			t.Errorf("%s: %q became %q", at, text, now[at])
		}
	}
	for at, text := range now {
		if _, ok := old[at]; !ok {
			t.Errorf("%s: %q is new", at, text)
		}
	}
}

// A marked sample keeps every other part and cell, carries each complaint, and reads as before; marked again it does not grow.
func TestMark_Samples(t *testing.T) {
	for _, name := range []string{"01_签约项目汇总_多行表头.xlsx", "02_混合单位台账.xlsx", "04_县区到位资金月报_宽表.xlsx", "05_多表不同列.xlsx", "07_错误行集锦.xlsx", "21_外出招商情况.xlsx", "22_到位资金月报.xlsx"} {
		t.Run(name, func(t *testing.T) {
			data := sampleBytes(t, name)
			res, err := readBytes(name, data, markDay)
			if err != nil {
				t.Fatal(err)
			}
			heads, notes := notesOf(res)
			if len(notes) == 0 {
				notes = append(notes, intake.MarkNote{Sheet: res.Sheets[0].Name, Row: res.Records[0].Row, Col: 2, Text: "请核对"})
			}
			newName, marked := markBytes(t, name, data, heads, notes)
			if newName != name {
				t.Errorf("renamed to %s", newName)
			}
			touched := []string{"[Content_Types].xml", "xl/styles.xml"}
			for i := range res.Sheets {
				touched = append(touched, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
			}
			untouched(t, data, marked, touched...)
			sameCells(t, data, marked)
			holdsNotes(t, marked, heads, notes)
			sameReading(t, name, data, marked)

			_, again := markBytes(t, name, marked, heads, notes)
			holdsNotes(t, again, heads, notes)
			sameCells(t, data, again)
			sameReading(t, name, data, again)
			_, first := partsOf(t, marked)
			_, second := partsOf(t, again)
			for part, text := range first {
				if second[part] != text && part != "xl/styles.xml" && !strings.HasPrefix(part, "xl/worksheets/sheet") {
					t.Errorf("marked again, %s differs", part)
				}
			}
		})
	}
}

// holdsNotes fails where a note is not in our column and not in a comment.
func holdsNotes(t *testing.T, marked []byte, heads map[string]int, notes []intake.MarkNote) {
	t.Helper()
	_, comments, opinions := gridOf(t, marked)
	lines := map[string]bool{}
	for _, n := range notes {
		if n.Row == 0 {
			continue
		}
		lines[fmt.Sprint(n.Sheet, n.Row)] = true
		found := false
		for at, text := range opinions {
			found = found || strings.HasPrefix(at, fmt.Sprintf("%s!%d,", n.Sheet, n.Row)) && strings.Contains(text, n.Text)
		}
		if !found {
			t.Errorf("%s row %d: %s is not in the column", n.Sheet, n.Row, n.Text)
		}
		if n.Col > 0 {
			name, _ := excelize.CoordinatesToCellName(n.Col, n.Row)
			if c := comments[n.Sheet+"!"+name]; !strings.HasPrefix(c, "引凤:") || !strings.Contains(c, n.Text) {
				t.Errorf("%s!%s: the comment is %q", n.Sheet, name, c)
			}
		}
	}
	heading := map[string]bool{}
	for _, n := range notes {
		if heads[n.Sheet] > 0 {
			heading[n.Sheet] = true
		}
	}
	if len(opinions) != len(lines)+len(heading) {
		t.Errorf("%d cells in the column for %d rows and %d headings", len(opinions), len(lines), len(heading))
	}
}

// A CSV keeps its encoding and the bytes of its fields.
func TestMark_CSV(t *testing.T) {
	for _, name := range []string{"11_GBK导出.csv", "安康公开报道项目.csv"} {
		t.Run(name, func(t *testing.T) {
			data := sampleBytes(t, name)
			res, err := readBytes(name, data, markDay)
			if err != nil {
				t.Fatal(err)
			}
			heads, notes := notesOf(res)
			notes = append(notes, intake.MarkNote{Row: res.Records[0].Row, Col: 1, Text: "说“好”\"引号\""}, intake.MarkNote{Text: "整张表的意见"})
			newName, marked := markBytes(t, name, data, heads, notes)
			if newName != name {
				t.Errorf("renamed to %s", newName)
			}
			sameReading(t, name, data, marked)
			if rest := lost(data, marked); rest != "" {
				t.Errorf("bytes of the file are lost from %q on", rest)
			}
			_, again := markBytes(t, name, marked, heads, notes)
			if !bytes.Equal(again, marked) {
				t.Error("marked again, the file differs")
			}
			if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) != bytes.HasPrefix(marked, []byte("\xef\xbb\xbf")) {
				t.Error("the byte order mark has changed")
			}
		})
	}
}

// lost returns what of data does not come in this order in marked.
func lost(data, marked []byte) string {
	for _, b := range marked {
		if len(data) > 0 && data[0] == b {
			data = data[1:]
		}
	}
	return string(data[:min(len(data), 40)])
}
