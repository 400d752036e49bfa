package main

import (
	"fmt"
	"math/big"
	"strings"
)

// unranked is 市本级及市直: always printed, never ranked (domain §8).
func (u *placeUnit) unranked() bool { return u.kind == "cityDirect" }

// ranks are the units' places in a line by 完成率, on exact fractions.
func (v *monthView) ranks(l *figureLine) []int {
	values := make([]*big.Rat, len(l.units))
	for k, u := range v.creditedUnits(v.year) {
		if !u.unranked() {
			values[k] = progress(l.units[k].sum, l.units[k].target)
		}
	}
	return placesOf(values)
}

// moves are the places won against last month's closed report, + is better; none in January and
// none where last month is not closed.
func (v *monthView) moves(l *figureLine, now []int) []*int64 {
	out := make([]*int64, len(now))
	before := monthBefore(v.month)
	if v.n == 1 || !v.shut(before, v.when) {
		return out
	}
	was := map[int64]int{}
	then := v.recounted.view(before)
	for _, old := range then.lines() {
		if old.code == l.code {
			for k, place := range then.ranks(old) {
				was[then.creditedUnits(then.year)[k].id] = place
			}
		}
	}
	for k, u := range v.creditedUnits(v.year) {
		if n := int64(was[u.id] - now[k]); was[u.id] > 0 && now[k] > 0 {
			out[k] = &n
		}
	}
	return out
}

// shown leaves out what no unit has anything of: such indicators are the city's alone, in sheet 1.
func (l *figureLine) shown() bool {
	for _, f := range l.units {
		if f.target != nil || f.month != 0 || f.sum != 0 || f.last != nil && *f.last != 0 {
			return true
		}
	}
	return false
}

// fullCells are 年度任务, 本月, 其中跨期调整, 累计, 完成率, 超(欠)序时, 进度判定.
func (v *monthView) fullCells(l *figureLine, f figure) []wanted {
	rate := progress(f.sum, f.target)
	gap, word := printedGap(rate, l.pace, v.decimals())
	return []wanted{moneyOr(f.target, l.per), money(f.month, l.per), money(f.adjust, l.per), money(f.sum, l.per), ratioOr(rate), ratioOr(gap), words(word)}
}

func (v *monthView) decimals() int { return setting(v.recounted, "ratePlaces", 1) }

// rankCells are 位次, 位次变化 of a unit's row.
func rankCells(place int, move *int64) []wanted {
	if move == nil {
		return []wanted{rankOr(place), words("")}
	}
	return []wanted{rankOr(place), count(*move)}
}

// lineTable is one of the stacked tables of sheet 2: an indicator with its 其中, or two others.
type lineTable struct {
	title string
	lines []*figureLine
	ranks [][]int
	moves [][]*int64
}

// targetTables divides the lines into tables: what has an 其中 stands alone, any other two share one.
func (v *monthView) targetTables() []lineTable {
	var out []lineTable
	var pairs []*figureLine
	for _, l := range v.lines() {
		switch {
		case !l.shown():
		case l.within != nil:
			out = append(out, lineTable{title: l.label, lines: []*figureLine{l}})
		default:
			pairs = append(pairs, l)
		}
	}
	for ; len(pairs) > 1; pairs = pairs[2:] {
		out = append(out, lineTable{title: pairs[0].label + "、" + pairs[1].label, lines: pairs[:2]})
	}
	if len(pairs) == 1 {
		out = append(out, lineTable{title: pairs[0].label, lines: pairs})
	}
	for i := range out {
		out[i].title = "(" + strings.Split("一二三四五六七八九十", "")[i] + ")" + out[i].title
		for _, l := range out[i].lines {
			ranks := v.ranks(l)
			out[i].ranks, out[i].moves = append(out[i].ranks, ranks), append(out[i].moves, v.moves(l, ranks))
		}
	}
	return out
}

// cells are one row of a table; unit −1 is 合计.
func (v *monthView) targetCells(t lineTable, unit int) []wanted {
	var cells []wanted
	for i, l := range t.lines {
		f, place, move := l.total, 0, (*int64)(nil)
		if unit >= 0 {
			f, place, move = l.units[unit], t.ranks[i][unit], t.moves[i][unit]
		}
		full := v.fullCells(l, f)
		if l.within == nil {
			cells = append(cells, full[:2]...) // no column of corrections
			cells = append(cells, full[3:]...)
			cells = append(cells, ratioOr(growthOver(f.sum, f.last)))
			cells = append(cells, rankCells(place, move)...)
			continue
		}
		cells = append(append(cells, full...), moneyOr(f.last, l.per), ratioOr(growthOver(f.sum, f.last)))
		cells = append(cells, rankCells(place, move)...)
		w := l.within.total
		if unit >= 0 {
			w = l.within.units[unit]
		}
		cells = append(cells, v.fullCells(l.within, w)...)
	}
	return cells
}

// ref is the 查数码 of a cumulative figure.
func (v *monthView) ref(l *figureLine, unit, chain string) wanted {
	s := strings.Join([]string{v.month, l.code, l.basis.code, unit, "cumulative"}, ".")
	if v.number != "" {
		s += "@" + v.number
	}
	return words(s + chain)
}

// sheet02 is 目标任务完成情况: 合计 on top, then the units in official order.
func (v *monthView) sheet02() wantedSheet {
	w := wantedSheet{tab: "目标任务完成情况"}
	for _, t := range v.targetTables() {
		rows := [][]wanted{append(append([]wanted{blank(), words("合计")}, v.targetCells(t, -1)...), v.ref(t.lines[0], v.root.code, ""))}
		for k, u := range v.creditedUnits(v.year) {
			row := append([]wanted{count(int64(k + 1)), words(u.name)}, v.targetCells(t, k)...)
			rows = append(rows, append(row, v.ref(t.lines[0], u.code, "")))
		}
		w.blocks = append(w.blocks, wantedBlock{title: t.title, rows: rows})
		for _, l := range t.lines {
			w.notes = append(w.notes, v.targetNote(l)...)
			if l.within != nil {
				w.notes = append(w.notes, v.targetNote(l.within)...)
			}
		}
	}
	return w
}

// targetNote is what the footnotes say of a line: the pace, and the sum of the units' targets
// against the whole (domain §8).
func (v *monthView) targetNote(l *figureLine) []string {
	notes := []string{"序时进度" + percentText(l.pace, v.decimals()) + "%"}
	if l.currency == "CNY" && l.source == "capital" {
		notes = append(notes, v.rateNote())
	}
	var sum int64
	for _, f := range l.units {
		if f.target != nil {
			sum += *f.target
		}
	}
	if whole := l.total.target; whole != nil && *whole != 0 && sum != 0 && sum != *whole {
		notes = append(notes, fmt.Sprintf("任务之和%s%s,为总任务的%s%%", noteNumber(sum, l.per), l.unit, percentText(big.NewRat(sum, *whole), v.decimals())))
	}
	return notes
}

// rateNote is the year's rate as footnotes print it: at least two decimals.
func (v *monthView) rateNote() string {
	r := v.rate(v.year)
	if r == nil {
		return "(未设定)"
	}
	whole, places, _ := strings.Cut(r.FloatString(4), ".")
	for len(places) > 2 && strings.HasSuffix(places, "0") {
		places = places[:len(places)-1]
	}
	return "1:" + whole + "." + places
}
