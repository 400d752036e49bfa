package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store/storetest"
)

func TestStore_CarryOver(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			s := storetest.Open(t, engine, "2023-01-03")
			c := newCity(t, s)
			p := c.project("蚕丝项目")
			usd := c.submitted(p, "2022-12", 645_0800_00, crm.Part{Origin: crm.OriginForeign, Currency: crm.USD, Amount: 100_0000_00})
			draft, err := s.FileCapital(ctx, c.reporter, c.input(p, "2022-12", 5*wan))
			must(t, err)
			wrong := c.verified(p, "2022-12", 30*wan)
			back, err := s.ReverseCapital(ctx, c.reporter, wrong.ID, crm.ReverseInput{Reason: "重复填报", Submit: true})
			must(t, err)
			if back.Month != "2022-12" || back.OrigMonth != "" {
				t.Fatalf("%+v", back)
			}
			n, err := s.CarryOverForTest(c.manager, "2022-12")
			must(t, err)
			if n != 2 {
				t.Fatal("submitted entries carried:", n)
			}
			c.closed("2022-12")
			e, err := s.Capital(ctx, c.reporter, usd.ID)
			must(t, err)
			last := e.Opinions[len(e.Opinions)-1]
			if e.Month != "2023-01" || e.CarriedFrom != "2022-12" || e.State != crm.StateSubmitted || e.Amount.Amount != 700_0000_00 ||
				last.Decision != "carry" || last.Text != "材料未齐" || e.Version != usd.Version+1 {
				t.Fatalf("%+v", e)
			}
			if d, err := s.Capital(ctx, c.reporter, draft.ID); err != nil || d.Month != "2023-01" || d.State != crm.StateDraft {
				t.Fatal(d, err)
			}
			if r, err := s.Capital(ctx, c.reporter, back.ID); err != nil || r.Month != "2023-01" || r.OrigMonth != "2022-12" {
				t.Fatal(r, err)
			}
			c.sound()
			for _, id := range []int64{usd.ID, back.ID} {
				e, err := s.Capital(ctx, c.verifier, id)
				must(t, err)
				_, err = s.VerifyCapital(ctx, c.verifier, id, crm.VerifyInput{Version: e.Version})
				must(t, err)
			}
			if got := c.rows("SELECT month, adjustment, cny / 1000000 FROM rollup_capital WHERE state = 'verified' ORDER BY month, adjustment"); got !=
				"2022-12||30|\n2023-01||700|\n2023-01|earlier|-30|\n" {
				t.Fatal(got)
			}
			if d, err := s.Project(ctx, c.reporter, p.ID); err != nil || d.ArrivedYear != 700*wan || d.ArrivedCNY != 700*wan {
				t.Fatalf("%+v %v", d, err)
			}
			c.sound()
		})
	}
}
