package intake

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
)

// A format that cannot be patched is copied as values: what the reader sees of the copy is what it saw before.
func TestWriteValues(t *testing.T) {
	b := &book{date1904: true, sheets: []*sheet{
		{name: "", merges: []merge{{1, 1, 1, 4}}, hiddenCols: [][2]int{{3, 5}, {5, 6}}, rows: func(each func(*row) error) error {
			for _, r := range []*row{
				{num: 1, cells: []cell{{col: 1, text: " =1+1 <b>_x000D_", kind: cellText}}},
				{num: 4, hidden: true, cells: []cell{{col: 1, text: "41000", kind: cellNumber, format: dateFormat}, {col: 2, text: "2022.1", kind: cellNumber, format: centFormat},
					{col: 3, text: "7", kind: cellNumber, format: generalFormat}, {col: 5, text: "1", kind: cellBool}, {col: 28, text: "#REF!", kind: cellFailed, formula: true}}},
			} {
				if err := each(r); err != nil {
					return err
				}
			}
			return nil
		}},
		{name: "图/表:一", hidden: true, notTable: "图表"},
		{name: strings.Repeat("长", 40)},
	}}
	var out bytes.Buffer
	names, err := writeValues(context.Background(), &out, b)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(names[""], names["图/表:一"], len([]rune(names[b.sheets[2].name]))); got != "表1图表一31" {
		t.Errorf("names: %s", got)
	}
	back, err := openXLSX(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if !back.date1904 || len(back.sheets) != 3 || !back.sheets[1].hidden {
		t.Errorf("%+v", back)
	}
	s := back.sheets[0]
	if fmt.Sprint(s.merges, s.hiddenCols) != "[{1 1 1 4}] [[3 5] [6 6]]" {
		t.Errorf("merges and hidden columns: %v %v", s.merges, s.hiddenCols)
	}
	show := func(s *sheet) (out []string) {
		err := s.rows(func(r *row) error {
			for _, c := range r.cells {
				format := c.format
				if format == nil {
					format = generalFormat
				}
				out = append(out, fmt.Sprint(r.num, r.hidden, c.col, c.text, c.kind, format.date, format.decimals))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if want, got := fmt.Sprint(show(b.sheets[0])), fmt.Sprint(show(s)); want != got {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
