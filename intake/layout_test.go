package intake_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// project is what a generated ledger row says.
type project struct {
	county, name, company string
	total, arrived        int // 万元
	signed                string
}

// layout is a way in which an office may lay out the same rows.
type layout struct {
	title, unitLine, groups, merged, subtotals, total, footer, serial, yi, repeat, sections bool
	blankTop                                                                                int
}

func randomLayout(r *rand.Rand) layout {
	b := func() bool { return r.IntN(2) == 1 }
	l := layout{title: b(), unitLine: b(), groups: b(), merged: b(), subtotals: b(), total: b(), footer: b(), serial: b(), yi: b(), repeat: b(), blankTop: r.IntN(3)}
	l.sections = !l.subtotals && b()
	return l
}

// sheetWriter writes rows downwards.
type sheetWriter struct {
	t   *testing.T
	f   *excelize.File
	row int
}

func (w *sheetWriter) put(col int, v any) {
	w.t.Helper()
	name, err := excelize.CoordinatesToCellName(col, w.row)
	if err == nil {
		err = w.f.SetCellValue("Sheet1", name, v)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *sheetWriter) merge(top, left, bottom, right int) {
	w.t.Helper()
	a, _ := excelize.CoordinatesToCellName(left, top)
	b, _ := excelize.CoordinatesToCellName(right, bottom)
	if err := w.f.MergeCell("Sheet1", a, b); err != nil {
		w.t.Fatal(err)
	}
}

// header writes one or two header rows and returns the number of columns.
func (w *sheetWriter) header(l layout) int {
	unit := ""
	if !l.unitLine {
		unit = "（万元）"
		if l.yi {
			unit = "(亿元)"
		}
	}
	top := []string{"序号", "县（市、区）", "项目名称", "投资方", "总投资" + unit, "到位资金" + unit, "签约时间", "备注"}
	for i, s := range top {
		w.put(i+1, s)
	}
	if !l.groups {
		w.row++
		return len(top)
	}
	w.put(5, "投资情况")
	w.put(6, nil)
	w.merge(w.row, 5, w.row, 6)
	for _, c := range []int{1, 2, 3, 4, 7, 8} {
		w.merge(w.row, c, w.row+1, c)
	}
	w.row++
	w.put(5, top[4])
	w.put(6, top[5])
	w.row++
	return len(top)
}

func (w *sheetWriter) amounts(l layout, total, arrived int) {
	if l.yi {
		w.put(5, float64(total)/10000)
		w.put(6, float64(arrived)/10000)
		return
	}
	w.put(5, total)
	w.put(6, arrived)
}

func (w *sheetWriter) line(l layout, label string, ps []project) {
	w.put(3, label)
	t, a := 0, 0
	for _, p := range ps {
		t, a = t+p.total, a+p.arrived
	}
	w.amounts(l, t, a)
	w.row++
}

// group writes the rows of one county.
func (w *sheetWriter) group(l layout, n *int, ps []project) {
	first := w.row
	for i, p := range ps {
		*n++
		w.put(1, *n)
		if i == 0 || !l.merged {
			w.put(2, p.county)
		}
		w.put(3, p.name)
		w.put(4, p.company)
		w.amounts(l, p.total, p.arrived)
		if l.serial {
			y, _ := strconv.Atoi(p.signed[8:])
			w.put(7, 44600+y) // days of February 2022
		} else {
			w.put(7, p.signed)
		}
		w.row++
	}
	if l.subtotals {
		w.line(l, "小计", ps)
	}
	if l.merged && w.row-1 > first {
		w.merge(first, 2, w.row-1, 2)
	}
}

func writeLedger(t *testing.T, l layout, groups [][]project) []byte {
	t.Helper()
	w := &sheetWriter{t: t, f: excelize.NewFile(), row: 1 + l.blankTop}
	unit := "万元"
	if l.yi {
		unit = "亿元"
	}
	if l.title {
		w.put(1, "某市2022年招商引资项目台账")
		w.merge(w.row, 1, w.row, 8)
		w.row++
	}
	if l.unitLine {
		w.put(8, "单位："+unit)
		w.row++
	}
	w.header(l)
	n, all := 0, []project(nil)
	for i, g := range groups {
		if l.sections {
			w.put(1, fmt.Sprintf("%s、%s重点项目（%d个）", string([]rune("一二三四五六七八九")[i]), g[0].county, len(g)))
			w.merge(w.row, 1, w.row, 8)
			w.row++
		}
		w.group(l, &n, g)
		all = append(all, g...)
		if l.repeat && i == 0 {
			w.header(l)
		}
	}
	if l.total {
		w.line(l, "合    计", all)
	}
	if l.footer {
		w.put(1, "注：1.总投资以合同为准；2.到位资金为累计数。")
		w.row++
		w.put(1, "填报人：×××        审核人：×××        填报日期：2022年3月5日")
	}
	var b bytes.Buffer
	if err := w.f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRead_anyLayout: the same clean rows come back from every layout, without a complaint.
func TestRead_anyLayout(t *testing.T) {
	counties := knowledge().Areas.Names()
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		l := randomLayout(r)
		var groups [][]project
		var want []project
		for i := range 1 + r.IntN(4) {
			var g []project
			for k := range 1 + r.IntN(4) {
				day := 1 + r.IntN(20)
				total := 100 * (1 + r.IntN(3000))
				p := project{counties[(i*3+int(seed))%13], fmt.Sprintf("第%d号项目%d期", i*10+k, r.IntN(900)), fmt.Sprintf("%s%d号食品有限公司", counties[r.IntN(13)], r.IntN(1<<30)),
					total, total / 100 * r.IntN(100), fmt.Sprintf("2022-02-%02d", day)}
				g, want = append(g, p), append(want, p)
			}
			groups = append(groups, g)
		}
		data := writeLedger(t, l, groups)
		res, err := readBytes("a.xlsx", data, "2024-06-30")
		if err != nil {
			t.Fatalf("seed %d %+v: %v", seed, l, err)
		}
		checkLedger(t, fmt.Sprintf("seed %d %+v", seed, l), l, res, want)
	}
}

func checkLedger(t *testing.T, where string, l layout, res *crm.ImportResult, want []project) {
	t.Helper()
	if len(res.Issues) > 0 || len(res.Held) > 0 || len(res.Records) != len(want) {
		t.Fatalf("%s: %d records of %d, %d held, issues %+v", where, len(res.Records), len(want), len(res.Held), res.Issues)
	}
	for i, p := range want {
		rec := &res.Records[i]
		signed := p.signed
		if l.serial {
			d, _ := strconv.Atoi(p.signed[8:])
			signed = string(crm.Date("2022-02-08").AddDays(d)) // serial 44600 is 2022-02-08
		}
		got := []string{rec.Text("county"), rec.Text("project"), rec.List("investors")[0], rec.Text("total_wan"), rec.Text("arrived_wan"), rec.Text("sign_date")}
		exp := []string{p.county, p.name, p.company, strconv.Itoa(p.total), strconv.Itoa(p.arrived), signed}
		if !slices.Equal(got, exp) {
			t.Fatalf("%s row %d: got %v, want %v", where, rec.Row, got, exp)
		}
	}
	for _, c := range res.Totals {
		if !c.Agrees {
			t.Fatalf("%s: total %+v", where, c)
		}
	}
	if (l.total || l.subtotals) && len(res.Totals) == 0 {
		t.Fatalf("%s: no control totals", where)
	}
}
