package store

import (
	"database/sql"

	"yinfeng/crm"
)

// visitReachBack is how many days before the first row a visit may have begun that overlaps with it.
const visitReachBack = 60

// load reads the companies that the rows name, the visits to them around the days of the
// rows, those of the rows' codes with the others of their trips, and the trips of those days.
func (k *visitKind) load(recs []*crm.ImportRecord) error {
	var err error
	if k.people, err = collect(k.p.ctx, k.p.q, func(r *sql.Rows) (x importPerson, err error) { return x, r.Scan(&x.id, &x.unit, &x.name) },
		"SELECT id, unit_id, name FROM users WHERE disabled = FALSE ORDER BY id"); err != nil {
		return err
	}
	if err := k.p.companies.load(keysOf(recs, visitCompanies), nil); err != nil {
		return err
	}
	for _, r := range recs {
		if code := r.Text("visit_no"); code != "" {
			k.times[code]++
		}
	}
	ids, err := k.lookFor(recs)
	if err != nil {
		return err
	}
	if err := k.loadVisits(ids); err != nil {
		return err
	}
	if err := k.loadTrips(recs); err != nil {
		return err
	}
	members, err := lookUp(k.p.ctx, k.p.s, k.p.q, scanID, "SELECT v.id FROM visits v WHERE %s AND v.trip_id <> 0 AND v.voided = FALSE ORDER BY v.id", "v.trip_id", idsOf(k.trips))
	if err != nil {
		return err
	}
	if err := k.loadVisits(members); err != nil {
		return err
	}
	if err := k.loadMet(); err != nil {
		return err
	}
	return k.p.companies.loadLinks()
}

// span is the first and the last day that rows speak of.
func (k *visitKind) span(recs []*crm.ImportRecord) (from, to crm.Date) {
	for _, r := range recs {
		on, p, ok := r.When("start_date")
		if !ok || p != crm.PrecisionDay {
			continue
		}
		end := on
		if text, p, ok := r.When("end_date"); ok && p == crm.PrecisionDay {
			end = max(on, text)
		}
		if from == "" || crm.Date(on) < from {
			from = crm.Date(on)
		}
		to = max(to, crm.Date(end))
	}
	if from == "" {
		return "", ""
	}
	return from.AddDays(-visitReachBack), to
}

// lookFor finds the ids of the visits that rows may mean.
func (k *visitKind) lookFor(recs []*crm.ImportRecord) ([]int64, error) {
	ids, err := lookUp(k.p.ctx, k.p.s, k.p.q, scanID, "SELECT id FROM visits WHERE %s ORDER BY id", "code", keysOf(recs, func(r *crm.ImportRecord) []string { return []string{r.Text("visit_no")} }))
	from, to := k.span(recs)
	if err != nil || from == "" {
		return ids, err
	}
	near, err := lookUp(k.p.ctx, k.p.s, k.p.q, scanID, "SELECT v.id FROM visit_companies c CROSS JOIN visits v WHERE %s AND v.id = c.visit_id AND v.voided = FALSE AND "+
		between("v.on_date", from, to)+" ORDER BY v.id", "c.company_id", idsOf(k.p.companies.byID))
	return append(ids, near...), err
}

// between limits a column to days; they are dates that were parsed, of digits and hyphens only.
func between(column string, from, to crm.Date) string {
	return sprintf("%s >= '%s' AND %s <= '%s'", column, from, column, to)
}

// loadVisits reads visits of the viewer's units.
func (k *visitKind) loadVisits(ids []int64) error {
	type row struct {
		x    *importVisit
		trip int64
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (y row, err error) {
		x := &importVisit{}
		f := &x.has
		err = r.Scan(&x.id, &x.code, &f.kind, &f.on, &f.end, &f.province, &f.city, &f.place, &f.people, &f.count, &f.level, &f.leader, &f.title, &f.theme, &f.outcome,
			&f.content, &f.next, &f.due, &y.trip, &x.unit, &x.user, &x.voided)
		y.x = x
		return y, err
	}, `SELECT v.id, v.code, v.kind, v.on_date, v.end_on, v.province, v.city, v.place, v.people, v.people_count, v.leader_level, v.leader_name, v.leader_title, v.theme,
		v.outcome, v.content, v.next_step, v.next_due, v.trip_id, v.unit_id, v.user_id, v.voided FROM visits v WHERE %s ORDER BY v.id`, "v.id", ids)
	for _, y := range list {
		if !k.p.stillOurs(y.x.unit) || k.known[y.x.id] != nil {
			continue
		}
		k.known[y.x.id], k.byCode[y.x.code] = y.x, y.x
		if y.trip == 0 {
			continue
		}
		if k.trips[y.trip] == nil {
			k.trips[y.trip] = &importTrip{importTarget: importTarget{id: y.trip}}
		}
		t := k.trips[y.trip]
		if y.x.trip = t; !y.x.voided {
			t.visits = append(t.visits, y.x)
		}
	}
	return err
}

// loadTrips reads the trips of the known visits, and those of the viewer's units in the days of the rows.
func (k *visitKind) loadTrips(recs []*crm.ImportRecord) error {
	scan := func(r *sql.Rows) (t importTrip, err error) {
		f := &t.has
		return t, r.Scan(&t.id, &t.unit, &f.name, &f.start, &f.end, &f.leader, &f.title, &f.level, &f.count, &f.destination)
	}
	const text = `SELECT t.id, t.unit_id, t.name, t.start_on, t.end_on, t.leader_name, t.leader_title, t.leader_level, t.people_count, t.destination
		FROM trips t WHERE %s`
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, scan, text, "t.id", idsOf(k.trips))
	if err != nil {
		return err
	}
	if from, to := k.span(recs); from != "" {
		units := map[int64]bool{}
		for _, r := range recs {
			if id := k.p.units.unitNamed(r.Text("unit")); id != 0 && k.p.stillOurs(id) {
				units[id] = true
			}
		}
		ids := make([]int64, 0, len(units))
		for id := range units {
			ids = append(ids, id)
		}
		more, err := lookUp(k.p.ctx, k.p.s, k.p.q, scan, text+" AND "+between("t.start_on", from, to)+" ORDER BY t.id", "t.unit_id", ids)
		if err != nil {
			return err
		}
		list = append(list, more...)
	}
	for _, x := range list {
		t := k.trips[x.id]
		if t == nil {
			t = &importTrip{importTarget: importTarget{id: x.id}}
			k.trips[x.id] = t
		}
		if t.unit == 0 {
			t.unit, t.has, t.was = x.unit, x.has, x.has
			k.tripsOf[t.unit] = append(k.tripsOf[t.unit], t)
		}
	}
	return nil
}

// loadMet reads whom the known visits met, and makes the visits findable.
func (k *visitKind) loadMet() error {
	type row struct {
		visit              int64
		company            importCompany
		counterpart, title string
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (y row, err error) {
		c := &y.company
		return y, r.Scan(&y.visit, &y.counterpart, &y.title, &c.id, &c.in.Name, &c.key, &c.formless, &c.in.CreditCode, &c.in.Origin, &c.in.Province, &c.in.City, &c.in.UnitID)
	}, `SELECT m.visit_id, m.counterpart, m.counterpart_title, c.id, c.name, c.name_key, c.formless_key, c.credit_code, c.origin, c.province, c.city, c.unit_id
		FROM visit_companies m JOIN companies c ON c.id = m.company_id WHERE %s ORDER BY m.visit_id, m.sort, c.id`, "m.visit_id", idsOf(k.known))
	if err != nil {
		return err
	}
	for i, y := range list {
		x := k.known[y.visit]
		x.met = append(x.met, importMeeting{k.p.companies.adopt(y.company), y.counterpart, y.title})
		if !x.voided && (i == len(list)-1 || list[i+1].visit != y.visit) {
			k.put(x)
		}
	}
	for _, t := range k.trips {
		t.from, t.to = t.has.start, max(t.has.start, t.has.end)
		for _, x := range t.visits {
			t.from, t.to = min(t.from, x.has.on), max(t.to, x.has.last())
		}
	}
	return nil
}
