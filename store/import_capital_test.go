package store_test

import (
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

var capitalLayout = crm.NewImportLayout("entry_no", "project_no", "project", "investors", "county", "nature", "month", "arrived_on", "total_wan", "prior_years_wan",
	"ytd_prev_wan", "amount_wan", "out_of_province_wan", "foreign_usd_wan", "ytd_wan", "form", "use", "fixed", "origins", "evidence_nos", "remark")

// arrival makes a row of a monthly report of 甲县.
func arrival(n int, project, month, amount string, more ...any) crm.ImportRecord {
	return ledgerRow(n, crm.ImportCapital, capitalLayout, append([]any{"county", "甲县", "project", project, "investors", []string{"外省纺织有限公司"},
		"month", month, "amount_wan", amount}, more...)...)
}

// entryOn is the one entry of a project in a month.
func (c *city) entryOn(project, month string) crm.CapitalEntry {
	c.t.Helper()
	l, err := c.s.CapitalEntries(ctx, c.manager, crm.CapitalFilter{Month: crm.Month(month)})
	must(c.t, err)
	l.Items = slices.DeleteFunc(l.Items, func(e crm.CapitalEntry) bool { return e.ProjectName != project })
	if len(l.Items) != 1 {
		c.t.Fatalf("%s in %s: %d entries", project, month, len(l.Items))
	}
	return l.Items[0]
}

// parts prints an entry's parts.
func parts(e crm.CapitalEntry) string {
	var out []string
	sum := int64(0)
	for _, p := range e.Parts {
		out = append(out, string(p.Origin)+" "+crm.Decimal(p.Amount, wan)+" "+string(p.Currency))
		sum += crm.Money{Amount: p.Amount, Currency: p.Currency}.ToCNY(6_4508)
	}
	if sum != e.Amount.Amount {
		out = append(out, "the sum is wrong")
	}
	return strings.Join(out, ", ")
}

func TestStore_ImportCapital(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		c.project("蚕丝项目")
		before := storetest.Business(t, s)
		rows := []crm.ImportRecord{
			arrival(3, "蚕丝项目", "2022-08", "700", "out_of_province_wan", "700", "foreign_usd_wan", "100", "use", "设备购置", "evidence_nos", []string{"PZ-1", "PZ-2"},
				"remark", "分期", "prior_years_wan", "0", "ytd_wan", "700"),
			arrival(4, "新来的项目", "2022-08", "100.5", "total_wan", "3000", "prior_years_wan", "50", "ytd_prev_wan", "200", "ytd_wan", "300.5", "out_of_province_wan", "60",
				"investors", []string{"杭州某某有限公司"}),
			arrival(5, "没有到位的新项目", "2022-08", "0", "total_wan", "1800", "prior_years_wan", "900", "ytd_prev_wan", "0", "ytd_wan", "0"),
			arrival(6, "什么也没有的项目", "2022-08", "", "prior_years_wan", "0"),
			arrival(7, "蚕丝项目", "2022-09", "0"),
		}
		b, lines := c.imported(c.reporter, rows...)
		if got := outcomes(lines); got != "created created created unchanged unchanged" || lines[0].Object != "capital" || lines[2].Object != "project" {
			t.Fatalf("%s %+v", got, lines)
		}
		e := c.entryOn("蚕丝项目", "2022-08")
		if parts(e) != "foreign 100 USD, outProv 54.92 CNY" || e.State != crm.StateDraft || e.UnitID != c.unit["a"] || e.Use != "设备" || e.Form != "" || e.ArrivedOn != "" ||
			e.Note != "分期；佐证材料编号：PZ-1、PZ-2" || e.CompanyName != "外省纺织有限公司" || !strings.HasPrefix(e.Code, "ZJ2022-") || len(e.Warnings) != 0 {
			t.Fatalf("%s %+v", parts(e), e)
		}
		fresh := c.entryOn("新来的项目", "2022-08")
		if parts(fresh) != "outProv 60 CNY, unknown 40.5 CNY" {
			t.Fatalf("%+v", fresh)
		}
		d, err := s.Project(ctx, c.reporter, fresh.ProjectID)
		must(t, err)
		if d.Opening != 250*wan || d.ArrivedCNY != 0 || d.PendingCNY != 0 || d.Total.Amount != 3000*wan {
			t.Fatalf("%+v", d)
		}
		if n := c.sum("SELECT CAST(SUM(opening) AS BIGINT) FROM projects"); n != (250+900)*wan {
			t.Fatal(n)
		}
		again, _ := c.imported(c.reporter, rows...)
		if again.Done.Unchanged != 5 {
			t.Fatalf("%+v", again.Done)
		}
		filled := storetest.Business(t, s)
		rows[0].Set("amount_wan", "800.25")
		rows[1].Set("out_of_province_wan", "")
		b2, lines := c.imported(c.reporter, rows[:2]...)
		if outcomes(lines) != "updated unchanged" || changed(lines[0], "本月到位") != "700万元→800.25万元" || !strings.Contains(changed(lines[0], "资金来源"), "待核 100.25万元") ||
			!hasCode(lines[0], crm.WRecordKept) {
			t.Fatalf("%+v", lines)
		}
		if e := c.entryOn("蚕丝项目", "2022-08"); parts(e) != "foreign 100 USD, outProv 54.92 CNY, unknown 100.25 CNY" || e.Version != 2 {
			t.Fatalf("%s %+v", parts(e), e)
		}
		rows[0].Set("foreign_usd_wan", "0")
		rows[0].Set("out_of_province_wan", "800.25")
		b3, _ := c.imported(c.reporter, rows[0])
		if e := c.entryOn("蚕丝项目", "2022-08"); parts(e) != "outProv 800.25 CNY" {
			t.Fatalf("%s %+v", parts(e), e)
		}
		c.undo(c.reporter, b3)
		c.undo(c.reporter, b2)
		storetest.SameBusiness(t, filled, storetest.Business(t, s))
		c.undo(c.reporter, b)
		storetest.SameBusiness(t, before, storetest.Business(t, s))
	})
}

// A draft of an import lacks what the paper does not tell, and is asked for it at submission.
func TestStore_ImportCapital_Submitted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		c.submitted(p, "2022-07", 79_900*wan)
		_, lines := c.imported(c.reporter, arrival(3, "蚕丝项目", "2022-08", "200"))
		e := c.entryOn("蚕丝项目", "2022-08")
		if len(e.Warnings) != 1 || e.Warnings[0].Code != "above_ceiling" {
			t.Fatalf("%+v %+v", e.Warnings, lines)
		}
		c.attach("capital", e.ID, "银行进账单")
		_, err := s.SubmitCapital(ctx, c.reporter, e.ID, crm.ReviewInput{Version: e.Version, WarningReason: "追加"})
		if d := refused(t, err, crm.CodeInvalid); !strings.Contains(d.Detail, "到账日期、出资形式、资金用途") {
			t.Fatal(d.Detail)
		}
		in := c.input(p, "2022-08", 200*wan, crm.Part{Origin: crm.OriginUnknown, Currency: crm.CNY, Amount: 200 * wan})
		in.Version, in.WarningReason = e.Version, "追加"
		e, err = s.UpdateCapital(ctx, c.reporter, e.ID, in)
		must(t, err)
		e, err = s.SubmitCapital(ctx, c.reporter, e.ID, crm.ReviewInput{Version: e.Version})
		must(t, err)
		_, err = s.VerifyCapital(ctx, c.verifier, e.ID, crm.VerifyInput{Version: e.Version})
		must(t, err)
		c.sound()
		_, lines = c.imported(c.reporter, arrival(3, "蚕丝项目", "2022-08", "200", "out_of_province_wan", "200"))
		if outcomes(lines) != "unchanged" || lines[0].ObjectID != e.ID {
			t.Fatalf("%+v", lines)
		}
	})
}

// Several arrivals of a month: their sum is what the paper tells; a second row waits for a decision.
func TestStore_ImportCapital_Several(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		c.submitted(p, "2022-08", 300*wan)
		c.verified(p, "2022-08", 200*wan)
		wrong := c.verified(p, "2022-08", 90*wan)
		_, err := s.ReverseCapital(ctx, c.reporter, wrong.ID, crm.ReverseInput{Reason: "重复填报"})
		must(t, err)
		_, lines := c.imported(c.reporter, arrival(3, "蚕丝项目", "2022-08", "500"), arrival(4, "蚕丝项目", "2022-07", "40"), arrival(5, "蚕丝项目", "2022-07", "60"))
		if outcomes(lines) != "unchanged created skipped" || !hasCode(lines[2], crm.EDuplicateSuspect) {
			t.Fatalf("%+v", lines)
		}
		_, lines = c.imported(c.reporter, arrival(3, "蚕丝项目", "2022-08", "510"), arrival(4, "蚕丝项目", "2022-08", "200"), arrival(5, "蚕丝项目", "2022-08", "40"))
		if outcomes(lines) != "skipped unchanged skipped" || !strings.Contains(lines[0].Why, "已报待核 300 万元") {
			t.Fatalf("%+v", lines)
		}
		rows := []crm.ImportRecord{arrival(4, "蚕丝项目", "2022-07", "40"), chosen(arrival(5, "蚕丝项目", "2022-07", "60"), crm.ChooseNew)}
		_, lines = c.imported(c.reporter, rows...)
		if outcomes(lines) != "unchanged created" {
			t.Fatalf("%+v", lines)
		}
		b, lines := c.imported(c.reporter, rows...)
		if b.Done.Unchanged != 2 || lines[0].ObjectID == lines[1].ObjectID {
			t.Fatalf("%+v", lines)
		}
		before := storetest.Business(t, s)
		b, lines = c.imported(c.reporter, arrival(4, "蚕丝项目", "2022-05", "10"), chosen(arrival(5, "蚕丝项目", "2022-05", "20"), crm.ChooseUpdate))
		if outcomes(lines) != "created updated" || c.entryOn("蚕丝项目", "2022-05").Amount.Amount != 20*wan {
			t.Fatalf("%+v", lines)
		}
		c.undo(c.reporter, b)
		storetest.SameBusiness(t, before, storetest.Business(t, s))
	})
}

// A row that does not say where the money comes from keeps what the draft says of it.
func TestStore_ImportCapital_PartsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p, q := c.project("蚕丝项目"), c.project("茶叶项目")
		_, err := s.FileCapital(ctx, c.reporter, c.input(p, "2022-08", 100*wan, crm.Part{Origin: crm.OriginLocal, Currency: crm.CNY, Amount: 100 * wan}))
		must(t, err)
		_, err = s.FileCapital(ctx, c.reporter, c.input(q, "2022-08", 100*wan, crm.Part{Origin: crm.OriginForeign, Currency: crm.USD, Amount: 10 * wan},
			crm.Part{Origin: crm.OriginLocal, Currency: crm.CNY, Amount: 35_4920_00}))
		must(t, err)
		_, lines := c.imported(c.reporter, arrival(3, "蚕丝项目", "2022-08", "120"), arrival(4, "茶叶项目", "2022-08", "120"))
		if outcomes(lines) != "updated rejected" || !strings.Contains(lines[1].Why, "由 2 项资金来源构成") {
			t.Fatalf("%+v", lines)
		}
		if e := c.entryOn("蚕丝项目", "2022-08"); parts(e) != "local 120 CNY" {
			t.Fatalf("%+v", e)
		}
		if _, lines = c.imported(c.reporter, arrival(3, "茶叶项目", "2022-08", "120"), arrival(4, "茶叶项目", "2022-08", "100")); outcomes(lines) != "skipped unchanged" {
			t.Fatalf("a row took the entry that another says: %+v", lines)
		}
		_, lines = c.imported(c.reporter, arrival(3, "茶叶项目", "2022-08", "100", "out_of_province_wan", "64.508"), arrival(4, "蚕丝项目", "2022-08", "120", "out_of_province_wan", "20"))
		if outcomes(lines) != "unchanged updated" || parts(c.entryOn("蚕丝项目", "2022-08")) != "outProv 20 CNY, unknown 100 CNY" {
			t.Fatalf("%+v", lines)
		}
	})
}

// A unit that is credited with another's project files there in its own name; nobody else does.
func TestStore_ImportCapital_Credited(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		d, err := s.Project(ctx, c.manager, p.ID)
		must(t, err)
		_, err = s.SetAttribution(ctx, c.manager, p.ID, crm.AttributionInput{Shares: []crm.Share{{UnitID: c.unit["a"], BP: 6000}, {UnitID: c.unit["b"], BP: 4000}},
			Reason: "联合引进", Version: d.Version})
		must(t, err)
		_, lines := c.imported(c.other, arrival(3, "蚕丝项目", "2022-08", "30"), arrival(4, "改了名", "2022-07", "20", "project_no", p.Code))
		if outcomes(lines) != "created created" || c.entryOn("蚕丝项目", "2022-08").UnitID != c.unit["b"] {
			t.Fatalf("%+v", lines)
		}
		third := c.person("third", "c", crm.RoleOfficer, crm.RoleStatistician)
		_, lines = c.imported(third, arrival(3, "蚕丝项目", "2022-08", "30", "project_no", p.Code))
		if outcomes(lines) != "rejected" || strings.Contains(lines[0].Why, "蚕丝") {
			t.Fatalf("%+v", lines)
		}
	})
}

// The order of the sheets does not matter to the opening balance; what the ledger has stays.
func TestStore_ImportCapital_Cumulative(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		july := arrival(3, "新项目", "2022-07", "30", "prior_years_wan", "100", "ytd_prev_wan", "20", "ytd_wan", "50", "total_wan", "5000")
		august := arrival(4, "新项目", "2022-08", "40", "prior_years_wan", "100", "ytd_prev_wan", "50", "ytd_wan", "90", "total_wan", "5000")
		for _, rows := range [][]crm.ImportRecord{{july, august}, {august, july}} {
			b, lines := c.imported(c.reporter, rows...)
			if outcomes(lines) != "created created" || len(lines[0].Issues)+len(lines[1].Issues) != 0 || c.sum("SELECT opening FROM projects") != 120*wan {
				t.Fatalf("%+v", lines)
			}
			if again, lines := c.imported(c.reporter, rows...); again.Done.Unchanged != 2 || len(lines[0].Issues)+len(lines[1].Issues) != 0 {
				t.Fatalf("%+v", lines)
			}
			c.undo(c.reporter, b)
		}
		c.imported(c.reporter, july)
		august.Set("ytd_wan", "95")
		_, lines := c.imported(c.reporter, august)
		if outcomes(lines) != "created" || !hasCode(lines[0], crm.WRecordKept) || !strings.Contains(lines[0].Issues[0].Message, "表中是 195 万元，系统里是 190 万元") ||
			c.sum("SELECT opening FROM projects") != 120*wan {
			t.Fatalf("%+v", lines)
		}
	})
}
