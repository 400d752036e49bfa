package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"yinfeng/crm"
)

const chainColumns = "id, code, name, head, lead_unit, chain_master, sort, provisional, note, valid_from, valid_to"

func scanChain(row scanner) (c crm.Chain, err error) {
	err = row.Scan(&c.ID, &c.Code, &c.Name, &c.Head, &c.LeadUnit, &c.ChainMaster, &c.Order, &c.Provisional, &c.Note, &c.ValidFrom, &c.ValidTo)
	return c, err
}

const parkColumns = "id, name, kind, unit_id, host_unit_id, since, industries, note"

func scanPark(row scanner) (p crm.Park, err error) {
	err = row.Scan(&p.ID, &p.Name, &p.Kind, &p.UnitID, &p.HostUnitID, &p.Since, &p.Industries, &p.Note)
	return p, err
}

// Chains lists the 重点产业链 in official order; every signed-in user may read them.
func (s *Store) Chains(ctx context.Context, v crm.Viewer) ([]crm.Chain, error) {
	out, err := collect(ctx, s.read, func(r *sql.Rows) (crm.Chain, error) { return scanChain(r) },
		"SELECT "+chainColumns+" FROM chains ORDER BY sort, id")
	return out, s.translate(err)
}

// Parks lists the 园区 by unit; every signed-in user may read them.
func (s *Store) Parks(ctx context.Context, v crm.Viewer) ([]crm.Park, error) {
	out, err := collect(ctx, s.read, func(r *sql.Rows) (crm.Park, error) { return scanPark(r) },
		"SELECT "+parkColumns+" FROM parks ORDER BY unit_id, id")
	return out, s.translate(err)
}

// PutChain creates (id 0) or changes a chain.
func (s *Store) PutChain(ctx context.Context, v crm.Viewer, id int64, in crm.ChainInput) (crm.Chain, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Chain, error) {
		if err := t.V.Require(crm.ActManageSettings); err != nil {
			return crm.Chain{}, err
		}
		in.Code, in.Name = strings.TrimSpace(in.Code), strings.TrimSpace(in.Name)
		if in.Code == "" || in.Name == "" {
			return crm.Chain{}, crm.Invalid("name", "请填写产业链的代码和名称")
		}
		if err := placeFree(t, "chains", "code", in.Code, id, "产业链代码"); err != nil {
			return crm.Chain{}, err
		}
		old, err := scanChain(t.QueryRowContext(t.ctx, "SELECT "+chainColumns+" FROM chains WHERE id = $1", id))
		if err = missing(err, id, "产业链"); err != nil {
			return old, err
		}
		args := []any{in.Code, in.Name, in.Head, in.LeadUnit, in.ChainMaster, in.Order, in.Provisional, in.Note, in.ValidFrom, in.ValidTo}
		if id == 0 {
			if id, err = t.nextID("chains"); err != nil {
				return old, err
			}
			_, err = t.exec(`INSERT INTO chains (code, name, head, lead_unit, chain_master, sort, provisional, note, valid_from, valid_to, id)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, append(args, id)...)
		} else {
			_, err = t.exec(`UPDATE chains SET code = $1, name = $2, head = $3, lead_unit = $4, chain_master = $5, sort = $6, provisional = $7,
				note = $8, valid_from = $9, valid_to = $10 WHERE id = $11`, append(args, id)...)
		}
		if err != nil {
			return old, err
		}
		t.audit("chain.put", "chain", id, 0, "设置产业链 "+in.Name, map[string]any{"before": old, "after": in})
		return scanChain(t.QueryRowContext(t.ctx, "SELECT "+chainColumns+" FROM chains WHERE id = $1", id))
	})
}

// PutPark creates (id 0) or changes a park.
func (s *Store) PutPark(ctx context.Context, v crm.Viewer, id int64, in crm.ParkInput) (crm.Park, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Park, error) {
		if err := t.V.Require(crm.ActManageSettings); err != nil {
			return crm.Park{}, err
		}
		in.Name = strings.TrimSpace(in.Name)
		if in.Name == "" {
			return crm.Park{}, crm.Invalid("name", "请填写园区名称")
		}
		if err := checkParkUnits(t, in); err != nil {
			return crm.Park{}, err
		}
		if err := placeFree(t, "parks", "name", in.Name, id, "园区名称"); err != nil {
			return crm.Park{}, err
		}
		old, err := scanPark(t.QueryRowContext(t.ctx, "SELECT "+parkColumns+" FROM parks WHERE id = $1", id))
		if err = missing(err, id, "园区"); err != nil {
			return old, err
		}
		args := []any{in.Name, in.Kind, in.UnitID, in.HostUnitID, in.Since, in.Industries, in.Note}
		if id == 0 {
			if id, err = t.nextID("parks"); err != nil {
				return old, err
			}
			_, err = t.exec(`INSERT INTO parks (name, kind, unit_id, host_unit_id, since, industries, note, id)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, append(args, id)...)
		} else {
			_, err = t.exec(`UPDATE parks SET name = $1, kind = $2, unit_id = $3, host_unit_id = $4, since = $5, industries = $6, note = $7
				WHERE id = $8`, append(args, id)...)
		}
		if err != nil {
			return old, err
		}
		t.audit("park.put", "park", id, in.UnitID, "设置园区 "+in.Name, map[string]any{"before": old, "after": in})
		return scanPark(t.QueryRowContext(t.ctx, "SELECT "+parkColumns+" FROM parks WHERE id = $1", id))
	})
}

func checkParkUnits(t *Tx, in crm.ParkInput) error {
	for field, id := range map[string]int64{"unitId": in.UnitID, "hostUnitId": in.HostUnitID} {
		if id == 0 && field == "hostUnitId" {
			continue
		}
		if _, err := loadUnit(t.ctx, t, id); crm.ErrCode(err) == crm.CodeNotFound {
			return crm.Invalid(field, "所选单位不存在，请重新选择")
		} else if err != nil {
			return err
		}
	}
	return nil
}

// missing turns no row into not found, unless a new row (id 0) is being made.
func missing(err error, id int64, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		if id == 0 {
			return nil
		}
		return crm.NotFound(what)
	}
	return err
}

// placeFree refuses a value of a unique column that another row has; table and column
// are names of our own.
func placeFree(t *Tx, table, column, value string, but int64, label string) error {
	var n int
	if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM "+table+" WHERE "+column+" = $1 AND id <> $2", value, but).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return &crm.Error{Code: crm.CodeConflict, Field: column, Detail: label + "“" + value + "”已有人使用，请换一个"}
	}
	return nil
}
