package intake_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yinfeng/crm"
)

// oldRows is enough that the stream takes many sectors.
const oldRows = 150

// oldSheet is an old workbook of one sheet with the usual header, rows of data, and more records.
func oldSheet(more ...[]byte) []byte {
	c := newCanvas("甲")
	for i, s := range []string{"项目名称", "投资方", "县区", "总投资(万元)"} {
		c.put(1, i+1, word(s))
	}
	for row := 2; row < 2+oldRows; row++ {
		for i, s := range []string{fmt.Sprintf("第%d号项目", row), "甲有限公司", "平利县", "800"} {
			c.put(row, i+1, word(s))
		}
	}
	body := c.biff()
	body = append(body[:len(body)-4], bytes.Join(more, nil)...)
	head := record(0x0809, u16s(0x0600, 5, 0, 0))
	at := len(head) + 4 + 6 + len(oldText(c.name, true)) + 4
	head = append(head, record(0x0085, append(append(le.AppendUint32(nil, uint32(at)), 0, 0), oldText(c.name, true)...))...)
	return append(append(append(head, record(0x000A, nil)...), body...), record(0x000A, nil)...)
}

// patched is an old workbook with a 32-bit word of its container changed.
func patched(at int, v uint32) func() []byte {
	return func() []byte {
		b := container("Workbook", oldSheet())
		le.PutUint32(b[at:], v)
		return b
	}
}

// TestHostile_oldWorkbooks: containers whose chains run in circles, records that lie about their size.
func TestHostile_oldWorkbooks(t *testing.T) {
	const fat, dir = 512, 1024 // where they lie in our own containers
	whole := func(records ...[]byte) func() []byte {
		return func() []byte { return container("Workbook", oldSheet(records...)) }
	}
	attacked(t, []attack{
		{"plain", "a.xls", whole(), "", oldRows},
		{"stream in a circle", "a.xls", patched(fat+4*4, 2), "不完整", 0},
		{"stream ends at once", "a.xls", patched(fat+2*4, 0xFFFFFFFE), "不完整", 0},
		{"stream in itself", "a.xls", patched(fat+2*4, 2), "不完整", 0},
		{"directory in a circle", "a.xls", patched(fat+1*4, 1), "不完整", 0},
		{"directory outside", "a.xls", patched(48, 900), "不完整", 0},
		{"table outside", "a.xls", patched(76, 0x7FFFFFFF), "不完整", 0},
		{"tables without end", "a.xls", patched(44, 0x7FFFFFFF), "", oldRows},
		{"further tables in a circle", "a.xls", patched(68, 0), "", oldRows},
		{"stream of four gigabytes", "a.xls", patched(dir+128+120, 0xFFFFFFF0), "不完整", 0},
		{"siblings in a circle", "a.xls", patched(dir+128+68, 1), "不完整", 0},
		{"sector size of nonsense", "a.xls", patched(30, 0xFFFF), "不完整", 0},
		{"strings without end", "a.xls", whole(record(0x00FC, []byte{255, 255, 255, 255, 255, 255, 255, 255})), "", oldRows},
		{"a row of numbers past every column", "a.xls", whole(record(0x00BD, append(u16s(5, 0xFFFE), make([]byte, 6*1300)...))), "不完整", 0},
		{"cells far out", "a.xls", whole(record(0x0203, append(u16s(0xFFFF, 0xFFFF, 0), make([]byte, 8)...))), "不完整", 0},
		{"merges of the whole", "a.xls", whole(bytes.Repeat(record(0x00E5, append(u16s(1000), bytes.Repeat(u16s(0, 0xFFFF, 0, 255), 1000)...)), 100)), "没有找到台账", 0},
		{"merges without end", "a.xls", whole(bytes.Repeat(record(0x00E5, append(u16s(1000), bytes.Repeat(u16s(0, 0xFFFF, 0, 255), 1000)...)), 300)), "大得不合常理", 0},
		{"a text that says it is long", "a.xls", whole(record(0x0204, append(u16s(5, 5, 0, 0xFFFF), 1, 'a', 0))), "不完整", 0},
		{"sheets within sheets", "a.xls", whole(bytes.Repeat(record(0x0809, u16s(0x0600, 0x20, 0, 0)), 100_000)), "不完整", 0},
		{"infinite numbers", "a.xls", whole(record(0x0203, append(u16s(1, 3, 0), 0, 0, 0, 0, 0, 0, 0xF0, 0x7F))), "", oldRows - 1},
		{"password", "a.xls", func() []byte { return container("EncryptedPackage", make([]byte, 5000)) }, "密码", 0},
		{"document", "a.xls", func() []byte { return container("WordDocument", make([]byte, 5000)) }, "Word", 0},
		{"nothing but zeros", "a.xls", func() []byte { return container("Workbook", make([]byte, 1<<20)) }, "不完整", 0},
	})
}

// TestHostile_texts: web pages and CSV without measure.
func TestHostile_texts(t *testing.T) {
	whole := func(f func(io.Writer)) func() []byte {
		return func() []byte {
			var b bytes.Buffer
			f(&b)
			return b.Bytes()
		}
	}
	good := "<table><tr><td>项目名称<td>投资方<td>县区<td>总投资(万元)<tr><td>甲项目<td>甲有限公司<td>平利县<td>800"
	line := "项目名称,投资方,县区,总投资(万元)\n甲项目,甲有限公司,平利县,800\n"
	attacked(t, []attack{
		{"a million tables within tables", "a.xls", whole(repeat("<table><tr><td>", 15<<20)), "太多", 0},
		{"a million tables", "a.xls", whole(repeat("<table><tr><td>a<td>b<tr><td>a<td>b</table>", 30<<20)), "太多", 0},
		{"a million divisions", "a.xls", whole(seq(text(good), repeat("<div>", 20<<20))), "", 1},
		{"cells without end", "a.xls", whole(seq(text(good+"<tr>"), repeat("<td>a", 30<<20))), "大得不合常理", 0},
		{"rows without end", "a.xls", whole(seq(text(good), repeat("<tr>", 20<<20))), "大得不合常理", 0},
		{"cell that spans everything", "a.xls", whole(text(good + "<tr><td colspan=99999999 rowspan=99999999>a")), "", 1},
		{"cells that span everything", "a.xls", whole(seq(text(good), repeat("<tr><td rowspan=65000 colspan=16000>", 4<<20))), "大得不合常理", 0},
		{"one attribute of 20 MB", "a.xls", whole(seq(text(good+"<tr><td x='"), repeat("a", 20<<20), text("'>"))), "不完整", 0},
		{"one comment of 20 MB", "a.xls", whole(seq(text(good+"<!--"), repeat("a", 20<<20), text("-->"))), "不完整", 0},
		{"a page of 40 MB", "a.xls", whole(seq(text(good), repeat("<p>", 40<<20))), "超过", 0},
		{"scripts and frames", "a.html", whole(text("<script src=http://192.0.2.1/></script><iframe src=file:///etc/passwd></iframe>" + good + "<img src=http://192.0.2.1/>")), "", 1},
		{"one line of 50 MB", "a.csv", whole(seq(text(line), repeat("甲", 50<<20))), "长得不合常理", 0},
		{"one line of 50 MB of fields", "a.csv", whole(seq(text(line), repeat("a,", 50<<20))), "", 1},
		{"5 MB of commas", "a.csv", whole(seq(text(line), repeat(",", 5<<20))), "", 1},
		{"50 MB of quotes", "a.csv", whole(seq(text(line), repeat(`"`, 50<<20))), "长得不合常理", 0},
		{"5 MB of line breaks", "a.csv", whole(seq(text(line), repeat("\r\n", 5<<20))), "", 1},
		{"65 MB", "a.csv", whole(seq(text(line), repeat("\n", 65<<20))), "超过", 0},
		{"formulas in a CSV", "a.csv", whole(text(line + "\"=cmd|'/C calc'!A0\",@SUM(1)有限公司,平利县,800\n")), "", 2},
	})
}

// TestHostile_formulaText: what begins with = + - @ is text like any other.
func TestHostile_formulaText(t *testing.T) {
	res, err := readBytes("a.csv", []byte("项目名称,投资方,县区,总投资(万元),备注\n=cmd|'/C calc'!A0,+甲有限公司,平利县,800,@SUM(A1)\n-2+3,=1+1有限公司,平利县,900,=HYPERLINK(\"http://192.0.2.1/\")\n"), "2024-06-30")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range res.Records {
		got = append(got, r.Text("project"), strings.Join(r.List("investors"), "|"), r.Text("remark"))
	}
	want := []string{"=cmd|'/C calc'!A0", "+甲有限公司", "@SUM(A1)", "-2+3", "=1+1有限公司", `=HYPERLINK("http://192.0.2.1/")`}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestHostile_cut: a file of any kind that ends anywhere, or has bytes changed anywhere, is refused in one line or read; nothing more.
func TestHostile_cut(t *testing.T) {
	var files []string
	for _, p := range []string{"testdata/0*.xlsx", "testdata/11*.csv", "testdata/ledgers/4*", "testdata/xls/*.xls"} {
		list, err := filepath.Glob(p)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, list...)
	}
	if len(files) < 15 {
		t.Fatal(files)
	}
	r := rand.New(rand.NewPCG(5, 5))
	for _, name := range files {
		if strings.HasSuffix(name, ".json") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 24 {
			spoilt := bytes.Clone(data[:len(data)*(i+1)/25])
			if i >= 12 {
				spoilt = bytes.Clone(data)
				for range 1 + r.IntN(20) {
					spoilt[r.IntN(len(spoilt))] = byte(r.IntN(256))
				}
			}
			if _, err := readBytes(name, spoilt, "2024-06-30"); err != nil && (crm.ErrCode(err) != crm.CodeInvalid || strings.Contains(err.(*crm.Error).Detail, "\n")) {
				t.Errorf("%s, part %d: %v", name, i, err)
			} else if err == nil && i < 12 && strings.HasSuffix(name, ".xlsx") {
				t.Errorf("%s, part %d: read though it is cut short", name, i)
			}
		}
	}
}
