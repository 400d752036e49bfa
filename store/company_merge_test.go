package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// twoNames are two companies of the east that are one: the second has a lead, a project, a visit of
// its own and one to both, a contact, a file, a text, and the credit code.
func (c *leadCity) twoNames() (kept, gone crm.Company) {
	c.t.Helper()
	make := func(in crm.CompanyInput) crm.Company {
		x, err := c.s.CreateCompany(c.ctx, c.eastman, in)
		c.must(err)
		return x
	}
	kept = make(crm.CompanyInput{Name: "合并新材料有限公司", Note: "先记的", Tags: []string{"链主"}})
	gone = make(crm.CompanyInput{Name: "合并新材料股份有限公司", CreditCode: codeOne, Note: "后记的", Address: "某路 1 号"})
	c.lead(c.eastman, kept.Name)
	l, err := c.report(c.eastman, gone.Name, gone.Name+"生产线项目", asNew("先分开登记"))
	c.must(err)
	c.visit(c.eastman, "2022-09-20", gone.Name, l.ID)
	both := visitInput("2022-09-21", kept.Name)
	both.Companies = append(both.Companies, crm.VisitCompany{Name: gone.Name, Counterpart: "孙厂长", CounterpartTitle: "厂长"})
	_, err = c.s.LogVisit(c.ctx, c.eastman, both)
	c.must(err)
	_, err = c.s.AddContact(c.ctx, c.eastman, gone.ID, crm.ContactInput{Name: "孙厂长", Phone: "13800001234"})
	c.must(err)
	_, err = c.s.CreateProject(c.ctx, c.eastman, crm.ProjectInput{Name: "材料基地项目", CountyUnitID: c.east.ID, SignedOn: "2022-09-20", Total: crm.Yuan(crm.FenPerYi),
		Parties: []crm.Party{{CompanyID: gone.ID, Role: "investor", Origin: crm.OriginOutProv}}})
	c.must(err)
	c.must(c.s.ExecForTest("INSERT INTO blobs (sha256, size, media_type, at) VALUES ('aa', 1, 'application/pdf', 1)"))
	c.must(c.s.ExecForTest(`INSERT INTO attachments (id, number, object_kind, object_id, kind, name, size, media_type, sha256, unit_id, user_id, voided, at)
		VALUES (1, 'FJ1', 'company', $1, '营业执照', '照.pdf', 1, 'application/pdf', 'aa', $2, $3, FALSE, 1)`, gone.ID, c.east.ID, c.eastman.UserID))
	return c.company(kept.ID), c.company(gone.ID)
}

func (c *leadCity) company(id int64) crm.Company {
	c.t.Helper()
	x, err := c.s.Company(c.ctx, c.manager, id)
	c.must(err)
	return x
}

func (c *leadCity) mergeCompany(v crm.Viewer, kept, gone crm.Company) (crm.Company, error) {
	return c.s.MergeCompany(c.ctx, v, kept.ID, crm.MergeInput{GoneID: gone.ID, GoneVersion: gone.Version, Version: kept.Version, Reason: "同一家企业两种叫法"})
}

func TestStore_MergeCompany(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		kept, gone := c.twoNames()
		before := storetest.Business(t, s)
		p, err := s.PreviewCompanyMerge(c.ctx, c.eastman, kept.ID, crm.MergeTarget{GoneID: gone.ID})
		c.must(err)
		counts := map[string]int{}
		for _, m := range p.Moves {
			counts[m.What] = m.Count
		}
		if counts["线索"] != 1 || counts["拜访"] != 2 || counts["联系人"] != 1 || counts["项目投资方"] != 1 || counts["文件"] != 1 || len(p.Differs) == 0 {
			t.Fatalf("%+v", p)
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s)) // a preview changes nothing
		merged, err := c.mergeCompany(c.eastman, kept, gone)
		c.must(err)
		c.companiesMerged(merged, gone)
		d, err := s.CompanyDuplicates(c.ctx, c.eastman, kept.ID)
		c.must(err)
		if len(d.Merges) != 1 || d.Merges[0].GoneName != gone.Name || len(d.Near) != 0 {
			t.Fatalf("%+v", d)
		}
		_, err = s.UndoCompanyMerge(c.ctx, c.eastman, d.Merges[0].ID, crm.ReasonInput{Reason: "其实是两家", Version: merged.Version})
		c.must(err)
		_, err = s.UndoCompanyMerge(c.ctx, c.eastman, d.Merges[0].ID, crm.ReasonInput{Reason: "再撤一次", Version: merged.Version + 1})
		c.want(err, crm.CodeConflict)
		c.sound()
		hits, err := s.Search(c.ctx, c.eastman, "合并新材料")
		c.must(err)
		if len(hits) < 2 {
			t.Fatalf("the gone company is found again with its lead: %+v", hits)
		}
		c.must(s.ExecForTest("DELETE FROM company_merges"))
		for _, x := range []crm.Company{kept, gone} {
			c.must(s.ExecForTest("UPDATE companies SET version = $1, updated_at = $2 WHERE id = $3", x.Version, int64(x.UpdatedAt), x.ID))
		}
		c.must(s.ExecForTest("UPDATE leads SET version = version - 2 WHERE company_id = $1", gone.ID))
		storetest.SameBusiness(t, before, storetest.Business(t, s))
	})
}

// companiesMerged: the kept company has everything, and the gone one's name and code mean it.
func (c *leadCity) companiesMerged(merged, gone crm.Company) {
	c.t.Helper()
	x := c.company(merged.ID)
	if x.Leads != 2 || x.Projects != 1 || x.Visits != 2 || len(x.Contacts) != 1 || x.CreditCode != codeOne || x.Note != "先记的\n后记的" || x.Address != "某路 1 号" {
		c.t.Errorf("kept %+v", x)
	}
	if g := c.company(gone.ID); g.MergedInto != merged.ID || g.Leads != 0 || g.CreditCode != "" {
		c.t.Errorf("gone %+v", g)
	}
	list, err := c.s.Companies(c.ctx, c.eastman, crm.CompanyFilter{Page: crm.Page{Q: "合并新材料"}})
	c.must(err)
	again, err := c.s.CreateCompany(c.ctx, c.eastman, crm.CompanyInput{Name: gone.Name})
	c.must(err)
	files, err := c.s.Attachments(c.ctx, c.eastman, "company", merged.ID)
	c.must(err)
	visits, err := c.s.Visits(c.ctx, c.eastman, crm.VisitFilter{CompanyID: merged.ID})
	c.must(err)
	met := ""
	for _, v := range visits.Items {
		if v.On == "2022-09-21" {
			met = v.Companies[0].Counterpart
		}
	}
	if len(list.Items) != 1 || list.Items[0].ID != merged.ID || again.ID != merged.ID || len(files) != 1 || met != "钱经理、孙厂长" {
		c.t.Errorf("list %+v, typed again %d, %d files, met %q", list.Items, again.ID, len(files), met)
	}
	// Another unit that types the gone name meets the claim of a lead that went over.
	_, err = c.s.ReportLead(c.ctx, c.westman, crm.LeadInput{CompanyName: gone.Name, Project: gone.Name + "生产线项目", Industry: "C15"})
	c.want(err, crm.CodeConflict)
	_, err = c.s.ReportLead(c.ctx, c.eastman, crm.LeadInput{CompanyID: gone.ID, Project: "别的项目", Industry: "D44"})
	c.want(err, crm.CodeInvalid) // a form that was open
	c.sound()
}

// What may not be merged is refused with a line; so is undoing over later work.
func TestStore_MergeCompany_Refused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		kept, gone := c.twoNames()
		theirs, err := s.CreateCompany(c.ctx, c.westman, crm.CompanyInput{Name: "西山材料有限公司", CreditCode: codeTwo})
		c.must(err)
		before := storetest.Business(t, s)
		refused := func(v crm.Viewer, a, b crm.Company, code crm.Code) {
			t.Helper()
			_, err := c.mergeCompany(v, a, b)
			c.want(err, code)
			_, err = s.PreviewCompanyMerge(c.ctx, v, a.ID, crm.MergeTarget{GoneID: b.ID})
			c.want(err, code)
		}
		refused(c.eastman, kept, kept, crm.CodeInvalid)
		refused(c.eastman, kept, theirs, crm.CodeInvalid)
		refused(c.eastman, theirs, kept, crm.CodeNotFound)
		refused(c.manager, gone, theirs, crm.CodeInvalid) // two codes
		refused(c.leader, kept, gone, crm.CodeForbidden)
		stale := gone
		stale.Version--
		_, err = c.mergeCompany(c.eastman, kept, stale)
		c.want(err, crm.CodeConflict)
		_, err = s.UndoCompanyMerge(c.ctx, c.eastman, 99, crm.ReasonInput{Reason: "没有", Version: 1})
		c.want(err, crm.CodeNotFound)
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		_, err = s.CreateCompany(c.ctx, c.westman, crm.CompanyInput{Name: gone.Name, Note: "西山记的"})
		c.must(err)
		gone = c.company(gone.ID)
		refused(c.eastman, kept, gone, crm.CodeConflict) // the west deals with it too
		merged, err := c.mergeCompany(c.manager, kept, gone)
		c.must(err)
		if x, err := s.Company(c.ctx, c.westman, kept.ID); err != nil || x.Note != "西山记的" || x.Leads != 0 {
			t.Fatalf("the west sees its own of the kept one: %+v %v", x, err)
		}
		d, err := s.CompanyDuplicates(c.ctx, c.manager, kept.ID)
		c.must(err)
		undo := func(v crm.Viewer) error {
			_, err := s.UndoCompanyMerge(c.ctx, v, d.Merges[0].ID, crm.ReasonInput{Reason: "其实是两家", Version: merged.Version})
			return err
		}
		c.want(undo(c.westman), crm.CodeConflict)
		c.want(undo(c.liaison), crm.CodeNotFound)
		leads, err := s.Leads(c.ctx, c.eastman, crm.LeadFilter{CompanyID: kept.ID})
		c.must(err)
		for _, l := range leads.Items {
			in := l.Input()
			in.Source = "以商招商"
			_, err = s.UpdateLead(c.ctx, c.eastman, l.ID, in)
			c.must(err)
		}
		c.want(undo(c.manager), crm.CodeConflict)
		refused(c.manager, kept, gone, crm.CodeInvalid) // merged already
		c.sound()
	})
}
