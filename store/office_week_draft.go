package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// draftWeek gathers what was entered for an office's week, as the office itself may read it.
func draftWeek(ctx context.Context, q querier, office int64, week crm.Date) ([]crm.WeekSection, error) {
	w := &weekDrafter{ctx: ctx, q: q, office: office, from: week, to: week.AddDays(6), items: map[string][]crm.WeekItem{}}
	for _, step := range []func() error{w.visits, w.leads, w.events, w.nextSteps} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return crm.NewWeekSections(w.items), nil
}

type weekDrafter struct {
	ctx      context.Context
	q        querier
	office   int64
	from, to crm.Date
	items    map[string][]crm.WeekItem
}

// reach limits leads l to those that the office reads.
func (w *weekDrafter) reach() string {
	return scopeText(crm.Scope{Units: []int64{w.office}}, leadReach)
}

// joined joins what is said, without what is empty.
func joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "，")
}

func (w *weekDrafter) visits() error {
	list, err := collect(w.ctx, w.q, scanVisit, "SELECT "+visitColumns+" FROM visits v "+visitJoins+
		" WHERE v.voided = FALSE AND v.unit_id = $1 AND v.on_date >= $2 AND v.on_date <= $3 ORDER BY v.on_date, v.id", w.office, w.from, w.to)
	if err != nil {
		return err
	}
	if err := fillVisits(w.ctx, w.q, list); err != nil {
		return err
	}
	for _, v := range list {
		var names []string
		for _, c := range v.Companies {
			names = append(names, c.Name)
		}
		place := v.Province + v.City
		if v.Province == v.City {
			place = v.City
		}
		w.items["visits"] = append(w.items["visits"], crm.WeekItem{Key: fmt.Sprint(v.ID), Kind: "visit", ID: v.ID, On: v.On, Title: strings.Join(names, "、"),
			Text: joined(v.Kind.Label(), place, v.Theme, v.Outcome)})
	}
	return nil
}

func (w *weekDrafter) leads() (err error) {
	w.items["leads"], err = collect(w.ctx, w.q, func(r *sql.Rows) (x crm.WeekItem, err error) {
		var company, content string
		var amount int64
		err = r.Scan(&x.ID, &x.Title, &company, &content, &amount, &x.On)
		x.Key, x.Kind, x.Text = fmt.Sprint(x.ID), "lead", joined(company, content)
		if amount > 0 {
			x.Text = joined(company, "拟投资 "+crm.Decimal(amount, crm.FenPerWan)+" 万元", content)
		}
		return x, err
	}, `SELECT l.id, l.project, c.name, l.content, l.amount_sort, l.reported_on FROM leads l JOIN companies c ON c.id = l.company_id
		WHERE l.voided = FALSE AND l.reporter_unit_id = $1 AND l.reported_on >= $2 AND l.reported_on <= $3 AND `+w.reach()+" ORDER BY l.reported_on, l.id",
		w.office, w.from, w.to)
	return err
}

// events are stages, statuses and transfers of the leads that the office keeps or reported
// first, and its own notes.
func (w *weekDrafter) events() error {
	type event struct {
		crm.WeekItem
		kind, from, to, reason, unit string
	}
	list, err := collect(w.ctx, w.q, func(r *sql.Rows) (x event, err error) {
		err = r.Scan(&x.Key, &x.kind, &x.from, &x.to, &x.reason, &x.On, &x.ID, &x.Title, &x.unit)
		x.WeekItem.Kind = "lead"
		return x, err
	}, `SELECT CAST(e.id AS TEXT), e.kind, e.from_value, e.to_value, e.reason, e.known_on, l.id, l.project, CASE WHEN e.unit_id = $1 THEN '' ELSE COALESCE(u.name, '') END FROM leads l
		JOIN lead_events e ON e.lead_id = l.id LEFT JOIN units u ON u.id = e.unit_id
		WHERE l.voided = FALSE AND (l.unit_id = $2 OR l.reporter_unit_id = $3) AND `+w.reach()+` AND e.known_on >= $4 AND e.known_on <= $5
		AND (e.kind IN ('stage', 'status', 'transfer', 'undo') OR e.kind = 'note' AND e.unit_id = $6) ORDER BY e.known_on, e.id`,
		w.office, w.office, w.office, w.from, w.to, w.office)
	for _, x := range list {
		section := "progress"
		switch x.kind {
		case "transfer":
			section, x.Text = "transfers", joined(x.from+" → "+x.to, x.reason)
		case "stage", "undo":
			x.Text = joined(cmp.Or(crm.Stage(x.from).Label(), x.from)+" → "+cmp.Or(crm.Stage(x.to).Label(), x.to), x.reason, x.unit)
		case "status":
			x.Text = joined(cmp.Or(crm.LeadStatus(x.from).Label(), x.from)+" → "+cmp.Or(crm.LeadStatus(x.to).Label(), x.to), x.reason, x.unit)
		default:
			x.Text = x.reason
		}
		w.items[section] = append(w.items[section], x.WeekItem)
	}
	return err
}

// nextSteps are those due in the week after, of the office's live leads and of its visits
// that no lead carries.
func (w *weekDrafter) nextSteps() (err error) {
	from, to := w.to.AddDays(1), w.to.AddDays(7)
	w.items["next"], err = collect(w.ctx, w.q, func(r *sql.Rows) (x crm.WeekItem, err error) {
		err = r.Scan(&x.Kind, &x.ID, &x.Title, &x.Text, &x.On)
		x.Key = x.Kind + fmt.Sprint(x.ID)
		return x, err
	}, `SELECT 'lead', l.id, l.project, l.next_step, l.next_due FROM leads l WHERE l.voided = FALSE AND l.unit_id = $1 AND l.status = 'active'
		AND l.stage <> 'signed' AND l.next_due >= $2 AND l.next_due <= $3
		UNION ALL SELECT 'visit', v.id, `+firstCompany+`, v.next_step, v.next_due FROM visits v WHERE v.voided = FALSE AND v.unit_id = $4
		AND v.next_due >= $5 AND v.next_due <= $6 AND v.on_date <= $7 AND NOT EXISTS (SELECT 1 FROM visit_leads vl WHERE vl.visit_id = v.id)
		ORDER BY 5, 1, 2`, w.office, from, to, w.office, from, to, w.to)
	return err
}
