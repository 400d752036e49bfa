package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
)

var yes = true

// measured gives the small city what is counted: indicators, bases and targets.
func measured(t testing.TB, s *store.Store) *city {
	t.Helper()
	c := newCity(t, s)
	op := crm.Viewer{Operator: true}
	money := func(code, label string, cur crm.Currency, unit, source, basis string, order int) crm.Indicator {
		return crm.Indicator{Code: code, Label: label, Kind: crm.FigureMoney, Currency: cur, Unit: unit, Source: source, DefaultBasis: basis, Order: order}
	}
	count := func(code, label, source string, order int) crm.Indicator {
		return crm.Indicator{Code: code, Label: label, Kind: crm.FigureCount, Unit: "个", Source: source, Order: order}
	}
	_, err := s.PutIndicators(ctx, op, []crm.Indicator{
		money("capital", "到位资金", crm.CNY, "亿元", crm.SourceCapital, "all", 1), money("foreign", "利用外资", crm.USD, "万美元", crm.SourceCapital, "wide", 2),
		count("signed", "新签约项目数", crm.SourceMilestone, 3), money("signedAmount", "新签约金额", crm.CNY, "亿元", crm.SourceMilestone, "", 4),
		count("started", "新开工项目数", crm.SourceMilestone, 5), count("producing", "新投产项目数", crm.SourceMilestone, 6),
		count("tenants", "新入园企业数", crm.SourceMilestone, 7), money("trade", "外贸进出口", crm.CNY, "亿元", crm.SourceManual, "", 8)})
	must(t, err)
	_, err = s.PutBases(ctx, op, []crm.Basis{
		{Indicator: "capital", Code: "all", Label: "全口径", Default: true, Order: 1},
		{Indicator: "capital", Code: "outside", Label: "省外", Filter: crm.BasisFilter{Origins: []crm.Origin{crm.OriginForeign, crm.OriginOutProv}}, Order: 2},
		{Indicator: "capital", Code: "fixed", Label: "固定资产", Filter: crm.BasisFilter{Fixed: &yes}, Order: 3},
		{Indicator: "foreign", Code: "wide", Label: "宽口径", Filter: crm.BasisFilter{Origins: []crm.Origin{crm.OriginForeign}}, Default: true, Order: 1},
		{Indicator: "foreign", Code: "fdi", Label: "FDI", Filter: crm.BasisFilter{FDI: &yes}, Order: 2}})
	must(t, err)
	c.target("city", "capital", "", 1000*wan)
	c.target("a", "capital", "", 600*wan)
	c.target("b", "capital", "", 300*wan)
	c.target("c", "capital", "", 200*wan)
	c.target("a", "capital", "outside", 100*wan)
	return c
}

func (c *city) target(unit, indicator, basis string, value int64) {
	c.t.Helper()
	_, err := c.s.SetTarget(ctx, c.manager, crm.TargetInput{Year: 2022, UnitID: c.unit[unit], Indicator: indicator, Basis: basis, Value: &value})
	must(c.t, err)
}

// plainBook stands for the workbook where its look is not the matter: the rows as JSON.
func plainBook(r *crm.MonthReport) ([]byte, error) { return json.Marshal(r) }

func (c *city) shut(m crm.Month) crm.Snapshot {
	c.t.Helper()
	snap, err := c.s.CloseMonth(ctx, c.manager, m, crm.CloseInput{}, plainBook)
	must(c.t, err)
	return snap
}

func (c *city) figures(q crm.FiguresQuery) crm.Figures {
	c.t.Helper()
	f, err := c.s.Figures(ctx, c.manager, q)
	must(c.t, err)
	return f
}

// onDay runs one act as if on another business day.
func (c *city) onDay(day crm.Date, v crm.Viewer, fn func(ctx context.Context) error) {
	c.t.Helper()
	must(c.t, c.s.Batch(ctx, v, func(ctx context.Context) error { return fn(store.OnDay(ctx, day)) }))
}

// fill files and verifies n random entries in the months of the year, all of them open.
func (c *city) fill(r *rand.Rand, p []crm.Project, months []crm.Month, n int) {
	c.t.Helper()
	for range n {
		var parts []crm.Part
		sum := int64(0)
		for range 1 + r.IntN(3) {
			x := crm.Part{Origin: crm.Origins[r.IntN(len(crm.Origins))], Currency: crm.CNY, Amount: 1 + r.Int64N(50*wan)}
			if x.Origin == crm.OriginForeign {
				x.FDI = r.IntN(2) == 0
				if r.IntN(2) == 0 {
					x.Currency = crm.USD
				}
			}
			sum += crm.Money{Amount: x.Amount, Currency: x.Currency}.ToCNY(64508)
			parts = append(parts, x)
		}
		c.verified(p[r.IntN(len(p))], months[r.IntN(len(months))], sum, parts...)
	}
}

// shared is a project that several units are credited with.
func (c *city) shared(name string, bp map[string]int64) crm.Project {
	c.t.Helper()
	p := c.project(name)
	var shares []crm.Share
	for _, code := range []string{"a", "b", "c", "direct"} {
		if bp[code] > 0 {
			shares = append(shares, crm.Share{UnitID: c.unit[code], BP: bp[code]})
		}
	}
	p, err := c.s.SetAttribution(ctx, c.manager, p.ID, crm.AttributionInput{FromYear: 2022, Shares: shares, Reason: "联合引进", Version: p.Version})
	must(c.t, err)
	return p
}

func months(from, to int) []crm.Month {
	var out []crm.Month
	for m := from; m <= to; m++ {
		out = append(out, crm.NewMonth(2022, m))
	}
	return out
}

func figureText(f crm.Figure) string {
	t := func(s *string) string {
		if s == nil {
			return "null"
		}
		return *s
	}
	n := func(v *int64) string {
		if v == nil {
			return "null"
		}
		return fmt.Sprint(*v)
	}
	return fmt.Sprintf("target %s month %d adjust %d cumulative %d rate %s last %s", n(f.Target), f.Month, f.Adjust, f.Cumulative, t(f.Rate), n(f.LastYear))
}
