package reports

import (
	"context"
	"fmt"
	"io"

	"yinfeng/crm"
)

// TargetSheet is the grid of a year's targets, unit × indicator, for typing targets in
// a workbook (domain §8). The first line is usually the whole city.
type TargetSheet struct {
	City    string
	Issuer  string
	Year    int
	On      crm.Date // the business day, for the file's properties
	Demo    bool
	Columns []TargetColumn
	Lines   []TargetLine
}

// TargetColumn is one indicator, or an 其中 of it by another basis.
type TargetColumn struct {
	Indicator string // crm.Indicator code
	Basis     string // "" = the indicator itself
	Label     string // 招商引资到位资金
	Unit      string // 亿元
	Per       int64  // minor units per Unit; 1 for counts
}

// code is how the column is found again when the sheet comes back.
func (c TargetColumn) code() string {
	if c.Basis == "" {
		return c.Indicator
	}
	return c.Indicator + "=" + c.Basis
}

// TargetLine is one unit's row; Values stand in the order of Columns, in minor units,
// nil where no target is set.
type TargetLine struct {
	UnitID int64
	Name   string
	Values []*int64
}

const (
	sheetTargetGrid = "目标任务"
	targetFirstRow  = 5 // title, line, head, codes
)

// WriteTargets writes the grid. The codes of units and indicators stand in the sheet, so
// that ReadTargets finds rows and columns whatever their order.
func WriteTargets(ctx context.Context, w io.Writer, t TargetSheet) error {
	b := newBook(ctx, w, len(t.Lines)+6, nil)
	b.footLeft, b.footEnd = clip(t.Issuer, 40), fmt.Sprintf("%d年目标任务", t.Year)
	title := fmt.Sprintf("%s%d年招商引资目标任务表", t.City, t.Year)
	if t.Demo {
		title += "(演示)"
		b.footEnd += "(演示)"
	}
	b.properties(title, t.Issuer, t.On)
	p := page{name: sheetTargetGrid, widths: []float64{8, 18}, repeat: 4, freezeRows: 4, freezeCols: 2,
		lastRow: targetFirstRow - 1 + max(len(t.Lines), 1) + 1}
	h, codes := head{{"编码"}, {"单位"}}, []string{"编码", fmt.Sprint(t.Year)}
	for _, c := range t.Columns {
		p.widths = append(p.widths, 15)
		h, codes = append(h, []string{c.Label + "\n(" + c.Unit + ")"}), append(codes, c.code())
	}
	b.setUp(p)
	s := b.begin(p)
	s.titled(title, "填报单位:"+t.Issuer, "", "单位:见各栏标题;空格为未下达")
	s.header(h, 0, exportSize)
	small := look{size: 8, border: true, align: "center", fill: colourTotal}
	cells := make([]any, len(codes))
	for i, code := range codes {
		cells[i] = s.cell(small, code)
	}
	s.put(16, cells)
	for _, line := range t.Lines {
		s.put(24, t.cells(s, line))
	}
	s.note("注:只填数字,不改编码行和编码列;清空的格子表示撤销该目标;各单位任务之和可以大于全市任务。")
	s.end()
	return b.finish(sheetTargetGrid)
}

func (t TargetSheet) cells(s *sheet, line TargetLine) []any {
	c := centre
	c.size = exportSize
	cells := []any{s.cell(c, line.UnitID), s.cell(c, line.Name)}
	for i, col := range t.Columns {
		n := number(formatMoney)
		if col.Per <= 1 {
			n = number(formatWhole)
		}
		n.size = exportSize
		if i >= len(line.Values) || line.Values[i] == nil {
			cells = append(cells, s.blank(n))
			continue
		}
		cells = append(cells, s.cell(n, scaled(*line.Values[i], max(col.Per, 1))))
	}
	return cells
}
