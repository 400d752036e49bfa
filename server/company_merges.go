package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) companyMergeRoutes() {
	get(s, "/companies/{id}/duplicates", need(crm.ActReadBusiness), "本人可见的、可能是同一家的企业，以及合并记录", s.handleCompanyDuplicates)
	post(s, "/companies/{id}/merge/preview", need(crm.ActWriteCompany), "合并前看会转来什么、哪些内容不同", s.handleCompanyMergePreview)
	post(s, "/companies/{id}/merge", need(crm.ActWriteCompany), "把另一家企业并入这一家", s.handleCompanyMerge)
	post(s, "/company-merges/{id}/undo", need(crm.ActWriteCompany), "撤销企业的合并", s.handleCompanyMergeUndo)
}

func (s *Server) handleCompanyDuplicates(ctx context.Context, v crm.Viewer, in *IDParam) (crm.CompanyDuplicates, error) {
	return s.store.CompanyDuplicates(ctx, v, in.ID)
}

func (s *Server) handleCompanyMergePreview(ctx context.Context, v crm.Viewer, in *IDOf[crm.MergeTarget]) (crm.CompanyMergePreview, error) {
	return s.store.PreviewCompanyMerge(ctx, v, in.ID, in.Body)
}

func (s *Server) handleCompanyMerge(ctx context.Context, v crm.Viewer, in *IDOf[crm.MergeInput]) (crm.Company, error) {
	return s.store.MergeCompany(ctx, v, in.ID, in.Body)
}

func (s *Server) handleCompanyMergeUndo(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReasonInput]) (crm.Company, error) {
	return s.store.UndoCompanyMerge(ctx, v, in.ID, in.Body)
}
