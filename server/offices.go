package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) officeRoutes() {
	get(s, "/offices/lines", need(crm.ActReadFigures), "可见的联络处和各自的漏斗", s.handleOfficeLines)
	get(s, "/offices/{id}/desk", need(crm.ActReadFigures), "联络处工作台：漏斗、等答复的线索、任务、评分、外出", s.handleDesk)
	get(s, "/offices/{id}/rows", need(crm.ActReadFigures), "联络处一个数的明细", s.handleDeskRows)
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
