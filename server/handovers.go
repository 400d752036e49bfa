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
