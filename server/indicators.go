package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) indicatorRoutes() {
	get(s, "/indicators", signedIn, "指标", s.handleIndicators)
	get(s, "/bases", signedIn, "口径", s.handleBases)
	post(s, "/bases", need(crm.ActManageTargets), "新增口径，或改其名称和年份", s.handleBasisPut)
	put(s, "/bases/default", need(crm.ActManageTargets), "设置指标从某年起的默认口径", s.handleBasisDefault)
	get(s, "/historic", need(crm.ActReadFigures), "历史汇总数", s.handleHistoric)
	post(s, "/historic", need(crm.ActManageTargets), "写入历史汇总数，全部成功或全部不写", s.handleHistoricPut)
	post(s, "/manual-values", need(crm.ActManageTargets), "填报手工指标的月度数", s.handleManualPut)
}

func (s *Server) handleIndicators(ctx context.Context, v crm.Viewer, _ *Empty) (Items[crm.Indicator], error) {
	list, err := s.store.Indicators(ctx, v)
	return Items[crm.Indicator]{list}, err
}

func (s *Server) handleBases(ctx context.Context, v crm.Viewer, in *YearInput) (Items[crm.Basis], error) {
	list, err := s.store.Bases(ctx, v, s.year(in.Year))
	return Items[crm.Basis]{list}, err
}

func (s *Server) handleBasisPut(ctx context.Context, v crm.Viewer, in *Of[crm.Basis]) (Items[crm.Basis], error) {
	list, err := s.store.PutBases(ctx, v, []crm.Basis{in.Body})
	return Items[crm.Basis]{list}, err
}

func (s *Server) handleBasisDefault(ctx context.Context, v crm.Viewer, in *Of[crm.BasisDefault]) (Items[crm.Basis], error) {
	list, err := s.store.SetDefaultBasis(ctx, v, in.Body)
	return Items[crm.Basis]{list}, err
}

// HistoricInput filters historic figures.
type HistoricInput struct {
	Indicator string `query:"indicator" maxLength:"40"`
}

func (s *Server) handleHistoric(ctx context.Context, v crm.Viewer, in *HistoricInput) (Items[crm.HistoricFigure], error) {
	list, err := s.store.Historic(ctx, v, in.Indicator)
	return Items[crm.HistoricFigure]{list}, err
}

// HistoricPut is historic figures in bulk.
type HistoricPut struct {
	Figures []crm.HistoricFigure `json:"figures" minItems:"1" maxItems:"5000"`
}

// Written says how many rows were written.
type Written struct {
	Count int `json:"count"`
}

func (s *Server) handleHistoricPut(ctx context.Context, v crm.Viewer, in *Of[HistoricPut]) (Written, error) {
	n, err := s.store.PutHistoric(ctx, v, in.Body.Figures)
	return Written{n}, err
}

// ManualPut is months typed in.
type ManualPut struct {
	Values []crm.ManualValue `json:"values" minItems:"1" maxItems:"500"`
}

func (s *Server) handleManualPut(ctx context.Context, v crm.Viewer, in *Of[ManualPut]) (Items[crm.ManualValue], error) {
	list, err := s.store.SetManualValues(ctx, v, in.Body.Values)
	return Items[crm.ManualValue]{list}, err
}
