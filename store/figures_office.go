package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"yinfeng/crm"
)

// introducedCell is what the ledger has of one introduced project.
type introducedCell struct {
	crm.Cell
	project, bp int64
	part        yearPart
}

// wholeID is the unit whose target the total is held against: the city's, or the office's.
func (d *figureData) wholeID() int64 {
	if d.q.OfficeID != 0 {
		return d.q.OfficeID
	}
	return d.tree.root.id
}

// historicForOffice reports whether last year's figures are in part historic, when an
// office's are asked for: what of them it introduced is then not known.
func (d *figureData) historicForOffice() bool {
	if d.q.OfficeID == 0 {
		return false
	}
	for _, u := range d.tree.credited(d.q.Month.Year()) {
		if u.cutOver > crm.NewMonth(d.q.Month.Year()-1, 1) {
			return true
		}
	}
	return false
}

// introductionsThen are the parts (basis points) by which an office introduced its
// projects, as they stood on the report's last day.
func introductionsThen(ctx context.Context, q querier, fq crm.FiguresQuery) (map[int64]int64, error) {
	until := fq.Month.Last()
	if fq.AsKnown != "" {
		until = min(until, fq.AsKnown)
	}
	args := []any{fq.OfficeID}
	then := introducedThen(&args, until)
	rows, err := collect(ctx, q, func(r *sql.Rows) (x [2]int64, err error) { return x, r.Scan(&x[0], &x[1]) },
		"SELECT i.project_id, i.bp FROM introductions i JOIN projects p ON p.id = i.project_id WHERE p.voided = FALSE AND i.unit_id = $1 AND "+then, args...)
	out := make(map[int64]int64, len(rows))
	for _, x := range rows {
		out[x[0]] = x[1]
	}
	return out, err
}

// loadIntroduced makes the figures those of one office: its part of the money of each
// project that it introduced, and the milestones of these projects (domain §6: an office's
// own table, never added to the units'). Indicators typed by month have no such part.
func (d *figureData) loadIntroduced(ctx context.Context, q querier, w window) error {
	u, ok := d.tree.byID[d.q.OfficeID]
	if !ok {
		return crm.NotFound("引荐单位")
	}
	u.cutOver = ""
	d.units = []reportUnit{u}
	d.capital, d.last, d.restating, d.before, d.counts, d.manual = nil, nil, nil, nil, nil, nil
	d.ranks = map[string]map[string]int{}
	bp, err := introductionsThen(ctx, q, d.q)
	if err != nil || len(bp) == 0 {
		return err
	}
	ids := make([]int64, 0, len(bp))
	for id := range bp {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if err := d.loadIntroducedMoney(ctx, q, w, ids, bp); err != nil {
		return err
	}
	return d.loadIntroducedCounts(ctx, q, w, ids)
}

// introducedWhere limits lines l to the projects, the years that count and, per credited
// unit, to what follows its cut-over.
func (d *figureData) introducedWhere(w window, ids []int64) (string, []any) {
	first := w.lastFirst
	if w.before != "" {
		first = min(first, w.before)
	}
	args := []any{first, w.month}
	text := fmt.Sprintf(`WHERE l.project_id IN (%s) AND l.month >= $1 AND l.month <= $2
		AND CASE WHEN l.adjustment = 'earlier' THEN l.orig_month ELSE l.month END >= u.cut_over`, idList(ids))
	if d.q.AsKnown != "" {
		args = append(args, d.q.AsKnown)
		text += known(d.q, "l.", "at", "$3")
	}
	return text, args
}

func (d *figureData) loadIntroducedMoney(ctx context.Context, q querier, w window, ids []int64, bp map[int64]int64) error {
	where, args := d.introducedWhere(w, ids)
	rows, err := collect(ctx, q, func(r *sql.Rows) (c introducedCell, err error) {
		var orig crm.Month
		err = r.Scan(&c.project, &c.UnitID, &c.Month, &orig, &c.Adjustment, &c.Currency, &c.Origin, &c.Fixed, &c.FDI, &c.ChainID, &c.CNY, &c.USD)
		if c.Adjustment == crm.AdjustEarlier {
			c.Month = orig
		}
		c.bp = bp[c.project]
		return c, err
	}, `SELECT l.project_id, l.unit_id, l.month, l.orig_month, l.adjustment, l.currency, l.origin, l.fixed, l.fdi, l.chain_id,
		CAST(SUM(l.cny) AS BIGINT), CAST(SUM(l.usd) AS BIGINT) FROM credit_lines l JOIN units u ON u.id = l.unit_id `+where+`
		GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`, args...)
	for _, c := range rows {
		for _, part := range w.parts(c.Month, c.Adjustment) {
			c.part = part
			d.introd = append(d.introd, c)
		}
	}
	return err
}

func (d *figureData) loadIntroducedCounts(ctx context.Context, q querier, w window, ids []int64) error {
	where, args := d.introducedWhere(w, ids)
	rows, err := collect(ctx, q, func(r *sql.Rows) (c countCell, err error) {
		var orig crm.Month
		err = r.Scan(&c.month, &orig, &c.indicator, &c.adjust, &c.chain, &c.count, &c.cny)
		if c.adjust == crm.AdjustEarlier {
			c.month, c.restates = orig, true
		}
		c.unit = d.q.OfficeID
		return c, err
	}, `SELECT l.month, l.orig_month, l.indicator, l.adjustment, l.chain_id, CAST(SUM(l.count) AS BIGINT), CAST(SUM(l.cny) AS BIGINT)
		FROM count_lines l JOIN units u ON u.id = l.unit_id `+where+" AND l.joint = FALSE GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5", args...)
	for _, c := range rows {
		for _, part := range w.parts(c.month, c.adjust) {
			c.part = part
			d.counts = append(d.counts, c)
		}
	}
	return err
}

// parts tells what a line of month m counts in; an adjustment of an earlier year counts in
// the month that it corrects, last year's only.
func (w window) parts(m crm.Month, adjust crm.Adjustment) []yearPart {
	var out []yearPart
	last := w.lastFirst <= m && m <= w.lastMonth
	if last {
		out = append(out, ofLastYear)
	}
	if adjust == crm.AdjustEarlier {
		return out
	}
	if w.first <= m && m <= w.month {
		out = append(out, ofYear)
	}
	if w.before != "" && w.before <= m && m <= w.beforeEnd {
		out = append(out, ofBefore)
	}
	return out
}

// postIntroduced adds the office's part of each project's month, rounded half up to the
// minor unit, so that a year is the sum of its months.
func (d *figureData) postIntroduced(l *figureLine, at map[int64]int) {
	type key struct {
		project, bp int64
		month       crm.Month
		part        yearPart
	}
	sums := map[key][2]int64{} // all, and what of it corrects closed months
	for _, c := range d.introd {
		if !l.basis.Filter.Has(c.Cell) || d.q.ChainID != 0 && c.ChainID != d.q.ChainID {
			continue
		}
		v := c.CNY
		if l.ind.Currency == crm.USD {
			v = c.USD
		}
		l.restat = l.restat || c.Adjustment == crm.AdjustEarlier && v != 0
		k := key{c.project, c.bp, c.Month, c.part}
		s := sums[k]
		s[0] += v
		if c.Adjustment == crm.AdjustSameYear {
			s[1] += v
		}
		sums[k] = s
	}
	for k, s := range sums {
		adjust := crm.MulDiv(s[1], k.bp, crm.FullShares)
		d.add(l, at, d.q.OfficeID, k.month, "", crm.MulDiv(s[0], k.bp, crm.FullShares)-adjust, k.part)
		d.add(l, at, d.q.OfficeID, k.month, crm.AdjustSameYear, adjust, k.part)
	}
}
