package store_test

import (
	"fmt"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Every sheet says what the figures say, for the city and for a county.
func TestStore_MonthReport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p, q := c.project("甲一"), c.shared("甲乙", map[string]int64{"a": 2500, "b": 7500})
		c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2022-08-03"})
		c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneStarted, On: "2022-08"})
		c.approved(q, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2022-08-09"})
		more := crm.Yuan(500 * wan)
		c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneIncrease, On: "2022-08-20", Amount: &more})
		c.verified(p, "2022-07", 80*wan)
		c.verified(p, "2022-08", 100*wan, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: 100 * wan})
		c.verified(q, "2022-08", 40*wan, crm.Part{Origin: crm.OriginForeign, Currency: crm.CNY, Amount: 40 * wan, FDI: true})
		c.submitted(p, "2022-08", 999*wan)
		check := func(name string, v crm.Viewer, query crm.FiguresQuery) *crm.MonthReport {
			t.Helper()
			query.Month = "2022-08"
			r, err := s.MonthReport(ctx, v, query)
			must(t, err)
			f, err := s.Figures(ctx, v, query)
			must(t, err)
			if f.SHA256 != r.Figures.SHA256 {
				t.Errorf("%s: the report's figures are not the figures", name)
			}
			var entries, out, fdi, ledger, signed, contracts int64
			for _, e := range r.Entries {
				entries, out, fdi = entries+e.Verified, out+e.Outside, fdi+e.FDIUSD
			}
			for _, p := range r.Projects {
				ledger += p.ArrivedMonth
			}
			for _, x := range r.Signed {
				signed += x.Total
				if !x.Increase {
					contracts++
				}
			}
			total := r.Figures.Total
			var outside, direct crm.Figure
			for _, l := range r.Lines {
				switch l.Code {
				case crm.LineOutside:
					outside = r.TotalFigure(l)
				case crm.LineFDI:
					direct = r.TotalFigure(l)
				}
			}
			if entries != total["capital"].Month || out != outside.Month || fdi != direct.Month {
				t.Errorf("%s: entries %d of %d, outside %d of %d, FDI %d of %d", name, entries, total["capital"].Month, out, outside.Month, fdi, direct.Month)
			}
			if contracts != total["signed"].Month || int64(len(r.Started)) != total["started"].Month {
				t.Errorf("%s: %d contracts of %d, %d started of %d", name, contracts, total["signed"].Month, len(r.Started), total["started"].Month)
			}
			if name == "city" && (signed != total["signedAmount"].Month || ledger != entries) {
				t.Errorf("%s: signed %d of %d, ledger %d of %d", name, signed, total["signedAmount"].Month, ledger, entries)
			}
			if got := *r.Series.Months[7].Cumulative; got != total["capital"].Cumulative || r.Series.Months[8].Done != nil {
				t.Errorf("%s: the chart ends at %d, the figure is %d", name, got, total["capital"].Cumulative)
			}
			return r
		}
		whole := check("city", c.manager, crm.FiguresQuery{})
		if whole.Figures.Total["capital"].Cumulative != 220*wan || whole.Figures.Total["signed"].Month != 2 {
			t.Errorf("%s", figureText(whole.Figures.Total["capital"]))
		}
		county := check("county", c.other, crm.FiguresQuery{})
		if len(county.Entries) != 1 || county.Entries[0].Verified != 30*wan || county.Head.Scope != "乙县" || len(county.Signed) != 1 || len(county.Started) != 0 {
			t.Errorf("乙县 has %+v", county.Entries)
		}
		asked := check("a unit asked for", c.manager, crm.FiguresQuery{UnitID: c.unit["a"]})
		if asked.Figures.Total["capital"].Month != 110*wan || *asked.Figures.Total["capital"].Target != 600*wan || len(asked.Figures.Units) != 1 {
			t.Errorf("甲县 %s", figureText(asked.Figures.Total["capital"]))
		}
		check("as known", c.manager, crm.FiguresQuery{AsKnown: s.Today()})
		// Closed, the same part of the city says the same.
		_, err := s.CloseMonth(ctx, c.manager, "2022-01", crm.CloseInput{}, plainBook)
		must(t, err)
		for m := 2; m <= 7; m++ {
			c.shut(crm.NewMonth(2022, m))
		}
		_, err = s.CloseMonth(ctx, c.manager, "2022-08", crm.CloseInput{CarryOver: true, Reason: "待核"}, plainBook)
		must(t, err)
		frozen := check("county, closed", c.other, crm.FiguresQuery{})
		if a, b := figureText(frozen.Figures.Total["capital"]), figureText(county.Figures.Total["capital"]); a != b {
			t.Errorf("closed %s, open %s", a, b)
		}
		if _, err := s.MonthReport(ctx, c.person("leader", "city", crm.RoleLeader), crm.FiguresQuery{Month: "2022-08"}); crm.ErrCode(err) != crm.CodeForbidden {
			t.Error("a leader exports nothing", err)
		}
	})
}

// Before a unit's cut-over historic months count, last year's too; a yearly figure is
// never a month (domain §7, §8).
func TestStore_Figures_History(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		h := func(unit, indicator string, m crm.Month, year int, value int64) crm.HistoricFigure {
			return crm.HistoricFigure{UnitID: c.unit[unit], Indicator: indicator, Currency: crm.CNY, Year: year, Month: m, Value: value, Source: "统计月报"}
		}
		_, err := s.PutHistoric(ctx, c.manager, []crm.HistoricFigure{
			h("c", "capital", "2022-01", 2022, 5*wan), h("c", "capital", "2022-02", 2022, 6*wan), h("a", "capital", "2021-01", 2021, 10*wan),
			h("a", "capital", "2021-02", 2021, 11*wan), h("b", "capital", "2021-01", 2021, 20*wan), h("b", "capital", "2021-02", 2021, 22*wan),
			h("c", "capital", "", 2021, 300*wan)})
		must(t, err)
		_, err = s.PutHistoric(ctx, c.manager, []crm.HistoricFigure{h("a", "capital", "2022-01", 2022, wan)})
		refused(t, err, crm.CodeInvalid)
		feb := c.figures(crm.FiguresQuery{Month: "2022-02"})
		if f := feb.Units[2].Figures["capital"]; f.Month != 6*wan || f.Cumulative != 11*wan || f.LastYear != nil || f.YoY != nil {
			t.Errorf("丙区 before its cut-over: %s", figureText(f))
		}
		if f := feb.Units[0].Figures["capital"]; f.LastYear == nil || *f.LastYear != 21*wan || *f.YoY != "-1.0000" {
			t.Errorf("甲县 %s", figureText(f))
		}
		if feb.Total["capital"].LastYear != nil {
			t.Error("the city's last year is unknown while one unit's is")
		}
		r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: "2022-02"})
		must(t, err)
		if r.Head.HistoricCapital != 6*wan || r.Head.MixedNote == "" {
			t.Errorf("%+v", r.Head)
		}
	})
}

// Where only the city has historic months, its total is compared with them and its units
// are not: their last year is unknown, not 0.
func TestStore_Figures_HistoryOfTheCity(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		var history []crm.HistoricFigure
		for _, m := range []crm.Month{"2021-01", "2021-02"} {
			history = append(history, crm.HistoricFigure{UnitID: c.unit["city"], Indicator: "capital", Currency: crm.CNY, Year: 2021, Month: m, Value: 40 * wan, Source: "公报"})
		}
		_, err := s.PutHistoric(ctx, c.manager, history)
		must(t, err)
		feb := c.figures(crm.FiguresQuery{Month: "2022-02"})
		if f := feb.Total["capital"]; f.LastYear == nil || *f.LastYear != 80*wan {
			t.Errorf("the city %s", figureText(f))
		}
		if f := feb.Units[0].Figures["capital"]; f.LastYear != nil {
			t.Errorf("甲县 %s", figureText(f))
		}
	})
}

func TestStore_Targets_Versions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		grid := func() crm.TargetGrid {
			g, err := s.Targets(ctx, c.manager, 2022)
			must(t, err)
			return g
		}
		if r := grid().Rows[0]; r.Whole.Value != 1000*wan || r.Sum != 1100*wan || !r.Complete {
			t.Errorf("%+v", r)
		}
		c.target("a", "capital", "", 700*wan)
		c.target("a", "capital", "", 700*wan) // the same again is no version
		_, err := s.SetTarget(ctx, c.manager, crm.TargetInput{Year: 2022, UnitID: c.unit["b"], Indicator: "capital"})
		must(t, err)
		if n := c.sum("SELECT COUNT(*) FROM targets WHERE indicator = 'capital' AND basis = '' AND unit_id = $1", c.unit["a"]); n != 2 {
			t.Errorf("%d versions", n)
		}
		if r := grid().Rows[0]; r.Sum != 900*wan || len(r.Units) != 2 || r.Units[0].Version != 2 {
			t.Errorf("%+v", r)
		}
		_, err = s.SetTarget(ctx, c.verifier, crm.TargetInput{Year: 2022, UnitID: c.unit["b"], Indicator: "capital"})
		refused(t, err, crm.CodeForbidden)
		one, minus := int64(1), int64(-1)
		for i, in := range []crm.TargetInput{{Year: 2022, UnitID: c.unit["a1"], Indicator: "capital", Value: &one}, {Year: 2022, UnitID: 999, Indicator: "capital", Value: &one},
			{Year: 2022, UnitID: c.unit["a"], Indicator: "capital", Basis: "none", Value: &one}, {Year: 2022, UnitID: c.unit["a"], Indicator: "capital", Value: &minus},
			{Year: 1900, UnitID: c.unit["a"], Indicator: "capital", Value: &one}} {
			t.Run(fmt.Sprint("bad ", i), func(t *testing.T) {
				_, err := s.SetTargets(ctx, c.manager, []crm.TargetInput{{Year: 2022, UnitID: c.unit["a"], Indicator: "signed", Value: &one}, in})
				refused(t, err, crm.CodeInvalid)
			})
		}
		if n := c.sum("SELECT COUNT(*) FROM targets WHERE indicator = 'signed'"); n != 0 {
			t.Error("a refused sheet has left a target")
		}
	})
}

func TestStore_Dashboard(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		c.verified(p, "2022-09", 100*wan)
		c.submitted(p, "2022-09", 30*wan)
		d, err := s.Dashboard(ctx, c.manager, "", "")
		must(t, err)
		if d.Month != "2022-09" || d.Cards[0].Figure.Cumulative != 100*wan || d.Pending.CNY != 30*wan || d.Pending.Entries != 1 || d.Cards[0].Word != crm.PaceBehind {
			t.Errorf("%+v %+v", d.Cards[0], d.Pending)
		}
		if *d.Cards[0].Ahead != 100*wan-750*wan || d.AsOf != "截至 2022-09-26 · 到位资金全口径 · 已核定" || *d.Series[8].Cumulative != 100*wan || d.Series[9].Done != nil {
			t.Errorf("ahead %d, %s", *d.Cards[0].Ahead, d.AsOf)
		}
		kinds := map[string]int{}
		for _, w := range d.Warnings {
			kinds[w.Kind]++
		}
		if kinds["behind"] != 3 || kinds["waiting"] != 1 || kinds["unfiled"] != 1 {
			t.Errorf("%+v", d.Warnings)
		}
		other, err := s.Dashboard(ctx, c.other, "", "outside")
		must(t, err)
		if other.Cards[0].Figure.Cumulative != 0 || other.Pending.CNY != 0 || len(other.Units) != 1 || other.Scope != "乙县" {
			t.Errorf("乙县 %+v", other)
		}
		c.submitted(p, "2022-03", 7*wan)
		if d, err = s.Dashboard(ctx, c.manager, "2022-08", ""); err != nil || d.Pending.Entries != 1 || d.Pending.CNY != 7*wan {
			t.Errorf("waiting to August: %+v %v", d.Pending, err)
		}
		_, err = s.Dashboard(ctx, c.manager, "2022-09", "none")
		refused(t, err, crm.CodeInvalid)
	})
}
