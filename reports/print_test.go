package reports

import (
	"fmt"
	"strings"
	"testing"

	"yinfeng/crm"
)

// Print set-up, heads, panes and filters of every sheet (domain §11).
func TestMonth_PrintSetUp(t *testing.T) {
	f, _ := written(t, sample(300))
	titles := map[string]string{}
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm.Print_Titles" {
			titles[n.Scope] = n.RefersTo
		}
	}
	for _, sheet := range allSheets {
		layout, err := f.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if *layout.Size != 9 || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 {
			t.Errorf("%s: paper %d %s, %d wide", sheet, *layout.Size, *layout.Orientation, *layout.FitToWidth)
		}
		high := 0
		if sheet == sheetOverview || sheet == sheetSources {
			high = 1
		}
		if *layout.FitToHeight != high {
			t.Errorf("%s: fits %d pages high", sheet, *layout.FitToHeight)
		}
		props, _ := f.GetSheetProps(sheet)
		if props.FitToPage == nil || !*props.FitToPage {
			t.Errorf("%s does not fit to the page", sheet)
		}
		footer, err := f.GetHeaderFooter(sheet)
		if err != nil || !strings.Contains(footer.OddFooter, "第 &P 页 共 &N 页") || !strings.Contains(footer.OddFooter, "KZ-202208-01(演示)") {
			t.Errorf("%s: footer %+v", sheet, footer)
		}
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze {
			t.Errorf("%s: panes %+v %v", sheet, panes, err)
		}
	}
	for sheet, rows := range map[string]int{sheetTargets: 2, sheetProjects: 4, sheetEntries: 4, sheetSigned: 4, sheetTalks: 4, sheetTrips: 4, sheetReceptions: 4, sheetOffices: 2, sheetChains: 4, sheetFulfilment: 2, sheetDefinitions: 2} {
		if want := fmt.Sprintf("'%s'!$1:$%d", sheet, rows); titles[sheet] != want {
			t.Errorf("%s repeats %s, want %s", sheet, titles[sheet], want)
		}
	}
}

// Every sheet ends with a note naming cut-off and snapshot, and the signature line.
func TestMonth_NotesAndSignature(t *testing.T) {
	f, _ := written(t, sample(60))
	for _, sheet := range allSheets {
		note, sign := false, false
		eachCell(t, f, sheet, func(_, v string) {
			note = note || strings.HasPrefix(v, "注:") && strings.Contains(v, "截止日期:2022年8月25日;快照编号:KZ-202208-01")
			sign = sign || strings.HasPrefix(v, "填报单位(章):安康市招商和经济合作局") && strings.Contains(v, "审核人") && strings.Contains(v, "填报日期:2022年9月6日")
		})
		if !note || !sign {
			t.Errorf("%s: note %v, signature %v", sheet, note, sign)
		}
	}
}

// A long text makes a high row, never an error; the whole text stays in the cell.
func TestMonth_LongText(t *testing.T) {
	r := sample(20)
	r.Projects[0].Content = strings.Repeat("很长的建设内容。", 300)
	r.Trips[0].Companies[0].Topic = r.Projects[0].Content
	f, _ := written(t, r)
	if got := raw(t, f, sheetProjects, "I6"); got != r.Projects[0].Content {
		t.Errorf("%d characters came back", len([]rune(got)))
	}
	if h, _ := f.GetRowHeight(sheetProjects, 6); h != 409 {
		t.Errorf("row height %v", h)
	}
}

// A scoped report names its unit, leaves 市本级及市直 and the checks of the whole city out.
func TestMonth_Scoped(t *testing.T) {
	r := sample(40)
	r.Head.Scope, r.Head.AsKnown = "汉滨区", "2022-09-01"
	r.Figures.Units = r.Figures.Units[:1]
	for i := range r.Lines {
		if len(r.Lines[i].Units) > 0 {
			r.Lines[i].Units = r.Lines[i].Units[:1]
		}
	}
	r.Figures.Snapshot = nil
	f, _ := written(t, r)
	if got := raw(t, f, sheetTargets, "A1"); got != "汉滨区2022年8月招商引资目标任务完成情况(演示)" {
		t.Errorf("title %s", got)
	}
	cell := strings.TrimPrefix(planTargets(r).ref("capital", mRank, 0), "'"+sheetTargets+"'!")
	if formula, _ := f.GetCellFormula(sheetTargets, cell); formula != "" || raw(t, f, sheetTargets, cell) != fmt.Sprint(*r.Figures.Units[0].Figures["capital"].Rank) {
		t.Errorf("rank among all units: %s by %q", raw(t, f, sheetTargets, cell), formula)
	}
	text := ""
	eachCell(t, f, sheetDefinitions, func(_, v string) { text += v + "\n" })
	if strings.Contains(text, "不符") || !strings.Contains(text, "未关账(即时数据),按2022年9月1日已知数据") {
		t.Errorf("definitions say %s", text)
	}
}

// Sheet 9 merges a trip's cells over its companies and adds days per unit.
func TestMonth_Trips(t *testing.T) {
	r := sample(20)
	f, _ := written(t, r)
	merged, err := f.GetMergeCells(sheetTrips)
	if err != nil {
		t.Fatal(err)
	}
	spans := map[string]string{}
	for _, m := range merged {
		spans[m.GetStartAxis()] = m.GetEndAxis()
	}
	var people, days, row int64 = 0, 0, 6
	unitDays := int64(0)
	for i, trip := range r.Trips {
		n := int64(len(trip.Companies))
		if end := fmt.Sprintf("D%d", row+n-1); n > 1 && spans[fmt.Sprintf("D%d", row)] != end {
			t.Errorf("trip %d: leader merged to %s, want %s", i+1, spans[fmt.Sprintf("D%d", row)], end)
		}
		if got := raw(t, f, sheetTrips, fmt.Sprintf("C%d", row)); got != trip.Code {
			t.Errorf("row %d: code %s, want %s", row, got, trip.Code)
		}
		people, days, unitDays = people+trip.People, days+3, unitDays+3
		row += n
		if i+1 == len(r.Trips) || r.Trips[i+1].Unit != trip.Unit {
			if got := raw(t, f, sheetTrips, fmt.Sprintf("J%d", row)); got != fmt.Sprint(unitDays) {
				t.Errorf("%s: 小计 %s days in row %d, want %d", trip.Unit, got, row, unitDays)
			}
			unitDays, row = 0, row+1
		}
	}
	if g, j := raw(t, f, sheetTrips, "G5"), raw(t, f, sheetTrips, "J5"); g != fmt.Sprint(people) || j != fmt.Sprint(days) {
		t.Errorf("合计 %s people, %s days; want %d, %d", g, j, people, days)
	}
}

// A unit with more trips than a page holds goes on under its name on the next page; its
// 小计 counts all of them.
func TestMonth_LongTripUnit(t *testing.T) {
	r := sample(10)
	one := r.Trips[0]
	r.Trips = nil
	for range 70 {
		r.Trips = append(r.Trips, one)
	}
	other := one
	other.Unit = "汉阴县"
	r.Trips = append(r.Trips, other)
	f, data := written(t, r)
	n := len(one.Companies)
	subtotal := at(10, 6+70*n)
	breaks := strings.Count(string(partOf(t, data, "xl/worksheets/sheet10.xml")), "<brk ")
	merged, _ := f.GetMergeCells(sheetTrips)
	spans := 0
	for _, m := range merged {
		if m.GetStartAxis()[0] == 'A' && m.GetCellValue() == one.Unit {
			spans++
		}
	}
	if spans < 2 || spans != breaks+1 && spans != breaks {
		t.Errorf("%d merged names over %d page breaks", spans, breaks)
	}
	if got, _ := f.GetCellFormula(sheetTrips, subtotal); got != fmt.Sprintf("SUBTOTAL(9,J6:J%d)", 5+70*n) {
		t.Errorf("小计 in %s is %s", subtotal, got)
	}
	if got := raw(t, f, sheetTrips, subtotal); got != "210" {
		t.Errorf("小计 %s days, want 210", got)
	}
}

// The charts are anchored to the cells below their heads.
func TestMonth_Charts(t *testing.T) {
	f, _ := written(t, sample(20))
	charts, err := f.GetSheetMap(), error(nil)
	if err != nil || len(charts) != len(allSheets) {
		t.Fatal(charts)
	}
	raw, ok := f.Pkg.Load("xl/drawings/drawing1.xml")
	if !ok {
		t.Fatal("sheet 1 has no drawing")
	}
	xml := string(raw.([]byte))
	if strings.Count(xml, "<xdr:twoCellAnchor") != 2 || strings.Count(xml, "<c:chart ") != 2 {
		t.Errorf("drawing %s", xml)
	}
	p := planOverview(sample(20), planTargets(sample(20)))
	for _, want := range []string{
		fmt.Sprintf("<xdr:col>0</xdr:col><xdr:colOff>38100</xdr:colOff><xdr:row>%d</xdr:row>", p.chart),
		fmt.Sprintf("<xdr:row>%d</xdr:row>", p.chart+p.body-1), "<xdr:col>5</xdr:col>", "<xdr:col>9</xdr:col>"} {
		if !strings.Contains(xml, want) {
			t.Errorf("%s is not in %s", want, xml)
		}
	}
}

// No page is over-full and none nearly empty: items keep to the room and the last page
// carries the foot.
func TestPages(t *testing.T) {
	for n := 1; n < 400; n += 7 {
		items := make([]float64, n)
		for i := range items {
			items[i] = 20 + float64(i*7%5)*9
		}
		cuts := pages(items, 600, 80)
		starts := append([]int{0}, cuts...)
		for k, start := range starts {
			end := n
			if k+1 < len(starts) {
				end = starts[k+1]
			}
			used := sum(items[start:end])
			if end == n {
				used += 80
			}
			if used > 600 || end <= start {
				t.Fatalf("%d items: page %d holds %v points, items %d–%d", n, k+1, used, start, end)
			}
			if len(starts) > 1 && used < 180 {
				t.Errorf("%d items: page %d of %d is nearly empty (%v points)", n, k+1, len(starts), used)
			}
		}
	}
}

func TestLines(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  int
	}{{"浙江嘉兴", 23.6, 2}, {"", 50, 1}, {"一\n二", 50, 2}, {"经济技术开发区招商服务中心", 36.8, 4}, {"AK220001", 50, 1}, {"AK220001", 26, 2}} {
		if got := lines(c.text, c.width, 9); got != c.want {
			t.Errorf("%q in %v points: %d lines, want %d", c.text, c.width, got, c.want)
		}
	}
}

func TestNumberWidthHoldsLargeSums(t *testing.T) {
	r := sample(20)
	for i := range r.Projects {
		r.Projects[i].Total = 9_000_000 * crm.FenPerWan
	}
	l := projectsSheet(r)
	l.fit()
	if w := l.columns[12].width; w < numberWidth(540_000_000, formatWhole, 9, true) {
		t.Errorf("总投资 is %v wide", w)
	}
}
