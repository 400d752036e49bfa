package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) handoverRoutes() {
	transfer := need(crm.ActTransfer)
	get(s, "/handovers/people", transfer, "可以交接其业务的人，含已停用的", s.handleGivers)
	get(s, "/handovers/preview", transfer, "一个人名下要交接的件数", s.handleHandoverPreview)
	post(s, "/handovers", transfer, "把一个人名下的线索、项目、下一步和任务全部交给另一个人", s.handleHandover)
	post(s, "/handovers/offers/preview", transfer, "一个人名下可以流转给别的单位的线索和项目，和不能流转的", s.handleOffersPreview)
	post(s, "/handovers/offers", transfer, "把一个人名下的线索和项目成批提出流转给别的单位，每件单独答复", s.handleOffers)
	post(s, "/transfer-batches/{id}/accept", transfer, "接收一批流转中待答复的全部，有一件不能接收就都不接收", s.handleBatchAccept)
	post(s, "/transfer-batches/{id}/refuse", transfer, "退回一批流转中待答复的全部，须写原因", s.handleBatchRefuse)
	post(s, "/transfer-batches/{id}/withdraw", transfer, "撤回本单位提出的一批流转中待答复的全部", s.handleBatchWithdraw)
}

// OffersOfInput is the filter of the list of leads with what to offer.
type OffersOfInput struct {
	LeadListInput
	Body crm.OffersInput
}

func (s *Server) handleOffersPreview(ctx context.Context, v crm.Viewer, in *OffersOfInput) (crm.OffersDone, error) {
	f, err := in.filter()
	if err != nil {
		return crm.OffersDone{}, err
	}
	return s.store.PreviewOffers(ctx, v, f, in.Body)
}

func (s *Server) handleOffers(ctx context.Context, v crm.Viewer, in *OffersOfInput) (crm.OffersDone, error) {
	f, err := in.filter()
	if err != nil {
		return crm.OffersDone{}, err
	}
	return s.store.OfferAll(ctx, v, f, in.Body)
}

func (s *Server) handleBatchAccept(ctx context.Context, v crm.Viewer, in *IDOf[crm.BatchDecision]) (crm.BatchAnswer, error) {
	return s.store.AcceptBatch(ctx, v, in.ID, in.Body)
}

func (s *Server) handleBatchRefuse(ctx context.Context, v crm.Viewer, in *IDOf[crm.BatchDecision]) (crm.BatchAnswer, error) {
	return s.store.RefuseBatch(ctx, v, in.ID, in.Body)
}

func (s *Server) handleBatchWithdraw(ctx context.Context, v crm.Viewer, in *IDOf[crm.BatchDecision]) (crm.BatchAnswer, error) {
	return s.store.WithdrawBatch(ctx, v, in.ID, in.Body)
}

func (s *Server) handleGivers(ctx context.Context, v crm.Viewer, _ *Empty) (Items[crm.Giver], error) {
	list, err := s.store.Givers(ctx, v)
	return Items[crm.Giver]{list}, err
}

// HandoverPreviewInput names the person who hands over.
type HandoverPreviewInput struct {
	FromUserID int64 `query:"fromUserId" required:"true" minimum:"1" doc:"移交人"`
}

func (s *Server) handleHandoverPreview(ctx context.Context, v crm.Viewer, in *HandoverPreviewInput) (crm.HandoverCounts, error) {
	return s.store.PreviewHandover(ctx, v, in.FromUserID)
}

func (s *Server) handleHandover(ctx context.Context, v crm.Viewer, in *Of[crm.HandoverInput]) (crm.HandoverCounts, error) {
	return s.store.HandOver(ctx, v, in.Body)
}
