package store

import (
	"context"
	"database/sql"
	"fmt"

	"yinfeng/crm"
)

func loadIndicators(ctx context.Context, q querier) ([]crm.Indicator, error) {
	return collect(ctx, q, func(r *sql.Rows) (i crm.Indicator, err error) {
		err = r.Scan(&i.Code, &i.Label, &i.Kind, &i.Currency, &i.Unit, &i.Source, &i.DefaultBasis, &i.ParentCode, &i.Order, &i.Note)
		return i, err
	}, "SELECT code, label, kind, currency, unit, source, default_basis, parent_code, sort, note FROM indicators ORDER BY sort, code")
}

func loadBases(ctx context.Context, q querier) ([]crm.Basis, error) {
	return collect(ctx, q, func(r *sql.Rows) (b crm.Basis, err error) {
		var filter string
		if err = r.Scan(&b.Indicator, &b.Code, &b.Label, &filter, &b.FromYear, &b.ToYear, &b.Default, &b.Note, &b.Order); err != nil {
			return b, err
		}
		if b.Filter, err = crm.ParseBasisFilter(filter); err != nil {
			err = fmt.Errorf("basis %s %s: %w", b.Indicator, b.Code, err)
		}
		return b, err
	}, "SELECT indicator, code, label, filter, from_year, to_year, is_default, note, sort FROM bases ORDER BY indicator, sort, code")
}

// known limits rows to what fq knows: those of the days to AsKnown, of that day itself
// under a snapshot only those up to its time. place is AsKnown's placeholder, prefix the
// table's alias with its dot, at the column of the row's time. "" where nothing limits.
func known(fq crm.FiguresQuery, prefix, at, place string) string {
	switch {
	case fq.AsKnown == "":
		return ""
	case fq.ShutAt == 0:
		return fmt.Sprintf(" AND %sknown_on <= %s", prefix, place)
	}
	return fmt.Sprintf(" AND (%[1]sknown_on < %[3]s OR %[1]sknown_on = %[3]s AND %[1]s%[2]s <= %[4]d)", prefix, at, place, fq.ShutAt)
}

// basisDefaults are the default bases of all years: by indicator, the newest year first,
// of a year the newest version first; own is what an indicator has where no year says.
type basisDefaults struct {
	rows  []crm.BasisDefault
	bases []crm.Basis
	own   map[string]string
}

// loadDefaults reads the defaults as they stand, or as fq knows them.
func loadDefaults(ctx context.Context, q querier, inds []crm.Indicator, bases []crm.Basis, fq crm.FiguresQuery) (basisDefaults, error) {
	d := basisDefaults{bases: bases, own: map[string]string{}}
	for _, i := range inds {
		d.own[i.Code] = i.DefaultBasis
	}
	text, args := "SELECT indicator, year, basis, known_on FROM basis_defaults WHERE is_current = TRUE", []any{}
	if fq.AsKnown != "" {
		text, args = "SELECT indicator, year, basis, known_on FROM basis_defaults WHERE 1 = 1"+known(fq, "", "at", "$1"), append(args, fq.AsKnown)
	}
	var err error
	d.rows, err = collect(ctx, q, func(r *sql.Rows) (x crm.BasisDefault, err error) {
		err = r.Scan(&x.Indicator, &x.Year, &x.Basis, &x.KnownOn)
		return x, err
	}, text+" ORDER BY indicator, year DESC, id DESC", args...)
	return d, err
}

// of is an indicator's default basis in a year: the newest of that or an earlier year
// that is valid in it, else the indicator's own.
func (d basisDefaults) of(indicator string, year int) string {
	for n, x := range d.rows {
		if x.Indicator != indicator || x.Year > year || n > 0 && d.rows[n-1].Indicator == indicator && d.rows[n-1].Year == x.Year {
			continue
		}
		for _, b := range d.bases {
			if b.Indicator == indicator && b.Code == x.Basis && b.ValidIn(year) {
				return x.Basis
			}
		}
	}
	return d.own[indicator]
}

// in gives the indicators their default bases of a year.
func (d basisDefaults) in(year int, inds []crm.Indicator) {
	for k, i := range inds {
		inds[k].DefaultBasis = d.of(i.Code, year)
	}
}
