package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"yinfeng/seeds"
)

// rawSlip is one fact taken wrongly, and the sheets of the month that must then differ.
type rawSlip struct {
	what, month, table string
	fits               func(rawRow) bool
	change             func(rawRow)
	sheets             []string
}

// recountCanFail changes one raw row at a time: the recount must then no longer agree.
func recountCanFail(t *testing.T, raw rawTables, books map[string]recountedBook) {
	for _, s := range rawSlips(raw) {
		differ := map[string]bool{}
		for _, w := range recountCity(raw.changed(s.table, s.fits, s.change), string(seeds.DemoDay)).view(s.month).sheets() {
			differ[w.tab] = len(books[s.month].check(w).found) > 0
		}
		for _, tab := range s.sheets {
			if !differ[tab] {
				t.Errorf("%s: sheet %s of %s still agrees", s.what, tab, s.month)
			}
		}
	}
}

// The sheets that money stands in, and that of the visits.
var moneySheets = []string{"目标任务完成情况", "项目台账", "到位资金明细", "产业链进展", "来源地分布"}

// more adds to a number of a row.
func more(column string, n int64) func(rawRow) {
	return func(r rawRow) { r[column] = json.Number(fmt.Sprint(r.num(column) + n)) }
}

// rawSlips are facts of March, closed, and of September, open.
func rawSlips(raw rawTables) []rawSlip {
	return append(moneySlips(raw), otherSlips(raw)...)
}

// moneySlips are of the ledger, its shares, the targets and last year.
func moneySlips(raw rawTables) []rawSlip {
	entries, versions := raw.byID("capital_entries", "id"), raw.byID("attributions", "id")
	verified := func(month string) func(rawRow) bool {
		return func(r rawRow) bool {
			e := entries[r.num("entry_id")]
			return e.text("month") == month && e.text("state") == "verified" && r.text("origin") == "outProv" && e.null("reverses_id")
		}
	}
	paid := map[int64]bool{}
	for _, e := range entries {
		paid[e.num("project_id")] = paid[e.num("project_id")] || e.text("month") == "2022-03" && e.text("state") == "verified"
	}
	return []rawSlip{
		{"1 分 more verified", "2022-03", "capital_parts", verified("2022-03"), more("verified", 1), moneySheets},
		{"1 分 more verified", "2022-09", "capital_parts", verified("2022-09"), more("verified", 1), moneySheets},
		{"another unit credited", "2022-03", "attribution_shares", func(r rawRow) bool {
			return paid[versions[r.num("attribution_id")].num("project_id")] && r.num("bp") == 10000
		}, func(r rawRow) { r["unit_id"] = raw["units"][2].must("id") }, []string{moneySheets[0], moneySheets[2]}},
		{"a target of 1 分 more", "2022-03", "targets", func(r rawRow) bool { return r.text("indicator") == "capital" }, more("value", 1), []string{moneySheets[0]}},
		{"last year 1 分 more", "2022-03", "historic_figures", func(r rawRow) bool {
			return r.text("month") == "2021-02" && r.text("indicator") == "capital" && r.text("basis") == "all"
		}, more("value", 1), []string{moneySheets[0], moneySheets[4]}},
	}
}

// otherSlips are of visits and milestones.
func otherSlips(raw rawTables) []rawSlip {
	units := raw.byID("units", "id")
	visit := func(kind string, office bool) func(rawRow) bool {
		return func(r rawRow) bool {
			return strings.HasPrefix(r.text("on_date"), "2022-03") && r.text("kind") == kind && !r.yes("voided") && (units[r.num("unit_id")].text("kind") == "office") == office
		}
	}
	stone := func(kind string) func(rawRow) bool {
		return func(r rawRow) bool {
			return r.text("kind") == kind && r.text("state") == "approved" && strings.HasPrefix(r.text("on_date"), "2022-03")
		}
	}
	return []rawSlip{
		{"a reception voided", "2022-03", "visits", visit("in", false), func(r rawRow) { r["voided"] = true }, []string{"来访情况"}},
		{"an office's visit voided", "2022-03", "visits", visit("out", true), func(r rawRow) { r["voided"] = true }, []string{"联络处工作情况"}},
		{"a milestone a year earlier", "2022-03", "milestones", stone("signed"), func(r rawRow) { r["on_date"] = "2021" + r.text("on_date")[4:] },
			[]string{moneySheets[0], moneySheets[1], moneySheets[3]}},
		{"a start not approved", "2022-03", "milestones", stone("started"), func(r rawRow) { r["state"] = "returned" },
			[]string{moneySheets[0], moneySheets[1], moneySheets[3], "履约情况"}},
	}
}
