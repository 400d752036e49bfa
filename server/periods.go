package server

import (
	"bytes"
	"context"

	"yinfeng/crm"
	"yinfeng/reports"
)

func (s *Server) periodRoutes() {
	get(s, "/periods", need(crm.ActReadFigures), "月报期，新的在前", s.handlePeriods)
	get(s, "/periods/{month}", need(crm.ActReadFigures), "一个月报期", s.handlePeriod)
	get(s, "/periods/{month}/filings", need(crm.ActReadFigures), "各单位月度报送", s.handleFilings)
	post(s, "/periods/{month}/filings", need(crm.ActFile), "月度报送（可作零报告）", s.handleFile)
	get(s, "/periods/{month}/checklist", need(crm.ActClosePeriod), "关账前检查", s.handleCloseCheck)
	get(s, "/periods/{month}/preview", need(crm.ActClosePeriod), "关账前预览：将冻结的数字与各表行数", s.handleClosePreview)
	get(s, "/periods/{month}/changes", need(crm.ActReadBusiness), "关账后的变动：谁在关账后改了什么", s.handleChanges)
	post(s, "/periods/{month}/close", need(crm.ActClosePeriod), "关账", s.handleClose)
	post(s, "/periods/{month}/reopen", need(crm.ActReopenPeriod), "重新开账（只限最近关账的月份）", s.handleReopen)
	s.snapshotRoutes()
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

func (s *Server) handleClosePreview(ctx context.Context, v crm.Viewer, in *MonthParam) (crm.ClosePreview, error) {
	return s.store.PreviewClose(ctx, v, in.Month)
}

// ChangesInput is a page of a month's changes.
type ChangesInput struct {
	MonthParam
	Page int `query:"page" minimum:"1" maximum:"10000" doc:"页码，每页 50 条"`
}

func (s *Server) handleChanges(ctx context.Context, v crm.Viewer, in *ChangesInput) (crm.List[crm.AfterClose], error) {
	return s.store.ChangesAfterClose(ctx, v, in.Month, in.Page)
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
