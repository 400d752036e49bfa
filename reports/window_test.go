package reports

import (
	"strings"
	"testing"

	"yinfeng/crm"
)

// A snapshot of before sheets 12–14 has no rows for them: they are left out, and sheet 15
// says so.
func TestMonth_OldForm(t *testing.T) {
	r := sample(30)
	r.Form, r.Chains, r.Sources, r.Fulfilment, r.Unfulfilled = 0, nil, nil, nil, nil
	f, _ := written(t, r)
	if got := strings.Join(f.GetSheetList(), " "); strings.Contains(got, sheetChains) || len(f.GetSheetList()) != 12 {
		t.Errorf("sheets %s", got)
	}
	text := ""
	eachCell(t, f, sheetDefinitions, func(_, v string) { text += v + "\n" })
	if !strings.Contains(text, "表12至表14从略") || strings.Contains(text, "不符") || strings.Contains(text, "表12 合计") {
		t.Error("sheet 15 does not say that sheets 12 to 14 are left out")
	}
}

// A report over several months says so in every title, head and note.
func TestMonth_Window(t *testing.T) {
	r := sample(60)
	r.Figures.Month = "2022-09"
	r.Window = &crm.Window{From: "2022-07", To: "2022-09"}
	r.Figures.Snapshot, r.Head.WindowNote = nil, "由快照KZ-202207-01—KZ-202209-01各月组成"
	f, _ := written(t, r)
	for _, sheet := range allSheets {
		if got := raw(t, f, sheet, "A1"); sheet != sheetDefinitions && !strings.HasPrefix(got, "安康市2022年第三季度") {
			t.Errorf("%s: title %s", sheet, got)
		}
		note := ""
		eachCell(t, f, sheet, func(cell, v string) {
			if strings.Contains(v, "本月") && !strings.HasPrefix(v, "表") && sheet != sheetDefinitions {
				t.Errorf("%s!%s still says %s", sheet, cell, v)
			}
			if strings.HasPrefix(v, "注:") {
				note = v
			}
		})
		if !strings.Contains(note, "快照编号:KZ-202207-01—KZ-202209-01各月组成") {
			t.Errorf("%s: note %s", sheet, note)
		}
	}
	if got := raw(t, f, sheetTargets, "K2") + raw(t, f, sheetTargets, "G2") + raw(t, f, sheetTargets, "H2"); !strings.Contains(got, "统计期:2022年第三季度,累计2022年1—9月") {
		t.Errorf("period %s", got)
	}
}

// A report of one chain or office names it once, and its rows are not said to be the city's.
func TestMonth_ChainAndOffice(t *testing.T) {
	r := sample(20)
	r.Head.Chain = "富硒食品"
	f, _ := written(t, r)
	if got := raw(t, f, sheetEntries, "A1"); got != "安康市富硒食品产业链2022年8月招商引资到位资金明细(演示)" {
		t.Errorf("title %s", got)
	}
	r = sample(20)
	r.Head.Office, r.Head.Scope = "驻西安联络处", "驻西安联络处"
	r.Entries[0].Intro = 2500
	f, _ = written(t, r)
	if got := raw(t, f, sheetEntries, "A1"); got != "驻西安联络处2022年8月招商引资到位资金明细(演示)" {
		t.Errorf("title %s", got)
	}
	if got := raw(t, f, sheetEntries, "U6"); got != "0.25" {
		t.Errorf("引荐份额 %s", got)
	}
	text := ""
	eachCell(t, f, sheetFulfilment, func(_, v string) { text += v + "\n" })
	if !strings.Contains(text, "按引荐归属统计驻西安联络处引荐的项目,不与单位表相加") {
		t.Error("the note does not say what an office's report counts")
	}
}

// Every 查数码 reads back as the figure that its row shows.
func TestMonth_Refs(t *testing.T) {
	r := sample(20)
	f, _ := written(t, r)
	seen := map[string]int{}
	for _, sheet := range []string{sheetOverview, sheetTargets, sheetChains} {
		eachCell(t, f, sheet, func(cell, v string) {
			if !strings.Contains(v, ".cumulative") {
				return
			}
			ref, err := crm.ParseFigureRef(v)
			if err != nil || ref.String() != v || ref.Snapshot != "KZ-202208-01" || ref.Field != crm.FieldCumulative {
				t.Errorf("%s!%s: %s reads as %+v (%v)", sheet, cell, v, ref, err)
			}
			seen[sheet]++
		})
	}
	if seen[sheetOverview] != len(r.Lines) || seen[sheetTargets] < 15 || seen[sheetChains] != len(r.Chains) {
		t.Errorf("查数码: %v", seen)
	}
}
