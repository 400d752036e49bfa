package server

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

func (s *Server) snapshotRoutes() {
	get(s, "/snapshots", need(crm.ActReadFigures), "关账快照", s.handleSnapshots)
	get(s, "/snapshots/{id}/diff", need(crm.ActReadFigures), "两个快照的差异", s.handleSnapshotDiff)
	download(s, "/snapshots/{id}/workbook", need(crm.ActExport), "快照的工作簿", s.handleSnapshotWorkbook)
}

// SnapshotDiffInput names the two snapshots.
type SnapshotDiffInput struct {
	IDParam
	With int64 `query:"with" minimum:"0" doc:"与哪个快照比；默认为本月上一版，没有则为上月最新一版"`
}

func (s *Server) handleSnapshotDiff(ctx context.Context, v crm.Viewer, in *SnapshotDiffInput) (crm.SnapshotDiff, error) {
	return s.store.SnapshotDiff(ctx, v, in.ID, in.With)
}

// SnapshotListInput filters snapshots.
type SnapshotListInput struct {
	Month crm.Month `query:"month" maxLength:"7"`
}

func (s *Server) handleSnapshots(ctx context.Context, v crm.Viewer, in *SnapshotListInput) (Items[crm.Snapshot], error) {
	list, err := s.store.Snapshots(ctx, v, in.Month)
	return Items[crm.Snapshot]{list}, err
}

func (s *Server) handleSnapshotWorkbook(ctx context.Context, v crm.Viewer, in *IDParam) (*Download, error) {
	snap, content, err := s.store.SnapshotWorkbook(ctx, v, in.ID)
	if err != nil {
		return nil, err
	}
	return s.sent(ctx, v, fmt.Sprintf("招商引资月报%s_%s.xlsx", snap.Month, snap.Number), content)
}
