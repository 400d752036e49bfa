package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) scoreRoutes() {
	get(s, "/score-schemes", need(crm.ActReadFigures), "评分方案", s.handleSchemes)
	post(s, "/score-schemes", need(crm.ActManageTargets), "新建评分方案", s.handleSchemeAdd)
	put(s, "/score-schemes/{id}", need(crm.ActManageTargets), "修改评分方案，另存为新一版", s.handleSchemePut)
	get(s, "/score-values", need(crm.ActReadFigures), "评分的填报数", s.handleScoreValues)
	put(s, "/score-values", need(crm.ActManageTargets), "填报评分数，全部成功或全部不变", s.handleScoreValuesSet)
	get(s, "/reports/month/{month}/scores", need(crm.ActReadFigures), "各方案的评分和算式", s.handleScores)
}

func (s *Server) handleSchemes(ctx context.Context, v crm.Viewer, _ *Empty) (Items[crm.ScoreScheme], error) {
	list, err := s.store.ScoreSchemes(ctx, v)
	return Items[crm.ScoreScheme]{list}, err
}

func (s *Server) handleSchemeAdd(ctx context.Context, v crm.Viewer, in *Of[crm.ScoreScheme]) (crm.ScoreScheme, error) {
	return s.store.PutScoreScheme(ctx, v, 0, in.Body)
}

func (s *Server) handleSchemePut(ctx context.Context, v crm.Viewer, in *IDOf[crm.ScoreScheme]) (crm.ScoreScheme, error) {
	return s.store.PutScoreScheme(ctx, v, in.ID, in.Body)
}

// ScoreValuesInput names a scheme and a month.
type ScoreValuesInput struct {
	Scheme string    `query:"scheme" maxLength:"40" doc:"方案代码，空为全部"`
	Month  crm.Month `query:"month" maxLength:"7" doc:"默认本月"`
}

func (s *Server) handleScoreValues(ctx context.Context, v crm.Viewer, in *ScoreValuesInput) (Items[crm.ScoreTypedValue], error) {
	list, err := s.store.ScoreValues(ctx, v, in.Scheme, in.Month)
	return Items[crm.ScoreTypedValue]{list}, err
}

// ScoreValuesPut is values typed in.
type ScoreValuesPut struct {
	Values []crm.ScoreTypedValue `json:"values" minItems:"1" maxItems:"500"`
}

func (s *Server) handleScoreValuesSet(ctx context.Context, v crm.Viewer, in *Of[ScoreValuesPut]) (Items[crm.ScoreTypedValue], error) {
	list, err := s.store.SetScoreValues(ctx, v, in.Body.Values)
	return Items[crm.ScoreTypedValue]{list}, err
}

// ScoresInput names a month, and a scheme, unit or day if wanted.
type ScoresInput struct {
	MonthParam
	Scheme  string   `query:"scheme" maxLength:"40" doc:"方案代码，空为全部适用的方案"`
	Unit    int64    `query:"unit" minimum:"0" doc:"只看一个单位及其下级"`
	AsKnown crm.Date `query:"asKnown" maxLength:"10" doc:"按这一天已知的数据"`
}

func (s *Server) handleScores(ctx context.Context, v crm.Viewer, in *ScoresInput) (Items[crm.SchemeScores], error) {
	list, err := s.store.Scores(ctx, v, crm.FiguresQuery{Month: in.Month, UnitID: in.Unit, AsKnown: in.AsKnown}, in.Scheme)
	return Items[crm.SchemeScores]{list}, err
}
