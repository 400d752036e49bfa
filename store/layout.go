package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"yinfeng/crm"
)

// loadLayouts reads the city's own layouts, in the order of the sheets, so that the same
// layouts give the same rows of a report.
func loadLayouts(ctx context.Context, q querier) ([]crm.StoredLayout, error) {
	out, err := collect(ctx, q, func(r *sql.Rows) (x crm.StoredLayout, err error) {
		var sheet, text string
		if err = r.Scan(&sheet, &text, &x.Version, &x.SetBy, &x.At); err == nil {
			err = json.Unmarshal([]byte(text), &x.SheetLayout)
		}
		return x, err
	}, "SELECT l.sheet, l.layout, l.version, u.name, l.at FROM sheet_layouts l JOIN users u ON u.id = l.set_by")
	slices.SortFunc(out, func(a, b crm.StoredLayout) int {
		return slices.Index(crm.SheetKeys, a.Sheet) - slices.Index(crm.SheetKeys, b.Sheet)
	})
	return out, err
}

// layouts puts the layouts in force into the report, so that its rows carry their look.
func (b *reportBuilder) layouts() error {
	own, err := loadLayouts(b.ctx, b.q)
	for _, l := range own {
		b.r.Layouts = append(b.r.Layouts, l.SheetLayout)
	}
	return err
}

// Layouts lists the city's own layouts.
func (s *Store) Layouts(ctx context.Context, v crm.Viewer) ([]crm.StoredLayout, error) {
	if err := v.Require(crm.ActReadTargets); err != nil {
		return nil, err
	}
	out, err := loadLayouts(ctx, s.read)
	return out, s.translate(err)
}

// PutLayout sets a sheet's layout, which the caller has checked; seen is the version that
// was read, 0 for the shipped one. Closed months keep the look that they were closed with.
func (s *Store) PutLayout(ctx context.Context, v crm.Viewer, l crm.SheetLayout, seen int64) error {
	_, err := act(ctx, s, v, func(t *Tx) (struct{}, error) {
		if err := layoutChange(t, l.Sheet, seen); err != nil {
			return struct{}{}, err
		}
		if err := checkLayoutWorld(t, l); err != nil {
			return struct{}{}, err
		}
		text, err := json.Marshal(l)
		if err != nil {
			return struct{}{}, err
		}
		_, err = t.exec(`INSERT INTO sheet_layouts (sheet, layout, version, set_by, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (sheet) DO UPDATE SET layout = excluded.layout, version = excluded.version, set_by = excluded.set_by, at = excluded.at`,
			l.Sheet, string(text), seen+1, t.V.UserID, t.Now)
		t.audit("layout.put", "layout", 0, 0, "修改月报版式："+l.Tab, l)
		return struct{}{}, err
	})
	return err
}

// DropLayout goes back to the shipped layout of a sheet.
func (s *Store) DropLayout(ctx context.Context, v crm.Viewer, sheet string, seen int64) error {
	_, err := act(ctx, s, v, func(t *Tx) (struct{}, error) {
		if err := layoutChange(t, sheet, seen); err != nil {
			return struct{}{}, err
		}
		_, err := t.exec("DELETE FROM sheet_layouts WHERE sheet = $1", sheet)
		t.audit("layout.drop", "layout", 0, 0, "恢复月报默认版式："+sheet, map[string]string{"sheet": sheet})
		return struct{}{}, err
	})
	return err
}

// layoutChange lets nobody change a layout that another has changed since.
func layoutChange(t *Tx, sheet string, seen int64) error {
	if err := cityWide(t, crm.ActManageTargets); err != nil {
		return err
	}
	var version int64
	err := t.QueryRowContext(t.ctx, "SELECT version FROM sheet_layouts WHERE sheet = $1", sheet).Scan(&version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if version != seen {
		return crm.Conflict(nil, "这张表的版式已被别人修改过，请刷新后再改")
	}
	return nil
}

// checkLayoutWorld checks what depends on other rows: tabs are unique, indicators exist.
func checkLayoutWorld(t *Tx, l crm.SheetLayout) error {
	own, err := loadLayouts(t.ctx, t)
	if err != nil {
		return err
	}
	for _, other := range own {
		if other.Sheet != l.Sheet && strings.EqualFold(other.Tab, l.Tab) {
			return crm.Invalid("tab", "标签页名称“%s”已被另一张表用了，请换一个", l.Tab)
		}
	}
	inds, err := loadIndicators(t.ctx, t)
	if err != nil {
		return err
	}
	for _, code := range l.Order {
		if !slices.ContainsFunc(inds, func(i crm.Indicator) bool { return i.Code == code }) {
			return crm.Invalid("order", "没有代码为“%s”的指标", code)
		}
	}
	return nil
}
