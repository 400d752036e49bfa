package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"yinfeng/crm"
)

// exportCap bounds one exported list.
const exportCap = 100_000

// eachRow hands every row of a list to fn in the list's order, without paging: the
// export of a list is the list.
func eachRow[T any](ctx context.Context, s *Store, spec listSpec, q query, sort string, scan func(*sql.Rows) (T, error), fn func(T) error) error {
	_, column, desc, err := spec.sortOf(sort)
	if err != nil {
		return err
	}
	order := ""
	if desc {
		order = " DESC"
	}
	by := fmt.Sprintf(" ORDER BY %s%s, %s%s", column, order, spec.id, order)
	text := fmt.Sprintf("SELECT %s FROM (SELECT * FROM %s%s%s LIMIT %d) %s %s%s", spec.cols, spec.table, q.clause(), by, exportCap, spec.alias, spec.joins, by)
	rows, err := s.read.QueryContext(ctx, text, q.args...)
	if err != nil {
		return s.translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		item, err := scan(rows)
		if err == nil {
			err = fn(item)
		}
		if err != nil {
			return err
		}
	}
	return s.translate(rows.Err())
}

// unitOr is the unit given, or the viewer's own.
func unitOr(unit int64, v crm.Viewer) int64 {
	if unit != 0 {
		return unit
	}
	return v.UnitID
}

// unitAndBelow returns a unit and everything below it; a filter by a unit means both.
func unitAndBelow(ctx context.Context, q querier, id int64) ([]int64, error) {
	return collect(ctx, q, func(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) },
		"SELECT d.id FROM units n JOIN units d ON d.path LIKE n.path || '%' WHERE n.id = $1", id)
}

// unitName reads the name of a unit that may take business; field names the input.
func unitName(t *Tx, id int64, field string) (string, error) {
	var name string
	var disabled bool
	err := t.QueryRowContext(t.ctx, "SELECT name, disabled FROM units WHERE id = $1", id).Scan(&name, &disabled)
	if errors.Is(err, sql.ErrNoRows) {
		return "", crm.Invalid(field, "所选单位不存在，请重选")
	}
	if err == nil && disabled {
		return "", crm.Invalid(field, "%s已停用，请重选", name)
	}
	return name, err
}

// dayOf is the day of an instant in Shanghai.
func dayOf(ms int64) crm.Date {
	return crm.DateOf(time.UnixMilli(ms).In(time.FixedZone("Asia/Shanghai", 8*3600)))
}
