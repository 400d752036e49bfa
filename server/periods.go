package server

import (
	"bytes"
	"context"
	"fmt"

	"yinfeng/crm"
	"yinfeng/reports"
)

func (s *Server) periodRoutes() {
	get(s, "/periods", need(crm.ActReadFigures), "月报期，新的在前", s.handlePeriods)
	get(s, "/periods/{month}", need(crm.ActReadFigures), "一个月报期", s.handlePeriod)
	get(s, "/periods/{month}/filings", need(crm.ActReadFigures), "各单位月度报送", s.handleFilings)
	post(s, "/periods/{month}/filings", need(crm.ActFile), "月度报送（可作零报告）", s.handleFile)
	get(s, "/periods/{month}/checklist", need(crm.ActClosePeriod), "关账前检查", s.handleCloseCheck)
	post(s, "/periods/{month}/close", need(crm.ActClosePeriod), "关账", s.handleClose)
	post(s, "/periods/{month}/reopen", need(crm.ActReopenPeriod), "重新开账（只限最近关账的月份）", s.handleReopen)
	get(s, "/snapshots", need(crm.ActReadFigures), "关账快照", s.handleSnapshots)
	download(s, "/snapshots/{id}/workbook", need(crm.ActExport), "快照的工作簿", s.handleSnapshotWorkbook)
}

// MonthParam is the {month} of a path.
type MonthParam struct {
	Month crm.Month `path:"month" maxLength:"7" doc:"月份 YYYY-MM"`
}

// MonthOf is the {month} of a path with a JSON body.
type MonthOf[T any] struct {
	MonthParam
	Body T
}

func (s *Server) handlePeriods(ctx context.Context, v crm.Viewer, _ *Empty) (Items[crm.Period], error) {
	list, err := s.store.Periods(ctx, v)
	return Items[crm.Period]{list}, err
}

func (s *Server) handlePeriod(ctx context.Context, v crm.Viewer, in *MonthParam) (crm.Period, error) {
	return s.store.Period(ctx, v, in.Month)
}

func (s *Server) handleFilings(ctx context.Context, v crm.Viewer, in *MonthParam) (Items[crm.Filing], error) {
	list, err := s.store.Filings(ctx, v, in.Month)
	return Items[crm.Filing]{list}, err
}

func (s *Server) handleFile(ctx context.Context, v crm.Viewer, in *MonthOf[crm.FilingInput]) (crm.Filing, error) {
	return s.store.FileMonth(ctx, v, in.Month, in.Body)
}

func (s *Server) handleCloseCheck(ctx context.Context, v crm.Viewer, in *MonthParam) (crm.CloseCheck, error) {
	return s.store.CloseCheck(ctx, v, in.Month)
}

// renderMonth makes the workbook's bytes.
func renderMonth(ctx context.Context) func(*crm.MonthReport) ([]byte, error) {
	return func(r *crm.MonthReport) ([]byte, error) {
		var b bytes.Buffer
		err := reports.WriteMonth(ctx, &b, r, nil)
		return b.Bytes(), err
	}
}

func (s *Server) handleClose(ctx context.Context, v crm.Viewer, in *MonthOf[crm.CloseInput]) (crm.Snapshot, error) {
	return s.store.CloseMonth(ctx, v, in.Month, in.Body, renderMonth(ctx))
}

func (s *Server) handleReopen(ctx context.Context, v crm.Viewer, in *MonthOf[crm.ReopenInput]) (crm.Period, error) {
	return s.store.ReopenMonth(ctx, v, in.Month, in.Body)
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
