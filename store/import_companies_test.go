package store_test

import (
	"strconv"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

var companyLayout = crm.NewImportLayout("company_no", "name", "credit_code", "origin", "province", "city", "industry", "tags", "address", "unit", "note")

const (
	codeOne = "91350100M000100Y43"
	codeTwo = "91610900MA70C0DE02"
)

func companyLine(n int, name string, more ...any) crm.ImportRecord {
	return ledgerRow(n, crm.ImportCompany, companyLayout, append([]any{"name", name, "unit", "甲县"}, more...)...)
}

func (c *city) company(v crm.Viewer, in crm.CompanyInput) crm.Company {
	c.t.Helper()
	x, err := c.s.CreateCompany(ctx, v, in)
	must(c.t, err)
	return x
}

func no(c crm.Company) string { return strconv.FormatInt(c.ID, 10) }

// Rows of companies are new, known by number, by credit code or by name; what the file does
// not say stays, masked values too; the same rows again change nothing; undo restores all.
func TestStore_ImportCompanies(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		known := c.company(c.reporter, crm.CompanyInput{Name: "远方投资有限公司", CreditCode: codeOne, Origin: crm.OriginOutProv, Province: "浙江省", City: "杭州市",
			Industry: "C15", Tags: []string{"链主"}, Address: "某路 1 号", Note: "第一行\n第二行"})
		plain := c.company(c.reporter, crm.CompanyInput{Name: "安康丝绸有限公司"})
		l, err := s.ReportLead(ctx, c.reporter, crm.LeadInput{CompanyID: known.ID, Project: "茶园项目"})
		must(t, err)
		before := storetest.Business(t, s)
		same := companyLine(3, known.Name, "company_no", no(known), "credit_code", codeOne, "origin", "省外", "province", "浙江省", "city", "杭州市", "industry", "C15",
			"tags", "链主", "address", "某路 1 号", "note", "第一行第二行")
		b, lines := c.imported(c.reporter, same, companyLine(4, "安康市丝绸有限公司"))
		if outcomes(lines) != "unchanged unchanged" || b.Done.Unchanged != 2 {
			t.Fatalf("%s %+v", outcomes(lines), lines)
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		rows := []crm.ImportRecord{
			companyLine(3, "远方控股有限公司", "company_no", "", "credit_code", codeOne, "province", "江苏", "tags", "链主、上市公司", "address", "***", "industry", "茶业"),
			companyLine(4, "安康市丝绸有限公司", "company_no", no(plain), "credit_code", codeTwo, "origin", "市内", "note", "来过两次"),
			companyLine(5, "新来有限公司", "origin", "省外", "province", "广东", "city", "深圳市", "industry", "C39", "tags", "专精特新", "address", "某街 2 号", "note", "新"),
			companyLine(6, "新来有限公司", "city", "广州市"),
		}
		b, lines = c.imported(c.reporter, rows...)
		if got := outcomes(lines); got != "updated updated created updated" || changed(lines[0], "省份") != "浙江省→江苏省" || changed(lines[0], "城市") != "杭州市→" ||
			changed(lines[0], "标签") != "链主→链主、上市公司" || changed(lines[0], "地址")+changed(lines[0], "备注")+changed(lines[0], "行业") != "" ||
			!hasCode(lines[0], crm.WFieldUnreadable) || changed(lines[1], "企业名称") != "安康丝绸有限公司→安康市丝绸有限公司" || changed(lines[1], "信用代码") != "→"+codeTwo {
			t.Fatalf("%s %+v", got, lines)
		}
		x, err := s.Company(ctx, c.reporter, known.ID)
		must(t, err)
		if x.Name != "远方控股有限公司" || x.Province != "江苏省" || x.City != "" || x.Address != "某路 1 号" || x.Note != "第一行\n第二行" || len(x.Tags) != 2 || x.Origin != crm.OriginOutProv {
			t.Fatalf("%+v", x)
		}
		if d, err := s.Lead(ctx, c.reporter, l.ID); err != nil || d.Province != "江苏省" || d.CompanyName != "远方控股有限公司" {
			t.Fatalf("the lead does not follow its company: %+v %v", d, err)
		}
		found, err := s.Leads(ctx, c.reporter, crm.LeadFilter{Page: crm.Page{Q: "远方控股"}})
		must(t, err)
		fresh, err := s.Company(ctx, c.reporter, lines[2].ObjectID)
		must(t, err)
		if found.Total != 1 || fresh.City != "广州市" || fresh.Industry != "C39" || fresh.UnitID != c.unit["a"] || fresh.Note != "新" {
			t.Fatalf("%d %+v", found.Total, fresh)
		}
		if again, lines := c.imported(c.reporter, append(rows[:2:2], companyLine(5, "新来有限公司", "city", "广州市"))...); again.Done.Unchanged != 3 {
			t.Fatalf("%+v", lines)
		}
		c.undo(c.reporter, b)
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		if found, err = s.Leads(ctx, c.reporter, crm.LeadFilter{Page: crm.Page{Q: "远方投资"}}); err != nil || found.Total != 1 {
			t.Fatalf("not found under its former name: %+v %v", found, err)
		}
	})
}

// Two companies are never made one, nor one two, by a number, a code or a name alone.
func TestStore_ImportCompanies_Conflicts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		one := c.company(c.reporter, crm.CompanyInput{Name: "远方投资有限公司", CreditCode: codeOne})
		two := c.company(c.reporter, crm.CompanyInput{Name: "海上实业有限公司", CreditCode: codeTwo})
		strange := companyLine(3, "毫不相干贸易有限公司", "company_no", no(one))
		_, lines := c.imported(c.reporter, strange,
			companyLine(4, "海上实业有限公司", "company_no", no(one)), companyLine(5, "远方投资有限公司", "company_no", no(one), "credit_code", codeTwo),
			companyLine(6, "远方投资有限公司", "credit_code", "91110000M00010011Q"), companyLine(7, "某某有限公司", "tags", "不是标签"),
			companyLine(8, "某某有限公司", "address", strings.Repeat("长", 201)), companyLine(9, "海上实业有限责任公司"))
		if got := outcomes(lines); got != "skipped rejected rejected rejected rejected rejected created" || !hasCode(lines[0], crm.EDuplicateSuspect) ||
			lines[0].ObjectID != one.ID || !hasCode(lines[6], crm.WCompanySimilar) {
			t.Fatalf("%s %+v", got, lines)
		}
		strange.Choice = crm.ChooseNew
		_, lines = c.imported(c.reporter, strange)
		if outcomes(lines) != "created" {
			t.Fatalf("%+v", lines)
		}
		strange = companyLine(3, "改了名的贸易有限公司", "company_no", no(two))
		strange.Choice = crm.ChooseUpdate
		b, lines := c.imported(c.reporter, strange, companyLine(4, "海上实业有限公司", "note", "仍是它"))
		if outcomes(lines) != "updated updated" || lines[1].ObjectID != two.ID {
			t.Fatalf("%+v", lines)
		}
		c.company(c.other, crm.CompanyInput{Name: "海上实业有限公司"})
		_, err := s.UndoImport(ctx, c.reporter, b.ID, b.Version, "试一试")
		if e := refused(t, err, crm.CodeConflict); !strings.Contains(e.Detail, "已登记为另一家企业") {
			t.Fatal(e.Detail)
		}
	})
}

// A company that only others deal with is linked to the row's unit and its blanks are
// filled; whose unit is not the viewer's is rejected; the unit that registered it stays.
func TestStore_ImportCompanies_Scope(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		theirs := c.company(c.other, crm.CompanyInput{Name: "海上实业有限公司", Province: "上海", Address: "某路"})
		before := storetest.Business(t, s)
		_, lines := c.imported(c.reporter, companyLine(3, "海上实业有限公司", "company_no", no(theirs), "unit", "乙县", "address", "改写"), companyLine(4, "无主有限公司", "unit", "没有这个单位"),
			companyLine(5, "别处有限公司", "unit", "乙县"))
		if outcomes(lines) != "rejected rejected rejected" {
			t.Fatalf("%+v", lines)
		}
		if _, lines = c.imported(c.second, companyLine(3, "统计员的企业有限公司")); outcomes(lines) != "rejected" || !strings.Contains(lines[0].Why, "你的角色不能") {
			t.Fatalf("%+v", lines)
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		b, lines := c.imported(c.reporter, companyLine(3, "海上实业有限公司", "company_no", no(theirs), "address", "改写", "province", "江苏", "credit_code", codeTwo, "origin", "省外"))
		x, err := s.Company(ctx, c.reporter, theirs.ID)
		must(t, err)
		if outcomes(lines) != "updated" || changed(lines[0], "联系单位") != "→甲县" || x.Address != "改写" || x.Province != "上海市" || x.CreditCode != codeTwo ||
			x.Origin != crm.OriginOutProv || x.UnitID != 0 || x.UnitName != crm.OtherUnit {
			t.Fatalf("%+v %+v", lines, x)
		}
		if x, err = s.Company(ctx, c.other, theirs.ID); err != nil || x.Address != "某路" || x.UnitID != c.unit["b"] {
			t.Fatalf("the registering unit's own address is gone: %+v %v", x, err)
		}
		linked := storetest.Business(t, s)
		again, lines := c.imported(c.reporter, companyLine(3, "海上控股有限公司", "company_no", no(theirs), "credit_code", codeTwo, "province", "江苏", "origin", "境外", "address", "再改", "note", "我方的话", "tags", "链主"))
		if x, err = s.Company(ctx, c.reporter, theirs.ID); err != nil || outcomes(lines) != "updated" || len(lines[0].Issues) < 3 || x.Name != theirs.Name || x.Province != "上海市" ||
			x.Address != "再改" || x.Note != "我方的话" || len(x.Tags) != 1 {
			t.Fatalf("%+v %+v %v", lines, x, err)
		}
		c.undo(c.reporter, again)
		storetest.SameBusiness(t, linked, storetest.Business(t, s))
		_, lines = c.imported(c.reporter, companyLine(3, "海上实业有限公司", "company_no", no(theirs), "address", "再改一次"))
		if outcomes(lines) != "updated" || !hasCode(lines[0], crm.WRecordKept) {
			t.Fatalf("%+v", lines)
		}
		now, err := s.Import(ctx, c.reporter, b.ID)
		must(t, err)
		_, err = s.UndoImport(ctx, c.reporter, b.ID, now.Version, "试一试")
		if e := refused(t, err, crm.CodeConflict); !strings.Contains(e.Detail, "企业 海上实业有限公司在导入之后又改过") {
			t.Fatal(e.Detail)
		}
	})
}
