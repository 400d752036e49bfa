package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

var leadLayout = crm.NewImportLayout("lead_no", "project", "investors", "investor_home", "content", "industry", "county", "place", "land_mu", "total_wan", "amount_min_wan",
	"amount_max_wan", "total_usd_wan", "progress", "stage", "contact", "contact_title", "contact_phones", "follower", "follow_unit", "office", "report_date", "remark",
	"next_step", "next_due")

// row makes a record of any kind from pairs of key and value; a list value is []string.
func ledgerRow(n int, kind crm.ImportKind, l *crm.ImportLayout, pairs ...any) crm.ImportRecord {
	r := crm.NewImportRecord("台账", n, kind, l)
	for i := 0; i+1 < len(pairs); i += 2 {
		if list, ok := pairs[i+1].([]string); ok {
			r.SetList(pairs[i].(string), list)
		} else {
			r.Set(pairs[i].(string), pairs[i+1].(string))
		}
	}
	return r
}

func leadLine(n int, company, project string, more ...any) crm.ImportRecord {
	return ledgerRow(n, crm.ImportLeads, leadLayout, append([]any{"investors", []string{company}, "project", project, "stage", "在谈"}, more...)...)
}

// imported applies rows as v and returns the batch with its lines.
func (c *city) imported(v crm.Viewer, rows ...crm.ImportRecord) (crm.ImportBatch, []crm.ImportLine) {
	c.t.Helper()
	b, err := c.s.ApplyImport(ctx, v, &crm.ImportResult{ReferenceDate: "2022-09-20", Records: rows}, crm.ImportUpload{}, store.ImportSource{FileName: "台账.xlsx", Content: []byte("x")}, nil)
	must(c.t, err)
	l, err := c.s.ImportLines(ctx, v, b.ID, crm.ImportLineFilter{Page: crm.Page{Limit: 200}})
	must(c.t, err)
	if d := b.Done; d.Read != int64(len(rows)) || d.Read != d.Created+d.Updated+d.Unchanged+d.Skipped+d.Rejected || len(l.Items) != len(rows) {
		c.t.Fatalf("counts do not add up: %+v, %d lines", d, len(l.Items))
	}
	c.sound()
	return b, l.Items
}

// outcomes prints what became of the lines.
func outcomes(lines []crm.ImportLine) string {
	var out []string
	for _, l := range lines {
		out = append(out, string(l.Outcome))
	}
	return strings.Join(out, " ")
}

func (c *city) undo(v crm.Viewer, b crm.ImportBatch) {
	c.t.Helper()
	now, err := c.s.Import(ctx, v, b.ID)
	must(c.t, err)
	_, err = c.s.UndoImport(ctx, v, b.ID, now.Version, "试一试")
	must(c.t, err)
	c.sound()
	foundByUnits(c.t, c.s)
	diff, err := store.RecountLeadsAndVisits(ctx, c.s)
	must(c.t, err)
	for _, d := range diff {
		c.t.Error(d)
	}
}

// changed finds what a line changes of a field.
func changed(l crm.ImportLine, field string) string {
	for _, x := range l.Changes {
		if x.Field == field {
			return x.From + "→" + x.To
		}
	}
	return ""
}

func hasCode(l crm.ImportLine, code crm.ImportCode) bool {
	for _, i := range l.Issues {
		if i.Code == code {
			return true
		}
	}
	return false
}

func TestStore_ImportLeads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		empty := storetest.Business(t, s)
		rows := []crm.ImportRecord{
			leadLine(3, "远方投资有限公司", "茶园项目", "county", "甲县", "total_wan", "5000", "progress", "已两次考察", "report_date", "2022-03-05", "contact", "张某", "contact_title", "总经理",
				"contact_phones", []string{"13812341234", "029-87654321"}, "follower", "李四", "industry", "茶业", "place", "城关镇", "land_mu", "30"),
			leadLine(4, "海上实业有限公司", "码头项目", "county", "甲县", "amount_min_wan", "10000", "amount_max_wan", "50000"),
			leadLine(5, "别处有限公司", "外县项目", "county", "乙县"),
			leadLine(6, "别处有限公司", "市里项目", "follow_unit", "市招商局"),
		}
		b, lines := c.imported(c.reporter, rows...)
		if got := outcomes(lines); got != "created created rejected rejected" || !strings.Contains(lines[2].Why, "乙县不在你的权限范围内") {
			t.Fatalf("%s %+v", got, lines)
		}
		l, err := s.Lead(ctx, c.reporter, lines[0].ObjectID)
		must(t, err)
		if l.Stage != crm.StageTalking || l.Status != crm.LeadActive || l.UnitID != c.unit["a"] || l.PlaceUnitID != c.unit["a"] || l.ReportedOn != "2022-03-05" ||
			l.ProtectedUntil != "2023-03-20" || l.LastProgressOn != "2022-03-05" || l.Amount.Amount != 5000*wan || l.LandMu != "30" || !strings.HasPrefix(l.Code, "XS2022-") {
			t.Fatalf("%+v", l)
		}
		if n := c.sum("SELECT COUNT(*) FROM leads WHERE author = '李四'"); n != 1 {
			t.Fatal("the follower is lost")
		}
		h, err := s.LeadHistory(ctx, c.reporter, l.ID)
		must(t, err)
		if len(h) != 2 || !strings.Contains(h[0].Reason, "进展：已两次考察\n拟建地点：城关镇\n行业：茶业") || h[0].KnownOn != "2022-03-05" {
			t.Fatalf("%+v", h)
		}
		people, err := s.Contacts(ctx, c.reporter, l.CompanyID)
		must(t, err)
		if len(people) != 1 || people[0].Name != "张某" || people[0].Title != "总经理" {
			t.Fatalf("%+v", people)
		}
		if again, _ := c.imported(c.reporter, rows...); again.Done.Unchanged != 2 || again.Done.Rejected != 2 {
			t.Fatalf("%+v", again.Done)
		}
		before := storetest.Business(t, s)
		b2, lines := c.imported(c.reporter,
			leadLine(3, "远方投资有限公司", "茶园项目", "county", "甲县", "total_wan", "6000", "progress", "拟签协议", "contact", "张某", "contact_phones", []string{"138****1234"}),
			leadLine(4, "海上实业有限公司", "码头项目", "county", "甲县", "total_wan", "50000", "contact", "王某", "contact_phones", []string{"13900001111"}),
			leadLine(5, "新友有限公司", "新项目", "county", "甲县", "lead_no", l.Code, "remark", "改名"))
		if got := outcomes(lines); got != "updated updated updated" || changed(lines[0], "拟投资额") != "5000万元→6000万元" || changed(lines[0], "跟进记录") != "→进展：拟签协议" ||
			changed(lines[0], "联系电话") != "" || changed(lines[1], "联系人") != "→王某" || changed(lines[1], "拟投资额") != "" || changed(lines[2], "项目名称") != "茶园项目→新项目" {
			t.Fatalf("%s %+v", got, lines)
		}
		c.undo(c.reporter, b2)
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		c.undo(c.reporter, b)
		storetest.SameBusiness(t, empty, storetest.Business(t, s))
	})
}

// What looks like another lead waits for a decision; another unit's is told by unit and day only.
func TestStore_ImportLeads_Duplicates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		_, mine := c.imported(c.reporter, leadLine(3, "远方投资有限公司", "富硒茶叶加工园项目", "county", "甲县", "industry", "", "report_date", "2022-05-01"))
		secret := leadLine(4, "海上实业有限公司", "富硒矿泉水厂建设项目", "county", "乙县", "total_wan", "7654", "report_date", "2022-04-01")
		c.imported(c.other, secret)
		near := leadLine(3, "远方投资有限责任公司", "富硒茶叶加工园项目", "county", "甲县")
		theirs := leadLine(4, "海上实业有限公司", "富硒矿泉水厂建设项目", "county", "甲县")
		_, lines := c.imported(c.reporter, near, theirs)
		if outcomes(lines) != "skipped skipped" || !hasCode(lines[0], crm.EDuplicateSuspect) || lines[0].ObjectID != mine[0].ObjectID {
			t.Fatalf("%+v", lines)
		}
		if w := lines[1].Why; !strings.Contains(w, "乙县") || !strings.Contains(w, "保护至 2023-03-20") || strings.Contains(w, "XS") || strings.Contains(w, "7654") || lines[1].ObjectID != 0 || lines[1].Matched != "" {
			t.Fatalf("%+v", lines[1])
		}
		near.Choice, theirs.Choice = crm.ChooseUpdate, crm.ChooseUpdate
		near.Set("total_wan", "900")
		_, lines = c.imported(c.reporter, near, theirs)
		if outcomes(lines) != "updated skipped" || lines[0].ObjectID != mine[0].ObjectID {
			t.Fatalf("%+v", lines)
		}
		theirs.Choice = crm.ChooseNew // the same company: no choice passes the claim, a similar one's does
		alike := leadLine(6, "海上实业有限责任公司", "富硒矿泉水厂建设项目", "county", "甲县")
		_, lines = c.imported(c.reporter, theirs, leadLine(5, "远方投资股份有限公司", "养老院项目", "county", "甲县"), alike)
		if outcomes(lines) != "skipped created skipped" || !hasCode(lines[1], crm.WCompanySimilar) || !strings.Contains(lines[0].Why, "不能作为新线索") {
			t.Fatalf("%+v", lines)
		}
		alike.Choice = crm.ChooseNew
		if _, lines = c.imported(c.reporter, alike); outcomes(lines) != "created" {
			t.Fatalf("%+v", lines)
		}
		must(t, s.ExecForTest("UPDATE claims SET protected_until = '2022-09-25'")) // a lapsed claim says nothing
		if _, lines = c.imported(c.reporter, leadLine(7, "海上实业有限公司", "富硒矿泉水厂建设项目", "county", "甲县", "total_wan", "1")); outcomes(lines) != "skipped" || lines[0].Matched == "" {
			t.Fatalf("%+v", lines)
		}
	})
}

// A lead that is signed, or dropped, is never moved back by a ledger of leads in talks.
func TestStore_ImportLeads_Kept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		_, lines := c.imported(c.reporter, leadLine(3, "远方投资有限公司", "茶园项目", "county", "甲县"))
		id := lines[0].ObjectID
		must(t, s.ExecForTest("UPDATE leads SET project_id = 99 WHERE id = $1", id))
		_, lines = c.imported(c.reporter, leadLine(3, "远方投资有限公司", "茶园项目", "county", "甲县"), leadLine(4, "远方投资有限公司", "茶园项目", "county", "甲县", "land_mu", "12"))
		if outcomes(lines) != "unchanged updated" || !hasCode(lines[0], crm.WRecordKept) {
			t.Fatalf("%+v", lines)
		}
		l, err := s.Lead(ctx, c.reporter, id)
		must(t, err)
		if l.ProjectID != 99 || l.LandMu != "12" || l.Stage != crm.StageTalking {
			t.Fatalf("%+v", l)
		}
		_, lines = c.imported(c.person("stat", "a", crm.RoleStatistician), leadLine(3, "新客商有限公司", "新意向", "county", "甲县"))
		if outcomes(lines) != "rejected" || !strings.Contains(lines[0].Why, "你的角色不能") {
			t.Fatalf("%+v", lines)
		}
	})
}
