package store_test

import (
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Who may not edit projects by hand makes and changes none by ledger. The dates of known projects are
// milestones, for who may file them: a statistician may, a manager may not.
func TestStore_ImportProjects_Rights(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("旧纺织园")
		row := func(more ...any) crm.ImportRecord {
			if !slices.Contains(more, any("investors")) {
				more = append(more, "investors", []string{"外省纺织有限公司"})
			}
			r := importRow(3, "甲县", "旧纺织园", more...)
			r.Set("total_wan", "")
			return r
		}
		before := storetest.Business(t, s)
		for _, r := range []crm.ImportRecord{importRow(3, "甲县", "新厂"), row("problem", "缺地"), row("arrived_wan", "100"), row("project_no", p.Code, "project", "改了名"),
			row("investors", []string{"外省纺织有限公司", "后来投资有限公司"}), row("start_date", "2022-05-06", "problem", "缺地")} {
			if _, lines := c.imported(c.second, r); outcomes(lines) != "rejected" || !strings.Contains(lines[0].Why, "你的角色不能登记或修改项目") {
				t.Fatalf("%+v", lines)
			}
		}
		if _, lines := c.imported(c.second, row("project_no", p.Code)); outcomes(lines) != "unchanged" {
			t.Fatalf("%+v", lines)
		}
		_, lines := c.imported(c.manager, row("start_date", "2022-05-06"))
		if outcomes(lines) != "unchanged" || !hasCode(lines[0], crm.WRecordKept) || !strings.Contains(lines[0].Issues[0].Message, "填报节点") {
			t.Fatalf("%+v", lines)
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		if _, lines = c.imported(c.second, row("start_date", "2022-05-06")); outcomes(lines) != "updated" || changed(lines[0], "开工时间") != "→2022-05-06" {
			t.Fatalf("%+v", lines)
		}
		_, lines = c.imported(c.manager, importRow(4, "甲县", "经理登记的厂", "sign_date", "2022-03-01", "start_date", "2022-05-06"))
		if outcomes(lines) != "created" || !hasCode(lines[0], crm.WRecordKept) ||
			c.sum("SELECT COUNT(*) FROM milestones WHERE project_id = $1", lines[0].ObjectID) != 1 {
			t.Fatalf("the signing comes with the registration, the start does not: %+v", lines)
		}
	})
}

// Codes in a column that was sorted apart from the rest would lay each row over another project.
func TestStore_ImportProjects_WrongCode(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		one := func(n int, name, company string, more ...any) crm.ImportRecord {
			return importRow(n, "甲县", name, append([]any{"investors", []string{company}}, more...)...)
		}
		_, lines := c.imported(c.reporter, one(3, "蚕丝加工厂", "远方投资有限公司"), one(4, "富硒水厂", "海上实业有限公司"), one(5, "饲料仓库", "海上实业有限公司"))
		code := make([]string, 3)
		for i, l := range lines {
			p, err := s.Project(ctx, c.reporter, l.ObjectID)
			must(t, err)
			code[i] = p.Code
		}
		before := storetest.Business(t, s)
		swapped := []crm.ImportRecord{one(3, "蚕丝加工厂", "远方投资有限公司", "project_no", code[1], "fixed_wan", "900"), one(4, "富硒水厂", "海上实业有限公司", "project_no", code[0]),
			one(5, "饲料仓库", "海上实业有限公司", "project_no", code[1]), one(6, "没见过的项目", "没见过有限公司", "project_no", code[0])}
		_, lines = c.imported(c.reporter, swapped...)
		if outcomes(lines) != "skipped skipped skipped skipped" {
			t.Fatalf("%+v", lines)
		}
		for _, l := range lines {
			if !hasCode(l, crm.EDuplicateSuspect) || !strings.Contains(l.Why, "疑似编码写错") || l.ObjectID == 0 {
				t.Fatalf("%+v", l)
			}
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		b, lines := c.imported(c.reporter, one(3, "蚕丝精加工产业园", "远方投资有限公司", "project_no", code[0]), one(4, "富硒水厂", "接手实业有限公司", "project_no", code[1]))
		if outcomes(lines) != "updated updated" || changed(lines[0], "项目名称") != "蚕丝加工厂→蚕丝精加工产业园" || changed(lines[1], "投资方") != "→接手实业有限公司" {
			t.Fatalf("a new name or a new investor alone is an update: %+v", lines)
		}
		c.undo(c.reporter, b)
		_, lines = c.imported(c.reporter, chosen(swapped[3], crm.ChooseUpdate))
		if outcomes(lines) != "updated" || changed(lines[0], "项目名称") != "蚕丝加工厂→没见过的项目" {
			t.Fatalf("%+v", lines)
		}
		swapped[3].Set("project", "又一个项目")
		swapped[3].SetList("investors", []string{"又一家有限公司"})
		if _, lines = c.imported(c.reporter, chosen(swapped[3], crm.ChooseNew)); outcomes(lines) != "created" {
			t.Fatalf("%+v", lines)
		}
	})
}

// The month's money goes to no project, and no entry, that the row's 编码 names by mistake.
func TestStore_ImportCapital_WrongCode(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("旧纺织园")
		_, lines := c.imported(c.reporter, importRow(3, "甲县", "富硒水厂", "investors", []string{"海上实业有限公司"}), arrival(3, "旧纺织园", "2022-08", "30"))
		e := c.entryOn("旧纺织园", "2022-08")
		if outcomes(lines) != "created created" {
			t.Fatalf("%+v", lines)
		}
		before := storetest.Business(t, s)
		water := func(more ...any) crm.ImportRecord {
			return ledgerRow(3, crm.ImportCapital, capitalLayout, append([]any{"county", "甲县", "project", "富硒水厂", "investors", []string{"海上实业有限公司"},
				"month", "2022-08", "amount_wan", "70"}, more...)...)
		}
		for _, r := range []crm.ImportRecord{water("project_no", p.Code), water("entry_no", e.Code)} {
			if _, lines = c.imported(c.reporter, r); outcomes(lines) != "skipped" || !strings.Contains(lines[0].Why, "疑似编码写错") {
				t.Fatalf("%+v", lines)
			}
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		if _, lines = c.imported(c.reporter, chosen(water("project_no", p.Code), crm.ChooseNew)); outcomes(lines) != "created" || c.entryOn("富硒水厂", "2022-08").Amount != crm.Yuan(70*wan) {
			t.Fatalf("%+v", lines)
		}
	})
}

func TestStore_ImportLeads_WrongCode(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		_, lines := c.imported(c.reporter, leadLine(3, "远方投资有限公司", "茶园项目", "county", "甲县"), leadLine(4, "海上实业有限公司", "码头工程", "county", "甲县"),
			leadLine(5, "海上实业有限公司", "水泥仓库", "county", "甲县"))
		code := make([]string, 3)
		for i, x := range lines {
			l, err := s.Lead(ctx, c.reporter, x.ObjectID)
			must(t, err)
			code[i] = l.Code
		}
		before := storetest.Business(t, s)
		_, lines = c.imported(c.reporter, leadLine(3, "海上实业有限公司", "码头工程", "lead_no", code[0], "land_mu", "9"), leadLine(4, "远方投资有限公司", "茶园项目", "lead_no", code[1]),
			leadLine(5, "海上实业有限公司", "水泥仓库", "lead_no", code[1]), leadLine(6, "海上实业有限公司", "没见过的意向", "lead_no", code[0]))
		if outcomes(lines) != "skipped skipped skipped skipped" || !strings.Contains(lines[0].Why, "疑似编码写错") || !hasCode(lines[0], crm.EDuplicateSuspect) {
			t.Fatalf("%+v", lines)
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		_, lines = c.imported(c.reporter, chosen(leadLine(6, "海上实业有限公司", "没见过的意向", "lead_no", code[0]), crm.ChooseUpdate), leadLine(4, "海上实业有限公司", "深水码头", "lead_no", code[1]))
		if outcomes(lines) != "updated updated" {
			t.Fatalf("%+v", lines)
		}
	})
}

// A code of our form that names nothing here makes nothing new without a word from a person. Nobody
// learns from the answer whether another unit has it.
func TestStore_Import_LostCode(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("旧纺织园")
		e := c.submitted(p, "2022-08", 500*wan)
		_, lines := c.imported(c.reporter, leadLine(3, "远方投资有限公司", "茶园项目", "county", "甲县"), visitLine(4, "海上实业有限公司"))
		l, err := s.Lead(ctx, c.reporter, lines[0].ObjectID)
		must(t, err)
		v := c.visit(lines[1].ObjectID)
		before := storetest.Business(t, s)
		for _, x := range []struct {
			code, none string
			row        func(code string) crm.ImportRecord
		}{
			{p.Code, "XM2019-0042", func(code string) crm.ImportRecord {
				return importRow(3, "乙县", "新厂", "project_no", code, "arrived_wan", "100")
			}},
			{p.Code, "XM2019-0042", func(code string) crm.ImportRecord {
				return arrival(3, "新厂", "2022-08", "30", "county", "乙县", "project_no", code, "ytd_prev_wan", "20", "prior_years_wan", "7")
			}},
			{e.Code, "ZJ2019-0042", func(code string) crm.ImportRecord {
				return arrival(3, "新厂", "2022-08", "30", "county", "乙县", "entry_no", code)
			}},
			{l.Code, "XS2019-0042", func(code string) crm.ImportRecord {
				return leadLine(3, "新客商有限公司", "新意向", "county", "乙县", "lead_no", code)
			}},
			{v.Code, "BF2019-0042", func(code string) crm.ImportRecord {
				return visitLine(3, "新客商有限公司", "unit", "乙县", "visit_no", code)
			}},
		} {
			var why []string
			for _, code := range []string{x.code, x.none} {
				_, lines := c.imported(c.other, x.row(code))
				if outcomes(lines) != "skipped" || !hasCode(lines[0], crm.EDuplicateSuspect) || lines[0].ObjectID != 0 || lines[0].Matched != "" {
					t.Fatalf("%s: %+v", code, lines)
				}
				why = append(why, strings.ReplaceAll(lines[0].Why, code, "…"))
			}
			if why[0] != why[1] || !strings.HasPrefix(why[0], "编码 … 在你的范围内没有找到，请核对或清空编码后作为新") {
				t.Fatal(why)
			}
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		_, lines = c.imported(c.other, chosen(importRow(3, "乙县", "新厂", "project_no", p.Code), crm.ChooseNew), importRow(4, "乙县", "二厂", "project_no", "P0000012"),
			chosen(leadLine(5, "新客商有限公司", "新意向", "county", "乙县", "lead_no", l.Code), crm.ChooseNew), importRow(6, "乙县", "新厂", "project_no", p.Code))
		if outcomes(lines) != "created created created skipped" {
			t.Fatalf("%+v", lines)
		}
		_, lines = c.imported(c.other, importRow(3, "乙县", "新厂", "project_no", "xm2019-0042"))
		if outcomes(lines) != "unchanged" {
			t.Fatalf("a row that its name finds: %+v", lines)
		}
	})
}

// A project twice on one sheet with another amount or date waits for a person; what adds merges.
func TestStore_ImportProjects_Contradictions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		first := importRow(3, "甲县", "蚕丝加工厂", "arrived_wan", "100", "sign_date", "2022-03-01", "start_date", "2022-05")
		same := first
		same.Row = 8
		other := func(n int, total string, more ...any) crm.ImportRecord {
			r := importRow(n, "甲县", "蚕丝加工厂", more...)
			r.Set("total_wan", total)
			return r
		}
		rows := []crm.ImportRecord{first, other(4, "9000", "arrived_wan", "700"), other(5, "", "sign_date", "2022-04-01"), other(6, "", "problem", "缺地"),
			other(7, "5000", "investors", []string{"后来投资有限公司", "江浙蚕丝集团有限公司"}, "start_date", "2022-05-06"), same, other(9, "", "arrived_wan", "700")}
		_, lines := c.imported(c.reporter, rows...)
		if outcomes(lines) != "created skipped skipped updated updated unchanged skipped" {
			t.Fatalf("%s %+v", outcomes(lines), lines)
		}
		for i, want := range map[int][]string{1: {"第 3 行", "总投资", "5000万元", "9000万元", "已到位", "100万元", "700万元"}, 2: {"签约时间", "2022-03-01", "2022-04-01"}} {
			for _, word := range want {
				if !strings.Contains(lines[i].Why, word) {
					t.Errorf("%q lacks %q", lines[i].Why, word)
				}
			}
			if !hasCode(lines[i], crm.EDuplicateSuspect) {
				t.Errorf("%+v", lines[i])
			}
		}
		if c.sum("SELECT opening FROM projects") != 100*wan || c.sum("SELECT total FROM projects") != 5000*wan {
			t.Fatal("the last row has won")
		}
		again, _ := c.imported(c.reporter, rows...)
		if again.Done.Unchanged != 4 || again.Done.Skipped != 3 {
			t.Fatalf("%+v", again.Done)
		}
		_, lines = c.imported(c.reporter, first, chosen(rows[1], crm.ChooseUpdate), other(5, "9000"), other(6, "5000"))
		if outcomes(lines) != "unchanged updated unchanged skipped" || c.sum("SELECT opening FROM projects") != 700*wan {
			t.Fatalf("%+v", lines)
		}
		late := other(4, "8000")
		late.Sheet = "开工"
		if _, lines = c.imported(c.reporter, other(3, "9000"), late); outcomes(lines) != "unchanged updated" {
			t.Fatalf("another sheet is another stage: %+v", lines)
		}
	})
}
