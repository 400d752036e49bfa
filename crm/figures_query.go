package crm

import (
	"math/big"
	"strings"
)

// FiguresQuery asks for the figures of a month (contract §1, `report figures`).
type FiguresQuery struct {
	Month    Month
	From     Month             // first month of a window that ends with Month; "" = Month alone
	AsKnown  Date              // only what was known on that day (known_on ≤ it); "" = now
	ShutAt   int64             // of that day itself only what was done up to this time (ms), a snapshot's; 0 = the whole day
	UnitID   int64             // one unit and what lies under it; 0 = all that the viewer sees
	OfficeID int64             // what one office or department introduced, by its share; 0 = credit to units
	Bases    map[string]string // indicator → basis in place of its default
	ChainID  int64             // one chain; 0 = all
	RankBy   RankBy            // "" = 完成率
}

// ParseBases reads pairs such as capital=outside.
func ParseBases(list []string) (map[string]string, error) {
	var out map[string]string
	for _, b := range list {
		indicator, basis, ok := strings.Cut(b, "=")
		if !ok {
			return nil, Invalid("basis", "口径“%s”写法不对，请写成 指标=口径，如 capital=outside", b)
		}
		if out == nil {
			out = map[string]string{}
		}
		out[indicator] = basis
	}
	return out, nil
}

// Window is the months that q's 本月 sums over.
func (q FiguresQuery) Window() Window {
	if q.From == "" {
		return Window{q.Month, q.Month}
	}
	return Window{q.From, q.Month}
}

// Frozen reports whether a closed month answers q from its snapshot: neither another
// day, window, basis, chain nor ranking is asked for.
func (q FiguresQuery) Frozen() bool {
	return q.Window().Single() && q.OfficeID == 0 && q.AsKnown == "" && len(q.Bases) == 0 && q.ChainID == 0 && (q.RankBy == "" || q.RankBy == RankByRate)
}

// UnitYear is what one unit did for one indicator under one basis in a year. Months are
// 1–12; Posted includes the same year's adjustments, Adjust is their part.
type UnitYear struct {
	Posted [13]int64
	Adjust [13]int64
	Last   *int64 // last year's same months as restated; nil unknown
	Target *int64
	// What a window that begins in an earlier year has of the years before: Posted and Adjust of them.
	Before, BeforeAdjust int64
}

// Over sums Posted and Adjust over w, which ends in this year.
func (y *UnitYear) Over(w Window) (posted, adjust int64) {
	first := 1
	if w.From.Year() == w.To.Year() {
		first = w.From.Number()
	} else {
		posted, adjust = y.Before, y.BeforeAdjust
	}
	for m := first; m <= w.To.Number(); m++ {
		posted, adjust = posted+y.Posted[m], adjust+y.Adjust[m]
	}
	return posted, adjust
}

// Sum adds Posted from January to month.
func (y *UnitYear) Sum(month int) int64 {
	var n int64
	for m := 1; m <= month; m++ {
		n += y.Posted[m]
	}
	return n
}

// Figure works out the figure of window w (domain §8): Month is what it sums to, the
// cumulative that of its last month's year. shape carries kind, currency and basis.
func (y *UnitYear) Figure(shape Figure, w Window, pace Fraction) Figure {
	f := shape
	f.Target, f.LastYear = y.Target, y.Last
	f.Month, f.Adjust = y.Over(w)
	f.Cumulative = y.Sum(w.To.Number())
	f.Complete(pace)
	return f
}

// TotalOf adds the parts; target is the whole's own. LastYear is known when every
// part's is.
func TotalOf(shape Figure, parts []Figure, target *int64, pace Fraction) Figure {
	f := shape
	f.Target = target
	var last int64
	known := len(parts) > 0
	for _, p := range parts {
		f.Month += p.Month
		f.Adjust += p.Adjust
		f.Cumulative += p.Cumulative
		if p.LastYear == nil {
			known = false
		} else {
			last += *p.LastYear
		}
	}
	if known {
		f.LastYear = &last
	}
	f.Complete(pace)
	return f
}

// SumTargets adds the parts' targets; nil when none has one.
func SumTargets(parts []Figure) *int64 {
	var sum int64
	found := false
	for _, p := range parts {
		if p.Target != nil {
			sum, found = sum+*p.Target, true
		}
	}
	if !found {
		return nil
	}
	return &sum
}

// ScopeTo keeps the units that keep names and makes the totals over them; ranks stay
// those of the whole city.
func (f *Figures) ScopeTo(keep map[string]bool) {
	units := make([]FigureUnit, 0, len(keep))
	for _, u := range f.Units {
		if keep[u.ID] {
			units = append(units, u)
		}
	}
	f.Units = units
	total := make(map[string]Figure, len(f.Total))
	for code, whole := range f.Total {
		parts := make([]Figure, len(units))
		for i, u := range units {
			parts[i] = u.Figures[code]
		}
		total[code] = scopedTotal(whole, parts, f.Month)
	}
	f.Total = total
}

// scopedTotal is the total of a line over some of its units.
func scopedTotal(whole Figure, parts []Figure, m Month) Figure {
	shape := Figure{Kind: whole.Kind, Currency: whole.Currency, Basis: whole.Basis}
	return TotalOf(shape, parts, SumTargets(parts), paceFrom(whole.Pace, m))
}

// paceFrom gets the exact pace back from its printed form: months ÷ 12, or the curve's
// basis points, which four decimals hold exactly.
func paceFrom(text *string, m Month) Fraction {
	even := PaceOf(m.Number(), nil)
	if text == nil || *text == *RatText(even.Rat(), 4) {
		return even
	}
	r, ok := new(big.Rat).SetString(*text)
	if !ok {
		return even
	}
	r.Mul(r, big.NewRat(FullShares, 1))
	return Fraction{r.Num().Int64() / r.Denom().Int64(), FullShares}
}

// ScopeTo makes the report of part of the city from the rows of the whole: units that
// keep names, rows that sc reaches, entries of several units cut to the share of the
// kept ones (domain §7, scoped reports). name is what titles say.
func (r *MonthReport) ScopeTo(keep map[string]bool, sc Scope, name string) {
	for i, l := range r.Lines {
		if l.Of == "" || l.Total == nil {
			continue
		}
		var kept []Figure
		for k, u := range r.Figures.Units {
			if keep[u.ID] && k < len(l.Units) {
				kept = append(kept, l.Units[k])
			}
		}
		total := scopedTotal(*l.Total, kept, r.Figures.Month)
		r.Lines[i].Units, r.Lines[i].Total = kept, &total
	}
	r.Figures.ScopeTo(keep)
	r.Head.Scope, r.Head.UnitCode = name, ""
	if len(r.Figures.Units) == 1 {
		r.Head.UnitCode = r.Figures.Units[0].ID
	}
	r.Projects = inScope(r.Projects, sc)
	r.Entries = scopedEntries(r.Entries, sc)
	r.Signed, r.Started, r.Producing = inScope(r.Signed, sc), inScope(r.Started, sc), inScope(r.Producing, sc)
	r.Talks, r.Trips, r.Receptions = inScope(r.Talks, sc), inScope(r.Trips, sc), inScope(r.Receptions, sc)
	all := len(r.Offices)
	r.Offices, r.Adjustments = inScope(r.Offices, sc), inScope(r.Adjustments, sc)
	if len(r.Offices) < all {
		r.ScoreTerms = []ScoreTerm{} // shares are of the maximum of all offices, who are not here
	}
	for i := range r.Scores {
		r.Scores[i].Lines = LinesIn(r.Scores[i].Lines, sc)
		HideMost(r.Scores[i].Lines)
	}
	r.rescopeHead()
	r.scopeSums(keep, sc)
}

// rescopeHead works out again what the head and the chart say of capital.
func (r *MonthReport) rescopeHead() {
	r.Head.HistoricCapital, r.Head.HistoricOutside, r.Head.HistoricForeign = 0, 0, 0
	for _, h := range r.UnitMonths {
		if !unitKept(r.Figures.Units, h.ID) {
			continue
		}
		r.Head.HistoricCapital += h.HistoricCapital
		r.Head.HistoricOutside += h.HistoricOutside
		r.Head.HistoricForeign += h.HistoricForeign
	}
	r.Series = r.seriesOf()
}

func unitKept(units []FigureUnit, id string) bool {
	for _, u := range units {
		if u.ID == id {
			return true
		}
	}
	return false
}

// seriesOf is the course of capital in place over the units of the report.
func (r *MonthReport) seriesOf() ReportSeries {
	var s ReportSeries
	target := r.Figures.Total[IndCapital].Target
	var sum int64
	for m := 1; m <= 12; m++ {
		if target != nil && m-1 < len(r.Paces) {
			p := r.Paces[m-1]
			v := MulDiv(*target, p.Num, p.Den)
			s.Months[m-1].Target = &v
		}
		if m > r.Figures.Month.Number() {
			continue
		}
		var done int64
		for _, u := range r.UnitMonths {
			if unitKept(r.Figures.Units, u.ID) {
				done += u.Posted[m-1]
			}
		}
		sum += done
		d, c := done, sum
		s.Months[m-1].Done, s.Months[m-1].Cumulative = &d, &c
	}
	return s
}

// Course sets the series of the whole report.
func (r *MonthReport) Course() { r.Series = r.seriesOf() }

type reached interface{ In(Scope) bool }

func inScope[T reached](rows []T, sc Scope) []T {
	out := []T{}
	for _, r := range rows {
		if r.In(sc) {
			out = append(out, r)
		}
	}
	return out
}

// scopedEntries cuts entries credited to several units to what the scope's units get;
// the reduction goes with the verified amount.
func scopedEntries(rows []ReportEntry, sc Scope) []ReportEntry {
	out := []ReportEntry{}
	for _, e := range rows {
		if !e.In(sc) {
			continue
		}
		if len(e.Shares) > 0 {
			if e = e.cut(sc); e.Code == "" {
				continue
			}
		}
		out = append(out, e)
	}
	return out
}

// cut leaves of an entry what the scope's units get.
func (e ReportEntry) cut(sc Scope) ReportEntry {
	var kept []EntryShare
	for _, s := range e.Shares {
		if sc.Has(s.UnitID) {
			kept = append(kept, s)
		}
	}
	if len(kept) == 0 {
		return ReportEntry{}
	}
	e.Unit, e.Shares = kept[0].Unit, kept
	return e.KeptShares()
}

// KeptShares makes an entry's amounts those of its shares, of which some were taken away;
// the reduction goes with the verified amount.
func (e ReportEntry) KeptShares() ReportEntry {
	var sum EntryShare
	for _, s := range e.Shares {
		sum.Verified += s.Verified
		sum.Outside += s.Outside
		sum.Adjust += s.Adjust
		sum.OtherYear += s.OtherYear
		sum.ForeignUSD += s.ForeignUSD
		sum.FDIUSD += s.FDIUSD
	}
	switch {
	case e.Verified == 0: // a change of shares, which adds up to nothing
		e.Reported += sum.Verified
	case sum.Verified != e.Verified:
		e.Reported = sum.Verified + mulDivSigned(e.Reported-e.Verified, sum.Verified, e.Verified)
	}
	e.Verified, e.Outside, e.Adjust, e.OtherYear = sum.Verified, sum.Outside, sum.Adjust, sum.OtherYear
	e.ForeignUSD, e.FDIUSD = sum.ForeignUSD, sum.FDIUSD
	return e
}

func mulDivSigned(a, b, c int64) int64 {
	if c < 0 {
		return MulDiv(-a, b, -c)
	}
	return MulDiv(a, b, c)
}
