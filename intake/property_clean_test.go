package intake_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yinfeng/crm"
)

// rounds is how many ledgers are made: some hundred, or YINFENG_PROPERTY of them; YINFENG_SEED makes that one alone.
func rounds(t *testing.T) (from, to uint64) {
	t.Helper()
	from, to = 0, 100
	if n, err := strconv.ParseUint(os.Getenv("YINFENG_PROPERTY"), 10, 64); err == nil {
		to = n
	}
	if n, err := strconv.ParseUint(os.Getenv("YINFENG_SEED"), 10, 64); err == nil {
		return n, n + 1
	}
	return from, to
}

// tables are the makers of each kind.
var tables = []func(*maker) *table{(*maker).projects, (*maker).projects, (*maker).leads, (*maker).visits, (*maker).guests, (*maker).capital, (*maker).matrix}

// workbook makes the tables of one file and lays them out.
func (m *maker) workbook(change func(*maker, *table)) (sheets []*canvas, all []*laid) {
	make1 := func(f func(*maker) *table) *table {
		t := f(m)
		if change != nil {
			change(m, t)
		}
		return t
	}
	n := 1
	if m.medium != "csv" && m.in(25) {
		n += 1 + m.IntN(2)
	}
	names := []string{"Sheet1", "台账", "附表2", "汇总"}
	for i := range n {
		c := newCanvas(names[i])
		sheets = append(sheets, c)
		if m.in(10) {
			all = append(all, m.sideBySide(c, make1)...)
			continue
		}
		all = append(all, m.lay(c, make1(pick(m, tables)), 1+m.IntN(3)*m.IntN(2), false))
	}
	if m.typed() && m.in(15) {
		c := newCanvas("说明")
		c.put(1, 1, word("填表说明"))
		c.put(2, 1, word("一、按月报送，金额以万元为单位。"))
		sheets = append(sheets, c, newCanvas("空"))
	}
	return sheets, all
}

// sideBySide lays two tables of projects beside each other.
func (m *maker) sideBySide(c *canvas, make1 func(func(*maker) *table) *table) []*laid {
	var out []*laid
	left := 1
	for range 2 {
		t := make1((*maker).projects)
		for t.bySection {
			t = make1((*maker).projects)
		}
		if t.stage != "" { // nothing stands above them that tells it
			for _, it := range t.items {
				delete(it.want, "stage")
			}
			t.stage = ""
		}
		c.row = 1
		l := m.lay(c, t, left, true)
		l.letter = letters(left)
		left = l.head.cols[len(l.head.cols)-1] + 2
		out = append(out, l)
	}
	return out
}

func letters(col int) string {
	if col > 26 {
		return string(rune('A'+(col-1)/26-1)) + string(rune('A'+(col-1)%26))
	}
	return string(rune('A' + col - 1))
}

// TestProperty_clean: clean records come back field by field from whatever layout, without a complaint.
func TestProperty_clean(t *testing.T) { property(t, "TestProperty_clean", nil) }

func property(t *testing.T, name string, change func(*maker, *table)) {
	from, to := rounds(t)
	bad := 0
	for seed := from; seed < to; seed++ {
		m := newMaker(seed)
		sheets, all := m.workbook(change)
		file, data := m.file(sheets)
		res, err := readBytes(file, data, "2024-06-30")
		lines := []string{fmt.Sprint(err)}
		if err == nil {
			lines = compareLaid(m, sheets, all, res)
		}
		if len(lines) == 0 {
			continue
		}
		if to == from+1 {
			for _, c := range sheets {
				t.Log(c)
			}
		}
		t.Errorf("seed %d (%s): repeat with YINFENG_SEED=%d go test -tags sqlite_fts5 -run '%s$' ./intake\n  %s", seed, m.medium, seed, name, strings.Join(lines[:min(len(lines), 6)], "\n  "))
		if bad++; bad >= 15 {
			t.Fatal("too many")
		}
	}
}

// compareLaid holds what was read against what was laid out.
func compareLaid(m *maker, sheets []*canvas, all []*laid, res *crm.ImportResult) (bad []string) {
	type place struct {
		sheet, table string
		row, n       int
	}
	got := map[place]*crm.ImportRecord{}
	seen := map[[3]any]int{}
	for _, list := range [][]crm.ImportRecord{res.Records, res.Held} {
		for i := range list {
			r := &list[i]
			k := [3]any{r.Sheet, r.Table, r.Row}
			got[place{r.Sheet, r.Table, r.Row, seen[k]}] = r
			seen[k]++
		}
	}
	var codes []rowCode
	for _, l := range all {
		sheet := l.c.name
		if m.medium == "csv" || m.medium == "html" && len(sheets) == 1 {
			sheet = ""
		}
		for _, it := range l.items {
			wants := it.wants
			if wants == nil {
				wants = []map[string]string{it.want}
			}
			for n, want := range wants {
				at := place{sheet, l.letter, it.row, n}
				r := got[at]
				delete(got, at)
				bad = append(bad, compareRow(it, want, l.kind, r, fmt.Sprintf("%s%s row %d", sheet, l.letter, it.row))...)
				if it.held() {
					break
				}
			}
			for _, c := range it.codes {
				codes = append(codes, rowCode{sheet, it.row, c})
			}
		}
		for _, c := range l.codes {
			c.sheet = sheet
			codes = append(codes, c)
		}
	}
	for at, r := range got {
		bad = append(bad, fmt.Sprintf("%v is a record that nobody wrote: %s %v", at, r.Text("project"), r.Errors))
	}
	return append(bad, compareIssues(codes, all, res)...)
}

func compareRow(it *item, want map[string]string, kind crm.ImportKind, r *crm.ImportRecord, where string) (bad []string) {
	switch {
	case r == nil:
		return []string{where + ": no record, want " + fmt.Sprint(want)}
	case r.Kind != kind:
		return []string{fmt.Sprintf("%s: kind %s, want %s", where, r.Kind, kind)}
	case r.IsHeld() != it.held():
		return []string{fmt.Sprintf("%s: held for %v, want %v", where, r.Errors, it.codes)}
	case r.IsHeld():
		return nil
	}
	keys := r.Layout.Keys()
	for k := range want {
		if !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	for _, k := range keys {
		have := r.Text(k)
		if list := r.List(k); len(list) > 0 {
			sep := "|"
			if k == "destination" {
				sep = ","
			}
			have = strings.Join(list, sep)
		}
		if have != want[k] {
			bad = append(bad, fmt.Sprintf("%s: %s is %q, want %q", where, k, have, want[k]))
		}
	}
	return bad
}

// compareIssues holds the complaints against the expected ones, as a set of sheet, row and code, and asks for the totals.
func compareIssues(want []rowCode, all []*laid, res *crm.ImportResult) (bad []string) {
	got := map[rowCode]string{}
	for _, i := range res.Issues {
		c := rowCode{i.Sheet, 0, i.Code}
		if i.Row != nil {
			c.row = *i.Row
		}
		got[c] = i.Message
	}
	stated := 0
	for _, c := range want {
		if _, ok := got[c]; !ok {
			bad = append(bad, fmt.Sprintf("no complaint %+v", c))
		}
	}
	for c, msg := range got {
		if !slices.Contains(want, c) {
			bad = append(bad, fmt.Sprintf("complaint %+v: %s", c, msg))
		}
	}
	for _, l := range all {
		stated += l.totals
	}
	checked := 0
	for _, c := range res.Totals {
		if c.Field != "rows" {
			checked++
		}
	}
	if checked < stated {
		bad = append(bad, fmt.Sprintf("%d totals checked of %d stated", checked, stated))
	}
	return bad
}
