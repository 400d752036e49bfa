package store

import (
	"fmt"
	"slices"
	"strings"
)

// maxBranches bounds the units that a list is split over; more are one condition.
const maxBranches = 24

// split remembers which condition of a query is the scope. A scope of "own units or
// shared with them" is one condition that no index answers; a list takes it apart into
// one branch a unit, each in the order of an index, and one of the shared rows.
type split struct {
	at    int // of query.where
	units []int64
	reach reach
}

// branches are q's clauses, one for each part of its scope; together they find each row
// once. A query that has no such scope has one.
func (q query) branches() []string {
	if q.split == nil || len(q.split.units) > maxBranches {
		return []string{q.clause()}
	}
	r, list := q.split.reach, idList(q.split.units)
	var out []string
	for _, u := range q.split.units {
		out = append(out, q.with(r.unit+" = "+idList([]int64{u})))
	}
	shared := "SELECT sh." + r.object + " FROM " + r.shares + " sh WHERE sh.unit_id IN (" + list + ")"
	if r.owned {
		shared += " AND sh.why <> 'owner'"
	}
	return append(out, q.with(r.unit+" NOT IN ("+list+") AND "+r.id+" IN ("+shared+")"))
}

// whole is q with its scope as one condition where that is quicker for a page: of a list
// with many matches the order's index soon gives a page, while the shared rows would all
// have to be put in order.
func (q query) whole(capped bool) query {
	if q.split != nil && q.split.reach.dense && capped {
		q.split = nil
	}
	return q
}

// with is q's clause with cond for the scope.
func (q query) with(cond string) string {
	c := query{where: slices.Clone(q.where)}
	c.where[q.split.at] = cond
	return c.clause()
}

// page selects the rows of one page from the base table.
func (q query) page(spec listSpec, column, order string, limit, offset int) string {
	by := fmt.Sprintf(" ORDER BY %s%s, %s%s", column, order, spec.id, order)
	branches := q.branches()
	if len(branches) == 1 {
		return fmt.Sprintf("SELECT * FROM %s%s%s LIMIT %d OFFSET %d", spec.table, branches[0], by, limit, offset)
	}
	for i, b := range branches {
		branches[i] = fmt.Sprintf("SELECT * FROM (SELECT %s AS id, %s AS k FROM %s%s%s LIMIT %d) b%d", spec.id, column, spec.table, b, by, limit+offset, i)
	}
	return fmt.Sprintf("SELECT * FROM %s WHERE %s IN (SELECT id FROM (%s) x ORDER BY k%s, id%s LIMIT %d OFFSET %d)",
		spec.table, spec.id, strings.Join(branches, " UNION ALL "), order, order, limit, offset)
}

// rows selects 1 for every row, for counting.
func (q query) rows(spec listSpec) string {
	branches := q.branches()
	for i, b := range branches {
		branches[i] = "SELECT 1 FROM " + spec.table + b
	}
	return strings.Join(branches, " UNION ALL ")
}
