package store_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// shippedSchemes puts the pack's schemes into the small city.
func (c *city) shippedSchemes() map[string]crm.ScoreScheme {
	c.t.Helper()
	raw, err := os.ReadFile("../seeds/ankang/schemes.json")
	must(c.t, err)
	var list []crm.ScoreScheme
	must(c.t, json.Unmarshal(raw, &list))
	out := map[string]crm.ScoreScheme{}
	for _, x := range list {
		out[x.Code], err = c.s.PutScoreScheme(ctx, c.manager, 0, x)
		must(c.t, err)
	}
	return out
}

// score is a unit's line under a scheme in a month.
func (c *city) score(m crm.Month, scheme, unit string) crm.ScoreLine {
	c.t.Helper()
	list, err := c.s.Scores(ctx, c.manager, crm.FiguresQuery{Month: m}, scheme)
	must(c.t, err)
	for _, l := range list[0].Lines {
		if l.Unit == unit {
			return l
		}
	}
	c.t.Fatalf("no line of %s", unit)
	return crm.ScoreLine{}
}

func (c *city) typed(scheme, unit string, m crm.Month, item string, value int64) {
	c.t.Helper()
	_, err := c.s.SetScoreValues(ctx, c.manager, []crm.ScoreTypedValue{{Scheme: scheme, UnitID: c.unit[unit], Month: m, Item: item, Value: &value}})
	must(c.t, err)
}

func says(t testing.TB, err error, code crm.Code, text string) {
	t.Helper()
	if crm.ErrCode(err) != code || !strings.Contains(err.Error(), text) {
		t.Errorf("got %v, want %s …%s…", err, code, text)
	}
}

func TestStore_Scores(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		c.shut("2022-01")
		schemes := c.shippedSchemes()
		c.verified(c.project("甲一"), "2022-03", 300*wan)
		c.verified(c.shared("乙一", map[string]int64{"b": 10000}), "2022-03", 240*wan)
		c.typed("city2024", "a", "2022-02", "service", 3000)
		c.typed("city2024", "a", "2022-03", "service", 4000)
		c.typed("city2024", "a", "2022-02", "false", crm.PointScale)
		c.typed("city2024", "a", "2022-03", "false", crm.PointScale)
		c.typed("deqing", "office", "2022-03", "away", 2*crm.PointScale)

		// 300 of 600 = 50 % × 0.5; the newest service points; two false reports; no large project.
		a := c.score("2022-03", "city2024", "a")
		for i, want := range []string{"0.25", "0.00", "0.00", "0.00", "0.40", "0.10"} {
			if a.Terms[i].Points != want {
				t.Errorf("%s: %s, want %s (%s)", a.Terms[i].Code, a.Terms[i].Points, want, a.Terms[i].Text)
			}
		}
		if a.Total != "0.75" || *a.Rank != 2 || !strings.Contains(a.Terms[0].Text, "=50.0%×0.5=0.25") || a.Terms[0].Refs[0] != "2022-03.capital.all.a.cumulative" {
			t.Errorf("%+v", a)
		}
		if b := c.score("2022-03", "city2024", "b"); b.Terms[0].Points != "0.40" || b.Total != "0.90" || !b.Terms[4].Missing {
			t.Errorf("%+v", b)
		}
		if d := c.score("2022-03", "city2024", "direct"); d.Rank != nil {
			t.Errorf("市本级及市直 has a rank: %+v", d)
		}
		office := c.score("2022-03", "deqing", "office")
		if away := office.Terms[7]; away.Points != "-20.00" || away.Missing || office.Total != "0.00" {
			t.Errorf("%+v", office)
		}
		if away := c.score("2022-04", "deqing", "office").Terms[7]; !away.Missing || away.Points != "0.00" || away.Text != "未填，按0计" {
			t.Errorf("not typed in: %+v", away)
		}
		r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: "2022-03"})
		must(t, err)
		if r.Offices[0].Actual[7] != 2 || r.ScoreTerms[7].Full != -1000 {
			t.Errorf("sheet 11 has %v", r.Offices[0].Actual)
		}
		c.scoresAfterClosing(schemes, a)
	})
}

// scoresAfterClosing: a closed month keeps the scheme and lines it was scored by.
func (c *city) scoresAfterClosing(schemes map[string]crm.ScoreScheme, a crm.ScoreLine) {
	t, s := c.t, c.s
	c.shut("2022-02")
	c.shut("2022-03")
	_, err := s.SetScoreValues(ctx, c.manager, []crm.ScoreTypedValue{{Scheme: "city2024", UnitID: c.unit["a"], Month: "2022-03", Item: "service"}})
	says(t, err, crm.CodeConflict, "2022年3月已关账")
	next := schemes["city2024"]
	next.Terms[0].Parts[0].Points = 10000
	changed, err := s.PutScoreScheme(ctx, c.manager, next.ID, next)
	must(t, err)
	if changed.Version != 2 {
		t.Errorf("version %d", changed.Version)
	}
	_, err = s.PutScoreScheme(ctx, c.manager, next.ID, next)
	says(t, err, crm.CodeConflict, "已被别人修改过")
	frozen, err := s.Scores(ctx, c.manager, crm.FiguresQuery{Month: "2022-03"}, "city2024")
	must(t, err)
	if got := c.score("2022-03", "city2024", "a"); frozen[0].Scheme.Version != 1 || frozen[0].Snapshot == "" || got.Total != a.Total {
		t.Errorf("closed month: version %d, %+v", frozen[0].Scheme.Version, got)
	}
	if got := c.score("2022-04", "city2024", "a"); got.Terms[0].Points != "0.50" || got.Change == nil {
		t.Errorf("open month by version 2: %+v", got)
	}
	early, err := s.Scores(ctx, c.manager, crm.FiguresQuery{Month: "2022-01"}, "city2024")
	must(t, err)
	if len(early) != 1 || !strings.Contains(early[0].Note, "没有评分") || early[0].Snapshot != "" {
		t.Errorf("a snapshot without scores: %+v", early)
	}
	mine, err := s.Scores(ctx, c.other, crm.FiguresQuery{Month: "2022-03"}, "")
	must(t, err)
	for _, x := range mine {
		for _, l := range x.Lines {
			if l.Unit != "b" {
				t.Errorf("%s sees %s", c.other.Name, l.Name)
			}
		}
	}
	before, err := s.Scores(ctx, c.manager, crm.FiguresQuery{Month: "2022-03", AsKnown: "2022-03-01"}, "")
	must(t, err)
	if len(before) != 0 {
		t.Errorf("schemes known before they came: %+v", before)
	}
}

func TestStore_Scores_Refusals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		schemes := c.shippedSchemes()
		_, err := s.Scores(ctx, c.manager, crm.FiguresQuery{Month: "2022-03"}, "none")
		says(t, err, crm.CodeInvalid, "2022年3月没有“none”这个评分方案")
		_, err = s.Scores(ctx, c.person("keeper", "city", crm.RoleAdmin), crm.FiguresQuery{Month: "2022-03"}, "")
		says(t, err, crm.CodeForbidden, "")
		_, err = s.PutScoreScheme(ctx, c.manager, 0, schemes["deqing"])
		says(t, err, crm.CodeConflict, "已有代码为“deqing”")
		_, err = s.PutScoreScheme(ctx, c.manager, 987654, schemes["deqing"])
		says(t, err, crm.CodeNotFound, "评分方案")
		_, err = s.PutScoreScheme(ctx, c.reporter, 0, schemes["deqing"])
		says(t, err, crm.CodeForbidden, "")
		odd := schemes["city2024"]
		odd.Code = "odd"
		_, err = s.PutScoreScheme(ctx, c.manager, schemes["city2024"].ID, odd)
		says(t, err, crm.CodeInvalid, "代码和考核对象不能改")
		odd.Terms = []crm.SchemeTerm{{Code: "x", Label: "某项", Parts: []crm.ScorePart{{Kind: crm.ScoreRate, Source: "figure:guess", Points: 1}}}}
		_, err = s.PutScoreScheme(ctx, c.manager, 0, odd)
		says(t, err, crm.CodeInvalid, "第 1 项“某项”：没有“guess”这个指标")
		_, err = s.PutBases(ctx, c.manager, []crm.Basis{{Indicator: "capital", Code: "old", Label: "旧口径", ToYear: 2020},
			{Indicator: "capital", Code: "way", Label: "在途", Filter: crm.BasisFilter{States: []crm.ReviewState{crm.StateSubmitted}}}})
		must(t, err)
		odd.FromYear = 2022
		for basis, line := range map[string]string{"old": "都不适用", "way": "不能用于考核"} {
			odd.Terms[0].Parts[0].Source = "figure:capital/" + basis
			_, err = s.PutScoreScheme(ctx, c.manager, 0, odd)
			says(t, err, crm.CodeInvalid, line)
		}
		one, half, minus := crm.PointScale, crm.PointScale/2, int64(-1)
		for name, x := range map[string]struct {
			value crm.ScoreTypedValue
			says  string
		}{
			"scheme":   {crm.ScoreTypedValue{Scheme: "none", UnitID: c.unit["a"], Month: "2022-03", Item: "service", Value: &one}, "第 1 项：没有“none”这个评分方案"},
			"item":     {crm.ScoreTypedValue{Scheme: "city2024", UnitID: c.unit["a"], Month: "2022-03", Item: "none", Value: &one}, "没有“none”这个填报项"},
			"office":   {crm.ScoreTypedValue{Scheme: "city2024", UnitID: c.unit["office"], Month: "2022-03", Item: "service", Value: &one}, "不是方案"},
			"county":   {crm.ScoreTypedValue{Scheme: "deqing", UnitID: c.unit["a"], Month: "2022-03", Item: "away", Value: &one}, "不是方案"},
			"half":     {crm.ScoreTypedValue{Scheme: "deqing", UnitID: c.unit["office"], Month: "2022-03", Item: "away", Value: &half}, "次数须为整数"},
			"negative": {crm.ScoreTypedValue{Scheme: "city2024", UnitID: c.unit["a"], Month: "2022-03", Item: "service", Value: &minus}, "0—1000"},
			"future":   {crm.ScoreTypedValue{Scheme: "city2024", UnitID: c.unit["a"], Month: "2023-03", Item: "service", Value: &one}, "还没到"},
			"unit":     {crm.ScoreTypedValue{Scheme: "city2024", UnitID: 9999, Month: "2022-03", Item: "service", Value: &one}, "没有这个单位"},
		} {
			_, err := s.SetScoreValues(ctx, c.manager, []crm.ScoreTypedValue{x.value})
			if crm.ErrCode(err) != crm.CodeInvalid || !strings.Contains(err.Error(), x.says) {
				t.Errorf("%s: %v, want …%s…", name, err, x.says)
			}
		}
		c.typed("deqing", "office", "2022-03", "away", one)
		_, err = s.SetScoreValues(ctx, c.manager, []crm.ScoreTypedValue{{Scheme: "deqing", UnitID: c.unit["office"], Month: "2022-03", Item: "away"}})
		must(t, err)
		left, err := s.ScoreValues(ctx, c.manager, "deqing", "2022-03")
		must(t, err)
		if len(left) != 0 || !c.score("2022-03", "deqing", "office").Terms[7].Missing {
			t.Errorf("taken back, and yet %+v", left)
		}
	})
}

// Large projects and overdue contracts come from the ledger of milestones.
func TestStore_Scores_Projects(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		c.shippedSchemes()
		p := c.project("甲一") // 10 亿元
		c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2022-02-10"})
		term := func(m crm.Month, unit string, k int) string { return c.score(m, "city2024", unit).Terms[k].Text }
		for _, x := range []struct {
			month crm.Month
			unit  string
			term  int
			want  string
		}{
			{"2022-01", "a", 3, "10亿元以上、不满20亿元：应有4，实有0，缺4×0.1=−0.4"},
			{"2022-02", "a", 3, "10亿元以上、不满20亿元：应有4，实有1，缺3×0.1=−0.3"},
			{"2022-02", "b", 3, "10亿元以上、不满20亿元：应有4，实有0"},
			{"2022-02", "a", 3, "3亿元以上、不满10亿元：应有7，实有0，缺7×0.1"},
			{"2022-07", "a", 5, "未开工：0×−0.1"}, // 31 July less six months is 31 January
			{"2022-08", "a", 5, "未开工：1×−0.1"},
			{"2022-08", "b", 5, "未开工：0×−0.1"},
		} {
			if got := term(x.month, x.unit, x.term); !strings.Contains(got, x.want) {
				t.Errorf("%s %s: %s, want …%s…", x.month, x.unit, got, x.want)
			}
		}
		c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneStarted, On: "2022-09-05"})
		for m, want := range map[crm.Month]string{"2022-08": "未开工：1×−0.1", "2022-09": "未开工：0×−0.1"} {
			if got := term(m, "a", 5); !strings.Contains(got, want) {
				t.Errorf("started in September, %s: %s, want …%s…", m, got, want)
			}
		}
	})
}
