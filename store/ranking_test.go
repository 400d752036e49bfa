package store_test

import (
	"fmt"
	"testing"

	"yinfeng/crm"
	"yinfeng/store/storetest"
)

// Ranking by every key, under the default basis and another, with the movement against
// last month's snapshot; the month's closing changes nothing of it (domain §8).
func TestStore_Ranking_FourKeysWithMovement(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			s := storetest.Open(t, engine, "2023-03-10")
			c := measured(t, s)
			history := []crm.HistoricFigure{} // 丙区 goes live in March 2022
			for _, m := range []crm.Month{"2022-01", "2022-02"} {
				history = append(history, crm.HistoricFigure{UnitID: c.unit["c"], Indicator: "capital", Currency: crm.CNY, Year: 2022, Month: m, Value: 10 * wan})
			}
			_, err := s.PutHistoric(ctx, c.manager, history)
			must(t, err)
			a, b, z := c.project("甲一"), c.shared("乙一", map[string]int64{"b": 10000}), c.shared("丙一", map[string]int64{"c": 10000})
			local := func(v int64) crm.Part { return crm.Part{Origin: crm.OriginLocal, Currency: crm.CNY, Amount: v * wan} }
			out := func(v int64) crm.Part {
				return crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: v * wan}
			}
			put := func(p crm.Project, m crm.Month, parts ...crm.Part) {
				sum := int64(0)
				for _, x := range parts {
					sum += x.Amount
				}
				c.verified(p, m, sum, parts...)
			}
			put(a, "2022-01", local(50))
			put(a, "2022-02", local(50))
			put(b, "2022-01", local(20))
			put(b, "2022-02", local(80))
			for m := crm.Month("2022-01"); m <= "2022-12"; m = m.Add(1) {
				c.shut(m)
			}
			for code, v := range map[string]int64{"a": 400, "b": 100, "c": 100} {
				value := v * wan
				for _, basis := range []string{"", "outside"} {
					_, err := s.SetTarget(ctx, c.manager, crm.TargetInput{Year: 2023, UnitID: c.unit[code], Indicator: "capital", Basis: basis, Value: &value})
					must(t, err)
				}
			}
			put(a, "2023-01", local(100))         // rate 25 %, yoy +100 %, total 100
			put(b, "2023-01", local(10), out(20)) // rate 30 %, yoy +50 %, total 30
			put(z, "2023-01", out(10))            // rate 10 %, yoy 0 %, total 10
			c.shut("2023-01")
			put(a, "2023-02", out(60))  // 160: 40 %, +60 %; 省外 60: 15 %
			put(b, "2023-02", local(5)) // 35: 35 %, −65 %; 省外 20: 20 %
			put(z, "2023-02", out(30))  // 40: 40 %, +100 %; 省外 40: 40 %
			// Ranks of a, b, c and their change since January (a, b, c were 2, 1, 3 by rate; 1, 2, 3 by yoy and total;
			// 3, 1, 2 by rate and total of 省外). 市本级及市直 is never ranked.
			want := map[string]string{
				"/rate": "a 1 +1, c 1 +2, b 3 -2, direct", "/gap": "a 1 +1, c 1 +2, b 3 -2, direct",
				"/yoy": "c 1 +2, a 2 -1, b 3 -1, direct", "/total": "a 1 0, c 2 +1, b 3 -1, direct",
				"outside/rate": "c 1 +1, b 2 -1, a 3 0, direct", "outside/gap": "c 1 +1, b 2 -1, a 3 0, direct",
				"outside/total": "a 1 +2, c 2 0, b 3 -2, direct", "all/rate": "a 1 +1, c 1 +2, b 3 -2, direct",
			}
			check := func(when string) {
				t.Helper()
				for key, line := range want {
					basis, by := key[:len(key)-len(byOf(key))-1], byOf(key)
					r, err := s.Ranking(ctx, c.manager, crm.FiguresQuery{Month: "2023-02", RankBy: crm.RankBy(by)}, "", basis)
					must(t, err)
					if got := rankLine(r); got != line || r.Before != "KZ-202301-01" {
						t.Errorf("%s %s: %s (before %s), want %s", when, key, got, r.Before, line)
					}
				}
			}
			check("open")
			c.shut("2023-02")
			check("closed")
			jan, err := s.Ranking(ctx, c.manager, crm.FiguresQuery{Month: "2023-01"}, "capital", "")
			must(t, err)
			if got := rankLine(jan); got != "b 1, a 2, c 3, direct" || jan.Before != "" {
				t.Errorf("January has no movement: %s", got)
			}
			own, err := s.Ranking(ctx, c.other, crm.FiguresQuery{Month: "2023-02", RankBy: crm.RankByTotal}, "", "")
			must(t, err)
			if got := rankLine(own); got != "b 3 -1" || own.Scope != "乙县" || own.Total.Cumulative != 35*wan {
				t.Errorf("a county sees its own place in the city: %s %q", got, own.Scope)
			}
			for name, q := range map[string]crm.FiguresQuery{"no such ranking": {Month: "2023-02", RankBy: "luck"}, "a month to come": {Month: "2023-04"}} {
				if _, err := s.Ranking(ctx, c.manager, q, "", ""); crm.ErrCode(err) != crm.CodeInvalid {
					t.Errorf("%s: %v", name, err)
				}
			}
			_, err = s.Ranking(ctx, c.manager, crm.FiguresQuery{Month: "2023-02"}, "nope", "")
			refused(t, err, crm.CodeInvalid)
			_, err = s.Ranking(ctx, c.manager, crm.FiguresQuery{Month: "2023-02"}, "", "nope")
			refused(t, err, crm.CodeInvalid)
		})
	}
}

func byOf(key string) string {
	for i := range key {
		if key[i] == '/' {
			return key[i+1:]
		}
	}
	return ""
}

func rankLine(r crm.Ranking) string {
	s := ""
	for i, x := range r.Rows {
		if i > 0 {
			s += ", "
		}
		s += x.Code
		if x.Figure.Rank == nil {
			continue
		}
		s += fmt.Sprintf(" %d", *x.Figure.Rank)
		if n := x.Figure.RankChange; n != nil && *n == 0 {
			s += " 0"
		} else if n != nil {
			s += fmt.Sprintf(" %+d", *n)
		}
	}
	return s
}
