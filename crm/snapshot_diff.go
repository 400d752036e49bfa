package crm

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// SnapshotDiff is what differs between two snapshots, of the same month in every figure
// and every row, of different months in figures alone.
type SnapshotDiff struct {
	From      Snapshot       `json:"from"`
	To        Snapshot       `json:"to"`
	Same      bool           `json:"same" doc:"数字与各表的行都相同"`
	Figures   []FigureChange `json:"figures"`
	Rows      []RowChange    `json:"rows" doc:"至多 1000 行；不同月份的不比"`
	RowsTotal int            `json:"rowsTotal"`
}

// FigureChange is one figure that differs; nil is a value that one side does not have.
type FigureChange struct {
	Unit      string `json:"unit" doc:"单位编码，空为合计"`
	UnitName  string `json:"unitName"`
	Indicator string `json:"indicator"`
	Label     string `json:"label" doc:"指标名称与口径"`
	UnitLabel string `json:"unitLabel"`
	Per       int64  `json:"per" doc:"一个单位等于多少最小单位"`
	Field     string `json:"field" enum:"target,month,adjust,cumulative,lastYear,rank"`
	Before    *int64 `json:"before"`
	After     *int64 `json:"after"`
}

// Kinds of a RowChange.
const (
	RowAdded   = "added"
	RowRemoved = "removed"
	RowChanged = "changed"
)

// RowChange is one row of a sheet that only one side has or that differs.
type RowChange struct {
	Sheet string       `json:"sheet"`
	Title string       `json:"title" doc:"表名"`
	Key   string       `json:"key" doc:"编码、条目编号等"`
	Name  string       `json:"name" doc:"项目、企业等的名称"`
	Unit  string       `json:"unit"`
	Kind  string       `json:"kind" enum:"added,removed,changed"`
	Cells []CellChange `json:"cells"`
}

// CellChange is one cell, as text.
type CellChange struct {
	Column string `json:"column"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// diffRowCap bounds the rows of an answer.
const diffRowCap = 1000

// DiffReports compares the rows of two closings.
func DiffReports(a, b *MonthReport) SnapshotDiff {
	d := SnapshotDiff{Figures: diffFigures(a, b), Rows: []RowChange{}}
	if a.Figures.Month == b.Figures.Month {
		for _, s := range diffSheets {
			d.Rows = append(d.Rows, s.diff(s.rows(a), s.rows(b))...)
		}
	}
	d.RowsTotal = len(d.Rows)
	d.Same = a.Figures.Month == b.Figures.Month && len(d.Figures) == 0 && d.RowsTotal == 0
	d.Rows = d.Rows[:min(len(d.Rows), diffRowCap)]
	return d
}

// diffFigures compares every line of sheets 1 and 2, the total before the units.
func diffFigures(a, b *MonthReport) []FigureChange {
	out := []FigureChange{}
	for _, l := range unionLines(a, b) {
		base := FigureChange{Indicator: l.Code, Label: l.Label, UnitLabel: l.UnitLabel, Per: l.Per}
		if l.Basis != "" {
			base.Label += "（" + l.Basis + "）"
		}
		before, after := a.unitFigures(l.Code), b.unitFigures(l.Code)
		base.UnitName = "合计"
		out = append(out, base.compare(before[""], after[""])...)
		for _, u := range unionUnits(a, b) {
			base.Unit, base.UnitName = u.ID, u.Name
			out = append(out, base.compare(before[u.ID], after[u.ID])...)
		}
	}
	return out
}

// unionLines are b's lines, then those that only a has.
func unionLines(a, b *MonthReport) []ReportLine {
	out := slices.Clone(b.Lines)
	for _, l := range a.Lines {
		if !slices.ContainsFunc(b.Lines, func(x ReportLine) bool { return x.Code == l.Code }) {
			out = append(out, l)
		}
	}
	return out
}

func unionUnits(a, b *MonthReport) []FigureUnit {
	out := slices.Clone(b.Figures.Units)
	for _, u := range a.Figures.Units {
		if !slices.ContainsFunc(b.Figures.Units, func(x FigureUnit) bool { return x.ID == u.ID }) {
			out = append(out, u)
		}
	}
	return out
}

// unitFigures are the figures of the line by unit code, "" for the total; none when the
// report has no such line.
func (r *MonthReport) unitFigures(code string) map[string]*Figure {
	out := map[string]*Figure{}
	for _, l := range r.Lines {
		if l.Code != code {
			continue
		}
		total := r.TotalFigure(l)
		out[""] = &total
		for i, u := range r.Figures.Units {
			f := r.UnitFigure(l, i)
			out[u.ID] = &f
		}
	}
	return out
}

// compare lists the fields of one figure that differ.
func (c FigureChange) compare(before, after *Figure) (out []FigureChange) {
	x, y := figureFields(before), figureFields(after)
	for i, field := range []string{"target", "month", "adjust", "cumulative", "lastYear", "rank"} {
		if x[i] == nil && y[i] == nil || x[i] != nil && y[i] != nil && *x[i] == *y[i] {
			continue
		}
		c.Field, c.Before, c.After = field, x[i], y[i]
		out = append(out, c)
	}
	return out
}

func figureFields(f *Figure) [6]*int64 {
	if f == nil {
		return [6]*int64{}
	}
	out := [6]*int64{f.Target, &f.Month, &f.Adjust, &f.Cumulative, f.LastYear, nil}
	if f.Rank != nil {
		n := int64(*f.Rank)
		out[5] = &n
	}
	return out
}

// diffRow is one row as text by column.
type diffRow struct {
	key, name, unit string
	cells           []CellChange // Before is not set
}

func (r diffRow) byColumn() map[string]string {
	out := map[string]string{}
	for _, c := range r.cells {
		out[c.Column] = c.After
	}
	return out
}

// diff pairs the rows by key and lists what differs, in b's order, then what is gone.
func (s diffSheet) diff(a, b []diffRow) (out []RowChange) {
	before := map[string]diffRow{}
	for _, r := range a {
		before[r.key] = r
	}
	for _, r := range b {
		x, ok := before[r.key]
		delete(before, r.key)
		c := RowChange{Sheet: s.key, Title: s.title, Key: r.key, Name: r.name, Unit: r.unit, Kind: RowAdded, Cells: []CellChange{}}
		if ok {
			c.Kind = RowChanged
		}
		old := x.byColumn()
		for _, cell := range r.cells {
			cell.Before = old[cell.Column]
			delete(old, cell.Column)
			if cell.Before != cell.After {
				c.Cells = append(c.Cells, cell)
			}
		}
		for _, cell := range x.cells { // columns that b does not have
			if before, left := old[cell.Column]; left && before != "" {
				c.Cells = append(c.Cells, CellChange{Column: cell.Column, Before: before})
			}
		}
		if !ok || len(c.Cells) > 0 {
			out = append(out, c)
		}
	}
	for _, r := range a {
		if _, gone := before[r.key]; !gone {
			continue
		}
		c := RowChange{Sheet: s.key, Title: s.title, Key: r.key, Name: r.name, Unit: r.unit, Kind: RowRemoved, Cells: []CellChange{}}
		for _, cell := range r.cells {
			if cell.After != "" {
				c.Cells = append(c.Cells, CellChange{Column: cell.Column, Before: cell.After})
			}
		}
		out = append(out, c)
	}
	return out
}

// uniqueKeys numbers rows of the same key, so that each is compared with its like.
func uniqueKeys(rows []diffRow) []diffRow {
	seen := map[string]int{}
	for i := range rows {
		k := strings.TrimSpace(rows[i].key)
		if seen[k]++; seen[k] > 1 {
			rows[i].key = fmt.Sprintf("%s（第 %d 行）", k, seen[k])
		} else {
			rows[i].key = k
		}
	}
	return rows
}

// wanText prints 分 or cents in 万 exactly: 1234.5 (万元, 万美元); 0 is empty.
func wanText(n int64) string {
	if n == 0 {
		return ""
	}
	return Decimal(n, 1_000_000)
}

// muText prints hundredths of a 亩; 0 is empty.
func muText(n int64) string {
	if n == 0 {
		return ""
	}
	return Decimal(n, 100)
}

func countText(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
