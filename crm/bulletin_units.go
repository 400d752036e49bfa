package crm

import (
	"slices"
	"strings"
)

// list prints units with their rate or gap: the first or last by rank, or all on one
// side of the pace. None when fewer than two units stand in the report or none fits.
func (p *bulletinPrinter) list(b *bulletinBlank) []BulletinSegment {
	_, of, ok := p.figure(b.figure)
	if !ok || len(of.Units) < 2 {
		return nil
	}
	field, units := "完成率", []FigureUnit(nil)
	switch b.list {
	case "领先", "落后":
		units = byRank(of.Units, b.figure.Indicator, b.list == "落后", b.count)
	default:
		field = "序时差"
		for _, u := range of.Units {
			f := u.Figures[b.figure.Indicator]
			if GapWord(GapOf(RateOf(f.Cumulative, f.Target), paceFrom(f.Pace, of.Month)), bulletinPlaces)+"单位" == b.list {
				units = append(units, u)
			}
		}
	}
	var out []BulletinSegment
	for i, u := range units {
		f := u.Figures[b.figure.Indicator]
		ref := p.ref(of, f, u.ID)
		ref.Indicator = b.figure.Indicator
		if i > 0 {
			out = append(out, words("、")...)
		}
		out = append(out, words(u.Name+"（")...)
		out = append(out, segment(ratioText(field, f, of.Month), ref)...)
		out = append(out, words("）")...)
	}
	return joinWords(out)
}

// byRank are the first n ranked units, or the last n from the last up; units that share
// the rank at the edge are all named, in official order.
func byRank(units []FigureUnit, code string, last bool, n int) []FigureUnit {
	var ranked []FigureUnit
	for _, u := range units {
		if u.Figures[code].Rank != nil {
			ranked = append(ranked, u)
		}
	}
	if len(ranked) < 2 {
		return nil
	}
	rank := func(u FigureUnit) int { return *u.Figures[code].Rank }
	slices.SortStableFunc(ranked, func(a, b FigureUnit) int {
		if last {
			return rank(b) - rank(a)
		}
		return rank(a) - rank(b)
	})
	for n < len(ranked) && rank(ranked[n]) == rank(ranked[n-1]) {
		n++
	}
	return ranked[:min(n, len(ranked))]
}

// pending reports whether a figure stands under a basis that counts what is not verified.
func (p *bulletinPrinter) pending(f BulletinFigure) bool {
	return slices.ContainsFunc(p.src.Bases, func(b Basis) bool {
		return b.Indicator == f.Indicator && b.Code == f.Basis && b.Filter.Pending()
	})
}

// note names the bases that the text used, cut-off and snapshot.
func (p *bulletinPrinter) note(snapshot string) string {
	var bases []string
	counts := "只计已核定"
	for _, u := range p.used {
		if p.pending(u) {
			counts = "含未核定"
		}
		if b := p.basis(u.Indicator, u.Basis); b != "" {
			bases = append(bases, p.indicator(u.Indicator).Label+"（"+b+"）")
		}
	}
	s := "数据口径："
	if len(bases) > 0 {
		s += strings.Join(bases, "、") + "；"
	}
	s += "截至 " + string(p.src.Day) + "，" + counts
	switch {
	case snapshot != "":
		s += "；快照 " + snapshot
	case p.src.AsKnown != "":
		s += "；按 " + string(p.src.AsKnown) + " 已知的数据"
	default:
		s += "；未关账，数字随核定变化"
	}
	return s + "。"
}
