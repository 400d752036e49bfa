package reports

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// Names of the tabs as the program ships them.
const (
	sheetOverview    = "总览"
	sheetTargets     = "目标任务完成情况"
	sheetProjects    = "项目台账"
	sheetEntries     = "到位资金明细"
	sheetSigned      = "新签约"
	sheetStarted     = "新开工"
	sheetProducing   = "新投产"
	sheetTalks       = "在谈项目"
	sheetTrips       = "外出招商情况"
	sheetReceptions  = "来访情况"
	sheetOffices     = "联络处工作情况"
	sheetChains      = "产业链进展"
	sheetSources     = "来源地分布"
	sheetFulfilment  = "履约情况"
	sheetDefinitions = "口径与说明"
)

var allSheets = []string{sheetOverview, sheetTargets, sheetProjects, sheetEntries, sheetSigned, sheetStarted,
	sheetProducing, sheetTalks, sheetTrips, sheetReceptions, sheetOffices, sheetChains, sheetSources, sheetFulfilment, sheetDefinitions}

// TestMonth_Sheets also leaves the workbook where YINFENG_SAMPLE says, for looking at.
func TestMonth_Sheets(t *testing.T) {
	f, data := written(t, sample(300))
	if got := f.GetSheetList(); strings.Join(got, " ") != strings.Join(allSheets, " ") {
		t.Errorf("sheets %v", got)
	}
	if path := os.Getenv("YINFENG_SAMPLE"); path != "" {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Every formula's stored value is what it computes to.
func TestMonth_FormulasHoldTheirValues(t *testing.T) {
	f, _ := written(t, sample(120))
	checked := 0
	for _, sheet := range allSheets {
		eachCell(t, f, sheet, func(cell, value string) {
			formula, err := f.GetCellFormula(sheet, cell)
			if err != nil || formula == "" || sheet == sheetTrips { // excelize counts a merged value in each of its cells
				return
			}
			got, err := f.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Errorf("%s!%s =%s: %v", sheet, cell, formula, err)
			} else if !near(got, value) {
				t.Errorf("%s!%s =%s stores %s, computes %s", sheet, cell, formula, value, got)
			}
			checked++
		})
	}
	if checked < 700 {
		t.Errorf("only %d formulas", checked)
	}
}

// A gap of exactly half a printed unit rounds away from zero in value and formula alike.
func TestMonth_GapRoundsHalfUp(t *testing.T) {
	r := sample(10)
	r.Figures.Month = "2022-09"
	target := int64(400)
	for i := range r.Lines {
		r.Lines[i].Pace = crm.PaceOf(9, nil)
	}
	fig := crm.Figure{Kind: crm.FigureCount, Target: &target, Cumulative: 303}
	r.Figures.Units[0].Figures["signed"] = fig
	f, _ := written(t, r)
	p := planTargets(r)
	cell := strings.TrimPrefix(p.ref("signed", mGap, 0), "'"+sheetTargets+"'!")
	computed, err := f.CalcCellValue(sheetTargets, cell, excelize.Options{RawCellValue: true})
	if got := raw(t, f, sheetTargets, cell); err != nil || got != "0.8" || computed != "0.8" {
		t.Errorf("75.75 %% against 75 %%: stored %s, computed %s (%v)", got, computed, err)
	}
}

// Sheet 2 holds exactly the figures of `report figures`.
func TestMonth_TargetsEqualFigures(t *testing.T) {
	r := sample(300)
	f, _ := written(t, r)
	p := planTargets(r)
	cell := func(code string, m metric, unit int) string {
		return strings.TrimPrefix(p.ref(code, m, unit), "'"+sheetTargets+"'!")
	}
	for _, l := range r.Lines {
		for unit := -1; unit < len(r.Figures.Units); unit++ {
			fig := p.figure(l, unit)
			wantMinor(t, f, sheetTargets, cell(l.Code, mMonth, unit), fig.Month, max(l.Per, 1))
			wantMinor(t, f, sheetTargets, cell(l.Code, mCumulative, unit), fig.Cumulative, max(l.Per, 1))
			if fig.Target != nil {
				wantMinor(t, f, sheetTargets, cell(l.Code, mTarget, unit), *fig.Target, max(l.Per, 1))
			} else if got := raw(t, f, sheetTargets, cell(l.Code, mTarget, unit)); got != dash {
				t.Errorf("%s unit %d without target shows %s", l.Code, unit, got)
			}
			if c := cell(l.Code, mAdjust, unit); c != "" {
				wantMinor(t, f, sheetTargets, c, fig.Adjust, max(l.Per, 1))
			}
			c := cell(l.Code, mRank, unit)
			want := dash
			if unit >= 0 && fig.Rank != nil {
				want = fmt.Sprint(*fig.Rank)
			}
			if c != "" && raw(t, f, sheetTargets, c) != want {
				t.Errorf("%s unit %d rank %s, want %s", l.Code, unit, raw(t, f, sheetTargets, c), want)
			}
		}
	}
	last := cell("capital", mRank, 13)
	if raw(t, f, sheetTargets, last) != dash || raw(t, f, sheetTargets, "B"+last[1:]) != "市本级及市直" {
		t.Errorf("市本级及市直 must stand last and unranked, %s holds %s", last, raw(t, f, sheetTargets, last))
	}
}

// Sheets 3 and 4 hold exactly the rows given, their 合计 the exact sums.
func TestMonth_LedgersEqualRows(t *testing.T) {
	r := sample(300)
	f, _ := written(t, r)
	var total [4]int64
	for i, e := range r.Entries {
		row := 6 + i
		for k, v := range []int64{e.Reported, e.Reported - e.Verified, e.Verified, e.Outside, e.Adjust, e.OtherYear, e.ForeignUSD, e.FDIUSD} {
			wantMinor(t, f, sheetEntries, at(11+k, row), v, crm.FenPerWan)
		}
		if got := raw(t, f, sheetEntries, at(21, row)); got != e.Code {
			t.Errorf("row %d: code %s, want %s", row, got, e.Code)
		}
		total[0] += e.Reported
		total[1] += e.Verified
		total[2] += e.ForeignUSD
	}
	wantMinor(t, f, sheetEntries, "K5", total[0], crm.FenPerWan)
	wantMinor(t, f, sheetEntries, "M5", total[1], crm.FenPerWan)
	wantMinor(t, f, sheetEntries, "Q5", total[2], crm.FenPerWan)
	for i, p := range r.Projects {
		for k, v := range []int64{p.Total, p.Fixed, p.Agreed} {
			wantMinor(t, f, sheetProjects, at(13+k, 6+i), v, crm.FenPerWan)
		}
		for k, v := range []int64{p.Arrived, p.ArrivedYear, p.ArrivedMonth} {
			wantMinor(t, f, sheetProjects, at(20+k, 6+i), v, crm.FenPerWan)
		}
		total[3] += p.ArrivedMonth
	}
	wantMinor(t, f, sheetProjects, "V5", total[3], crm.FenPerWan)
}

// All cross-checks of a sound report say 相符.
func TestMonth_CrossChecks(t *testing.T) {
	results := func(r *crm.MonthReport) map[string]int {
		f, _ := written(t, r)
		seen := map[string]int{}
		eachCell(t, f, sheetDefinitions, func(cell, value string) {
			if cell[0] == 'H' && (value == "相符" || value == "不符" || strings.Contains(value, "分解")) {
				seen[value]++
			}
		})
		return seen
	}
	if got := results(sample(300)); got["相符"] != 20 || got["不符"] != 0 || got["未全部分解"] != 1 {
		t.Errorf("sound report: %v", got)
	}
	r := sample(300)
	r.Entries[0].Verified += 100
	if got := results(r); got["不符"] != 2 {
		t.Errorf("one entry off by 1 元: %v", got)
	}
}

// The same rows give the same bytes, across two writes and two orders of maps.
func TestMonth_SameBytes(t *testing.T) {
	r := sample(80)
	_, first := written(t, r)
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 6 {
		var again crm.MonthReport
		if err := json.Unmarshal(raw, &again); err != nil {
			t.Fatal(err)
		}
		if _, next := written(t, &again); !bytes.Equal(first, next) {
			t.Fatalf("write %d differs: %d and %d bytes", i+2, len(first), len(next))
		}
	}
}

func TestMonth_CancelAndProgress(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	steps := 0
	err := WriteMonth(ctx, &bytes.Buffer{}, sample(2000), func(done, total int) {
		if steps++; done > total {
			t.Errorf("%d of %d", done, total)
		}
		cancel()
	})
	if !errors.Is(err, context.Canceled) || steps == 0 {
		t.Errorf("cancelled after %d steps: %v", steps, err)
	}
	last := [2]int{}
	if err := WriteMonth(context.Background(), &bytes.Buffer{}, sample(2000), func(done, total int) { last = [2]int{done, total} }); err != nil {
		t.Fatal(err)
	}
	if last[0] == 0 || last[0] != last[1] {
		t.Errorf("last progress %v", last)
	}
}

// A report with nothing in it is still a whole workbook.
func TestMonth_Empty(t *testing.T) {
	r := &crm.MonthReport{Head: crm.ReportHead{City: "某市", Issuer: "某局"}, Figures: crm.Figures{Month: "2022-01", Year: 2022, CutOff: "2022-01-25"}}
	f, _ := written(t, r)
	if got := raw(t, f, sheetEntries, "A6"); got != "本期无" {
		t.Errorf("empty ledger says %q", got)
	}
	if got := raw(t, f, sheetDefinitions, "C5"); got != "未关账" {
		t.Errorf("an open month says %q", got)
	}
}
