package main

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// chainRow is one row of 产业链进展; id 0 is 其他.
type chainRow struct {
	id                             int64
	name, head, lead, master, text string
	projects, total                int64
	counts                         [3][2]int64 // 新签约, 新开工, 新投产: the month, the year to date
	target                         *int64
	month, sum                     int64
	found, solved                  int64
}

// chainIndicators are counted by chain.
var chainIndicators = []string{"signed", "started", "producing"}

// chainRows are the chains of the year in order, and 其他, with which they add up to the city.
func (v *monthView) chainRows(lines []*figureLine) []*chainRow {
	var rows []*chainRow
	for _, r := range v.chainsThen(v.when) {
		if y := int64(v.year); (r.From == 0 || y >= r.From) && (r.To == 0 || y <= r.To) {
			rows = append(rows, &chainRow{id: r.ID, name: r.Name, head: r.Head, lead: r.Lead, master: r.Master, target: v.target(v.root.id, r.ID, "capital", "")})
		}
	}
	rows = append(rows, &chainRow{name: "其他"})
	of := func(chain int64) *chainRow {
		for _, r := range rows {
			if r.id == chain {
				return r
			}
		}
		return rows[len(rows)-1]
	}
	for _, l := range lines {
		v.chainLine(l, of)
	}
	v.chainProjects(of)
	for _, r := range rows[:len(rows)-1] {
		r.text = v.chainText(r.id)
	}
	return rows
}

// chainLine adds what a line counts, by the chain that the posting bears; what units had before
// their cut-over is of no known chain.
func (v *monthView) chainLine(l *figureLine, of func(int64) *chainRow) {
	k := slices.Index(chainIndicators, l.code)
	if k < 0 && l.code != "capital" {
		return
	}
	post := func(chain int64, month string, n int64) {
		r := of(chain)
		if l.code == "capital" {
			if r.sum += n; month == v.month {
				r.month += n
			}
			return
		}
		if r.counts[k][1] += n; month == v.month {
			r.counts[k][0] += n
		}
	}
	for _, u := range v.creditedUnits(v.year) {
		v.eachChain(l, u, func(chain int64, month, adjust string, n int64) {
			if month[:4] == v.month[:4] && adjust != "earlier" && month >= u.cutOver {
				post(chain, month, n)
			}
		})
		for m := 1; m <= v.n; m++ {
			if month := monthText(v.year, m); month < u.cutOver {
				n, _ := v.historic(l, u.id, month)
				post(0, month, n)
			}
		}
	}
}

// eachChain hands over the postings of a line to a unit with their chain.
func (v *monthView) eachChain(l *figureLine, u *placeUnit, do func(chain int64, month, adjust string, n int64)) {
	if l.code == "capital" {
		for _, x := range v.credits {
			if x.unit == u.id && v.has(x.month, x.known) && l.basis.counts(x, x.month) {
				do(x.chain, x.month, x.adjust, x.cny)
			}
		}
		return
	}
	for _, x := range v.counts {
		if x.unit == u.id && x.indicator == l.code && !x.joint && v.has(x.month, x.known) && l.basis.hasMonth(x.unit, x.chain, x.month, x.adjust) {
			do(x.chain, x.month, x.adjust, x.count)
		}
	}
}

// chainProjects adds 在库项目 and their problems listed by the report's last day.
func (v *monthView) chainProjects(of func(int64) *chainRow) {
	for _, p := range v.ledger() {
		r := of(p.chain)
		r.projects, r.total = r.projects+1, r.total+p.totalCNY
		for _, x := range v.problems[p.id] {
			if x.text("found_on") > v.until || x.num("at") > v.when.at {
				continue
			}
			r.found++
			if on := x.text("solved_on"); on != "" && on <= v.until {
				r.solved++
			}
		}
	}
}

// chainText names two of each kind that the month brought to a chain, and problems.
func (v *monthView) chainText(chain int64) string {
	var parts []string
	add := func(what string, names []string) {
		switch n := len(names); {
		case n > 2:
			parts = append(parts, fmt.Sprintf("%s:%s等%d个", what, strings.Join(names[:2], "、"), n))
		case n > 0:
			parts = append(parts, what+":"+strings.Join(names, "、"))
		}
	}
	for k, indicator := range chainIndicators {
		add([]string{"新签约", "新开工", "新投产"}[k], v.newNames(indicator, chain))
	}
	var troubled []string
	for _, p := range v.ledger() {
		if p.chain == chain && p.problem != "" {
			said := []rune(p.problem)
			if len(said) > 40 {
				said = append(said[:40:40], '…')
			}
			troubled = append(troubled, p.name+":"+string(said))
		}
	}
	add("问题", troubled)
	return strings.Join(parts, ";")
}

// newNames are a chain's projects that an indicator counts in the month, by unit and day.
func (v *monthView) newNames(indicator string, chain int64) []string {
	type row struct {
		x  *countPost
		on string
	}
	var rows []row
	for _, x := range v.counts {
		if x.indicator == indicator && !x.joint && x.count != 0 && x.month == v.month && x.adjust != "earlier" && x.known <= v.when.day && v.by[x.project].chain == chain {
			rows = append(rows, row{x, v.stones[x.milestone].text("on_date")})
		}
	}
	byKeys(rows, key(func(r row) int { return v.order(r.x.unit) }), key(func(r row) string { return r.on }), key(func(r row) int64 { return r.x.milestone }))
	var names []string
	for _, r := range rows {
		names = append(names, v.by[r.x.project].name)
	}
	return names
}

// sheet12 is 产业链进展; the target of 合计 is the city's own. Money in 亿元.
func (v *monthView) sheet12() wantedSheet {
	lines := v.lines()
	i := slices.IndexFunc(lines, func(l *figureLine) bool { return l.code == "capital" })
	l, list := lines[i], v.chainRows(lines)
	whole := chainRow{target: l.total.target}
	for _, r := range list {
		whole.projects, whole.total, whole.month, whole.sum = whole.projects+r.projects, whole.total+r.total, whole.month+r.month, whole.sum+r.sum
		whole.found, whole.solved = whole.found+r.found, whole.solved+r.solved
		for k := range r.counts {
			whole.counts[k][0], whole.counts[k][1] = whole.counts[k][0]+r.counts[k][0], whole.counts[k][1]+r.counts[k][1]
		}
	}
	total := append([]wanted{blank(), words("合计"), blank(), blank(), blank()}, v.chainCells(&whole, l, whole.sum)...)
	rows := [][]wanted{append(total, blank(), v.ref(l, v.root.code, ""))}
	for n, r := range list {
		row := []wanted{count(int64(n + 1)), words(r.name), words(r.head), words(r.lead), words(r.master)}
		row = append(append(row, v.chainCells(r, l, whole.sum)...), words(r.text))
		ref := words("")
		if r.id != 0 {
			ref = v.ref(l, v.root.code, fmt.Sprintf("~%d", r.id))
		}
		rows = append(rows, append(row, ref))
	}
	return wantedSheet{tab: "产业链进展", blocks: []wantedBlock{{rows: rows}}, notes: []string{v.rateNote()}}
}

func (v *monthView) chainCells(r *chainRow, l *figureLine, whole int64) []wanted {
	cells := []wanted{count(r.projects), money(r.total, 1e10)}
	for _, n := range r.counts {
		cells = append(cells, count(n[0]), count(n[1]))
	}
	rate := progress(r.sum, r.target)
	gap, word := printedGap(rate, l.pace, v.decimals())
	var share *big.Rat = fraction(r.sum, whole)
	return append(cells, moneyOr(r.target, 1e10), money(r.month, 1e10), money(r.sum, 1e10), ratioOr(rate), ratioOr(gap), words(word), ratioOr(share),
		count(r.found), count(r.solved))
}
