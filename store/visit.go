package store

import (
	"context"
	"database/sql"
	"errors"

	"yinfeng/crm"
)

const visitColumns = `v.id, v.code, v.kind, v.on_date, v.end_on, v.province, v.city, v.place, v.people, v.people_count, v.leader_level,
	v.leader_name, v.leader_title, v.theme, v.outcome, v.content, v.next_step, v.next_due, v.trip_id, COALESCE(vt.name, ''), v.unit_id, vu.name,
	v.user_id, COALESCE(vo.name, ''), (SELECT COUNT(*) FROM attachments a WHERE a.object_kind = 'visit' AND a.object_id = v.id AND a.voided = FALSE),
	v.voided, v.void_reason, v.updated_at, v.version`

const visitJoins = "JOIN units vu ON vu.id = v.unit_id LEFT JOIN users vo ON vo.id = v.user_id LEFT JOIN trips vt ON vt.id = v.trip_id"

func scanVisit(r *sql.Rows) (v crm.Visit, err error) {
	v.Companies, v.LeadIDs, v.ProjectIDs = []crm.VisitCompany{}, []int64{}, []int64{}
	return v, r.Scan(&v.ID, &v.Code, &v.Kind, &v.On, &v.EndOn, &v.Province, &v.City, &v.Place, &v.People, &v.PeopleCount, &v.LeaderLevel,
		&v.LeaderName, &v.LeaderTitle, &v.Theme, &v.Outcome, &v.Content, &v.NextStep, &v.NextDue, &v.TripID, &v.TripName, &v.UnitID, &v.UnitName,
		&v.UserID, &v.UserName, &v.Photos, &v.Voided, &v.VoidReason, &v.UpdatedAt, &v.Version)
}

// loadVisit reads one visit with its companies and links, whatever its scope.
func loadVisit(ctx context.Context, q querier, id int64) (crm.Visit, error) {
	rows, err := collect(ctx, q, scanVisit, "SELECT "+visitColumns+" FROM visits v "+visitJoins+" WHERE v.id = $1", id)
	if err != nil {
		return crm.Visit{}, err
	}
	if len(rows) == 0 {
		return crm.Visit{}, crm.NotFound("拜访记录")
	}
	return rows[0], fillVisits(ctx, q, rows)
}

// visitReachable reports whether sc reaches a visit: by its unit, or through a lead that
// it is linked to, whose history it belongs to (domain §4, Transfer).
func visitReachable(ctx context.Context, q querier, id int64, sc crm.Scope) (bool, error) {
	ok, err := reachable(ctx, q, "visits v", visitReach, id, sc)
	if err != nil || ok || sc.All {
		return ok, err
	}
	var w query
	w.add("vl.visit_id = ?", id)
	w.scope(sc, leadReach)
	var one int
	err = q.QueryRowContext(ctx, "SELECT 1 FROM visit_leads vl JOIN leads l ON l.id = vl.lead_id"+w.clause()+" LIMIT 1", w.args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// visibleVisit reads a visit that sc reaches.
func visibleVisit(ctx context.Context, q querier, id int64, sc crm.Scope) (crm.Visit, error) {
	ok, err := visitReachable(ctx, q, id, sc)
	if err != nil {
		return crm.Visit{}, err
	}
	if !ok {
		return crm.Visit{}, crm.NotFound("拜访记录")
	}
	return loadVisit(ctx, q, id)
}

// fillVisits adds companies and links to the few visits of a page, three queries in all.
func fillVisits(ctx context.Context, q querier, vs []crm.Visit) error {
	if len(vs) == 0 {
		return nil
	}
	at, ids := map[int64]int{}, make([]int64, len(vs))
	for i, v := range vs {
		at[v.ID], ids[i] = i, v.ID
	}
	in := " IN (" + idList(ids) + ")"
	type met struct {
		visit int64
		crm.VisitCompany
	}
	companies, err := collect(ctx, q, func(r *sql.Rows) (m met, err error) {
		return m, r.Scan(&m.visit, &m.CompanyID, &m.Name, &m.Counterpart, &m.CounterpartTitle)
	}, `SELECT vc.visit_id, vc.company_id, c.name, vc.counterpart, vc.counterpart_title FROM visit_companies vc
		JOIN companies c ON c.id = vc.company_id WHERE vc.visit_id`+in+" ORDER BY vc.visit_id, vc.sort")
	if err != nil {
		return err
	}
	for _, m := range companies {
		v := &vs[at[m.visit]]
		v.Companies = append(v.Companies, m.VisitCompany)
	}
	scanLink := func(r *sql.Rows) (l [2]int64, err error) { return l, r.Scan(&l[0], &l[1]) }
	leads, err := collect(ctx, q, scanLink, "SELECT visit_id, lead_id FROM visit_leads WHERE visit_id"+in+" ORDER BY lead_id")
	if err != nil {
		return err
	}
	for _, l := range leads {
		vs[at[l[0]]].LeadIDs = append(vs[at[l[0]]].LeadIDs, l[1])
	}
	projects, err := collect(ctx, q, scanLink, "SELECT visit_id, project_id FROM visit_projects WHERE visit_id"+in+" ORDER BY project_id")
	for _, l := range projects {
		vs[at[l[0]]].ProjectIDs = append(vs[at[l[0]]].ProjectIDs, l[1])
	}
	return err
}

// Visit returns one visit of the viewer's scope.
func (s *Store) Visit(ctx context.Context, v crm.Viewer, id int64) (crm.Visit, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.Visit{}, err
	}
	return reading(ctx, s, func(q querier) (crm.Visit, error) {
		x, err := visibleVisit(ctx, q, id, v.Scope(crm.ActReadBusiness))
		if err != nil {
			return x, err
		}
		x.CanEdit = !x.Voided && v.Scope(crm.ActWriteVisit).Has(x.UnitID)
		return showVisit(ctx, q, v, x)
	})
}

// LeadVisits returns the visits on a readable lead's timeline, newest first: they
// belong to the lead's history whichever unit made them (domain §4, Transfer).
func (s *Store) LeadVisits(ctx context.Context, v crm.Viewer, lead int64) ([]crm.Visit, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return nil, err
	}
	return reading(ctx, s, func(q querier) ([]crm.Visit, error) {
		if _, err := visibleLead(ctx, q, lead, v.Scope(crm.ActReadBusiness), s.Today()); err != nil {
			return nil, err
		}
		out, err := linkedVisits(ctx, q, "visit_leads", "lead_id", lead)
		if err == nil {
			err = showVisits(ctx, q, v, out)
		}
		return out, err
	})
}

// linkedVisits reads the visits of a lead's or project's timeline, newest first.
func linkedVisits(ctx context.Context, q querier, table, column string, id int64) ([]crm.Visit, error) {
	out, err := collect(ctx, q, scanVisit, "SELECT "+visitColumns+" FROM "+table+" vl JOIN visits v ON v.id = vl.visit_id "+visitJoins+
		" WHERE vl."+column+" = $1 AND v.voided = FALSE ORDER BY v.on_date DESC, v.id DESC LIMIT 200", id)
	if err != nil {
		return nil, err
	}
	return out, fillVisits(ctx, q, out)
}

// sourceVisit reads the visit that a lead comes from; the zero visit for none.
func sourceVisit(t *Tx, id int64) (crm.Visit, error) {
	if id == 0 {
		return crm.Visit{}, nil
	}
	v, err := visibleVisit(t.ctx, t, id, t.V.Scope(crm.ActWriteLead))
	if crm.ErrCode(err) == crm.CodeNotFound || err == nil && v.Voided {
		return v, crm.Invalid("visitId", "所选拜访记录不存在，请重选")
	}
	return v, err
}

// linkVisit ties a visit to a lead or project.
func linkVisit(t *Tx, table, column string, visit, id int64) error {
	_, err := t.exec("INSERT INTO "+table+" (visit_id, "+column+") VALUES ($1, $2) ON CONFLICT DO NOTHING", visit, id)
	return err
}

// indexVisit renews a visit's search row.
func indexVisit(t *Tx, id int64) error {
	var code, theme, place string
	err := t.QueryRowContext(t.ctx, "SELECT code, theme, place FROM visits WHERE id = $1", id).Scan(&code, &theme, &place)
	if errors.Is(err, sql.ErrNoRows) {
		return crm.NotFound("拜访记录")
	}
	if err != nil {
		return err
	}
	names, err := collect(t.ctx, t, func(r *sql.Rows) (n string, err error) { return n, r.Scan(&n) },
		"SELECT c.name FROM visit_companies vc JOIN companies c ON c.id = vc.company_id WHERE vc.visit_id = $1 ORDER BY vc.sort", id)
	if err != nil {
		return err
	}
	return t.index("visits", id, visitTexts(code, theme, place, names)...)
}
