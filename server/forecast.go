package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) forecastRoutes() {
	get(s, "/reports/month/{month}/forecast", need(crm.ActReadFigures), "全年预测：往年同期比重推算的区间和合同还应到位", s.handleForecast)
}

// ForecastInput names what is forecast.
type ForecastInput struct {
	MonthParam
	Indicator string `query:"indicator" maxLength:"40" doc:"指标，默认到位资金"`
	Basis     string `query:"basis" maxLength:"40" doc:"口径，默认为指标的默认口径"`
	Unit      int64  `query:"unit" minimum:"0" doc:"只看一个单位及其下级"`
	Every     bool   `query:"every" doc:"列出全部还应到位的合同，不止补差的"`
}

func (s *Server) handleForecast(ctx context.Context, v crm.Viewer, in *ForecastInput) (crm.Forecast, error) {
	return s.store.Forecast(ctx, v, crm.ForecastQuery{Month: in.Month, Indicator: in.Indicator, Basis: in.Basis, UnitID: in.Unit, Every: in.Every})
}
