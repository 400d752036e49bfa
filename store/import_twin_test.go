package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// made counts the companies of the city.
func (c *city) made() int64 {
	c.t.Helper()
	n, err := c.s.SumForTest("SELECT COUNT(*) FROM companies")
	must(c.t, err)
	return n
}

// One company that a file names twice becomes one: told where the names say the same, asked where
// they are alike, whichever row comes first; no row is lost.
func TestStore_ImportTwins(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		empty := storetest.Business(t, s)
		rows := []crm.ImportRecord{
			visitLine(3, "远方【西北】投资有限公司"), visitLine(4, "青禾山泉饮料有限公司", "traveller", "丙某", "start_date", "2022-08-01", "end_date", ""),
			visitLine(5, "远方(西北)投资有限公司", "traveller", "丁某", "start_date", "2022-08-08", "end_date", ""),
			visitLine(6, "青禾山泉饮料有限责任公司", "traveller", "丁某", "start_date", "2022-08-09", "end_date", ""),
			visitLine(7, "海上实业有限公司、海上实业有限责任公司", "traveller", "丁某", "start_date", "2022-08-10", "end_date", ""),
			leadLine(8, "远方〔西北〕投资有限公司", "茶园项目", "county", "甲县"), leadLine(9, "青禾山泉饮料股份有限公司", "灌装项目", "county", "甲县"),
			leadLine(10, "海上贸易有限公司", "码头项目", "county", "甲县"),
		}
		b, lines := c.imported(c.reporter, rows...)
		if got := outcomes(lines); got != "created skipped created skipped skipped created created created" {
			t.Fatalf("%s %+v", got, lines)
		}
		for i, why := range map[int]string{0: "与第 5 行的企业“远方(西北)投资有限公司”是同一家", 2: "与第 3 行的企业“远方【西北】投资有限公司”是同一家", 5: "与第 3 行的企业"} {
			if !slices.ContainsFunc(lines[i].Issues, func(x crm.ImportIssue) bool { return x.Code == crm.WCompanySimilar && strings.Contains(x.Message, why) }) {
				t.Errorf("row %d: %+v", lines[i].Row, lines[i].Issues)
			}
		}
		// leads are planned first: the visits beside them ask
		for i, why := range map[int]string{1: "第 9 行的“青禾山泉饮料股份有限公司”很像（名称只差组织形式）", 3: "第 9 行", 4: "同一行的“海上实业有限公司”很像"} {
			if !strings.Contains(lines[i].Why, why) || lines[i].ObjectID != 0 || !hasCode(lines[i], crm.EDuplicateSuspect) {
				t.Errorf("row %d: %s", lines[i].Row, lines[i].Why)
			}
		}
		if c.made() != 3 || len(lines[7].Issues) != 0 {
			t.Errorf("%d companies, %+v", c.made(), lines[7].Issues)
		}
		c.undo(c.reporter, b)
		storetest.SameBusiness(t, empty, storetest.Business(t, s))
		rows[1].Choice, rows[3].Choice, rows[4].Choice = crm.ChooseUpdate, crm.ChooseNew, crm.ChooseUpdate
		b, lines = c.imported(c.reporter, rows...)
		if got := outcomes(lines); got != "created created created created created created created created" {
			t.Fatalf("%s %+v", got, lines)
		}
		same := func(i int, name string) {
			t.Helper()
			if v := c.visit(lines[i].ObjectID); len(v.Companies) != 1 || v.Companies[0].Name != name {
				t.Errorf("row %d: %+v", lines[i].Row, v.Companies)
			}
		}
		same(0, "远方〔西北〕投资有限公司")
		same(1, "青禾山泉饮料股份有限公司")
		same(3, "青禾山泉饮料有限责任公司")
		same(4, "海上实业有限公司")
		if c.made() != 5 {
			t.Errorf("%d companies", c.made())
		}
		before := storetest.Business(t, s)
		if again, lines := c.imported(c.reporter, rows[:6]...); again.Done.Unchanged != 5 { // the one said to be new is a visit of its own
			t.Fatalf("%+v %s", again.Done, outcomes(lines))
		} else {
			c.undo(c.reporter, again)
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		c.undo(c.reporter, b)
		storetest.SameBusiness(t, empty, storetest.Business(t, s))
	})
}

// What only others know says nothing between rows: a file tells the same whether they know a
// company or not; a known company of one's own stands before its row comes.
func TestStore_ImportTwins_Known(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		rows := []crm.ImportRecord{leadLine(3, "青禾山泉饮料有限责任公司", "灌装项目", "county", "甲县"), leadLine(4, "青禾山泉饮料有限公司", "茶饮项目", "county", "甲县")}
		told := func() string {
			t.Helper()
			b, lines := c.imported(c.reporter, rows...)
			c.undo(c.reporter, b)
			return outcomes(lines) + " " + lines[0].Why + lines[1].Why
		}
		unknown := told()
		if !strings.HasPrefix(unknown, "created skipped 企业“青禾山泉饮料有限公司”与第 3 行的“青禾山泉饮料有限责任公司”很像") {
			t.Fatal(unknown)
		}
		c.company(c.other, crm.CompanyInput{Name: "青禾山泉饮料有限公司"})
		if got := told(); got != unknown {
			t.Errorf("told of what another unit knows: %s, not %s", got, unknown)
		}
		c.company(c.reporter, crm.CompanyInput{Name: "青禾山泉饮料有限公司"})
		if got := told(); !strings.HasPrefix(got, "skipped created 企业“青禾山泉饮料有限责任公司”与第 4 行的“青禾山泉饮料有限公司”很像") {
			t.Error(got)
		}
	})
}

// The dry run of an import counts whom it names of others' companies as forms do, each once; past the
// hour's limit rows with names that are new to the viewer stay out, known or not. What it tells of
// others' claims is kept.
func TestStore_ImportNaming(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		counted := func() int64 {
			t.Helper()
			n, err := s.SumForTest("SELECT COALESCE(SUM(value), 0) FROM sequences WHERE name LIKE $1", fmt.Sprintf("named:%d:%%", c.reporter.UserID))
			must(t, err)
			return n
		}
		theirs := c.company(c.other, crm.CompanyInput{Name: "海上实业有限公司", CreditCode: codeOne})
		held, err := s.ReportLead(ctx, c.other, crm.LeadInput{CompanyName: "山外食品有限公司", Project: "茶园项目", Industry: "C15"})
		must(t, err)
		own := c.company(c.reporter, crm.CompanyInput{Name: "本县老店有限公司"})
		rows := []crm.ImportRecord{
			companyLine(3, theirs.Name), companyLine(4, "另一名称有限公司", "credit_code", codeOne), visitLine(5, theirs.Name),
			leadLine(6, "山外食品有限公司", "茶园项目", "county", "甲县"), leadLine(7, "无人知道有限公司", "茶园项目", "county", "甲县"),
		}
		check := func() (crm.ImportBatch, []crm.ImportLine) {
			t.Helper()
			res := &crm.ImportResult{ReferenceDate: "2022-09-20", Records: rows}
			b, err := s.NewImport(ctx, c.reporter, crm.ImportUpload{FileName: "台账.xlsx"}, strings.NewReader("x"))
			must(t, err)
			b, err = s.CheckImport(ctx, c.reporter, b.ID, b.Version, res, nil)
			must(t, err)
			l, err := s.ImportLines(ctx, c.reporter, b.ID, crm.ImportLineFilter{Page: crm.Page{Limit: 200}})
			must(t, err)
			return b, l.Items
		}
		_, lines := check()
		if got := outcomes(lines); got != "updated updated created skipped created" || !strings.Contains(lines[3].Why, "已由乙县首报") {
			t.Fatalf("%s %+v", got, lines)
		}
		if counted() != 2 {
			t.Fatalf("%d companies were counted", counted())
		}
		told, err := s.SumForTest("SELECT COUNT(*) FROM claim_notices WHERE lead_id = $1 AND user_id = $2", held.ID, c.reporter.UserID)
		must(t, err)
		if told != 1 {
			t.Errorf("%d notices are kept", told)
		}
		check()
		if counted() != 2 {
			t.Errorf("counted again: %d", counted())
		}
		must(t, s.ExecForTest("UPDATE sequences SET value = 120 WHERE name LIKE $1", fmt.Sprintf("named:%d:%%", c.reporter.UserID)))
		c.company(c.other, crm.CompanyInput{Name: "新近登记有限公司"})
		rows = append(rows, visitLine(8, "新近登记有限公司", "start_date", "2022-07-06"), visitLine(9, own.Name, "start_date", "2022-07-07"))
		b, lines := check()
		if got := outcomes(lines); got != "updated rejected created skipped rejected rejected created" || lines[4].Why != lines[5].Why || !strings.Contains(lines[4].Why, "每小时最多填写 120 家") {
			t.Fatalf("%s %+v", got, lines)
		}
		before := c.made()
		b, err = s.BeginApply(ctx, c.reporter, b.ID, b.Version)
		must(t, err)
		b, err = s.ApplyChecked(ctx, c.reporter, b.ID, b.Version, &crm.ImportResult{ReferenceDate: "2022-09-20", Records: rows}, nil)
		must(t, err)
		if b.Done.Rejected != 3 || c.made() != before {
			t.Fatalf("%+v", b.Done)
		}
	})
}
