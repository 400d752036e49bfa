package intake_test

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func utf16Bytes(s string, big bool) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
		if big {
			u = u<<8 | u>>8
		}
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// TestRead_texts: a ledger saved as text or as a page reads alike in each encoding, and under the name .xls too, as web systems export it.
func TestRead_texts(t *testing.T) {
	const tabs = "项目名称\t投资方\t县区\t总投资(万元)\r\n甲项目\t甲有限公司\t平利县\t\"1,800\"\r\n"
	commas := strings.ReplaceAll(tabs, "\t", ",")
	page := "<html><table><tr><td>" + strings.NewReplacer("\t", "</td><td>", "\r\n", "</td></tr>\n<tr><td>", `"`, "").Replace(tabs) + "</td></tr></table></html>"
	for _, c := range []struct {
		name, file string
		data       []byte
	}{
		{"Excel's Unicode text", "a.txt", utf16Bytes(tabs, false)},
		{"big-endian", "a.csv", utf16Bytes(tabs, true)},
		{"commas in UTF-16", "a.csv", utf16Bytes(commas, false)},
		{"UTF-16 named xls", "a.xls", utf16Bytes(tabs, false)},
		{"tabs named xls", "a.xls", []byte(tabs)},
		{"commas named xls", "a.xls", []byte(commas)},
		{"page named xls", "a.xls", []byte(page)},
		{"page named xlsx", "a.xlsx", []byte(page)},
		{"page in UTF-16", "a.htm", utf16Bytes(page, false)},
	} {
		res, err := readBytes(c.file, c.data, "2024-06-30")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if len(res.Records) != 1 || res.Records[0].Text("project") != "甲项目" || res.Records[0].Text("total_wan") != "1800" || res.Records[0].Row != 2 || len(res.Issues) != 0 {
			t.Errorf("%s: records %v, held %v, issues %v", c.name, res.Records, res.Held, res.Issues)
		}
	}
	res, err := readBytes("a.xls", bookOf(text(sheetHead+oneRow+sheetTail), nil), "2024-06-30")
	if err != nil || len(res.Records) != 1 {
		t.Errorf("a new workbook named .xls: %v", err)
	}
}
