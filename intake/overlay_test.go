package intake_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/intake"
)

func readWith(t *testing.T, name string, data []byte, opt intake.Options) *crm.ImportResult {
	t.Helper()
	opt.AsOf = "2024-06-30"
	res, err := intake.Read(context.Background(), name, bytes.NewReader(data), int64(len(data)), knowledge(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// everything is a result as JSON; that columns were remembered is left out.
func everything(t *testing.T, res *crm.ImportResult) string {
	t.Helper()
	for i := range res.Sheets {
		res.Sheets[i].Remembered = false
	}
	out, err := json.MarshalIndent(res, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// firstDifference is the first line in which two texts differ.
func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("%s\n and %s", strings.Join(x[max(i-6, 0):i+1], "\n"), y[i])
		}
	}
	return fmt.Sprintf("%d lines and %d", len(x), len(y))
}

// one makes a file of one sheet from a seed.
func one(seed uint64, change func(*maker, *table)) (*maker, []*canvas, []*laid) {
	for ; ; seed += 100_000 {
		m := newMaker(seed)
		if sheets, all := m.workbook(change); len(sheets) == 1 {
			return m, sheets, all
		}
	}
}

var fixTexts = map[string][]string{"county": {"平利县", "雁塔区", "汉滨区、平利县", "白河"}, "total_wan": {"约800万元", "待定", "5O00", "9000万元", "-3万元", "800"}, "sign_date": {"2022-05-06", "2031-05-06", "预计2025年", "44000"},
	"company": {"某某有限公司"}, "unit": {"汉阴县"}, "start_date": {"2022-05-06", "2019.3"}, "area": {"旬阳", "某某"}, "amount_wan": {"5万元", "—", "12.5"}}

// TestOverlay_fix: a corrected cell changes the records, the complaints and the totals as if the file said so.
func TestOverlay_fix(t *testing.T) {
	from, to := rounds(t)
	changed := 0
	for seed := from; seed < min(to, from+80); seed++ {
		m, sheets, all := one(seed, spoil)
		l := pick(m, all)
		it := pick(m, l.items)
		i := m.IntN(len(l.head.fields))
		key, col := l.head.fields[i].key, l.head.cols[i]
		texts := fixTexts[key]
		if texts == nil {
			texts = []string{"某某", "改正的内容", "12"}
		}
		text := pick(m, texts)
		if it.merged[key] || m.merged(l, it.row, col) {
			continue
		}
		name, data := m.written(sheets, seed)
		said := m.bookSheet(l.c.name, sheets)
		before := everything(t, readWith(t, name, data, intake.Options{}))
		fixed := everything(t, readWith(t, name, data, intake.Options{Fixes: []crm.ImportFix{{Sheet: said, Row: it.row, Col: col, Text: &text}, {Sheet: said, Row: it.row, Col: col + 900}}}))
		l.c.cells[[2]int{it.row, col}] = word(text)
		_, again := m.written(sheets, seed)
		if want := everything(t, readWith(t, name, again, intake.Options{})); fixed != want {
			t.Fatalf("seed %d, row %d column %d %s %q: %s\n%s", seed, it.row, col, key, text, firstDifference(fixed, want), l.c)
		}
		if fixed != before {
			changed++
		}
	}
	if to-from > 100 && changed < 25 {
		t.Errorf("only %d fixes changed anything", changed)
	}
}

// merged reports whether a cell is part of a merged one.
func (m *maker) merged(l *laid, row, col int) bool {
	return slices.ContainsFunc(l.c.merges, func(g [4]int) bool { return row >= g[0] && row <= g[2] && col >= g[1] && col <= g[3] })
}

// bookSheet is the name under which the reader knows a sheet.
func (m *maker) bookSheet(name string, sheets []*canvas) string {
	if m.medium == "csv" || m.medium == "html" && len(sheets) == 1 {
		return ""
	}
	return name
}

// written writes the sheets in the same way each time.
func (m *maker) written(sheets []*canvas, seed uint64) (name string, data []byte) {
	m.Rand = rand.New(rand.NewPCG(seed, 1))
	return m.file(sheets)
}

// TestOverlay_map: the columns as the reader understood them, given back as a person's, change nothing; swapped, they swap the records'
// values.
func TestOverlay_map(t *testing.T) {
	swapped := 0
	for seed := range uint64(80) {
		m, sheets, all := one(seed, nil)
		name, data := m.file(sheets)
		plain := readWith(t, name, data, intake.Options{})
		if plain.Sheets[0].Kind == crm.ImportVisits { // whose column is whose depends on those beside it
			continue
		}
		maps := map[string]crm.ImportColumnMap{}
		for _, s := range plain.Sheets {
			cm := crm.ImportColumnMap{Kind: s.Kind}
			for _, c := range s.Mapping {
				cm.Columns = append(cm.Columns, crm.ImportColumnKey{Col: c.Col, Key: c.Key, Unit: c.Unit})
			}
			maps[s.Fingerprint] = cm
		}
		mapped := readWith(t, name, data, intake.Options{Layouts: maps})
		if !mapped.Sheets[0].Remembered {
			t.Fatalf("seed %d: not remembered", seed)
		}
		if a, b := everything(t, mapped), everything(t, plain); a != b {
			t.Fatalf("seed %d: %s\n%s", seed, firstDifference(a, b), sheets[0])
		}
		if len(all) > 1 || !all[0].has("progress") || !all[0].has("remark") {
			continue
		}
		swapped++
		cm := maps[plain.Sheets[0].Fingerprint]
		for i := range cm.Columns {
			switch cm.Columns[i].Key {
			case "progress":
				cm.Columns[i].Key = "remark"
			case "remark":
				cm.Columns[i].Key = "progress"
			}
		}
		for i, r := range readWith(t, name, data, intake.Options{Layouts: maps}).Records {
			if o := plain.Records[i]; r.Text("remark") != o.Text("progress") || r.Text("progress") != o.Text("remark") {
				t.Fatalf("seed %d row %d: %q and %q", seed, r.Row, r.Text("remark"), r.Text("progress"))
			}
		}
	}
	if swapped < 2 {
		t.Errorf("%d tables with both columns", swapped)
	}
}

const unknownHead = "第1月统计\n甲栏,乙栏,丙栏,丁栏,戊栏\n"

// TestOverlay_mapUnknown: a table that no kind knows is read once a person has said what its columns are, in later months too.
func TestOverlay_mapUnknown(t *testing.T) {
	rows := "甲项目,甲有限公司,平利县,8,无关\n乙项目,乙有限公司,白河县,9,无关\n"
	first := readWith(t, "a.csv", []byte(unknownHead+rows), intake.Options{Cells: true})
	if len(first.Records) != 0 || len(first.Sheets[0].Mapping) != 5 || first.Sheets[0].Role != "ignored" {
		t.Fatalf("%+v", first.Sheets)
	}
	layouts := map[string]crm.ImportColumnMap{first.Sheets[0].Fingerprint: {Kind: crm.ImportProjects, Columns: []crm.ImportColumnKey{
		{Col: 1, Key: "project"}, {Col: 2, Key: "investors"}, {Col: 3, Key: "county"}, {Col: 4, Key: "total_wan", Unit: "亿元"}}}}
	for _, head := range []string{unknownHead, strings.Replace(unknownHead, "第1月", "第12月", 1)} {
		res := readWith(t, "b.csv", []byte(head+rows), intake.Options{Layouts: layouts})
		if len(res.Records) != 2 || res.Records[1].Text("total_wan") != "90000" || res.Records[0].Text("county") != "平利县" || len(res.Issues) != 0 {
			t.Errorf("%d records, %s", len(res.Records), said(res))
		}
	}
}

// TestOverlay_decisions: what a person decided about a row.
func TestOverlay_decisions(t *testing.T) {
	table := []byte(strings.NewReplacer("总投资", "总投资（万元）", "到位资金", "到位资金（万元）").Replace(columns) + "甲,甲有限公司,平利县,800,0,2022-01,\n甲,甲有限公司,平利县,800,0,2022-01,\n乙,乙有限公司,平利县,约900,0,2022-02,\n丙,,平利县,900,0,2022-02,\n甲,甲有限责任公司,平利县,800,0,2022-01,\n")
	const plain = "3 E_DUPLICATE_EXACT, 4 W_AMOUNT_APPROX, 5 E_NO_INVESTOR, 6 E_DUPLICATE_SUSPECT"
	cases := []struct {
		name   string
		row    int
		choice crm.ImportChoice
		rows   string // of the records
		held   string
		issues string
		chosen crm.ImportChoice
	}{
		{"none", 3, crm.ChooseNone, "2 4", "3 5 6", plain, ""},
		{"a repetition is new", 3, crm.ChooseNew, "2 3 4", "5 6", strings.Replace(plain, "3 E_DUPLICATE_EXACT, ", "", 1), crm.ChooseNew},
		{"a repetition updates", 6, crm.ChooseUpdate, "2 4 6", "3 5", strings.Replace(plain, ", 6 E_DUPLICATE_SUSPECT", "", 1), crm.ChooseUpdate},
		{"a repetition is left out", 3, crm.ChooseSkip, "2 4", "3 5 6", plain, crm.ChooseSkip},
		{"a clean row is left out", 2, crm.ChooseSkip, "4", "2 3 5 6", plain, crm.ChooseSkip},
		{"a warning is accepted", 4, crm.ChooseAccept, "2 4", "3 5 6", plain, crm.ChooseAccept},
		{"an error is not waved through", 5, crm.ChooseNew, "2 4", "3 5 6", plain, crm.ChooseNew},
		{"an error is not accepted", 5, crm.ChooseAccept, "2 4", "3 5 6", plain, crm.ChooseAccept},
		{"a row that is none", 77, crm.ChooseSkip, "2 4", "3 5 6", plain, ""},
	}
	for _, c := range cases {
		res := readWith(t, "a.csv", table, intake.Options{Decisions: []crm.ImportDecision{{ImportRowKey: crm.ImportRowKey{Row: c.row}, Choice: c.choice, Reason: "核实过"}}})
		if got := numbers(res.Records); got != c.rows {
			t.Errorf("%s: records %s, want %s", c.name, got, c.rows)
		}
		if got := numbers(res.Held); got != c.held {
			t.Errorf("%s: held %s, want %s", c.name, got, c.held)
		}
		if got := said(res); got != c.issues {
			t.Errorf("%s: %s, want %s", c.name, got, c.issues)
		}
		for _, r := range append(res.Records, res.Held...) {
			if r.Row == c.row && r.Choice != c.chosen {
				t.Errorf("%s: chosen %q", c.name, r.Choice)
			}
		}
	}
}

// numbers are the rows of records.
func numbers(list []crm.ImportRecord) string {
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprint(r.Row))
	}
	return strings.Join(out, " ")
}
