package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) mergeRoutes() {
	get(s, "/leads/{id}/duplicates", need(crm.ActReadBusiness), "本人可见的、可能重复的线索，以及合并记录", s.handleLeadDuplicates)
	post(s, "/leads/{id}/merge/preview", need(crm.ActWriteLead), "合并前看会转来什么、哪些内容不同", s.handleMergePreview)
	post(s, "/leads/{id}/merge", need(crm.ActWriteLead), "把另一条线索并入这一条", s.handleMerge)
	post(s, "/merges/{id}/undo", need(crm.ActWriteLead), "撤销合并", s.handleMergeUndo)
}

func (s *Server) handleLeadDuplicates(ctx context.Context, v crm.Viewer, in *IDParam) (crm.LeadDuplicates, error) {
	return s.store.LeadDuplicates(ctx, v, in.ID)
}

func (s *Server) handleMergePreview(ctx context.Context, v crm.Viewer, in *IDOf[crm.MergeTarget]) (crm.MergePreview, error) {
	return s.store.PreviewLeadMerge(ctx, v, in.ID, in.Body)
}

func (s *Server) handleMerge(ctx context.Context, v crm.Viewer, in *IDOf[crm.MergeInput]) (crm.Lead, error) {
	return s.store.MergeLead(ctx, v, in.ID, in.Body)
}

func (s *Server) handleMergeUndo(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReasonInput]) (crm.Lead, error) {
	return s.store.UndoLeadMerge(ctx, v, in.ID, in.Body)
}
