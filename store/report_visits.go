package store

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"

	"yinfeng/crm"
)

// reportVisit is a visit of the month, for sheets 9 and 10.
type reportVisit struct {
	id, trip, unit int64
	code           string
	kind           crm.VisitKind
	from, to       crm.Date
	province, city string
	place          string
	people         int64
	level, leader  string
	title, theme   string
	outcome, next  string
	due            crm.Date
	user           string
	companies      []crm.TripCompany
	firstOrigin    string
	amount         int64
}

func scanReportVisit(r *sql.Rows) (*reportVisit, error) {
	v := &reportVisit{}
	err := r.Scan(&v.id, &v.trip, &v.unit, &v.code, &v.kind, &v.from, &v.to, &v.province, &v.city, &v.place, &v.people, &v.level, &v.leader,
		&v.title, &v.theme, &v.outcome, &v.next, &v.due, &v.user)
	if v.to == "" {
		v.to = v.from
	}
	return v, err
}

// visits fills sheets 9 (trips, by unit, then day) and 10 (receptions, by day).
func (b *reportBuilder) visits() error {
	args := []any{b.win.From.First(), b.visitsTo()}
	list, err := b.visitRows("v.on_date >= $1 AND v.on_date <= $2", args)
	if err != nil {
		return err
	}
	earlier, err := b.earlierVisits()
	if err != nil {
		return err
	}
	byID := make(map[int64]*reportVisit, len(list)+len(earlier))
	for _, v := range append(earlier, list...) {
		byID[v.id] = v
	}
	if len(earlier) > 0 {
		args[0] = earlier[0].from
	}
	if err := b.visitCompanies(byID, args); err != nil {
		return err
	}
	if err := b.visitAmounts(byID); err != nil {
		return err
	}
	b.receptions(list)
	return b.trips(list, earlier)
}

// visitRows reads the visits of the report's part that meet a condition on v, by day.
func (b *reportBuilder) visitRows(where string, args []any) ([]*reportVisit, error) {
	args = slices.Clone(args)
	part := b.partOfVisits(&args)
	return collect(b.ctx, b.q, scanReportVisit, `SELECT v.id, v.trip_id, v.unit_id, v.code, v.kind, v.on_date, v.end_on, v.province, v.city, v.place,
		v.people_count, v.leader_level, v.leader_name, v.leader_title, v.theme, v.outcome, v.next_step, v.next_due, COALESCE(u.name, '')
		FROM visits v LEFT JOIN users u ON u.id = v.user_id WHERE v.voided = FALSE AND `+where+part+` ORDER BY v.on_date, v.id`, args...)
}

// earlierVisits are the 外出 visits before the window whose days, or whose trip's, reach into it:
// sheet 11 counts those days.
func (b *reportBuilder) earlierVisits() ([]*reportVisit, error) {
	from := b.win.From.First()
	list, err := b.visitRows(`v.kind = 'out' AND v.on_date < $1 AND v.on_date >= $2 AND (v.end_on >= $3
		OR v.trip_id <> 0 AND EXISTS (SELECT 1 FROM trips t WHERE t.id = v.trip_id AND t.end_on >= $4 AND t.start_on <= $5))`,
		[]any{from, from.AddMonths(-4), from, from, b.visitsTo()})
	return slices.DeleteFunc(list, func(v *reportVisit) bool { return v.trip == 0 && crm.JourneyEnd(v.from, v.to) < from }), err
}

// visitsTo is the month's last day, or the day that the report is known on.
func (b *reportBuilder) visitsTo() crm.Date {
	last := b.month.Last()
	if b.known != "" && b.known < last {
		return b.known
	}
	return last
}

func (b *reportBuilder) visitCompanies(byID map[int64]*reportVisit, days []any) error {
	type row struct {
		visit          int64
		c              crm.TripCompany
		origin         crm.Origin
		province, city string
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.visit, &x.c.Name, &x.c.Contact, &x.c.Title, &x.origin, &x.province, &x.city)
	}, `SELECT vc.visit_id, c.name, vc.counterpart, vc.counterpart_title, c.origin, c.province, c.city FROM visits v CROSS JOIN visit_companies vc
		JOIN companies c ON c.id = vc.company_id
		WHERE vc.visit_id = v.id AND v.voided = FALSE AND v.on_date >= $1 AND v.on_date <= $2 ORDER BY vc.visit_id, vc.sort, vc.company_id`, days...)
	for _, x := range rows {
		v := byID[x.visit]
		if v == nil {
			continue
		}
		if len(v.companies) == 0 {
			v.firstOrigin = originText(x.province, x.city, x.origin)
		}
		x.c.Topic, x.c.Outcome, x.c.Next = v.theme, v.outcome, v.next
		v.companies = append(v.companies, x.c)
	}
	return err
}

// visitAmounts sums what the leads of each visit intend to invest.
func (b *reportBuilder) visitAmounts(byID map[int64]*reportVisit) error {
	return b.eachShare(`SELECT vl.visit_id, CAST(SUM(l.amount_sort) AS BIGINT) FROM visits v CROSS JOIN visit_leads vl
		JOIN leads l ON l.id = vl.lead_id WHERE vl.visit_id = v.id AND v.voided = FALSE AND l.voided = FALSE AND v.on_date >= $1 AND v.on_date <= $2
		GROUP BY vl.visit_id ORDER BY vl.visit_id`, func(visit, amount int64) {
		if v := byID[visit]; v != nil {
			v.amount = amount
		}
	}, b.win.From.First(), b.visitsTo())
}

func (b *reportBuilder) receptions(list []*reportVisit) {
	b.r.Receptions = []crm.ReportReception{}
	for _, v := range list {
		if v.kind == crm.VisitOut {
			continue
		}
		x := crm.ReportReception{Reach: crm.Reach{Units: []int64{v.unit}}, Code: v.code, On: v.from, Unit: b.unitName(v.unit), Origin: v.firstOrigin,
			People: v.people, Host: joinWords(v.leader, v.title), Way: v.kind.Label(), Place: cmp.Or(v.place, originText(v.province, v.city, "")),
			Topic: v.theme, Amount: v.amount, Next: v.next, NextDate: v.due}
		if v.next != "" {
			x.NextWho = v.user
		}
		for i, c := range v.companies {
			x.Company = joinNames(x.Company, c.Name)
			if i == 0 {
				x.Guest, x.Title = c.Contact, c.Title
			}
		}
		b.r.Receptions = append(b.r.Receptions, x)
	}
}

func joinWords(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// visitedTrip is a row of sheet 9 as it is put together.
type visitedTrip struct {
	crm.ReportTrip
	unit  int64
	first int64
}

// tripOf starts the row of a visit's journey: its trip, or the visit alone.
func (b *reportBuilder) tripOf(v *reportVisit, heads map[int64]crm.ReportTrip) *visitedTrip {
	t := &visitedTrip{unit: v.unit, first: v.id, ReportTrip: crm.ReportTrip{Reach: crm.Reach{Units: []int64{v.unit}}, Code: v.code, Unit: b.unitName(v.unit),
		Leader: v.leader, Title: v.title, Level: v.level, People: v.people, From: v.from, To: v.to, Companies: []crm.TripCompany{}}}
	if h, ok := heads[v.trip]; ok && v.trip != 0 {
		t.Leader, t.Title, t.Level, t.People, t.From, t.To, t.Places = h.Leader, h.Title, h.Level, h.People, h.From, h.To, h.Places
	}
	return t
}

// trips groups the window's 外出 visits by their trip; a visit of no trip is one of its own. A journey
// that was visited on before the window only stands for its days. Days count within the window, up
// to the report's day, as in sheet 11.
func (b *reportBuilder) trips(list, earlier []*reportVisit) error {
	heads, err := b.tripHeads()
	if err != nil {
		return err
	}
	var trips []*visitedTrip
	of, before := map[int64]*visitedTrip{}, len(list)
	for i, v := range append(slices.Clone(list), earlier...) {
		t := of[v.trip]
		switch {
		case v.kind != crm.VisitOut || i >= before && t != nil && !t.Earlier:
			continue
		case v.trip == 0 || t == nil:
			t = b.tripOf(v, heads)
			t.Earlier = i >= before
			trips = append(trips, t)
			if v.trip != 0 {
				of[v.trip] = t
			}
		}
		t.From, t.To = min(t.From, v.from), max(t.To, v.to)
		if p := originText(v.province, v.city, ""); p != "" && !hasName(t.Places, p) {
			t.Places = joinNames(t.Places, p)
		}
		t.Companies = append(t.Companies, v.companies...)
	}
	slices.SortFunc(trips, func(x, y *visitedTrip) int {
		return cmp.Or(cmp.Compare(b.order[x.unit], b.order[y.unit]), cmp.Compare(x.From, y.From), cmp.Compare(x.first, y.first))
	})
	b.r.Trips = []crm.ReportTrip{}
	for _, t := range trips {
		if row := t.Counting(b.win.From.First(), min(b.visitsTo(), b.now)); !t.Earlier || row.Days() > 0 {
			b.r.Trips = append(b.r.Trips, row)
		}
	}
	return nil
}

func (b *reportBuilder) tripHeads() (map[int64]crm.ReportTrip, error) {
	type row struct {
		id int64
		crm.ReportTrip
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) {
		err = r.Scan(&x.id, &x.From, &x.To, &x.Leader, &x.Title, &x.Level, &x.People, &x.Places)
		if x.To == "" {
			x.To = x.From
		}
		return x, err
	}, `SELECT id, start_on, end_on, leader_name, leader_title, leader_level, people_count, destination FROM trips WHERE start_on <= $1 AND
		(end_on >= $2 OR end_on = '' AND start_on >= $3)`, b.month.Last(), b.win.From.First(), b.win.From.First())
	out := make(map[int64]crm.ReportTrip, len(rows))
	for _, x := range rows {
		out[x.id] = x.ReportTrip
	}
	return out, err
}

// hasName reports whether name is one of names joined by 、.
func hasName(names, name string) bool {
	return slices.Contains(strings.Split(names, "、"), name)
}
