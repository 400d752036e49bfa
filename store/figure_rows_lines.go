package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	"yinfeng/crm"
)

// figureRowsPage is how many rows a page of them has.
const figureRowsPage = 50

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
	if x.line.ind.Source != crm.SourceManual || x.ref.Field == crm.FieldAdjust {
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

// figureRowLine is a line of the ledger or of milestones on its way to a row.
type figureRowLine struct {
	crm.Cell
	id, project, count int64
	orig               crm.Month
}

// figureRowKey is what makes lines one row.
type figureRowKey struct {
	id, project, unit int64
	month, orig       crm.Month
	adjustment        crm.Adjustment
	pending           bool
}

// rows reads the lines of the figure, those of one entry or milestone for one unit in one
// month together: newest month first. Rows of nothing are left out.
func (x *figureReader) rows() ([]crm.FigureRow, error) {
	if x.line.ind.Source == crm.SourceManual {
		return nil, nil
	}
	sum := map[figureRowKey]int64{}
	cut, order := map[int64]crm.Month{}, map[int64]int{}
	for _, k := range x.own() {
		u := x.d.units[k]
		cut[u.id], order[u.id] = u.cutOver, k
	}
	for _, span := range x.spans() {
		lines, err := x.lines(span)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			posted := l.Month
			if span.column == "orig_month" {
				l.Month = l.orig // restated: it stands in the month that it corrects
			}
			from, ok := cut[l.UnitID]
			if !ok || l.Month < from || !x.d.takes(x.line.basis, l.Cell) {
				continue
			}
			sum[figureRowKey{l.id, l.project, l.UnitID, posted, l.orig, l.Adjustment, l.State == crm.StateSubmitted}] += x.amount(l)
		}
	}
	var out []crm.FigureRow
	for k, v := range sum {
		if v != 0 {
			out = append(out, crm.FigureRow{ID: k.id, ProjectID: k.project, UnitID: k.unit, Month: k.month, OrigMonth: k.orig,
				Adjustment: k.adjustment, Pending: k.pending, Amount: v})
		}
	}
	slices.SortFunc(out, func(a, b crm.FigureRow) int {
		return cmp.Or(-cmp.Compare(a.Month, b.Month), -cmp.Compare(a.ID, b.ID), cmp.Compare(order[a.UnitID], order[b.UnitID]),
			cmp.Compare(a.Adjustment, b.Adjustment), cmp.Compare(a.OrigMonth, b.OrigMonth))
	})
	return out, nil
}

func (x *figureReader) amount(l figureRowLine) int64 {
	switch {
	case x.line.ind.Kind != crm.FigureMoney:
		return l.count
	case x.line.ind.Currency == crm.USD:
		return l.USD
	}
	return l.CNY
}

// lines reads the lines of a span: milestones' of the indicator, or credit lines with
// what waits where the basis counts it.
func (x *figureReader) lines(s figureSpan) ([]figureRowLine, error) {
	args := []any{s.from, s.to}
	arg := func(v any) string { args = append(args, v); return "$" + strconv.Itoa(len(args)) }
	where := fmt.Sprintf("%s >= $1 AND %s <= $2%s", s.column, s.column, s.rest)
	if !x.total {
		where += " AND unit_id = " + arg(x.unit.id)
	}
	if x.line.ind.Source == crm.SourceMilestone {
		where += " AND joint = FALSE AND indicator = " + arg(x.line.ind.Code)
	}
	whole, plain := where, len(args)
	switch {
	case x.frozen: // what was verified later on the day of the closing is not the snapshot's
		day := arg(x.fq.AsKnown)
		where += fmt.Sprintf(" AND (known_on < %s OR known_on = %s AND at <= %s)", day, day, arg(x.shutAt))
	case x.fq.AsKnown != "":
		where += " AND known_on <= " + arg(x.fq.AsKnown)
	}
	if x.line.ind.Source == crm.SourceMilestone {
		return collect(x.ctx, x.q, func(r *sql.Rows) (l figureRowLine, err error) {
			err = r.Scan(&l.id, &l.project, &l.UnitID, &l.Month, &l.orig, &l.Adjustment, &l.ChainID, &l.count, &l.CNY)
			return l, err
		}, "SELECT milestone_id, project_id, unit_id, month, orig_month, adjustment, chain_id, count, cny FROM count_lines WHERE "+where, args...)
	}
	out, err := x.creditLines("credit_lines", "verified", where, args)
	if err != nil || !x.d.pending() {
		return out, err
	}
	waiting, err := x.creditLines("pending_lines", "submitted", whole, args[:plain])
	return append(out, waiting...), err
}

func (x *figureReader) creditLines(table, state, where string, args []any) ([]figureRowLine, error) {
	return collect(x.ctx, x.q, func(r *sql.Rows) (l figureRowLine, err error) {
		err = r.Scan(&l.id, &l.project, &l.UnitID, &l.Month, &l.orig, &l.Adjustment, &l.Currency, &l.Origin, &l.Fixed, &l.FDI, &l.ChainID, &l.State, &l.CNY, &l.USD)
		return l, err
	}, "SELECT entry_id, project_id, unit_id, month, orig_month, adjustment, currency, origin, fixed, fdi, chain_id, '"+state+"', cny, usd FROM "+table+" WHERE "+where, args...)
}

// show puts a page of rows into the answer with their codes, projects and evidence.
func (x *figureReader) show(rows []crm.FigureRow, page int) error {
	page = max(page, 1)
	if page > 1 && (page-1)*figureRowsPage >= len(rows) {
		return crm.Invalid("page", "没有第 %d 页，共 %d 条明细", page, len(rows))
	}
	end := min(page*figureRowsPage, len(rows))
	if rows = rows[(page-1)*figureRowsPage : end]; int64(end) < x.out.Total {
		x.out.Next = strconv.Itoa(page + 1)
	}
	if len(rows) == 0 {
		return nil
	}
	object, text := "capital", "SELECT e.id, e.code, e.arrived_on, p.name FROM capital_entries e JOIN projects p ON p.id = e.project_id WHERE e.id IN ("
	if x.line.ind.Source == crm.SourceMilestone {
		object, text = "milestone", "SELECT e.id, p.code, e.on_date, p.name FROM milestones e JOIN projects p ON p.id = e.project_id WHERE e.id IN ("
	}
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	known := map[int64]crm.FigureRow{}
	list, err := collect(x.ctx, x.q, func(r *sql.Rows) (f crm.FigureRow, err error) { return f, r.Scan(&f.ID, &f.Code, &f.On, &f.Project) }, text+idList(ids)+")")
	if err != nil {
		return err
	}
	for _, f := range list {
		known[f.ID] = f
	}
	files, err := evidenceOf(x.ctx, x.q, object, ids)
	for i := range rows {
		r := &rows[i]
		k := known[r.ID]
		r.Object, r.Code, r.On, r.Project, r.Unit, r.Evidence = object, k.Code, k.On, k.Project, x.d.tree.byID[r.UnitID].name, []crm.FigureEvidence{}
		for _, a := range files[r.ID] {
			r.Evidence = append(r.Evidence, crm.FigureEvidence{ID: a.ID, Number: a.Number, Kind: a.Kind})
		}
	}
	x.out.Items = rows
	return err
}
