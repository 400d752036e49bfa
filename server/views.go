package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) viewRoutes() {
	get(s, "/views", need(crm.ActReadBusiness), "一个列表页的视图：本人的和本单位共享的", s.handleViewList)
	post(s, "/views", need(crm.ActReadBusiness), "存视图", s.handleViewSave)
	put(s, "/views/{id}", need(crm.ActReadBusiness), "修改视图", s.handleViewUpdate)
	del(s, "/views/{id}", need(crm.ActReadBusiness), "删除视图", s.handleViewDrop)
	post(s, "/leads/batch", need(crm.ActWriteLead), "对筛选出的线索成批换跟踪人、改状态、定下一步或归入产业链：全办或全不办", s.handleLeadBatch)
	post(s, "/leads/batch/undo", need(crm.ActWriteLead), "60 秒内整批撤销本人成批的换人或改状态：全撤或全不撤", s.handleLeadBatchUndo)
}

// ViewListInput names the list page.
type ViewListInput struct {
	Page string `query:"page" required:"true" maxLength:"40" doc:"如 /leads"`
	All  bool   `query:"all" doc:"连同所辖各单位共享的，供管理共享视图的人"`
}

func (s *Server) handleViewList(ctx context.Context, v crm.Viewer, in *ViewListInput) (Items[crm.SavedView], error) {
	list, err := s.store.Views(ctx, v, in.Page, in.All)
	return Items[crm.SavedView]{list}, err
}

func (s *Server) handleViewSave(ctx context.Context, v crm.Viewer, in *Of[crm.ViewInput]) (crm.SavedView, error) {
	return s.store.SaveView(ctx, v, in.Body)
}

func (s *Server) handleViewUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.ViewInput]) (crm.SavedView, error) {
	return s.store.UpdateView(ctx, v, in.ID, in.Body)
}

func (s *Server) handleViewDrop(ctx context.Context, v crm.Viewer, in *VersionInput) (crm.SavedView, error) {
	return s.store.DropView(ctx, v, in.ID, in.Version)
}

// LeadBatchInput is the list's own filter with the act.
type LeadBatchInput struct {
	LeadListInput
	Body crm.LeadBatch
}

func (s *Server) handleLeadBatchUndo(ctx context.Context, v crm.Viewer, in *Of[crm.BatchUndo]) (crm.BatchDone, error) {
	return s.store.UndoBatch(ctx, v, in.Body)
}

func (s *Server) handleLeadBatch(ctx context.Context, v crm.Viewer, in *LeadBatchInput) (crm.BatchDone, error) {
	f, err := in.filter()
	if err != nil {
		return crm.BatchDone{}, err
	}
	return s.store.BatchLeads(ctx, v, f, in.Body)
}
