package intake_test

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
	"time"

	"yinfeng/crm"
)

// attack is a file that nobody means well with, or that a program spoilt; want is a word of the refusal, "" where it is read.
type attack struct {
	name, file string
	data       func() []byte
	want       string
	records    int
}

// attacked reads each file in bounded memory and time: refused with one line, or read as it should be.
func attacked(t *testing.T, list []attack) {
	for _, a := range list {
		t.Run(a.name, func(t *testing.T) {
			data := a.data()
			var res *crm.ImportResult
			var err error
			began := time.Now()
			peak := peakHeap(func() { res, err = readBytes(a.file, data, "2024-06-30") })
			if peak > 150 {
				t.Errorf("took %d MB", peak)
			}
			if took := time.Since(began); took > 3*time.Minute {
				t.Errorf("took %s", took)
			}
			switch {
			case a.want == "" && err != nil:
				t.Error(err)
			case a.want == "" && len(res.Records) != a.records:
				t.Errorf("%d records, %d held, %s; want %d records", len(res.Records), len(res.Held), said(res), a.records)
			case a.want != "" && err == nil:
				t.Errorf("read: %d records", len(res.Records))
			case a.want != "" && (crm.ErrCode(err) != crm.CodeInvalid || !strings.Contains(err.Error(), a.want) || strings.Contains(err.(*crm.Error).Detail, "\n")):
				t.Errorf("want one line with %q, got %v", a.want, err)
			}
		})
	}
}

// giga is a workbook whose sheet packs each of so many megabytes into 1.5 kB, and claims to be of so many bytes.
func giga(megabytes int, claimed uint64) []byte {
	chunk := []byte(strings.Repeat("<row/>", 1<<20/6))
	var packed bytes.Buffer
	fw, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		panic(err)
	}
	fw.Write(chunk)
	fw.Flush() // ends on a byte, and looks back at nothing: it may stand many times
	block := bytes.Clone(packed.Bytes())
	sum, all := crc32.NewIEEE(), []byte(nil)
	for range megabytes {
		sum.Write(chunk)
		all = append(all, block...)
	}
	fw.Reset(&packed)
	packed.Reset()
	fw.Close()
	return rawSheet(append(all, packed.Bytes()...), sum.Sum32(), claimed)
}

// zip64 says in its 64-bit field that the sheet has n bytes.
func zip64(n uint64) []byte {
	const mark = 0x7A6B_5C4D_3E2F_1A0B
	said := binary.LittleEndian.AppendUint64(nil, mark)
	return bytes.ReplaceAll(lying(mark, text(sheetHead+oneRow+sheetTail)), said, binary.LittleEndian.AppendUint64(nil, n))
}

const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;"><!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">]>`

// sheetOf wraps rows in the usual header.
func sheetOf(rows ...func(io.Writer)) []byte {
	return bookOf(seq(append(append([]func(io.Writer){text(sheetHead)}, rows...), text(sheetTail))...), nil)
}

// with is the good workbook with further parts; a part of the same name comes second.
func with(more ...part) []byte {
	return zipOf(append([]part{{"[Content_Types].xml", text(contentTypes)}, {"_rels/.rels", text(rootRels)}, {"xl/workbook.xml", text(bookXML)}, {"xl/_rels/workbook.xml.rels", text(bookRels)},
		{"xl/worksheets/sheet1.xml", text(sheetHead + oneRow + sheetTail)}}, more...)...)
}

func value(v string) []byte { return sheetOf(text(strings.Replace(oneRow, "<v>800</v>", v, 1))) }

func merges(n int, ref func(i int) string) func(io.Writer) {
	return func(w io.Writer) {
		io.WriteString(w, "</sheetData><mergeCells>")
		for i := range n {
			fmt.Fprintf(w, `<mergeCell ref="%s"/>`, ref(i))
		}
		io.WriteString(w, "</mergeCells></worksheet>")
	}
}

func withMerges(n int, ref func(i int) string) func() []byte {
	return func() []byte { return bookOf(seq(text(sheetHead), manyRows(2, 3000), merges(n, ref)), nil) }
}

// manyRows are rows of data from one number on.
func manyRows(from, to int) func(io.Writer) {
	return func(w io.Writer) {
		for i := from; i < to; i++ {
			fmt.Fprintf(w, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>第%d号项目</t></is></c><c r="B%d" t="inlineStr"><is><t>甲%d号有限公司</t></is></c><c r="C%d" t="inlineStr"><is><t>平利县</t></is></c><c r="D%d"><v>800</v></c></row>`, i, i, i, i, i, i, i)
		}
	}
}

// emptyRows are the last rows of a sheet, formatted and blank.
func emptyRows(w io.Writer) {
	for i := 3; i <= 1<<20; i++ {
		fmt.Fprintf(w, `<row r="%d" s="1" customFormat="1" ht="15"><c r="A%d" s="1"/></row>`, i, i)
	}
}

func wideRows(w io.Writer) {
	for row := 3; row < 12; row++ {
		fmt.Fprintf(w, `<row r="%d">`, row)
		for range 1 << 14 {
			io.WriteString(w, `<c s="1"><v>1</v></c>`)
		}
		io.WriteString(w, `</row>`)
	}
}

// TestHostile_workbooks: workbooks that are bombs, lies or nonsense (trust S6, ruling 36).
func TestHostile_workbooks(t *testing.T) {
	one := func(b []byte) func() []byte { return func() []byte { return b } }
	sheetRels := part{"xl/worksheets/_rels/sheet1.xml.rels", text(`<Relationships><Relationship Id="rId9" Type="http://x/hyperlink" Target="http://192.0.2.1/" TargetMode="External"/></Relationships>`)}
	attacked(t, []attack{
		{"a gigabyte in a megabyte", "a.xlsx", func() []byte { return giga(1024, 1<<30) }, "大得不合常理", 0},
		{"64 megabytes in 100 kB", "a.xlsx", func() []byte { return giga(64, 64<<20) }, "大得不合常理", 0},
		{"64 megabytes that say they are nothing", "a.xlsx", func() []byte { return giga(64, 5000) }, "不完整", 0},
		{"laughs in the sheet", "a.xlsx", one(bookOf(text(laughs+sheetHead+strings.Replace(oneRow, "甲项目", "&lol2;", 1)+sheetTail), nil)), "不完整", 0},
		{"laughs in the strings", "a.xlsx", one(bookOf(text(sheetHead+oneRow+sheetTail), text(laughs+"<sst><si><t>&lol2;</t></si></sst>"))), "不完整", 0},
		{"laughs in the workbook", "a.xlsx", one(zipOf(part{"[Content_Types].xml", text(contentTypes)}, part{"_rels/.rels", text(rootRels)}, part{"xl/workbook.xml", text(laughs + strings.Replace(bookXML, "甲", "&lol2;", 1))})), "不完整", 0},
		{"a million formatted rows", "a.xlsx", func() []byte { return sheetOf(text(oneRow), emptyRows) }, "", 1},
		{"every column", "a.xlsx", func() []byte { return sheetOf(text(oneRow), wideRows) }, "", 1},
		{"100,000 merges apart", "a.xlsx", withMerges(100_000, func(i int) string { return fmt.Sprintf("F%d:G%d", i+5000, i+5000) }), "", 2998},
		{"100,000 merges on one place", "a.xlsx", withMerges(100_000, func(i int) string { return fmt.Sprintf("E2:XFD%d", 3000+i%1000) }), "", 2998},
		{"100,000 merges of the header", "a.xlsx", withMerges(100_000, func(i int) string { return fmt.Sprintf("E1:XFD%d", 1+i%3) }), "", 2998},
		{"merges without end", "a.xlsx", withMerges(250_000, func(i int) string { return "A5000:B5000" }), "大得不合常理", 0},
		{"merges of nonsense", "a.xlsx", withMerges(2000, func(i int) string { return []string{"A0:B0", "ZZZZZ1:A1", "A1", ":", "A99999999:B1", "1:1"}[i%6] }), "", 2998},
		{"number of 400 digits", "a.xlsx", one(value("<v>" + strings.Repeat("9", 400) + "</v>")), "", 0},
		{"number without end", "a.xlsx", one(value("<v>1e308</v>")), "", 0},
		{"number beyond floats", "a.xlsx", one(value("<v>1e999999999</v>")), "", 0},
		{"number next to nothing", "a.xlsx", one(value("<v>1e-999999999</v>")), "", 0},
		{"not a number", "a.xlsx", one(value("<v>NaN</v>")), "", 0},
		{"an index for a number", "a.xlsx", one(value(`<v>0x1F</v>`)), "", 0},
		{"program for a formula", "a.xlsx", one(value(`<f>cmd|'/C calc'!A0</f><v>800</v>`)), "", 1},
		{"formula of another file", "a.xlsx", one(value(`<f>'file:///etc/[passwd]甲'!A1</f><v>800</v>`)), "", 1},
		{"formula of the network", "a.xlsx", one(value(`<f>WEBSERVICE("http://192.0.2.1/")</f><v>800</v>`)), "", 1},
		{"links to elsewhere", "a.xlsx", one(with(sheetRels, part{"xl/externalLinks/externalLink1.xml", text(`<externalLink><externalBook/></externalLink>`)})), "", 1},
		{"macros", "a.xlsm", one(with(part{"xl/vbaProject.bin", repeat("\xd0\xcf\x11\xe0 Auto_Open Shell", 100_000)})), "", 1},
		{"a workbook within a zip", "a.xlsx", one(zipOf(part{"a.xlsx", text(string(with()))})), "不是 Excel", 0},
		{"a zip within a workbook", "a.xlsx", one(with(part{"xl/embeddings/a.zip", text(string(giga(1024, 1<<30)))})), "", 1},
		{"names that climb", "a.xlsx", one(with(part{"../../../../tmp/evil.xml", text("x")}, part{`..\..\evil`, text("x")}, part{"/etc/passwd", text("x")})), "", 1},
		{"a relation that climbs", "a.xlsx", one(zipOf(part{"[Content_Types].xml", text(contentTypes)}, part{"_rels/.rels", text(strings.Replace(rootRels, "xl/workbook.xml", "../../../../etc/passwd", 1))})), "不完整", 0},
		{"two sheets of one name", "a.xlsx", one(with(part{"xl/worksheets/sheet1.xml", repeat("<row/>", 1<<20)})), "", 1},
		{"two cases of one name", "a.xlsx", one(with(part{"XL/WORKSHEETS/SHEET1.XML", text("<x>")})), "", 1},
		{"zip64 says little", "a.xlsx", func() []byte { return zip64(10) }, "不完整", 0},
		{"zip64 says much", "a.xlsx", func() []byte { return zip64(1 << 62) }, "大得不合常理", 0},
		{"zip64 says the most", "a.xlsx", func() []byte { return zip64(1<<64 - 1) }, "大得不合常理", 0},
		{"5,001 parts", "a.xlsx", func() []byte {
			var more []part
			for i := range 5001 {
				more = append(more, part{fmt.Sprintf("x/%d", i), text("")})
			}
			return with(more...)
		}, "大得不合常理", 0},
		{"strings that say they are many", "a.xlsx", one(bookOf(text(sheetHead+oneRow+sheetTail), text(`<sst count="4294967295" uniqueCount="4294967295"><si><t>x</t></si></sst>`))), "", 1},
		{"elements a million deep", "a.xlsx", func() []byte {
			return bookOf(seq(text(sheetHead+oneRow), repeat("<x a='1'>", 3<<20), text(sheetTail)), nil)
		}, "", 1},
		{"a sheet that says it is itself", "a.xlsx", one(zipOf(part{"[Content_Types].xml", text(contentTypes)}, part{"_rels/.rels", text(rootRels)}, part{"xl/workbook.xml", text(bookXML)},
			part{"xl/_rels/workbook.xml.rels", text(strings.Replace(bookRels, "worksheets/sheet1.xml", "workbook.xml", 1))})), "没有找到台账", 0},
	})
}
