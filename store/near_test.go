package store_test

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// labelledNames are the names of the labelled pairs, one for each name key.
func labelledNames(t *testing.T) []string {
	t.Helper()
	f, err := os.Open("../crm/testdata/duplicate_pairs.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	seen := map[string]bool{}
	for _, r := range rows[1:] {
		for i, column := range rows[0] {
			if name := crm.CompanyName(r[i]); (column == "name_a" || column == "name_b") && !seen[crm.NameKey(name)] {
				seen[crm.NameKey(name)] = true
				out = append(out, name)
			}
		}
	}
	return out
}

// The index finds what comparing with every name finds: some thousand names that are hard to tell
// apart, every one with a lead, and a sample of them asked for.
func TestStore_NearLeads_BruteForce(t *testing.T) {
	names, rng := labelledNames(t), rand.New(rand.NewPCG(7, 7))
	if len(names) < 4000 {
		t.Fatalf("%d names", len(names))
	}
	asked := map[string]map[string]crm.Match{}
	for len(asked) < 60 {
		q := names[rng.IntN(len(names))]
		m, want := crm.NewMatcher(crm.Side{Name: q}), map[string]crm.Match{}
		for _, n := range names {
			if found := m.Match(crm.Side{Name: n}); found.Level != "" {
				want[n] = found
			}
		}
		asked[q] = want
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c, several := newLeadCity(t, s), 0
		c.bulkLeads(names)
		for q, want := range asked {
			got, err := s.NearForTest(c.ctx, c.westman, crm.LeadCheck{CompanyName: q})
			c.must(err)
			if len(want) > 1 {
				several++
			}
			for n, m := range want {
				if got[n] != m {
					t.Errorf("%s: %s is %+v, want %+v (%v)", q, n, got[n], m, crm.Side{Name: q}.NearGrams())
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s: %d found, want %d", q, len(got), len(want))
			}
		}
		if several < 12 {
			t.Errorf("only %d of %d names have another beside themselves", several, len(asked))
		}
	})
}

// bulkLeads gives every name a company and a lead of the west.
func (c *leadCity) bulkLeads(names []string) {
	c.t.Helper()
	var companies []crm.CompanyInput
	for _, n := range names {
		companies = append(companies, crm.CompanyInput{Name: n, Origin: crm.OriginUnknown, UnitID: c.west.ID})
	}
	first, err := c.s.BulkCompanies(c.ctx, crm.Viewer{Operator: true}, companies)
	c.must(err)
	var leads []crm.Lead
	for i := range names {
		leads = append(leads, crm.Lead{CompanyID: first + int64(i), CompanyName: names[i], Project: "新建项目", Origin: crm.OriginUnknown, UnitID: c.west.ID,
			OwnerID: c.westman.UserID, Stage: crm.StageNew, Status: crm.LeadActive, ReportedOn: c.s.Today(), LastProgressOn: c.s.Today()})
	}
	_, err = c.s.BulkLeads(c.ctx, crm.Viewer{Operator: true}, leads)
	c.must(err)
}

// By id, by credit code and by former name; voided leads are not near, those of every unit are.
func TestStore_NearLeads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		near := func(in crm.LeadCheck) map[string]crm.Match {
			out, err := s.NearForTest(c.ctx, c.westman, in)
			c.must(err)
			return out
		}
		code := "91350100M000100Y43"
		_, err := s.CreateCompany(c.ctx, c.eastman, crm.CompanyInput{Name: "甲电子有限公司", CreditCode: code})
		c.must(err)
		a := c.lead(c.eastman, "甲电子有限公司")
		b := c.lead(c.westman, "安康新程食品有限公司(曾用名:安康旧程食品有限公司)")
		gone := c.lead(c.westman, "误录企业有限公司")
		_, err = s.VoidLead(c.ctx, c.westman, gone.ID, crm.ReasonInput{Reason: "录错了", Version: gone.Version})
		c.must(err)
		for _, x := range []struct {
			in        crm.LeadCheck
			name, why string
		}{
			{crm.LeadCheck{CompanyName: "另名制造有限公司", CreditCode: "91350100m000100y43"}, a.CompanyName, "信用代码相同"},
			{crm.LeadCheck{CompanyID: a.CompanyID}, a.CompanyName, "信用代码相同"},
			{crm.LeadCheck{CompanyName: "安康市旧程食品有限公司"}, b.CompanyName, "曾用名称相同"},
			{crm.LeadCheck{CompanyName: "陕西安康新程食品股份有限公司"}, b.CompanyName, "名称只差写法"},
			{crm.LeadCheck{CompanyName: "误录企业有限公司"}, "", ""},
			{crm.LeadCheck{CompanyName: "", CreditCode: ""}, "", ""},
			{crm.LeadCheck{CompanyName: "“' OR (*"}, "", ""},
		} {
			got := near(x.in)
			if x.name == "" && len(got) == 0 || len(got) == 1 && got[x.name].Why == x.why {
				continue
			}
			t.Errorf("%+v: %+v", x.in, got)
		}
	})
}

// The migration makes the search rows of an older program's companies anew.
func TestStore_Upgrade_CompanyKeys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "安康啟程電子科技有限公司")
		c.must(s.PlainCompanyIndexForTest(c.ctx, l.CompanyID, "安康啟程電子科技有限公司"))
		in := crm.LeadCheck{CompanyName: "安康启程电子科技有限公司"}
		got, err := s.NearForTest(c.ctx, c.westman, in)
		c.must(err)
		c.must(s.DownAndUpForTest(c.ctx, 9))
		again, err := s.NearForTest(c.ctx, c.westman, in)
		c.must(err)
		if len(got) != 0 || again[l.CompanyName].Level != "L2" {
			t.Errorf("before %v, after %v", got, again)
		}
	})
}
