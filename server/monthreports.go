package server

import (
	"context"
	"strings"

	"yinfeng/crm"
)

func (s *Server) reportRoutes() {
	get(s, "/dashboard", need(crm.ActReadFigures), "目标进度", s.handleDashboard)
	get(s, "/reports/month/{month}/figures", need(crm.ActReadFigures), "月报数字", s.handleFigures)
	download(s, "/reports/month/{month}/workbook", need(crm.ActExport), "月报工作簿（已关账的为快照原件）", s.handleWorkbook)
}

// DashboardInput names the month and the basis of 到位资金.
type DashboardInput struct {
	Month crm.Month `query:"month" maxLength:"7" doc:"默认本月"`
	Basis string    `query:"basis" maxLength:"40" doc:"到位资金的口径，默认为指标的默认口径"`
}

func (s *Server) handleDashboard(ctx context.Context, v crm.Viewer, in *DashboardInput) (crm.Dashboard, error) {
	return s.store.Dashboard(ctx, v, in.Month, in.Basis)
}

// ReportInput names a month's report.
type ReportInput struct {
	MonthParam
	Unit    int64      `query:"unit" minimum:"0" doc:"只看一个单位及其下级"`
	AsKnown crm.Date   `query:"asKnown" maxLength:"10" doc:"按这一天已知的数据"`
	Basis   []string   `query:"basis" maxItems:"20" doc:"指标=口径，可多个，如 capital=outside"`
	Chain   int64      `query:"chain" minimum:"0" doc:"只看一条产业链"`
	RankBy  crm.RankBy `query:"rankBy" enum:"rate,yoy,total" doc:"排序依据，默认完成率"`
}

func (in *ReportInput) query() (crm.FiguresQuery, error) {
	q := crm.FiguresQuery{Month: in.Month, AsKnown: in.AsKnown, UnitID: in.Unit, ChainID: in.Chain, RankBy: in.RankBy}
	for _, b := range in.Basis {
		ind, basis, ok := strings.Cut(b, "=")
		if !ok {
			return q, crm.Invalid("basis", "口径“%s”写法不对，请写成 指标=口径，如 capital=outside", b)
		}
		if q.Bases == nil {
			q.Bases = map[string]string{}
		}
		q.Bases[ind] = basis
	}
	return q, nil
}

func (s *Server) handleFigures(ctx context.Context, v crm.Viewer, in *ReportInput) (crm.Figures, error) {
	q, err := in.query()
	if err != nil {
		return crm.Figures{}, err
	}
	return s.store.Figures(ctx, v, q)
}

// handleWorkbook answers with the frozen bytes of a closed month, else with a workbook
// made now. It is whole before the first byte is sent, so that the length is known and
// an error is an error.
func (s *Server) handleWorkbook(ctx context.Context, v crm.Viewer, in *ReportInput) (*Download, error) {
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	content, err := s.store.FrozenWorkbook(ctx, v, q)
	if err != nil {
		return nil, err
	}
	name := "招商引资月报" + string(q.Month)
	if content == nil {
		r, err := s.store.MonthReport(ctx, v, q)
		if err != nil {
			return nil, err
		}
		name += r.Head.Scope
		if r.Figures.Snapshot == nil {
			name += "（未关账）"
		}
		if content, err = renderMonth(ctx)(r); err != nil {
			return nil, err
		}
	}
	return bytesOf(name+".xlsx", sheetType, content), nil
}
