package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// reportUnit is what figures need to know of a unit.
type reportUnit struct {
	id        int64
	code      string
	name      string
	kind      crm.UnitKind
	parent    int64
	path      string
	reporting bool
	cutOver   crm.Month
	from, to  int
}

// credited reports whether results count for u in year: the reporting units and
// 市本级及市直 (domain §6).
func (u reportUnit) credited(year int) bool {
	return (u.reporting || u.kind == crm.UnitCityDirect) && (u.from == 0 || year >= u.from) && (u.to == 0 || year <= u.to)
}

// unitTree is all units in official order.
type unitTree struct {
	all  []reportUnit
	byID map[int64]reportUnit
	root reportUnit
}

func loadUnitTree(ctx context.Context, q querier) (*unitTree, error) {
	all, err := collect(ctx, q, func(r *sql.Rows) (u reportUnit, err error) {
		err = r.Scan(&u.id, &u.code, &u.name, &u.kind, &u.parent, &u.path, &u.reporting, &u.cutOver, &u.from, &u.to)
		return u, err
	}, `SELECT id, code, name, kind, parent_id, path, reporting, cut_over, valid_from, valid_to FROM units ORDER BY sort, id`)
	if err != nil {
		return nil, err
	}
	t := &unitTree{all: all, byID: make(map[int64]reportUnit, len(all))}
	for _, u := range all {
		t.byID[u.id] = u
		if u.parent == 0 {
			t.root = u
		}
	}
	return t, nil
}

// credited lists the 13 reporting units of the year in official order, then 市本级及市直.
func (t *unitTree) credited(year int) []reportUnit {
	var units, direct []reportUnit
	for _, u := range t.all {
		switch {
		case !u.credited(year):
		case u.reporting:
			units = append(units, u)
		default:
			direct = append(direct, u)
		}
	}
	return append(units, direct...)
}

// unranked is the code of 市本级及市直, which is printed and never ranked.
func (t *unitTree) unranked() string {
	for _, u := range t.all {
		if u.kind == crm.UnitCityDirect {
			return u.code
		}
	}
	return ""
}

// under reports whether unit id is top or lies under it.
func (t *unitTree) under(id, top int64) bool {
	return strings.HasPrefix(t.byID[id].path, t.byID[top].path)
}

// subtree lists top and what lies under it.
func (t *unitTree) subtree(top int64) []int64 {
	var ids []int64
	for _, u := range t.all {
		if t.under(u.id, top) {
			ids = append(ids, u.id)
		}
	}
	return ids
}

// creditedOf is the reporting unit that id belongs to: itself or the nearest above it;
// departments and offices of the city belong to none.
func (t *unitTree) creditedOf(id int64) (reportUnit, bool) {
	for u, ok := t.byID[id]; ok; u, ok = t.byID[u.parent] {
		if u.reporting || u.kind == crm.UnitCityDirect {
			return u, true
		}
	}
	return reportUnit{}, false
}

// order is a unit's place in the official order of reports; others come after.
func (t *unitTree) order() map[int64]int {
	o := make(map[int64]int, len(t.all))
	n := 0
	for _, u := range t.all {
		if u.reporting {
			o[u.id] = n
			n++
		}
	}
	for _, u := range t.all {
		if !u.reporting {
			o[u.id] = n
			n++
		}
	}
	return o
}
