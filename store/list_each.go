package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"yinfeng/crm"
)

// exportCap bounds one exported list; exportChunk is how many rows are read at a time.
const (
	exportCap   = 100_000
	exportChunk = 500
)

// eachRow hands every row of a list to fn in the list's order, without paging: the
// export of a list is the list.
func eachRow[T any](ctx context.Context, s *Store, spec listSpec, q query, sort string, scan func(*sql.Rows) (T, error), fn func(T) error) error {
	return eachChunk(ctx, s, spec, q, sort, scan, func(rows []T) error {
		for _, r := range rows {
			if err := fn(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// eachChunk hands a whole list to fn in chunks. The ids are taken first, at one moment,
// so that no row is lost to a change meanwhile; no connection is held while fn runs, so
// that fn may read what completes its rows.
func eachChunk[T any](ctx context.Context, s *Store, spec listSpec, q query, sort string, scan func(*sql.Rows) (T, error), fn func([]T) error) error {
	_, column, desc, err := spec.sortOf(sort)
	if err != nil {
		return err
	}
	order := ""
	if desc {
		order = " DESC"
	}
	by := fmt.Sprintf(" ORDER BY %s%s, %s%s", column, order, spec.id, order)
	ids, err := collect(ctx, s.read, scanID, fmt.Sprintf("SELECT %s FROM %s%s%s LIMIT %d", spec.id, spec.table, q.clause(), by, exportCap+1), q.args...)
	if err != nil {
		return s.translate(err)
	}
	if len(ids) > exportCap {
		return crm.Invalid("", "一次最多导出 %d 行，请缩小筛选范围后再导出", exportCap)
	}
	text := "SELECT " + spec.cols + " FROM " + spec.table + " " + spec.joins + " WHERE " + spec.id + " IN ("
	for chunk := range slices.Chunk(ids, exportChunk) {
		rows, err := collect(ctx, s.read, scan, text+idList(chunk)+")"+by)
		if err != nil {
			return s.translate(err)
		}
		if err := fn(rows); err != nil {
			return err
		}
	}
	return nil
}

// LogExport notes in the audit log that rows of a kind have left as a file.
func (s *Store) LogExport(ctx context.Context, v crm.Viewer, object, label string, rows int) error {
	_, err := act(ctx, s, v, func(t *Tx) (struct{}, error) {
		if err := v.Require(crm.ActExport); err != nil {
			return struct{}{}, err
		}
		t.audit("export", object, 0, v.UnitID, fmt.Sprintf("导出%s %d 行", label, rows), map[string]int{"rows": rows})
		return struct{}{}, nil
	})
	return err
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
