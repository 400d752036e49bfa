package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// fillMonths gives projects entries of every state, in closed and open months, whole and in parts.
func (c *city) fillMonths(projects []crm.Project) {
	c.t.Helper()
	usd := crm.Part{Origin: crm.OriginForeign, Currency: crm.USD, Amount: 10 * wan, FDI: true}
	rest := crm.Part{Origin: crm.OriginInProvince, Currency: crm.CNY, Amount: 35_4920_00}
	c.submitted(projects[0], "2022-07", 100*wan, usd, rest)
	c.verified(projects[1], "2022-06", 100*wan)
	wrong := c.verified(projects[2], "2022-07", 300*wan)
	_, err := c.s.ReverseCapital(ctx, c.reporter, wrong.ID, crm.ReverseInput{Reason: "重复填报"})
	must(c.t, err)
	for i, p := range projects {
		if i%2 == 0 {
			_, err := c.s.FileCapital(ctx, c.reporter, c.input(p, "2022-09", int64(100+i)*wan, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: int64(100+i) * wan}))
			must(c.t, err)
		}
	}
	draft, err := c.s.FileCapital(ctx, c.reporter, c.input(projects[3], "2022-08", 100*wan, usd, rest))
	must(c.t, err)
	c.attach("capital", draft.ID, "银行进账单")
	c.closed("2022-06")
}

// randomMonths makes rows that are new, that mean known projects and entries, repeat and contradict others.
func randomMonths(r *rand.Rand, known []crm.Project, n int) *crm.ImportResult {
	res := &crm.ImportResult{ReferenceDate: "2022-09-26"}
	pick := func(l ...string) string { return l[r.IntN(len(l))] }
	for i := range n {
		x := arrival(i+3, pick("新项目", "茶产业园")+pick("", "二期", "三期"), "2022-0"+pick("5", "6", "7", "8", "9", "9"), pick("", "0", "50", "100", "100", "102.5"))
		x.Sheet = pick("一", "二")
		x.Set("county", pick("甲县", "甲县", "甲县", "乙县", "丁县"))
		x.SetList("investors", []string{pick("外省纺织有限公司", "新来投资有限公司")})
		x.Set("total_wan", "5000")
		if r.IntN(2) == 0 {
			p := known[r.IntN(len(known))]
			x.Set("project", p.Name)
			x.Set("county", "甲县")
			x.Set("project_no", pick("", p.Code))
			x.SetList("investors", []string{"外省纺织有限公司"})
		}
		x.Set("prior_years_wan", pick("", "0", "70"))
		x.Set("ytd_prev_wan", pick("", "0", "30"))
		x.Set("out_of_province_wan", pick("", "0", "50"))
		x.Set("foreign_usd_wan", pick("", "", "0", "5"))
		x.Set("use", pick("", "设备购置", "装修"))
		x.Set("arrived_on", pick("", x.Text("month")+"-11"))
		switch r.IntN(8) {
		case 0:
			x.Choice = crm.ChooseNew
		case 1:
			x.Choice = crm.ChooseUpdate
		}
		res.Records = append(res.Records, x)
	}
	return res
}

// A random monthly report over a filled city, applied and taken back, leaves every table as it was.
func TestStore_ImportCapital_UndoProperty(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		known := c.fillLedger()
		c.fillMonths(known)
		created, updated := int64(0), int64(0)
		for seed := range uint64(10) {
			res := randomMonths(rand.New(rand.NewPCG(seed, 11)), known, 40)
			before := storetest.Business(t, s)
			b, err := s.ApplyImport(ctx, c.reporter, res, crm.ImportUpload{}, store.ImportSource{FileName: "月报.xlsx", Content: fmt.Append(nil, seed)}, nil)
			must(t, err)
			d := b.Done
			if d.Read != d.Created+d.Updated+d.Unchanged+d.Skipped+d.Rejected || d.Rejected == 0 {
				t.Fatalf("seed %d: %+v", seed, d)
			}
			created, updated = created+d.Created, updated+d.Updated
			c.sound()
			if n := c.sum("SELECT COUNT(*) FROM capital_entries WHERE state <> 'draft' AND import_id <> 0") + c.sum(`SELECT COUNT(*) FROM capital_entries e
				WHERE e.reverses_id IS NULL AND e.amount <> (SELECT CAST(SUM(CASE p.currency WHEN 'USD' THEN p.amount * 64508 / 10000 ELSE p.amount END) AS BIGINT)
				FROM capital_parts p WHERE p.entry_id = e.id)`); n != 0 {
				t.Errorf("seed %d: %d entries are no drafts, or not the sum of their parts", seed, n)
			}
			c.undo(c.reporter, b)
			storetest.SameBusiness(t, before, storetest.Business(t, s))
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
		if created < 20 || updated < 5 {
			t.Errorf("the rows tried little: %d created, %d updated", created, updated)
		}
		if _, bad, err := s.VerifyAudit(ctx); err != nil || bad != 0 {
			t.Fatal(bad, err)
		}
	})
}
