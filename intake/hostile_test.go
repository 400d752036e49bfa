package intake_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"yinfeng/crm"
)

// part is a file within a zip; write fills it.
type part struct {
	name  string
	write func(io.Writer)
}

func text(s string) func(io.Writer) { return func(w io.Writer) { io.WriteString(w, s) } }

// repeat writes s over and over, n bytes in all, without ever holding them.
func repeat(s string, n int) func(io.Writer) {
	return func(w io.Writer) {
		chunk := []byte(strings.Repeat(s, 1+(1<<16)/len(s)))
		for ; n > 0; n -= len(chunk) {
			w.Write(chunk)
		}
	}
}

func seq(fs ...func(io.Writer)) func(io.Writer) {
	return func(w io.Writer) {
		for _, f := range fs {
			f(w)
		}
	}
}

const (
	contentTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
	rootRels     = `<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookRels     = `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	bookXML      = `<workbook xmlns:r="http://r"><sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>`
	sheetHead    = `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>项目名称</t></is></c><c r="B1" t="inlineStr"><is><t>投资方</t></is></c><c r="C1" t="inlineStr"><is><t>县区</t></is></c><c r="D1" t="inlineStr"><is><t>总投资(万元)</t></is></c></row>`
	oneRow       = `<row r="2"><c r="A2" t="inlineStr"><is><t>甲项目</t></is></c><c r="B2" t="inlineStr"><is><t>甲有限公司</t></is></c><c r="C2" t="inlineStr"><is><t>平利县</t></is></c><c r="D2"><v>800</v></c></row>`
	sheetTail    = `</sheetData></worksheet>`
)

func zipOf(parts ...part) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			panic(err)
		}
		p.write(w)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// bookOf wraps a sheet's XML (and shared strings, when given) in a workbook.
func bookOf(sheet, shared func(io.Writer)) []byte {
	parts := []part{{"[Content_Types].xml", text(contentTypes)}, {"_rels/.rels", text(rootRels)}, {"xl/workbook.xml", text(bookXML)},
		{"xl/_rels/workbook.xml.rels", text(bookRels)}, {"xl/worksheets/sheet1.xml", sheet}}
	if shared != nil {
		parts = append(parts, part{"xl/sharedStrings.xml", shared})
	}
	return zipOf(parts...)
}

// lying wraps a sheet whose entry claims another unpacked size than it has.
func lying(claimed uint64, sheet func(io.Writer)) []byte {
	var packed bytes.Buffer
	fw, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		panic(err)
	}
	sum := crc32.NewIEEE()
	sheet(io.MultiWriter(fw, sum))
	fw.Close()
	return rawSheet(packed.Bytes(), sum.Sum32(), claimed)
}

// rawSheet is a workbook whose sheet is packed already; it claims to unpack to so many bytes.
func rawSheet(packed []byte, sum uint32, claimed uint64) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range []part{{"[Content_Types].xml", text(contentTypes)}, {"_rels/.rels", text(rootRels)}, {"xl/workbook.xml", text(bookXML)}, {"xl/_rels/workbook.xml.rels", text(bookRels)}} {
		w, _ := z.Create(p.name)
		p.write(w)
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CRC32: sum, CompressedSize64: uint64(len(packed)), UncompressedSize64: claimed})
	if err != nil {
		panic(err)
	}
	w.Write(packed)
	z.Close()
	return b.Bytes()
}

func ole(stream string) []byte {
	b := make([]byte, 4096)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for i, u := range utf16.Encode([]rune(stream)) {
		b[2048+2*i], b[2049+2*i] = byte(u), byte(u>>8)
	}
	return b
}

// TestRead_refused: each hostile or foreign file gets one clear line, in bounded memory (ruling 36, trust §2, S6).
func TestRead_refused(t *testing.T) {
	good := bookOf(text(sheetHead+oneRow+sheetTail), nil)
	sample, err := os.ReadFile("testdata/01_签约项目汇总_多行表头.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	flagged := bytes.Clone(good) // the encryption bit of every entry
	for i := 0; i+10 < len(flagged); i++ {
		if bytes.HasPrefix(flagged[i:], []byte("PK\x01\x02")) {
			flagged[i+8] |= 1
		}
	}
	cases := []struct {
		name, file string
		data       []byte
		want       string
	}{
		{"empty", "a.xlsx", nil, "空的"},
		{"blank csv", "a.csv", []byte("\r\n,,\r\n"), "没有找到台账"},
		{"truncated", "a.xlsx", sample[:len(sample)/2], "不完整"},
		{"cut by a byte", "a.xlsx", sample[:len(sample)-1], "不完整"},
		{"flipped within a part", "a.xlsx", flip(sample, partOffset(t, sample, "xl/worksheets/sheet1.xml")+300), "不完整"},
		{"text named xlsx", "a.xlsx", []byte("项目名称,投资方\n"), "内容却不是"},
		{"workbook named csv", "a.csv", good, "改成 .xlsx"},
		{"plain zip", "a.xlsx", zipOf(part{"a.txt", text("x")}), "不是 Excel"},
		{"document", "a.docx", zipOf(part{"[Content_Types].xml", text(contentTypes)}, part{"_rels/.rels", text(strings.ReplaceAll(rootRels, "xl/workbook.xml", "word/document.xml"))},
			part{"word/document.xml", text("<w/>")}), "Word"},
		{"password", "a.xlsx", ole("EncryptedPackage"), "密码"},
		{"zip password", "a.xlsx", flagged, "密码"},
		{"container that is none", "a.xls", ole("Workbook"), "不完整"},
		{"web page", "a.xlsx", []byte("<html><table><tr><td>项目名称</td></tr></table></html>"), "没有表格"},
		{"sheets as XML", "a.xls", []byte("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>"), "XML"},
		{"utf-16 cut short", "a.csv", []byte("\xff\xfea\x00b"), "UTF-16"},
		{"picture", "a.csv", []byte("\x89PNG\r\n\x1a\n\x00\x00"), "不是表格"},
		{"pdf", "a.pdf", []byte("%PDF-1.7\n1 0 obj\x00"), "不是表格"},
		{"unknown encoding", "a.csv", []byte("\xff\xff\xff,\xff\n"), "编码"},
		{"open quote", "a.csv", []byte("项目名称,投资方,县区,总投资\n\"甲,乙,丙,丁\n"), "引号"},
		{"words only", "a.csv", []byte("填表说明\n一、按月报送。\n"), "没有找到台账"},
		{"bomb in the sheet", "a.xlsx", bookOf(seq(text(sheetHead), repeat(`<row/>`, 12<<20)), nil), "大得不合常理"},
		{"bomb of one token", "a.xlsx", bookOf(seq(text(sheetHead), repeat(` `, 6<<20)), nil), "大得不合常理|不完整"},
		{"bomb in the strings", "a.xlsx", bookOf(text(sheetHead+oneRow+sheetTail), seq(text("<sst>"), repeat("<si><t>"+strings.Repeat("A", 900)+"</t></si>", 12<<20))), "大得不合常理"},
		{"bomb in the styles", "a.xlsx", styleBomb(), "大得不合常理"},
		{"claims to be huge", "a.xlsx", lying(600<<20, text(sheetHead+oneRow+sheetTail)), "大得不合常理"},
		{"claims to be small", "a.xlsx", lying(1000, seq(text(sheetHead), repeat(`<row/>`, 12<<20))), "大得不合常理|不完整"},
		{"document type", "a.xlsx", bookOf(text(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`+sheetHead+oneRow+sheetTail), nil), "不完整"},
		{"entity in the workbook", "a.xlsx", zipOf(part{"[Content_Types].xml", text(contentTypes)}, part{"_rels/.rels", text(rootRels)},
			part{"xl/workbook.xml", text(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook><sheets><sheet name="&a;" r:id="rId1"/></sheets></workbook>`)}), "不完整"},
		{"string out of range", "a.xlsx", bookOf(text(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>5</v></c></row></sheetData></worksheet>`), text("<sst/>")), "不完整"},
		{"rows out of order", "a.xlsx", bookOf(text(`<worksheet><sheetData>`+strings.ReplaceAll(oneRow, `r="2"`, `r="9"`)+oneRow+sheetTail), nil), "不完整"},
		{"no sheet part", "a.xlsx", zipOf(part{"[Content_Types].xml", text(contentTypes)}, part{"_rels/.rels", text(rootRels)}, part{"xl/workbook.xml", text(bookXML)}), "不完整"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var res *crm.ImportResult
			var err error
			peak := peakHeap(func() { res, err = readBytes(c.file, c.data, "2024-06-30") })
			if err == nil {
				t.Fatalf("read: %d records", len(res.Records))
			}
			if crm.ErrCode(err) != crm.CodeInvalid {
				t.Fatalf("code %q: %v", crm.ErrCode(err), err)
			}
			found := false
			for _, w := range strings.Split(c.want, "|") {
				found = found || strings.Contains(err.Error(), w)
			}
			if !found || strings.Contains(err.(*crm.Error).Detail, "\n") {
				t.Errorf("want one line with %q, got %v", c.want, err)
			}
			if peak > 150 {
				t.Errorf("took %d MB", peak)
			}
		})
	}
}

// peakHeap runs f and returns by how many MB the heap grew at its highest, looked at often and with an eager collector.
func peakHeap(f func()) int {
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	start, top := m.HeapAlloc, m.HeapAlloc
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
				runtime.ReadMemStats(&m)
				top = max(top, m.HeapAlloc)
			}
		}
	}()
	f()
	close(done)
	<-stopped
	return int((top - start) >> 20)
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// partOffset returns where the packed bytes of a part begin.
func partOffset(t *testing.T, data []byte, name string) int {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if f.Name == name {
			at, err := f.DataOffset()
			if err != nil {
				t.Fatal(err)
			}
			return int(at)
		}
	}
	t.Fatal("no part " + name)
	return 0
}

func flip(data []byte, at int) []byte {
	out := bytes.Clone(data)
	out[at] ^= 0xff
	return out
}

func styleBomb() []byte {
	return zipOf(part{"[Content_Types].xml", text(contentTypes)}, part{"_rels/.rels", text(rootRels)}, part{"xl/workbook.xml", text(bookXML)},
		part{"xl/_rels/workbook.xml.rels", text(strings.ReplaceAll(bookRels, "sharedStrings", "styles"))}, part{"xl/worksheets/sheet1.xml", text(sheetHead + oneRow + sheetTail)},
		part{"xl/styles.xml", seq(text("<styleSheet>"), text("<cellXfs>"), repeat("<xf/>", 8<<20))})
}

// TestRead_odd: unusual but honest workbooks are read.
func TestRead_odd(t *testing.T) {
	formatted := func(w io.Writer) {
		for i := 3; i <= 20_000; i++ {
			fmt.Fprintf(w, `<row r="%d" ht="15" customHeight="1"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>`, i, i, i)
		}
	}
	wide := func(w io.Writer) {
		io.WriteString(w, strings.TrimSuffix(sheetHead, "</row>"))
		for i := 5; i < 9000; i++ {
			io.WriteString(w, `<c t="inlineStr"><is><t>列</t></is></c>`)
		}
		io.WriteString(w, `</row>`+oneRow+sheetTail)
	}
	cases := map[string][]byte{
		"plain":                bookOf(text(sheetHead+oneRow+sheetTail), nil),
		"blank formatted rows": bookOf(seq(text(sheetHead+oneRow), formatted, text(sheetTail)), nil),
		"very wide header":     bookOf(wide, nil),
		"prefixed names":       bookOf(text(strings.NewReplacer("</", "</x:", "<", "<x:").Replace(sheetHead+oneRow+sheetTail)), nil),
		"comment and CDATA":    bookOf(text(strings.Replace(sheetHead+oneRow+sheetTail, "<t>甲项目</t>", "<!-- > --><t><![CDATA[甲项目]]></t>", 1)), nil),
		"phonetic run":         bookOf(text(strings.Replace(sheetHead+oneRow+sheetTail, "<t>甲项目</t>", "<r><t>甲</t></r><r><t>项目</t></r><rPh><t>jia</t></rPh>", 1)), nil),
		"no references":        bookOf(text(`<worksheet><sheetData>`+dropRefs(sheetHead[len(`<worksheet><sheetData>`):]+oneRow)+sheetTail), nil),
	}
	for name, data := range cases {
		t.Run(name, func(t *testing.T) {
			res, err := readBytes("a.xlsx", data, "2024-06-30")
			if err != nil {
				t.Fatal(err)
			}
			if len(res.Records) != 1 || res.Records[0].Text("project") != "甲项目" || res.Records[0].Text("total_wan") != "800" || res.Records[0].Row != 2 || len(res.Issues) != 0 {
				t.Errorf("records %d, held %d, issues %v", len(res.Records), len(res.Held), res.Issues)
			}
		})
	}
}

func dropRefs(s string) string {
	for _, r := range []string{"A", "B", "C", "D"} {
		for _, n := range []string{"1", "2"} {
			s = strings.ReplaceAll(s, ` r="`+r+n+`"`, "")
		}
	}
	return strings.NewReplacer(` r="1"`, "", ` r="2"`, "").Replace(s)
}
