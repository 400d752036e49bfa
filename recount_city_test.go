package main

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"
)

// placeUnit is a unit with what the tables need of it.
type placeUnit struct {
	id        int64
	code      string
	name      string
	kind      string
	parent    int64
	reporting bool
	cutOver   string
	from, to  int64
	sort      int64
	order     int // reporting units first, then the others, each in official order
}

// credited tells whether results count for a unit in a year (domain §6).
func (u *placeUnit) credited(year int) bool {
	y := int64(year)
	return (u.reporting || u.kind == "cityDirect") && (u.from == 0 || y >= u.from) && (u.to == 0 || y <= u.to)
}

// recounted is the whole city as the raw rows have it, with the recount's own postings.
type recounted struct {
	raw          rawTables
	today        string
	set          map[string]json.RawMessage
	units        []*placeUnit // in official order
	unit         map[int64]*placeUnit
	root         *placeUnit
	company      map[int64]rawRow
	changes      map[int64][]projectChange
	acts         []monthAct
	credits      []*credit
	counts       []*countPost
	versions     map[int64][]shareVersion
	parts        map[int64][]rawRow // of entries
	projects     []rawRow
	chainChanges map[int64][]projectChange
	majors       map[string]string // 大类 → label
	parties      map[int64][]party

	historyBy   map[string][]rawRow
	attachments map[int64][]rawRow // by what they hang on

	views map[string]*monthView

	users, leads, stones                             map[int64]rawRow
	visitCompanies, visitLeads, leadEvents, problems map[int64][]rawRow
}

// recountCity reads the tables and posts every verified part and every approved milestone anew.
func recountCity(raw rawTables, today string) *recounted {
	c := &recounted{raw: raw, today: today, views: map[string]*monthView{}, set: map[string]json.RawMessage{}, unit: map[int64]*placeUnit{}, company: raw.byID("companies", "id"),
		parts: raw.grouped("capital_parts", "entry_id"), attachments: raw.grouped("attachments", "object_id"), majors: map[string]string{}}
	c.users, c.leads, c.stones = raw.byID("users", "id"), raw.byID("leads", "id"), raw.byID("milestones", "id")
	c.leadEvents, c.problems = raw.grouped("lead_events", "lead_id"), raw.grouped("project_problems", "project_id")
	c.visitCompanies, c.visitLeads = raw.grouped("visit_companies", "visit_id"), raw.grouped("visit_leads", "visit_id")
	for _, r := range raw["settings"] {
		c.set[r.text("name")] = json.RawMessage(r.text("value"))
	}
	for _, r := range raw["units"] {
		u := &placeUnit{id: r.num("id"), code: r.text("code"), name: r.text("name"), kind: r.text("kind"), parent: r.num("parent_id"),
			reporting: r.yes("reporting"), cutOver: r.text("cut_over"), from: r.num("valid_from"), to: r.num("valid_to"), sort: r.num("sort")}
		c.units, c.unit[u.id] = append(c.units, u), u
		if u.parent == 0 {
			c.root = u
		}
	}
	byKeys(c.units, key(func(u *placeUnit) int {
		if u.reporting {
			return 0
		}
		return 1
	}), key(func(u *placeUnit) int64 { return u.sort }), key(func(u *placeUnit) int64 { return u.id }))
	for i, u := range c.units {
		u.order = i
	}
	for _, r := range raw["industries"] {
		switch r.num("level") {
		case 1:
			c.majors[r.text("code")] = r.text("code") + " " + r.text("name")
		case 2:
			c.majors[r.text("code")] = r.text("section") + r.text("code") + " " + r.text("name")
		}
	}
	for _, r := range raw["projects"] {
		if !r.yes("voided") {
			c.projects = append(c.projects, r)
		}
	}
	c.readParties()
	c.readChanges()
	c.readVersions()
	c.post()
	return c
}

// setting reads a setting over its default.
func setting[T any](c *recounted, name string, otherwise T) T {
	if raw, ok := c.set[name]; ok {
		if err := json.Unmarshal(raw, &otherwise); err != nil {
			panic(err)
		}
	}
	return otherwise
}

// rate is a year's fixed rate as a fraction; nil where none is set.
func (c *recounted) rate(year int) *big.Rat {
	text := setting(c, "rates", map[int]string{})[year]
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	return r
}

// inCNY converts minor units at a year's rate, half up.
func (c *recounted) inCNY(amount int64, currency string, year int) int64 {
	if currency != "USD" {
		return amount
	}
	r := c.rate(year)
	if r == nil {
		return 0
	}
	return times(amount, r.Num().Int64(), r.Denom().Int64())
}

// inUSD is the other way round, for foreign money that came in 人民币.
func (c *recounted) inUSD(amount int64, currency string, year int) int64 {
	if currency == "USD" {
		return amount
	}
	r := c.rate(year)
	if r == nil {
		return 0
	}
	return times(amount, r.Denom().Int64(), r.Num().Int64())
}

// creditedUnits are the rows of a unit table in a year: the reporting units, then 市本级及市直.
func (c *recounted) creditedUnits(year int) []*placeUnit {
	var out []*placeUnit
	for _, u := range c.units {
		if u.credited(year) {
			out = append(out, u)
		}
	}
	return out
}

func (c *recounted) unitName(id int64) string {
	if u := c.unit[id]; u != nil {
		return u.name
	}
	return ""
}

// majorOf prints the 大类 that an industry code lies in.
func (c *recounted) majorOf(code string) string {
	digits := strings.TrimLeft(code, "ABCDEFGHIJKLMNOPQRST")
	if digits == "" {
		digits = code
	}
	if label := c.majors[digits[:min(2, len(digits))]]; label != "" {
		return label
	}
	return code
}

// monthAct is a closing or reopening of a month, from the audit log.
type monthAct struct {
	month  string
	closed bool
	when   moment
}

// shut tells whether a month was closed at a moment. A closing of the same instant came last.
func (c *recounted) shut(month string, when moment) bool {
	state := false
	for _, a := range c.acts {
		if a.month == month && (a.when.day < when.day || a.when.day == when.day && a.when.at < when.at) {
			state = a.closed
		}
	}
	return state
}

// openMonth is the month that corrections are posted to at a moment: the first one after the last closed.
func (c *recounted) openMonth(when moment) string {
	last := ""
	for _, a := range c.acts {
		if c.shut(a.month, when) {
			last = max(last, a.month)
		}
	}
	if last != "" {
		return monthAfter(last)
	}
	first := ""
	for _, u := range c.units {
		if u.reporting && u.cutOver != "" && (first == "" || u.cutOver < first) {
			first = u.cutOver
		}
	}
	return first
}

// placed is where something of a month is posted at a moment: in it, or in the open one as a correction.
func (c *recounted) placed(month string, when moment) (posted, original string) {
	if !c.shut(month, when) {
		return month, ""
	}
	return c.openMonth(when), month
}

// adjusts names how a posting stands to its month: "" its own, "sameYear" or "earlier".
func adjusts(month, original string) string {
	switch {
	case original == "" || original >= month:
		return ""
	case original[:4] == month[:4]:
		return "sameYear"
	}
	return "earlier"
}

// shareVersion is one version of a project's 统计归属.
type shareVersion struct {
	seq       int64
	indicator string
	from      int64
	when      moment
	shares    []creditShare
}

func (c *recounted) readVersions() {
	c.versions = map[int64][]shareVersion{}
	shares := c.raw.grouped("attribution_shares", "attribution_id")
	for _, r := range c.raw["attributions"] {
		v := shareVersion{seq: r.num("seq"), indicator: r.text("indicator"), from: r.num("from_year"), when: moment{r.text("known_on"), r.num("at")}}
		for _, s := range shares[r.num("id")] {
			v.shares = append(v.shares, creditShare{s.num("unit_id"), s.num("bp"), int(c.unit[s.num("unit_id")].order)})
		}
		byKeys(v.shares, key(func(s creditShare) int { return s.order }))
		c.versions[r.num("project_id")] = append(c.versions[r.num("project_id")], v)
	}
	for id := range c.versions {
		slices.SortFunc(c.versions[id], func(a, b shareVersion) int { return int(a.seq - b.seq) })
	}
}

// sharesAt are a project's shares for an indicator and a year as approved at a moment: of the
// versions that speak of it, the last one (domain §6).
func (c *recounted) sharesAt(project int64, indicator string, year int, when moment) []creditShare {
	var out []creditShare
	for _, v := range c.versions[project] {
		if (v.indicator == "" || v.indicator == indicator) && v.from <= int64(year) && when.knew(v.when.day, v.when.at) {
			out = v.shares
		}
	}
	return out
}
