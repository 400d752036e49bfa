package store

import (
	"context"
	"database/sql"
	"slices"

	"yinfeng/crm"
)

// figureData is everything that the figures of one month are worked out from.
type figureData struct {
	q         crm.FiguresQuery
	set       crm.Settings
	tree      *unitTree
	units     []reportUnit // credited units in report order
	inds      []crm.Indicator
	bases     []crm.Basis
	defaults  basisDefaults
	targets   map[targetKey]int64
	curves    map[string][]int64
	capital   []crm.Cell // this year's months to the report's, verified
	last      []crm.Cell // last year's same months
	restating []crm.Cell // adjustments of earlier years that correct those
	before    []crm.Cell // months of a window that lie in earlier years
	counts    []countCell
	manual    []manualCell
	history   history
	introd    []introducedCell          // of an office's figures: instead of the cells above
	ranks     map[string]map[string]int // last month's snapshot: indicator → unit code → rank
}

// countCell is one row of the count roll-up.
type countCell struct {
	unit      int64
	month     crm.Month
	indicator string
	adjust    crm.Adjustment
	chain     int64
	count     int64
	cny       int64
	restates  bool // an adjustment of an earlier year, month is the corrected one
	part      yearPart
}

type manualCell struct {
	unit      int64
	month     crm.Month
	indicator string
	value     int64
	part      yearPart
}

// yearPart says what a value counts in: this year, last year's same months, or what a
// window has of the years before. A month may count in both of the latter.
type yearPart int

const (
	ofYear yearPart = iota
	ofLastYear
	ofBefore
)

// window is the months that a report of m reads: January to m of both years, and from
// before, "" for none, to last December what its window has of earlier years.
type window struct{ first, month, lastFirst, lastMonth, before, beforeEnd crm.Month }

func windowOf(q crm.FiguresQuery) window {
	m := q.Month
	w := window{first: crm.NewMonth(m.Year(), 1), month: m, lastFirst: crm.NewMonth(m.Year()-1, 1), lastMonth: m.Add(-12)}
	if from := q.Window().From; from < w.first {
		w.before, w.beforeEnd = from, w.first.Add(-1)
	}
	return w
}

// loadFigures reads the data of q and last month's ranks.
func loadFigures(ctx context.Context, q querier, fq crm.FiguresQuery) (*figureData, error) {
	d, err := loadFigureData(ctx, q, fq)
	if err != nil {
		return nil, err
	}
	return d, d.loadRanks(ctx, q)
}

// loadFigureData reads all but the ranks.
func loadFigureData(ctx context.Context, q querier, fq crm.FiguresQuery) (*figureData, error) {
	d := &figureData{q: fq}
	w := windowOf(fq)
	steps := []func() error{
		func() (err error) { d.set, err = loadSettings(ctx, q); return },
		func() (err error) { d.tree, err = loadUnitTree(ctx, q); return },
		func() (err error) { d.inds, err = loadIndicators(ctx, q); return },
		d.knownBases,
		func() (err error) { d.bases, err = loadBases(ctx, q); return },
		func() (err error) { d.defaults, err = loadDefaults(ctx, q, d.inds, d.bases, fq); return },
		func() error { d.defaults.in(fq.Month.Year(), d.inds); return d.knownStates() },
		func() (err error) { d.targets, err = loadTargetValues(ctx, q, fq); return },
		func() (err error) { d.curves, err = loadCurves(ctx, q, fq.Month.Year(), fq); return },
		func() error { return d.loadCapital(ctx, q, w) },
		func() error { return d.loadCounts(ctx, q, w) },
		func() error { return d.loadManual(ctx, q, w) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if len(d.tree.all) == 0 || d.tree.root.id == 0 {
		return nil, crm.Conflict(nil, "系统还没有单位，请先装入城市数据包")
	}
	if fq.OfficeID != 0 || fq.ChainID != 0 { // what departments type by month belongs to no chain and no office
		d.inds = slices.DeleteFunc(d.inds, func(i crm.Indicator) bool { return i.Source == crm.SourceManual })
	}
	if fq.OfficeID != 0 {
		return d, d.loadIntroduced(ctx, q, w)
	}
	d.units = d.tree.credited(fq.Month.Year())
	return d, d.loadHistory(ctx, q, w)
}

// loadCounts reads the years' milestone counts; 联合引进 lines stand outside the sum.
func (d *figureData) loadCounts(ctx context.Context, q querier, w window) error {
	from, then := "rollup_counts", ""
	if d.q.AsKnown != "" {
		from, then = "count_lines", known(d.q, "", "at", "$3")
	}
	read := func(part yearPart, a, b crm.Month, extra string) error {
		args := []any{a, b}
		if d.q.AsKnown != "" {
			args = append(args, d.q.AsKnown)
		}
		list, err := collect(ctx, q, scanCount, `SELECT unit_id, month, indicator, adjustment, chain_id, CAST(SUM(count) AS BIGINT), CAST(SUM(cny) AS BIGINT)
			FROM `+from+` WHERE joint = FALSE AND month >= $1 AND month <= $2`+extra+then+` GROUP BY 1, 2, 3, 4, 5`, args...)
		for _, c := range list {
			c.part = part
			d.counts = append(d.counts, c)
		}
		return err
	}
	if err := read(ofYear, w.first, w.month, ""); err != nil {
		return err
	}
	if err := read(ofLastYear, w.lastFirst, w.lastMonth, " AND adjustment <> 'earlier'"); err != nil {
		return err
	}
	if w.before != "" {
		if err := read(ofBefore, w.before, w.beforeEnd, " AND adjustment <> 'earlier'"); err != nil {
			return err
		}
	}
	return d.loadRestatedCounts(ctx, q, w)
}

// loadRestatedCounts reads this year's corrections of last year's same months.
func (d *figureData) loadRestatedCounts(ctx context.Context, q querier, w window) error {
	args, then := []any{w.first, w.month, w.lastFirst, w.lastMonth}, ""
	if d.q.AsKnown != "" {
		args, then = append(args, d.q.AsKnown), known(d.q, "", "at", "$5")
	}
	list, err := collect(ctx, q, scanCount, `SELECT unit_id, orig_month, indicator, adjustment, chain_id, CAST(SUM(count) AS BIGINT), CAST(SUM(cny) AS BIGINT)
		FROM count_lines WHERE joint = FALSE AND adjustment = 'earlier' AND month >= $1 AND month <= $2 AND orig_month >= $3 AND orig_month <= $4`+then+`
		GROUP BY 1, 2, 3, 4, 5`, args...)
	for _, c := range list {
		c.restates, c.part = true, ofLastYear
		d.counts = append(d.counts, c)
	}
	return err
}

func scanCount(r *sql.Rows) (c countCell, err error) {
	err = r.Scan(&c.unit, &c.month, &c.indicator, &c.adjust, &c.chain, &c.count, &c.cny)
	return c, err
}

func (d *figureData) loadManual(ctx context.Context, q querier, w window) error {
	typed := false
	for _, i := range d.inds {
		typed = typed || i.Source == crm.SourceManual
	}
	if !typed {
		return nil
	}
	newest := " AND is_current = TRUE"
	if d.q.AsKnown != "" {
		newest = ` AND id = (SELECT MAX(n.id) FROM manual_values n WHERE n.indicator = m.indicator AND n.unit_id = m.unit_id
			AND n.month = m.month` + known(d.q, "n.", "at", "$3") + ")"
	}
	for part, span := range map[yearPart][2]crm.Month{ofYear: {w.first, w.month}, ofLastYear: {w.lastFirst, w.lastMonth}, ofBefore: {w.before, w.beforeEnd}} {
		if span[0] == "" {
			continue
		}
		args := []any{span[0], span[1]}
		if d.q.AsKnown != "" {
			args = append(args, d.q.AsKnown)
		}
		list, err := collect(ctx, q, func(r *sql.Rows) (c manualCell, err error) {
			c.part = part
			err = r.Scan(&c.unit, &c.month, &c.indicator, &c.value)
			return c, err
		}, `SELECT unit_id, month, indicator, value FROM manual_values m WHERE month >= $1 AND month <= $2`+newest, args...)
		if err != nil {
			return err
		}
		d.manual = append(d.manual, list...)
	}
	return nil
}
