package main

import (
	"cmp"
	"fmt"
	"slices"
)

// visitWords are the ways of meeting (domain §2).
var visitWords = map[string]string{"out": "外出拜访", "in": "来访接待", "site": "实地考察", "call": "电话视频", "event": "展会活动"}

// visitsIn are the visits of some days that were entered by the closing, by day. Visits can be
// changed later, and the raw row has only the last text.
func (v *monthView) visitsIn(from, to string) []rawRow {
	var out []rawRow
	for _, r := range v.raw["visits"] {
		if on := r.text("on_date"); !r.yes("voided") && from <= on && on <= to && r.num("created_at") <= v.when.at {
			out = append(out, r)
		}
	}
	byKeys(out, key(func(r rawRow) string { return r.text("on_date") }), key(func(r rawRow) int64 { return r.num("id") }))
	return out
}

// met are the companies of a visit in order.
func (v *monthView) met(visit int64) []rawRow {
	rows := slices.Clone(v.visitCompanies[visit])
	byKeys(rows, key(func(r rawRow) int64 { return r.num("sort") }), key(func(r rawRow) int64 { return r.num("company_id") }))
	return rows
}

// leadAmount is what a lead intends to invest, in 分: the amount, else the range's upper, else its
// lower end.
func (v *monthView) leadAmount(lead rawRow) int64 {
	for _, column := range []string{"amount", "amount_max", "amount_min"} {
		if !lead.null(column) {
			year, _ := splitMonth(lead.text("reported_on")[:7])
			return v.inCNY(lead.num(column), lead.text("currency"), year)
		}
	}
	return 0
}

// intended sums what the leads of a visit intend to invest.
func (v *monthView) intended(visit int64) int64 {
	var sum int64
	for _, x := range v.visitLeads[visit] {
		if lead := v.leads[x.num("lead_id")]; !lead.yes("voided") && lead.num("created_at") <= v.when.at {
			sum += v.leadAmount(lead)
		}
	}
	return sum
}

// sheet10 is 来访情况: all that is not 外出, by day; the amount in 万元.
func (v *monthView) sheet10() wantedSheet {
	rows := make([][]wanted, 1)
	var people, amount int64
	for _, r := range v.visitsIn(v.month+"-01", lastDay(v.month)) {
		if r.text("kind") == "out" {
			continue
		}
		people, amount = people+r.num("people_count"), amount+v.intended(r.num("id"))
		rows = append(rows, v.receptionCells(len(rows), r))
	}
	rows[0] = make([]wanted, 17)
	rows[0][2], rows[0][3] = words("合计"), words(fmt.Sprintf("%d批次", len(rows)-1))
	rows[0][8], rows[0][13] = count(people), money(amount, 1e6)
	return wantedSheet{tab: "来访情况", blocks: []wantedBlock{{rows: orNothing(rows)}}}
}

func (v *monthView) receptionCells(n int, r rawRow) []wanted {
	var names []string
	origin, guest, title, who := "", "", "", ""
	for i, m := range v.met(r.num("id")) {
		c := v.company[m.num("company_id")]
		if names = append(names, c.text("name")); i == 0 {
			origin = fromWhere(c.text("province"), c.text("city"), c.text("origin"))
			guest, title = m.text("counterpart"), m.text("counterpart_title")
		}
	}
	if u := v.users[r.num("user_id")]; u != nil && r.text("next_step") != "" {
		who = u.text("name")
	}
	host := r.text("leader_name") + " " + r.text("leader_title")
	if r.text("leader_name") == "" || r.text("leader_title") == "" {
		host = r.text("leader_name") + r.text("leader_title")
	}
	return []wanted{count(int64(n)), dated(r.text("on_date")), words(v.unitName(r.num("unit_id"))), words(joined(names)), words(r.text("code")), words(origin),
		words(guest), words(title), moneyNot0(r.num("people_count"), 1), words(host), words(visitWords[r.text("kind")]),
		words(cmp.Or(r.text("place"), fromWhere(r.text("province"), r.text("city"), ""))), words(r.text("theme")),
		moneyNot0(v.intended(r.num("id")), 1e6), words(r.text("next_step")), words(who), dated(r.text("next_due"))}
}
