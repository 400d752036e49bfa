package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"yinfeng/crm"
)

// calendarReader gathers what stands on the days of a span, all of it within the viewer's scope.
type calendarReader struct {
	ctx   context.Context
	s     *Store
	v     crm.Viewer
	f     crm.CalendarFilter
	units []int64 // of the unit asked for; nil for all
	out   crm.Calendar
}

// Calendar answers what stands on some days: visits, journeys, next steps, terms of transfers
// and disputes, tasks, holidays.
func (s *Store) Calendar(ctx context.Context, v crm.Viewer, f crm.CalendarFilter) (crm.Calendar, error) {
	c := &calendarReader{ctx: ctx, s: s, v: v, f: f, out: crm.Calendar{From: f.From, To: f.To, Items: []crm.CalendarItem{}, Holidays: []crm.CalendarFree{}}}
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return c.out, err
	}
	if err := f.Check(); err != nil {
		return c.out, err
	}
	if f.UnitID != 0 {
		var err error
		if c.units, err = unitAndBelow(ctx, s.read, f.UnitID); err != nil {
			return c.out, s.translate(err)
		}
	}
	for _, step := range []func() error{c.visits, c.trips, c.leadSteps, c.visitSteps, c.transfers, c.disputes, c.tasks, c.holidays} {
		if err := step(); err != nil {
			return c.out, s.translate(err)
		}
	}
	slices.SortStableFunc(c.out.Items, func(a, b crm.CalendarItem) int { return cmp.Compare(a.On, b.On) })
	return c.out, nil
}

// start is a query within the viewer's scope and the unit asked for; owner is the column of
// the person, for 我的.
func (c *calendarReader) start(r reach, owner string) (q query) {
	q.scope(c.v.Scope(crm.ActReadBusiness), r)
	if c.f.UnitID != 0 {
		q.in(r.unit, c.units)
	}
	if c.f.Mine && owner != "" {
		q.add(owner+" = ?", c.v.UserID)
	}
	return q
}

// add runs a query of items and notes when there are more than are listed.
func (c *calendarReader) add(kind, object, text string, q query, order string) error {
	list, err := collect(c.ctx, c.s.read, func(r *sql.Rows) (x crm.CalendarItem, err error) {
		x.Kind, x.Object = kind, object
		err = r.Scan(&x.ID, &x.On, &x.End, &x.Title, &x.Text, &x.UnitName)
		if x.End < x.On {
			x.End = x.On
		}
		return x, err
	}, fmt.Sprintf("%s%s ORDER BY %s LIMIT %d", text, q.clause(), order, crm.CalendarRows+1), q.args...)
	if len(list) > crm.CalendarRows {
		list, c.out.Capped = list[:crm.CalendarRows], true
	}
	c.out.Items = append(c.out.Items, list...)
	return err
}

// visits are those begun before the span and those of the span. LEFT JOIN lets SQLite begin with the
// days, not with the units.
func (c *calendarReader) visits() error {
	text := "SELECT v.id, v.on_date, v.end_on, " + firstCompany + ", v.theme, u.name FROM visits v LEFT JOIN units u ON u.id = v.unit_id"
	begun := c.start(reach{unit: "+v.unit_id"}, "v.user_id") // + and || '' let SQLite find the few by their last day
	begun.add("v.voided = FALSE AND v.end_on <> '' AND v.end_on >= ?", c.f.From)
	begun.add("v.on_date || '' < ?", c.f.From)
	if err := c.add("visit", "visit", text, begun, "v.on_date || '', v.id"); err != nil {
		return err
	}
	q := c.start(visitReach, "v.user_id")
	q.add("v.voided = FALSE AND v.on_date >= ?", c.f.From)
	q.add("v.on_date <= ?", c.f.To)
	return c.add("visit", "visit", text, q, "v.on_date, v.id")
}

// trips have no person: one's own are those with a visit of one's own.
func (c *calendarReader) trips() error {
	q := c.start(tripReach, "")
	q.add("t.start_on <= ?", c.f.To)
	q.add("(t.start_on >= ? OR t.end_on >= ?)", c.f.From, c.f.From)
	if c.f.Mine {
		q.add("EXISTS (SELECT 1 FROM visits v WHERE v.trip_id = t.id AND v.voided = FALSE AND v.user_id = ?)", c.v.UserID)
	}
	return c.add("trip", "trip", "SELECT t.id, t.start_on, t.end_on, t.name, t.destination, u.name FROM trips t JOIN units u ON u.id = t.unit_id", q, "t.start_on, t.id")
}

func (c *calendarReader) leadSteps() error {
	q := c.start(leadReach, "l.owner_id")
	due := dueOrder("l")
	q.add("l.voided = FALSE AND l.status || '' = 'active' AND l.stage <> 'signed' AND "+due+" >= ?", c.f.From)
	q.add(due+" <= ?", c.f.To)
	return c.add("step", "lead", "SELECT l.id, l.next_due, '', l.project, l.next_step, u.name FROM leads l LEFT JOIN units u ON u.id = l.unit_id", q, due+", l.id")
}

// visitSteps are next steps of visits that no lead carries.
func (c *calendarReader) visitSteps() error {
	q := c.start(visitReach, "v.user_id")
	q.add("v.voided = FALSE AND v.next_due <> '' AND v.next_due >= ?", c.f.From)
	q.add("v.next_due <= ? AND NOT EXISTS (SELECT 1 FROM visit_leads vl WHERE vl.visit_id = v.id)", c.f.To)
	return c.add("step", "visit", "SELECT v.id, v.next_due, '', "+firstCompany+", v.next_step, u.name FROM visits v LEFT JOIN units u ON u.id = v.unit_id", q, "v.next_due, v.id")
}

// transfers are answers that are due: one's own are those that one may give.
func (c *calendarReader) transfers() error {
	for _, of := range []struct{ kind, name, join string }{{"lead", "o.project", "leads"}, {"project", "o.name", "projects"}} {
		var q query
		box, sc := "", c.v.Scope(crm.ActReadBusiness)
		if c.f.Mine {
			box, sc = "in", c.v.Scope(crm.ActTransfer)
		}
		q.transferScope(sc, box)
		if c.f.UnitID != 0 {
			q.add("(tr.from_unit_id IN (" + idList(c.units) + ") OR tr.to_unit_id IN (" + idList(c.units) + "))")
		}
		q.add("tr.state = 'pending' AND tr.kind = ?", of.kind)
		q.add("tr.due_on >= ?", c.f.From)
		q.add("tr.due_on <= ?", c.f.To)
		if err := c.add("transfer", of.kind, "SELECT tr.object_id, tr.due_on, '', "+of.name+`, f.name || '流转给' || u.name || '，等答复', u.name FROM transfers tr
			JOIN `+of.join+` o ON o.id = tr.object_id JOIN units f ON f.id = tr.from_unit_id JOIN units u ON u.id = tr.to_unit_id`, q, "tr.due_on, tr.id"); err != nil {
			return err
		}
	}
	return nil
}

// disputes are the terms of an answer and of an appeal, told to the sides and the bureau. Each side
// knows the company by the name that it typed itself.
func (c *calendarReader) disputes() error {
	name := "lc.name"
	if sc := c.v.Scope(crm.ActReadBusiness); !sc.All {
		name = "CASE WHEN d.holder_id IN (" + idList(append([]int64{0}, sc.Units...)) + ") THEN lc.name ELSE d.company END"
	}
	for _, d := range []struct{ column, state, text string }{{"d.answer_due", "open", "答复争议的期限"}, {"d.appeal_due", "decided", "申请复核的期限"}} {
		var q query
		q.disputeScope(c.v.Scope(crm.ActReadBusiness))
		if c.f.UnitID != 0 {
			q.add("(d.unit_id IN (" + idList(c.units) + ") OR d.holder_id IN (" + idList(c.units) + "))")
		}
		if c.f.Mine {
			q.disputeScope(c.v.Scope(crm.ActTransfer))
		}
		q.add("d.state = ?", d.state)
		q.add(d.column+" >= ?", c.f.From)
		q.add(d.column+" <= ?", c.f.To)
		if err := c.add("dispute", "dispute", "SELECT d.id, "+d.column+", '', "+name+", '"+d.text+`', u.name FROM disputes d JOIN units u ON u.id = d.holder_id
			JOIN leads l ON l.id = d.lead_id JOIN companies lc ON lc.id = l.company_id`, q, "2, 1"); err != nil {
			return err
		}
	}
	return nil
}

func (c *calendarReader) tasks() error {
	for _, k := range [][2]string{{"lead", "l.project"}, {"project", "p.name"}} {
		kind, name := k[0], k[1]
		var q query
		q.taskScope(c.v.Scope(crm.ActReadBusiness))
		q.add("tk.state = 'open' AND tk.object_kind = ?", kind)
		q.add("tk.due_on >= ?", c.f.From)
		q.add("tk.due_on <= ?", c.f.To)
		if c.f.Mine {
			q.add("tk.owner_id = ?", c.v.UserID)
		}
		if c.f.UnitID != 0 {
			q.in("o.unit_id", c.units)
		}
		if err := c.add("task", kind, "SELECT tk.object_id, tk.due_on, '', tk.title, COALESCE("+name+`, ''), u.name FROM tasks tk JOIN users o ON o.id = tk.owner_id
			JOIN units u ON u.id = o.unit_id LEFT JOIN leads l ON tk.object_kind = 'lead' AND l.id = tk.object_id
			LEFT JOIN projects p ON tk.object_kind = 'project' AND p.id = tk.object_id`, q, "tk.due_on, tk.id"); err != nil {
			return err
		}
	}
	return nil
}

func (c *calendarReader) holidays() (err error) {
	c.out.Holidays, err = collect(c.ctx, c.s.read, func(r *sql.Rows) (x crm.CalendarFree, err error) { return x, r.Scan(&x.Day, &x.Workday, &x.Name) },
		"SELECT day, workday, name FROM holidays WHERE day >= $1 AND day <= $2 ORDER BY day", c.f.From, c.f.To)
	return err
}
