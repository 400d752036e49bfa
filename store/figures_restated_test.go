package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store/storetest"
)

// A correction of an earlier year stands apart: outside this year's month, cumulative
// and rate, while 同比 uses last year as restated (domain §7).
func TestStore_Figures_RestatedLastYear(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			s := storetest.Open(t, engine, "2023-03-10")
			c := measured(t, s)
			p := c.project("甲一")
			var history []crm.HistoricFigure // 丙区 goes live in March 2022
			for _, m := range []crm.Month{"2022-01", "2022-02"} {
				history = append(history, crm.HistoricFigure{UnitID: c.unit["c"], Indicator: "capital", Currency: crm.CNY, Year: 2022, Month: m})
			}
			_, err := s.PutHistoric(ctx, c.manager, history)
			must(t, err)
			wrong := c.verified(p, "2022-02", 100*wan)
			c.verified(p, "2022-01", 30*wan)
			for m := crm.Month("2022-01"); m <= "2022-12"; m = m.Add(1) {
				c.shut(m)
			}
			c.verified(p, "2023-02", 60*wan)
			before := c.figures(crm.FiguresQuery{Month: "2023-02"}).Total["capital"]
			if *before.LastYear != 130*wan || *before.YoY != "-0.5385" {
				t.Errorf("before %s", figureText(before))
			}
			back, err := s.ReverseCapital(ctx, c.reporter, wrong.ID, crm.ReverseInput{Reason: "重复填报"})
			must(t, err)
			c.attach("capital", back.ID, "银行进账单")
			back, err = s.SubmitCapital(ctx, c.reporter, back.ID, crm.ReviewInput{Version: back.Version})
			must(t, err)
			_, err = s.VerifyCapital(ctx, c.verifier, back.ID, crm.VerifyInput{Version: back.Version})
			must(t, err)
			if jan := c.figures(crm.FiguresQuery{Month: "2023-01"}); jan.Total["capital"].Month != 0 || *jan.Total["capital"].LastYear != 30*wan {
				t.Errorf("January %s", figureText(jan.Total["capital"]))
			}
			feb := c.figures(crm.FiguresQuery{Month: "2023-02"}).Total["capital"]
			if feb.Cumulative != 60*wan || feb.Adjust != 0 || *feb.LastYear != 30*wan || *feb.YoY != "1.0000" {
				t.Errorf("February %s", figureText(feb))
			}
			r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: "2023-01"})
			must(t, err)
			if len(r.Adjustments) != 1 || !r.Adjustments[0].EarlierYear || r.Adjustments[0].Amount != -100*wan || r.Entries[0].OtherYear != -100*wan {
				t.Errorf("%+v", r.Adjustments)
			}
			r, err = s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: "2023-02"})
			must(t, err)
			if r.Head.RestatedNote == "" {
				t.Error("the report does not say that last year is restated")
			}
			if old := c.figures(crm.FiguresQuery{Month: "2022-02"}).Total["capital"]; old.Cumulative != 130*wan {
				t.Errorf("closed February 2022 %s", figureText(old))
			}
		})
	}
}
