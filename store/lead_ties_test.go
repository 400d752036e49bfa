package store_test

import (
	"errors"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// tied reports two leads of the east with nothing in common yet, for firms that are not alike.
func (c *leadCity) tied() (a, b crm.Lead) {
	c.t.Helper()
	report := func(company, project string, yi int64) crm.Lead {
		amount := crm.Yuan(yi * crm.FenPerYi)
		l, err := c.s.ReportLead(c.ctx, c.eastman, crm.LeadInput{CompanyName: company, Project: project, Industry: "C15", Amount: &amount})
		c.must(err)
		return l
	}
	return report("青禾饮料有限公司", "山泉水灌装线", 10), report("北辰置业有限公司", "物流园二期工程", 11)
}

// Leads of different firms that share an investor, a phone or an address are told within one's own
// scope, on the lead's page and before saving, with the reasons; what others know never speaks.
func TestStore_TiedLeads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		a, b := c.tied()
		same := func(v crm.Viewer, id int64, want ...string) {
			t.Helper()
			found, err := s.LeadDuplicates(c.ctx, v, id)
			c.must(err)
			got := []string{}
			for _, n := range found.Near {
				got = append(got, n.Level+" "+n.Why)
			}
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("told %q, want %q", got, want)
			}
		}
		hints := func(v crm.Viewer, in crm.LeadCheck) (out []string) {
			t.Helper()
			f, err := s.CheckLead(c.ctx, v, in)
			c.must(err)
			for _, h := range f.Hints {
				out = append(out, h.Level)
			}
			return out
		}
		// What the west knows of the two firms is not the east's.
		far := func(v crm.Viewer, l crm.Lead, name, address string) {
			t.Helper()
			_, err := s.CreateCompany(c.ctx, v, crm.CompanyInput{Name: l.CompanyName, Address: address})
			c.must(err)
			_, err = s.AddContact(c.ctx, v, l.CompanyID, crm.ContactInput{Name: name, Phone: "13800001234"})
			c.must(err)
		}
		far(c.westman, a, "西一", "示例市东河县城关镇河堤路18号")
		far(c.westman, b, "西二", "示例市东河县城关镇河堤路18号")
		same(c.eastman, a.ID)
		same(c.manager, a.ID, "L4 联系电话相同；地址相近")
		if got := hints(c.eastman, crm.LeadCheck{CompanyID: a.CompanyID, Project: "另一条线"}); len(got) != 0 {
			t.Errorf("told of the west's: %v", got)
		}
		// one phone at both firms, known by the east itself
		for _, l := range []crm.Lead{a, b} {
			_, err := s.AddContact(c.ctx, c.eastman, l.CompanyID, crm.ContactInput{Name: "钱代办", Phone: map[bool]string{true: "139 0000 5678", false: "13900005678"}[l.ID == a.ID]})
			c.must(err)
		}
		same(c.eastman, a.ID, "L4 联系电话相同")
		same(c.eastman, b.ID, "L4 联系电话相同")
		for _, in := range []crm.LeadCheck{{CompanyID: a.CompanyID, Project: "另一条线"}, {CompanyName: a.CompanyName, Project: "另一条线"}} {
			if got := hints(c.eastmat, in); len(got) != 1 || got[0] != "L4" {
				t.Errorf("%v", got)
			}
			in.CompanyID, in.CompanyName = 0, a.CompanyName
			if got := hints(c.liaison, in); len(got) != 0 {
				t.Errorf("the office is told %v", got)
			}
		}
		// both firms take part in projects of one investor
		for i, l := range []crm.Lead{a, b} {
			_, err := s.CreateProject(c.ctx, c.eastman, crm.ProjectInput{Name: []string{"老厂一", "老厂二"}[i], CountyUnitID: c.east.ID, SignedOn: "2022-09-20", Total: crm.Yuan(crm.FenPerYi),
				Parties: []crm.Party{{Name: "甲子集团有限公司", Role: "investor", Origin: crm.OriginOutProv}, {CompanyID: l.CompanyID, Role: "local", Origin: crm.OriginLocal}}})
			c.must(err)
		}
		same(c.eastman, a.ID, "L3 投资方同为“甲子集团有限公司”，行业相同，投资额相差不到 20%；联系电话相同")
		if got := hints(c.eastman, crm.LeadCheck{CompanyID: b.CompanyID, Project: "另一条线", Industry: "C15", Amount: a.Amount}); len(got) != 1 || got[0] != "L3" {
			t.Errorf("%v", got)
		}
		far2 := crm.Yuan(3 * crm.FenPerYi)
		if got := hints(c.eastman, crm.LeadCheck{CompanyID: b.CompanyID, Project: "另一条线", Industry: "C15", Amount: &far2}); len(got) != 1 || got[0] != "L4" {
			t.Errorf("%v", got)
		}
		// a lead that was ended says nothing
		_, err := s.SetLeadStatus(c.ctx, c.eastman, b.ID, crm.StatusInput{Status: crm.LeadDropped, Reason: "企业放弃", Version: b.Version})
		c.must(err)
		same(c.eastman, a.ID)
		c.sound()
	})
}

// Saving a lead that is tied to another asks once: L3 for a reason, L4 for being seen; the decision is
// kept with the level. An edit asks for ties that it makes, and strangers' leads never speak.
func TestStore_TiedLeads_saving(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		a, b := c.tied()
		for _, v := range []crm.Viewer{c.eastman, c.westman} {
			for _, l := range []crm.Lead{a, b} {
				if v.UnitID == c.westman.UnitID {
					_, err := s.CreateCompany(c.ctx, v, crm.CompanyInput{Name: l.CompanyName})
					c.must(err)
				}
				_, err := s.AddContact(c.ctx, v, l.CompanyID, crm.ContactInput{Name: "钱代办", Phone: "13900005678"})
				c.must(err)
			}
		}
		hints := func(err error) string {
			t.Helper()
			var e *crm.Error
			if !errors.As(err, &e) || e.Code != crm.CodeConflict {
				t.Fatalf("error = %v, want a question", err)
			}
			var out []string
			found := e.State.(crm.LeadFindings)
			for _, h := range found.Hints {
				out = append(out, h.Level)
			}
			if len(found.Verdicts)+len(found.Notices) != 0 {
				t.Fatalf("%+v", found)
			}
			return strings.Join(out, " ")
		}
		kept := func(level, reason string) {
			t.Helper()
			n, err := s.SumForTest("SELECT COUNT(*) FROM lead_verdicts WHERE level = $1 AND verdict = 'new' AND reason = $2", level, reason)
			c.must(err)
			if n == 0 {
				t.Errorf("no decision on %s is kept: %q", level, reason)
			}
		}
		small := crm.Yuan(crm.FenPerYi)
		in := crm.LeadInput{CompanyID: a.CompanyID, Project: "污水处理改造", Industry: "D46", Amount: &small}
		_, err := s.ReportLead(c.ctx, c.westman, crm.LeadInput{CompanyName: "毫不相干有限公司", Project: "污水处理改造"}) // nothing is tied to it
		c.must(err)
		_, err = s.ReportLead(c.ctx, c.eastman, in)
		if got := hints(err); got != "L4" {
			t.Fatal(got)
		}
		in.Decision = &crm.DuplicateDecision{Verdict: "new"}
		made, err := s.ReportLead(c.ctx, c.eastman, in)
		c.must(err)
		kept("L4", "")
		edit := made.Input()
		edit.Content = "仅补充内容"
		made, err = s.UpdateLead(c.ctx, c.eastman, made.ID, edit)
		c.must(err)
		for i, l := range []crm.Lead{a, b} {
			_, err := s.CreateProject(c.ctx, c.eastman, crm.ProjectInput{Name: []string{"老厂一", "老厂二"}[i], CountyUnitID: c.east.ID, SignedOn: "2022-09-20", Total: crm.Yuan(crm.FenPerYi),
				Parties: []crm.Party{{Name: "甲子集团有限公司", Role: "investor", Origin: crm.OriginOutProv}, {CompanyID: l.CompanyID, Role: "local", Origin: crm.OriginLocal}}})
			c.must(err)
		}
		// of the same trade and amount as b: an edit and a report ask for a reason
		edit = made.Input()
		edit.Amount, edit.Industry = b.Amount, "C1529"
		edit.Project = "饮料厂改造"
		edit.Decision = &crm.DuplicateDecision{Verdict: "new"}
		_, err = s.UpdateLead(c.ctx, c.eastman, made.ID, edit)
		c.want(err, crm.CodeInvalid)
		edit.Decision = nil
		_, err = s.UpdateLead(c.ctx, c.eastman, made.ID, edit)
		var e *crm.Error
		if !errors.As(err, &e) || !strings.Contains(e.Detail, "相同意向") {
			t.Fatalf("%v", err) // a itself is of the same trade by now: L1, with the tie beside
		}
		if found := e.State.(crm.LeadFindings); len(found.Verdicts) != 1 || len(found.Hints) != 1 || found.Hints[0].Level != "L3" {
			t.Fatalf("%+v", found)
		}
		edit.Decision = &crm.DuplicateDecision{Verdict: "new", Reason: "两个厂"}
		_, err = s.UpdateLead(c.ctx, c.eastman, made.ID, edit)
		c.must(err)
		kept("L3", "两个厂")
		_, err = s.ReportLead(c.ctx, c.eastman, crm.LeadInput{CompanyName: "甲子集团有限公司", Project: "集团自建食品厂", Industry: "C15", Amount: b.Amount})
		if got := hints(err); !strings.HasPrefix(got, "L3") {
			t.Fatal(got)
		}
		c.want(func() error {
			_, err := s.ReportLead(c.ctx, c.eastman, crm.LeadInput{CompanyName: "甲子集团有限公司", Project: "集团自建食品厂", Industry: "C15", Amount: b.Amount, Decision: &crm.DuplicateDecision{Verdict: "new"}})
			return err
		}(), crm.CodeInvalid)
		c.sound()
	})
}
