package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) transferRoutes() {
	get(s, "/transfers", need(crm.ActReadBusiness), "流转：转入、转出", s.handleTransferList)
	get(s, "/transfers/{id}", need(crm.ActReadBusiness), "一次流转", s.handleTransfer)
	post(s, "/transfers/{id}/accept", need(crm.ActTransfer), "接收", s.handleTransferAccept)
	post(s, "/transfers/{id}/refuse", need(crm.ActTransfer), "退回，须写原因", s.handleTransferRefuse)
	post(s, "/transfers/{id}/withdraw", need(crm.ActTransfer), "撤回本单位提出的流转", s.handleTransferWithdraw)
	post(s, "/projects/{id}/transfers", need(crm.ActTransfer), "提出项目流转", s.handleProjectTransferOffer)
	get(s, "/attribution-requests", need(crm.ActReadBusiness), "项目流转约定的归属调整", s.handleAttributionRequestList)
	get(s, "/attribution-requests/{id}", need(crm.ActReadBusiness), "一份归属调整", s.handleAttributionRequest)
	post(s, "/attribution-requests/{id}/approve", need(crm.ActSetAttribution), "同意归属调整，已关账月份的差额记为跨期调整", s.handleAttributionApprove)
	post(s, "/attribution-requests/{id}/refuse", need(crm.ActSetAttribution), "不同意归属调整，须写原因", s.handleAttributionRefuse)
}

// TransferListInput filters transfers.
type TransferListInput struct {
	ListParams
	Box      string `query:"box" enum:"in,out" doc:"in 转入本单位，out 由本单位转出"`
	State    string `query:"state" enum:"pending,accepted,refused,withdrawn,expired"`
	Kind     string `query:"kind" enum:"lead,project" doc:"线索或项目"`
	ObjectID int64  `query:"objectId" minimum:"0" doc:"线索或项目编号"`
	BatchID  int64  `query:"batchId" minimum:"0" doc:"同一批提出的"`
}

func (s *Server) handleTransferList(ctx context.Context, v crm.Viewer, in *TransferListInput) (crm.List[crm.Transfer], error) {
	return s.store.Transfers(ctx, v, crm.TransferFilter{Page: in.page(), Box: in.Box, State: in.State, Kind: in.Kind, ObjectID: in.ObjectID, BatchID: in.BatchID})
}

func (s *Server) handleTransfer(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Transfer, error) {
	return s.store.Transfer(ctx, v, in.ID)
}

func (s *Server) handleTransferOffer(ctx context.Context, v crm.Viewer, in *IDOf[crm.TransferInput]) (crm.Transfer, error) {
	return s.store.OfferTransfer(ctx, v, in.ID, in.Body)
}

// VerdictInput is an answer to an offer; the body may be left out.
type VerdictInput struct {
	IDParam
	Body *crm.DecisionInput
}

func (in *VerdictInput) decision() crm.DecisionInput {
	if in.Body == nil {
		return crm.DecisionInput{}
	}
	return *in.Body
}

func (s *Server) handleTransferAccept(ctx context.Context, v crm.Viewer, in *VerdictInput) (crm.Transfer, error) {
	return s.store.AcceptTransfer(ctx, v, in.ID, in.decision())
}

func (s *Server) handleTransferRefuse(ctx context.Context, v crm.Viewer, in *VerdictInput) (crm.Transfer, error) {
	return s.store.RefuseTransfer(ctx, v, in.ID, in.decision())
}

func (s *Server) handleTransferWithdraw(ctx context.Context, v crm.Viewer, in *VerdictInput) (crm.Transfer, error) {
	return s.store.WithdrawTransfer(ctx, v, in.ID, in.decision())
}

func (s *Server) handleProjectTransferOffer(ctx context.Context, v crm.Viewer, in *IDOf[crm.TransferInput]) (crm.Transfer, error) {
	return s.store.OfferProjectTransfer(ctx, v, in.ID, in.Body)
}

// AttributionRequestListInput filters requests.
type AttributionRequestListInput struct {
	ListParams
	State     string `query:"state" enum:"open,approved,refused"`
	ProjectID int64  `query:"projectId" minimum:"0"`
}

func (s *Server) handleAttributionRequestList(ctx context.Context, v crm.Viewer, in *AttributionRequestListInput) (crm.List[crm.AttributionRequest], error) {
	return s.store.AttributionRequests(ctx, v, crm.AttributionRequestFilter{Page: in.page(), State: in.State, ProjectID: in.ProjectID})
}

func (s *Server) handleAttributionRequest(ctx context.Context, v crm.Viewer, in *IDParam) (crm.AttributionRequest, error) {
	return s.store.AttributionRequest(ctx, v, in.ID)
}

func (s *Server) handleAttributionApprove(ctx context.Context, v crm.Viewer, in *IDOf[crm.RequestDecision]) (crm.AttributionRequest, error) {
	return s.store.ApproveAttribution(ctx, v, in.ID, in.Body)
}

func (s *Server) handleAttributionRefuse(ctx context.Context, v crm.Viewer, in *IDOf[crm.RequestDecision]) (crm.AttributionRequest, error) {
	return s.store.RefuseAttribution(ctx, v, in.ID, in.Body)
}
