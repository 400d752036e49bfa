package main

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"
)

// officeCounts is what an office did between two days.
type officeCounts struct {
	days, visits, companies, receptions, leads, big, led, signed, foreign, amount int64
}

// bigLead is 5 亿元 in 分.
const bigLead = 5e10

// offices are the liaison offices in official order.
func (v *monthView) offices() []*placeUnit {
	var out []*placeUnit
	for _, u := range v.units {
		if u.kind == "office" {
			out = append(out, u)
		}
	}
	return out
}

// work counts what an office did between two days, from what was entered anyway (domain §9).
func (v *monthView) work(u *placeUnit, from, to string) officeCounts {
	var n officeCounts
	days, companies, trips := map[string]bool{}, map[int64]bool{}, map[int64]bool{}
	road := func(on, end string) {
		for d := max(on, from); d <= min(end, to, v.today); d = nextDay(d) {
			days[d] = true
		}
	}
	for _, r := range v.visitsIn("", to) {
		on := r.text("on_date")
		if r.text("kind") == "out" {
			trips[r.num("trip_id")] = true
		}
		if r.num("unit_id") != u.id {
			continue
		}
		if r.text("kind") == "out" {
			road(on, max(r.text("end_on"), on))
		}
		if on < from {
			continue
		}
		switch r.text("kind") {
		case "out":
			n.visits++
			for _, m := range v.met(r.num("id")) {
				companies[m.num("company_id")] = true
			}
		case "in", "site":
			n.receptions++
		}
		if level := r.text("leader_level"); level == "市级领导" || level == "县级主要领导" {
			n.led++
		}
	}
	for _, r := range v.raw["trips"] { // the days of a journey, not only those of its visits
		if r.num("unit_id") == u.id && trips[r.num("id")] {
			road(r.text("start_on"), max(r.text("end_on"), r.text("start_on")))
		}
	}
	for _, l := range v.raw["leads"] {
		if on := l.text("reported_on"); l.num("reporter_unit_id") == u.id && !l.yes("voided") && from <= on && on <= to && l.num("created_at") <= v.when.at {
			if n.leads++; v.leadAmount(l) >= bigLead {
				n.big++
			}
		}
	}
	n.days, n.companies = int64(len(days)), int64(len(companies))
	v.introducedContracts(u, from, to, &n)
	return n
}

// introductions are the projects that an office introduced, with its share, as they stood on the
// report's last day.
func (v *monthView) introductions(u *placeUnit) map[int64]int64 {
	out := map[int64]int64{}
	for _, r := range v.raw["introductions"] {
		ended := r.text("ended_on")
		if r.num("unit_id") == u.id && r.num("bp") > 0 && r.text("known_on") <= v.until && (ended == "" || ended > v.until) {
			out[r.num("project_id")] = r.num("bp")
		}
	}
	return out
}

// introducedContracts counts the contracts that came through an office's introduction.
func (v *monthView) introducedContracts(u *placeUnit, from, to string, n *officeCounts) {
	for id := range v.introductions(u) {
		p := v.by[id]
		if p == nil || p.dates["signed"] == "" || p.dates["signed"] < from[:7] || p.dates["signed"] > to {
			continue
		}
		n.signed, n.amount = n.signed+1, n.amount+p.totalCNY
		if slices.ContainsFunc(p.parties, func(x party) bool { return x.Origin == "foreign" }) {
			n.foreign++
		}
	}
}

// money is what arrived on an office's projects in a month and in the year, by its share of each
// project's month, so that the year is the sum of its months.
func (v *monthView) officeMoney(u *placeUnit) (month, year int64) {
	for id, bp := range v.introductions(u) {
		by := map[string]int64{}
		for _, x := range v.credits {
			if x.project == id && x.adjust != "earlier" && x.month[:4] == v.month[:4] && v.has(x.month, x.known) {
				by[x.month] += x.cny
			}
		}
		for m, sum := range by {
			part := times(sum, bp, 10000)
			if year += part; m == v.month {
				month += part
			}
		}
	}
	return month, year
}

// talking counts the leads in talks that an office reported first, on the report's last day; stage
// and status are what the history says of it.
func (v *monthView) talking(u *placeUnit) (talking, agreeing int64) {
	for _, l := range v.raw["leads"] {
		if l.num("reporter_unit_id") != u.id || l.yes("voided") || l.text("reported_on") > v.until {
			continue
		}
		stage, status := l.text("stage"), l.text("status")
		if v.until < v.today {
			stage, status = v.leadThen(l, stage, status)
		}
		if status != "active" || stage == "signed" {
			continue
		}
		if talking++; stage == "agreeing" {
			agreeing++
		}
	}
	return talking, agreeing
}

// leadThen takes back the changes of a lead after the report's last day.
func (v *monthView) leadThen(l rawRow, stage, status string) (string, string) {
	events := v.leadEvents[l.num("id")]
	for i := len(events) - 1; i >= 0; i-- {
		switch e := events[i]; {
		case e.text("known_on") <= v.until:
		case e.text("kind") == "stage":
			stage = e.text("from_value")
		case e.text("kind") == "status":
			status = e.text("from_value")
		}
	}
	return stage, status
}

// sheet11 is 联络处工作情况: counts, then the scorecard.
func (v *monthView) sheet11() wantedSheet {
	offices := v.offices()
	rows := [][]wanted{{blank(), words("合计")}}
	var sums [19]int64
	for i, u := range offices {
		values := v.officeRow(u)
		row := []wanted{count(int64(i + 1)), words(u.name)}
		for k, n := range values {
			sums[k] += n
			row = append(row, officeCell(k, n))
		}
		rows = append(rows, row)
	}
	for k, n := range sums {
		rows[0] = append(rows[0], officeCell(k, n))
	}
	w := wantedSheet{tab: "联络处工作情况", blocks: []wantedBlock{{title: "(一)工作量和成果", rows: orNothing(rows)}}}
	if s := v.officeScheme(); s != nil && len(offices) > 0 {
		w.blocks = append(w.blocks, wantedBlock{title: "(二)月度评分", rows: v.scoreRows(s)})
	}
	return w
}

// officeCell is a count, or of the last three but one an amount in 亿元.
func officeCell(column int, n int64) wanted {
	if column >= 16 {
		return money(n, 1e10)
	}
	return count(n)
}

// officeRow is one office's 19 numbers: pairs are the month and the year to date.
func (v *monthView) officeRow(u *placeUnit) []int64 {
	last := lastDay(v.month)
	m, y := v.work(u, v.month+"-01", last), v.work(u, v.month[:4]+"-01-01", last)
	talking, agreeing := v.talking(u)
	var passed int64
	for _, r := range v.raw["transfers"] {
		if on := r.text("known_on"); r.num("from_unit_id") == u.id && r.text("state") == "accepted" && on[:4] == v.month[:4] && on <= last && r.num("decided_at") <= v.when.at {
			passed++
		}
	}
	month, year := v.officeMoney(u)
	return []int64{m.days, y.days, m.visits, y.visits, m.companies, y.companies, m.receptions, y.receptions, m.leads, y.leads, y.big,
		talking, agreeing, passed, m.signed, y.signed, y.amount, month, year}
}

// scheme is a scoring scheme of offices; points are ten-thousandths.
type officeScheme struct {
	Code             string
	For              string
	FromYear, ToYear int
	Floor            *int64
	Terms            []struct {
		Label string
		Parts []struct {
			Kind, Source  string
			Points, Short int64
			Tiers         []struct{ From, Points int64 }
		}
	}
}

// officeScheme is the first scheme of offices that holds in the year, its newest version.
func (v *monthView) officeScheme() *officeScheme {
	var order []string
	newest := map[string]*officeScheme{}
	for _, r := range v.raw["score_schemes"] {
		if !v.when.knew(r.text("known_on"), r.num("at")) {
			continue
		}
		s := &officeScheme{}
		if err := json.Unmarshal([]byte(r.text("body")), s); err != nil {
			panic(err)
		}
		if newest[r.text("code")] == nil {
			order = append(order, r.text("code"))
		}
		newest[r.text("code")] = s
	}
	for _, code := range order {
		if s := newest[code]; s.For == "office" && (s.FromYear == 0 || v.year >= s.FromYear) && (s.ToYear == 0 || v.year <= s.ToYear) {
			return s
		}
	}
	return nil
}

// actual is what an office has of a term in a month.
func (v *monthView) actual(s *officeScheme, source, month string, u *placeUnit, n officeCounts) int64 {
	item, typed := strings.CutPrefix(source, "typed:")
	if !typed {
		return map[string]int64{"office:days": n.days, "office:visits": n.visits, "office:companies": n.companies, "office:receptions": n.receptions,
			"office:leads": n.leads, "office:bigLeads": n.big, "office:led": n.led, "office:foreign": n.foreign}[source]
	}
	var sum int64
	for _, r := range v.raw["score_values"] {
		if r.text("scheme") == s.Code && r.num("unit_id") == u.id && r.text("month") == month && r.text("item") == item && v.when.knew(r.text("known_on"), r.num("at")) {
			if sum = r.num("value"); r.yes("removed") {
				sum = 0
			}
		}
	}
	return sum / 10000
}

// points are what a value earns of a term's part: by tiers, as a share of the most, or for each one.
func (s *officeScheme) points(term int, own, most int64) *big.Rat {
	p := s.Terms[term].Parts[0]
	point := func(n int64) *big.Rat { return big.NewRat(n, 10000) }
	switch p.Kind {
	case "each":
		return new(big.Rat).Mul(big.NewRat(own, 1), point(p.Points))
	case "share":
		if most <= 0 {
			return new(big.Rat)
		}
		return nearest(new(big.Rat).Mul(big.NewRat(own, most), point(p.Points)), 2)
	}
	for _, t := range p.Tiers {
		if own >= t.From {
			return point(t.Points)
		}
	}
	low := p.Tiers[len(p.Tiers)-1]
	return point(max(0, low.Points-(low.From-own)*p.Short))
}

// scores are the offices' values and points of every term, totals and places in a month.
func (v *monthView) scores(s *officeScheme, month string) (values [][]int64, points [][]*big.Rat, totals []*big.Rat, places []int) {
	offices := v.offices()
	most := make([]int64, len(s.Terms))
	for _, u := range offices {
		n, row := v.work(u, month+"-01", lastDay(month)), make([]int64, len(s.Terms))
		for k, t := range s.Terms {
			row[k] = v.actual(s, t.Parts[0].Source, month, u, n)
			most[k] = max(most[k], row[k])
		}
		values = append(values, row)
	}
	for i := range offices {
		sum, row := new(big.Rat), make([]*big.Rat, len(s.Terms))
		for k := range s.Terms {
			row[k] = s.points(k, values[i][k], most[k])
			sum.Add(sum, row[k])
		}
		if s.Floor != nil && sum.Cmp(big.NewRat(*s.Floor, 10000)) < 0 {
			sum = big.NewRat(*s.Floor, 10000)
		}
		points, totals = append(points, row), append(totals, sum)
	}
	return values, points, totals, placesOf(totals)
}

// scoreRows is the scorecard: the full marks, then each office's 实绩 and 得分 of every term, its
// total, its place and last month's.
func (v *monthView) scoreRows(s *officeScheme) [][]wanted {
	values, points, totals, places := v.scores(s, v.month)
	_, _, _, before := v.scores(s, monthBefore(v.month))
	full, sum := []wanted{blank(), words("满分或标准")}, int64(0)
	for _, t := range s.Terms {
		p := t.Parts[0]
		n := p.Points
		if len(p.Tiers) > 0 {
			n = p.Tiers[0].Points
		}
		if full = append(full, blank(), money(n, 10000)); p.Kind != "each" {
			sum += n
		}
	}
	rows := [][]wanted{append(full, money(sum, 10000))}
	for i, u := range v.offices() {
		row := []wanted{count(int64(i + 1)), words(u.name)}
		for k := range s.Terms {
			row = append(row, count(values[i][k]), ratioOr(points[i][k]))
		}
		rows = append(rows, append(row, ratioOr(totals[i]), rankOr(places[i]), rankOr(before[i])))
	}
	return rows
}
