package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// sourceSums is what a row of sheet 13 shows.
type sourceSums struct {
	projects, month, cumulative int64
	last                        *int64
	historic                    bool // 历史汇总数 of last year only
}

func sumSources(rows []crm.ReportSource) sourceSums {
	var s sourceSums
	var last int64
	known := len(rows) > 0
	for _, r := range rows {
		s.historic = r.Tier == "" && r.Cumulative == 0
		s.projects, s.month, s.cumulative = s.projects+r.Projects, s.month+r.Month, s.cumulative+r.Cumulative
		if r.Last == nil {
			known = false
		} else {
			last += *r.Last
		}
	}
	if known {
		s.last = &last
	}
	return s
}

// cellsOf makes a row's cells by key. sums is the formula of a column's sum, nil in a
// place's own row.
func (t *sourceTable) cellsOf(bold bool, texts map[string]string, v sourceSums, sums func(key string) string) []any {
	dress := func(l look) look {
		if l.size = sourceSize; bold {
			l.bold, l.fill = true, colourTotal
		}
		return l
	}
	row := t.row + 1
	amount := func(key string, l look, value any) excelize.Cell {
		if sums == nil || value == nil {
			return t.cell(dress(l), value)
		}
		return t.formula(dress(l), sums(key), value)
	}
	var last any
	if v.last != nil {
		last = yi(*v.last)
	}
	cells := make([]any, len(t.grid.columns))
	for i, c := range t.grid.columns {
		switch c.Key {
		case "projects":
			cells[i] = amount(c.Key, number(formatNone), v.projects)
		case "month":
			cells[i] = amount(c.Key, number(formatZero), yi(v.month))
		case "cumulative":
			cells[i] = amount(c.Key, number(formatMoney), yi(v.cumulative))
		case "lastYear":
			cells[i] = amount(c.Key, number(formatMoney), last)
		case "share":
			cells[i] = t.shareCell(dress(number(percent(t.places))), row, v.cumulative)
		case "yoy":
			cells[i] = t.yoyCell(dress(number(growth(t.places))), row, v)
		default:
			cells[i] = t.textCell(dress, c.Key, texts)
		}
	}
	return cells
}

func (t *sourceTable) textCell(dress func(look) look, key string, texts map[string]string) excelize.Cell {
	l := centre
	if key == "cities" {
		l = left
	}
	text, ok := texts[key]
	if !ok {
		return t.blank(dress(l))
	}
	if key == "tier" && text == "" { // goes on with the cell above
		return t.blank(sized(l, sourceSize))
	}
	if key == "tier" {
		return t.cell(sized(l, sourceSize), text)
	}
	return t.cell(dress(l), text)
}

// all is the sum of 累计 over the whole table.
func (t *sourceTable) all() int64 { return sumSources(t.r.Sources).cumulative }

func (t *sourceTable) shareCell(l look, row int, done int64) excelize.Cell {
	v := ratio(done, t.all())
	if !t.grid.has("cumulative") {
		return t.cell(l, v)
	}
	total := t.grid.fixedRow("cumulative", t.total)
	return t.formula(l, fmt.Sprintf(`IF(N(%s)=0,"—",%s/%s)`, total, t.grid.cell("cumulative", row), total), v)
}

func (t *sourceTable) yoyCell(l look, row int, s sourceSums) excelize.Cell {
	v := float(crm.YoYOf(s.cumulative, s.last))
	if s.historic { // this year's months stand by place, last year's do not
		return t.none(l)
	}
	if !t.grid.has("cumulative", "lastYear") {
		return t.cell(l, v)
	}
	last := t.grid.cell("lastYear", row)
	return t.formula(l, fmt.Sprintf(`IF(N(%s)=0,"—",%s/%s-1)`, last, t.grid.cell("cumulative", row), last), v)
}

func (t *sourceTable) rowCells(tier string, s crm.ReportSource) []any {
	cells := t.cellsOf(false, map[string]string{"tier": tier, "place": s.Place, "cities": s.Cities},
		sumSources([]crm.ReportSource{s}), nil)
	cells[t.grid.at["serial"]] = t.cell(sized(centre, sourceSize), t.number)
	return cells
}

func (t *sourceTable) subtotalCells(tier sourceTier) []any {
	return t.cellsOf(true, map[string]string{"tier": "", "place": "小计"}, sumSources(tier.rows), func(key string) string {
		return "SUM(" + t.grid.area(key, tier.first, tier.subtotal-1) + ")"
	})
}

// totalCells is 合计; last year's is the city's own where it is not known by place.
func (t *sourceTable) totalCells() []any {
	v := sumSources(t.r.Sources)
	v.historic = false
	cells := t.cellsOf(true, map[string]string{"place": "合计"}, v, func(key string) string {
		parts := []string{"0"}
		for _, tier := range t.tiers {
			parts = append(parts, t.grid.cell(key, tier.row()))
		}
		return "SUM(" + strings.Join(parts, ",") + ")"
	})
	line, ok := capitalLine(t.r)
	if last := t.r.TotalFigure(line).LastYear; ok && v.last == nil && last != nil {
		money := sized(number(formatMoney), sourceSize)
		rate := sized(number(growth(t.places)), sourceSize)
		money.bold, money.fill, rate.bold, rate.fill = true, colourTotal, true, colourTotal
		if i, shown := t.grid.at["lastYear"]; shown {
			cells[i] = t.cell(money, yi(*last))
		}
		if i, shown := t.grid.at["yoy"]; shown {
			v.last = last
			cells[i] = t.yoyCell(rate, t.total, v)
		}
	}
	return cells
}
