package store

import (
	"context"
	"slices"

	"yinfeng/crm"
)

// figureLine is one indicator under one basis over all credited units.
type figureLine struct {
	ind    crm.Indicator
	basis  crm.Basis
	pace   crm.Fraction
	years  []crm.UnitYear // in the order of figureData.units
	units  []crm.Figure
	total  crm.Figure
	hist   []int64 // what of the month's figure is historic
	mixed  bool    // the cumulative has historic months
	restat bool    // last year is restated
}

// knownBases refuses a basis that is asked for an indicator that does not exist.
func (d *figureData) knownBases() error {
	for code := range d.q.Bases {
		if !slices.ContainsFunc(d.inds, func(i crm.Indicator) bool { return i.Code == code }) {
			return crm.Invalid("basis", "没有“%s”这个指标，口径请写成 指标=口径，如 capital=outside", code)
		}
	}
	return nil
}

// basisOf finds the basis of an indicator that the query asks for, else its default.
func (d *figureData) basisOf(i crm.Indicator) (crm.Basis, error) {
	code := i.DefaultBasis
	if asked, ok := d.q.Bases[i.Code]; ok {
		code = asked
	}
	return d.basis(i, code)
}

func (d *figureData) basis(i crm.Indicator, code string) (crm.Basis, error) {
	year := d.q.Month.Year()
	for _, b := range d.bases {
		if b.Indicator != i.Code || b.Code != code {
			continue
		}
		if !b.ValidIn(year) {
			return b, crm.Invalid("basis", "口径“%s”在 %d 年不适用", b.Label, year)
		}
		return b, nil
	}
	if code == i.DefaultBasis {
		return crm.Basis{Code: code, Indicator: i.Code}, nil
	}
	return crm.Basis{}, crm.Invalid("basis", "指标“%s”没有“%s”这个口径", i.Label, code)
}

// line works out one indicator under one basis.
func (d *figureData) line(i crm.Indicator, b crm.Basis) *figureLine {
	l := &figureLine{ind: i, basis: b, years: make([]crm.UnitYear, len(d.units)), hist: make([]int64, len(d.units))}
	l.pace = crm.PaceOf(d.q.Month.Number(), d.curves[i.Code])
	at := make(map[int64]int, len(d.units))
	for k, u := range d.units {
		at[u.id] = k
	}
	d.post(l, at)
	d.addHistory(l)
	shape := crm.Figure{Kind: i.Kind, Basis: b.Code}
	if i.Currency != "" {
		c := i.Currency
		shape.Currency = &c
	}
	within := ""
	if b.Code != i.DefaultBasis {
		within = b.Code
	}
	for k, u := range d.units {
		l.years[k].Target = d.target(u.id, i.Code, within)
		l.units = append(l.units, l.years[k].Figure(shape, d.q.Window(), l.pace))
	}
	l.total = crm.TotalOf(shape, l.units, d.target(d.wholeID(), i.Code, within), l.pace)
	d.cityHistory(l)
	return l
}

func (d *figureData) target(unit int64, indicator, basis string) *int64 {
	if v, ok := d.targets[targetKey{unit, d.q.ChainID, indicator, basis}]; ok {
		return &v
	}
	return nil
}

// post adds what the ledger, the milestones or the typed months give.
func (d *figureData) post(l *figureLine, at map[int64]int) {
	switch l.ind.Source {
	case crm.SourceCapital:
		d.postIntroduced(l, at)
		for part, cells := range map[yearPart][]crm.Cell{ofYear: d.capital, ofLastYear: slices.Concat(d.last, d.restating), ofBefore: d.before} {
			for _, c := range cells {
				d.addCell(l, at, c, part)
			}
		}
	case crm.SourceMilestone:
		for _, c := range d.counts {
			d.addCount(l, at, c)
		}
	default:
		for _, c := range d.manual {
			if c.indicator == l.ind.Code && d.q.ChainID == 0 && l.basis.Filter.Has(crm.Cell{UnitID: c.unit, Month: c.month}) {
				d.add(l, at, c.unit, c.month, "", c.value, c.part)
			}
		}
	}
}

// takes reports whether a basis and the chain asked for count a cell.
func (d *figureData) takes(b crm.Basis, c crm.Cell) bool {
	return b.Filter.Has(c) && (d.q.ChainID == 0 || c.ChainID == d.q.ChainID)
}

func (d *figureData) addCell(l *figureLine, at map[int64]int, c crm.Cell, part yearPart) {
	if !d.takes(l.basis, c) || part != ofLastYear && c.Adjustment == crm.AdjustEarlier {
		return
	}
	v := c.CNY
	if l.ind.Currency == crm.USD {
		v = c.USD
	}
	l.restat = l.restat || c.Adjustment == crm.AdjustEarlier && v != 0
	d.add(l, at, c.UnitID, c.Month, c.Adjustment, v, part)
}

// addCount adds an indicator's own lines of milestones: counts, or amounts for money
// such as 新签约金额.
func (d *figureData) addCount(l *figureLine, at map[int64]int, c countCell) {
	if c.indicator != l.ind.Code || !d.takes(l.basis, crm.Cell{UnitID: c.unit, Month: c.month, Adjustment: c.adjust, ChainID: c.chain}) {
		return
	}
	v := c.count
	if l.ind.Kind == crm.FigureMoney {
		v = c.cny
	}
	if c.adjust == crm.AdjustEarlier && !c.restates {
		return
	}
	l.restat = l.restat || c.restates && v != 0
	d.add(l, at, c.unit, c.month, c.adjust, v, c.part)
}

// add posts v to a unit's month, unless the unit was not yet live: before its cut-over
// historic figures count (domain §7).
func (d *figureData) add(l *figureLine, at map[int64]int, unit int64, m crm.Month, adjust crm.Adjustment, v int64, part yearPart) {
	k, ok := at[unit]
	if !ok || m < d.units[k].cutOver {
		return
	}
	y := &l.years[k]
	corrects := adjust == crm.AdjustSameYear
	switch part {
	case ofLastYear:
		if y.Last == nil {
			y.Last = new(int64)
		}
		*y.Last += v
	case ofBefore:
		y.Before += v
		if corrects {
			y.BeforeAdjust += v
		}
	default:
		y.Posted[m.Number()] += v
		if corrects {
			y.Adjust[m.Number()] += v
		}
	}
}

// addHistory puts historic months before each unit's cut-over, in both years; last
// year is unknown as soon as one of its months is.
func (d *figureData) addHistory(l *figureLine) {
	year, n := d.q.Month.Year(), d.q.Month.Number()
	for k, u := range d.units {
		y := &l.years[k]
		if y.Last == nil {
			y.Last = new(int64)
		}
		if d.q.ChainID != 0 && u.cutOver > crm.NewMonth(year-1, 1) || d.historicForOffice() {
			y.Last = nil // history knows no chains and no offices
			continue
		}
		d.addHistoryBefore(l, k)
		for m := 1; m <= n; m++ {
			if now := crm.NewMonth(year, m); now < u.cutOver {
				v, _ := d.history.of(l.ind.Code, l.basis.Code, u.id, now)
				y.Posted[m] += v
				l.mixed = true
				if d.q.Window().Contains(now) {
					l.hist[k] += v
				}
			}
			if then := crm.NewMonth(year-1, m); then < u.cutOver && y.Last != nil {
				v, known := d.history.of(l.ind.Code, l.basis.Code, u.id, then)
				if !known {
					y.Last = nil
					continue
				}
				*y.Last += v
			}
		}
	}
}

// addHistoryBefore adds the historic months of a window that lie in earlier years.
func (d *figureData) addHistoryBefore(l *figureLine, k int) {
	for m := d.q.Window().From; m < crm.NewMonth(d.q.Month.Year(), 1); m = m.Add(1) {
		if m < d.units[k].cutOver {
			v, _ := d.history.of(l.ind.Code, l.basis.Code, d.units[k].id, m)
			l.years[k].Before += v
			l.hist[k] += v
			l.mixed = true
		}
	}
}

// cityHistory gives the total last year's city figures where no unit has its own.
func (d *figureData) cityHistory(l *figureLine) {
	if l.total.LastYear != nil || d.q.ChainID != 0 || d.q.OfficeID != 0 {
		return
	}
	var sum int64
	for m := 1; m <= d.q.Month.Number(); m++ {
		then := crm.NewMonth(d.q.Month.Year()-1, m)
		v, ok := d.history.months[historyKey{l.ind.Code, l.basis.Code, then.Year(), then, d.tree.root.id}]
		if !ok {
			return
		}
		for _, u := range d.units {
			if then >= u.cutOver {
				return
			}
		}
		sum += v
	}
	l.total.LastYear = &sum
	l.total.Complete(l.pace)
}

// figures puts all indicators together and ranks the units.
func (d *figureData) figures() (crm.Figures, []*figureLine, error) {
	f := crm.Figures{Month: d.q.Month, Year: d.q.Month.Year(), CutOff: d.q.Month.CutOff(d.set.CutOffDay),
		Labels: map[string]string{}, Total: map[string]crm.Figure{}, Units: make([]crm.FigureUnit, len(d.units))}
	for k, u := range d.units {
		f.Units[k] = crm.FigureUnit{ID: u.code, Name: u.name, Figures: map[string]crm.Figure{}}
	}
	if !d.q.Window().Single() {
		f.From = d.q.From
	}
	by := d.q.RankBy
	if by == "" {
		by = crm.RankByRate
	}
	var lines []*figureLine
	for _, i := range d.inds {
		b, err := d.basisOf(i)
		if err != nil {
			return f, nil, err
		}
		l := d.line(i, b)
		lines = append(lines, l)
		f.Labels[i.Code], f.Total[i.Code] = i.Label, l.total
		for k := range d.units {
			f.Units[k].Figures[i.Code] = l.units[k]
		}
		f.RankUnits(i.Code, by, d.tree.unranked(), d.ranks[i.Code])
	}
	return f, lines, nil
}

// Figures returns the figures of a month (contract §1): of a closed month those of its
// snapshot unless another day, basis or chain is asked for. A viewer gets the units of
// its scope and totals over these.
func (s *Store) Figures(ctx context.Context, v crm.Viewer, q crm.FiguresQuery) (crm.Figures, error) {
	var f crm.Figures
	if err := checkFigures(v, q, s.Today()); err != nil {
		return f, err
	}
	err := s.readOnce(ctx, func(r querier) (err error) {
		f, err = figuresFor(ctx, r, v, q)
		return err
	})
	return f, s.translate(err)
}

func checkFigures(v crm.Viewer, q crm.FiguresQuery, today crm.Date) error {
	if err := v.Require(crm.ActReadFigures); err != nil {
		return err
	}
	if _, err := crm.ParseMonth(string(q.Month)); err != nil {
		return err
	}
	if err := q.RankBy.Check(); err != nil {
		return err
	}
	if q.Month > today.Month() {
		return crm.Invalid("month", "%s还没到，最近可看 %s", q.Month.Label(), today.Month().Label())
	}
	if q.OfficeID != 0 && q.UnitID != 0 {
		return crm.Invalid("office", "“unit”和“office”只能给一个：归属单位的数和引荐数不能相加")
	}
	if q.From != "" {
		if _, err := crm.ParseWindow(string(q.From) + ".." + string(q.Month)); err != nil {
			return err
		}
	}
	if q.AsKnown != "" {
		if _, err := crm.ParseDate(string(q.AsKnown)); err != nil {
			return err
		}
		if q.AsKnown > today {
			return crm.Invalid("asKnown", "%s 还没到，不能知道那天的数据", q.AsKnown)
		}
	}
	return nil
}

func figuresFor(ctx context.Context, r querier, v crm.Viewer, q crm.FiguresQuery) (crm.Figures, error) {
	f, tree, err := wholeFigures(ctx, r, q)
	if err != nil {
		return f, err
	}
	keep, _, err := figureScope(v, crm.ActReadFigures, tree, q)
	if err != nil {
		return f, err
	}
	if keep == nil && f.SHA256 != "" {
		return f, nil // frozen: its hash is the printed one
	}
	if keep != nil {
		f.ScopeTo(keep)
	}
	return f, f.Seal()
}

// wholeFigures are the whole city's, frozen or worked out now.
func wholeFigures(ctx context.Context, r querier, asked crm.FiguresQuery) (crm.Figures, *unitTree, error) {
	q, snap, frozen, err := standing(ctx, r, asked)
	if err != nil {
		return crm.Figures{}, nil, err
	}
	if frozen {
		tree, err := loadUnitTree(ctx, r)
		if err != nil {
			return crm.Figures{}, nil, err
		}
		f, err := snapshotFigures(ctx, r, snap)
		return f, tree, err
	}
	d, err := loadFigures(ctx, r, q)
	if err != nil {
		return crm.Figures{}, nil, err
	}
	f, _, err := d.figures()
	if snap != "" {
		f.Snapshot = &snap
	}
	return f, d.tree, err
}

// standing says what answers a query: frozen, the snapshot of its closed month. Any other
// question about closed months (another basis, window, chain, office, ranking) is worked
// out as known when it was closed, so that later acts do not change the answer;
// number is then the snapshot's, "" for a window, another day or an open month.
func standing(ctx context.Context, q querier, fq crm.FiguresQuery) (_ crm.FiguresQuery, number string, frozen bool, err error) {
	if err := chainExists(ctx, q, fq.ChainID); err != nil {
		return fq, "", false, err
	}
	number, closed, err := closedSnapshot(ctx, q, fq.Month)
	switch {
	case err != nil || !closed || fq.AsKnown != "":
		return fq, "", false, err
	case fq.Frozen():
		return fq, number, true, nil
	}
	err = q.QueryRowContext(ctx, "SELECT known_on, at FROM snapshots WHERE number = $1", number).Scan(&fq.AsKnown, &fq.ShutAt)
	if !fq.Window().Single() {
		number = ""
	}
	return fq, number, false, err
}

// chainExists refuses a chain that is asked for and does not exist; 0 is none.
func chainExists(ctx context.Context, q querier, id int64) error {
	if id == 0 {
		return nil
	}
	var n int
	if err := q.QueryRowContext(ctx, "SELECT COUNT(*) FROM chains WHERE id = $1", id).Scan(&n); err != nil || n > 0 {
		return err
	}
	return crm.NotFound("产业链")
}

// figureScope tells which credited units (by code) the viewer and the query reach; nil
// is the whole city. The scope is that of rows; name is the unit asked for.
func figureScope(v crm.Viewer, a crm.Act, tree *unitTree, q crm.FiguresQuery) (map[string]bool, crm.Scope, error) {
	sc := v.Scope(a)
	if q.OfficeID != 0 {
		if u, ok := tree.byID[q.OfficeID]; !ok || !sc.Has(q.OfficeID) || u.credited(q.Month.Year()) || u.id == tree.root.id {
			return nil, sc, crm.NotFound("引荐单位")
		}
		return nil, crm.Scope{All: true}, nil
	}
	if q.UnitID != 0 {
		if _, ok := tree.byID[q.UnitID]; !ok || !sc.Has(q.UnitID) {
			return nil, sc, crm.NotFound("单位")
		}
		if q.UnitID != tree.root.id || !sc.All {
			sc = narrow(sc, tree.subtree(q.UnitID))
		}
	}
	if sc.All {
		return nil, sc, nil
	}
	keep := map[string]bool{}
	for _, id := range sc.Units {
		keep[tree.byID[id].code] = true
	}
	return keep, sc, nil
}
