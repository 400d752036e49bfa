package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) reportRoutes() {
	get(s, "/dashboard", need(crm.ActReadFigures), "目标进度", s.handleDashboard)
	get(s, "/reports/month/{month}/figures", need(crm.ActReadFigures), "月报数字", s.handleFigures)
	get(s, "/reports/month/{month}/joint", need(crm.ActReadFigures), "联合引进：与他人共同引进、个数计在他人名下的，不进合计", s.handleJoint)
	download(s, "/reports/month/{month}/workbook", need(crm.ActExport), "月报工作簿（已关账的为快照原件）", s.handleWorkbook)
	get(s, "/reports/window/{window}/figures", need(crm.ActReadFigures), "季、半年、年或一段时间的数字", s.handleWindowFigures)
	download(s, "/reports/window/{window}/workbook", need(crm.ActExport), "季、半年、年或一段时间的工作簿", s.handleWindowWorkbook)
}

// DashboardInput names the month and the basis of 到位资金.
type DashboardInput struct {
	Month crm.Month `query:"month" maxLength:"7" doc:"默认本月"`
	Basis string    `query:"basis" maxLength:"40" doc:"到位资金的口径，默认为指标的默认口径"`
}

func (s *Server) handleDashboard(ctx context.Context, v crm.Viewer, in *DashboardInput) (crm.Dashboard, error) {
	return s.store.Dashboard(ctx, v, in.Month, in.Basis)
}

// ReportPart narrows a report: to a unit, a chain or an office, to what was known on a day,
// to other bases.
type ReportPart struct {
	Unit    int64      `query:"unit" minimum:"0" doc:"只看一个单位及其下级"`
	Office  int64      `query:"office" minimum:"0" doc:"只看一个联络处或部门引荐的（按引荐份额，不与单位数相加）"`
	AsKnown crm.Date   `query:"asKnown" maxLength:"10" doc:"按这一天已知的数据"`
	Basis   []string   `query:"basis" maxItems:"20" doc:"指标=口径，可多个，如 capital=outside"`
	Chain   int64      `query:"chain" minimum:"0" doc:"只看一条产业链"`
	RankBy  crm.RankBy `query:"rankBy" enum:"rate,yoy,total,gap" doc:"排序依据，默认完成率"`
}

// ReportInput names a month's report.
type ReportInput struct {
	MonthParam
	ReportPart
}

// WindowInput names the report of several months.
type WindowInput struct {
	Window string `path:"window" maxLength:"16" doc:"月 2022-08、季 2022Q3、半年 2022H1、年 2022 或起止 2022-03..2022-09"`
	ReportPart
}

func (in *ReportPart) query(w crm.Window) (crm.FiguresQuery, error) {
	q := crm.FiguresQuery{Month: w.To, AsKnown: in.AsKnown, UnitID: in.Unit, OfficeID: in.Office, ChainID: in.Chain, RankBy: in.RankBy}
	if !w.Single() {
		q.From = w.From
	}
	var err error
	q.Bases, err = crm.ParseBases(in.Basis)
	return q, err
}

func (s *Server) handleFigures(ctx context.Context, v crm.Viewer, in *ReportInput) (crm.Figures, error) {
	q, err := in.query(crm.Window{From: in.Month, To: in.Month})
	if err != nil {
		return crm.Figures{}, err
	}
	return s.store.Figures(ctx, v, q)
}

func (s *Server) handleWindowFigures(ctx context.Context, v crm.Viewer, in *WindowInput) (crm.Figures, error) {
	q, err := in.windowQuery()
	if err != nil {
		return crm.Figures{}, err
	}
	return s.store.Figures(ctx, v, q)
}

func (in *WindowInput) windowQuery() (crm.FiguresQuery, error) {
	w, err := crm.ParseWindow(in.Window)
	if err != nil {
		return crm.FiguresQuery{}, err
	}
	return in.query(w)
}

func (s *Server) handleWorkbook(ctx context.Context, v crm.Viewer, in *ReportInput) (*Download, error) {
	q, err := in.query(crm.Window{From: in.Month, To: in.Month})
	if err != nil {
		return nil, err
	}
	return s.workbook(ctx, v, q)
}

func (s *Server) handleWindowWorkbook(ctx context.Context, v crm.Viewer, in *WindowInput) (*Download, error) {
	q, err := in.windowQuery()
	if err != nil {
		return nil, err
	}
	return s.workbook(ctx, v, q)
}

// workbook answers with the frozen bytes of a closed month, else with a workbook made
// now. It is whole before the first byte is sent, so that the length is known and an
// error is an error.
func (s *Server) workbook(ctx context.Context, v crm.Viewer, q crm.FiguresQuery) (*Download, error) {
	content, err := s.store.FrozenWorkbook(ctx, v, q)
	if err != nil {
		return nil, err
	}
	name := "招商引资月报" + q.Window().String() + ".xlsx"
	if content == nil {
		r, err := s.store.MonthReport(ctx, v, q)
		if err != nil {
			return nil, err
		}
		name = workbookName(q, r)
		if content, err = renderMonth(ctx)(r); err != nil {
			return nil, err
		}
	}
	return s.sent(ctx, v, name, content)
}

func (s *Server) handleJoint(ctx context.Context, v crm.Viewer, in *MonthParam) (Items[crm.JointFigure], error) {
	list, err := s.store.JointFigures(ctx, v, in.Month)
	return Items[crm.JointFigure]{list}, err
}
