package main

import (
	"bytes"
	"context"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// refs opens every 查数码 of the workbooks of a closed month, of the open one and of one
// chain: the page
// behind it has the number that stands in the row's 累计. Sheets 1, 2 and 12 carry one a
// row (其他 is no chain and has none), 13 one for its total. No 查数码 can name a place of
// origin or a cohort of contracts: the rows of 13 and 14 have none.
func (d demoCity) refs(t *testing.T) {
	ctx := context.Background()
	for _, q := range []crm.FiguresQuery{{Month: "2022-08"}, {Month: "2022-09"}, {Month: "2022-09", ChainID: 1}} {
		month := q.Month
		r, err := d.s.MonthReport(ctx, op, q)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := writeWorkbook(ctx, d.s, op, q, &out); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		b := refBook{d, t, f, month}
		for sheet, want := range map[string]int{"总览": len(r.Lines), "目标任务完成情况": 1 + len(r.Figures.Units), "产业链进展": 1 + chainsOf(r)} {
			if got, tables := b.opened(sheet); tables == 0 || got != tables*want {
				t.Errorf("%s %s: %d rows with a 查数码 in %d tables of %d rows", month, sheet, got, tables, want)
			}
		}
		if got := b.noted("来源地分布"); got != 1 {
			t.Errorf("%s: sheet 13 names %d 查数码, want one of its total", month, got)
		}
		for sheet, n := range map[string]int{"项目台账": len(r.Projects), "到位资金明细": len(r.Entries), "新签约": len(r.Signed), "新开工": len(r.Started),
			"新投产": len(r.Producing), "在谈项目": len(r.Talks), "外出招商情况": len(r.Trips), "来访情况": len(r.Receptions)} {
			if got := b.coded(sheet); got != n {
				t.Errorf("%s %s: %d rows with a code, %d rows", month, sheet, got, n)
			}
		}
		f.Close()
	}
}

type refBook struct {
	d     demoCity
	t     *testing.T
	f     *excelize.File
	month crm.Month
}

func (b refBook) rows(sheet string) [][]string {
	b.t.Helper()
	rows, err := b.f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		b.t.Fatal(err)
	}
	return rows
}

// chainsOf counts the chains of sheet 12 without 其他.
func chainsOf(r *crm.MonthReport) (n int) {
	for _, c := range r.Chains {
		if c.ChainID != 0 {
			n++
		}
	}
	return n
}

// opened asks for each 查数码 of a sheet's tables and compares with the 累计 of its row: of
// the table's first indicator, in sheet 12 of 到位资金.
func (b refBook) opened(sheet string) (n, tables int) {
	b.t.Helper()
	from, column := 0, -1
	for _, row := range b.rows(sheet) {
		for i, cell := range row {
			if strings.HasPrefix(cell, "到位资金(") {
				from = i
			}
		}
		if at := slices.IndexFunc(row[min(from, len(row)):], func(cell string) bool { return cell == "累计" || cell == "累计完成" }); at >= 0 {
			column, tables = from+at, tables+1
		}
		for _, cell := range row {
			if ref, err := crm.ParseFigureRef(cell); err == nil {
				b.same(sheet, ref, row[column])
				n++
			}
		}
	}
	return n, tables
}

// same asks for one figure and compares it with what the row prints.
func (b refBook) same(sheet string, ref crm.FigureRef, cell string) {
	b.t.Helper()
	got, err := b.d.s.FigureRows(context.Background(), op, ref, "")
	if err != nil || got.Value == nil || got.Difference != 0 || got.Sum+got.Historic+got.Typed != *got.Value {
		b.t.Errorf("%s %s: %s opens as %+v (%v)", b.month, sheet, ref, got, err)
		return
	}
	printed, err := strconv.ParseFloat(cell, 64)
	if want := float64(*got.Value) / float64(crm.PerUnit(got.Unit, got.Kind)); err != nil || math.Abs(printed-want) > 1e-9*math.Max(1, math.Abs(want)) {
		b.t.Errorf("%s %s: %s is %v, the row prints %q", b.month, sheet, ref, want, cell)
	}
}

// noted counts the 查数码 within the notes of a sheet, each of which must open.
func (b refBook) noted(sheet string) (n int) {
	b.t.Helper()
	for _, row := range b.rows(sheet) {
		_, text, found := strings.Cut(strings.Join(row, " "), "查数码:")
		if !found {
			continue
		}
		text, _, _ = strings.Cut(text, "。")
		ref, err := crm.ParseFigureRef(text)
		if err == nil {
			_, err = b.d.s.FigureRows(context.Background(), op, ref, "")
		}
		if err != nil {
			b.t.Errorf("%s %s: %q: %v", b.month, sheet, text, err)
		}
		n++
	}
	return n
}

// coded counts the rows of a list with a code, such as XM2022-0001, in the column of 编码
// or 条目编号.
func (b refBook) coded(sheet string) (n int) {
	b.t.Helper()
	column := -1
	for _, row := range b.rows(sheet) {
		for i, cell := range row {
			if head := strings.ReplaceAll(cell, "\n", ""); column < 0 && (strings.HasSuffix(head, "编码") || head == "条目编号") {
				column = i
			}
		}
		if column >= 0 && column < len(row) && ownCode.MatchString(row[column]) {
			n++
		}
	}
	return n
}

var ownCode = regexp.MustCompile(`^[A-Z]{2}[0-9]{4}-[0-9]+$`)
