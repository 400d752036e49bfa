package intake

import (
	"strings"
	"testing"
)

// rec is a record as its bytes stand.
func rec(typ int, body ...byte) []byte {
	return append([]byte{byte(typ), byte(typ >> 8), byte(len(body)), byte(len(body) >> 8)}, body...)
}

// oldBook is the stream of a workbook with one sheet 表: more global records, then those of the sheet.
func oldBook(globals, sheet []byte) []byte {
	head := rec(xlsBOF, 0, 6, 5, 0, 0, 0, 0, 0)
	name := []byte{1, 1, 0x68, 0x88} // 表
	at := len(head) + len(globals) + 4 + 6 + len(name) + 4
	bound := append([]byte{byte(at), byte(at >> 8), 0, 0, 0, 0}, name...)
	out := append(append(append(head, globals...), rec(xlsBoundSheet, bound...)...), rec(xlsEOF)...)
	out = append(append(out, rec(xlsBOF, 0, 6, 0x10, 0)...), sheet...)
	return append(out, rec(xlsEOF)...)
}

func join(parts ...[]byte) []byte {
	var out []byte
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// rk is a cell with a small whole number.
func rk(row, col, v byte) []byte { return rec(xlsRK, row, 0, col, 0, 0, 0, v<<2|2, 0, 0, 0) }

// TestOpenXLS_continued: a shared string goes on in a CONTINUE record in another width, its runs and phonetics too.
func TestOpenXLS_continued(t *testing.T) {
	cases := map[string][]byte{
		"narrow then wide": join(rec(xlsSST, 1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 'a', 'b'), rec(xlsContinue, 1, 'c', 0, 0x68, 0x88, 1, 0, 0, 'z')),
		"wide then narrow": join(rec(xlsSST, 1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 1, 'a', 0, 'b', 0), rec(xlsContinue, 1, 'c', 0), rec(xlsContinue, 1, 0x68, 0x88, 1, 0, 0, 'z')),
		"runs": join(rec(xlsSST, 1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0x0D, 1, 0, 3, 0, 0, 0, 'a', 0, 'b', 0, 'c', 0, 0x68, 0x88, 9, 9), // 2 of the run's 4 bytes
			rec(xlsContinue, 9, 9, 8, 8, 8, 1, 0, 0, 'z')),
		"between strings": join(rec(xlsSST, 1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 1, 'a', 0, 'b', 0, 'c', 0, 0x68, 0x88), rec(xlsContinue, 1, 0, 0, 'z')),
	}
	cells := join(rec(xlsLabelSST, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), rec(xlsLabelSST, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0))
	for name, sst := range cases {
		b, err := openXLS(oldBook(sst, cells))
		if err != nil {
			t.Fatal(name, err)
		}
		got, _ := grid(t, b.sheets[0])
		if g, z := got[[2]int{1, 1}].text, got[[2]int{1, 2}].text; g != "abc表" || z != "z" || b.sheets[0].name != "表" {
			t.Errorf("%s: %q and %q", name, g, z)
		}
	}
}

// TestOpenXLS_disorder: programs may write rows and columns in any order; of two cells in one place the later counts, as Excel takes it.
func TestOpenXLS_disorder(t *testing.T) {
	chart := join(rec(xlsBOF, 0, 6, 0x20, 0), rk(0, 0, 99), rec(xlsEOF))
	b, err := openXLS(oldBook(nil, join(rk(5, 1, 51), rk(2, 3, 23), chart, rk(2, 1, 21), rk(5, 0, 50), rk(2, 1, 22), rk(0, 0, 1))))
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	if err := b.sheets[0].rows(func(r *row) error {
		for _, c := range r.cells {
			seen = append(seen, colName(c.col)+string(rune('0'+r.num))+"="+c.text)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(seen, " "), "A1=1 B3=22 D3=23 A6=50 B6=51"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestOpenXLS_refused: what cannot be read is refused with the line that fits, and counts and places are not believed.
func TestOpenXLS_refused(t *testing.T) {
	good := oldBook(nil, rk(0, 0, 1))
	cases := []struct {
		name string
		data []byte
		want string
	}{
		{"password", oldBook(rec(xlsFilePass, 1, 0), rk(0, 0, 1)), "密码"},
		{"Excel 95", rec(xlsBOF, 0, 5, 5, 0, 0, 0, 0, 0), "Excel 95"},
		{"Excel 3", rec(0x0209, 0, 3, 0x10, 0), "Excel 95"},
		{"cut within the sheet", good[:len(good)-4], "不完整"},
		{"cut within the globals", good[:14], "不完整"},
		{"string that is none", oldBook(nil, rec(xlsLabelSST, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0)), "不完整"},
		{"strings by the billion", oldBook(rec(xlsSST, 0, 0, 0, 0xF0, 0, 0, 0, 0xF0, 9, 0, 0, 'a'), rk(0, 0, 1)), "不完整"},
		{"phonetics by the gigabyte", oldBook(rec(xlsSST, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF, 'a'), rk(0, 0, 1)), "不完整"},
		{"merge upside down", oldBook(nil, rec(xlsMergedCells, 1, 0, 5, 0, 2, 0, 0, 0, 0, 0)), "不完整"},
	}
	for _, c := range cases {
		b, err := openXLS(c.data)
		if err == nil {
			err = b.sheets[0].rows(func(*row) error { return nil })
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		forPerson(t, err)
	}
}
