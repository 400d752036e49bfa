package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) comparisonRoutes() {
	get(s, "/reports/month/{month}/ranking", need(crm.ActReadFigures), "各单位排名及位次变化", s.handleRanking)
	get(s, "/reports/month/{month}/compare", need(crm.ActReadFigures), "同一指标两个口径并列", s.handleCompare)
}

// RankingInput says what units are ranked by.
type RankingInput struct {
	MonthParam
	Indicator string     `query:"indicator" maxLength:"40" doc:"指标，默认到位资金"`
	Basis     string     `query:"basis" maxLength:"40" doc:"口径，默认为指标的默认口径"`
	By        crm.RankBy `query:"by" maxLength:"20" doc:"rate 完成率（默认）、yoy 同比增幅、total 总量、gap 超(欠)序时"`
	AsKnown   crm.Date   `query:"asKnown" maxLength:"10" doc:"按这一天已知的数据"`
}

func (s *Server) handleRanking(ctx context.Context, v crm.Viewer, in *RankingInput) (crm.Ranking, error) {
	q := crm.FiguresQuery{Month: in.Month, RankBy: in.By, AsKnown: in.AsKnown}
	return s.store.Ranking(ctx, v, q, in.Indicator, in.Basis)
}

// CompareInput names the two bases.
type CompareInput struct {
	MonthParam
	Indicator string   `query:"indicator" maxLength:"40" doc:"指标，默认到位资金"`
	Basis     string   `query:"basis" maxLength:"40" doc:"左边的口径，默认为指标的默认口径"`
	With      string   `query:"with" maxLength:"40" required:"true" doc:"右边的口径"`
	Unit      int64    `query:"unit" minimum:"0" doc:"只看一个单位及其下级"`
	AsKnown   crm.Date `query:"asKnown" maxLength:"10" doc:"按这一天已知的数据"`
}

func (s *Server) handleCompare(ctx context.Context, v crm.Viewer, in *CompareInput) (crm.BasisComparison, error) {
	q := crm.FiguresQuery{Month: in.Month, UnitID: in.Unit, AsKnown: in.AsKnown}
	return s.store.CompareBases(ctx, v, q, in.Indicator, in.Basis, in.With)
}
