package store

import (
	"context"
	"errors"

	"yinfeng/crm"
)

// forecastYears is how far back seasons are looked for.
const forecastYears = 10

// Forecast forecasts the year's end of an indicator from the figures of a month: for the
// city, one unit, or what the viewer sees.
func (s *Store) Forecast(ctx context.Context, v crm.Viewer, in crm.ForecastQuery) (crm.Forecast, error) {
	if in.Indicator == "" {
		in.Indicator = crm.IndCapital
	}
	q := crm.FiguresQuery{Month: in.Month, UnitID: in.UnitID}
	if in.Basis != "" {
		q.Bases = map[string]string{in.Indicator: in.Basis}
	}
	var f crm.Forecast
	if err := checkFigures(v, q, s.Today()); err != nil {
		return f, err
	}
	err := s.readOnce(ctx, func(r querier) (err error) {
		f, err = forecastFor(ctx, r, v, q, in, s.Today())
		return err
	})
	return f, s.translate(err)
}

// forecaster collects what a forecast stands on.
type forecaster struct {
	ctx   context.Context
	q     querier
	asked crm.FiguresQuery // as it stands: of a closed month as known at its closing
	ind   crm.Indicator
	basis crm.Basis
	keep  map[string]bool // credited units by code; nil = the whole city
	today crm.Date
	every bool // list every contract that owes
	d     *figureData
	out   *crm.Forecast
}

func forecastFor(ctx context.Context, q querier, v crm.Viewer, fq crm.FiguresQuery, in crm.ForecastQuery, today crm.Date) (crm.Forecast, error) {
	none, indicator := crm.Forecast{}, in.Indicator
	figs, err := figuresFor(ctx, q, v, fq)
	if err != nil {
		return none, err
	}
	total, ok := figs.Total[indicator]
	if !ok {
		return none, crm.Invalid("indicator", "没有“%s”这个指标", indicator)
	}
	asked, _, frozen, err := standing(ctx, q, fq)
	if err != nil {
		return none, err
	}
	if frozen && figs.Snapshot != nil {
		if err := q.QueryRowContext(ctx, "SELECT known_on, at FROM snapshots WHERE number = $1", *figs.Snapshot).Scan(&asked.AsKnown, &asked.ShutAt); err != nil {
			return none, err
		}
	}
	w := &forecaster{ctx: ctx, q: q, asked: asked, today: today, every: in.Every, out: &crm.Forecast{Month: fq.Month, Indicator: indicator, Label: figs.Labels[indicator],
		Kind: total.Kind, Currency: total.Currency, Basis: total.Basis, Snapshot: figs.Snapshot, Done: total.Cumulative, Target: total.Target,
		Closers: []crm.ForecastCloser{}}}
	if w.d, err = loadFigures(ctx, q, w.question(fq.Month)); err != nil {
		return none, err
	}
	if w.keep, _, err = figureScope(v, crm.ActReadFigures, w.d.tree, fq); err != nil {
		return none, err
	}
	w.name(v, fq)
	years, err := w.seasons()
	if err != nil {
		return none, err
	}
	w.out.Estimate(years)
	if err := w.owed(); err != nil {
		return none, err
	}
	w.out.Explain()
	return *w.out, nil
}

// question asks the figures of another month by the same basis and knowledge.
func (w *forecaster) question(m crm.Month) crm.FiguresQuery {
	return crm.FiguresQuery{Month: m, AsKnown: w.asked.AsKnown, ShutAt: w.asked.ShutAt, Bases: w.asked.Bases}
}

// name says whose forecast it is and by which basis.
func (w *forecaster) name(v crm.Viewer, fq crm.FiguresQuery) {
	for _, i := range w.d.inds {
		if i.Code == w.out.Indicator {
			w.ind = i
		}
	}
	for _, b := range w.d.bases {
		if b.Indicator == w.ind.Code && b.Code == w.out.Basis {
			w.basis = b
		}
	}
	if w.basis.Code == "" {
		w.basis = crm.Basis{Indicator: w.ind.Code, Code: w.out.Basis}
	}
	w.out.BasisName = w.basis.Label
	switch u := w.d.tree.byID[fq.UnitID]; {
	case w.keep == nil:
		w.out.UnitName = w.d.tree.root.name
	case fq.UnitID != 0:
		w.out.Unit, w.out.UnitName = u.code, u.name
	default:
		w.out.UnitName = w.d.tree.byID[v.UnitID].name
	}
	if unit := w.d.tree.totalUnit(w.keep, fq.Month.Year()); unit != "" && w.out.Basis != "" {
		ref := crm.FigureRef{Window: fq.Window(), Indicator: w.ind.Code, Basis: w.out.Basis, Unit: unit, Field: crm.FieldCumulative}
		if w.out.Snapshot != nil {
			ref.Snapshot = *w.out.Snapshot
		}
		w.out.Ref = ref.String()
	}
}

// seasons finds the past years whose twelve months are known for all the units asked for,
// or for the city as a whole.
func (w *forecaster) seasons() ([]crm.SeasonYear, error) {
	closed, err := lastClosed(w.ctx, w.q)
	if err != nil {
		return nil, err
	}
	first, err := w.firstYear()
	if err != nil {
		return nil, err
	}
	var out []crm.SeasonYear
	for year := w.out.Month.Year() - 1; year >= first; year-- {
		d, err := loadFigures(w.ctx, w.q, w.question(crm.NewMonth(year, 12)))
		var refused *crm.Error
		if errors.As(err, &refused) && refused.Code == crm.CodeInvalid {
			continue // the basis is not valid in that year
		}
		if err != nil {
			return nil, err
		}
		if !w.basis.ValidIn(year) {
			continue
		}
		if y, ok := w.season(d, year, closed); ok {
			out = append(out, y)
		}
	}
	return out, nil
}

// firstYear is the earliest year of which anything may be known.
func (w *forecaster) firstYear() (int, error) {
	first := w.out.Month.Year()
	for _, u := range w.d.units {
		if u.cutOver != "" {
			first = min(first, u.cutOver.Year())
		}
	}
	var history int
	err := w.q.QueryRowContext(w.ctx, "SELECT COALESCE(MIN(year), 0) FROM historic_figures WHERE indicator = $1 AND month <> ''", w.ind.Code).Scan(&history)
	if history > 0 {
		first = min(first, history)
	}
	return max(first, w.out.Month.Year()-forecastYears), err
}

// season is one year of the units asked for; false when a month of one is not known.
func (w *forecaster) season(d *figureData, year int, closed crm.Month) (crm.SeasonYear, bool) {
	if w.keep == nil && !w.unitsHave(d, year) {
		if y, ok := w.cityYear(d, year); ok {
			return y, true
		}
	}
	line, out, found := d.line(w.ind, w.basis), crm.SeasonYear{Year: year}, false
	for k, u := range d.units {
		if w.keep != nil && !w.keep[u.code] {
			continue
		}
		if !d.wholeYear(w.ind, w.basis, u, year, closed) {
			return out, false
		}
		found = true
		for m := 1; m <= 12; m++ {
			out.Months[m-1] += line.years[k].Posted[m]
		}
	}
	return out, found
}

// unitsHave reports whether any unit has historic months of its own in a year.
func (w *forecaster) unitsHave(d *figureData, year int) bool {
	for _, u := range d.units {
		for m := 1; m <= 12; m++ {
			if _, ok := d.history.months[historyKey{w.ind.Code, w.basis.Code, year, crm.NewMonth(year, m), u.id}]; ok {
				return true
			}
		}
	}
	return false
}

// wholeYear reports whether all months of a unit's year are known: historic ones before
// its cut-over, closed ones after it.
func (d *figureData) wholeYear(i crm.Indicator, b crm.Basis, u reportUnit, year int, closed crm.Month) bool {
	for m := crm.NewMonth(year, 1); m <= crm.NewMonth(year, 12); m = m.Add(1) {
		if m >= u.cutOver {
			return closed >= crm.NewMonth(year, 12)
		}
		if _, known := d.history.of(i.Code, b.Code, u.id, m); !known {
			return false
		}
	}
	return true
}

// cityYear is a year of the city's own historic figures, where its units have none.
func (w *forecaster) cityYear(d *figureData, year int) (crm.SeasonYear, bool) {
	out := crm.SeasonYear{Year: year}
	for _, u := range d.units {
		if u.cutOver <= crm.NewMonth(year, 12) {
			return out, false
		}
	}
	for m := 1; m <= 12; m++ {
		v, ok := d.history.months[historyKey{w.ind.Code, w.basis.Code, year, crm.NewMonth(year, m), d.tree.root.id}]
		if !ok {
			return out, false
		}
		out.Months[m-1] = v
	}
	return out, true
}

// unitNames joins the names of credited units.
func (w *forecaster) unitNames(shares []crm.Share) (s string) {
	for i, x := range shares {
		if i > 0 {
			s += "、"
		}
		s += x.UnitName
	}
	return s
}

// until is the last day that the forecast knows.
func (w *forecaster) until() crm.Date {
	d := min(w.out.Month.Last(), w.today)
	if w.asked.AsKnown != "" {
		d = min(d, w.asked.AsKnown)
	}
	return d
}
