package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"yinfeng/crm"
)

const unitColumns = `id, code, name, short_name, kind, parent_id, path, sort, aliases, ad_code, reporting, valid_from, valid_to,
	cut_over, example, disabled, note, version`

func scanUnit(row scanner) (u crm.Unit, err error) {
	var aliases string
	err = row.Scan(&u.ID, &u.Code, &u.Name, &u.ShortName, &u.Kind, &u.ParentID, &u.Path, &u.Order, &aliases, &u.AdCode, &u.Reporting,
		&u.ValidFrom, &u.ValidTo, &u.CutOver, &u.Example, &u.Disabled, &u.Note, &u.Version)
	if err != nil {
		return u, err
	}
	return u, json.Unmarshal([]byte(aliases), &u.Aliases)
}

// UnitFilter selects units; a zero field does not filter.
type UnitFilter struct {
	Kind crm.UnitKind
}

// Units lists the organisation tree in official order. Every signed-in user may read
// it: names of units stand in every picker and table.
func (s *Store) Units(ctx context.Context, v crm.Viewer, f UnitFilter) ([]crm.Unit, error) {
	if v.UserID == 0 && !v.Operator {
		return nil, &crm.Error{Code: crm.CodeUnauthorized, Detail: "请先登录"}
	}
	var q query
	if f.Kind != "" {
		q.add("kind = ?", string(f.Kind))
	}
	out, err := collect(ctx, s.read, func(r *sql.Rows) (crm.Unit, error) { return scanUnit(r) },
		"SELECT "+unitColumns+" FROM units"+q.clause()+" ORDER BY sort, id", q.args...)
	return out, s.translate(err)
}

// Unit is one node of the tree.
func (s *Store) Unit(ctx context.Context, v crm.Viewer, id int64) (crm.Unit, error) {
	if v.UserID == 0 && !v.Operator {
		return crm.Unit{}, &crm.Error{Code: crm.CodeUnauthorized, Detail: "请先登录"}
	}
	u, err := loadUnit(ctx, s.read, id)
	return u, s.translate(err)
}

func loadUnit(ctx context.Context, q querier, id int64) (crm.Unit, error) {
	u, err := scanUnit(q.QueryRowContext(ctx, "SELECT "+unitColumns+" FROM units WHERE id = $1", id))
	if errors.Is(err, sql.ErrNoRows) {
		return u, crm.NotFound("单位")
	}
	return u, err
}
