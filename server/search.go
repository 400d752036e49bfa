package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) searchRoutes() {
	get(s, "/search", need(crm.ActReadBusiness), "全局查找：名称、编号、信用代码、拼音、查数码", s.handleSearch)
	get(s, "/workbench", signedIn, "工作台：今天要办的事", s.handleWorkbench)
}

// SearchInput is what is looked for.
type SearchInput struct {
	Q string `query:"q" maxLength:"120" doc:"名称、拼音、首字母、编码、条目编号、快照编号或查数码"`
}

func (s *Server) handleSearch(ctx context.Context, v crm.Viewer, in *SearchInput) (Items[crm.Hit], error) {
	h, err := s.store.Search(ctx, v, in.Q)
	return Items[crm.Hit]{h}, err
}

func (s *Server) handleWorkbench(ctx context.Context, v crm.Viewer, _ *Empty) (crm.Workbench, error) {
	return s.store.Workbench(ctx, v)
}
