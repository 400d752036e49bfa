package reports

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"yinfeng/crm"
)

const targetSize = 10

// targetWidths is the grid of sheet 2: its tables stand on one another, so that a column
// is as wide as the widest that any of them has there; amounts that need more room get it.
func (p *targetPlan) targetWidths() []float64 {
	widths := []float64{p.width("serial"), p.width("name")}
	at := func(col int, w float64) {
		for len(widths) <= col {
			widths = append(widths, 2)
		}
		widths[col] = max(widths[col], w)
	}
	for _, t := range p.tables {
		for _, b := range t.blocks {
			wide := 0.0
			f := p.r.TotalFigure(b.line)
			for _, v := range []int64{f.Cumulative, value(f.Target), value(f.LastYear)} {
				wide = max(wide, numberWidth(scaled(v, max(b.line.Per, 1)), amountFormat(b.line), targetSize, true))
			}
			for _, m := range b.metrics {
				at(b.col(m), max(p.width(metricKeys[m]), wide))
			}
		}
		if p.grid.has("ref") {
			at(t.ref(), p.width("ref"))
		}
	}
	return widths
}

// width is a key's width in the layout.
func (p *targetPlan) width(key string) float64 {
	for _, c := range p.layout.Columns {
		if c.Key == key {
			return c.Width
		}
	}
	return 9
}

// heads are a key's heads in the layout.
func (p *targetPlan) heads(key string) []string {
	for _, c := range p.layout.Columns {
		if c.Key == key {
			return c.Heads
		}
	}
	return nil
}

// ref is the column of 查数码, right of the table's last block.
func (t targetTable) ref() int {
	last := t.blocks[len(t.blocks)-1]
	return last.first + len(last.metrics)
}

func value(v *int64) int64 {
	if v == nil {
		return 0
	}
	return *v
}

// write writes sheet 2 目标任务完成情况: stacked tables on one grid, one page each.
func (p *targetPlan) write(b *book, r *crm.MonthReport) {
	pg := page{name: p.layout.Tab, hidden: p.layout.Hidden, widths: p.targetWidths(), lastRow: p.last, repeat: 2, freezeRows: 2, freezeCols: 2}
	b.setUp(pg)
	s := b.begin(pg)
	s.open(r, frame{sheet: keyTargets, title: p.layout.Title, period: yearToMonth(r), unit: "单位:" + p.unitNames()})
	used := titleHeight + lineHeight
	for i, t := range p.tables {
		height := p.rowHeight(s, t, i == len(p.tables)-1)
		need := p.fixedHeight(s, t) + height*float64(len(r.Figures.Units)+1)
		if i > 0 && used+need > capacity(s.width()) {
			s.breakBefore(t.top)
			used = titleHeight + lineHeight
		}
		used += need
		p.writeTable(s, t, height)
	}
	s.signature(r)
	s.end()
}

// unitNames lists the units of measure that occur, each once.
func (p *targetPlan) unitNames() string {
	var names []string
	seen := map[string]bool{}
	for _, l := range p.r.Lines {
		if !seen[l.UnitLabel] && l.UnitLabel != "" {
			seen[l.UnitLabel] = true
			names = append(names, l.UnitLabel)
		}
	}
	return strings.Join(append(names, "%", "个百分点"), "、")
}

// fixedHeight is what a table takes beside its rows: section, heads, note.
func (p *targetPlan) fixedHeight(s *sheet, t targetTable) float64 {
	h := p.head(t)
	return 24 + sum(h.heights(s.widths[:len(h)], targetSize)) + noteHeight(noteText(p.r, p.notes(t)), s.width())
}

// rowHeight lets the rows of a city's table fill its page; the few rows of a scoped
// report stay as they are, and its tables share a page.
func (p *targetPlan) rowHeight(s *sheet, t targetTable, last bool) float64 {
	n := len(p.r.Figures.Units) + 1
	if n <= 5 {
		return max(24, namesHeight(p.r, p.width("name"), targetSize))
	}
	used := titleHeight + lineHeight + p.fixedHeight(s, t)
	if last {
		used += signHeight
	}
	return max(heightOf(1, targetSize), min(maxHeight, 33.5, (capacity(s.width())-used)/float64(n)))
}

func (p *targetPlan) writeTable(s *sheet, t targetTable, height float64) {
	s.section(t.title)
	s.header(p.head(t), 0, targetSize)
	for unit := -1; unit < len(p.r.Figures.Units); unit++ {
		s.put(height, p.cells(s, t, unit))
	}
	s.note(noteText(p.r, p.notes(t)))
}

// section writes a head of a part of a sheet.
func (s *sheet) section(text string) {
	s.put(24, []any{s.cell(look{font: fontHei, size: 12, bold: true, align: "left"}, text)})
}

// head makes the three header rows of a table.
func (p *targetPlan) head(t targetTable) head {
	h := head{p.heads("serial"), p.heads("name")}
	for _, b := range t.blocks {
		top := fmt.Sprintf("%s(%s)", b.line.Label, b.line.UnitLabel)
		for _, m := range b.metrics {
			h = append(h, append([]string{top}, p.blockHeads(b, m)...))
		}
	}
	if p.grid.has("ref") {
		h = append(h, p.heads("ref"))
	}
	return h
}

// blockHeads are a metric's heads below the indicator; a plain block groups its progress and
// ranks, so that every table has three header rows.
func (p *targetPlan) blockHeads(b block, m metric) []string {
	own := p.heads(metricKeys[m])
	if b.col(mAdjust) >= 0 || len(own) > 1 && m != mMonth {
		return own
	}
	switch m {
	case mMonth:
		return own[:1]
	case mRate, mGap, mWord:
		return []string{"进度", own[0]}
	case mRank, mMove:
		return []string{"排名", own[0]}
	}
	return own
}

// cells makes one row: 合计 for unit −1, else a unit.
func (p *targetPlan) cells(s *sheet, t targetTable, unit int) []any {
	base := look{size: targetSize}
	if unit < 0 {
		base.bold, base.fill = true, colourTotal
	}
	dress := func(l look) look { l.size, l.bold, l.fill = base.size, base.bold, base.fill; return l }
	cells := []any{s.blank(dress(centre)), s.cell(dress(centre), "合计")}
	if unit >= 0 {
		cells = []any{s.cell(dress(centre), unit+1), s.cell(dress(centre), p.r.Figures.Units[unit].Name)}
	}
	row := t.total + 1 + unit
	for _, b := range t.blocks {
		c := targetCell{p: p, s: s, t: t, b: b, unit: unit, row: row, fig: p.figure(b.line, unit)}
		for _, m := range b.metrics {
			cells = append(cells, c.cell(m, dress))
		}
	}
	if p.grid.has("ref") {
		cells = append(cells, s.refCell(p.unitRef(t.blocks[0].line, unit), base.fill))
	}
	return cells
}

// unitRef is the 查数码 of a row: its first indicator's 累计.
func (p *targetPlan) unitRef(l crm.ReportLine, unit int) string {
	if unit < 0 {
		return totalRef(p.r, l, "")
	}
	return refOf(p.r, l, p.r.UnitFigure(l, unit), p.r.Figures.Units[unit].ID, "")
}

func (p *targetPlan) figure(l crm.ReportLine, unit int) crm.Figure {
	if unit < 0 {
		return p.r.TotalFigure(l)
	}
	return p.r.UnitFigure(l, unit)
}

// notes names the bases, what the columns mean, and the sum of the parts' targets.
func (p *targetPlan) notes(t targetTable) []string {
	var bases, parts []string
	for _, b := range t.blocks {
		bases = append(bases, b.line.Label+"为"+b.line.Basis)
		if s := p.targetSum(b.line); s != "" {
			parts = append(parts, s)
		}
	}
	notes := []string{"口径:" + strings.Join(bases, ",") + "。"}
	switch t.blocks[0].line.Code {
	case "capital":
		notes = append(notes, capitalNote(p.r))
		if slices.ContainsFunc(p.r.Lines, func(l crm.ReportLine) bool { return l.Code == crm.LineOutside }) {
			notes = append(notes, "其中:省外含省外和境外资金。")
		}
	case "foreign":
		notes = append(notes, foreignNote(p.r))
	}
	if t.blocks[0].col(mAdjust) >= 0 {
		notes = append(notes, "跨期调整为对本年已关账月份的更正,含在本月小计和累计内;以前年度的更正另列于表15,不计入。")
	}
	notes = append(notes, strings.Join(parts, ""), fmt.Sprintf("序时进度%s%%;位次按%s排序,相同并列;市本级及市直列示不排位;“—”为无任务或无数据,不计算。",
		crm.PercentText(t.blocks[0].line.Pace.Rat(), p.r.Head.Decimals()), p.r.Head.RankBy.Label()))
	if p.grid.has("ref") {
		notes = append(notes, "查数码为该行"+t.blocks[0].line.Label+"累计数的编码,在系统内搜索即可查到其明细和佐证。")
	}
	notes = append(notes, p.r.Head.RestatedNote, p.r.Head.MixedNote)
	return append(notes, p.layout.Notes...)
}

// targetSum shows the sum of the units' targets against the whole (domain §8).
func (p *targetPlan) targetSum(l crm.ReportLine) string {
	whole := p.r.TotalFigure(l).Target
	var parts int64
	for i := range p.r.Figures.Units {
		parts += value(p.r.UnitFigure(l, i).Target)
	}
	if whole == nil || *whole == 0 || parts == 0 || parts == *whole {
		return ""
	}
	return fmt.Sprintf("%s各单位任务之和%s%s,为总任务的%s%%。", l.Label, plain(l, parts), l.UnitLabel,
		crm.PercentText(big.NewRat(parts, *whole), p.r.Head.Decimals()))
}
