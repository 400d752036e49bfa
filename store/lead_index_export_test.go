package store

import (
	"context"

	"yinfeng/crm"
)

// LeadsOfUnitForTest lists the leads that the search index gives a unit, and those that it reads by
// the rows, voided ones apart.
func (s *Store) LeadsOfUnitForTest(ctx context.Context, unit int64) (searched, read []int64, err error) {
	sc := crm.Scope{Units: []int64{unit}}
	sub, arg, _ := s.engine.match("leads", "XS", scopeMarks(sc)) // each code begins so
	var w query
	w.add("l.id IN ("+sub+") AND l.voided = FALSE", arg)
	if searched, err = collect(ctx, s.read, scanID, "SELECT l.id FROM leads l"+w.clause()+" ORDER BY l.id", w.args...); err != nil {
		return nil, nil, err
	}
	w = query{}
	w.add("l.voided = FALSE")
	w.scope(sc, leadReach)
	read, err = collect(ctx, s.read, scanID, "SELECT l.id FROM leads l"+w.clause()+" ORDER BY l.id", w.args...)
	return searched, read, err
}
