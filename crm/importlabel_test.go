package crm

import (
	"strings"
	"testing"
)

func TestImportKeyList_everyKeyHasALabel(t *testing.T) {
	list := ImportKeyList()
	if len(list) == 0 || list[0].Kind != ImportProjects {
		t.Fatalf("%+v", list)
	}
	for _, k := range list {
		labels := map[string]string{}
		for _, key := range k.Keys {
			switch {
			case key.Label == "":
				t.Errorf("%s: key %s has no Chinese label", k.Kind, key.Key)
			case labels[key.Label] != "":
				t.Errorf("%s: %s and %s are both called %s", k.Kind, labels[key.Label], key.Key, key.Label)
			}
			labels[key.Label] = key.Key
		}
	}
	for _, h := range DefaultImportHeaders() {
		if ImportKeyName(h.Kind, h.Key) == "" {
			t.Errorf("%s: %s has headers and no label", h.Kind, h.Key)
		}
	}
	if got := ImportKeyName(ImportMatrix, "period:2022:03"); got != "2022年1—3月累计" {
		t.Error(got)
	}
	for _, bad := range []string{"period:2022:13", "period:x", "nonsense"} {
		if got := ImportKeyName(ImportMatrix, bad); got != "" {
			t.Errorf("%s is called %s", bad, got)
		}
	}
	if ImportKeyName(ImportProjects, "period:2022:03") != "" {
		t.Error("projects have no periods")
	}
}

func TestImportColumnMap_Check(t *testing.T) {
	col := func(n int, key, unit string) ImportColumnKey { return ImportColumnKey{Col: n, Key: key, Unit: unit} }
	good := ImportColumnMap{Kind: ImportProjects, Columns: []ImportColumnKey{col(1, "", ""), col(2, "project", ""), col(3, "total_wan", "亿元")}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for field, columns := range map[string][]ImportColumnKey{
		"map.columns[0].col":  {col(0, "project", "")},
		"map.columns[1].col":  {col(1, "project", ""), col(1, "investors", "")},
		"map.columns[0].key":  {col(1, "nonsense", "")},
		"map.columns[1].key":  {col(1, "project", ""), col(2, "project", "")},
		"map.columns[0].unit": {col(1, "total_wan", "斤")},
		"map.columns":         {col(1, "", "")},
	} {
		wantField(t, ImportColumnMap{Kind: ImportProjects, Columns: columns}.Check(), field)
	}
	wantField(t, ImportColumnMap{Kind: ImportAuto}.Check(), "map.kind")
}

func TestCheckImportFixesAndDecisions(t *testing.T) {
	text, long := "5000", strings.Repeat("长", MaxImportFixText+1)
	fix := func(row, col int, text *string) ImportFix {
		return ImportFix{Sheet: "台账", Row: row, Col: col, Text: text}
	}
	if err := CheckImportFixes([]ImportFix{fix(3, 2, &text), fix(3, 3, nil)}); err != nil {
		t.Fatal(err)
	}
	wantField(t, CheckImportFixes(nil), "fixes")
	wantField(t, CheckImportFixes([]ImportFix{fix(3, 2, &text), fix(3, 2, nil)}), "fixes[1]")
	wantField(t, CheckImportFixes([]ImportFix{fix(0, 2, &text)}), "fixes[0]")
	wantField(t, CheckImportFixes([]ImportFix{fix(3, 2, &long)}), "fixes[0].text")

	row := ImportRowKey{Sheet: "台账", Row: 4}
	if err := CheckImportDecisions([]ImportDecision{{row, ChooseSkip, ""}, {ImportRowKey{Sheet: "台账", Row: 5}, ChooseNew, "不是同一个项目"}}); err != nil {
		t.Fatal(err)
	}
	wantField(t, CheckImportDecisions(nil), "decisions")
	wantField(t, CheckImportDecisions([]ImportDecision{{row, ChooseNew, "  "}}), "decisions[0].reason")
	wantField(t, CheckImportDecisions([]ImportDecision{{row, "maybe", ""}}), "decisions[0].choice")
	wantField(t, CheckImportDecisions([]ImportDecision{{row, ChooseSkip, ""}, {row, ChooseNone, ""}}), "decisions[1]")
	wantField(t, CheckImportDecisions([]ImportDecision{{ImportRowKey{}, ChooseSkip, ""}}), "decisions[0].row")
	wantField(t, CheckImportDecisions([]ImportDecision{{row, ChooseSkip, strings.Repeat("长", MaxImportReason+1)}}), "decisions[0].reason")
}

func TestCheckImportSynonyms(t *testing.T) {
	got, err := CheckImportSynonyms([]ImportSynonym{{ImportProjects, "total_wan", " 盘子 "}, {ImportProjects, "project", "事项"}})
	if err != nil || got[0].Text != "盘子" {
		t.Fatalf("%+v %v", got, err)
	}
	for field, list := range map[string][]ImportSynonym{
		"items[0].kind": {{ImportAuto, "project", "事项"}},
		"items[0].key":  {{ImportProjects, "nonsense", "事项"}},
		"items[0].text": {{ImportProjects, "project", " "}},
		"items[1].text": {{ImportProjects, "project", "事 项"}, {ImportProjects, "total_wan", "事　项"}},
	} {
		_, err := CheckImportSynonyms(list)
		wantField(t, err, field)
	}
	k := ImportKnowledge{}.WithSynonyms(got)
	if k.Headers[0].Key != "total_wan" || k.Headers[0].Texts[0] != "盘子" || len(k.Headers) != len(DefaultImportHeaders())+2 {
		t.Fatalf("%+v", k.Headers[:2])
	}
}

func wantField(t *testing.T, err error, field string) {
	t.Helper()
	e, ok := err.(*Error)
	if !ok || e.Code != CodeInvalid || e.Field != field {
		t.Errorf("got %+v, want a complaint about %s", err, field)
	}
}
