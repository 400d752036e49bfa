package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// lastYears gives 甲县 two whole years of months and one of eleven, the city one of its own.
func (c *city) lastYears() {
	c.t.Helper()
	var list []crm.HistoricFigure
	add := func(unit string, year, month int, value int64) {
		list = append(list, crm.HistoricFigure{UnitID: c.unit[unit], Indicator: "capital", Currency: crm.CNY, Year: year,
			Month: crm.NewMonth(year, month), Value: value * wan, Source: "统计月报"})
	}
	for m := 1; m <= 12; m++ {
		late := int64(0)
		if m == 12 {
			late = 1
		}
		add("a", 2021, m, []int64{5, 5, 10, 0, 0, 0, 0, 0, 0, 0, 0, 60}[m-1]) // a quarter by March
		add("a", 2020, m, []int64{10, 10, 20, 0, 0, 40, 0, 0, 0, 0, 0, 0}[m-1])
		if m < 12 {
			add("a", 2019, m, 1)
		}
		add("city", 2018, m, 1-late) // 3 of 11 by March
	}
	_, err := c.s.PutHistoric(ctx, c.manager, list)
	must(c.t, err)
}

// contract is a signed project of 甲县 with a plan of 2022.
func (c *city) contract(name string, plan crm.Money, bp map[string]int64) crm.Project {
	c.t.Helper()
	p, err := c.s.CreateProject(ctx, c.reporter, crm.ProjectInput{Name: name, Total: crm.Yuan(100_000 * wan), Plans: []crm.YearPlan{{Year: 2022, Amount: plan}},
		Parties: []crm.Party{{Name: name + "有限公司", Role: "investor", Origin: crm.OriginOutProv}}, CountyUnitID: c.unit["a"]})
	must(c.t, err)
	c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2022-01-10"})
	p, err = c.s.Project(ctx, c.manager, p.ID)
	must(c.t, err)
	if bp == nil {
		return p
	}
	var shares []crm.Share
	for _, code := range []string{"a", "b"} {
		shares = append(shares, crm.Share{UnitID: c.unit[code], BP: bp[code]})
	}
	p, err = c.s.SetAttribution(ctx, c.manager, p.ID, crm.AttributionInput{FromYear: 2022, Shares: shares, Reason: "联合引进", Version: p.Version})
	must(c.t, err)
	return p
}

func TestStore_Forecast(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		c.lastYears()
		c.verified(c.contract("甲一", crm.Yuan(100*wan), nil), "2022-03", 30*wan)
		c.contract("甲乙", crm.Yuan(90*wan), map[string]int64{"a": 3333, "b": 6667})
		c.contract("美元", crm.Dollars(wan), nil)
		unsigned, err := s.CreateProject(ctx, c.reporter, crm.ProjectInput{Name: "未签", Total: crm.Yuan(1000 * wan), CountyUnitID: c.unit["a"],
			Plans: []crm.YearPlan{{Year: 2022, Amount: crm.Yuan(500 * wan)}}, Parties: []crm.Party{{Name: "未签有限公司", Role: "investor", Origin: crm.OriginOutProv}}})
		must(t, err)
		usd := crm.Dollars(wan).ToCNY(64508)

		a, err := s.Forecast(ctx, c.manager, crm.ForecastQuery{Month: "2022-03", UnitID: c.unit["a"]})
		must(t, err)
		if a.N != 2 || a.Done != 30*wan || a.Low != 60*wan || a.High != 120*wan || a.Years[0].Year != 2020 || a.Years[0].Share != "0.5000" {
			t.Errorf("甲县 %+v", a)
		}
		if *a.Target != 600*wan || *a.GapLow != -540*wan || *a.GapHigh != -480*wan || a.Ref != "2022-03.capital.all.a.cumulative" || a.BasisName != "全口径" {
			t.Errorf("甲县 %+v", a)
		}
		part := int64(90 * wan * 3333 / 10000)
		if *a.Owed != 70*wan+part+usd || a.OwedProjects != 3 || len(a.Closers) != 3 || a.Closers[0].Name != "甲一" || a.Closers[1].Unit != "甲县、乙县" ||
			a.Closers[1].Owed != part || a.Closers[2].Sum != *a.Owed {
			t.Errorf("owed %d of %d: %+v", *a.Owed, unsigned.ID, a.Closers)
		}
		// The city's own year counts for the city alone: 30 ÷ (3 ÷ 11) = 110.
		whole, err := s.Forecast(ctx, c.manager, crm.ForecastQuery{Month: "2022-03"})
		must(t, err)
		if whole.N != 3 || whole.Years[0].Year != 2018 || whole.Years[0].Estimate != 110*wan || whole.Low != 60*wan || *whole.Owed != 160*wan+usd || whole.UnitName != "演示市" {
			t.Errorf("city %+v", whole)
		}
		b, err := s.Forecast(ctx, c.other, crm.ForecastQuery{Month: "2022-03"})
		must(t, err)
		if b.Problem == "" || b.N != 0 || *b.Owed != 90*wan-part || b.UnitName != "乙县" || b.GapLow != nil {
			t.Errorf("乙县 sees %+v", b)
		}
		outside, err := s.Forecast(ctx, c.manager, crm.ForecastQuery{Month: "2022-03", Basis: "outside"})
		must(t, err)
		if outside.Owed != nil || outside.BasisName != "省外" || outside.Problem == "" {
			t.Errorf("another basis %+v", outside)
		}
		for _, m := range months(1, 3) {
			c.shut(m)
		}
		frozen, err := s.Forecast(ctx, c.manager, crm.ForecastQuery{Month: "2022-03", UnitID: c.unit["a"]})
		must(t, err)
		if frozen.Snapshot == nil || frozen.Low != a.Low || *frozen.Owed != *a.Owed || frozen.N != 2 {
			t.Errorf("closed month %+v", frozen)
		}
		c.forecastRefusals()
	})
}

func (c *city) forecastRefusals() {
	t, s := c.t, c.s
	for name, x := range map[string]struct {
		v    crm.Viewer
		q    crm.ForecastQuery
		code crm.Code
		text string
	}{
		"indicator": {c.manager, crm.ForecastQuery{Month: "2022-03", Indicator: "guess"}, crm.CodeInvalid, "没有“guess”这个指标"},
		"basis":     {c.manager, crm.ForecastQuery{Month: "2022-03", Basis: "guess"}, crm.CodeInvalid, "没有“guess”这个口径"},
		"month":     {c.manager, crm.ForecastQuery{Month: "2022-13"}, crm.CodeInvalid, ""},
		"future":    {c.manager, crm.ForecastQuery{Month: "2022-12"}, crm.CodeInvalid, "还没到"},
		"foreign":   {c.other, crm.ForecastQuery{Month: "2022-03", UnitID: c.unit["a"]}, crm.CodeNotFound, "单位"},
		"admin":     {c.person("keeper", "city", crm.RoleAdmin), crm.ForecastQuery{Month: "2022-03"}, crm.CodeForbidden, ""},
	} {
		t.Log(name)
		_, err := s.Forecast(ctx, x.v, x.q)
		says(t, err, x.code, x.text)
	}
}
