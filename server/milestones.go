package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) milestoneRoutes() {
	get(s, "/milestones", need(crm.ActReadBusiness), "节点；queue 为等我审核的", s.handleMilestoneList)
	get(s, "/milestones/{id}", need(crm.ActReadBusiness), "节点，含意见和佐证", s.handleMilestone)
	put(s, "/milestones/{id}", need(crm.ActReportMilestone), "修改草稿或退回的节点", s.handleMilestoneUpdate)
	post(s, "/milestones/{id}/submit", need(crm.ActReportMilestone), "提交审核，须有佐证", s.handleMilestoneSubmit)
	post(s, "/milestones/{id}/withdraw", need(crm.ActReportMilestone), "撤回已提交的节点", s.handleMilestoneWithdraw)
	post(s, "/milestones/{id}/approve", need(crm.ActReviewMilestone), "审核通过，计入指标", s.handleMilestoneApprove)
	post(s, "/milestones/{id}/return", need(crm.ActReviewMilestone), "退回，须写意见", s.handleMilestoneReturn)
}

// MilestoneListInput filters milestones.
type MilestoneListInput struct {
	ListParams
	ProjectID int64             `query:"projectId" minimum:"0"`
	UnitID    int64             `query:"unitId" minimum:"0" doc:"填报单位及其下级"`
	Kind      crm.MilestoneKind `query:"kind" enum:"signed,registered,started,listed,producing,full,increase"`
	State     crm.ReviewState   `query:"state" enum:"draft,submitted,approved,returned"`
	Month     string            `query:"month" doc:"节点日期所在月份"`
	Mine      bool              `query:"mine" doc:"只看本人填报的"`
	Queue     bool              `query:"queue" doc:"等我审核的，本人填报的除外"`
}

func (s *Server) handleMilestoneList(ctx context.Context, v crm.Viewer, in *MilestoneListInput) (crm.List[crm.Milestone], error) {
	m, err := optionalMonth("month", in.Month)
	if err != nil {
		return crm.List[crm.Milestone]{}, err
	}
	return s.store.Milestones(ctx, v, crm.MilestoneFilter{Page: in.page(), ProjectID: in.ProjectID, UnitID: in.UnitID, Kind: in.Kind, State: in.State,
		Month: m, Mine: in.Mine, Queue: in.Queue})
}

func (s *Server) handleProjectMilestones(ctx context.Context, v crm.Viewer, in *IDParam) (Items[crm.Milestone], error) {
	p, err := s.store.Project(ctx, v, in.ID)
	return Items[crm.Milestone]{p.Milestones}, err
}

func (s *Server) handleMilestoneReport(ctx context.Context, v crm.Viewer, in *IDOf[crm.MilestoneInput]) (crm.Milestone, error) {
	return s.store.ReportMilestone(ctx, v, in.ID, in.Body)
}

func (s *Server) handleMilestone(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Milestone, error) {
	return s.store.Milestone(ctx, v, in.ID)
}

func (s *Server) handleMilestoneUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.MilestoneInput]) (crm.Milestone, error) {
	return s.store.UpdateMilestone(ctx, v, in.ID, in.Body)
}

func (s *Server) handleMilestoneSubmit(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReviewInput]) (crm.Milestone, error) {
	return s.store.SubmitMilestone(ctx, v, in.ID, in.Body)
}

func (s *Server) handleMilestoneWithdraw(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReviewInput]) (crm.Milestone, error) {
	return s.store.WithdrawMilestone(ctx, v, in.ID, in.Body)
}

func (s *Server) handleMilestoneApprove(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReviewInput]) (crm.Milestone, error) {
	return s.store.ApproveMilestone(ctx, v, in.ID, in.Body)
}

func (s *Server) handleMilestoneReturn(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReviewInput]) (crm.Milestone, error) {
	return s.store.ReturnMilestone(ctx, v, in.ID, in.Body)
}
