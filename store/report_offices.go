package store

import (
	"database/sql"
	"fmt"

	"yinfeng/crm"
)

// bigLead is 5 亿元, above which a lead is a 优质项目 (domain §9).
const bigLead = 5 * crm.FenPerYi

// officeMonth is one office's counts between two days.
type officeMonth struct {
	days, visits, companies, receptions, leads, bigLeads, led int64
	signed, foreign, amount                                   int64
}

// offices is sheet 11: what each liaison office did, filled from what was entered
// anyway, and its scorecard (domain §9).
func (b *reportBuilder) offices() error {
	b.r.Offices, b.r.ScoreTerms = []crm.ReportOffice{}, []crm.ScoreTerm{}
	offices := b.d.offices()
	ids := make([]int64, len(offices))
	for i, u := range offices {
		ids[i] = u.id
	}
	if len(ids) == 0 {
		return nil
	}
	scheme, err := b.officeScheme()
	if err != nil {
		return err
	}
	if scheme != nil && b.win.Single() && b.d.q.OfficeID == 0 { // scored by the month, against all offices
		b.r.ScoreTerms = scheme.PrintedTerms()
	}
	list, month, err := b.officeRows(ids)
	if err != nil {
		return err
	}
	before, err := b.officeWork(ids, b.month.Add(-1).First(), b.month.Add(-1).Last())
	if err != nil {
		return err
	}
	last, score := make([][]int64, len(ids)), &scoreLoader{b: b}
	for i, id := range ids {
		if list[i].Actual, err = score.actual(scheme, month[id], offices[i], b.month); err != nil {
			return err
		}
		if last[i], err = score.actual(scheme, before[id], offices[i], b.month.Add(-1)); err != nil {
			return err
		}
	}
	b.r.Offices = list
	if b.win.Single() {
		for i, line := range crm.ScoreOffices(b.r.ScoreTerms, last) {
			b.r.Offices[i].RankBefore = line.Rank
		}
	}
	return nil
}

// officeRows works out the rows of some offices, without their scores, and what they did in
// the month.
func (b *reportBuilder) officeRows(ids []int64) ([]crm.ReportOffice, map[int64]*officeMonth, error) {
	year := crm.NewMonth(b.month.Year(), 1).First()
	month, err := b.officeWork(ids, b.win.From.First(), b.visitsTo())
	if err != nil {
		return nil, nil, err
	}
	toDate, err := b.officeWork(ids, year, b.visitsTo())
	if err != nil {
		return nil, nil, err
	}
	list, rows := make([]crm.ReportOffice, len(ids)), map[int64]*crm.ReportOffice{}
	for i, id := range ids {
		m, y := month[id], toDate[id]
		list[i] = crm.ReportOffice{Reach: crm.Reach{Units: []int64{id}}, Name: b.unitName(id), Days: m.days, DaysYear: y.days,
			Visits: m.visits, VisitsYear: y.visits, Companies: m.companies, CompaniesYear: y.companies, Receptions: m.receptions,
			ReceptionsYear: y.receptions, Leads: m.leads, LeadsYear: y.leads, BigLeads: y.bigLeads, Signed: m.signed, SignedYear: y.signed,
			SignedAmount: y.amount}
		rows[id] = &list[i]
	}
	if err := b.officeLeads(rows); err != nil {
		return nil, nil, err
	}
	return list, month, b.officeMoney(rows)
}

// officeScheme is the first scheme of offices in force, which sheet 11 prints; nil for none.
func (b *reportBuilder) officeScheme() (*crm.ScoreScheme, error) {
	schemes, err := loadSchemes(b.ctx, b.q, b.d.q)
	if err != nil {
		return nil, err
	}
	for i := range schemes {
		if schemes[i].For == crm.ForOffices && schemes[i].ValidIn(b.month.Year()) {
			return &schemes[i], nil
		}
	}
	return nil, nil
}

// actual lists what an office has of each term of the scheme in a month, in whole numbers.
func (l *scoreLoader) actual(s *crm.ScoreScheme, m *officeMonth, u reportUnit, month crm.Month) ([]int64, error) {
	out := []int64{}
	if s == nil {
		return out, nil
	}
	for _, t := range s.Terms {
		src, err := crm.ParseScoreSource(t.Parts[0].Source)
		if err != nil {
			return nil, err
		}
		n := m.item(src.Item)
		if src.Kind == crm.SourceTyped {
			typed, err := l.typedOf(*s, t.Parts[0], src, month)
			if err != nil {
				return nil, err
			}
			n = typed(u).Own / crm.PointScale
		}
		out = append(out, n)
	}
	return out, nil
}

// officeWork counts what the offices did between two days.
func (b *reportBuilder) officeWork(ids []int64, from, to crm.Date) (map[int64]*officeMonth, error) {
	out := map[int64]*officeMonth{}
	for _, id := range ids {
		out[id] = &officeMonth{}
	}
	in := "(" + idList(ids) + ")"
	if err := b.officeVisits(out, in, from, to); err != nil {
		return nil, err
	}
	if err := b.eachRow(`SELECT v.unit_id, COUNT(DISTINCT vc.company_id), 0, 0 FROM visits v JOIN visit_companies vc ON vc.visit_id = v.id
		WHERE v.voided = FALSE AND v.kind = 'out' AND v.unit_id IN `+in+` AND v.on_date >= $1 AND v.on_date <= $2 GROUP BY v.unit_id`,
		func(id, n, _, _ int64) { out[id].companies = n }, from, to); err != nil {
		return nil, err
	}
	if err := b.eachRow(fmt.Sprintf(`SELECT reporter_unit_id, COUNT(*), CAST(SUM(CASE WHEN amount_sort >= %d THEN 1 ELSE 0 END) AS BIGINT), 0 FROM leads
		WHERE voided = FALSE AND reporter_unit_id IN %s AND reported_on >= $1 AND reported_on <= $2 GROUP BY reporter_unit_id`, bigLead, in),
		func(id, n, big, _ int64) { out[id].leads, out[id].bigLeads = n, big }, from, to); err != nil {
		return nil, err
	}
	args := []any{monthText(from), to}
	known := b.knownTo("m.known_on", "reviewed_at", &args, "3")
	then := introducedThen(&args, b.until)
	err := b.eachRow(`SELECT i.unit_id, COUNT(*), CAST(SUM(p.total_cny) AS BIGINT), CAST(SUM(CASE WHEN EXISTS (SELECT 1 FROM project_parties pp
		WHERE pp.project_id = p.id AND pp.origin = 'foreign') THEN 1 ELSE 0 END) AS BIGINT) FROM introductions i JOIN projects p ON p.id = i.project_id
		JOIN milestones m ON m.project_id = p.id AND m.kind = 'signed' AND m.state = 'approved' WHERE p.voided = FALSE
		AND i.unit_id IN `+in+` AND m.on_date >= $1 AND m.on_date <= $2`+known+" AND "+then+` GROUP BY i.unit_id`,
		func(id, n, amount, foreign int64) {
			out[id].signed, out[id].amount, out[id].foreign = n, amount, foreign
		}, args...)
	return out, err
}

// monthText is the month that a window starts with, so that dates of month precision
// are in it.
func monthText(d crm.Date) string { return string(d.Month()) }

func (b *reportBuilder) eachRow(text string, fn func(id, a, c, d int64), args ...any) error {
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x [4]int64, err error) { return x, r.Scan(&x[0], &x[1], &x[2], &x[3]) }, text, args...)
	for _, x := range rows {
		fn(x[0], x[1], x[2], x[3])
	}
	return err
}

// officeVisits counts visits, receptions, leaders' meetings and, from the travel
// records (visits and the trips that they are part of), the days on the road: each
// calendar day once.
func (b *reportBuilder) officeVisits(out map[int64]*officeMonth, in string, from, to crm.Date) error {
	type row struct {
		unit    int64
		kind    crm.VisitKind
		on, end crm.Date
		level   string
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.unit, &x.kind, &x.on, &x.end, &x.level) },
		`SELECT unit_id, kind, on_date, end_on, leader_level FROM visits WHERE voided = FALSE AND unit_id IN `+in+`
		AND on_date <= $1 AND (on_date >= $2 OR end_on >= $3) ORDER BY id`, to, from, from)
	if err != nil {
		return err
	}
	days := map[int64]map[crm.Date]bool{}
	for id := range out {
		days[id] = map[crm.Date]bool{}
	}
	for _, x := range rows {
		m := out[x.unit]
		if x.on >= from {
			switch x.kind {
			case crm.VisitOut:
				m.visits++
			case crm.VisitIn, crm.VisitSite:
				m.receptions++
			}
			if x.level == crm.LeaderLevels[0] || x.level == crm.LeaderLevels[1] {
				m.led++
			}
		}
		if x.kind != crm.VisitOut {
			continue
		}
		b.onTheRoad(days[x.unit], max(x.on, from), min(crm.JourneyEnd(x.on, x.end), to))
	}
	if err := b.officeTrips(days, in, from, to); err != nil {
		return err
	}
	for id, m := range out {
		m.days = int64(len(days[id]))
	}
	return nil
}

// onTheRoad marks the days of a journey that are over.
func (b *reportBuilder) onTheRoad(days map[crm.Date]bool, from, to crm.Date) {
	for d := from; d <= min(to, b.now); d = d.AddDays(1) {
		days[d] = true
	}
}

// officeTrips adds the days of the trips on which somebody was visited, as sheet 9 has them.
func (b *reportBuilder) officeTrips(days map[int64]map[crm.Date]bool, in string, from, to crm.Date) error {
	type row struct {
		unit       int64
		start, end crm.Date
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.unit, &x.start, &x.end) },
		`SELECT t.unit_id, t.start_on, t.end_on FROM trips t WHERE t.unit_id IN `+in+` AND t.start_on <= $1 AND (t.start_on >= $2 OR t.end_on >= $3)
		AND EXISTS (SELECT 1 FROM visits v WHERE v.trip_id = t.id AND v.voided = FALSE AND v.kind = 'out' AND v.on_date <= $4) ORDER BY t.id`, to, from, from, to)
	for _, x := range rows {
		b.onTheRoad(days[x.unit], max(x.start, from), min(crm.JourneyEnd(x.start, x.end), to))
	}
	return err
}

// handedOn is the condition that a unit handed a lead on and another took it over, handedDay the day of
// that: the bureau's ruling on a dispute is no handing on, the offer none yet. Transfers answered before
// the answer's day was kept have the day of the offer.
const (
	handedOn  = "tr.kind = 'lead' AND tr.state = 'accepted' AND tr.dispute_id = 0"
	handedDay = "CASE tr.decided_on WHEN '' THEN tr.known_on ELSE tr.decided_on END"
)

// officeLeads counts what is in talks on the report's last day, as sheet 8 lists it, and
// what was handed on in the year.
func (b *reportBuilder) officeLeads(rows map[int64]*crm.ReportOffice) error {
	for _, l := range b.talking {
		if o := rows[l.reporter]; o != nil {
			o.Talking++
			if l.stage == crm.StageAgreeing {
				o.Agreeing++
			}
		}
	}
	return b.eachRow("SELECT tr.from_unit_id, COUNT(*), 0, 0 FROM transfers tr WHERE "+handedOn+" AND "+handedDay+" >= $1 AND "+handedDay+" <= $2 GROUP BY tr.from_unit_id",
		func(id, n, _, _ int64) {
			if o := rows[id]; o != nil {
				o.Transferred = n
			}
		}, crm.NewMonth(b.month.Year(), 1).First(), b.visitsTo())
}

// introducedThen is the condition on introductions i that stood on a day. Their end has a
// day only, no time: an introduction changed on the day counts as it stood that evening.
func introducedThen(args *[]any, day crm.Date) string {
	*args = append(*args, day, day)
	n := len(*args)
	return fmt.Sprintf("i.bp > 0 AND i.known_on <= $%d AND (i.ended_on = '' OR i.ended_on > $%d)", n-1, n)
}

// officeMoney adds the money that came through introduction, by its part of each month's,
// so that the year is the sum of its months.
func (b *reportBuilder) officeMoney(rows map[int64]*crm.ReportOffice) error {
	args := []any{b.win.From, b.month, min(crm.NewMonth(b.month.Year(), 1), b.win.From), b.month}
	known := b.knownTo("l.known_on", "at", &args, "5")
	then := introducedThen(&args, b.until)
	return b.eachRow(`SELECT i.unit_id, i.bp, CASE WHEN l.month >= $1 AND l.month <= $2 THEN 1 ELSE 0 END + CASE WHEN l.month >= '`+string(crm.NewMonth(b.month.Year(), 1))+`' THEN 2 ELSE 0 END, CAST(SUM(l.cny) AS BIGINT)
		FROM introductions i JOIN credit_lines l ON l.project_id = i.project_id WHERE l.month >= $3 AND l.month <= $4
		AND l.adjustment <> 'earlier'`+known+" AND "+then+` GROUP BY i.unit_id, i.project_id, i.bp, l.month ORDER BY i.unit_id, i.project_id, l.month`,
		func(id, bp, in, cny int64) {
			if o := rows[id]; o != nil {
				part := crm.MulDiv(cny, bp, crm.FullShares)
				o.Arrived += in & 1 * part
				o.ArrivedYear += in >> 1 * part
			}
		}, args...)
}
