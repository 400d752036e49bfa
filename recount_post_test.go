package main

import (
	"cmp"
	"slices"
)

// credit is what a verified part gives to one unit.
type credit struct {
	entry, part, project, company, unit, chain int64
	month, original, adjust                    string
	currency, origin                           string
	fixed, fdi                                 bool
	amount, cny, usd                           int64
	known                                      string
}

// countPost is what an approved milestone gives to one unit: a count, or money.
type countPost struct {
	milestone, project, unit, chain int64
	indicator                       string
	joint                           bool
	month, original, adjust         string
	count, cny                      int64
	known                           string
}

// postAct is something that makes postings of a project.
type postAct struct {
	when    moment
	order   int // of one instant: versions first
	id      int64
	version *shareVersion
	entry   rawRow
	stone   rawRow
}

// post goes through each project's approvals in the order in which they happened.
func (c *recounted) post() {
	entries, stones := c.raw.grouped("capital_entries", "project_id"), c.raw.grouped("milestones", "project_id")
	for _, p := range c.raw["projects"] {
		id := p.num("id")
		var acts []postAct
		for i := range c.versions[id] {
			v := &c.versions[id][i]
			acts = append(acts, postAct{when: v.when, id: v.seq, version: v})
		}
		for _, e := range entries[id] {
			if e.text("state") == "verified" {
				acts = append(acts, postAct{when: moment{e.text("known_on"), e.num("verified_at")}, order: 1, id: e.num("id"), entry: e})
			}
		}
		for _, m := range stones[id] {
			if m.text("state") == "approved" {
				acts = append(acts, postAct{when: moment{m.text("known_on"), m.num("reviewed_at")}, order: 2, id: m.num("id"), stone: m})
			}
		}
		slices.SortFunc(acts, func(a, b postAct) int {
			return cmp.Or(cmp.Compare(a.when.day, b.when.day), cmp.Compare(a.when.at, b.when.at), cmp.Compare(a.order, b.order), cmp.Compare(a.id, b.id))
		})
		j := &projectJournal{c: c, id: id, row: p, of: map[int64][]*credit{}, stones: map[int64][]*countPost{}, reversed: map[int64]bool{}}
		for i, a := range acts {
			j.do(a, acts[:i])
		}
	}
}

// projectJournal is a project's postings while they are made.
type projectJournal struct {
	c        *recounted
	id       int64
	row      rawRow
	of       map[int64][]*credit    // by entry
	stones   map[int64][]*countPost // by milestone
	reversed map[int64]bool
}

func (j *projectJournal) do(a postAct, earlier []postAct) {
	switch {
	case a.entry != nil:
		j.verified(a.entry)
	case a.stone != nil:
		for _, x := range j.counts(a.stone, a.when) {
			j.postCount(x, a.when)
		}
	default:
		for _, b := range earlier {
			j.redivide(a, b)
		}
	}
}

// effective is the month that an entry speaks of: a correction's original one.
func effective(e rawRow) string { return cmp.Or(e.text("orig_month"), e.text("month")) }

func (j *projectJournal) postCredit(x *credit) {
	x.adjust = adjusts(x.month, x.original)
	j.of[x.entry] = append(j.of[x.entry], x)
	j.c.credits = append(j.c.credits, x)
}

// verified posts an entry: a reversal negates the original's lines whatever the shares are now;
// any other is divided by the shares of the year it speaks of (domain §6).
func (j *projectJournal) verified(e rawRow) {
	if of := e.num("reverses_id"); of != 0 {
		j.reversed[of] = true
		for _, x := range netOf(j.of[of]) {
			x.entry, x.month, x.original, x.known, x.company = e.num("id"), e.text("month"), e.text("orig_month"), e.text("known_on"), e.num("company_id")
			x.amount, x.cny, x.usd = -x.amount, -x.cny, -x.usd
			j.postCredit(&x)
		}
		return
	}
	year, _ := splitMonth(effective(e))
	when := moment{e.text("known_on"), e.num("verified_at")}
	chain := j.c.projectThen(j.row, when).chain
	shares := j.c.sharesAt(j.id, "capital", year, when)
	for _, p := range j.c.parts[e.num("id")] {
		for i, amount := range shareOut(p.num("verified"), shares) {
			if amount == 0 {
				continue
			}
			x := &credit{entry: e.num("id"), part: p.num("id"), project: j.id, company: e.num("company_id"), unit: shares[i].unit, chain: chain,
				month: e.text("month"), original: e.text("orig_month"), currency: p.text("currency"), origin: p.text("origin"), fixed: e.yes("fixed"),
				fdi: p.yes("fdi"), amount: amount, cny: j.c.inCNY(amount, p.text("currency"), year), known: e.text("known_on")}
			if x.origin == "foreign" {
				x.usd = j.c.inUSD(amount, x.currency, year)
			}
			j.postCredit(x)
		}
	}
}

// netOf sums an entry's lines by part and unit.
func netOf(lines []*credit) []credit {
	type place struct{ part, unit int64 }
	var out []credit
	at := map[place]int{}
	for _, x := range lines {
		i, ok := at[place{x.part, x.unit}]
		if !ok {
			at[place{x.part, x.unit}] = len(out)
			out = append(out, *x)
			continue
		}
		out[i].amount, out[i].cny, out[i].usd = out[i].amount+x.amount, out[i].cny+x.cny, out[i].usd+x.usd
	}
	return slices.DeleteFunc(out, func(x credit) bool { return x.amount == 0 && x.cny == 0 && x.usd == 0 })
}

// redivide brings what was posted of the version's years in line with its shares, in the open
// month where the own one is closed (domain §6).
func (j *projectJournal) redivide(v, b postAct) {
	switch {
	case b.entry != nil:
		year, _ := splitMonth(effective(b.entry))
		if v.version.indicator != "" && v.version.indicator != "capital" || int64(year) < v.version.from ||
			b.entry.num("reverses_id") != 0 || j.reversed[b.entry.num("id")] {
			return
		}
		month, original := b.entry.text("month"), b.entry.text("orig_month")
		if j.c.shut(month, v.when) {
			month, original = j.c.openMonth(v.when), effective(b.entry)
		}
		for _, x := range j.moved(b.entry, j.c.sharesAt(j.id, "capital", year, v.when)) {
			x.month, x.original, x.known = month, original, v.when.day
			j.postCredit(&x)
		}
	case b.stone != nil && b.stone.text("on_date") >= monthText(int(v.version.from), 1)[:4] && len(b.stone.text("on_date")) >= 7:
		j.recounted(b.stone, v.when)
	}
}

// moved is what each unit gets more or less of an entry under other shares. A part's sums stay
// what they were: shares move money, they make none.
func (j *projectJournal) moved(e rawRow, shares []creditShare) []credit {
	var out []credit
	have := netOf(j.of[e.num("id")])
	for i := 0; i < len(have); {
		n, sum := i, credit{}
		for ; n < len(have) && have[n].part == have[i].part; n++ {
			sum.amount, sum.cny, sum.usd = sum.amount+have[n].amount, sum.cny+have[n].cny, sum.usd+have[n].usd
		}
		var lines []*credit
		for k := i; k < n; k++ {
			x := have[k]
			x.amount, x.cny, x.usd = -x.amount, -x.cny, -x.usd
			lines = append(lines, &x)
		}
		left, first := sum, (*credit)(nil)
		for k, amount := range shareOut(sum.amount, shares) {
			if amount == 0 {
				continue
			}
			x := have[i]
			x.unit, x.amount, x.cny, x.usd = shares[k].unit, amount, times(amount, sum.cny, sum.amount), times(amount, sum.usd, sum.amount)
			left.cny, left.usd = left.cny-x.cny, left.usd-x.usd
			if lines = append(lines, &x); first == nil {
				first = &x
			}
		}
		if first != nil {
			first.cny, first.usd = first.cny+left.cny, first.usd+left.usd
		}
		out = append(out, netOf(lines)...)
		i = n
	}
	return out
}

// milestoneCounts are the indicators of a kind of milestone: what is counted whole, what is divided.
var milestoneCounts = map[string][2]string{"signed": {"signed", "signedAmount"}, "increase": {"", "signedAmount"}, "registered": {"tenants", ""},
	"started": {"started", ""}, "producing": {"producing", ""}}

// counts is what an approved milestone gives to each unit in the month of its date: a count whole
// to the largest share and, outside the sum, to the others; money by the shares (domain §6).
func (j *projectJournal) counts(m rawRow, when moment) []*countPost {
	on, by := m.text("on_date"), milestoneCounts[m.text("kind")]
	year, _ := splitMonth(on[:4] + "-01")
	p := j.c.projectThen(j.row, when)
	amount := j.c.inCNY(p.total, p.currency, year)
	if m.text("kind") == "increase" {
		amount = j.c.inCNY(m.num("amount"), m.text("currency"), year)
	}
	if by[0] == "tenants" && (p.park == 0 || amount < setting(j.c, "tenantMinCny", int64(1000_0000_00))) {
		by[0] = ""
	}
	var out []*countPost
	for n, indicator := range by {
		if indicator == "" {
			continue
		}
		shares := j.c.sharesAt(j.id, indicator, year, when)
		whole, parts := wholeTo(shares, p.unit), shareOut(amount, shares)
		for i, s := range shares {
			if len(on) < 7 || on[:7] < j.c.unit[s.unit].cutOver {
				continue // before its cut-over history counts (domain §7)
			}
			x := &countPost{milestone: m.num("id"), project: j.id, unit: s.unit, chain: p.chain, indicator: indicator, month: on[:7], cny: parts[i]}
			if n == 0 {
				x.count, x.joint, x.cny = 1, i != whole, amount
			}
			out = append(out, x)
		}
	}
	return out
}

func (j *projectJournal) postCount(x *countPost, when moment) {
	x.month, x.original = j.c.placed(x.month, when)
	x.adjust, x.known = adjusts(x.month, x.original), when.day
	j.stones[x.milestone] = append(j.stones[x.milestone], x)
	j.c.counts = append(j.c.counts, x)
}

// recounted posts what a milestone gives under other shares less what it gave.
func (j *projectJournal) recounted(m rawRow, when moment) {
	type place struct {
		indicator string
		unit      int64
		joint     bool
	}
	sums, places := map[place]*countPost{}, []place{}
	add := func(x countPost, sign int64) {
		k := place{x.indicator, x.unit, x.joint}
		if sums[k] == nil {
			first := x
			first.count, first.cny, first.month = 0, 0, m.text("on_date")[:7]
			sums[k], places = &first, append(places, k)
		}
		sums[k].count, sums[k].cny = sums[k].count+sign*x.count, sums[k].cny+sign*x.cny
	}
	posted := map[string]bool{}
	for _, x := range j.stones[m.num("id")] {
		posted[x.indicator] = true
		add(*x, -1)
	}
	for _, x := range j.counts(m, when) {
		if posted[x.indicator] {
			add(*x, 1)
		}
	}
	for _, k := range places {
		if sums[k].count != 0 || sums[k].cny != 0 {
			j.postCount(sums[k], when)
		}
	}
}
