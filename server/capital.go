package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) capitalRoutes() {
	get(s, "/capital", need(crm.ActReadBusiness), "到位资金条目；queue 为等我核定的", s.handleCapitalList)
	post(s, "/capital", need(crm.ActReportCapital), "填报到位资金", s.handleCapitalFile, keyed)
	get(s, "/capital/{id}", need(crm.ActReadBusiness), "到位资金条目，含其中、佐证和意见", s.handleCapital)
	put(s, "/capital/{id}", need(crm.ActReportCapital), "修改草稿或退回的条目", s.handleCapitalUpdate)
	del(s, "/capital/{id}", need(crm.ActReportCapital), "删除未核定过的草稿或退回条目", s.handleCapitalDrop)
	post(s, "/capital/{id}/submit", need(crm.ActReportCapital), "提交审核；佐证按设置，预警须写原因", s.handleCapitalSubmit, keyed)
	post(s, "/capital/{id}/withdraw", need(crm.ActReportCapital), "撤回已提交的条目", s.handleCapitalWithdraw, keyed)
	post(s, "/capital/{id}/verify", need(crm.ActVerifyCapital), "核定，可核减；谁填报谁不能核定", s.handleCapitalVerify, keyed)
	post(s, "/capital/{id}/return", need(crm.ActVerifyCapital), "退回，须写意见", s.handleCapitalReturn, keyed)
	post(s, "/capital/{id}/reverse", need(crm.ActReportCapital), "冲回已核定的条目，只能一次", s.handleCapitalReverse, keyed)
}

// CapitalListInput filters entries.
type CapitalListInput struct {
	ListParams
	ProjectID int64           `query:"projectId" minimum:"0"`
	UnitID    int64           `query:"unitId" minimum:"0" doc:"填报单位及其下级"`
	Month     string          `query:"month"`
	Year      int             `query:"year" minimum:"0" maximum:"2100"`
	State     crm.ReviewState `query:"state" enum:"draft,submitted,verified,returned"`
	Origin    crm.Origin      `query:"origin" enum:"foreign,outProv,inProvince,local,unknown" doc:"含有该来源的其中"`
	Mine      bool            `query:"mine" doc:"只看本人填报的"`
	Queue     bool            `query:"queue" doc:"等我核定的，本人填报的除外"`
}

func (in *CapitalListInput) filter() (crm.CapitalFilter, error) {
	m, err := optionalMonth("month", in.Month)
	return crm.CapitalFilter{Page: in.page(), ProjectID: in.ProjectID, UnitID: in.UnitID, Month: m, Year: in.Year, State: in.State,
		Origin: in.Origin, Mine: in.Mine, Queue: in.Queue}, err
}

func (s *Server) handleCapitalList(ctx context.Context, v crm.Viewer, in *CapitalListInput) (crm.List[crm.CapitalEntry], error) {
	f, err := in.filter()
	if err != nil {
		return crm.List[crm.CapitalEntry]{}, err
	}
	return s.store.CapitalEntries(ctx, v, f)
}

func (s *Server) handleCapitalFile(ctx context.Context, v crm.Viewer, in *Of[crm.CapitalInput]) (crm.CapitalEntry, error) {
	return s.store.FileCapital(ctx, v, in.Body)
}

func (s *Server) handleCapital(ctx context.Context, v crm.Viewer, in *IDParam) (crm.CapitalEntry, error) {
	return s.store.Capital(ctx, v, in.ID)
}

func (s *Server) handleCapitalUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.CapitalInput]) (crm.CapitalEntry, error) {
	return s.store.UpdateCapital(ctx, v, in.ID, in.Body)
}

func (s *Server) handleCapitalDrop(ctx context.Context, v crm.Viewer, in *VersionInput) (none, error) {
	_, err := s.store.DropCapital(ctx, v, in.ID, in.Version)
	return none{}, err
}

func (s *Server) handleCapitalSubmit(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReviewInput]) (crm.CapitalEntry, error) {
	return s.store.SubmitCapital(ctx, v, in.ID, in.Body)
}

func (s *Server) handleCapitalWithdraw(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReviewInput]) (crm.CapitalEntry, error) {
	return s.store.WithdrawCapital(ctx, v, in.ID, in.Body)
}

func (s *Server) handleCapitalVerify(ctx context.Context, v crm.Viewer, in *IDOf[crm.VerifyInput]) (crm.CapitalEntry, error) {
	return s.store.VerifyCapital(ctx, v, in.ID, in.Body)
}

func (s *Server) handleCapitalReturn(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReviewInput]) (crm.CapitalEntry, error) {
	return s.store.ReturnCapital(ctx, v, in.ID, in.Body)
}

func (s *Server) handleCapitalReverse(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReverseInput]) (crm.CapitalEntry, error) {
	return s.store.ReverseCapital(ctx, v, in.ID, in.Body)
}
