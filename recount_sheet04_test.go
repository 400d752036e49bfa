package main

import (
	"cmp"
	"strings"
)

// entryRow is one row of 到位资金明细: a verified entry of the month, or an earlier one whose
// shares were changed in it.
type entryRow struct {
	raw                                         rawRow
	reported, verified                          int64
	outside, adjust, earlier, foreign, fdi, all int64
	reason                                      string
	at                                          int // the official order of the unit with most of it
	unit                                        string
	evidence                                    bool
	lines                                       []*credit
}

// sheet04 is 到位资金明细, by unit, then by day of arrival; money in 万元 and 万美元.
func (v *monthView) sheet04() wantedSheet {
	list := v.entryRows()
	rows := make([][]wanted, 1, len(list)+1)
	var sums [8]int64
	for i, e := range list {
		amounts := []int64{e.reported, e.reported - e.verified, e.verified, e.outside, e.adjust, e.earlier, e.foreign, e.fdi}
		for k, n := range amounts {
			sums[k] += n
		}
		rows = append(rows, v.entryCells(i+1, e, amounts))
	}
	rows[0] = make([]wanted, 21)
	rows[0][1] = words("合计")
	for k, n := range sums {
		rows[0][10+k] = money(n, 1e6)
	}
	return wantedSheet{tab: "到位资金明细", blocks: []wantedBlock{{rows: orNothing(rows)}}, notes: []string{v.rateNote()}}
}

// entryRows collects the month's postings by entry; those of another month than the entry's own
// are a change of shares, which stands in a row of its own.
func (v *monthView) entryRows() []*entryRow {
	own, moved := map[int64]*entryRow{}, map[int64]*entryRow{}
	var list []*entryRow
	for _, r := range v.raw["capital_entries"] {
		if r.text("state") == "verified" && r.text("month") == v.month && v.when.knew(r.text("known_on"), r.num("verified_at")) {
			e := &entryRow{raw: r, reported: r.num("amount"), reason: r.text("reduce_reason"), evidence: true}
			if e.reason == "" && r.text("orig_month") != "" {
				e.reason = r.text("note")
			}
			own[r.num("id")], list = e, append(list, e)
		}
	}
	entries := v.raw.byID("capital_entries", "id")
	for _, x := range v.credits {
		if x.month != v.month || x.known > v.when.day {
			continue
		}
		e := own[x.entry]
		if entries[x.entry].text("month") != x.month {
			if e = moved[x.entry]; e == nil {
				e = &entryRow{raw: entries[x.entry], reason: "归属或折算调整"}
				moved[x.entry], list = e, append(list, e)
			}
		}
		e.lines = append(e.lines, x)
		if e.all += x.cny; !e.evidence {
			e.reported += x.cny
		}
	}
	kept := list[:0]
	for _, e := range list {
		if v.sumEntry(e) {
			kept = append(kept, e)
		}
	}
	byKeys(kept, key(func(e *entryRow) int { return e.at }), key(func(e *entryRow) string { return e.raw.text("arrived_on") }),
		key(func(e *entryRow) int64 { return e.raw.num("id") }))
	return kept
}

// sumEntry sums an entry's lines and names the unit with most of it; of equals the first in
// official order. What lies before a unit's cut-over is left out, the reduction in proportion.
func (v *monthView) sumEntry(e *entryRow) bool {
	units, most := map[int64]int64{}, int64(-1)
	for _, x := range e.lines {
		if x.month < v.unit[x.unit].cutOver {
			continue
		}
		units[x.unit] += x.cny
		e.verified += x.cny
		if x.origin == "foreign" || x.origin == "outProv" {
			e.outside += x.cny
		}
		if x.origin == "foreign" {
			e.foreign += x.usd
		}
		if x.fdi {
			e.fdi += x.usd
		}
		switch x.adjust {
		case "sameYear":
			e.adjust += x.cny
		case "earlier":
			e.earlier += x.cny
		}
	}
	if e.all != e.verified && e.all != 0 {
		e.reported = e.verified + times(e.reported-e.all, e.verified, e.all)
	}
	for _, u := range v.units {
		if n, ok := units[u.id]; ok && max(n, -n) > most {
			most, e.at, e.unit = max(n, -n), u.order, u.name
		}
	}
	if most < 0 && len(e.lines) == 0 { // verified at nothing: where its unit belongs
		u := v.unit[e.raw.num("unit_id")]
		for up := u; up != nil; up = v.unit[up.parent] {
			if up.reporting || up.kind == "cityDirect" {
				u = up
				break
			}
		}
		most, e.at, e.unit = 0, u.order, u.name
	}
	return most >= 0
}

func (v *monthView) entryCells(n int, e *entryRow, amounts []int64) []wanted {
	p := v.by[e.raw.num("project_id")]
	investor, age := v.investorNames(p, "name"), "续建"
	if r := v.company[e.raw.num("company_id")]; r != nil {
		investor = r.text("name")
	}
	if v.fresh(p) {
		age = "新建"
	}
	cells := []wanted{count(int64(n)), words(e.unit), words(p.code), words(p.name), words(age), words(investor), words(v.entryOrigin(e, p)),
		dated(e.raw.text("arrived_on")), words(e.raw.text("form")), words(e.raw.text("use_of"))}
	for _, n := range amounts {
		cells = append(cells, money(n, 1e6))
	}
	evidence := ""
	if e.evidence {
		evidence = v.evidenceOf("capital", e.raw.num("id"))
	}
	return append(cells, words(e.reason), words(evidence), words(e.raw.text("code")))
}

// entryOrigin is 来源地 of an entry: of the investor who paid, else of the project.
func (v *monthView) entryOrigin(e *entryRow, p *viewProject) string {
	for _, x := range p.investors() {
		if x.Company == e.raw.num("company_id") {
			return fromWhere(x.Province, x.City, x.Origin)
		}
	}
	return p.originOf()
}

// evidenceOf lists the evidence numbers of something, one below the other.
func (v *monthView) evidenceOf(kind string, id int64) string {
	var numbers []string
	for _, r := range v.attachments[id] {
		if r.text("object_kind") == kind && !r.yes("voided") && cmp.Compare(r.num("at"), v.when.at) <= 0 {
			numbers = append(numbers, r.text("number"))
		}
	}
	return strings.ReplaceAll(joined(numbers), "、", "\n")
}
