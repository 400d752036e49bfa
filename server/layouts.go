package server

import (
	"context"

	"yinfeng/crm"
	"yinfeng/reports"
)

func (s *Server) layoutRoutes() {
	get(s, "/reports/layouts", need(crm.ActReadTargets), "月报各表的版式", s.handleLayouts)
	get(s, "/reports/layouts/{sheet}", need(crm.ActReadTargets), "一张表的版式", s.handleLayout)
	put(s, "/reports/layouts/{sheet}", need(crm.ActManageTargets), "修改一张表的版式，已关账月份不变", s.handleLayoutPut)
	del(s, "/reports/layouts/{sheet}", need(crm.ActManageTargets), "恢复一张表的默认版式", s.handleLayoutDrop)
}

// SheetParam names a sheet by its key.
type SheetParam struct {
	Sheet string `path:"sheet" maxLength:"40"`
}

// LayoutPut changes a layout; Version is the one that was read.
type LayoutPut struct {
	crm.SheetLayout
	Version int64 `json:"version" minimum:"0"`
}

// LayoutOf is a layout for a sheet.
type LayoutOf struct {
	SheetParam
	Body LayoutPut
}

// LayoutDrop goes back to the shipped layout.
type LayoutDrop struct {
	SheetParam
	Version int64 `query:"version" minimum:"0"`
}

func (s *Server) layoutViews(ctx context.Context, v crm.Viewer) ([]crm.LayoutView, error) {
	own, err := s.store.Layouts(ctx, v)
	if err != nil {
		return nil, err
	}
	out := []crm.LayoutView{}
	for _, shipped := range reports.DefaultLayouts() {
		view := crm.LayoutView{SheetLayout: shipped, Shipped: shipped, Rule: reports.RuleOf(shipped)}
		for _, o := range own {
			if o.Sheet == shipped.Sheet {
				view.SheetLayout, view.Own = reports.InForce(o.SheetLayout), true
				view.Version, view.SetBy, view.At = o.Version, o.SetBy, o.At
			}
		}
		out = append(out, view)
	}
	return out, nil
}

func (s *Server) handleLayouts(ctx context.Context, v crm.Viewer, _ *Empty) (Items[crm.LayoutView], error) {
	list, err := s.layoutViews(ctx, v)
	return Items[crm.LayoutView]{list}, err
}

func (s *Server) layoutView(ctx context.Context, v crm.Viewer, sheet string) (crm.LayoutView, error) {
	list, err := s.layoutViews(ctx, v)
	if err != nil {
		return crm.LayoutView{}, err
	}
	for _, l := range list {
		if l.Sheet == sheet {
			return l, nil
		}
	}
	return crm.LayoutView{}, crm.NotFound("表")
}

func (s *Server) handleLayout(ctx context.Context, v crm.Viewer, in *SheetParam) (crm.LayoutView, error) {
	return s.layoutView(ctx, v, in.Sheet)
}

func (s *Server) handleLayoutPut(ctx context.Context, v crm.Viewer, in *LayoutOf) (crm.LayoutView, error) {
	l := in.Body.SheetLayout
	switch l.Sheet {
	case "", in.Sheet:
		l.Sheet = in.Sheet
	default:
		return crm.LayoutView{}, crm.Invalid("sheet", "版式写的是“%s”，地址是“%s”，请改成一样", l.Sheet, in.Sheet)
	}
	if _, err := s.layoutView(ctx, v, in.Sheet); err != nil {
		return crm.LayoutView{}, err
	}
	if err := reports.CheckLayout(l); err != nil {
		return crm.LayoutView{}, err
	}
	if err := s.store.PutLayout(ctx, v, l, in.Body.Version); err != nil {
		return crm.LayoutView{}, err
	}
	return s.layoutView(ctx, v, in.Sheet)
}

func (s *Server) handleLayoutDrop(ctx context.Context, v crm.Viewer, in *LayoutDrop) (crm.LayoutView, error) {
	if _, err := s.layoutView(ctx, v, in.Sheet); err != nil {
		return crm.LayoutView{}, err
	}
	if err := s.store.DropLayout(ctx, v, in.Sheet, in.Version); err != nil {
		return crm.LayoutView{}, err
	}
	return s.layoutView(ctx, v, in.Sheet)
}
