package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"yinfeng/crm"
)

// reportBuilder fills the sheets of one month with few set-based queries: names,
// parties and milestones are read once and joined in memory.
type reportBuilder struct {
	ctx      context.Context
	q        querier
	d        *figureData
	month    crm.Month       // the last of the window
	win      crm.Window      // what 本月 sums over
	known    crm.Date        // "" = now
	until    crm.Date        // day that stages, claims and milestones stand on
	intro    map[int64]int64 // what the office asked for introduced: project → basis points
	now      crm.Date        // the business day
	chains   map[int64]string
	parks    map[int64]string
	industry func(code string) string
	order    map[int64]int
	projects []*reportProject
	byID     map[int64]*reportProject
	talking  []*reportTalk // sheet 8, also counted in sheet 11
	placed   []placedCell  // what sheets 12 and 13 sum
	r        *crm.MonthReport
}

// reportProject is a project with what several sheets print of it.
type reportProject struct {
	crm.ReportProject
	id, county, unit    int64
	chainID             int64
	status              crm.ProjectStatus
	statusReason        string
	currency            crm.Currency
	origin              crm.Origin
	local, place, intro string
	first               int64            // its first investor's company
	investors           map[int64]source // where each investor is from, by company
	froms               map[int64]string // the same as 来源地 prints it
	land, arrived       int64
}

// knownTo limits rows to what the report knows; column is known_on with its table's alias,
// at the column of the row's time, n the placeholder's number.
func (b *reportBuilder) knownTo(column, at string, args *[]any, n string) string {
	if b.known == "" {
		return ""
	}
	*args = append(*args, b.known)
	return known(b.d.q, strings.TrimSuffix(column, "known_on"), at, "$"+n)
}

func (b *reportBuilder) names() error {
	var err error
	if b.industry, err = majorIndustries(b.ctx, b.q); err != nil {
		return err
	}
	if b.chains, err = nameMap(b.ctx, b.q, "SELECT id, name FROM chains"); err != nil {
		return err
	}
	b.parks, err = nameMap(b.ctx, b.q, "SELECT id, name FROM parks")
	b.order = b.d.tree.order()
	return err
}

func nameMap(ctx context.Context, q querier, text string, args ...any) (map[int64]string, error) {
	type pair struct {
		id   int64
		name string
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (p pair, err error) { return p, r.Scan(&p.id, &p.name) }, text, args...)
	m := make(map[int64]string, len(rows))
	for _, p := range rows {
		m[p.id] = p.name
	}
	return m, err
}

func (b *reportBuilder) unitName(id int64) string { return b.d.tree.byID[id].name }

// loadProjects reads every project that may stand in a sheet.
func (b *reportBuilder) loadProjects() error {
	rows, err := collect(b.ctx, b.q, b.scanProject, `SELECT id, code, name, content, industry, chain_id, currency, total, total_cny, fixed, agreed,
		opening, county_unit_id, park_id, place, land_mu, unit_id, leader, problem, next_step, signed_on, registered_on, started_on,
		producing_on, arrived_cny, status, status_reason FROM projects WHERE voided = FALSE ORDER BY id`)
	if err != nil {
		return err
	}
	b.projects, b.byID = rows, make(map[int64]*reportProject, len(rows))
	for _, p := range rows {
		b.byID[p.id] = p
		p.investors, p.froms = map[int64]source{}, map[int64]string{}
	}
	for _, step := range []func() error{b.datesAsKnown, b.parties, b.arrivals, b.projectReach, b.introducers, b.problems} {
		if err := step(); err != nil {
			return err
		}
	}
	b.cut()
	return nil
}

func (b *reportBuilder) scanProject(r *sql.Rows) (*reportProject, error) {
	p := &reportProject{}
	var chain, park, total int64
	var fixed, agreed sql.NullInt64
	var land, place string
	err := r.Scan(&p.id, &p.Code, &p.Name, &p.Content, &p.ReportProject.Industry, &chain, &p.currency, &total, &p.Total, &fixed, &agreed,
		&p.Arrived, &p.county, &park, &place, &land, &p.unit, &p.Leader, &p.Problem, &p.Next, &p.SignedOn, &p.RegisteredOn, &p.StartedOn,
		&p.ProducedOn, &p.arrived, &p.status, &p.statusReason)
	p.chainID, p.ChainID = chain, chain
	p.Unit, p.Owner, p.Chain = b.unitName(p.county), b.unitName(p.unit), b.chains[chain]
	p.ReportProject.Industry = b.industry(p.ReportProject.Industry)
	p.land = hundredths(land)
	p.place = cmp.Or(b.parks[park], place, p.Unit)
	rate := b.d.set.RateOf(yearOf(p.SignedOn, b.month.Year()))
	p.Fixed = crm.Money{Amount: fixed.Int64, Currency: p.currency}.ToCNY(rate)
	p.Agreed = crm.Money{Amount: agreed.Int64, Currency: p.currency}.ToCNY(rate)
	return p, err
}

// yearOf is the year of a partial date, else otherwise.
func yearOf(partial string, otherwise int) int {
	if len(partial) < 4 {
		return otherwise
	}
	return crm.Date(partial[:4] + "-01-01").Year()
}

// hundredths reads typed 亩 to hundredths; what is no number counts as unknown.
func hundredths(s string) int64 {
	n, err := crm.ParseDecimal(s, 100)
	if s == "" || err != nil {
		return 0
	}
	return n
}

// datesAsKnown puts milestone dates back to what was approved on the day.
func (b *reportBuilder) datesAsKnown() error {
	if b.known == "" {
		return nil
	}
	type row struct {
		project int64
		kind    crm.MilestoneKind
		on      string
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.project, &x.kind, &x.on) },
		"SELECT project_id, kind, on_date FROM milestones WHERE state = 'approved'"+known(b.d.q, "", "reviewed_at", "$1")+" ORDER BY id", b.known)
	if err != nil {
		return err
	}
	for _, p := range b.projects {
		p.SignedOn, p.RegisteredOn, p.StartedOn, p.ProducedOn = "", "", "", ""
	}
	for _, x := range rows {
		p, ok := b.byID[x.project]
		if !ok {
			continue
		}
		switch x.kind {
		case crm.MilestoneSigned:
			p.SignedOn = x.on
		case crm.MilestoneRegister:
			p.RegisteredOn = x.on
		case crm.MilestoneStarted:
			p.StartedOn = x.on
		case crm.MilestoneProducing:
			p.ProducedOn = x.on
		}
	}
	return nil
}

// cut takes away milestone dates after the report's last day, which a later closing of the
// month would otherwise print.
func (b *reportBuilder) cut() {
	for _, p := range b.projects {
		for _, on := range []*string{&p.SignedOn, &p.RegisteredOn, &p.StartedOn, &p.ProducedOn} {
			if *on > string(b.until) {
				*on = ""
			}
		}
	}
}

func (b *reportBuilder) parties() error {
	type row struct {
		project, company   int64
		role, name, credit string
		origin             crm.Origin
		province, city     string
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) {
		err = r.Scan(&x.project, &x.company, &x.role, &x.name, &x.credit, &x.origin, &x.province, &x.city)
		return x, err
	}, `SELECT pp.project_id, pp.company_id, pp.role, c.name, c.credit_code, pp.origin, pp.province, pp.city FROM project_parties pp
		JOIN companies c ON c.id = pp.company_id ORDER BY pp.project_id, pp.sort, pp.id`)
	if err != nil {
		return err
	}
	for _, x := range rows {
		p, ok := b.byID[x.project]
		if !ok {
			continue
		}
		if x.role == "local" {
			p.local = joinNames(p.local, x.name)
			continue
		}
		from := sourceOf(x.origin, x.province, x.city)
		if p.Investor == "" {
			p.origin, p.Origin = x.origin, originText(x.province, x.city, x.origin)
			p.first, p.SourceTier, p.SourcePlace = x.company, from.tier, from.place
		}
		p.investors[x.company], p.froms[x.company] = from, originText(x.province, x.city, x.origin)
		p.Investor = joinNames(p.Investor, x.name)
		if x.credit != "" {
			p.CreditCode = joinNames(p.CreditCode, x.credit)
		}
		p.Foreign = p.Foreign || x.origin == crm.OriginForeign
	}
	return nil
}

func joinNames(all, more string) string { return strings.TrimPrefix(all+"、"+more, "、") }

// originText prints 来源地: 浙江嘉兴; a municipality once; without a place the kind of origin.
func originText(province, city string, o crm.Origin) string {
	p, c := crm.ShortPlace(province), crm.ShortPlace(city)
	switch {
	case p == "" && c == "":
		if o == "" || o == crm.OriginUnknown {
			return ""
		}
		return o.Label()
	case p == c:
		return p
	}
	return p + c
}

// arrivals adds the verified money of each project: all to the month's end, the year's
// and the month's. Adjustments of earlier years are in the first and the last only. Now,
// the whole is the project's own sum less what came later; as known on a day, the lines.
func (b *reportBuilder) arrivals() error {
	type row struct{ project, all, later, year, month int64 }
	first, from := crm.NewMonth(b.month.Year(), 1), crm.Month("")
	if b.known == "" {
		from = min(first, b.win.From)
	}
	args := []any{b.month, first, b.month, b.win.From, b.month, from}
	known := b.knownTo("known_on", "at", &args, "7")
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.project, &x.all, &x.later, &x.year, &x.month)
	},
		`SELECT project_id, CAST(SUM(cny) AS BIGINT), CAST(SUM(CASE WHEN month > $1 THEN cny ELSE 0 END) AS BIGINT),
		CAST(SUM(CASE WHEN month >= $2 AND month <= $3 AND adjustment <> 'earlier' THEN cny ELSE 0 END) AS BIGINT),
		CAST(SUM(CASE WHEN month >= $4 AND month <= $5 THEN cny ELSE 0 END) AS BIGINT) FROM credit_lines WHERE month >= $6`+known+` GROUP BY project_id`, args...)
	if err != nil {
		return err
	}
	if b.known == "" {
		for _, p := range b.projects {
			p.Arrived += p.arrived
		}
	}
	for _, x := range rows {
		p, ok := b.byID[x.project]
		if !ok {
			continue
		}
		if b.known != "" {
			p.Arrived += x.all
		}
		p.Arrived -= x.later
		p.ArrivedYear, p.ArrivedMonth = x.year, x.month
	}
	return nil
}

// projectReach lists who may see each project: its unit and those it is shared with.
func (b *reportBuilder) projectReach() error {
	for _, p := range b.projects {
		p.Units = []int64{p.unit}
	}
	return b.eachShare("SELECT project_id, unit_id FROM project_shares ORDER BY project_id, unit_id", func(id, unit int64) {
		if p, ok := b.byID[id]; ok && !slices.Contains(p.Units, unit) {
			p.Units = append(p.Units, unit)
		}
	})
}

func (b *reportBuilder) eachShare(text string, fn func(id, unit int64), args ...any) error {
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x [2]int64, err error) { return x, r.Scan(&x[0], &x[1]) }, text, args...)
	for _, x := range rows {
		fn(x[0], x[1])
	}
	return err
}

// introducers names the units that brought each project.
func (b *reportBuilder) introducers() error {
	var args []any
	then := introducedThen(&args, b.until)
	return b.eachShare("SELECT i.project_id, i.unit_id FROM introductions i WHERE "+then+" ORDER BY i.project_id, i.id", func(id, unit int64) {
		if p, ok := b.byID[id]; ok {
			p.intro = joinNames(p.intro, b.unitName(unit))
		}
	}, args...)
}

// problems counts what was listed of each project's problems by the report's last day, and
// what of it was solved.
func (b *reportBuilder) problems() error {
	return b.eachRow(`SELECT project_id, COUNT(*), CAST(SUM(CASE WHEN solved_on <> '' AND solved_on <= $1 THEN 1 ELSE 0 END) AS BIGINT), 0
		FROM project_problems WHERE found_on <= $1 GROUP BY project_id`, func(id, n, solved, _ int64) {
		if p, ok := b.byID[id]; ok {
			p.Problems, p.Solved = n, solved
		}
	}, b.until)
}

// ledger is sheet 3: what is signed by the month's end or has money, by unit, then by
// signing.
func (b *reportBuilder) ledger() {
	end := string(b.month) + "-99"
	list := []*reportProject{}
	for _, p := range b.projects {
		if b.holds(p) && (p.SignedOn != "" && p.SignedOn <= end || p.Arrived != 0 || p.ArrivedMonth != 0) {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(x, y *reportProject) int {
		return cmp.Or(cmp.Compare(b.order[x.county], b.order[y.county]), cmp.Compare(x.SignedOn, y.SignedOn), cmp.Compare(x.id, y.id))
	})
	b.r.Projects = make([]crm.ReportProject, len(list))
	for i, p := range list {
		p.New, p.Intro = b.isNew(p), b.intro[p.id]
		b.r.Projects[i] = p.ReportProject
	}
}

// isNew tells 新建 (signed in the report's year) from 续建.
func (b *reportBuilder) isNew(p *reportProject) bool {
	return p.SignedOn != "" && yearOf(p.SignedOn, 0) == b.month.Year()
}
