package store

import (
	"context"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// CreateUnit adds a node under a parent; a tree has one root.
func (s *Store) CreateUnit(ctx context.Context, v crm.Viewer, in crm.UnitInput) (crm.Unit, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Unit, error) {
		if err := t.V.Require(crm.ActManageUnits); err != nil {
			return crm.Unit{}, err
		}
		if in.ParentID != 0 {
			if err := t.V.RequireIn(crm.ActManageUnits, in.ParentID, "上级单位"); err != nil {
				return crm.Unit{}, err
			}
		}
		return insertUnit(t, in)
	})
}

func insertUnit(t *Tx, in crm.UnitInput) (crm.Unit, error) {
	if err := checkUnit(t, &in, 0); err != nil {
		return crm.Unit{}, err
	}
	path, err := pathUnder(t, in.ParentID)
	if err != nil {
		return crm.Unit{}, err
	}
	id, err := t.nextID("units")
	if err != nil {
		return crm.Unit{}, err
	}
	if in.Code == "" {
		in.Code = fmt.Sprintf("DW%04d", id)
	}
	if _, err := t.exec(`INSERT INTO units (id, code, name, short_name, kind, parent_id, path, sort, aliases, ad_code, reporting, valid_from,
		valid_to, cut_over, example, disabled, note, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)`,
		id, in.Code, in.Name, in.ShortName, in.Kind, in.ParentID, fmt.Sprintf("%s%d/", path, id), in.Order, toJSON(in.Aliases), in.AdCode,
		in.Reporting, in.ValidFrom, in.ValidTo, in.CutOver, in.Example, in.Disabled, in.Note); err != nil {
		return crm.Unit{}, err
	}
	t.audit("unit.create", "unit", id, id, "新建单位 "+in.Name, in)
	return loadUnit(t.ctx, t, id)
}

// pathUnder is the path of a parent; 0 is above the root, of which there is one.
func pathUnder(t *Tx, parent int64) (string, error) {
	if parent == 0 {
		var n int
		if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM units WHERE parent_id = 0").Scan(&n); err != nil {
			return "", err
		}
		if n > 0 {
			return "", crm.Invalid("parentId", "请选择上级单位：全市只有一个最上级单位")
		}
		return "/", nil
	}
	p, err := loadUnit(t.ctx, t, parent)
	if crm.ErrCode(err) == crm.CodeNotFound {
		return "", crm.Invalid("parentId", "上级单位不存在，请重新选择")
	}
	return p.Path, err
}

func checkUnit(t *Tx, in *crm.UnitInput, id int64) error {
	in.Name, in.Code = strings.TrimSpace(in.Name), strings.TrimSpace(in.Code)
	if in.Aliases == nil {
		in.Aliases = []string{}
	}
	if in.ShortName == "" {
		in.ShortName = in.Name
	}
	switch {
	case in.Name == "":
		return crm.Invalid("name", "请填写单位名称")
	case in.Kind.Label() == "":
		return crm.Invalid("kind", "没有“%s”这种单位", in.Kind)
	case in.ValidTo != 0 && in.ValidTo < in.ValidFrom:
		return crm.Invalid("validTo", "截止年份不能早于起始年份")
	case in.Reporting && in.Kind != crm.UnitCounty && in.Kind != crm.UnitZone:
		return crm.Invalid("reporting", "只有县市区和功能区可以是报送单位")
	}
	if in.CutOver != "" {
		if _, err := crm.ParseMonth(string(in.CutOver)); err != nil {
			return crm.Invalid("cutOver", "上线月份“%s”写法不对，请写成 2022-01", in.CutOver)
		}
	}
	return unitFree(t, *in, id)
}

func unitFree(t *Tx, in crm.UnitInput, but int64) error {
	var sameName, sameCode int
	err := t.QueryRowContext(t.ctx, `SELECT COALESCE(SUM(CASE WHEN parent_id = $1 AND name = $2 THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN code = $3 THEN 1 ELSE 0 END), 0) FROM units WHERE id <> $4`, in.ParentID, in.Name, in.Code, but).
		Scan(&sameName, &sameCode)
	switch {
	case err != nil:
		return err
	case sameName > 0:
		return &crm.Error{Code: crm.CodeConflict, Field: "name", Detail: "同一上级下已有“" + in.Name + "”"}
	case sameCode > 0 && in.Code != "":
		return &crm.Error{Code: crm.CodeConflict, Field: "code", Detail: "单位代码“" + in.Code + "”已有单位使用"}
	}
	return nil
}

// UpdateUnit changes a node and may move its subtree. Units are never deleted: one that
// has ended is disabled.
func (s *Store) UpdateUnit(ctx context.Context, v crm.Viewer, id int64, in crm.UnitInput) (crm.Unit, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Unit, error) {
		if err := t.V.RequireIn(crm.ActManageUnits, id, "单位"); err != nil {
			return crm.Unit{}, err
		}
		old, err := loadUnit(t.ctx, t, id)
		if err != nil {
			return old, err
		}
		if in.Code == "" {
			in.Code = old.Code
		}
		if err := checkUnit(t, &in, id); err != nil {
			return old, err
		}
		path, err := movedPath(t, old, in.ParentID)
		if err != nil {
			return old, err
		}
		if err := mayDisable(t, old, in); err != nil {
			return old, err
		}
		return writeUnit(t, old, in, path)
	})
}

func writeUnit(t *Tx, old crm.Unit, in crm.UnitInput, path string) (crm.Unit, error) {
	if err := t.update("单位", old, `UPDATE units SET code = $1, name = $2, short_name = $3, kind = $4, parent_id = $5, sort = $6, aliases = $7,
		ad_code = $8, reporting = $9, valid_from = $10, valid_to = $11, cut_over = $12, example = $13, disabled = $14, note = $15,
		version = version + 1 WHERE id = $16 AND version = $17`, in.Code, in.Name, in.ShortName, in.Kind, in.ParentID, in.Order,
		toJSON(in.Aliases), in.AdCode, in.Reporting, in.ValidFrom, in.ValidTo, in.CutOver, in.Example, in.Disabled, in.Note,
		old.ID, in.Version); err != nil {
		return old, err
	}
	if path != old.Path {
		if _, err := t.exec("UPDATE units SET path = $1 || SUBSTR(path, $2) WHERE path LIKE $3", path, len(old.Path)+1, old.Path+"%"); err != nil {
			return old, err
		}
	}
	t.audit("unit.update", "unit", old.ID, old.ID, "修改单位 "+in.Name, map[string]any{"before": old, "after": in})
	return loadUnit(t.ctx, t, old.ID)
}

// movedPath is the path under the parent asked for; a unit cannot move below itself.
func movedPath(t *Tx, old crm.Unit, parent int64) (string, error) {
	if parent == old.ParentID {
		return old.Path, nil
	}
	if old.ParentID == 0 {
		return "", crm.Invalid("parentId", "最上级单位不能移到别的单位下面")
	}
	if err := t.V.RequireIn(crm.ActManageUnits, parent, "上级单位"); err != nil {
		return "", err
	}
	path, err := pathUnder(t, parent)
	if err == nil && strings.HasPrefix(path, old.Path) {
		err = crm.Invalid("parentId", "不能把单位移到它自己的下级")
	}
	return fmt.Sprintf("%s%d/", path, old.ID), err
}

func mayDisable(t *Tx, old crm.Unit, in crm.UnitInput) error {
	if !in.Disabled || old.Disabled {
		return nil
	}
	if old.ParentID == 0 {
		return crm.Invalid("disabled", "最上级单位不能停用")
	}
	var n int
	if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM users WHERE unit_id = $1 AND disabled = FALSE", old.ID).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return crm.Conflict(old, "“%s”还有 %d 个启用的用户，请先把他们调到别的单位或停用", old.Name, n)
	}
	return nil
}
