package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Sheet 4 prints the place of the investor who paid an entry, not that of the project's first.
func TestStore_MonthReport_EntryOfSecondInvestor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p, err := s.CreateProject(ctx, c.reporter, crm.ProjectInput{Name: "两家合资", Total: crm.Yuan(900 * wan), CountyUnitID: c.unit["a"], Parties: []crm.Party{
			{Name: "浙江纺织有限公司", Role: "investor", Origin: crm.OriginOutProv, Province: "浙江省", City: "嘉兴市"},
			{Name: "西安纺织有限公司", Role: "investor", Origin: crm.OriginInProvince, Province: "陕西省", City: "西安市"}}})
		must(t, err)
		for _, x := range p.Parties {
			e, err := s.FileCapital(ctx, c.reporter, crm.CapitalInput{ProjectID: p.ID, Month: "2022-01", ArrivedOn: "2022-01-10", Amount: crm.Yuan(30 * wan),
				CompanyID: x.CompanyID, Form: "现金", Use: "设备", Parts: []crm.Part{{Origin: x.Origin, Currency: crm.CNY, Amount: 30 * wan}}, WarningReason: "两家各付一笔"})
			must(t, err)
			c.attach("capital", e.ID, "银行进账单")
			e, err = s.SubmitCapital(ctx, c.reporter, e.ID, crm.ReviewInput{Version: e.Version})
			must(t, err)
			_, err = s.VerifyCapital(ctx, c.verifier, e.ID, crm.VerifyInput{Version: e.Version})
			must(t, err)
		}
		r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: "2022-01"})
		must(t, err)
		want := map[string]string{"浙江纺织有限公司": "浙江嘉兴", "西安纺织有限公司": "陕西西安"}
		if len(r.Entries) != len(want) {
			t.Fatalf("%d entries", len(r.Entries))
		}
		for _, e := range r.Entries {
			if e.Origin != want[e.Investor] {
				t.Errorf("%s pays, 来源地 says %q, want %q", e.Investor, e.Origin, want[e.Investor])
			}
		}
	})
}
