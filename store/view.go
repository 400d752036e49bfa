package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

const viewColumns = `sv.id, sv.page, sv.name, sv.query, sv.shared, sv.user_id, COALESCE(su.name, ''), COALESCE(sn.name, ''), sv.version, sv.unit_id
	FROM saved_views sv LEFT JOIN users su ON su.id = sv.user_id LEFT JOIN units sn ON sn.id = sv.unit_id`

// viewRow is a saved view with its unit.
type viewRow struct {
	crm.SavedView
	unit int64
}

func scanView(r *sql.Rows) (x viewRow, err error) {
	return x, r.Scan(&x.ID, &x.Page, &x.Name, &x.Query, &x.Shared, &x.UserID, &x.UserName, &x.UnitName, &x.Version, &x.unit)
}

// readableViews limits q to the viewer's own views and those shared by his unit or one above it.
func readableViews(q *query, v crm.Viewer) {
	q.add(`(sv.user_id = ? OR sv.shared = TRUE AND EXISTS (SELECT 1 FROM units mine JOIN units theirs ON mine.path LIKE theirs.path || '%'
		WHERE mine.id = ? AND theirs.id = sv.unit_id))`, v.UserID, v.UnitID)
}

// shown is the view for the viewer's eyes: who saved it changes it, and of a shared one the unit's manager.
func (x viewRow) shown(v crm.Viewer) crm.SavedView {
	x.MayChange = x.UserID == v.UserID || x.Shared && v.Scope(crm.ActModerate).Has(x.unit)
	return x.SavedView
}

// Views lists the views of a page: one's own and the unit's, by name. All adds, for who looks after
// other people's shared views, those of all his units.
func (s *Store) Views(ctx context.Context, v crm.Viewer, page string, all bool) ([]crm.SavedView, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return nil, err
	}
	if _, ok := crm.ViewPages[page]; !ok {
		return nil, crm.Invalid("page", "这个页面不能存视图")
	}
	var q query
	q.add("sv.page = ?", page)
	if sc := v.Scope(crm.ActModerate); all && v.Can(crm.ActModerate) {
		q.add("(sv.user_id = ? OR sv.shared = TRUE AND "+scopeText(sc, reach{unit: "sv.unit_id"})+")", v.UserID)
	} else {
		readableViews(&q, v)
	}
	rows, err := collect(ctx, s.read, scanView, "SELECT "+viewColumns+q.clause()+" ORDER BY sv.name, sv.id", q.args...)
	out := []crm.SavedView{}
	for _, x := range rows {
		out = append(out, x.shown(v))
	}
	return out, s.translate(err)
}

// SaveView keeps the filters of a list page under a name. Only who does business shares with his unit.
func (s *Store) SaveView(ctx context.Context, v crm.Viewer, in crm.ViewInput) (crm.SavedView, error) {
	return act(ctx, s, v, func(t *Tx) (crm.SavedView, error) {
		if err := v.Require(crm.ActReadBusiness); err != nil {
			return crm.SavedView{}, err
		}
		in, err := tidyView(t, in, 0, v.UserID)
		if err != nil {
			return crm.SavedView{}, err
		}
		var n int
		if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM saved_views WHERE user_id = $1 AND page = $2", v.UserID, in.Page).Scan(&n); err != nil {
			return crm.SavedView{}, err
		}
		if n >= crm.MaxViews {
			return crm.SavedView{}, crm.Conflict(nil, "这个列表的视图已有 %d 个，请先删去不用的", n)
		}
		id, err := t.nextID("saved_views")
		if err != nil {
			return crm.SavedView{}, err
		}
		if _, err := t.exec(`INSERT INTO saved_views (id, page, name, query, user_id, unit_id, shared, known_on, at, version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)`, id, in.Page, in.Name, in.Query, v.UserID, v.UnitID, in.Shared, t.Today, t.Now); err != nil {
			return crm.SavedView{}, err
		}
		return viewDone(t, id, "add", "存视图", in)
	})
}

// tidyView checks a view that owner keeps: its name is his only one of the page but for view `but`.
func tidyView(t *Tx, in crm.ViewInput, but, owner int64) (crm.ViewInput, error) {
	in, err := in.Tidy()
	if err != nil {
		return in, err
	}
	if in.Shared && !t.V.Can(crm.ActComment) {
		return in, crm.Invalid("shared", "你的角色只能存自己用的视图")
	}
	same, err := collect(t.ctx, t, scanID, "SELECT id FROM saved_views WHERE user_id = $1 AND page = $2 AND name = $3 AND id <> $4", owner, in.Page, in.Name, but)
	if err == nil && len(same) > 0 {
		err = crm.Invalid("name", "已有名为“%s”的视图，请换个名字", in.Name)
	}
	return in, err
}

func viewDone(t *Tx, id int64, step, what string, detail any) (crm.SavedView, error) {
	x, err := readableView(t, id)
	if err != nil {
		return crm.SavedView{}, err
	}
	t.audit("view."+step, "view", id, x.unit, what+" "+x.Page+" "+x.Name, detail)
	return x.shown(t.V), nil
}

func readableView(t *Tx, id int64) (viewRow, error) {
	if err := t.V.Require(crm.ActReadBusiness); err != nil {
		return viewRow{}, err
	}
	var q query
	q.add("sv.id = ?", id)
	if sc := t.V.Scope(crm.ActModerate); t.V.Can(crm.ActModerate) {
		q.add("(sv.user_id = ? OR sv.shared = TRUE AND "+scopeText(sc, reach{unit: "sv.unit_id"})+")", t.V.UserID)
	} else {
		readableViews(&q, t.V)
	}
	rows, err := collect(t.ctx, t, scanView, "SELECT "+viewColumns+q.clause(), q.args...)
	if err != nil {
		return viewRow{}, err
	}
	if len(rows) == 0 || rows[0].UserID != t.V.UserID && !rows[0].Shared {
		return viewRow{}, crm.NotFound("视图")
	}
	return rows[0], nil
}

// changeableView reads a view that the viewer may change, at the version that he has seen.
func changeableView(t *Tx, id, version int64) (viewRow, error) {
	x, err := readableView(t, id)
	switch {
	case err != nil:
	case !x.shown(t.V).MayChange:
		err = crm.Conflict(nil, "视图由%s共享，只能由本人或市招商局管理改动", x.UserName)
	case x.Version != version:
		err = crm.Conflict(nil, "视图已有变化，请刷新后再改")
	}
	return x, err
}

// UpdateView renames a view, changes its filters or whom it is shared with.
func (s *Store) UpdateView(ctx context.Context, v crm.Viewer, id int64, in crm.ViewInput) (crm.SavedView, error) {
	return act(ctx, s, v, func(t *Tx) (crm.SavedView, error) {
		x, err := changeableView(t, id, in.Version)
		if err != nil {
			return crm.SavedView{}, err
		}
		if in.Page != x.Page {
			return crm.SavedView{}, crm.Invalid("page", "视图不能换到别的列表")
		}
		if x.UserID != v.UserID && !in.Shared {
			return crm.SavedView{}, crm.Invalid("shared", "别人的视图不能改为不共享，不用了可以删去")
		}
		if in, err = tidyView(t, in, id, x.UserID); err != nil {
			return crm.SavedView{}, err
		}
		if _, err := t.exec("UPDATE saved_views SET name = $1, query = $2, shared = $3, version = version + 1 WHERE id = $4", in.Name, in.Query, in.Shared, id); err != nil {
			return crm.SavedView{}, err
		}
		return viewDone(t, id, "update", "修改视图", in)
	})
}

// DropView deletes a view.
func (s *Store) DropView(ctx context.Context, v crm.Viewer, id, version int64) (crm.SavedView, error) {
	return act(ctx, s, v, func(t *Tx) (crm.SavedView, error) {
		x, err := changeableView(t, id, version)
		if err != nil {
			return crm.SavedView{}, err
		}
		t.audit("view.drop", "view", id, x.unit, "删除视图 "+x.Page+" "+x.Name, x.SavedView)
		_, err = t.exec("DELETE FROM saved_views WHERE id = $1", id)
		return x.shown(v), err
	})
}
