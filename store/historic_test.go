package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// What no report could ever read, and counts below zero, are refused in one line.
func TestStore_HistoricAndTyped_Refused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		put := func(indicator, basis string) error {
			_, err := s.PutHistoric(ctx, c.manager, []crm.HistoricFigure{{UnitID: c.unit["a"], Indicator: indicator, Basis: basis, Year: 2021, Value: 1}})
			return err
		}
		says(t, put("capital", "none"), crm.CodeInvalid, "第 1 条：指标“到位资金”没有“none”这个口径")
		says(t, put("none", ""), crm.CodeInvalid, "第 1 条：没有“none”这个指标")
		must(t, put("capital", "published"))
		_, err := s.PutIndicators(ctx, c.manager, []crm.Indicator{{Code: "talents", Label: "人才", Kind: crm.FigureCount, Unit: "名", Source: crm.SourceManual, DefaultBasis: "reported"}})
		must(t, err)
		one := crm.ManualValue{Indicator: "talents", UnitID: c.unit["a"], Month: "2022-03", Value: -1}
		_, err = s.SetManualValues(ctx, c.manager, []crm.ManualValue{one})
		says(t, err, crm.CodeInvalid, "“人才”是个数，不能为负")
		one.Month, one.Value = "1989-12", 1
		_, err = s.SetManualValues(ctx, c.manager, []crm.ManualValue{one})
		says(t, err, crm.CodeInvalid, "月份“1989-12”早于 1990-01")
	})
}
