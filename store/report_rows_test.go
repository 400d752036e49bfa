package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// lively is a city whose ledger has everything that rows must add up over: chains,
// places, shared projects, offices, history, closed months and their corrections.
func lively(t testing.TB, s *store.Store, seed uint64) (*city, int64) {
	c := measured(t, s)
	r := rand.New(rand.NewPCG(seed, 11))
	chain := c.sum("SELECT id FROM chains WHERE code = 'silk'")
	var list []crm.Project
	for i := range 6 {
		p := c.project(fmt.Sprintf("第%d号", i+1))
		if i%2 == 0 {
			must(t, s.ExecForTest("UPDATE projects SET chain_id = $1 WHERE id = $2", chain, p.ID))
		}
		if i > 2 {
			a := 1 + r.Int64N(5000)
			b := 1 + r.Int64N(4000)
			p = c.reshared(p, map[string]int64{"a": a, "b": b, "direct": 10000 - a - b})
		}
		list = append(list, p)
	}
	places := [][3]string{{"foreign", "香港", ""}, {"outProv", "浙江省", "嘉兴市"}, {"outProv", "浙江省", "杭州市"}, {"inProvince", "陕西省", "西安市"}, {"outProv", "", ""}, {"local", "", "演示市"}}
	for i, p := range list {
		must(t, s.ExecForTest("UPDATE project_parties SET origin = $1, province = $2, city = $3 WHERE project_id = $4", places[i][0], places[i][1], places[i][2], p.ID))
	}
	for i, p := range list[:4] {
		c.onDay("2022-03-01", c.manager, func(ctx context.Context) error {
			_, err := s.SetIntroductions(ctx, c.manager, p.ID, crm.IntroductionInput{Shares: []crm.Share{{UnitID: c.unit["office"], BP: 1 + r.Int64N(9999)}}, Reason: "引荐", Version: p.Version})
			return err
		})
		c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: fmt.Sprintf("2022-0%d-11", 3+i)})
	}
	c.approved(list[0], crm.MilestoneInput{Kind: crm.MilestoneRegister, On: "2022-08-30"})
	c.approved(list[0], crm.MilestoneInput{Kind: crm.MilestoneStarted, On: "2022-09-02"})
	c.approved(list[1], crm.MilestoneInput{Kind: crm.MilestoneStarted, On: "2022-07-02"})
	c.history2021()
	c.fill(r, list, months(3, 8), 40)
	for m := 1; m <= 7; m++ {
		c.shut(crm.NewMonth(2022, m))
	}
	for range 6 {
		g := gambler{city: c, r: r}
		id, _ := g.pick("state = 'verified' AND reverses_id IS NULL AND amount > 0 AND id NOT IN (SELECT COALESCE(reverses_id, 0) FROM capital_entries)")
		e, err := s.ReverseCapital(ctx, c.reporter, id, crm.ReverseInput{Reason: "重复登记", Submit: true})
		must(t, err)
		_, err = s.VerifyCapital(ctx, c.verifier, e.ID, crm.VerifyInput{Version: e.Version})
		must(t, err)
	}
	p, err := s.Project(ctx, c.manager, list[4].ID)
	must(t, err)
	_, err = s.SetAttribution(ctx, c.manager, p.ID, crm.AttributionInput{FromYear: 2022, Shares: []crm.Share{{UnitID: c.unit["b"], BP: 10000}}, Reason: "划归乙县", Version: p.Version})
	must(t, err)
	c.fill(r, list, months(8, 9), 15)
	return c, chain
}

func (c *city) reshared(p crm.Project, bp map[string]int64) crm.Project {
	c.t.Helper()
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

func (c *city) history2021() {
	var list []crm.HistoricFigure
	for k, unit := range []string{"a", "b", "c", "direct"} {
		for m := 1; m <= 12; m++ {
			list = append(list, crm.HistoricFigure{UnitID: c.unit[unit], Indicator: "capital", Currency: crm.CNY, Year: 2021, Month: crm.NewMonth(2021, m), Value: int64(10*k+m) * wan, Source: "月报"})
		}
	}
	for m := 1; m <= 2; m++ {
		list = append(list, crm.HistoricFigure{UnitID: c.unit["c"], Indicator: "capital", Currency: crm.CNY, Year: 2022, Month: crm.NewMonth(2022, m), Value: int64(7*m) * wan, Source: "月报"})
	}
	_, err := c.s.PutHistoric(ctx, c.manager, list)
	must(c.t, err)
}

// Whatever is filed, reversed and re-attributed, the rows of every window and scope add
// up to its figures: sheet 4, sheets 5–7, 12 and 13 (domain §7, §11).
func TestStore_MonthReport_RowsAddUp(t *testing.T) {
	for seed := uint64(1); seed <= 2; seed++ {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) { everyWindow(t, s, seed) })
		})
	}
}

// everyWindow holds the report of every window and scope against its figures.
func everyWindow(t *testing.T, s *store.Store, seed uint64) {
	c, chain := lively(t, s, seed)
	scopes := map[string]struct {
		v crm.Viewer
		q crm.FiguresQuery
	}{
		"city": {c.manager, crm.FiguresQuery{}}, "unit": {c.manager, crm.FiguresQuery{UnitID: c.unit["a"]}}, "county": {c.other, crm.FiguresQuery{}},
		"chain": {c.manager, crm.FiguresQuery{ChainID: chain}}, "chain of a county": {c.other, crm.FiguresQuery{ChainID: chain}},
		"office": {c.manager, crm.FiguresQuery{OfficeID: c.unit["office"]}}, "basis": {c.manager, crm.FiguresQuery{Bases: map[string]string{"capital": "outside"}}},
		"known": {c.manager, crm.FiguresQuery{AsKnown: s.Today()}}, "zone": {c.manager, crm.FiguresQuery{UnitID: c.unit["c"]}},
	}
	for _, window := range []string{"2022-03", "2022-07", "2022-08", "2022-09", "2022Q1", "2022Q2", "2022H1", "2022-02..2022-09", "2022-06..2022-08", "2021-11..2022-05"} {
		w, err := crm.ParseWindow(window)
		must(t, err)
		for name, x := range scopes {
			q := x.q
			q.Month, q.From = w.To, w.From
			r, err := s.MonthReport(ctx, x.v, q)
			must(t, err)
			f, err := s.Figures(ctx, x.v, q)
			must(t, err)
			if f.SHA256 != r.Figures.SHA256 {
				t.Errorf("%s %s: the report's figures are not the figures", window, name)
			}
			addsUp(t, window+" "+name, r)
		}
	}
}

// addsUp holds the sheets of a report against its figures.
func addsUp(t *testing.T, name string, r *crm.MonthReport) {
	t.Helper()
	capital, total := r.Figures.Total["capital"], r.Figures.Total
	same := func(what string, have, want int64) {
		if have != want {
			t.Errorf("%s: %s is %d, the figures say %d", name, what, have, want)
		}
	}
	if r.Head.Office == "" && capital.Basis == "all" { // an office's rows are whole, beside its share
		entries := r.Head.HistoricCapital
		for _, e := range r.Entries {
			entries += e.Verified - e.OtherYear
		}
		same("sheet 4", entries, capital.Month)
	}
	if r.Head.Office != "" {
		if len(r.Entries) == 0 || capital.Cumulative <= 0 || r.Entries[0].Intro == 0 {
			t.Errorf("%s: nothing was introduced", name)
		}
		same("sheet 11's money", r.Offices[0].Arrived, capital.Month)
		same("sheet 11's money of the year", r.Offices[0].ArrivedYear, capital.Cumulative)
		same("sheet 11's contracts", r.Offices[0].SignedYear, total["signed"].Cumulative)
	}
	signed := int64(0)
	for _, x := range r.Signed {
		if !x.Increase {
			signed++
		}
	}
	same("sheet 5", signed, total["signed"].Month)
	same("sheet 6", int64(len(r.Started)), total["started"].Month)
	same("sheet 7", int64(len(r.Producing)), total["producing"].Month)
	var chains, sources crm.ChainCells
	var projects, placed, last int64
	for _, x := range r.Chains {
		chains.Month, chains.Adjust, chains.Cumulative = chains.Month+x.Month, chains.Adjust+x.Adjust, chains.Cumulative+x.Cumulative
		chains.SignedM, chains.Signed, chains.StartedM, chains.Started = chains.SignedM+x.SignedM, chains.Signed+x.Signed, chains.StartedM+x.StartedM, chains.Started+x.Started
		projects += x.Projects
	}
	for _, x := range r.Sources {
		sources.Month, sources.Cumulative = sources.Month+x.Month, sources.Cumulative+x.Cumulative
		placed += x.Projects
		if x.Last != nil {
			last += *x.Last
		}
	}
	same("sheet 12's month", chains.Month, capital.Month)
	same("sheet 12's adjustments", chains.Adjust, capital.Adjust)
	same("sheet 12's year", chains.Cumulative, capital.Cumulative)
	same("sheet 12's contracts", chains.SignedM, total["signed"].Month)
	same("sheet 12's contracts of the year", chains.Signed, total["signed"].Cumulative)
	same("sheet 12's started", chains.Started, total["started"].Cumulative)
	same("sheet 12's projects", projects, int64(len(r.Projects)))
	same("sheet 13's month", sources.Month, capital.Month)
	same("sheet 13's year", sources.Cumulative, capital.Cumulative)
	same("sheet 13's projects", placed, int64(len(r.Projects)))
	if capital.LastYear != nil {
		same("sheet 13's last year", last, *capital.LastYear)
	}
}
