package main

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// party is an investor of a project, or the local company registered for it.
type party struct {
	Company  int64  `json:"companyId"`
	Role     string `json:"role"`
	Origin   string `json:"origin"`
	Province string `json:"province"`
	City     string `json:"city"`
}

// projectState is what was written of a project at a moment. Dates of milestones and money are
// not part of it: they come from the milestones and entries.
type projectState struct {
	id                                  int64
	code, name, content, industry       string
	chain, county, park, unit           int64
	currency                            string
	total, fixed, agreed, opening       int64
	leader, problem, next, status, said string
	parties                             []party
}

// projectChange is what an act of the audit log says that a project was before it. Of a closed
// month the workbook prints texts as they stood then, and the raw row has only today's.
type projectChange struct {
	when   moment
	act    string
	detail string
}

func (c *recounted) readParties() {
	c.parties = map[int64][]party{}
	rows := slices.Clone(c.raw["project_parties"])
	byKeys(rows, key(func(r rawRow) int64 { return r.num("sort") }), key(func(r rawRow) int64 { return r.num("id") }))
	for _, r := range rows {
		c.parties[r.num("project_id")] = append(c.parties[r.num("project_id")],
			party{r.num("company_id"), r.text("role"), r.text("origin"), r.text("province"), r.text("city")})
	}
}

// readChanges takes closings and changes of projects out of the audit log.
func (c *recounted) readChanges() {
	c.changes, c.chainChanges = map[int64][]projectChange{}, map[int64][]projectChange{}
	for _, r := range c.raw["audit_log"] {
		when := moment{r.text("known_on"), r.num("at")}
		switch act := r.text("act"); act {
		case "period.close", "period.reopen":
			var d struct {
				Month string `json:"month"`
			}
			if err := json.Unmarshal([]byte(r.text("detail")), &d); err != nil {
				panic(err)
			}
			c.acts = append(c.acts, monthAct{d.Month, act == "period.close", when})
		case "chain.put":
			c.chainChanges[r.num("object_id")] = append(c.chainChanges[r.num("object_id")], projectChange{when, act, r.text("detail")})
		case "project.update", "project.status":
			c.changes[r.num("object_id")] = append(c.changes[r.num("object_id")], projectChange{when, act, r.text("detail")})
		}
	}
}

// projectThen is a project as it stood at a moment: its row, and what came later taken back.
func (c *recounted) projectThen(r rawRow, when moment) projectState {
	p := projectState{id: r.num("id"), code: r.text("code"), name: r.text("name"), content: r.text("content"), industry: r.text("industry"),
		chain: r.num("chain_id"), county: r.num("county_unit_id"), park: r.num("park_id"), unit: r.num("unit_id"), currency: r.text("currency"),
		total: r.num("total"), fixed: r.num("fixed"), agreed: r.num("agreed"), opening: r.num("opening"), leader: r.text("leader"),
		problem: r.text("problem"), next: r.text("next_step"), status: r.text("status"), said: r.text("status_reason"), parties: c.parties[r.num("id")]}
	list := c.changes[p.id]
	for i := len(list) - 1; i >= 0 && !when.knew(list[i].when.day, list[i].when.at); i-- {
		if list[i].act == "project.update" {
			p.before(list[i].detail)
			continue
		}
		var d struct {
			From string `json:"from"`
		}
		if err := json.Unmarshal([]byte(list[i].detail), &d); err != nil {
			panic(err)
		}
		p.status, p.said = d.From, reasonBefore(list[:i])
	}
	return p
}

// chainState is what was written of a chain at a moment.
type chainState struct {
	ID     int64
	Order  int64
	Name   string
	Head   string
	Lead   string `json:"leadUnit"`
	Master string `json:"chainMaster"`
	From   int64  `json:"validFrom"`
	To     int64  `json:"validTo"`
}

// chainsThen are the chains in order as they stood at a moment: one that was made later is not there.
func (c *recounted) chainsThen(when moment) []chainState {
	var out []chainState
	for _, r := range c.raw["chains"] {
		x := &chainState{r.num("id"), r.num("sort"), r.text("name"), r.text("head"), r.text("lead_unit"), r.text("chain_master"), r.num("valid_from"), r.num("valid_to")}
		list := c.chainChanges[x.ID]
		for i := len(list) - 1; i >= 0 && x != nil && !when.knew(list[i].when.day, list[i].when.at); i-- {
			d := struct {
				Before *chainState `json:"before"`
			}{}
			if err := json.Unmarshal([]byte(list[i].detail), &d); err != nil {
				panic(err)
			}
			if x = d.Before; x != nil && x.ID == 0 {
				x = nil
			}
		}
		if x != nil {
			out = append(out, *x)
		}
	}
	byKeys(out, key(func(x chainState) int64 { return x.Order }), key(func(x chainState) int64 { return x.ID }))
	return out
}

// chainName is a chain's name in the view.
func (v *monthView) chainName(id int64) string {
	for _, x := range v.chainsThen(v.when) {
		if x.ID == id {
			return x.Name
		}
	}
	return ""
}

// reasonBefore is the reason that the last of some changes left.
func reasonBefore(list []projectChange) string {
	if len(list) == 0 {
		return ""
	}
	var d struct {
		Reason string `json:"reason"`
		After  struct {
			StatusReason string `json:"statusReason"`
		} `json:"after"`
	}
	if err := json.Unmarshal([]byte(list[len(list)-1].detail), &d); err != nil {
		panic(err)
	}
	return cmp.Or(d.Reason, d.After.StatusReason)
}

// before puts a project back to what an edit found.
func (p *projectState) before(detail string) {
	type money struct {
		Amount   int64  `json:"amount"`
		Currency string `json:"currency"`
	}
	var d struct {
		Before struct {
			Name, Content, Industry, Leader, Problem, NextStep, Status, StatusReason string
			ChainID, CountyUnitID, ParkID, UnitID, Opening                           int64
			Total                                                                    money
			Fixed, Agreed                                                            *money
			Parties                                                                  []party
		} `json:"before"`
	}
	if err := json.Unmarshal([]byte(detail), &d); err != nil {
		panic(err)
	}
	b := d.Before
	p.name, p.content, p.industry, p.leader, p.problem, p.next = b.Name, b.Content, b.Industry, b.Leader, b.Problem, b.NextStep
	p.status, p.said, p.chain, p.county, p.park, p.unit, p.opening = b.Status, b.StatusReason, b.ChainID, b.CountyUnitID, b.ParkID, b.UnitID, b.Opening
	p.total, p.currency, p.fixed, p.agreed = b.Total.Amount, b.Total.Currency, 0, 0
	if b.Fixed != nil {
		p.fixed = b.Fixed.Amount
	}
	if b.Agreed != nil {
		p.agreed = b.Agreed.Amount
	}
	if len(b.Parties) > 0 {
		p.parties = b.Parties
	}
}

// monthView is a month as its workbook shows it: of a closed month what was known at the closing,
// of an open one what is known today.
type monthView struct {
	*recounted
	month  string
	year   int
	n      int    // number of the month
	when   moment // of the closing
	until  string // day that milestones and stages stand on
	number string // of the snapshot, "" for an open month
	list   []*viewProject
	by     map[int64]*viewProject
	made   []*figureLine // once worked out
}

// viewProject is a project in a month's workbook.
type viewProject struct {
	projectState
	dates                  map[string]string // milestone → date
	arrived, year, now     int64             // 累计到位 with the opening balance, 本年, 本月
	totalCNY, fixed, agree int64             // 分
}

// view reads the city as the workbook of a month has it.
func (c *recounted) view(month string) *monthView {
	if c.views[month] == nil {
		c.views[month] = c.newView(month)
	}
	return c.views[month]
}

func (c *recounted) newView(month string) *monthView {
	v := &monthView{recounted: c, month: month, when: always, until: min(lastDay(month), c.today), by: map[int64]*viewProject{}}
	v.year, v.n = splitMonth(month)
	for _, r := range c.raw["snapshots"] {
		if r.text("month") == month && c.shut(month, always) {
			v.when, v.number = moment{r.text("known_on"), r.num("at")}, r.text("edition")
		}
	}
	for _, r := range c.projects {
		if v.when.knew(dayOf(r.num("created_at")), r.num("created_at")) {
			p := &viewProject{projectState: c.projectThen(r, v.when), dates: map[string]string{}}
			v.list, v.by[p.id] = append(v.list, p), p
			p.arrived = p.opening
		}
	}
	for _, r := range c.raw["milestones"] {
		p := v.by[r.num("project_id")]
		if p != nil && r.text("state") == "approved" && v.when.knew(r.text("known_on"), r.num("reviewed_at")) && r.text("on_date") <= v.until {
			p.dates[r.text("kind")] = r.text("on_date")
		}
	}
	for _, x := range c.credits {
		p := v.by[x.project]
		if p == nil || !v.has(x.month, x.known) {
			continue
		}
		p.arrived += x.cny
		if x.month[:4] == month[:4] && x.adjust != "earlier" {
			p.year += x.cny
		}
		if x.month == month {
			p.now += x.cny
		}
	}
	for _, p := range v.list {
		p.convert(v)
	}
	return v
}

// has tells whether a posting counts in what the view knows: its month is over, its day was known.
func (v *monthView) has(month, known string) bool { return month <= v.month && known <= v.when.day }

// convert takes a project's amounts to 分 at the rate of the year of signing.
func (p *viewProject) convert(v *monthView) {
	year := v.year
	if on := p.dates["signed"]; on != "" {
		year, _ = splitMonth(on[:4] + "-01")
	}
	p.totalCNY = v.inCNY(p.total, p.currency, year)
	p.fixed, p.agree = v.inCNY(p.projectState.fixed, p.currency, year), v.inCNY(p.agreed, p.currency, year)
}

// fresh tells 新建, signed in the view's year, from 续建.
func (v *monthView) fresh(p *viewProject) bool {
	return strings.HasPrefix(p.dates["signed"], v.month[:4])
}

// investors are a project's parties without the local company.
func (p *viewProject) investors() []party {
	return slices.DeleteFunc(slices.Clone(p.parties), func(x party) bool { return x.Role == "local" })
}

// investorNames joins the investors' names or other texts of their companies.
func (v *monthView) investorNames(p *viewProject, column string) string {
	var names []string
	for _, x := range p.investors() {
		names = append(names, v.company[x.Company].text(column))
	}
	return joined(names)
}

// originOf is 来源地 of a project: of its first investor.
func (p *viewProject) originOf() string {
	for _, x := range p.investors() {
		return fromWhere(x.Province, x.City, x.Origin)
	}
	return ""
}

// order is a unit's place in the official order.
func (v *monthView) order(unit int64) int {
	if u := v.unit[unit]; u != nil {
		return u.order
	}
	return -1
}
