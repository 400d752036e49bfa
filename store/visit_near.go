package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// VisitsNear lists the visits of the viewer's scope to a company, by its id or its name, within
// the set days before and after a day ("" for today); visit `except` is left out.
func (s *Store) VisitsNear(ctx context.Context, v crm.Viewer, company int64, name string, on crm.Date, except int64) (crm.VisitsNear, error) {
	out := crm.VisitsNear{Items: []crm.VisitNear{}}
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return out, err
	}
	if on == "" {
		on = s.Today()
	}
	set, err := loadSettings(ctx, s.read)
	if err != nil {
		return out, s.translate(err)
	}
	if out.Days = set.RepeatDays; company == 0 && strings.TrimSpace(name) == "" {
		return out, nil
	}
	var q query
	q.add("v.voided = FALSE AND v.on_date >= ?", on.AddDays(-set.RepeatDays))
	q.add("v.on_date <= ?", on.AddDays(set.RepeatDays))
	q.add("v.id <> ?", except)
	if company != 0 {
		q.add("vc.company_id = ?", company)
	} else {
		q.add("vc.company_id IN (SELECT "+standingCompany+" FROM companies WHERE name_key = ?)", crm.NameKey(name))
	}
	q.scope(v.Scope(crm.ActReadBusiness), visitReach)
	out.Items, err = collect(ctx, s.read, func(r *sql.Rows) (x crm.VisitNear, err error) {
		return x, r.Scan(&x.ID, &x.Code, &x.Kind, &x.On, &x.UnitName, &x.UserName, &x.Theme, &x.Outcome)
	}, `SELECT v.id, v.code, v.kind, v.on_date, u.name, COALESCE(o.name, ''), v.theme, v.outcome FROM visits v JOIN visit_companies vc ON vc.visit_id = v.id
		JOIN units u ON u.id = v.unit_id LEFT JOIN users o ON o.id = v.user_id`+q.clause()+" ORDER BY v.on_date DESC, v.id DESC LIMIT 20", q.args...)
	return out, s.translate(err)
}
