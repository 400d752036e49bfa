package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// own are the units that the figure sums over.
func (x *figureReader) own() []int {
	var out []int
	for k, u := range x.d.units {
		if x.total || u.id == x.unit.id {
			out = append(out, k)
		}
	}
	return out
}

// historic is what months before units went live give to the figure.
func (x *figureReader) historic() (sum int64) {
	year, n := x.fq.Month.Year(), x.fq.Month.Number()
	if x.ref.Side != "" && x.ref.Side != crm.SideGround {
		return 0 // history knows no places but the unit's own
	}
	switch x.ref.Field {
	case crm.FieldMonth:
		for _, k := range x.own() {
			sum += x.line.hist[k]
		}
		return sum
	case crm.FieldAdjust:
		return 0
	case crm.FieldLastYear:
		year--
	}
	if x.fq.ChainID != 0 {
		return 0 // history knows no chains
	}
	for _, k := range x.own() {
		for m := crm.NewMonth(year, 1); m <= crm.NewMonth(year, n) && m < x.d.units[k].cutOver; m = m.Add(1) {
			v, _ := x.d.history.of(x.line.ind.Code, x.line.basis.Code, x.d.units[k].id, m)
			sum += v
		}
	}
	return sum
}

// typed is what departments typed by month.
func (x *figureReader) typed() (sum int64) {
	if x.line.ind.Source != crm.SourceManual || x.ref.Field == crm.FieldAdjust || x.ref.Side != "" && x.ref.Side != crm.SideGround {
		return 0
	}
	from := map[int64]crm.Month{}
	for _, k := range x.own() {
		from[x.d.units[k].id] = x.d.units[k].cutOver
	}
	for _, c := range x.d.manual {
		cut, own := from[c.unit]
		in := c.part == ofYear && x.ref.Field == crm.FieldCumulative || c.part == ofLastYear && x.ref.Field == crm.FieldLastYear ||
			x.ref.Field == crm.FieldMonth && (c.part == ofBefore || c.part == ofYear && x.fq.Window().Contains(c.month))
		if own && in && c.month >= cut && c.indicator == x.line.ind.Code && x.line.basis.Filter.Has(crm.Cell{UnitID: c.unit, Month: c.month}) {
			sum += c.value
		}
	}
	return sum
}

// figureSpan is a set of lines: those posted in months, or those that restate months.
type figureSpan struct {
	column   string // month, or orig_month of what restates
	from, to crm.Month
	rest     string
}

// spans are the lines that the field counts, by their months.
func (x *figureReader) spans() []figureSpan {
	w := windowOf(x.fq)
	const same = " AND adjustment <> 'earlier'"
	switch x.ref.Field {
	case crm.FieldMonth:
		return []figureSpan{{"month", x.fq.Window().From, w.month, same}}
	case crm.FieldAdjust:
		return []figureSpan{{"month", x.fq.Window().From, w.month, " AND adjustment = 'sameYear'"}}
	case crm.FieldCumulative:
		return []figureSpan{{"month", w.first, w.month, same}}
	default:
		restated := fmt.Sprintf(" AND adjustment = 'earlier' AND month <= '%s'", w.month)
		if x.line.ind.Source == crm.SourceMilestone {
			restated += fmt.Sprintf(" AND month >= '%s'", w.first)
		}
		return []figureSpan{{"month", w.lastFirst, w.lastMonth, same}, {"orig_month", w.lastFirst, w.lastMonth, restated}}
	}
}

// figureRowKey is what makes lines one row.
const figureRowKey = "id, project_id, unit_id, month, orig_month, adjustment, pending"

// lineArgs are the arguments of a query that is put together of several selects.
type lineArgs struct{ values []any }

// put adds an argument and gives its place. SQLite counts places by their first appearance
// in the text, so arguments are put in the order of the text.
func (a *lineArgs) put(v any) string {
	a.values = append(a.values, v)
	return "$" + strconv.Itoa(len(a.values))
}

// count counts the rows of the figure and adds them up; rows of nothing are none.
func (x *figureReader) count() (rows, sum int64, err error) {
	var a lineArgs
	text := x.source(&a, func(string) string { return "" })
	if text == "" {
		return 0, 0, nil
	}
	err = x.q.QueryRowContext(x.ctx, "SELECT COUNT(*), CAST(COALESCE(SUM(g.v), 0) AS BIGINT) FROM (SELECT SUM(v) AS v FROM ("+text+") l GROUP BY "+
		figureRowKey+" HAVING SUM(v) <> 0) g", a.values...).Scan(&rows, &sum)
	return rows, sum, err
}

// source selects the lines that the figure counts, with the columns of figureRowKey and
// their value v; "" where it has none. narrow adds a condition on month and the id column.
func (x *figureReader) source(a *lineArgs, narrow func(id string) string) string {
	if x.line.ind.Source == crm.SourceManual {
		return ""
	}
	f := x.line.basis.Filter
	table := "credit_lines"
	if x.line.ind.Source == crm.SourceMilestone {
		table = "count_lines"
	}
	var parts []string
	for _, s := range x.spans() {
		if len(f.States) == 0 || slices.Contains(f.States, crm.StateVerified) {
			parts = append(parts, x.selectLines(a, s, table, narrow))
		}
		if f.Pending() && table == "credit_lines" {
			parts = append(parts, x.selectLines(a, s, "pending_lines", narrow))
		}
	}
	return strings.Join(parts, " UNION ALL ")
}

// selectLines selects the lines of a span from one table.
func (x *figureReader) selectLines(a *lineArgs, s figureSpan, table string, narrow func(id string) string) string {
	id, v, pending := "entry_id", "cny", "FALSE"
	where := fmt.Sprintf("%s >= %s AND %s <= %s%s AND %s", s.column, a.put(s.from), s.column, a.put(s.to), s.rest, x.live(a, s))
	if x.line.ind.Currency == crm.USD {
		v = "usd"
	}
	if table == "count_lines" {
		if id = "milestone_id"; x.line.ind.Kind != crm.FigureMoney {
			v = "count"
		}
		where += " AND joint = " + boolText(x.ref.Side == crm.SideJoint) + " AND indicator = " + a.put(x.line.ind.Code)
	}
	if table == "pending_lines" {
		pending = "TRUE"
	} else {
		where += x.known(a)
	}
	where += basisWhere(a, x.line.basis.Filter, s.column, table != "count_lines")
	if x.fq.ChainID != 0 {
		where += " AND chain_id = " + a.put(x.fq.ChainID)
	}
	where += x.onSide()
	return fmt.Sprintf("SELECT %s AS id, project_id, unit_id, month, orig_month, adjustment, %s AS pending, %s AS v FROM %s WHERE %s%s", id, pending, v, table, where, narrow(id))
}

// known holds lines to the day as known; of a snapshot's figure, what was verified later on
// the day of the closing is not the snapshot's.
func (x *figureReader) known(a *lineArgs) string {
	if x.fq.AsKnown == "" {
		return ""
	}
	return known(x.fq, "", "at", a.put(x.fq.AsKnown))
}

// live holds the lines of a span to the figure's units, each from the month that it went
// live in: before that historic figures count (domain §7).
func (x *figureReader) live(a *lineArgs, s figureSpan) string {
	var whole []int64
	var conds []string
	for _, k := range x.creditors() {
		u := x.d.units[k]
		switch {
		case u.cutOver <= s.from:
			whole = append(whole, u.id)
		case u.cutOver <= s.to:
			conds = append(conds, fmt.Sprintf("unit_id = %d AND %s >= %s", u.id, s.column, a.put(u.cutOver)))
		}
	}
	if len(whole) > 0 {
		conds = append(conds, "unit_id IN ("+idList(whole)+")")
	}
	if len(conds) == 0 {
		return "1 = 0"
	}
	return "(" + strings.Join(conds, " OR ") + ")"
}

// basisWhere is crm.BasisFilter.Has as conditions on the columns of a line, states apart;
// month is the column of the month that a line counts in. Lines of milestones have no
// origin and no currency, and are neither fixed assets nor FDI.
func basisWhere(a *lineArgs, f crm.BasisFilter, month string, capital bool) (text string) {
	columns := map[string]string{"origin": "origin", "currency": "currency", "fixed": "fixed", "fdi": "fdi"}
	if !capital {
		columns = map[string]string{"origin": "''", "currency": "''", "fixed": "FALSE", "fdi": "FALSE"}
	}
	if len(f.Origins) > 0 {
		text += oneOf(a, columns["origin"], f.Origins)
	}
	if len(f.Currency) > 0 {
		text += oneOf(a, columns["currency"], f.Currency)
	}
	if len(f.Adjustments) > 0 {
		text += oneOf(a, "CASE adjustment WHEN '' THEN '"+crm.AdjustOwn+"' ELSE adjustment END", f.Adjustments)
	}
	if len(f.Months) > 0 {
		var months []string
		for _, m := range f.Months {
			months = append(months, fmt.Sprintf("%02d", m))
		}
		text += oneOf(a, "substr("+month+", 6, 2)", months)
	}
	if f.Fixed != nil {
		text += fmt.Sprintf(" AND %s = %s", columns["fixed"], boolText(*f.Fixed))
	}
	if f.FDI != nil {
		text += fmt.Sprintf(" AND %s = %s", columns["fdi"], boolText(*f.FDI))
	}
	if len(f.Chains) > 0 {
		text += " AND chain_id IN (" + idList(f.Chains) + ")"
	}
	if len(f.Units) > 0 {
		text += " AND unit_id IN (" + idList(f.Units) + ")"
	}
	return text
}

// boolText is a truth in SQL.
func boolText(b bool) string { return strings.ToUpper(strconv.FormatBool(b)) }

// oneOf holds a column to some texts.
func oneOf[T ~string](a *lineArgs, column string, list []T) string {
	var in []string
	for _, v := range list {
		in = append(in, a.put(string(v)))
	}
	return " AND " + column + " IN (" + strings.Join(in, ", ") + ")"
}
