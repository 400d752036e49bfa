package store_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func TestStore_Contacts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		p, err := s.AddContact(c.ctx, c.eastman, l.CompanyID, crm.ContactInput{Name: "孙经理", Phone: "13900001234"})
		c.must(err)
		if p.Phone != "139****1234" {
			t.Fatalf("%+v", p)
		}
		p, err = s.UpdateContact(c.ctx, c.eastman, p.ID, crm.ContactInput{Name: "孙总", Phone: p.Phone, Version: p.Version})
		c.must(err)
		_, err = s.RevealPhone(store.WithIdempotency(c.ctx, "one", "hash"), c.eastman, p.ID)
		if c.must(err); c.count("SELECT COUNT(*) FROM idempotency_keys WHERE answer LIKE '%13900001234%'") != 0 {
			t.Error("a full phone is kept for a repeat")
		}
		full, err := s.RevealPhone(c.ctx, c.eastman, p.ID)
		c.must(err)
		if full.Phone != "13900001234" || p.Name != "孙总" {
			t.Fatalf("%+v %+v", full, p)
		}
		_, err = s.UpdateContact(c.ctx, c.eastman, p.ID, crm.ContactInput{Name: "孙总", Phone: "138****9999", Version: p.Version})
		c.want(err, crm.CodeInvalid)
		_, err = s.CreateCompany(c.ctx, c.westman, crm.CompanyInput{Name: "海晏食品有限公司"})
		c.must(err)
		x, err := s.Company(c.ctx, c.westman, l.CompanyID)
		c.must(err)
		if len(x.Contacts) != 0 {
			t.Fatalf("west sees the east's contact: %+v", x)
		}
		_, err = s.RevealPhone(c.ctx, c.westman, p.ID)
		c.want(err, crm.CodeNotFound)
		_, err = s.RevealPhone(c.ctx, c.leader, p.ID)
		c.want(err, crm.CodeForbidden)
		for range 28 { // with the two above, the thirty of one hour
			_, err = s.RevealPhone(c.ctx, c.eastman, p.ID)
			c.must(err)
		}
		_, err = s.RevealPhone(c.ctx, c.eastman, p.ID)
		c.want(err, crm.CodeTooMany)
		c.must(s.RemoveContact(c.ctx, c.eastman, p.ID, p.Version))
		_, err = s.Contact(c.ctx, c.eastman, p.ID)
		c.want(err, crm.CodeNotFound)
		c.noPhoneInLog(t, "13900001234")
		c.sound()
	})
}

// The people of a lead's company go with it: the new owner reads them masked and may open the full
// number, the next owner too; nobody else does, and what the former unit learns later stays its own.
func TestStore_Contacts_transfer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, x := c.offer()
		p, err := s.AddContact(c.ctx, c.liaison, l.CompanyID, crm.ContactInput{Name: "孙经理", Phone: "13900001234"})
		c.must(err)
		_, err = s.Contact(c.ctx, c.eastman, p.ID) // offered, not yet accepted
		c.want(err, crm.CodeNotFound)
		_, err = s.AcceptTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{})
		c.must(err)
		_, err = s.AddContact(c.ctx, c.liaison, l.CompanyID, crm.ContactInput{Name: "李厂长", Phone: "13900005678"})
		c.must(err)
		own, err := s.AddContact(c.ctx, c.eastman, l.CompanyID, crm.ContactInput{Name: "周主任", Phone: "13900009999"})
		c.must(err)
		c.knows(c.eastman, l.CompanyID, "孙经理 139****1234 沿海联络处 false true", "周主任 139****9999 东河县 true true")
		c.knows(c.liaison, l.CompanyID, "孙经理 139****1234 沿海联络处 true true", "李厂长 139****5678 沿海联络处 true true")
		full, err := s.RevealPhone(c.ctx, c.eastman, p.ID)
		c.must(err)
		_, err = s.UpdateContact(c.ctx, c.eastman, p.ID, crm.ContactInput{Name: "改名", Version: p.Version})
		c.want(err, crm.CodeNotFound)
		c.want(s.RemoveContact(c.ctx, c.eastman, p.ID, p.Version), crm.CodeNotFound)
		_, err = s.CreateCompany(c.ctx, c.westman, crm.CompanyInput{Name: "滨江电子有限公司"})
		c.must(err)
		c.knows(c.westman, l.CompanyID)
		d, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		y, err := s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "另选地址", Version: d.Version})
		c.must(err)
		_, err = s.AcceptTransfer(c.ctx, c.westman, y.ID, crm.DecisionInput{})
		c.must(err)
		c.knows(c.westman, l.CompanyID, "孙经理 139****1234 沿海联络处 false true", "周主任 139****9999 东河县 false true")
		c.knows(c.eastman, l.CompanyID, "孙经理 139****1234 沿海联络处 false false", "周主任 139****9999 东河县 true true")
		_, err = s.RevealPhone(c.ctx, c.eastman, p.ID) // the lead has gone on
		c.want(err, crm.CodeNotFound)
		_, err = s.RevealPhone(c.ctx, c.westman, own.ID)
		c.must(err)
		if full.Phone != "13900001234" {
			t.Errorf("%+v", full)
		}
		c.sound()
	})
}

// knows: whom the viewer reads at a company: name, phone, unit, whether his own, whether he may open the number.
func (c *leadCity) knows(v crm.Viewer, company int64, want ...string) {
	c.t.Helper()
	list, err := c.s.Contacts(c.ctx, v, company)
	c.must(err)
	var got []string
	for _, x := range list {
		got = append(got, fmt.Sprintln(x.Name, x.Phone, x.UnitName, x.Mine, x.MayReveal))
	}
	if strings.Join(got, "") != strings.Join(append(want, ""), "\n") {
		c.t.Errorf("%s knows %v", v.Name, got)
	}
}

// noPhoneInLog: the audit log holds masked numbers only.
func (c *leadCity) noPhoneInLog(t *testing.T, phone string) {
	auditor := c.person("shen1", "申一", c.root, crm.RoleAuditor)
	list, err := c.s.Audit(c.ctx, auditor, store.AuditFilter{Page: crm.Page{Limit: 200}})
	c.must(err)
	b, err := json.Marshal(list)
	c.must(err)
	if len(list.Items) < 30 || strings.Contains(string(b), phone) {
		t.Fatalf("%d audit rows; a full number in the log: %v", len(list.Items), strings.Contains(string(b), phone))
	}
}

func TestStore_CreateCompany_checks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		for field, in := range map[string]crm.CompanyInput{
			"name":       {Name: " "},
			"creditCode": {Name: "甲乙有限公司", CreditCode: "91610000000000000X"},
			"tags":       {Name: "甲乙有限公司", Tags: []string{"宇宙五百强"}},
			"industry":   {Name: "甲乙有限公司", Industry: "制造业"},
			"origin":     {Name: "甲乙有限公司", Origin: "moon"},
		} {
			_, err := s.CreateCompany(c.ctx, c.eastman, in)
			c.want(err, crm.CodeInvalid)
			if e, ok := err.(*crm.Error); !ok || e.Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		x, err := s.CreateCompany(c.ctx, c.eastman, crm.CompanyInput{Name: "（示例）甲乙（集团）有限公司", CreditCode: "91350100M000100Y43", Tags: []string{"上市公司"}})
		c.must(err)
		y, err := s.CreateCompany(c.ctx, c.eastman, crm.CompanyInput{Name: "甲乙集团", CreditCode: "91350100m000100y43"})
		c.must(err)
		if x.ID != y.ID || len(y.Tags) != 1 {
			t.Fatalf("%+v\n%+v", x, y)
		}
		list, err := s.Companies(c.ctx, c.eastman, crm.CompanyFilter{Tag: "上市公司", Page: crm.Page{Q: "甲乙"}})
		c.must(err)
		if list.Total != 1 {
			t.Fatalf("%+v", list)
		}
	})
}
