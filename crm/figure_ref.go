package crm

import "strings"

// FigureField is which number of a figure is meant (FIG, contract §1).
type FigureField string

// Fields of a figure that a reference can name.
const (
	FieldMonth      FigureField = "month"      // 本月
	FieldAdjust     FigureField = "adjust"     // 跨期调整
	FieldCumulative FigureField = "cumulative" // 累计
	FieldLastYear   FigureField = "lastYear"   // 上年同期
	FieldTarget     FigureField = "target"     // 年度任务
)

// FigureRef names one number of one report, so that it can be found again: in the
// workbook as 查数码, on screen as a link. Its text is
//
//	2022-08.capital.all.610902.cumulative[:ground][@KZ-202208-01|@2022-09-05][~chain]
//
// month or window, indicator, basis, unit (code; the root's for the total), field, its side,
// then what it was read from: a snapshot or the day as known; and one chain by its id.
type FigureRef struct {
	Window    Window
	Indicator string
	Basis     string
	Unit      string
	Field     FigureField
	Side      FigureSide
	Snapshot  string
	AsKnown   Date
	Chain     string
}

// String is the form that ParseFigureRef reads.
func (r FigureRef) String() string {
	s := strings.Join([]string{strings.ReplaceAll(r.Window.String(), "..", "_"), r.Indicator, r.Basis, r.Unit, string(r.Field)}, ".")
	if r.Side != "" {
		s += ":" + string(r.Side)
	}
	switch {
	case r.Snapshot != "":
		s += "@" + r.Snapshot
	case r.AsKnown != "":
		s += "@" + string(r.AsKnown)
	}
	if r.Chain != "" {
		s += "~" + r.Chain
	}
	return s
}

// ParseFigureRef reads a 查数码.
func ParseFigureRef(s string) (FigureRef, error) {
	bad := Invalid("ref", "查数码“%s”写法不对，应像 2022-08.capital.all.610902.cumulative", s)
	var r FigureRef
	body, chain, _ := strings.Cut(s, "~")
	body, at, dated := strings.Cut(body, "@")
	part := strings.Split(body, ".")
	if len(part) != 5 {
		return r, bad
	}
	w, err := ParseWindow(strings.ReplaceAll(part[0], "_", ".."))
	if err != nil {
		return r, bad
	}
	r = FigureRef{Window: w, Indicator: part[1], Basis: part[2], Unit: part[3], Chain: chain}
	field, side, sided := strings.Cut(part[4], ":")
	if r.Field, r.Side = FigureField(field), FigureSide(side); sided != (side != "") || !r.Side.known(r.Field) {
		return FigureRef{}, bad
	}
	switch r.Field {
	case FieldMonth, FieldAdjust, FieldCumulative, FieldLastYear, FieldTarget:
	default:
		return FigureRef{}, bad
	}
	if r.Indicator == "" || r.Basis == "" || r.Unit == "" {
		return FigureRef{}, bad
	}
	if dated {
		if d, err := ParseDate(at); err == nil {
			r.AsKnown = d
		} else if strings.HasPrefix(at, "KZ-") {
			r.Snapshot = at
		} else {
			return FigureRef{}, bad
		}
	}
	return r, nil
}
