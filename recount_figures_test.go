package main

import (
	"encoding/json"
	"math/big"
	"slices"
)

// sorting is a basis (口径): what of the ledger an indicator counts (domain §7).
type sorting struct {
	code, label string
	filter      struct {
		Origins, Currency, Adjustments, States []string
		Fixed, FDI                             *bool
		Chains, Units                          []int64
		Months                                 []int
	}
}

// figure is one indicator of one unit, or of the city.
type figure struct {
	target, last       *int64
	month, adjust, sum int64
}

// figureLine is an indicator under a basis over the units of the year.
type figureLine struct {
	code, label, unit, source, currency, kind string
	basis                                     sorting
	per                                       int64
	pace                                      *big.Rat
	units                                     []figure
	total                                     figure
	whole                                     bool        // under its default basis
	within                                    *figureLine // 其中
}

// bases are an indicator's bases that hold in the year, in order.
func (v *monthView) bases(indicator string) []sorting {
	var rows []rawRow
	for _, r := range v.raw["bases"] {
		from, to := r.num("from_year"), r.num("to_year")
		if r.text("indicator") == indicator && (from == 0 || int64(v.year) >= from) && (to == 0 || int64(v.year) <= to) {
			rows = append(rows, r)
		}
	}
	byKeys(rows, key(func(r rawRow) int64 { return r.num("sort") }), key(func(r rawRow) string { return r.text("code") }))
	out := make([]sorting, len(rows))
	for i, r := range rows {
		out[i].code, out[i].label = r.text("code"), r.text("label")
		if err := json.Unmarshal([]byte(r.text("filter")), &out[i].filter); err != nil {
			panic(err)
		}
		if out[i].filter.States != nil && !slices.Equal(out[i].filter.States, []string{"verified"}) {
			panic("recount: a basis of what is not verified has no raw facts of the past")
		}
	}
	return out
}

// default basis of an indicator in a year: the newest that was set for it or an earlier year.
func (v *monthView) defaultBasis(indicator, own string) string {
	year := int64(0)
	for _, r := range v.raw["basis_defaults"] {
		if r.text("indicator") == indicator && r.num("year") <= int64(v.year) && r.num("year") >= year && v.when.knew(r.text("known_on"), r.num("at")) {
			own, year = r.text("basis"), r.num("year")
		}
	}
	return own
}

// in tells whether a list that filters has a value; an empty one does not filter.
func in[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }

// times of year and corrections that a basis counts.
func (s sorting) hasMonth(unit, chain int64, month, adjust string) bool {
	_, n := splitMonth(month)
	if adjust == "" {
		adjust = "own"
	}
	return in(s.filter.Units, unit) && in(s.filter.Chains, chain) && in(s.filter.Months, n) && in(s.filter.Adjustments, adjust)
}

// counts tells whether a basis counts a line of money, taken as one of the given month.
func (s sorting) counts(x *credit, month string) bool {
	f := s.filter
	return in(f.Origins, x.origin) && in(f.Currency, x.currency) && (f.Fixed == nil || *f.Fixed == x.fixed) && (f.FDI == nil || *f.FDI == x.fdi) &&
		s.hasMonth(x.unit, x.chain, month, x.adjust)
}

// inside tells whether all that a basis counts is counted by the whole too, so that it may be an 其中.
func (s sorting) inside(whole sorting) bool {
	f, w := s.filter, whole.filter
	return insideList(f.Origins, w.Origins) && insideList(f.Currency, w.Currency) && insideList(f.Adjustments, w.Adjustments) &&
		insideList(f.Chains, w.Chains) && insideList(f.Units, w.Units) && insideList(f.Months, w.Months) &&
		(w.Fixed == nil || f.Fixed != nil && *f.Fixed == *w.Fixed) && (w.FDI == nil || f.FDI != nil && *f.FDI == *w.FDI)
}

func insideList[T comparable](part, whole []T) bool {
	return len(whole) == 0 || len(part) > 0 && !slices.ContainsFunc(part, func(x T) bool { return !slices.Contains(whole, x) })
}

// lines are all indicators in order under their default basis, money of the ledger with its 其中.
func (v *monthView) lines() []*figureLine {
	if v.made != nil {
		return v.made
	}
	rows := slices.Clone(v.raw["indicators"])
	byKeys(rows, key(func(r rawRow) int64 { return r.num("sort") }), key(func(r rawRow) string { return r.text("code") }))
	var out []*figureLine
	for _, r := range rows {
		code := v.defaultBasis(r.text("code"), r.text("default_basis"))
		l := &figureLine{code: r.text("code"), label: r.text("label"), unit: r.text("unit"), source: r.text("source"), currency: r.text("currency"),
			kind: r.text("kind"), basis: sorting{code: code}}
		all := v.bases(l.code)
		for _, b := range all {
			if b.code == code {
				l.basis = b
			}
		}
		v.fill(l, "")
		for _, b := range all {
			if l.source == "capital" && b.code != code && b.inside(l.basis) {
				w := *l
				w.basis, w.total = b, figure{}
				v.fill(&w, b.code)
				l.within = &w
				break
			}
		}
		out = append(out, l)
	}
	v.made = out
	return out
}

// fill works out a line; part is the basis that targets of an 其中 name.
func (v *monthView) fill(l *figureLine, part string) {
	l.per = map[string]int64{"亿元": 1e10, "亿美元": 1e10, "万元": 1e6, "万美元": 1e6}[l.unit]
	if l.kind == "count" {
		l.per = 1
	}
	l.pace, l.whole = v.pace(l.code), part == ""
	units := v.creditedUnits(v.year)
	l.units = make([]figure, len(units))
	known := true
	var last int64
	for k, u := range units {
		f := &l.units[k]
		f.target, f.last = v.target(u.id, 0, l.code, part), v.lastYear(l, u)
		v.add(f, l, u)
		l.total.month, l.total.adjust, l.total.sum = l.total.month+f.month, l.total.adjust+f.adjust, l.total.sum+f.sum
		if f.last == nil {
			known = false
		} else {
			last += *f.last
		}
	}
	if l.total.target = v.target(v.root.id, 0, l.code, part); known && len(units) > 0 {
		l.total.last = &last
	} else {
		l.total.last = v.cityLastYear(l, units)
	}
}

// pace is 序时进度: months ÷ 12, or the curve that was set for the year.
func (v *monthView) pace(indicator string) *big.Rat {
	p := big.NewRat(int64(v.n), 12)
	for _, r := range v.raw["pace_curves"] {
		if r.num("year") != int64(v.year) || r.text("indicator") != indicator || !v.when.knew(r.text("known_on"), r.num("at")) {
			continue
		}
		var months []int64
		if err := json.Unmarshal([]byte(r.text("months")), &months); err != nil {
			panic(err)
		}
		if p = big.NewRat(int64(v.n), 12); len(months) == 12 {
			p = big.NewRat(months[v.n-1], 10000)
		}
	}
	return p
}

// target is the newest version of a target that was known, nil for none.
func (v *monthView) target(unit, chain int64, indicator, basis string) *int64 {
	var out *int64
	for _, r := range v.raw["targets"] {
		if r.num("year") == int64(v.year) && r.num("unit_id") == unit && r.num("chain_id") == chain && r.text("indicator") == indicator &&
			r.text("basis") == basis && v.when.knew(r.text("known_on"), r.num("at")) {
			n := r.num("value")
			if out = &n; r.yes("removed") {
				out = nil
			}
		}
	}
	return out
}

// value is what a line of money gives to an indicator.
func (l *figureLine) value(x *credit) int64 {
	if l.currency == "USD" {
		return x.usd
	}
	return x.cny
}

// add sums what a unit got in the year's months, and before its cut-over what history says.
func (v *monthView) add(f *figure, l *figureLine, u *placeUnit) {
	post := func(month, adjust string, n int64) {
		if month[:4] != v.month[:4] || adjust == "earlier" || month < u.cutOver {
			return
		}
		if f.sum += n; month == v.month {
			f.month += n
			if adjust == "sameYear" {
				f.adjust += n
			}
		}
	}
	v.each(l, u, func(month, original, adjust string, n int64) { post(month, adjust, n) })
	for m := 1; m <= v.n; m++ {
		if month := monthText(v.year, m); month < u.cutOver {
			n, _ := v.historic(l, u.id, month)
			if f.sum += n; month == v.month {
				f.month += n
			}
		}
	}
}

// each hands over what an indicator's raw facts give to a unit.
func (v *monthView) each(l *figureLine, u *placeUnit, do func(month, original, adjust string, n int64)) {
	switch l.source {
	case "capital":
		for _, x := range v.credits {
			month := x.month
			if x.adjust == "earlier" {
				month = x.original
			}
			if x.unit == u.id && v.has(x.month, x.known) && l.basis.counts(x, month) {
				do(x.month, x.original, x.adjust, l.value(x))
			}
		}
	case "milestone":
		for _, x := range v.counts {
			n := x.count
			if l.kind == "money" {
				n = x.cny
			}
			if x.unit == u.id && x.indicator == l.code && !x.joint && v.has(x.month, x.known) && l.basis.hasMonth(x.unit, x.chain, x.month, x.adjust) {
				do(x.month, x.original, x.adjust, n)
			}
		}
	default: // typed in by month: the newest version
		typed := map[string]int64{}
		for _, r := range v.raw["manual_values"] {
			if r.text("indicator") == l.code && r.num("unit_id") == u.id && r.text("month") <= v.month && v.when.knew(r.text("known_on"), r.num("at")) {
				typed[r.text("month")] = r.num("value")
			}
		}
		for month, n := range typed {
			if l.basis.hasMonth(u.id, 0, month, "") {
				do(month, "", "", n)
			}
		}
	}
}

// lastYear is a unit's same months of last year as restated; nil when one of them is not known.
func (v *monthView) lastYear(l *figureLine, u *placeUnit) *int64 {
	var sum int64
	first, end := monthText(v.year-1, 1), monthText(v.year-1, v.n)
	v.each(l, u, func(month, original, adjust string, n int64) {
		if adjust == "earlier" {
			month = original // a correction of it, made this year
		}
		if first <= month && month <= end && month >= u.cutOver {
			sum += n
		}
	})
	for m := 1; m <= v.n; m++ {
		if month := monthText(v.year-1, m); month < u.cutOver {
			n, known := v.historic(l, u.id, month)
			if !known {
				return nil
			}
			sum += n
		}
	}
	return &sum
}

// historic is a unit's 历史汇总数 of a month. A month that others have counts as 0 for a unit that
// has nothing; one of which only the year is known is not known.
func (v *monthView) historic(l *figureLine, unit int64, month string) (sum int64, known bool) {
	own, others, yearly := false, false, false
	for _, r := range v.history(l, month) {
		if r.num("unit_id") == unit {
			sum, own = sum+r.num("value"), true
		} else if r.num("unit_id") != v.root.id { // the city's own says nothing of its units
			others = true
		}
	}
	for _, r := range v.history(l, "") {
		yearly = yearly || r.num("unit_id") == unit && r.num("year") == yearOf(month)
	}
	return sum, own || others && !yearly
}

func yearOf(month string) int64 {
	year, _ := splitMonth(month)
	return int64(year)
}

// history are an indicator's historic rows of a month under the line's basis; "" is the yearly ones.
func (v *monthView) history(l *figureLine, month string) []rawRow {
	if v.historyBy == nil {
		v.historyBy = map[string][]rawRow{}
		for _, r := range v.raw["historic_figures"] {
			if r.text("period") == "" {
				k := r.text("indicator") + "/" + r.text("basis") + "/" + r.text("currency") + "/" + r.text("month")
				v.historyBy[k] = append(v.historyBy[k], r)
			}
		}
	}
	at := func(basis string) []rawRow { return v.historyBy[l.code+"/"+basis+"/"+l.currency+"/"+month] }
	if l.whole { // rows that name no basis are of the default one
		return slices.Concat(at(l.basis.code), at(""))
	}
	return at(l.basis.code)
}

// cityLastYear is what the city alone has of last year's months, when they are historic for all.
func (v *monthView) cityLastYear(l *figureLine, units []*placeUnit) *int64 {
	var sum int64
	for m := 1; m <= v.n; m++ {
		month, found := monthText(v.year-1, m), false
		for _, r := range v.history(l, month) {
			if r.num("unit_id") == v.root.id {
				sum, found = sum+r.num("value"), true
			}
		}
		live := slices.ContainsFunc(units, func(u *placeUnit) bool { return month >= u.cutOver })
		if !found || live {
			return nil
		}
	}
	return &sum
}
