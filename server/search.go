package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) searchRoutes() {
	get(s, "/search", need(crm.ActReadBusiness), "全局查找：名称、编号、信用代码、拼音、查数码", s.handleSearch)
	post(s, "/contacts/find", need(crm.ActReadBusiness), "按电话后四位查本单位的联系人，电话脱敏；每小时限次", s.handleContactFind)
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

// ContactFindInput is what is remembered of a phone.
type ContactFindInput struct {
	Last4 string `json:"last4" minLength:"4" maxLength:"4" doc:"电话后四位"`
}

func (s *Server) handleContactFind(ctx context.Context, v crm.Viewer, in *Of[ContactFindInput]) (Items[crm.Hit], error) {
	h, err := s.store.FindContacts(ctx, v, in.Body.Last4)
	return Items[crm.Hit]{h}, err
}

func (s *Server) handleWorkbench(ctx context.Context, v crm.Viewer, _ *Empty) (crm.Workbench, error) {
	return s.store.Workbench(ctx, v)
}
