package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) searchRoutes() {
	get(s, "/search", need(crm.ActReadBusiness), "全局查找：名称、编号、信用代码、拼音", s.handleSearch)
	get(s, "/workbench", signedIn, "工作台：今天要办的事", s.handleWorkbench)
}

// SearchInput is what is looked for.
type SearchInput struct {
	Q string `query:"q" maxLength:"60"`
}

func (s *Server) handleSearch(ctx context.Context, v crm.Viewer, in *SearchInput) (Items[crm.Hit], error) {
	h, err := s.store.Search(ctx, v, in.Q)
	return Items[crm.Hit]{h}, err
}

func (s *Server) handleWorkbench(ctx context.Context, v crm.Viewer, _ *Empty) (crm.Workbench, error) {
	return s.store.Workbench(ctx, v)
}
