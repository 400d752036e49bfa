package store_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// varied is a ledger with every dimension that a basis may filter by: units, months,
// currencies, origins, fixed assets, FDI, a chain, adjustments, and entries that wait.
func varied(t *testing.T, s *store.Store) (*city, int64) {
	c := measured(t, s)
	chains, err := s.Chains(ctx, c.manager)
	must(t, err)
	silk, err := s.CreateProject(ctx, c.reporter, crm.ProjectInput{Name: "丝绸项目", Total: crm.Yuan(100_000 * wan), ChainID: chains[0].ID,
		Parties: []crm.Party{{Name: "外省丝绸有限公司", Role: "investor", Origin: crm.OriginOutProv}}, CountyUnitID: c.unit["a"]})
	must(t, err)
	p := []crm.Project{silk, c.shared("甲乙", map[string]int64{"a": 3333, "b": 6667}), c.shared("丙区独家", map[string]int64{"c": 10000})}
	c.fill(rand.New(rand.NewPCG(3, 5)), p, months(3, 4), 14)
	wrong := c.verified(p[0], "2022-03", 70*wan)
	for m := 1; m <= 3; m++ {
		c.shut(crm.NewMonth(2022, m))
	}
	back, err := s.ReverseCapital(ctx, c.reporter, wrong.ID, crm.ReverseInput{Reason: "重复填报"})
	must(t, err)
	c.attach("capital", back.ID, "银行进账单")
	back, err = s.SubmitCapital(ctx, c.reporter, back.ID, crm.ReviewInput{Version: back.Version})
	must(t, err)
	_, err = s.VerifyCapital(ctx, c.verifier, back.ID, crm.VerifyInput{Version: back.Version})
	must(t, err)
	in := c.input(p[1], "2022-05", 44*wan)
	in.Fixed, in.Submit, in.WarningReason = true, false, "设备款"
	e, err := s.FileCapital(ctx, c.reporter, in)
	must(t, err)
	c.attach("capital", e.ID, "发票")
	e, err = s.SubmitCapital(ctx, c.reporter, e.ID, crm.ReviewInput{Version: e.Version})
	must(t, err)
	_, err = s.VerifyCapital(ctx, c.verifier, e.ID, crm.VerifyInput{Version: e.Version})
	must(t, err)
	c.submitted(p[0], "2022-05", 91*wan)
	return c, chains[0].ID
}

// Each dimension of a filter changes what counts, and to what a plain loop over the lines
// gives (domain §7).
func TestStore_Bases_EveryDimensionCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c, silk := varied(t, s)
		lines, err := s.LinesForTest()
		must(t, err)
		no := false
		filters := map[string]struct {
			f    crm.BasisFilter
			keep func(crm.CreditLine) bool
		}{
			"origins":  {crm.BasisFilter{Origins: []crm.Origin{crm.OriginOutProv}}, func(l crm.CreditLine) bool { return l.Origin == crm.OriginOutProv }},
			"fixed":    {crm.BasisFilter{Fixed: &yes}, func(l crm.CreditLine) bool { return l.Fixed }},
			"fdi":      {crm.BasisFilter{FDI: &no}, func(l crm.CreditLine) bool { return !l.FDI }},
			"currency": {crm.BasisFilter{Currency: []crm.Currency{crm.USD}}, func(l crm.CreditLine) bool { return l.Currency == crm.USD }},
			"chains":   {crm.BasisFilter{Chains: []int64{silk}}, func(l crm.CreditLine) bool { return l.ChainID == silk }},
			"units":    {crm.BasisFilter{Units: []int64{c.unit["a"], c.unit["c"]}}, func(l crm.CreditLine) bool { return l.UnitID == c.unit["a"] || l.UnitID == c.unit["c"] }},
			"months":   {crm.BasisFilter{Months: []int{4, 5}}, func(l crm.CreditLine) bool { return l.Month.Number() == 4 || l.Month.Number() == 5 }},
			"own":      {crm.BasisFilter{Adjustments: []string{crm.AdjustOwn}}, func(l crm.CreditLine) bool { return l.Adjustment == crm.AdjustNone }},
			"sameYear": {crm.BasisFilter{Adjustments: []string{string(crm.AdjustSameYear)}}, func(l crm.CreditLine) bool { return l.Adjustment == crm.AdjustSameYear }},
		}
		whole := c.figures(crm.FiguresQuery{Month: "2022-05"}).Total["capital"]
		for name, x := range filters {
			_, err := s.PutBases(ctx, c.manager, []crm.Basis{{Indicator: "capital", Code: name, Label: "按" + name, Filter: x.f}})
			must(t, err)
			q := crm.FiguresQuery{Month: "2022-05", Bases: map[string]string{"capital": name}}
			for _, known := range []crm.Date{"", s.Today()} {
				q.AsKnown = known
				f := c.figures(q)
				month, adjust, cumulative := recount(lines, 0, "2022-05", x.keep, cny)
				if got := f.Total["capital"]; got.Month != month || got.Adjust != adjust || got.Cumulative != cumulative {
					t.Errorf("%s as known %q: %s, recount %d %d %d", name, known, figureText(got), month, adjust, cumulative)
				} else if got.Month == whole.Month && got.Cumulative == whole.Cumulative {
					t.Errorf("%s changes nothing: the test proves nothing", name)
				}
			}
		}
		both, err := s.PutBases(ctx, c.manager, []crm.Basis{{Indicator: "capital", Code: "both", Label: "在途",
			Filter: crm.BasisFilter{States: []crm.ReviewState{crm.StateVerified, crm.StateSubmitted}}}})
		must(t, err)
		q := crm.FiguresQuery{Month: "2022-05", Bases: map[string]string{"capital": "both"}}
		if got := c.figures(q).Total["capital"]; got.Month != whole.Month+91*wan || got.Cumulative != whole.Cumulative+91*wan {
			t.Errorf("with what waits: %s, verified %s", figureText(got), figureText(whole))
		}
		for _, b := range both {
			if b.Code == "both" && (b.Label != "在途（含未核定）" || !strings.Contains(b.Counts, "已报待核") || b.Order <= 3) {
				t.Errorf("%+v", b)
			}
		}
		q.AsKnown = s.Today()
		_, err = s.Figures(ctx, c.manager, q)
		refused(t, err, crm.CodeInvalid)
		if again := c.figures(crm.FiguresQuery{Month: "2022-05"}).Total["capital"]; figureText(again) != figureText(whole) {
			t.Errorf("the default basis changed: %s, was %s", figureText(again), figureText(whole))
		}
	})
}

// FDI ≤ 宽, 国内省外 ≤ 省外 ≤ 市外 ≤ 全, for every unit, month, adjustment and cumulative
// of random ledgers without corrections (domain §7).
func TestStore_Bases_KeepTheirOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		of := func(code string, o ...crm.Origin) crm.Basis {
			return crm.Basis{Indicator: "capital", Code: code, Label: code, Filter: crm.BasisFilter{Origins: o}}
		}
		_, err := s.PutBases(ctx, c.manager, []crm.Basis{of("inland", crm.OriginOutProv), of("outCity", crm.OriginOutProv, crm.OriginForeign, crm.OriginInProvince)})
		must(t, err)
		p := []crm.Project{c.project("甲一"), c.shared("甲乙", map[string]int64{"a": 1234, "b": 8766}), c.shared("三家", map[string]int64{"b": 1, "c": 5000, "direct": 4999})}
		c.fill(rand.New(rand.NewPCG(21, 34)), p, months(3, 6), 40)
		chains := map[string][]string{"capital": {"inland", "outside", "outCity", "all"}, "foreign": {"fdi", "wide"}}
		seen := 0
		for _, m := range months(3, 7) {
			for ind, order := range chains {
				var last crm.Figures
				for k, basis := range order {
					f := c.figures(crm.FiguresQuery{Month: m, Bases: map[string]string{ind: basis}})
					for i, u := range f.Units {
						x := u.Figures[ind]
						if k == 0 {
							continue
						}
						y := last.Units[i].Figures[ind]
						if y.Own() > x.Own() || y.Month > x.Month || y.Cumulative > x.Cumulative {
							t.Errorf("%s %s %s: %s %s is above %s %s", m, u.Name, ind, order[k-1], figureText(y), basis, figureText(x))
						}
						if y.Cumulative < x.Cumulative {
							seen++
						}
					}
					last = f
				}
			}
		}
		if seen < 20 {
			t.Errorf("only %d differences: the ledger proves little", seen)
		}
	})
}

func TestStore_CompareBases(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c, _ := varied(t, s)
		for _, m := range []crm.Month{"2022-03", "2022-05"} { // closed, and open
			got, err := s.CompareBases(ctx, c.manager, crm.FiguresQuery{Month: m}, "", "", "outside")
			must(t, err)
			all := c.figures(crm.FiguresQuery{Month: m})
			out := c.figures(crm.FiguresQuery{Month: m, Bases: map[string]string{"capital": "outside"}})
			var sum crm.FigureDifference
			for k, r := range got.Rows {
				l, w := all.Total["capital"], out.Total["capital"]
				if k > 0 {
					l, w = all.Units[k-1].Figures["capital"], out.Units[k-1].Figures["capital"]
					sum.Month, sum.Adjust, sum.Cumulative = sum.Month+r.Difference.Month, sum.Adjust+r.Difference.Adjust, sum.Cumulative+r.Difference.Cumulative
				}
				if figureText(r.Left) != figureText(l) || figureText(r.Right) != figureText(w) || r.Difference.Cumulative != l.Cumulative-w.Cumulative {
					t.Errorf("%s %s: %+v", m, r.Name, r)
				}
			}
			if len(got.Rows) != 5 || got.Rows[0].Name != "合计" || sum != got.Rows[0].Difference || sum.Cumulative == 0 {
				t.Errorf("%s: parts %+v, whole %+v", m, sum, got.Rows[0].Difference)
			}
			if got.Left.Label != "全口径" || got.Right.Label != "省外" || got.Right.Counts == "" || (got.Snapshot == "") == (m == "2022-03") {
				t.Errorf("%+v %+v %q", got.Left, got.Right, got.Snapshot)
			}
		}
		own, err := s.CompareBases(ctx, c.reporter, crm.FiguresQuery{Month: "2022-05"}, "capital", "all", "fixed")
		must(t, err)
		if len(own.Rows) != 2 || own.Rows[1].Code != "a" || own.Rows[0].Difference != own.Rows[1].Difference || own.Scope != "甲县" {
			t.Errorf("a county sees %+v", own)
		}
		for name, x := range map[string][3]string{"no indicator": {"nope", "all", "outside"}, "no basis": {"capital", "all", "nope"}, "twice": {"capital", "", "all"}} {
			if _, err := s.CompareBases(ctx, c.manager, crm.FiguresQuery{Month: "2022-05"}, x[0], x[1], x[2]); crm.ErrCode(err) != crm.CodeInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err = s.CompareBases(ctx, crm.Viewer{}, crm.FiguresQuery{Month: "2022-05"}, "", "", "outside")
		refused(t, err, crm.CodeForbidden)
	})
}

// The default basis of a year and a pace are what was known on the day asked for; a
// closed month keeps its snapshot's.
func TestStore_DefaultsAndCurves_AsKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		part := crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: 60 * wan}
		c.verified(p, "2022-03", 100*wan, part, crm.Part{Origin: crm.OriginLocal, Currency: crm.CNY, Amount: 40 * wan})
		must(t, s.ExecForTest("UPDATE credit_lines SET known_on = '2022-03-20'"))
		must(t, s.ExecForTest("UPDATE targets SET known_on = '2022-01-05'"))
		closed := c.shut("2022-01")
		c.onDay("2022-05-10", c.manager, func(ctx context.Context) error {
			_, err := s.SetDefaultBasis(ctx, c.manager, crm.BasisDefault{Indicator: "capital", Year: 2022, Basis: "outside"})
			return err
		})
		curve := make([]int64, 12)
		for m := range curve {
			curve[m] = min(crm.FullShares, int64(m+1)*2000)
		}
		c.onDay("2022-06-10", c.manager, func(ctx context.Context) error {
			_, err := s.SetTargetCurve(ctx, c.manager, crm.TargetCurve{Year: 2022, Indicator: "capital", Months: curve})
			return err
		})
		c.onDay("2022-07-10", c.manager, func(ctx context.Context) error {
			if _, err := s.SetTargetCurve(ctx, c.manager, crm.TargetCurve{Year: 2022, Indicator: "capital"}); err != nil {
				return err
			}
			_, err := s.SetDefaultBasis(ctx, c.manager, crm.BasisDefault{Indicator: "capital", Year: 2022, Basis: "all"})
			return err
		})
		for day, want := range map[crm.Date]struct {
			basis string
			done  int64
			pace  string
		}{
			"2022-04-01": {"all", 100 * wan, "0.2500"},
			"2022-05-10": {"outside", 60 * wan, "0.2500"},
			"2022-06-30": {"outside", 60 * wan, "0.6000"},
			"2022-07-10": {"all", 100 * wan, "0.2500"},
			"":           {"all", 100 * wan, "0.2500"},
		} {
			got := c.figures(crm.FiguresQuery{Month: "2022-03", AsKnown: day}).Total["capital"]
			if got.Basis != want.basis || got.Cumulative != want.done || *got.Pace != want.pace {
				t.Errorf("as known on %q: %s %s pace %s, want %+v", day, got.Basis, figureText(got), *got.Pace, want)
			}
		}
		// A later year has its own; the closed month stays what its snapshot says.
		bases, err := s.SetDefaultBasis(ctx, c.manager, crm.BasisDefault{Indicator: "capital", Year: 2022, Basis: "outside"})
		must(t, err)
		_, err = s.SetDefaultBasis(ctx, c.manager, crm.BasisDefault{Indicator: "capital", Year: 2023, Basis: "fixed"})
		must(t, err)
		if jan := c.figures(crm.FiguresQuery{Month: "2022-01"}); jan.Total["capital"].Basis != "all" || jan.SHA256 != closed.FiguresSHA256 {
			t.Errorf("closed January: %+v", jan.Total["capital"])
		}
		board, err := s.Dashboard(ctx, c.manager, "2022-01", "")
		must(t, err)
		if board.Basis != "all" || !strings.Contains(board.AsOf, "全口径") || board.Cards[0].BasisLabel != "全口径" {
			t.Errorf("the closed month's page says %q %q", board.Basis, board.AsOf)
		}
		for year, want := range map[int]string{2021: "all", 2022: "outside", 2023: "fixed", 2024: "fixed"} {
			list, err := s.Bases(ctx, c.manager, year)
			must(t, err)
			for _, b := range list {
				if b.Indicator == "capital" && b.Default != (b.Code == want) {
					t.Errorf("%d: %s default %v, want %s", year, b.Code, b.Default, want)
				}
			}
		}
		if len(bases) != 5 {
			t.Errorf("%d bases", len(bases))
		}
		for name, d := range map[string]crm.BasisDefault{
			"no indicator": {Indicator: "nope", Year: 2022, Basis: "all"}, "no basis": {Indicator: "capital", Year: 2022, Basis: "nope"},
			"no year": {Indicator: "capital", Year: 1999, Basis: "all"}} {
			if _, err := s.SetDefaultBasis(ctx, c.manager, d); crm.ErrCode(err) != crm.CodeInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err = s.SetDefaultBasis(ctx, c.reporter, crm.BasisDefault{Indicator: "capital", Year: 2022, Basis: "all"})
		refused(t, err, crm.CodeForbidden)
	})
}

// What can't be a basis is refused in one line, and nothing of it remains.
func TestStore_Bases_Refused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		before, err := s.Bases(ctx, c.manager, 2022)
		must(t, err)
		with := func(f crm.BasisFilter) crm.Basis {
			return crm.Basis{Indicator: "capital", Code: "x", Label: "试", Filter: f}
		}
		signed := with(crm.BasisFilter{Fixed: &yes})
		signed.Indicator = "signed"
		trade := with(crm.BasisFilter{Chains: []int64{1}})
		trade.Indicator = "trade"
		pending := with(crm.BasisFilter{States: []crm.ReviewState{crm.StateSubmitted}})
		pending.Default = true
		second := with(crm.BasisFilter{})
		second.Default = true
		for line, b := range map[string]crm.Basis{
			"月份须为 1—12":    with(crm.BasisFilter{Months: []int{13}}),
			"以前年度的调整":      with(crm.BasisFilter{Adjustments: []string{"earlier"}}),
			"跨期调整“next”":   with(crm.BasisFilter{Adjustments: []string{"next"}}),
			"状态“draft”":    with(crm.BasisFilter{States: []crm.ReviewState{crm.StateDraft}}),
			"资金来源“moon”":   with(crm.BasisFilter{Origins: []crm.Origin{"moon"}}),
			"币种“EUR”":      with(crm.BasisFilter{Currency: []crm.Currency{"EUR"}}),
			"编号为 999 的单位":  with(crm.BasisFilter{Units: []int64{999}}),
			"编号为 998 的产业链": with(crm.BasisFilter{Chains: []int64{998}}),
			"不取自台账":        signed,
			"按月填报":         trade,
			"不能作默认口径":      pending,
			"请按年度设置":       second,
			"不是归属单位":       with(crm.BasisFilter{Units: []int64{c.unit["office"]}}),
			"最多 30 个字":     {Indicator: "capital", Code: "x", Label: strings.Repeat("长", 31)},
			"只能一行":         {Indicator: "capital", Code: "x", Label: "甲\n乙"},
			"不能有看不见":       {Indicator: "capital", Code: "x", Label: "甲\u202e乙"},
			"最多 500 个字":    {Indicator: "capital", Code: "x", Label: "试", Note: strings.Repeat("长", 501)},
			"已有名为“省外”":     {Indicator: "capital", Code: "x", Label: "省外"},
			"起始年份须在":       {Indicator: "capital", Code: "x", Label: "试", FromYear: 1999},
			"截止年份须在":       {Indicator: "capital", Code: "x", Label: "试", ToYear: 2101},
			"截止年份早于":       {Indicator: "capital", Code: "x", Label: "试", FromYear: 2023, ToYear: 2022},
			"次序须在":         {Indicator: "capital", Code: "x", Label: "试", Order: 10000},
		} {
			_, err := s.PutBases(ctx, c.manager, []crm.Basis{b})
			if e := refused(t, err, crm.CodeInvalid); !strings.Contains(e.Detail, line) {
				t.Errorf("want %q, have %q", line, e.Detail)
			}
		}
		_, err = s.PutBases(ctx, c.manager, []crm.Basis{{Indicator: "capital", Code: "outside", Label: "省外", Filter: crm.BasisFilter{Fixed: &yes}}})
		refused(t, err, crm.CodeConflict)
		after, err := s.Bases(ctx, c.manager, 2022)
		must(t, err)
		was, errWas := json.Marshal(before)
		is, errIs := json.Marshal(after)
		if errWas != nil || errIs != nil || string(was) != string(is) {
			t.Error("a refused basis left something")
		}
	})
}
