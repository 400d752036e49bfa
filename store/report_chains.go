package store

import (
	"database/sql"

	"yinfeng/crm"
)

// placedCell is what the ledger has under the dimensions of sheets 12 and 13: the parts
// that count in 本期, 累计 and 上年同期 are worked out from its month.
type placedCell struct {
	crm.Cell
	project, company int64
	month            int64 // 分 of the window; adjust is the part of it that corrects closed months
	adjust           int64
	cumulative, last int64
}

// placedCells reads the verified lines of the years that count, by project and investor,
// under the basis that sheet 2 prints of 到位资金. An office's report takes its part.
func (b *reportBuilder) placedCells(l *figureLine) ([]placedCell, error) {
	w := windowOf(b.d.q)
	first := w.lastFirst
	if w.before != "" {
		first = min(first, w.before)
	}
	args := []any{first, w.month}
	known := b.knownTo("l.known_on", "at", &args, "3")
	cells, err := collect(b.ctx, b.q, func(r *sql.Rows) (c placedCell, err error) {
		var orig crm.Month
		err = r.Scan(&c.project, &c.Month, &c.Adjustment, &orig, &c.company, &c.UnitID, &c.Currency, &c.Origin, &c.Fixed, &c.FDI, &c.ChainID, &c.CNY)
		if c.Adjustment == crm.AdjustEarlier {
			c.Month = orig
		}
		return c, err
	}, `SELECT l.project_id, l.month, l.adjustment, l.orig_month, e.company_id, l.unit_id, l.currency, l.origin, l.fixed, l.fdi, l.chain_id, CAST(SUM(l.cny) AS BIGINT)
		FROM credit_lines l JOIN capital_entries e ON e.id = l.entry_id JOIN units u ON u.id = l.unit_id WHERE l.month >= $1 AND l.month <= $2
		AND CASE WHEN l.adjustment = 'earlier' THEN l.orig_month ELSE l.month END >= u.cut_over`+known+`
		GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ORDER BY 1, 2, 3 DESC, 4, 5, 6, 7, 8, 9, 10, 11`, args...)
	out := cells[:0]
	for _, c := range cells {
		if l.basis.Filter.Has(c.Cell) && (b.d.q.ChainID == 0 || c.ChainID == b.d.q.ChainID) && b.introduced(c.project) {
			out = append(out, c)
		}
	}
	b.introducedPart(out)
	for i := range out {
		out[i].count(w, b.win)
	}
	return out, err
}

// introducedPart leaves the office its part of each project's month, rounded as the
// figures are; rows come by project, month, corrections (sameYear) first.
func (b *reportBuilder) introducedPart(cells []placedCell) {
	if b.d.q.OfficeID == 0 {
		return
	}
	type key struct {
		project int64
		month   crm.Month
		earlier bool
	}
	sum := map[key]int64{}
	for i, c := range cells {
		k := key{c.project, c.Month, c.Adjustment == crm.AdjustEarlier && !windowOf(b.d.q).holdsLast(c.Month)}
		before := crm.MulDiv(sum[k], b.intro[c.project], crm.FullShares)
		sum[k] += c.CNY
		cells[i].CNY = crm.MulDiv(sum[k], b.intro[c.project], crm.FullShares) - before
	}
}

func (w window) holdsLast(m crm.Month) bool { return w.lastFirst <= m && m <= w.lastMonth }

// count says what the cell adds to.
func (c *placedCell) count(w window, win crm.Window) {
	for _, part := range w.parts(c.Month, c.Adjustment) {
		switch part {
		case ofYear:
			c.cumulative = c.CNY
		case ofLastYear:
			c.last = c.CNY
		}
	}
	if c.Adjustment != crm.AdjustEarlier && win.Contains(c.Month) {
		c.month = c.CNY
		if c.Adjustment == crm.AdjustSameYear {
			c.adjust = c.CNY
		}
	}
}

// historic sums what of a line stands in a unit's months before its cut-over: of the
// window, of the year, and of last year's same months, which then exist.
func (b *reportBuilder) historic(l *figureLine, k int) (month, year, last int64, lastToo bool) {
	if b.d.q.ChainID != 0 || b.d.q.OfficeID != 0 {
		return 0, 0, 0, false
	}
	u := b.d.units[k]
	for m := 1; m <= b.month.Number(); m++ {
		if now := crm.NewMonth(b.month.Year(), m); now < u.cutOver {
			v, _ := b.d.history.of(l.ind.Code, l.basis.Code, u.id, now)
			year += v
		}
		if then := crm.NewMonth(b.month.Year()-1, m); then < u.cutOver {
			v, _ := b.d.history.of(l.ind.Code, l.basis.Code, u.id, then)
			last, lastToo = last+v, true
		}
	}
	return l.hist[k], year, last, lastToo
}

// chainTable collects sheet 12 by chain and credited unit.
type chainTable struct {
	b     *reportBuilder
	rows  []crm.ReportChain
	at    map[int64]int // chain → its row
	units map[int64]int // unit → its place in figureData.units
	cells []map[int]*crm.ChainCells
}

// chainRows is sheet 12: by the chain of the lines; what has none stands in 其他.
func (b *reportBuilder) chainRows(lines []*figureLine) error {
	capital := figureLineOf(lines, crm.IndCapital)
	if capital == nil {
		return nil
	}
	t := &chainTable{b: b, at: map[int64]int{}, units: map[int64]int{}}
	for k, u := range b.d.units {
		t.units[u.id] = k
	}
	if err := t.load(capital); err != nil {
		return err
	}
	placed, err := b.placedCells(capital)
	if err != nil {
		return err
	}
	b.placed = placed
	for _, c := range placed {
		x := t.cell(c.ChainID, b.creditedUnit(c.UnitID))
		x.Month, x.Adjust, x.Cumulative = x.Month+c.month, x.Adjust+c.adjust, x.Cumulative+c.cumulative
	}
	t.counts(lines)
	t.history(lines)
	b.r.Chains = t.done()
	return nil
}

// creditedUnit is whose row a line counts for: the credited unit, or the office asked for.
func (b *reportBuilder) creditedUnit(id int64) int64 {
	if b.d.q.OfficeID != 0 {
		return b.d.q.OfficeID
	}
	return id
}

func figureLineOf(lines []*figureLine, code string) *figureLine {
	for _, l := range lines {
		if l.ind.Code == code {
			return l
		}
	}
	return nil
}

// load makes a row of each chain of the year, with the city's target, and 其他 at the end.
func (t *chainTable) load(capital *figureLine) error {
	b := t.b
	within := ""
	if capital.basis.Code != capital.ind.DefaultBasis {
		within = capital.basis.Code
	}
	list, err := collect(b.ctx, b.q, func(r *sql.Rows) (x crm.ReportChain, err error) {
		return x, r.Scan(&x.ChainID, &x.Name, &x.Head, &x.LeadUnit, &x.Master)
	}, `SELECT id, name, head, lead_unit, chain_master FROM chains WHERE (valid_from = 0 OR valid_from <= $1) AND (valid_to = 0 OR valid_to >= $2)
		OR id = $3 ORDER BY sort, id`, b.month.Year(), b.month.Year(), b.d.q.ChainID)
	if err != nil {
		return err
	}
	if b.d.q.ChainID == 0 {
		list = append(list, crm.ReportChain{Name: crm.OtherChains})
	}
	for _, x := range list {
		if b.d.q.ChainID != 0 && x.ChainID != b.d.q.ChainID {
			continue
		}
		x.Pace = capital.pace
		x.Target = t.target(b.d.wholeID(), x.ChainID, within)
		t.at[x.ChainID] = len(t.rows)
		t.rows, t.cells = append(t.rows, x), append(t.cells, map[int]*crm.ChainCells{})
		for k, u := range b.d.units {
			if v := t.target(u.id, x.ChainID, within); v != nil {
				t.cells[t.at[x.ChainID]][k] = &crm.ChainCells{Target: v}
			}
		}
	}
	return nil
}

func (t *chainTable) target(unit, chain int64, within string) *int64 {
	if v, ok := t.b.d.targets[targetKey{unit, chain, crm.IndCapital, within}]; ok && chain != 0 {
		return &v
	}
	return nil
}

// cell is what a unit has of a chain; one that is not listed this year counts as 其他. A
// unit that is not credited this year is in no figure, and gets a cell that nobody reads.
func (t *chainTable) cell(chain, unit int64) *crm.ChainCells {
	row, ok := t.at[chain]
	if !ok {
		row, ok = t.at[0]
	}
	k, credited := t.units[unit]
	if !ok || !credited {
		return &crm.ChainCells{}
	}
	c := t.cells[row][k]
	if c == nil {
		c = &crm.ChainCells{}
		t.cells[row][k] = c
	}
	return c
}

// counts adds the milestones that the figures count.
func (t *chainTable) counts(lines []*figureLine) {
	d := t.b.d
	for _, l := range lines {
		for _, c := range d.counts {
			k, ok := t.units[c.unit]
			if c.indicator != l.ind.Code || c.adjust == crm.AdjustEarlier || c.part == ofLastYear || !ok || c.month < d.units[k].cutOver ||
				len(l.basis.Filter.Chains) > 0 && !l.basis.Filter.Has(crm.Cell{ChainID: c.chain}) || d.q.ChainID != 0 && c.chain != d.q.ChainID {
				continue
			}
			var month, year int64
			if t.b.win.Contains(c.month) {
				month = c.count
			}
			if c.part == ofYear {
				year = c.count
			}
			t.cell(c.chain, c.unit).AddCounts(l.ind.Code, month, year)
		}
	}
}

// history puts what units had before their cut-over, which no chain is known of, in 其他.
func (t *chainTable) history(lines []*figureLine) {
	for _, l := range lines {
		for k, u := range t.b.d.units {
			month, year, _, _ := t.b.historic(l, k)
			if month == 0 && year == 0 {
				continue
			}
			c := t.cell(0, u.id)
			if l.ind.Code == crm.IndCapital {
				c.Month, c.Cumulative = c.Month+month, c.Cumulative+year
			}
			c.AddCounts(l.ind.Code, month, year)
		}
	}
}

func (t *chainTable) done() []crm.ReportChain {
	for i := range t.rows {
		for k, u := range t.b.d.units {
			if c := t.cells[i][k]; c != nil {
				t.rows[i].Units = append(t.rows[i].Units, crm.ChainUnit{ID: u.code, ChainCells: *c})
			}
		}
	}
	return t.rows
}
