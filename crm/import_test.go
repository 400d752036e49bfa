package crm

import (
	"encoding/json"
	"testing"
)

func TestImportRecord_json(t *testing.T) {
	l := NewImportLayout("project", "investors", "county", "total_wan", "sign_date").Spare("place", "total_usd_wan")
	r := NewImportRecord("签约", 5, ImportProjects, l)
	r.Set("project", "甲<乙>&丙")
	r.Set("total_usd_wan", "12.5")
	r.Set("nothing", "x")
	got, err := json.Marshal(r)
	want := `{"sheet":"签约","row":5,"kind":"projects","project":"甲<乙>&丙","investors":[],"county":null,"total_wan":null,"sign_date":null,"total_usd_wan":"12.5","flags":[]}`
	if err != nil || unescaped(t, got) != unescaped(t, []byte(want)) {
		t.Errorf("got  %s\nwant %s (%v)", got, want, err)
	}
	r.Errors = []ImportCode{ENoInvestor}
	r.Extra = []ImportExtra{{"county_as_printed", "某县"}}
	got, _ = json.Marshal(r)
	want = `{"sheet":"签约","row":5,"kind":"projects","project":"甲<乙>&丙","investors":[],"county":null,"total_wan":null,"sign_date":null,"total_usd_wan":"12.5","county_as_printed":"某县","errors":["E_NO_INVESTOR"],"flags":[]}`
	if unescaped(t, got) != unescaped(t, []byte(want)) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func unescaped(t *testing.T, data []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	out, _ := json.Marshal(v)
	return string(out)
}

func TestImportRecord_values(t *testing.T) {
	r := NewImportRecord("", 1, ImportProjects, NewImportLayout("total_wan", "total_usd_wan", "sign_date", "investors", "arrived_wan"))
	r.Set("total_wan", "9286.5")
	r.Set("total_usd_wan", "100")
	r.Set("arrived_wan", "0.0000001")
	r.Set("sign_date", "2022-03")
	r.SetList("investors", []string{"甲"})
	if m, ok := r.Amount("total_wan"); !ok || m != Yuan(9286_500_000) {
		t.Errorf("total %v", m)
	}
	if m, ok := r.Amount("total_usd_wan"); !ok || m != Dollars(100_000_000) {
		t.Errorf("dollars %v", m)
	}
	if m, ok := r.Amount("arrived_wan"); !ok || m != Yuan(0) {
		t.Errorf("finer than one 分: %v", m)
	}
	if d, p, ok := r.When("sign_date"); !ok || d != "2022-03" || p != PrecisionMonth {
		t.Errorf("when %q %q", d, p)
	}
	if r.Text("nothing") != "" || r.List("total_wan") != nil || r.Has("nothing") || !r.Has("investors") {
		t.Error("absent keys")
	}
}

func TestImportRef_json(t *testing.T) {
	data, err := json.Marshal(ImportLink{Project: "甲", Rows: []ImportRef{{"签约", 3}, {"开工", 2}}})
	if err != nil || string(data) != `{"project":"甲","rows":[["签约",3],["开工",2]]}` {
		t.Errorf("%s %v", data, err)
	}
	var back ImportLink
	if err := json.Unmarshal(data, &back); err != nil || back.Rows[1] != (ImportRef{"开工", 2}) {
		t.Errorf("%v %v", back, err)
	}
}

func TestImportCode(t *testing.T) {
	if !EAmountZero.IsError() || WHiddenRow.IsError() || WHiddenRow.Severity() != "warning" || EAmountZero.Severity() != "error" {
		t.Error("severities")
	}
}
