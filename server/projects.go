package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) projectRoutes() {
	get(s, "/projects", need(crm.ActReadBusiness), "项目", s.handleProjectList)
	post(s, "/projects", need(crm.ActWriteProject), "登记项目", s.handleProjectCreate)
	get(s, "/projects/{id}", need(crm.ActReadBusiness), "项目，含节点、归属、引荐和分年度计划", s.handleProject)
	put(s, "/projects/{id}", need(crm.ActWriteProject), "修改项目；签约通过后总投资不再改", s.handleProjectUpdate)
	post(s, "/projects/{id}/status", need(crm.ActWriteProject), "手续办理、正常、延期、停工或终止", s.handleProjectStatus)
	post(s, "/projects/{id}/void", need(crm.ActWriteProject), "作废误录的项目", s.handleProjectVoid)
	post(s, "/projects/{id}/attribution", need(crm.ActSetAttribution), "确定统计归属的新版本", s.handleAttribution)
	get(s, "/projects/{id}/attributions", need(crm.ActReadBusiness), "统计归属的各版本", s.handleAttributionList)
	post(s, "/projects/{id}/introduction", need(crm.ActSetAttribution), "确定引荐单位", s.handleIntroduction)
	get(s, "/projects/{id}/milestones", need(crm.ActReadBusiness), "项目的节点", s.handleProjectMilestones)
	post(s, "/projects/{id}/milestones", need(crm.ActReportMilestone), "填报节点", s.handleMilestoneReport)
}

// ProjectListInput filters projects.
type ProjectListInput struct {
	ListParams
	UnitID       int64             `query:"unitId" minimum:"0" doc:"责任单位及其下级"`
	CountyUnitID int64             `query:"countyUnitId" minimum:"0" doc:"建设地"`
	ChainID      int64             `query:"chainId" minimum:"0"`
	ParkID       int64             `query:"parkId" minimum:"0"`
	CompanyID    int64             `query:"companyId" minimum:"0" doc:"投资方或注册企业"`
	Status       crm.ProjectStatus `query:"status" enum:"formalities,normal,delayed,stopped,ended"`
	Stage        string            `query:"stage" enum:"unsigned,signed,registered,started,producing" doc:"已通过的最后一个节点"`
	Nature       crm.Nature        `query:"nature" enum:"new,expand,upgrade,merge,other"`
	Year         int               `query:"year" minimum:"0" maximum:"2100" doc:"签约年份"`
	Origin       crm.Origin        `query:"origin" enum:"foreign,outProv,inProvince,local,unknown"`
	Size         string            `query:"size" enum:"lt1,1to5,5to10,10to50,gte50" doc:"总投资规模，亿元"`
	Voided       bool              `query:"voided" doc:"只看已作废的"`
}

func (in *ProjectListInput) filter() crm.ProjectFilter {
	return crm.ProjectFilter{Page: in.page(), UnitID: in.UnitID, CountyID: in.CountyUnitID, ChainID: in.ChainID, ParkID: in.ParkID,
		Company: in.CompanyID, Status: in.Status, Stage: in.Stage, Nature: in.Nature, Year: in.Year, Origin: in.Origin, Size: in.Size, Voided: in.Voided}
}

func (s *Server) handleProjectList(ctx context.Context, v crm.Viewer, in *ProjectListInput) (crm.List[crm.Project], error) {
	return s.store.Projects(ctx, v, in.filter())
}

func (s *Server) handleProjectCreate(ctx context.Context, v crm.Viewer, in *Of[crm.ProjectInput]) (crm.Project, error) {
	return s.store.CreateProject(ctx, v, in.Body)
}

func (s *Server) handleProject(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Project, error) {
	return s.store.Project(ctx, v, in.ID)
}

func (s *Server) handleProjectUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.ProjectInput]) (crm.Project, error) {
	return s.store.UpdateProject(ctx, v, in.ID, in.Body)
}

func (s *Server) handleProjectStatus(ctx context.Context, v crm.Viewer, in *IDOf[crm.ProjectStatusInput]) (crm.Project, error) {
	return s.store.SetProjectStatus(ctx, v, in.ID, in.Body)
}

func (s *Server) handleProjectVoid(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReasonInput]) (crm.Project, error) {
	return s.store.VoidProject(ctx, v, in.ID, in.Body)
}

func (s *Server) handleAttribution(ctx context.Context, v crm.Viewer, in *IDOf[crm.AttributionInput]) (crm.Project, error) {
	return s.store.SetAttribution(ctx, v, in.ID, in.Body)
}

func (s *Server) handleAttributionList(ctx context.Context, v crm.Viewer, in *IDParam) (Items[crm.Attribution], error) {
	a, err := s.store.Attributions(ctx, v, in.ID)
	return Items[crm.Attribution]{a}, err
}

func (s *Server) handleIntroduction(ctx context.Context, v crm.Viewer, in *IDOf[crm.IntroductionInput]) (crm.Project, error) {
	return s.store.SetIntroductions(ctx, v, in.ID, in.Body)
}
