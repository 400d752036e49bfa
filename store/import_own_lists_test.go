package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

var ownProjectLayout = crm.NewImportLayout("project_no", "project", "investors", "county", "place", "nature", "problem", "unit")

func ownProject(p crm.Project, more ...any) crm.ImportRecord {
	r := ledgerRow(3, crm.ImportProjects, ownProjectLayout, append([]any{"project_no", p.Code, "project", p.Name, "county", "甲县"}, more...)...)
	if r.List("investors") == nil {
		r.SetList("investors", []string{"外省纺织有限公司"})
	}
	return r
}

// A row of our own list of projects means the project of its 编码, whatever else the list prints
// for people: the credited unit as the county, the park as the place, 新建 for this year's.
func TestStore_ImportProjects_OwnLists(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p, joint := c.project("旧纺织园"), c.shared("联合纺织园", map[string]int64{"a": 6000, "b": 4000})
		must(t, s.ExecForTest("UPDATE projects SET park_id = (SELECT MIN(id) FROM parks), nature = 'expand', place = '甲县城关镇' WHERE id = $1", p.ID))
		odd, err := s.CreateProject(ctx, c.reporter, crm.ProjectInput{Name: "怪名项目", Total: crm.Yuan(500 * wan), CountyUnitID: c.unit["a"], Place: "（飞地：丙区）",
			Parties: []crm.Party{{Name: "某甲、某乙合伙企业", Role: "investor", Origin: crm.OriginOutProv}, {Name: "丁有限公司", Role: "investor", Origin: crm.OriginOutProv}}})
		must(t, err)
		before := storetest.Business(t, s)
		if _, lines := c.imported(c.reporter, ownProject(odd, "investors", []string{"某甲", "某乙合伙企业", "丁有限公司"}, "place", "飞地：丙区")); outcomes(lines) != "unchanged" {
			t.Fatalf("%+v", lines)
		}
		for _, r := range []crm.ImportRecord{ownProject(p), ownProject(p, "place", "甲县工业园", "nature", "新建"), ownProject(p, "place", "工业园"), ownProject(p, "place", "城关镇"),
			ownProject(p, "county", "市本级及市直")} {
			if _, lines := c.imported(c.manager, r); outcomes(lines) != "unchanged" || lines[0].ObjectID != p.ID {
				t.Fatalf("%+v", lines)
			}
		}
		_, lines := c.imported(c.manager, ownProject(p, "county", "乙县"))
		if !hasCode(lines[0], crm.WRecordKept) {
			t.Fatalf("the other county is not told: %+v", lines)
		}
		_, lines = c.imported(c.manager, ownProject(p, "county", "乙县", "project", "另一个项目", "investors", []string{"另一家有限公司"}))
		if outcomes(lines) != "rejected" || !strings.Contains(lines[0].Why, "都不符") {
			t.Fatalf("%+v", lines)
		}
		if _, lines = c.imported(c.other, ownProject(joint)); outcomes(lines) != "unchanged" {
			t.Fatalf("a project that is shared and unchanged: %+v", lines)
		}
		for _, change := range [][]any{{"problem", "缺地"}, {"investors", []string{"外省纺织有限公司", "后来投资有限公司"}}} {
			if _, lines = c.imported(c.other, ownProject(joint, change...)); outcomes(lines) != "rejected" || !strings.Contains(lines[0].Why, "不能修改") {
				t.Fatalf("another unit's project was changed: %+v", lines)
			}
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		if _, lines = c.imported(c.manager, ownProject(p, "place", "新厂区")); outcomes(lines) != "updated" || changed(lines[0], "建设地点") != "甲县城关镇→新厂区" {
			t.Fatalf("%+v", lines)
		}
	})
}

// A row of our own list of leads tells nothing new when it says what the lead's history has
// said; another unit's lead that is shared comes back unchanged, and is never changed.
func TestStore_ImportLeads_OwnLists(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		l, err := s.ReportLead(ctx, c.reporter, crm.LeadInput{CompanyName: "远方投资有限公司", Project: "茶园项目", Industry: "2450", Source: "拜访", Content: "两条\n生产线"})
		must(t, err)
		_, err = s.AddContact(ctx, c.reporter, l.CompanyID, crm.ContactInput{Name: "张某", Phone: "13812341234"})
		must(t, err)
		_, err = s.MoveStage(ctx, c.reporter, l.ID, crm.StageInput{Stage: crm.StageQualified, Version: l.Version})
		must(t, err)
		in := visitInput("2022-09-20", "远方投资有限公司")
		in.LeadIDs = []int64{l.ID}
		_, err = s.LogVisit(ctx, c.reporter, in)
		must(t, err)
		must(t, s.ExecForTest("INSERT INTO lead_shares (lead_id, unit_id, why, at) VALUES ($1, $2, 'transferred', 0)", l.ID, c.unit["b"]))
		row := func(more ...any) crm.ImportRecord {
			r := leadLine(3, "远方投资有限公司", "茶园项目", append([]any{"lead_no", l.Code, "industry", "2450", "content", "两条生产线", "contact", "张某"}, more...)...)
			if r.List("contact_phones") == nil {
				r.SetList("contact_phones", []string{"138****1234"})
			}
			return r
		}
		before := storetest.Business(t, s)
		for _, v := range []crm.Viewer{c.reporter, c.other, c.manager} {
			for _, progress := range []string{"", "首报线索", "推进到“研判”", in.Kind.Label() + "：" + in.Theme} {
				if _, lines := c.imported(v, row("progress", progress)); outcomes(lines) != "unchanged" || len(lines[0].Issues) != 0 {
					t.Fatalf("%s %q: %+v", v.Name, progress, lines)
				}
			}
		}
		for _, change := range [][]any{{"land_mu", "12"}, {"progress", "已签意向"}, {"contact_phones", []string{"13900001111"}}, {"contact", "李某"}} {
			if _, lines := c.imported(c.other, row(change...)); outcomes(lines) != "rejected" || !strings.Contains(lines[0].Why, "不能修改") {
				t.Fatalf("another unit's lead was changed: %+v", lines)
			}
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		if _, lines := c.imported(c.reporter, row("progress", "已签意向")); outcomes(lines) != "updated" || changed(lines[0], "跟进记录") != "→进展：已签意向" {
			t.Fatalf("%+v", lines)
		}
	})
}

// A report of part of the city prints the part of a joint project's entry that its units are
// credited with: it comes back unchanged, for the unit and for the bureau; other amounts don't.
func TestStore_ImportCapital_Shares(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.shared("联合纺织园", map[string]int64{"a": 6000, "b": 4000})
		e := c.verified(p, "2022-08", 500*wan)
		layout := crm.NewImportLayout("entry_no", "project_no", "project", "investors", "county", "month", "amount_wan", "verified_wan")
		row := func(county, amount string) crm.ImportRecord {
			return ledgerRow(3, crm.ImportCapital, layout, "entry_no", e.Code, "project_no", p.Code, "project", p.Name, "investors", []string{"外省纺织有限公司"},
				"county", county, "month", "2022-08", "amount_wan", amount, "verified_wan", amount)
		}
		before := storetest.Business(t, s)
		for _, x := range []struct {
			v      crm.Viewer
			row    crm.ImportRecord
			become string
		}{{c.reporter, row("甲县", "300"), "unchanged"}, {c.manager, row("甲县", "300"), "unchanged"}, {c.other, row("乙县", "200"), "unchanged"},
			{c.manager, row("甲县", "500"), "unchanged"}, {c.reporter, row("甲县", "200"), "rejected"}, {c.other, row("乙县", "300"), "rejected"},
			{c.manager, row("甲县", "250"), "rejected"}} {
			if _, lines := c.imported(x.v, x.row); outcomes(lines) != x.become {
				t.Errorf("%s %s %s: %+v", x.v.Name, x.row.Text("county"), x.row.Text("amount_wan"), lines)
			}
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
	})
}
