package store

import (
	"database/sql"
	"fmt"

	"yinfeng/crm"
)

// scoreLoader gets the values that schemes ask for; what several ask for is read once.
type scoreLoader struct {
	b     *reportBuilder
	work  map[int64]*officeMonth
	typed map[string][]typedScore // by scheme
}

// offices lists the liaison offices in official order.
func (d *figureData) offices() []reportUnit {
	var out []reportUnit
	for _, u := range d.tree.all {
		if u.kind == crm.UnitOffice {
			out = append(out, u)
		}
	}
	return out
}

// units lists whom the scheme scores, with a value for each of its sources.
func (l *scoreLoader) units(s crm.ScoreScheme) ([]crm.ScoreUnit, error) {
	list := l.b.d.units
	if s.For == crm.ForOffices {
		list = l.b.d.offices()
	}
	never := l.b.d.tree.unranked()
	out := make([]crm.ScoreUnit, len(list))
	for i, u := range list {
		out[i] = crm.ScoreUnit{ID: u.id, Code: u.code, Name: u.name, Ranked: u.code != never, Values: map[string]crm.ScoreValue{}}
	}
	for _, t := range s.Terms {
		for _, p := range t.Parts {
			values, err := l.values(s, p)
			if err != nil {
				return nil, err
			}
			for i, u := range list {
				out[i].Values[p.Source] = values(u)
			}
		}
	}
	return out, nil
}

// values gives what each unit has of a part's source.
func (l *scoreLoader) values(s crm.ScoreScheme, p crm.ScorePart) (func(reportUnit) crm.ScoreValue, error) {
	src, err := crm.ParseScoreSource(p.Source)
	if err != nil {
		return nil, err
	}
	switch src.Kind {
	case crm.SourceFigure:
		return l.figure(src), nil
	case crm.SourceOffice:
		return l.office(src)
	case crm.SourceTyped:
		return l.typedIn(s, p, src)
	case crm.SourceSize:
		return l.size(src)
	}
	return l.overdue(src)
}

// counts answers from a map of counts.
func counts(n map[int64]int64) func(reportUnit) crm.ScoreValue {
	return func(u reportUnit) crm.ScoreValue { return crm.ScoreValue{Own: n[u.id], Per: 1} }
}

// figure is the cumulative of an indicator; one that the year does not know has no target.
func (l *scoreLoader) figure(src crm.ScoreSource) func(reportUnit) crm.ScoreValue {
	d := l.b.d
	for _, i := range d.inds {
		if i.Code != src.Indicator {
			continue
		}
		code := src.Basis
		if code == "" {
			code = i.DefaultBasis
		}
		basis, err := d.basis(i, code)
		if err != nil {
			break
		}
		line, at := d.line(i, basis), map[int64]int{}
		for k, u := range d.units {
			at[u.id] = k
		}
		return func(u reportUnit) crm.ScoreValue {
			f := line.units[at[u.id]]
			ref := crm.FigureRef{Window: crm.Window{From: l.b.month, To: l.b.month}, Indicator: i.Code, Basis: basis.Code, Unit: u.code,
				Field: crm.FieldCumulative, AsKnown: l.b.known}
			v := crm.ScoreValue{Own: f.Cumulative, Target: f.Target, Per: crm.PerUnit(i.Unit, i.Kind), Unit: i.Unit}
			if basis.Code != "" {
				v.Ref = ref.String()
			}
			return v
		}
	}
	return counts(nil)
}

func (l *scoreLoader) office(src crm.ScoreSource) (func(reportUnit) crm.ScoreValue, error) {
	if l.work == nil {
		var ids []int64
		for _, u := range l.b.d.offices() {
			ids = append(ids, u.id)
		}
		if len(ids) == 0 {
			return counts(nil), nil
		}
		work, err := l.b.officeWork(ids, l.b.month.First(), l.b.visitsTo())
		if err != nil {
			return nil, err
		}
		l.work = work
	}
	return func(u reportUnit) crm.ScoreValue {
		if m := l.work[u.id]; m != nil {
			return crm.ScoreValue{Own: m.item(src.Item), Per: 1}
		}
		return crm.ScoreValue{Per: 1}
	}, nil
}

// item is the count that an office: source names.
func (m *officeMonth) item(code string) int64 {
	return map[string]int64{"days": m.days, "visits": m.visits, "companies": m.companies, "receptions": m.receptions, "leads": m.leads,
		"bigLeads": m.bigLeads, "led": m.led, "foreign": m.foreign}[code]
}

// size counts the projects that reached the milestone this year, by the total investment
// that they have today; months before a unit's cut-over know no projects.
func (l *scoreLoader) size(src crm.ScoreSource) (func(reportUnit) crm.ScoreValue, error) {
	b := l.b
	high := int64(1) << 62
	if src.Hi > 0 {
		high = src.Hi * crm.FenPerYi
	}
	args := []any{string(src.Milestone), crm.NewMonth(b.month.Year(), 1), b.month, src.Lo * crm.FenPerYi, high}
	known := b.knownTo("l.known_on", "at", &args, "6")
	type row struct {
		unit, n int64
		month   crm.Month
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.unit, &x.month, &x.n) },
		`SELECT l.unit_id, l.month, CAST(SUM(l.count) AS BIGINT) FROM count_lines l JOIN projects p ON p.id = l.project_id
		WHERE l.joint = FALSE AND l.indicator = $1 AND l.month >= $2 AND l.month <= $3 AND l.adjustment <> 'earlier'
		AND p.total_cny >= $4 AND p.total_cny < $5`+known+` GROUP BY l.unit_id, l.month`, args...)
	n := map[int64]int64{}
	for _, x := range rows {
		if x.month >= b.d.tree.byID[x.unit].cutOver {
			n[x.unit] += x.n
		}
	}
	return counts(n), err
}

// overdue counts the projects signed more than some months before the report's last day
// and not started by then, of the unit that their signing counts for.
func (l *scoreLoader) overdue(src crm.ScoreSource) (func(reportUnit) crm.ScoreValue, error) {
	b := l.b
	args := []any{b.month, monthsBefore(b.until, src.Months), b.until}
	started := b.knownTo("m.known_on", "reviewed_at", &args, "4")
	signed := b.knownTo("l.known_on", "at", &args, fmt.Sprint(len(args)+1))
	n := map[int64]int64{}
	err := b.eachRow(`SELECT x.unit_id, COUNT(*), 0, 0 FROM (SELECT l.unit_id, l.project_id FROM count_lines l JOIN projects p ON p.id = l.project_id
		WHERE l.joint = FALSE AND l.indicator = 'signed' AND l.month <= $1 AND p.voided = FALSE AND p.status <> 'ended'
		AND EXISTS (SELECT 1 FROM milestones m WHERE m.project_id = p.id AND m.kind = 'signed' AND m.state = 'approved' AND m.on_date < $2)
		AND NOT EXISTS (SELECT 1 FROM milestones m WHERE m.project_id = p.id AND m.kind IN ('started', 'producing') AND m.state = 'approved'
		AND m.on_date <= $3`+started+`)`+signed+` GROUP BY l.unit_id, l.project_id HAVING SUM(l.count) > 0) x GROUP BY x.unit_id`,
		func(id, count, _, _ int64) { n[id] = count }, args...)
	return counts(n), err
}

// monthsBefore is the same day n months earlier, or that month's last.
func monthsBefore(d crm.Date, n int) crm.Date {
	m := d.Month().Add(-n)
	return min(m.Last(), crm.Date(string(m)+string(d[7:])))
}
