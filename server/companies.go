package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) companyRoutes() {
	get(s, "/companies", need(crm.ActReadBusiness), "企业，本单位打交道的", s.handleCompanyList)
	get(s, "/companies/match", need(crm.ActReadBusiness), "输入名称时查找本单位往来的企业", s.handleCompanyMatch)
	post(s, "/companies", need(crm.ActWriteCompany), "登记企业；已有的同名企业则建立联系", s.handleCompanyCreate)
	get(s, "/companies/{id}", need(crm.ActReadBusiness), "企业，含可见的联系人", s.handleCompany)
	put(s, "/companies/{id}", need(crm.ActWriteCompany), "修改企业", s.handleCompanyUpdate)
	get(s, "/companies/{id}/contacts", need(crm.ActReadBusiness), "企业的联系人，电话脱敏", s.handleContactList)
	post(s, "/companies/{id}/contacts", need(crm.ActWriteCompany), "添加联系人", s.handleContactCreate)
	get(s, "/contacts/{id}", need(crm.ActReadBusiness), "联系人，电话脱敏", s.handleContact)
	put(s, "/contacts/{id}", need(crm.ActWriteCompany), "修改联系人；脱敏的电话表示不改", s.handleContactUpdate)
	del(s, "/contacts/{id}", need(crm.ActWriteCompany), "删除联系人", s.handleContactRemove)
	post(s, "/contacts/{id}/reveal", need(crm.ActRevealPhone), "查看完整电话，记入审计日志", s.handleContactReveal)
}

// CompanyListInput filters companies.
type CompanyListInput struct {
	ListParams
	Origin   crm.Origin `query:"origin" enum:"foreign,outProv,inProvince,local,unknown"`
	Province string     `query:"province" maxLength:"30"`
	Tag      string     `query:"tag" maxLength:"20"`
	UnitID   int64      `query:"unitId" minimum:"0" doc:"单位及其下级"`
}

func (in *CompanyListInput) filter() crm.CompanyFilter {
	return crm.CompanyFilter{Page: in.page(), Origin: in.Origin, Province: in.Province, Tag: in.Tag, UnitID: in.UnitID}
}

func (s *Server) handleCompanyList(ctx context.Context, v crm.Viewer, in *CompanyListInput) (crm.List[crm.Company], error) {
	return s.store.Companies(ctx, v, in.filter())
}

// MatchInput is a company's name as it is being typed.
type MatchInput struct {
	Name string `query:"name" required:"true" minLength:"2" maxLength:"100"`
}

func (s *Server) handleCompanyMatch(ctx context.Context, v crm.Viewer, in *MatchInput) (crm.CompanyMatches, error) {
	return s.store.MatchCompanies(ctx, v, in.Name)
}

func (s *Server) handleCompanyCreate(ctx context.Context, v crm.Viewer, in *Of[crm.CompanyInput]) (crm.Company, error) {
	return s.store.CreateCompany(ctx, v, in.Body)
}

func (s *Server) handleCompany(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Company, error) {
	return s.store.Company(ctx, v, in.ID)
}

func (s *Server) handleCompanyUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.CompanyInput]) (crm.Company, error) {
	return s.store.UpdateCompany(ctx, v, in.ID, in.Body)
}

func (s *Server) handleContactList(ctx context.Context, v crm.Viewer, in *IDParam) (Items[crm.Contact], error) {
	c, err := s.store.Contacts(ctx, v, in.ID)
	return Items[crm.Contact]{c}, err
}

func (s *Server) handleContactCreate(ctx context.Context, v crm.Viewer, in *IDOf[crm.ContactInput]) (crm.Contact, error) {
	return s.store.AddContact(ctx, v, in.ID, in.Body)
}

func (s *Server) handleContact(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Contact, error) {
	return s.store.Contact(ctx, v, in.ID)
}

func (s *Server) handleContactUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.ContactInput]) (crm.Contact, error) {
	return s.store.UpdateContact(ctx, v, in.ID, in.Body)
}

// VersionInput names a row and the version that the caller has seen.
type VersionInput struct {
	IDParam
	Version int64 `query:"version" required:"true" minimum:"1" doc:"看到的版本"`
}

func (s *Server) handleContactRemove(ctx context.Context, v crm.Viewer, in *VersionInput) (none, error) {
	return none{}, s.store.RemoveContact(ctx, v, in.ID, in.Version)
}

func (s *Server) handleContactReveal(ctx context.Context, v crm.Viewer, in *IDParam) (crm.RevealedPhone, error) {
	return s.store.RevealPhone(ctx, v, in.ID)
}
