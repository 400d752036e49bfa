package store

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"

	"yinfeng/crm"
)

// load reads the indicators and the historic figures of the units and years, and works out
// what each cell says of its month alone.
func (k *matrixKind) load(recs []*crm.ImportRecord) error {
	list, err := loadIndicators(k.p.ctx, k.p.q)
	if err != nil {
		return err
	}
	k.inds = map[string]crm.Indicator{}
	for _, i := range list {
		k.inds[i.Code] = i
	}
	var cells []*matrixCell
	var units []int64
	for _, r := range recs {
		if c := k.cell(r); c != nil {
			k.cells[r] = c
			if c.why == "" && c.unit != 0 {
				cells, units = append(cells, c), append(units, c.unit)
			}
		}
	}
	if err := k.loadFigures(units); err != nil {
		return err
	}
	k.months(cells)
	return nil
}

func (k *matrixKind) loadFigures(units []int64) error {
	type row struct {
		importFigure
		basis    string
		currency crm.Currency
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.id, &x.unit, &x.indicator, &x.basis, &x.currency, &x.year, &x.month, &x.value, &x.note)
	}, "SELECT id, unit_id, indicator, basis, currency, year, month, value, note FROM historic_figures WHERE %s AND period = '' ORDER BY id", "unit_id", units)
	for _, x := range list {
		i, known := k.inds[x.indicator]
		if known && x.currency == i.Currency && (x.basis == "" || x.basis == i.DefaultBasis) {
			f := x.importFigure
			k.have[f.figureKey] = &f
		}
	}
	return err
}

// months turns figures of the year up to a month into figures of the month alone: less the
// months before it, as they stand after the file. Where none of these is known the figure
// holds them too, and December's is the whole year's.
func (k *matrixKind) months(cells []*matrixCell) {
	slices.SortStableFunc(cells, func(a, b *matrixCell) int {
		return cmp.Or(cmp.Compare(a.unit, b.unit), strings.Compare(a.indicator, b.indicator), cmp.Compare(a.year, b.year), cmp.Compare(a.to, b.to))
	})
	type series struct {
		unit      int64
		indicator string
		year      int
	}
	var at series
	var months map[int]int64
	told := map[int]bool{}
	for _, c := range cells {
		if s := (series{c.unit, c.indicator, c.year}); s != at || months == nil {
			at, months, told = s, k.monthsKnown(c), map[int]bool{}
		}
		if c.counted(k.p.units.byID[c.unit]) {
			continue
		}
		c.value, c.from = c.fen, c.to
		if c.until {
			c.from = 1
			for m, v := range months {
				if m < c.to {
					c.value, c.from = c.value-v, max(c.from, m+1)
				}
			}
		}
		if c.until && c.to == 12 && c.from == 1 {
			c.month = ""
		}
		if c.twice = told[c.to]; !c.twice && c.month != "" {
			months[c.to] = c.value
		}
		told[c.to] = true
	}
}

// monthsKnown are the figures of the months of a cell's year that the database has.
func (k *matrixKind) monthsKnown(c *matrixCell) map[int]int64 {
	out := map[int]int64{}
	for m := 1; m <= 12; m++ {
		key := c.figureKey
		key.month = crm.NewMonth(c.year, m)
		if f := k.have[key]; f != nil {
			out[m] = f.value
		}
	}
	return out
}

// againstLedger holds a cell of a month that the ledger counts against its figure: it is
// known already, to the places as printed, or is not taken.
func (k *matrixKind) againstLedger(r *crm.ImportRecord, c *matrixCell, u crm.Unit) (importStep, error) {
	m := crm.NewMonth(c.year, c.to)
	units := k.ledger[m]
	if units == nil {
		d, err := loadFigures(k.p.ctx, k.p.q, crm.FiguresQuery{Month: m})
		if err != nil {
			return importStep{}, err
		}
		f, _, err := d.figures()
		if err != nil {
			return importStep{}, err
		}
		units = map[string]crm.FigureUnit{}
		for _, x := range f.Units {
			units[x.ID] = x
		}
		k.ledger[m] = units
	}
	f, known := units[u.Code].Figures[c.indicator]
	have := f.Month
	if c.until {
		have = f.Cumulative
	}
	if gap := have - c.fen; known && max(gap, -gap)*2 <= printedStep(r) {
		return importStep{outcome: crm.ImportUnchanged}, nil
	}
	word := "当月"
	if c.until {
		word = "累计"
	}
	since := "各月都"
	if u.CutOver != "" {
		since = "自 " + u.CutOver.Label() + " 起"
	}
	return rejected("%s%s由台账计算，%s%s系统里是 %s，表中是 %s；不能写入历史数", u.Name, since, m.Label(), word,
		moneyText(crm.Money{Amount: have, Currency: k.inds[c.indicator].Currency}), moneyText(crm.Money{Amount: c.fen, Currency: k.inds[c.indicator].Currency})), nil
}

// printedStep is one unit of the last place of a figure as printed, in fen.
func printedStep(r *crm.ImportRecord) int64 {
	step, text := int64(crm.FenPerWan), r.Text("value_wan")+r.Text("value_usd_wan")
	if yi := r.Text("value_yi"); yi != "" {
		step, text = step*10_000, yi
	}
	if _, places, ok := strings.Cut(text, "."); ok {
		for range places {
			step /= 10
		}
	}
	return step
}
