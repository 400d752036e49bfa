package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) disputeRoutes() {
	post(s, "/claims/{id}/disputes", need(crm.ActTransfer), "对告知过本单位的首报首谈提出争议", s.handleDisputeOpen)
	get(s, "/disputes", need(crm.ActReadBusiness), "首报首谈争议，各方只看到与己有关的", s.handleDisputeList)
	get(s, "/disputes/{id}", need(crm.ActReadBusiness), "一件争议", s.handleDispute)
	post(s, "/disputes/{id}/answer", need(crm.ActTransfer), "持有单位答复", s.handleDisputeAnswer)
	post(s, "/disputes/{id}/withdraw", need(crm.ActTransfer), "提出单位撤回", s.handleDisputeWithdraw)
	post(s, "/disputes/{id}/appeal", need(crm.ActTransfer), "申请复核，一次为限", s.handleDisputeAppeal)
	post(s, "/disputes/{id}/decide", need(crm.ActDecideDispute), "裁定", s.handleDisputeDecide)
	post(s, "/disputes/{id}/final", need(crm.ActDecideDispute), "复核裁定", s.handleDisputeFinal)
}

// DisputeListInput filters disputes.
type DisputeListInput struct {
	ListParams
	State  string `query:"state" enum:"open,answered,decided,appealed,final,withdrawn"`
	Open   bool   `query:"open" doc:"只看未办结的"`
	LeadID int64  `query:"leadId" minimum:"0"`
}

func (s *Server) handleDisputeOpen(ctx context.Context, v crm.Viewer, in *IDOf[crm.DisputeInput]) (crm.Dispute, error) {
	return s.store.OpenDispute(ctx, v, in.ID, in.Body)
}

func (s *Server) handleDisputeList(ctx context.Context, v crm.Viewer, in *DisputeListInput) (crm.List[crm.Dispute], error) {
	return s.store.Disputes(ctx, v, crm.DisputeFilter{Page: in.page(), State: in.State, Open: in.Open, LeadID: in.LeadID})
}

func (s *Server) handleDispute(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Dispute, error) {
	return s.store.Dispute(ctx, v, in.ID)
}

func (s *Server) handleDisputeAnswer(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReasonInput]) (crm.Dispute, error) {
	return s.store.AnswerDispute(ctx, v, in.ID, in.Body)
}

func (s *Server) handleDisputeWithdraw(ctx context.Context, v crm.Viewer, in *IDOf[SeenVersion]) (crm.Dispute, error) {
	return s.store.WithdrawDispute(ctx, v, in.ID, in.Body.Version)
}

func (s *Server) handleDisputeAppeal(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReasonInput]) (crm.Dispute, error) {
	return s.store.AppealDispute(ctx, v, in.ID, in.Body)
}

func (s *Server) handleDisputeDecide(ctx context.Context, v crm.Viewer, in *IDOf[crm.RulingInput]) (crm.Dispute, error) {
	return s.store.DecideDispute(ctx, v, in.ID, in.Body)
}

func (s *Server) handleDisputeFinal(ctx context.Context, v crm.Viewer, in *IDOf[crm.RulingInput]) (crm.Dispute, error) {
	return s.store.FinalDispute(ctx, v, in.ID, in.Body)
}
