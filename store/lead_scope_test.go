package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// sees counts the ways in which v meets a lead: list, count, detail, search, company.
func (c *leadCity) sees(v crm.Viewer, l crm.Lead) (ways []string) {
	c.t.Helper()
	list, err := c.s.Leads(c.ctx, v, crm.LeadFilter{})
	c.must(err)
	for _, x := range list.Items {
		if x.ID == l.ID {
			ways = append(ways, "list")
		}
	}
	if list.Total != int64(len(list.Items)) {
		c.t.Fatalf("total %d of %d items", list.Total, len(list.Items))
	}
	if _, err := c.s.Lead(c.ctx, v, l.ID); err == nil {
		ways = append(ways, "detail")
	} else {
		c.want(err, crm.CodeNotFound)
	}
	if _, err := c.s.LeadHistory(c.ctx, v, l.ID); err == nil {
		ways = append(ways, "history")
	} else {
		c.want(err, crm.CodeNotFound)
	}
	hits, err := c.s.Search(c.ctx, v, l.CompanyName[:6])
	c.must(err)
	for _, h := range hits {
		if h.Kind == "lead" && h.ID == l.ID {
			ways = append(ways, "search")
		}
	}
	found, err := c.s.Leads(c.ctx, v, crm.LeadFilter{Page: crm.Page{Q: l.Code}})
	c.must(err)
	if found.Total > 0 {
		ways = append(ways, "q")
	}
	if err := c.s.EachLead(c.ctx, v, crm.LeadFilter{}, func(x crm.Lead) error {
		if x.ID == l.ID {
			ways = append(ways, "export")
		}
		return nil
	}); err != nil {
		c.want(err, crm.CodeForbidden)
	}
	return ways
}

func TestStore_LeadScope(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		c.lead(c.westman, "云岭茶业有限公司")
		c.lead(c.liaison, "滨江电子有限公司")
		for name, v := range map[string]crm.Viewer{"own": c.eastman, "manager": c.manager} {
			if got := c.sees(v, l); len(got) != 6 {
				t.Errorf("%s sees the lead by %v only", name, got)
			}
		}
		for name, v := range map[string]crm.Viewer{"other county": c.westman, "office": c.liaison} {
			if got := c.sees(v, l); len(got) != 0 {
				t.Errorf("%s sees the lead by %v", name, got)
			}
		}
		if got := c.sees(c.leader, l); len(got) != 5 { // no export
			t.Errorf("leader sees the lead by %v", got)
		}
		_, err := s.Leads(c.ctx, c.admin, crm.LeadFilter{})
		c.want(err, crm.CodeForbidden)
		_, err = s.MoveStage(c.ctx, c.westman, l.ID, crm.StageInput{Stage: crm.StageQualified, Version: 1})
		c.want(err, crm.CodeNotFound)
		_, err = s.MoveStage(c.ctx, c.leader, l.ID, crm.StageInput{Stage: crm.StageQualified, Version: 1})
		c.want(err, crm.CodeForbidden)
		_, err = s.ReportLead(c.ctx, c.eastman, crm.LeadInput{CompanyName: "甲乙有限公司", Project: "越权项目", UnitID: c.west.ID})
		c.want(err, crm.CodeNotFound)
		_, err = s.ReportLead(c.ctx, c.eastman, crm.LeadInput{CompanyName: "甲乙有限公司", Project: "越权项目", OwnerID: c.westman.UserID})
		c.want(err, crm.CodeInvalid)
		c.companyScope(l)
		c.sound()
	})
}

// companyScope: a company is seen by units that deal with it; another unit that types
// the name learns nothing, until it deals with the company itself.
func (c *leadCity) companyScope(l crm.Lead) {
	_, err := c.s.Company(c.ctx, c.westman, l.CompanyID)
	c.want(err, crm.CodeNotFound)
	m, err := c.s.MatchCompanies(c.ctx, c.westman, " 海晏食品有限公司")
	c.must(err)
	if len(m.Items) != 0 {
		c.t.Fatalf("told = %+v", m)
	}
	x, err := c.s.CreateCompany(c.ctx, c.westman, crm.CompanyInput{Name: "海晏食品 有限公司", Province: "福建"})
	c.must(err)
	if x.ID != l.CompanyID || x.Province != "福建省" {
		c.t.Fatalf("company = %+v", x)
	}
	x, err = c.s.Company(c.ctx, c.westman, l.CompanyID)
	c.must(err)
	if x.Leads != 0 {
		c.t.Fatalf("west counts %d leads of the east", x.Leads)
	}
	x, err = c.s.Company(c.ctx, c.eastman, l.CompanyID)
	c.must(err)
	if x.Leads != 1 {
		c.t.Fatalf("east counts %d leads", x.Leads)
	}
}

func TestStore_LeadPinyin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "旬阳矿业有限公司")
		for _, q := range []string{"旬阳", "xunyang", "XYKY", "矿", l.Code} {
			hits, err := s.Search(c.ctx, c.eastman, q)
			c.must(err)
			if len(hits) == 0 {
				t.Errorf("%q finds nothing", q)
			}
		}
		in := crm.CompanyInput{Name: "丰泽矿业有限公司", Version: 1}
		_, err := s.UpdateCompany(c.ctx, c.eastman, l.CompanyID, in)
		c.must(err)
		list, err := s.Leads(c.ctx, c.eastman, crm.LeadFilter{Page: crm.Page{Q: "丰泽"}})
		c.must(err)
		if list.Total != 1 || list.Items[0].CompanyName != "丰泽矿业有限公司" {
			t.Fatalf("after the rename: %+v", list)
		}
		_, err = s.UpdateCompany(c.ctx, c.eastman, l.CompanyID, in)
		c.want(err, crm.CodeConflict)
	})
}

// Who reads a visit through one of its leads is told of that lead and its company, not of the others.
func TestStore_VisitSeen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		a, b := c.lead(c.eastman, kept), c.lead(c.eastman, "汇川材料有限公司")
		in := visitInput("2022-09-20", kept, a.ID, b.ID)
		in.Companies = append(in.Companies, crm.VisitCompany{Name: "汇川材料有限公司", Counterpart: "乙总"})
		x, err := s.LogVisit(c.ctx, c.eastman, in)
		c.must(err)
		d, err := s.Lead(c.ctx, c.eastman, a.ID)
		c.must(err)
		_, err = s.OfferTransfer(c.ctx, c.eastman, a.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "请西山对接", Version: d.Version})
		c.must(err)
		for v, n := range map[*crm.Viewer]int{&c.eastman: 2, &c.manager: 2, &c.westman: 1} {
			seen, err := s.Visit(c.ctx, *v, x.ID)
			c.must(err)
			listed, err := s.LeadVisits(c.ctx, *v, a.ID)
			c.must(err)
			for _, y := range append(listed, seen) {
				if len(y.Companies) != n || len(y.LeadIDs) != n || y.Companies[0].Name != kept || y.LeadIDs[0] != a.ID {
					t.Errorf("%s reads %+v", v.Name, y)
				}
			}
		}
	})
}
