package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// scoreTable writes table 2 of sheet 11: each term 实绩 and 得分, the formulas visible.
type scoreTable struct {
	s      *sheet
	r      *crm.MonthReport
	scores []crm.OfficeScore
	full   int // row of the full marks
}

func writeOfficeScores(s *sheet, r *crm.MonthReport, height float64) {
	s.section("(二)月度评分")
	h := head{{"序号"}, {"联络处"}}
	for _, t := range r.ScoreTerms {
		second := "得分"
		if t.Kind == crm.ScoreEach {
			second = "加分"
			if t.Full < 0 {
				second = "扣分"
			}
		}
		h = append(h, []string{t.Label, "实绩"}, []string{t.Label, second})
	}
	s.header(append(h, []string{"总分"}, []string{"位次"}, []string{"上月\n位次"}), 0, officeSize)
	t := scoreTable{s: s, r: r, full: s.row + 1}
	actual := make([][]int64, len(r.Offices))
	for i, o := range r.Offices {
		actual[i] = make([]int64, len(r.ScoreTerms))
		copy(actual[i], o.Actual)
	}
	t.scores = crm.ScoreOffices(r.ScoreTerms, actual)
	s.put(height, t.fullRow())
	for i := range r.Offices {
		s.put(max(height, textHeight(r.Offices[i].Name, s.widths[1], officeSize)), t.officeRow(i, actual[i]))
	}
}

// fullRow prints the full marks of each term.
func (t scoreTable) fullRow() []any {
	bold := func(l look) look { l.size, l.bold, l.fill = officeSize, true, colourTotal; return l }
	cells := []any{t.s.blank(bold(centre)), t.s.cell(bold(centre), "满分或标准")}
	var total int64
	var parts []string
	for i, term := range t.r.ScoreTerms {
		cells = append(cells, t.s.blank(bold(centre)), t.s.cell(bold(number(formatMoney)), scaled(term.Full, 100)))
		if term.Kind != crm.ScoreEach {
			total += term.Full
			parts = append(parts, at(4+2*i, t.full))
		}
	}
	cells = append(cells, t.s.formula(bold(number(formatMoney)), strings.Join(append(parts, "0"), "+"), scaled(total, 100)))
	return append(cells, t.s.blank(bold(centre)), t.s.blank(bold(centre)))
}

func (t scoreTable) officeRow(i int, actual []int64) []any {
	thin := func(l look) look { l.size = officeSize; return l }
	row, score := t.full+1+i, t.scores[i]
	cells := []any{t.s.cell(thin(centre), i+1), t.s.cell(thin(centre), t.r.Offices[i].Name)}
	var parts []string
	for k, term := range t.r.ScoreTerms {
		cells = append(cells, t.s.cell(thin(number(formatWhole)), actual[k]),
			t.s.formula(thin(number(formatMoney)), t.formula(term, k, row), scaled(score.Terms[k], 100)))
		parts = append(parts, at(4+2*k, row))
	}
	sum := 3 + 2*len(t.r.ScoreTerms)
	col := column1(sum)
	first, last := t.full+1, t.full+len(t.r.Offices)
	rank := fmt.Sprintf("RANK(%s%d,%s$%d:%s$%d)", col, row, col, first, col, last)
	return append(cells,
		t.s.formula(thin(number(formatMoney)), "ROUND(MAX(0,"+strings.Join(parts, "+")+"),2)", scaled(score.Total, 100)),
		t.s.formula(thin(centre), rank, score.Rank), t.before(thin(centre), t.r.Offices[i].RankBefore))
}

func (t scoreTable) before(l look, rank int) excelize.Cell {
	if rank == 0 {
		return t.s.none(l)
	}
	return t.s.cell(l, rank)
}

// formula works a term out from its 实绩 cell and the full marks above.
func (t scoreTable) formula(term crm.ScoreTerm, k, row int) string {
	own, col := at(3+2*k, row), column1(3+2*k)
	full := fmt.Sprintf("%s$%d", column1(4+2*k), t.full)
	switch term.Kind {
	case crm.ScoreEach:
		return own + "*" + full
	case crm.ScoreShare:
		most := fmt.Sprintf("MAX(%s$%d:%s$%d)", col, t.full+1, col, t.full+len(t.r.Offices))
		return fmt.Sprintf("IF(%s<=0,0,ROUND(%s/%s*%s,2))", most, own, most, full)
	}
	if len(term.Tiers) == 0 {
		return "0"
	}
	low := term.Tiers[len(term.Tiers)-1]
	f := fmt.Sprintf("MAX(0,%s-(%d-%s)*%s)", crm.Decimal(low.Points, 100), low.From, own, crm.Decimal(term.Short, 100))
	for i := len(term.Tiers) - 1; i >= 0; i-- {
		f = fmt.Sprintf("IF(%s>=%d,%s,%s)", own, term.Tiers[i].From, crm.Decimal(term.Tiers[i].Points, 100), f)
	}
	return f
}
