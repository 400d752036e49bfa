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
		(SELECT COUNT(*) FROM visits v WHERE v.trip_id = t.id AND v.voided = FALSE AND v.trip_id <> 0), t.version,
		t.cost_transport, t.cost_lodging, t.cost_other`,
	joins: "JOIN units tu ON tu.id = t.unit_id"}

func scanTrip(r *sql.Rows) (x crm.Trip, err error) {
	var c crm.TripCosts
	err = r.Scan(&x.ID, &x.Name, &x.UnitID, &x.UnitName, &x.StartOn, &x.EndOn, &x.LeaderName, &x.LeaderTitle, &x.LeaderLevel,
		&x.PeopleCount, &x.Destination, &x.Visits, &x.Version, &c.Transport, &c.Lodging, &c.Other)
	c = c.Summed()
	x.Costs = &c
	return x, err
}

// showCosts leaves the costs of trips out where the city does not keep them.
func showCosts(ctx context.Context, q querier, trips []crm.Trip) (kept bool, err error) {
	set, err := settingsOf(ctx, q)
	for i := range trips {
		if !set.TripCosts {
			trips[i].Costs = nil
		}
	}
	return set.TripCosts, err
}

// costsTyped are a trip's costs after an input: what is not typed stays.
func costsTyped(t *Tx, in crm.TripInput, was *crm.TripCosts) (crm.TripCosts, error) {
	kept := crm.TripCosts{}
	if was != nil {
		kept = *was
	}
	if in.Costs == nil {
		return kept, nil
	}
	set, err := t.settings()
	if err == nil && !set.TripCosts {
		err = crm.Invalid("costs", "本市没有启用外出费用，请去掉费用再保存")
	}
	return in.Costs.Summed(), err
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
	x, err := shownTrip(ctx, s.read, id, v.Scope(crm.ActReadBusiness))
	return x, s.translate(err)
}

// shownTrip is visibleTrip as people see it.
func shownTrip(ctx context.Context, q querier, id int64, sc crm.Scope) (crm.Trip, error) {
	x, err := visibleTrip(ctx, q, id, sc)
	if err != nil {
		return x, err
	}
	one := []crm.Trip{x}
	_, err = showCosts(ctx, q, one)
	return one[0], err
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
	out, err := runList(ctx, s, tripSpec, q, p, scanTrip, func(x crm.Trip, _ string) (any, int64) { return string(x.StartOn), x.ID })
	if err == nil {
		_, err = showCosts(ctx, s.read, out.Items)
	}
	return out, s.translate(err)
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
		if err := in.Check(t.Today); err != nil {
			return crm.Trip{}, err
		}
		costs, err := costsTyped(t, in, nil)
		if err != nil {
			return crm.Trip{}, err
		}
		id, err := t.nextID("trips")
		if err != nil {
			return crm.Trip{}, err
		}
		if _, err := t.exec(`INSERT INTO trips (id, name, unit_id, start_on, end_on, leader_name, leader_title, leader_level, people_count,
			destination, cost_transport, cost_lodging, cost_other, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)`, id, in.Name, unit,
			in.StartOn, in.EndOn, in.LeaderName, in.LeaderTitle, in.LeaderLevel, in.PeopleCount, in.Destination, costs.Transport, costs.Lodging, costs.Other); err != nil {
			return crm.Trip{}, err
		}
		t.audit("trip.create", "trip", id, unit, "新建外出批次 "+in.Name, in)
		return shownTrip(t.ctx, t, id, crm.Scope{All: true})
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
		if err := in.Check(t.Today); err != nil {
			return x, err
		}
		costs, err := costsTyped(t, in, x.Costs)
		if err != nil {
			return x, err
		}
		seen := []crm.Trip{x}
		if _, err := showCosts(t.ctx, t, seen); err != nil {
			return x, err
		}
		if err := t.update("外出批次", seen[0], `UPDATE trips SET name = $1, start_on = $2, end_on = $3, leader_name = $4, leader_title = $5,
			leader_level = $6, people_count = $7, destination = $8, cost_transport = $9, cost_lodging = $10, cost_other = $11, version = version + 1
			WHERE id = $12 AND version = $13`, in.Name, in.StartOn, in.EndOn, in.LeaderName, in.LeaderTitle, in.LeaderLevel, in.PeopleCount, in.Destination,
			costs.Transport, costs.Lodging, costs.Other, id, in.Version); err != nil {
			return x, err
		}
		t.audit("trip.update", "trip", id, x.UnitID, "修改外出批次 "+in.Name, map[string]any{"from": x, "to": in})
		return shownTrip(t.ctx, t, id, crm.Scope{All: true})
	})
}
