package store_test

import (
	"encoding/json"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A county reads its own part of periods, historic figures and scores: neither the city's
// numbers nor another unit's.
func TestStore_County_ReadsItsOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		c.submitted(p, "2022-09", 30*wan)
		c.verified(p, "2022-09", 80*wan)
		of := func(v crm.Viewer) crm.Period {
			list, err := s.Periods(ctx, v)
			must(t, err)
			one, err := s.Period(ctx, v, "2022-09")
			must(t, err)
			if one != list[0] {
				t.Errorf("one month %+v, of the list %+v", one, list[0])
			}
			return one
		}
		if city, b := of(c.manager), of(c.other); city.Submitted != 1 || city.Due != 3 || b.Submitted != 0 || b.Due != 1 {
			t.Errorf("city %+v, 乙县 %+v", city, b)
		}
		h := func(unit string) crm.HistoricFigure {
			return crm.HistoricFigure{UnitID: c.unit[unit], Indicator: "capital", Basis: "all", Currency: crm.CNY, Year: 2021, Month: "2021-05", Value: 5 * wan}
		}
		_, err := s.PutHistoric(ctx, c.manager, []crm.HistoricFigure{h("city"), h("a"), h("b")})
		must(t, err)
		if list, err := s.Historic(ctx, c.other, "capital"); err != nil || len(list) != 1 || list[0].UnitID != c.unit["b"] {
			t.Errorf("乙县 reads %+v %v", list, err)
		}
		if list, err := s.Historic(ctx, c.manager, "capital"); err != nil || len(list) != 3 {
			t.Errorf("the city reads %+v %v", list, err)
		}
		_, err = s.PutScoreScheme(ctx, c.manager, 0, crm.ScoreScheme{Code: "most", Name: "比最高", For: crm.ForUnits, Places: 2, Terms: []crm.SchemeTerm{{Code: "x", Label: "到位",
			Parts: []crm.ScorePart{{Kind: crm.ScoreShare, Source: "figure:capital", Points: 10 * crm.PointScale}}}}})
		must(t, err)
		for name, of := range map[string]struct {
			v    crm.Viewer
			most bool
		}{"city": {c.manager, true}, "乙县": {c.other, false}} {
			list, err := s.Scores(ctx, of.v, crm.FiguresQuery{Month: "2022-09", UnitID: c.unit["b"]}, "most")
			must(t, err)
			text, err := json.Marshal(list)
			must(t, err)
			if strings.Contains(string(text), "80.00") != of.most && strings.Contains(string(text), "0.01亿元") != of.most || strings.Contains(string(text), "（不公开）") == of.most {
				t.Errorf("%s reads %s", name, text)
			}
		}
	})
}
