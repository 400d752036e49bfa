package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// randomVisits makes rows that are new, that mean known visits by code or by what they say,
// repeat others of the file, belong to other units and contradict what stands.
func randomVisits(r *rand.Rand, known []crm.Visit, n int) (out []crm.ImportRecord) {
	pick := func(l ...string) string { return l[r.IntN(len(l))] }
	for i := range n {
		x := visitLine(i+3, pick("苏州甲有限公司", "苏州甲有限责任公司", "无锡乙有限公司", "远方投资有限公司", "苏州甲有限公司、无锡乙有限公司", pick("丙", "丁", "戊", "己")+"客商有限公司"),
			"unit", pick("甲县", "甲县", "甲县", "甲县商务局", "乙县"), "direction", pick("", "", "来访"), "traveller", pick("", "甲某", "甲某、乙某", "丙某"),
			"title", pick("", "县长"), "start_date", pick("2022-07-04", "2022-07-05", "2022-08-01"), "end_date", pick("", "2022-07-07", "2022-08-03"),
			"counterpart", pick("", "赵某", "钱某、孙某", "李某 经理"), "theme", pick("", "", "看茶园", "谈用工"), "outcome", pick("", "", "一般交流", "很好"),
			"people", pick("", "3"), "place", pick("", "开发区"), "remark", pick("", "补充"), "trip_name", pick("", "", "", "小分队"), "way", pick("", "", "", "实地考察"))
		if p := pick("", "江苏省|苏州市", "浙江省|"); p != "" {
			x.SetList("destination", []string{p, pick("江苏省|无锡市", "上海市|上海市")})
		}
		if r.IntN(3) == 0 {
			x.Set("visit_no", known[r.IntN(len(known))].Code)
		}
		if x.Text("end_date") < x.Text("start_date") {
			x.Set("end_date", "")
		}
		if k := r.IntN(8); k < 2 {
			x.Choice = []crm.ImportChoice{crm.ChooseNew, crm.ChooseUpdate}[k]
		}
		out = append(out, x)
	}
	return out
}

// A random ledger over logged visits, applied and taken back, leaves every table as it was.
func TestStore_ImportVisits_UndoProperty(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		lead, err := s.ReportLead(ctx, c.reporter, crm.LeadInput{CompanyName: "远方投资有限公司", Project: "茶园项目"})
		must(t, err)
		trip, err := s.CreateTrip(ctx, c.reporter, crm.TripInput{Name: "小分队", StartOn: "2022-07-04", EndOn: "2022-07-07", LeaderName: "甲某"})
		must(t, err)
		var known []crm.Visit
		for i, name := range []string{"远方投资有限公司", "苏州甲有限公司", "无锡乙有限公司", "远方投资有限公司"} {
			in := visitInput(crm.Date(fmt.Sprintf("2022-07-0%d", 4+i%2)), name)
			if i == 0 {
				in.LeadIDs = []int64{lead.ID}
			}
			if i > 1 {
				in.TripID = trip.ID
			}
			v, err := s.LogVisit(ctx, c.reporter, in)
			must(t, err)
			known = append(known, v)
		}
		index := func() int64 {
			return c.sum("SELECT COUNT(*) FROM search_visits") + c.sum("SELECT COUNT(*) FROM search_companies")
		}
		for seed := range uint64(12) {
			rows := randomVisits(rand.New(rand.NewPCG(seed, 11)), known, 40)
			before, indexed := storetest.Business(t, s), index()
			b, lines := c.imported(c.reporter, rows...)
			if d := b.Done; d.Created == 0 || d.Updated == 0 || d.Rejected == 0 {
				t.Fatalf("seed %d: %+v %s", seed, d, outcomes(lines))
			}
			c.undo(c.reporter, b)
			storetest.SameBusiness(t, before, storetest.Business(t, s))
			if n := index(); n != indexed {
				t.Errorf("%d search rows, were %d", n, indexed)
			}
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
		if _, bad, err := s.VerifyAudit(ctx); err != nil || bad != 0 {
			t.Fatal(bad, err)
		}
	})
}

// A random clean ledger comes in whole, and again without a change.
func TestStore_ImportVisits_CleanProperty(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		for seed := range uint64(8) {
			r := rand.New(rand.NewPCG(seed, 17))
			maybe := func(text string) string { return []string{"", text}[r.IntN(2)] }
			var rows []crm.ImportRecord
			for trip := range 12 {
				from := crm.Date("2022-03-01").AddDays(r.IntN(150))
				who, to, reception := fmt.Sprintf("某%d·%d", seed, trip), from.AddDays(r.IntN(4)), maybe("来访")
				for range 1 + r.IntN(4) {
					x := visitLine(len(rows)+3, fmt.Sprintf("第%d号%s有限公司", len(rows), []string{"苏州", "无锡", "客商"}[r.IntN(3)]), "direction", reception, "traveller", who, "title", maybe("县长"),
						"start_date", string(from), "end_date", string(to), "counterpart", maybe("赵某、钱某"), "counterpart_title", maybe("董事长"), "theme", maybe("谈项目"), "outcome", maybe("很好"),
						"place", maybe("园区"), "people", maybe("3"), "leader_level", maybe("部门"), "our_people", maybe("孙某"), "remark", maybe("备注"), "recorded_by", maybe("second"),
						"next_step", maybe("回访"), "content", maybe("详情"))
					if reception == "" {
						x.SetList("destination", []string{"江苏省|苏州市", "江苏省|无锡市", "上海市|上海市"}[r.IntN(3):])
					}
					rows = append(rows, x)
				}
			}
			b, lines := c.imported(c.reporter, rows...)
			if b.Done.Created != b.Done.Read {
				t.Fatalf("seed %d: %+v %+v", seed, b.Done, lines)
			}
			before := storetest.Business(t, s)
			again, lines := c.imported(c.reporter, rows...)
			if again.Done.Unchanged != again.Done.Read {
				t.Fatalf("seed %d: %s %+v", seed, outcomes(lines), lines)
			}
			storetest.SameBusiness(t, before, storetest.Business(t, s))
			c.undo(c.reporter, b)
		}
	})
}
