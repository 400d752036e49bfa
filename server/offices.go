package server

import (
	"bytes"
	"context"
	"io"

	"yinfeng/crm"
	"yinfeng/reports"
)

func (s *Server) officeRoutes() {
	get(s, "/offices/lines", need(crm.ActReadFigures), "可见的联络处和各自的漏斗", s.handleOfficeLines)
	get(s, "/offices/{id}/desk", need(crm.ActReadFigures), "联络处工作台：漏斗、等答复的线索、任务、评分、外出", s.handleDesk)
	get(s, "/offices/{id}/rows", need(crm.ActReadFigures), "联络处一个数的明细", s.handleDeskRows)
	get(s, "/offices/{id}/weeks", need(crm.ActReadBusiness), "联络处最近十二周的周报", s.handleWeeks)
	get(s, "/offices/{id}/week", need(crm.ActReadBusiness), "一周的周报：未发送的由录入内容汇成，已发送的为原样和其后的变动", s.handleWeek)
	put(s, "/offices/{id}/week", need(crm.ActReportWeek), "保存周报的说明", s.handleWeekSave)
	post(s, "/offices/{id}/week/send", need(crm.ActReportWeek), "发送周报", s.handleWeekSend)
	post(s, "/offices/{id}/week/recall", need(crm.ActReportWeek), "撤回已发送而没有批复的周报，写明原因", s.handleWeekRecall)
	post(s, "/offices/{id}/week/reply", need(crm.ActReplyWeek), "批复周报", s.handleWeekReply)
	download(s, "/offices/{id}/week/file", need(crm.ActExport), "周报的 Excel 文件，可直接报送", s.handleWeekFile)
}

// OfficeLinesInput names a month.
type OfficeLinesInput struct {
	Month crm.Month `query:"month" maxLength:"7" doc:"默认本月"`
}

func (s *Server) handleOfficeLines(ctx context.Context, v crm.Viewer, in *OfficeLinesInput) (Items[crm.OfficeLine], error) {
	list, err := s.store.Offices(ctx, v, in.Month)
	return Items[crm.OfficeLine]{list}, err
}

// DeskInput names an office and a month.
type DeskInput struct {
	IDParam
	Month crm.Month `query:"month" maxLength:"7" doc:"默认本月"`
}

func (s *Server) handleDesk(ctx context.Context, v crm.Viewer, in *DeskInput) (crm.OfficeDesk, error) {
	return s.store.OfficeDesk(ctx, v, in.ID, in.Month)
}

// DeskRowsInput names a number of a desk and a page of its rows.
type DeskRowsInput struct {
	DeskInput
	Code  string `query:"code" maxLength:"20" default:"visits" doc:"哪个数，如 visits、signed"`
	Span  string `query:"span" enum:"month,year" doc:"本月或年初至本月，默认本月"`
	After int    `query:"after" minimum:"0" maximum:"1000000" doc:"上一页给出的 next"`
}

func (s *Server) handleDeskRows(ctx context.Context, v crm.Viewer, in *DeskRowsInput) (crm.DeskRows, error) {
	return s.store.DeskRows(ctx, v, in.ID, in.Month, in.Code, in.Span, in.After)
}

func (s *Server) handleWeeks(ctx context.Context, v crm.Viewer, in *IDParam) (Items[crm.WeekLine], error) {
	list, err := s.store.OfficeWeeks(ctx, v, in.ID)
	return Items[crm.WeekLine]{list}, err
}

// WeekParam names an office and the Monday of a week.
type WeekParam struct {
	IDParam
	Week crm.Date `query:"week" maxLength:"10" doc:"周一的日期，默认本周"`
}

func (s *Server) handleWeek(ctx context.Context, v crm.Viewer, in *WeekParam) (crm.WeekSheet, error) {
	return s.store.OfficeWeek(ctx, v, in.ID, in.Week)
}

func (s *Server) handleWeekSave(ctx context.Context, v crm.Viewer, in *IDOf[crm.WeekInput]) (crm.WeekSheet, error) {
	return s.store.SaveWeek(ctx, v, in.ID, in.Body)
}

func (s *Server) handleWeekSend(ctx context.Context, v crm.Viewer, in *IDOf[crm.WeekInput]) (crm.WeekSheet, error) {
	return s.store.SendWeek(ctx, v, in.ID, in.Body)
}

func (s *Server) handleWeekRecall(ctx context.Context, v crm.Viewer, in *IDOf[crm.WeekWord]) (crm.WeekSheet, error) {
	return s.store.RecallWeek(ctx, v, in.ID, in.Body)
}

func (s *Server) handleWeekReply(ctx context.Context, v crm.Viewer, in *IDOf[crm.WeekWord]) (crm.WeekSheet, error) {
	return s.store.ReplyWeek(ctx, v, in.ID, in.Body)
}

func (s *Server) handleWeekFile(ctx context.Context, v crm.Viewer, in *WeekParam) (*Download, error) {
	if !v.Scope(crm.ActExport).Has(in.ID) {
		return nil, crm.NotFound("联络处")
	}
	w, err := s.store.OfficeWeek(ctx, v, in.ID, in.Week)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := reports.WriteWeek(ctx, &b, reports.Week{Sheet: w, On: s.store.Today(), Demo: s.o.Demo}); err != nil {
		return nil, err
	}
	title, rows := crm.WeekTitle(w.Name, w.Week), 0
	for _, p := range w.Sections {
		rows += len(p.Items)
	}
	if err := s.store.LogExport(ctx, v, "week", title, rows); err != nil {
		return nil, err
	}
	return &Download{Name: string(w.Week)[:4] + "年" + title + ".xlsx", Type: xlsxType, Size: int64(b.Len()), Body: io.NopCloser(&b)}, nil
}
