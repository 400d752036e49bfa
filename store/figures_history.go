package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// history is what stood before the system: monthly aggregates by indicator, basis, unit
// and month, and which units have only a yearly one (domain §7, going live).
type history struct {
	months map[historyKey]int64
	yearly map[historyKey]bool // month "" : a yearly figure stands
	loaded map[historyKey]bool // unit 0: some unit has a figure of the month
}

type historyKey struct {
	indicator, basis string
	year             int
	month            crm.Month
	unit             int64
}

// loadHistory reads the historic figures of the years that count, when any unit went live after
// their first month.
func (d *figureData) loadHistory(ctx context.Context, q querier, w window) error {
	d.history = history{map[historyKey]int64{}, map[historyKey]bool{}, map[historyKey]bool{}}
	first, needed := w.lastFirst, false
	if w.before != "" {
		first = min(first, w.before)
	}
	for _, u := range d.units {
		needed = needed || u.cutOver > first
	}
	if !needed {
		return nil
	}
	type row struct {
		historyKey
		currency crm.Currency
		value    int64
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (h row, err error) {
		err = r.Scan(&h.unit, &h.indicator, &h.basis, &h.currency, &h.year, &h.month, &h.value)
		return h, err
	}, `SELECT unit_id, indicator, basis, currency, year, month, value FROM historic_figures
		WHERE year >= $1 AND year <= $2 AND period = '' ORDER BY id`, first.Year(), w.month.Year())
	if err != nil {
		return err
	}
	inds := map[string]crm.Indicator{}
	for _, i := range d.inds {
		inds[i.Code] = i
	}
	for _, h := range rows {
		i, ok := inds[h.indicator]
		if !ok || h.currency != i.Currency {
			continue
		}
		if h.basis == "" {
			h.basis = d.defaults.of(i.Code, h.year)
		}
		if h.month == "" {
			d.history.yearly[h.historyKey] = true
			continue
		}
		d.history.months[h.historyKey] += h.value
		if h.unit == d.tree.root.id {
			continue // the city's own figure says nothing of its units
		}
		h.unit = 0
		d.history.loaded[h.historyKey] = true
	}
	return nil
}

// of returns a unit's historic figure of a month; unknown when there is none, or only
// a yearly one. A month that other units have counts as 0 for a unit that has nothing.
func (h history) of(indicator, basis string, unit int64, m crm.Month) (int64, bool) {
	k := historyKey{indicator, basis, m.Year(), m, unit}
	if v, ok := h.months[k]; ok {
		return v, true
	}
	all := k
	all.unit = 0
	k.month = ""
	return 0, h.loaded[all] && !h.yearly[k]
}
