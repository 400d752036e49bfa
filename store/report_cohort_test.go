package store_test

import (
	"encoding/json"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Sheet 14 takes each contract of the cohort once, by how far it has come by the month's
// end, and lists those that nothing followed (domain §8).
func TestStore_MonthReport_Cohort(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		signed := func(name, on string, shares map[string]int64) crm.Project {
			p := c.project(name)
			if shares != nil {
				p = c.reshared(p, shares)
			}
			c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: on})
			return p
		}
		followed := func(p crm.Project, kind crm.MilestoneKind, on string) {
			c.approved(p, crm.MilestoneInput{Kind: kind, On: on, Capacity: "年产一万件"})
		}
		building := signed("在建", "2022-03-01", nil)
		followed(building, crm.MilestoneStarted, "2022-05-01")
		producing := signed("投产", "2021-06-01", map[string]int64{"a": 4000, "b": 6000}) // of before the cut-over: no count line
		followed(producing, crm.MilestoneStarted, "2021-08-01")
		followed(producing, crm.MilestoneProducing, "2022-08-20")
		registered := signed("注册", "2022-04-01", nil)
		followed(registered, crm.MilestoneRegister, "2022-08-31")
		formalities := signed("手续", "2022-04-01", nil)
		must(t, s.ExecForTest("UPDATE projects SET status = 'formalities', agreed = NULL WHERE id = $1", formalities.ID))
		idle := signed("未动", "2022-08-09", nil)
		must(t, s.ExecForTest("UPDATE projects SET status = 'delayed', status_reason = '土地未落实', next_step = '催办' WHERE id = $1", idle.ID))
		late := signed("后来才开工", "2022-07", nil)
		followed(late, crm.MilestoneStarted, "2022-09-03")
		signed("太早", "2019-12-31", nil)
		signed("太晚", "2022-09-01", nil)
		c.verified(building, "2022-08", 300*wan)
		rows := func(v crm.Viewer, q crm.FiguresQuery) (map[string]crm.Cohort, []crm.ReportUnfulfilled) {
			q.Month = "2022-08"
			r, err := s.MonthReport(ctx, v, q)
			must(t, err)
			out := map[string]crm.Cohort{}
			for _, f := range r.Fulfilment {
				out[f.UnitID] = f.Cohort
			}
			return out, r.Unfulfilled
		}
		all, idlers := rows(c.manager, crm.FiguresQuery{})
		if want := (crm.Cohort{Contracts: 5, Formalities: 2, Building: 1, Arrived: 300 * wan, Agreed: (4*80_000 + 100_000) * wan}); all["a"] != want {
			t.Errorf("甲县 %+v", all["a"])
		}
		if want := (crm.Cohort{Contracts: 1, Producing: 1, Agreed: 80_000 * wan}); all["b"] != want || len(all) != 4 {
			t.Errorf("乙县 %+v of %d", all["b"], len(all))
		}
		if len(idlers) != 2 || idlers[0].Name != "后来才开工" || idlers[1].Reason != "土地未落实" || idlers[1].Status != "延期" || idlers[1].Next != "催办" {
			t.Errorf("%+v", idlers)
		}
		if county, none := rows(c.other, crm.FiguresQuery{}); len(county) != 1 || county["b"].Contracts != 1 || len(none) != 0 {
			t.Errorf("%+v %+v", county, none)
		}
		op := crm.Viewer{Operator: true}
		must(t, s.ExecForTest(`INSERT INTO settings (name, value, label, provisional, updated_at) VALUES ('cityName', '"演示市"', '', FALSE, 0)`))
		_, err := s.PutSetting(ctx, op, "cohortFrom", json.RawMessage(`"四月"`), false, 0)
		refused(t, err, crm.CodeInvalid)
		_, err = s.PutSetting(ctx, op, "cohortFrom", json.RawMessage(`"2022-04"`), false, 0)
		must(t, err)
		if later, _ := rows(c.manager, crm.FiguresQuery{}); later["a"].Contracts != 4 || later["b"].Contracts != 0 {
			t.Errorf("%+v", later)
		}
	})
}
