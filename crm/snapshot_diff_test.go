package crm

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
)

// notCompared are fields of rows that no reader of a sheet sees, keys that pair the rows,
// and telephone numbers with their owners.
var notCompared = []string{"Reach", "ChainID", "Intro", "Units", "Parts", "SourceTier", "SourcePlace", "Pace", "Contact", "ContactPhone"}

// Every field of every row that a sheet shows makes a difference, so that a field added
// later is not forgotten.
func TestDiffReports_EveryField(t *testing.T) {
	one := MonthReport{Projects: make([]ReportProject, 1), Entries: make([]ReportEntry, 1), Signed: make([]ReportSigned, 1), Started: make([]ReportStarted, 1),
		Producing: make([]ReportProducing, 1), Talks: make([]ReportTalk, 1), Trips: make([]ReportTrip, 1), Receptions: make([]ReportReception, 1),
		Offices: make([]ReportOffice, 1), Chains: make([]ReportChain, 1), Sources: make([]ReportSource, 1), Fulfilment: make([]ReportFulfilment, 1),
		Unfulfilled: make([]ReportUnfulfilled, 1), Definitions: make([]ReportDefinition, 1), Adjustments: make([]ReportAdjustment, 1)}
	lists := 0
	v := reflect.ValueOf(one)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Type.Kind() != reflect.Slice || v.Field(i).Len() == 0 {
			continue
		}
		lists++
		eachLeaf(f.Type.Elem(), nil, func(path []int, name string) {
			changed := reflect.MakeSlice(f.Type, 1, 1)
			touch(changed.Index(0).FieldByIndex(path))
			b := one
			reflect.ValueOf(&b).Elem().Field(i).Set(changed)
			if d := DiffReports(&one, &b); len(d.Rows) == 0 || d.Same {
				t.Errorf("%s.%s makes no difference: give it a column in snapshot_diff_sheets.go", f.Name, name)
			}
		})
	}
	if lists != 15 {
		t.Errorf("%d lists walked", lists)
	}
}

func eachLeaf(t reflect.Type, path []int, visit func([]int, string)) {
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(slices.Clone(path), i)
		switch {
		case slices.Contains(notCompared, f.Name):
		case f.Anonymous:
			eachLeaf(f.Type, at, visit)
		default:
			visit(at, f.Name)
		}
	}
}

// touch gives a field some value that it has not.
func touch(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		if v.Index(0).Kind() == reflect.Struct {
			touch(v.Index(0).Field(0))
		}
	case reflect.String:
		v.SetString("foreign")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1_000_000)
	default:
		panic(fmt.Sprint("no value for ", v.Type()))
	}
}

// Rows are paired by key; a figure's change names its unit and field; different months
// compare figures alone.
func TestDiffReports(t *testing.T) {
	report := func(m Month, cumulative int64, entries ...ReportEntry) *MonthReport {
		f := map[string]Figure{"capital": {Cumulative: cumulative}}
		return &MonthReport{Figures: Figures{Month: m, Total: f, Units: []FigureUnit{{ID: "610902", Name: "甲", Figures: f}}},
			Lines: []ReportLine{{Code: "capital", Label: "到位资金", Per: FenPerYi}}, Entries: entries}
	}
	a := report("2022-08", 5, ReportEntry{Code: "1", Verified: 100_000_000}, ReportEntry{Code: "2", Verified: 1}, ReportEntry{Code: "2", Verified: 2})
	b := report("2022-08", 7, ReportEntry{Code: "3", Verified: 1}, ReportEntry{Code: "1", Verified: 90_000_000}, ReportEntry{Code: "2", Verified: 1})
	d := DiffReports(a, b)
	if len(d.Figures) != 2 || d.Figures[0].Unit != "" || d.Figures[1].Unit != "610902" || *d.Figures[1].Before != 5 || *d.Figures[1].After != 7 || d.Figures[0].Field != "cumulative" {
		t.Errorf("figures %+v", d.Figures)
	}
	var got []string
	for _, r := range d.Rows {
		got = append(got, fmt.Sprint(r.Key, r.Kind, r.Cells))
	}
	want := []string{"3added[{核定数（万元）  0.000001}]", "1changed[{核定数（万元） 100 90}]", "2（第 2 行）removed[{核定数（万元） 0.000002 }]"}
	if !slices.Equal(got, want) {
		t.Errorf("rows\n%v\nwant\n%v", got, want)
	}
	if d := DiffReports(a, a); !d.Same || d.RowsTotal != 0 {
		t.Errorf("with itself %+v", d)
	}
	if d := DiffReports(a, report("2022-09", 5, ReportEntry{Code: "9"})); d.Same || len(d.Rows) != 0 {
		t.Errorf("with another month %+v", d)
	}
	scored := func(total string, terms ...TermScore) *MonthReport {
		r := report("2022-08", 5)
		r.Scores = []SchemeScores{{Scheme: ScoreScheme{Name: "考核", Terms: []SchemeTerm{{Code: "c", Label: "到位资金"}}}, Lines: []ScoreLine{{Name: "甲", Total: total, Terms: terms}}}}
		return r
	}
	if d := DiffReports(scored("1", TermScore{Code: "c", Points: "1"}, TermScore{Code: "gone", Points: "0"}), scored("2", TermScore{Code: "c", Points: "2"})); len(d.Rows) != 1 || len(d.Rows[0].Cells) != 3 ||
		d.Rows[0].Cells[1] != (CellChange{"到位资金", "1：", "2："}) || d.Rows[0].Cells[2].Before != "0：" {
		t.Errorf("scores %+v", d.Rows)
	}
	many := report("2022-08", 5)
	for i := range 1200 {
		many.Entries = append(many.Entries, ReportEntry{Code: fmt.Sprint(i), Verified: 1})
	}
	if d := DiffReports(report("2022-08", 5), many); len(d.Rows) != 1000 || d.RowsTotal != 1200 {
		t.Errorf("%d of %d rows", len(d.Rows), d.RowsTotal)
	}
}
