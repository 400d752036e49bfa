package store

import (
	"context"
	"database/sql"
	"fmt"

	"yinfeng/crm"
)

// maxBulletinTemplates is how many templates a city keeps.
const maxBulletinTemplates = 50

// ownTemplate comes with the program; it is the default until a city sets one of its own.
var ownTemplate = crm.BulletinTemplate{Name: "标准通报", Body: crm.DefaultBulletin}

const bulletinSelect = `SELECT b.id, b.name, b.body, b.is_default, COALESCE(u.name, ''), b.at, b.version
	FROM bulletin_templates b LEFT JOIN users u ON u.id = b.set_by`

func scanBulletin(r *sql.Rows) (b crm.BulletinTemplate, err error) {
	err = r.Scan(&b.ID, &b.Name, &b.Body, &b.Default, &b.SetBy, &b.At, &b.Version)
	return b, err
}

// BulletinTemplates lists the templates, the program's own first.
func (s *Store) BulletinTemplates(ctx context.Context, v crm.Viewer) ([]crm.BulletinTemplate, error) {
	if err := v.Require(crm.ActReadFigures); err != nil {
		return nil, err
	}
	out, err := bulletinTemplates(ctx, s.read)
	return out, s.translate(err)
}

func bulletinTemplates(ctx context.Context, q querier) ([]crm.BulletinTemplate, error) {
	kept, err := collect(ctx, q, scanBulletin, bulletinSelect+" ORDER BY b.id")
	if err != nil {
		return nil, err
	}
	own := ownTemplate
	own.Default = true
	for _, b := range kept {
		own.Default = own.Default && !b.Default
	}
	return append([]crm.BulletinTemplate{own}, kept...), nil
}

// bulletinTemplate finds a template: 0 is the program's own, a negative id the default.
func bulletinTemplate(ctx context.Context, q querier, id int64) (crm.BulletinTemplate, error) {
	all, err := bulletinTemplates(ctx, q)
	if err != nil {
		return crm.BulletinTemplate{}, err
	}
	for _, b := range all {
		if b.ID == id || id < 0 && b.Default {
			return b, nil
		}
	}
	return crm.BulletinTemplate{}, crm.NotFound("通报模板")
}

// AddBulletinTemplate keeps a new template.
func (s *Store) AddBulletinTemplate(ctx context.Context, v crm.Viewer, in crm.BulletinTemplateInput) (crm.BulletinTemplate, error) {
	return act(ctx, s, v, func(t *Tx) (crm.BulletinTemplate, error) {
		all, in, err := checkBulletinTemplate(t, 0, in)
		if err != nil {
			return crm.BulletinTemplate{}, err
		}
		if len(all) > maxBulletinTemplates {
			return crm.BulletinTemplate{}, crm.Conflict(nil, "通报模板最多 %d 个，请先删除不用的", maxBulletinTemplates)
		}
		id, err := t.nextID("bulletin_templates")
		if err != nil {
			return crm.BulletinTemplate{}, err
		}
		if _, err := t.exec(`INSERT INTO bulletin_templates (id, name, body, is_default, set_by, at, version)
			VALUES ($1, $2, $3, $4, $5, $6, 1)`, id, in.Name, in.Body, in.Default, t.V.UserID, t.Now); err != nil {
			return crm.BulletinTemplate{}, err
		}
		t.audit("bulletin.add", "bulletin", id, 0, fmt.Sprintf("新增通报模板“%s”", in.Name), in)
		return bulletinTemplate(t.ctx, t, id)
	})
}

// PutBulletinTemplate changes a template; the program's own cannot be changed.
func (s *Store) PutBulletinTemplate(ctx context.Context, v crm.Viewer, id int64, in crm.BulletinTemplateInput) (crm.BulletinTemplate, error) {
	return act(ctx, s, v, func(t *Tx) (crm.BulletinTemplate, error) {
		before, err := ownedTemplate(t, id)
		if err != nil {
			return before, err
		}
		_, in, err := checkBulletinTemplate(t, id, in)
		if err != nil {
			return before, err
		}
		if err := t.update("通报模板", before, `UPDATE bulletin_templates SET name = $1, body = $2, is_default = $3, set_by = $4, at = $5, version = version + 1
			WHERE id = $6 AND version = $7`, in.Name, in.Body, in.Default, t.V.UserID, t.Now, id, in.Version); err != nil {
			return before, err
		}
		t.audit("bulletin.edit", "bulletin", id, 0, fmt.Sprintf("修改通报模板“%s”", in.Name), map[string]any{"before": before, "after": in})
		return bulletinTemplate(t.ctx, t, id)
	})
}

// DropBulletinTemplate deletes a template.
func (s *Store) DropBulletinTemplate(ctx context.Context, v crm.Viewer, id, version int64) error {
	_, err := act(ctx, s, v, func(t *Tx) (struct{}, error) {
		before, err := ownedTemplate(t, id)
		if err != nil {
			return struct{}{}, err
		}
		if err := t.update("通报模板", before, "DELETE FROM bulletin_templates WHERE id = $1 AND version = $2", id, version); err != nil {
			return struct{}{}, err
		}
		t.audit("bulletin.drop", "bulletin", id, 0, fmt.Sprintf("删除通报模板“%s”", before.Name), before)
		return struct{}{}, nil
	})
	return err
}

// ownedTemplate is a template that the city made, for who may change it.
func ownedTemplate(t *Tx, id int64) (crm.BulletinTemplate, error) {
	if err := cityWide(t, crm.ActManageTargets); err != nil {
		return crm.BulletinTemplate{}, err
	}
	if id <= 0 {
		return crm.BulletinTemplate{}, crm.NotFound("通报模板")
	}
	return bulletinTemplate(t.ctx, t, id)
}

// checkBulletinTemplate refuses a bad template or a name taken, and takes the default off
// the others when this one is to be it.
func checkBulletinTemplate(t *Tx, id int64, in crm.BulletinTemplateInput) ([]crm.BulletinTemplate, crm.BulletinTemplateInput, error) {
	if err := cityWide(t, crm.ActManageTargets); err != nil {
		return nil, in, err
	}
	in = in.Clean()
	inds, bases, err := indicatorsAndBases(t.ctx, t)
	if err != nil {
		return nil, in, err
	}
	if err := in.Check(inds, bases); err != nil {
		return nil, in, err
	}
	all, err := bulletinTemplates(t.ctx, t)
	if err != nil {
		return nil, in, err
	}
	for _, b := range all {
		if b.Name == in.Name && (b.ID != id || id == 0) {
			return nil, in, crm.Invalid("name", "已有名为“%s”的模板，请换一个名称", in.Name)
		}
	}
	if in.Default {
		_, err = t.exec("UPDATE bulletin_templates SET is_default = FALSE, version = version + 1 WHERE is_default AND id <> $1", id)
	}
	return all, in, err
}
