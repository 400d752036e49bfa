package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// tripReach: a trip belongs to the unit that went.
var tripReach = reach{unit: "t.unit_id"}

var tripSpec = listSpec{table: "trips t", alias: "t", id: "t.id", def: "-startOn", sorts: map[string]string{"startOn": "t.start_on"},
	cols: `t.id, t.name, t.unit_id, tu.name, t.start_on, t.end_on, t.leader_name, t.leader_title, t.leader_level, t.people_count, t.destination,
		(SELECT COUNT(*) FROM visits v WHERE v.trip_id = t.id AND v.voided = FALSE AND v.trip_id <> 0), t.version`,
	joins: "JOIN units tu ON tu.id = t.unit_id"}

func scanTrip(r *sql.Rows) (x crm.Trip, err error) {
	return x, r.Scan(&x.ID, &x.Name, &x.UnitID, &x.UnitName, &x.StartOn, &x.EndOn, &x.LeaderName, &x.LeaderTitle, &x.LeaderLevel,
		&x.PeopleCount, &x.Destination, &x.Visits, &x.Version)
}

// visibleTrip reads a trip of sc.
func visibleTrip(ctx context.Context, q querier, id int64, sc crm.Scope) (crm.Trip, error) {
	var w query
	w.add("t.id = ?", id)
	w.scope(sc, tripReach)
	rows, err := collect(ctx, q, scanTrip, "SELECT "+tripSpec.cols+" FROM trips t "+tripSpec.joins+w.clause(), w.args...)
	if err == nil && len(rows) == 0 {
		err = crm.NotFound("外出批次")
	}
	if err != nil {
		return crm.Trip{}, err
	}
	return rows[0], nil
}

// Trip returns one trip of the viewer's scope.
func (s *Store) Trip(ctx context.Context, v crm.Viewer, id int64) (crm.Trip, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.Trip{}, err
	}
	x, err := visibleTrip(ctx, s.read, id, v.Scope(crm.ActReadBusiness))
	return x, s.translate(err)
}

// Trips lists trips of the viewer's scope, newest first; Q matches the name.
func (s *Store) Trips(ctx context.Context, v crm.Viewer, p crm.Page) (crm.List[crm.Trip], error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.List[crm.Trip]{Items: []crm.Trip{}}, err
	}
	var q query
	q.scope(v.Scope(crm.ActReadBusiness), tripReach)
	if err := checkQ(p.Q); err != nil {
		return crm.List[crm.Trip]{}, err
	}
	if p.Q = strings.TrimSpace(p.Q); p.Q != "" {
		q.add(`t.name LIKE ? ESCAPE '\'`, likePattern(p.Q))
	}
	return runList(ctx, s, tripSpec, q, p, scanTrip, func(x crm.Trip, _ string) (any, int64) { return string(x.StartOn), x.ID })
}

// CreateTrip starts a journey that visits may be put under.
func (s *Store) CreateTrip(ctx context.Context, v crm.Viewer, in crm.TripInput) (crm.Trip, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Trip, error) {
		unit := unitOr(in.UnitID, v)
		if err := v.RequireIn(crm.ActWriteVisit, unit, "单位"); err != nil {
			return crm.Trip{}, err
		}
		if _, err := unitName(t, unit, "unitId"); err != nil {
			return crm.Trip{}, err
		}
		in.Name = strings.TrimSpace(in.Name)
		if err := in.Check(); err != nil {
			return crm.Trip{}, err
		}
		id, err := t.nextID("trips")
		if err != nil {
			return crm.Trip{}, err
		}
		if _, err := t.exec(`INSERT INTO trips (id, name, unit_id, start_on, end_on, leader_name, leader_title, leader_level, people_count,
			destination, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)`, id, in.Name, unit, in.StartOn, in.EndOn, in.LeaderName,
			in.LeaderTitle, in.LeaderLevel, in.PeopleCount, in.Destination); err != nil {
			return crm.Trip{}, err
		}
		t.audit("trip.create", "trip", id, unit, "新建外出批次 "+in.Name, in)
		return visibleTrip(t.ctx, t, id, crm.Scope{All: true})
	})
}

// UpdateTrip changes a trip.
func (s *Store) UpdateTrip(ctx context.Context, v crm.Viewer, id int64, in crm.TripInput) (crm.Trip, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Trip, error) {
		if err := v.Require(crm.ActWriteVisit); err != nil {
			return crm.Trip{}, err
		}
		x, err := visibleTrip(t.ctx, t, id, v.Scope(crm.ActWriteVisit))
		if err != nil {
			return x, err
		}
		in.Name = strings.TrimSpace(in.Name)
		if err := in.Check(); err != nil {
			return x, err
		}
		if err := t.update("外出批次", x, `UPDATE trips SET name = $1, start_on = $2, end_on = $3, leader_name = $4, leader_title = $5,
			leader_level = $6, people_count = $7, destination = $8, version = version + 1 WHERE id = $9 AND version = $10`, in.Name, in.StartOn,
			in.EndOn, in.LeaderName, in.LeaderTitle, in.LeaderLevel, in.PeopleCount, in.Destination, id, in.Version); err != nil {
			return x, err
		}
		t.audit("trip.update", "trip", id, x.UnitID, "修改外出批次 "+in.Name, map[string]any{"from": x, "to": in})
		return visibleTrip(t.ctx, t, id, crm.Scope{All: true})
	})
}
