package reports

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

const (
	refSize = 6
	refNote = "查数码为该行累计数的编码,在系统内搜索即可查到其明细和佐证。"
)

// referred tells whether the report's figures have a 查数码: what an office introduced has
// none.
func referred(r *crm.MonthReport) bool { return r.Head.Office == "" }

// noteOfRefs explains the 查数码 where there are some.
func noteOfRefs(r *crm.MonthReport) string {
	if !referred(r) {
		return ""
	}
	return refNote
}

// refOf is the 查数码 of a cumulative figure, of a chain by its id or of the report's own;
// "" where no reference can name it: a report of one office, or of units that are not one
// unit of the tree.
func refOf(r *crm.MonthReport, l crm.ReportLine, f crm.Figure, unit, chain string) string {
	if unit == "" || f.Basis == "" || !referred(r) {
		return ""
	}
	if r.Head.Chain != "" {
		if len(r.Chains) != 1 || r.Chains[0].ChainID == 0 {
			return ""
		}
		chain = fmt.Sprint(r.Chains[0].ChainID)
	}
	ref := crm.FigureRef{Window: windowOf(r), Indicator: l.Code, Basis: f.Basis, Unit: unit, Field: crm.FieldCumulative,
		AsKnown: r.Head.AsKnown, Chain: chain}
	if l.Of != "" {
		ref.Indicator = l.Of
	}
	if r.Figures.Snapshot != nil {
		ref.Snapshot = *r.Figures.Snapshot
	}
	return ref.String()
}

// totalRef is the 查数码 of a line's 合计, of one chain by its id.
func totalRef(r *crm.MonthReport, l crm.ReportLine, chain string) string {
	return refOf(r, l, r.TotalFigure(l), r.Head.UnitCode, chain)
}

// chainRef is the 查数码 of a chain's capital; 其他 has none.
func chainRef(r *crm.MonthReport, l crm.ReportLine, c *crm.ReportChain) string {
	if c.ChainID == 0 {
		return ""
	}
	return totalRef(r, l, fmt.Sprint(c.ChainID))
}

// refLook is small and grey: it is looked up, not read.
func refLook(fill string) look {
	return look{size: refSize, colour: colourPace, border: true, align: "left", wrap: true, fill: fill}
}

func (s *sheet) refCell(ref, fill string) excelize.Cell {
	if ref == "" {
		return s.blank(refLook(fill))
	}
	return s.cell(refLook(fill), ref)
}

// refHeight is what a 查数码 needs in a column: programs break it after its hyphens, and
// inside a part only where that is longer than the line.
func refHeight(ref string, width float64) float64 {
	room, n, used := inner(width), 1, 0.0
	for part := range strings.SplitAfterSeq(ref, "-") {
		w := textWidth(part, refSize)
		if used+w > room && used > 0 {
			n, used = n+1, 0
		}
		extra := math.Ceil(w/room) - 1
		n, used = n+int(max(0, extra)), used+w
	}
	return heightOf(n, refSize)
}

// capitalLine is the indicator that sheets 12 and 13 show: 到位资金.
func capitalLine(r *crm.MonthReport) (crm.ReportLine, bool) {
	for _, l := range r.Lines {
		if l.Code == crm.IndCapital {
			return l, true
		}
	}
	return crm.ReportLine{}, false
}
