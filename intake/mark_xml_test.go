package intake_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/intake"
)

// Of a sheet only what is needed changes, whatever way of writing the program that made it has.
func TestMark_SheetXML(t *testing.T) {
	ours := func(p, ref string, style int, text string) string {
		return fmt.Sprintf(`<%[1]sc r="%[2]s" s="%[3]d" t="inlineStr"><%[1]sis><%[1]st xml:space="preserve">%[4]s</%[1]st></%[1]sis></%[1]sc>`, p, ref, style, text)
	}
	const width = `width="56" customWidth="1"`
	const hook = `<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdYinfengDrawing"/>`
	cases := []struct {
		name, sheet, want string
		notes             []intake.MarkNote
	}{
		{"rows that are not there, blank and closed ones",
			`<worksheet><dimension ref="A1"/><sheetData><row r="1" spans="1:2"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="3"/><row r="6"><c r="A6"><v>3</v></c></row></sheetData><pageMargins/></worksheet>`,
			`<worksheet><dimension ref="A1:C8"/><cols><col ` + width + ` min="3" max="3"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>` + ours("", "C1", 1, "校验意见") + `</row><row r="2">` + ours("", "C2", 3, "提示：二") + `</row><row r="3">` +
				ours("", "C3", 2, "错误：三") + `</row><row r="6"><c r="A6"><v>3</v></c></row><row r="8">` + ours("", "C8", 3, "提示：八") + `</row></sheetData><pageMargins/>` + hook + `</worksheet>`,
			[]intake.MarkNote{{Row: 8, Text: "八"}, {Row: 2, Text: "二"}, {Row: 3, Error: true, Text: "三"}}},
		{"a prefix, columns to the right edge, styled blanks, elements that must follow",
			`<x:worksheet xmlns:x="m"><!-- c --><x:cols><x:col min="1" max="16384" width="9" hidden="1"/></x:cols><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" s="0"/><x:c r="C1" s="0"/></x:row></x:sheetData><x:tableParts count="0"/></x:worksheet>`,
			`<x:worksheet xmlns:x="m"><!-- c --><x:cols><x:col min="1" max="1" width="9" hidden="1"/><x:col ` + width + ` min="2" max="2"/><x:col min="3" max="16384" width="9" hidden="1"/></x:cols><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>` +
				ours("x:", "B1", 1, "校验意见") + `<x:c r="C1" s="0"/></x:row></x:sheetData>` + strings.Replace(hook, "<", "<x:", 1) + `<x:tableParts count="0"/></x:worksheet>`,
			[]intake.MarkNote{{Text: "整张表"}}},
		{"cells and rows without references, merged cells, text of others as text",
			`<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:D1"/></mergeCells></worksheet>`,
			`<worksheet><cols><col ` + width + ` min="5" max="5"/></cols><sheetData><row><c><v>1</v></c>` + ours("", "E1", 1, "校验意见") + `</row><row><c><v>2</v></c>` +
				ours("", "E2", 2, "错误（A 列）：=1+1&lt;b&gt;_x005F_x000D_&amp;&quot;") + `</row></sheetData><mergeCells><mergeCell ref="A1:D1"/></mergeCells>` + hook + `</worksheet>`,
			[]intake.MarkNote{{Row: 2, Col: 1, Error: true, Text: `=1+1<b>_x000D_&"` + "\x01"}}},
		{"an empty sheet", `<worksheet><sheetData/></worksheet>`,
			`<worksheet><cols><col ` + width + ` min="1" max="1"/></cols><sheetData><row r="1">` + ours("", "A1", 1, "校验意见") + `</row></sheetData>` + hook + `</worksheet>`,
			[]intake.MarkNote{{Text: "空"}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for i := range c.notes {
				c.notes[i].Sheet = "甲"
			}
			_, marked := markBytes(t, "x.xlsx", bookOf(text(c.sheet), nil), map[string]int{"甲": 1}, c.notes)
			_, parts := partsOf(t, marked)
			if got := parts["xl/worksheets/sheet1.xml"]; got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			for name, part := range parts {
				if err := wellFormed(part); err != nil {
					t.Errorf("%s: %v\n%s", name, err, part)
				}
			}
		})
	}
}

func wellFormed(part string) error {
	d := xml.NewDecoder(strings.NewReader(part))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// richBook has what a program that opens and saves might lose, and two comments of somebody.
func richBook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const s = "Sheet1"
	for i, row := range [][]any{{"项目名称", "投资方", "县区", "总投资(万元)", "备注"}, {"甲项目", "甲有限公司", "平利县", 800, "无"}, {"乙项目", "乙有限公司", "白河县", 900, "=不是公式"}} {
		do(f.SetSheetRow(s, fmt.Sprintf("A%d", i+1), &row))
	}
	do(f.SetCellFormula(s, "D4", "SUM(D2:D3)"))
	for _, at := range []string{"B2", "D3"} {
		do(f.AddComment(s, excelize.Comment{Cell: at, Author: "王科长", Paragraph: []excelize.RichTextRun{{Text: "王科长：" + at + "请补"}}}))
	}
	dv := excelize.NewDataValidation(true)
	dv.SetSqref("C2:C9")
	do(dv.SetDropList([]string{"平利县", "白河县"}))
	do(f.AddDataValidation(s, dv))
	style, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "FF0000"}})
	do(err)
	do(f.SetConditionalFormat(s, "D2:D9", []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: ">", Value: "850", Format: &style}}))
	do(f.AddTable(s, &excelize.Table{Range: "A1:E3", Name: "表一"}))
	do(f.SetCellHyperLink(s, "E2", "https://example.org/a", "External"))
	do(f.SetPanes(s, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	do(f.SetColVisible(s, "F:XFD", false))
	do(f.AddChart(s, "A8", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Name: "D", Values: "Sheet1!$D$2:$D$3"}}}))
	var b bytes.Buffer
	do(f.Write(&b))
	return b.Bytes()
}

// The comments of others stay, with ours behind theirs in one cell; marked again with fewer complaints, ours go.
func TestMark_CommentsOfOthers(t *testing.T) {
	data := richBook(t)
	heads := map[string]int{"Sheet1": 1}
	notes := []intake.MarkNote{{Sheet: "Sheet1", Row: 3, Col: 4, Error: true, Text: "太大"}, {Sheet: "Sheet1", Row: 2, Col: 1, Text: "请核对"}}
	_, marked := markBytes(t, "rich.xlsx", data, heads, notes)
	untouched(t, data, marked, "[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml")
	sameCells(t, data, marked)
	sameReading(t, "rich.xlsx", data, marked)
	_, comments, opinions := gridOf(t, marked)
	if c := comments["Sheet1!D3"]; !strings.HasPrefix(c, "王科长:王科长：D3请补") || !strings.Contains(c, "错误：太大") {
		t.Errorf("D3: %q", c)
	}
	if c := comments["Sheet1!A2"]; c != "引凤:提示：请核对" {
		t.Errorf("A2: %q", c)
	}
	if len(opinions) != 3 || len(comments) != 4 {
		t.Errorf("opinions %v, comments %v", opinions, comments)
	}
	_, parts := partsOf(t, marked)
	if n := strings.Count(parts["xl/drawings/vmlDrawing1.vml"], `ObjectType="Note"`); n != len(comments) {
		t.Errorf("%d shapes for %d comments", n, len(comments))
	}

	_, again := markBytes(t, "rich.xlsx", marked, heads, notes[1:])
	_, old, _ := gridOf(t, data)
	_, comments, opinions = gridOf(t, again)
	for at, c := range old {
		if comments[at] != c {
			t.Errorf("%s: %q became %q", at, c, comments[at])
		}
	}
	if len(opinions) != 2 || len(comments) != 4 {
		t.Errorf("again: opinions %v, comments %v", opinions, comments)
	}
	_, parts = partsOf(t, again)
	if n := strings.Count(parts["xl/drawings/vmlDrawing1.vml"], `ObjectType="Note"`); n != len(comments) {
		t.Errorf("again: %d shapes for %d comments", n, len(comments))
	}
}

// Long lists of complaints are cut and counted.
func TestMark_Long(t *testing.T) {
	var notes []intake.MarkNote
	for i := range 300 {
		notes = append(notes, intake.MarkNote{Sheet: "Sheet1", Row: 2, Col: 1, Error: i == 299, Text: fmt.Sprintf("第%d条意见", i)})
	}
	_, marked := markBytes(t, "x.xlsx", richBook(t), map[string]int{"Sheet1": 1}, notes)
	_, comments, opinions := gridOf(t, marked)
	for _, c := range []string{comments["Sheet1!A2"], opinions["Sheet1!2,6"]} {
		c = strings.TrimPrefix(c, "引凤:")
		if n := len([]rune(c)); n > 1000 || n < 900 || !strings.HasSuffix(c, "等 300 条") || !strings.Contains(c, "第299条意见") {
			t.Errorf("%d characters: %s", n, c)
		}
	}
}

// Files that Read refuses are refused, and so is a sheet without room; nothing is marked in a sheet that is not there.
func TestMark_Refused(t *testing.T) {
	full := bookOf(text(`<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>`), nil)
	good := bookOf(seq(text(sheetHead), text(oneRow), text(sheetTail)), nil)
	for name, c := range map[string]struct {
		data []byte
		note intake.MarkNote
	}{
		"x.xlsx": {full, intake.MarkNote{Sheet: "甲", Row: 2}}, "a.xlsx": {good[:len(good)/2], intake.MarkNote{Sheet: "甲", Row: 2}},
		"b.xlsx": {good, intake.MarkNote{Sheet: "乙", Row: 2}}, "c.xlsx": {good, intake.MarkNote{Sheet: "甲", Row: 1 << 21}}, "d.csv": {nil, intake.MarkNote{Row: 1}},
	} {
		if _, err := intake.Mark(context.Background(), io.Discard, name, bytes.NewReader(c.data), int64(len(c.data)), map[string]int{"甲": 1}, []intake.MarkNote{c.note}); err == nil {
			t.Errorf("%s was marked", name)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := intake.Mark(ctx, io.Discard, "x.xlsx", bytes.NewReader(good), int64(len(good)), map[string]int{"甲": 1}, []intake.MarkNote{{Sheet: "甲", Row: 2}}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// BenchmarkMark prints the time and the peak heap of marking every tenth of 100,000 rows.
func BenchmarkMark(b *testing.B) {
	data := bigBook(b, 100_000)
	var notes []intake.MarkNote
	for r := 4; r < 100_000; r += 10 {
		notes = append(notes, intake.MarkNote{Sheet: "Sheet1", Row: r, Col: 11, Error: r%20 == 4, Text: "金额不合常理，请核对单位"})
	}
	mark := func() {
		if _, err := intake.Mark(context.Background(), io.Discard, "big.xlsx", bytes.NewReader(data), int64(len(data)), map[string]int{"Sheet1": 3}, notes); err != nil {
			b.Fatal(err)
		}
	}
	peak := peakHeap(mark)
	for b.Loop() {
		mark()
	}
	b.ReportMetric(float64(peak), "peak-MB")
	b.ReportMetric(float64(len(data)>>10), "file-KB")
}
