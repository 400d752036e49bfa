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
}

// TransferListInput filters transfers.
type TransferListInput struct {
	ListParams
	Box      string `query:"box" enum:"in,out" doc:"in 转入本单位，out 由本单位转出"`
	State    string `query:"state" enum:"pending,accepted,refused,withdrawn,expired"`
	ObjectID int64  `query:"objectId" minimum:"0" doc:"线索编号"`
}

func (s *Server) handleTransferList(ctx context.Context, v crm.Viewer, in *TransferListInput) (crm.List[crm.Transfer], error) {
	return s.store.Transfers(ctx, v, crm.TransferFilter{Page: in.page(), Box: in.Box, State: in.State, ObjectID: in.ObjectID})
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
