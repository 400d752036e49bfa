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
// the rows of its own units, each unit in the order of an index, and the shared rows.
type split struct {
	at       int // of query.where
	units    []int64
	reach    reach
	together bool // own units in one branch: a search has found the rows already
}

// branches are q's clauses, one for each part of its scope; together they find each row
// once. A query that has no such scope has one. For counting, own units are one part.
func (q query) branches(count bool) []string {
	s := q.split
	if s == nil {
		return []string{q.clause()}
	}
	list := idList(s.units)
	var out []string
	if count || s.together {
		out = append(out, q.with(s.reach.unit+" IN ("+list+")"))
	} else if len(s.units) > maxBranches {
		return []string{q.clause()}
	} else {
		for _, u := range s.units {
			out = append(out, q.with(s.reach.unit+" = "+idList([]int64{u})))
		}
	}
	shared := "SELECT sh." + s.reach.object + " FROM " + s.reach.shares + " sh WHERE sh.unit_id IN (" + list + ")"
	if s.reach.owned {
		shared += " AND sh.why <> 'owner'"
	}
	return append(out, q.with(s.reach.unit+" NOT IN ("+list+") AND "+s.reach.id+" IN ("+shared+")"))
}

// whole is q with its scope as one condition where that is quicker for a page: of a list
// with many matches the order's index soon gives a page, while the rows of a search or of
// dense shares would all have to be put in order.
func (q query) whole(capped bool) query {
	if capped && q.split != nil && (q.split.together || q.split.reach.dense) {
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
	branches := q.branches(false)
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
	branches := q.branches(true)
	for i, b := range branches {
		branches[i] = "SELECT 1 FROM " + spec.table + b
	}
	return strings.Join(branches, " UNION ALL ")
}
