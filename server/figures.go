package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) figureRoutes() {
	get(s, "/figures/{ref}", need(crm.ActReadFigures), "一个数的来历：明细、佐证、历史数", s.handleFigureRows)
	get(s, "/reports/month/{month}/ground", need(crm.ActReadFigures), "一项指标按归属和按建设地：合计相同，差在哪里", s.handleGround)
}

// GroundInput names a month, an indicator and its basis.
type GroundInput struct {
	MonthParam
	Indicator string   `query:"indicator" maxLength:"40" default:"capital" doc:"指标，默认到位资金"`
	Basis     string   `query:"basis" maxLength:"40" doc:"口径，默认为指标的默认口径"`
	AsKnown   crm.Date `query:"asKnown" maxLength:"10" doc:"按这一天已知的数据"`
}

func (s *Server) handleGround(ctx context.Context, v crm.Viewer, in *GroundInput) (crm.GroundReport, error) {
	return s.store.Ground(ctx, v, crm.FiguresQuery{Month: in.Month, AsKnown: in.AsKnown}, in.Indicator, in.Basis)
}

// FigureRowsInput is a 查数码 and a page of its rows.
type FigureRowsInput struct {
	Ref   string `path:"ref" maxLength:"120" doc:"查数码，如 2022-08.capital.all.610902.cumulative"`
	After string `query:"after" maxLength:"40" doc:"上一页给出的 next；空为第一页，每页 50 条"`
}

func (s *Server) handleFigureRows(ctx context.Context, v crm.Viewer, in *FigureRowsInput) (crm.FigureRows, error) {
	ref, err := crm.ParseFigureRef(in.Ref)
	if err != nil {
		return crm.FigureRows{}, err
	}
	return s.store.FigureRows(ctx, v, ref, in.After)
}
