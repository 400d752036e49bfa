package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// fillLedger gives the city projects of every kind of standing: signed, with arrivals, bare.
func (c *city) fillLedger() []crm.Project {
	c.t.Helper()
	var out []crm.Project
	for i := range 6 {
		p := c.project(fmt.Sprintf("旧项目%c纺织园", '甲'+i))
		out = append(out, p)
	}
	c.submitted(out[0], "2022-08", 500*wan)
	c.verified(out[1], "2022-08", 700*wan)
	for _, p := range out[:3] {
		m, err := c.s.ReportMilestone(ctx, c.reporter, p.ID, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2022-05-06"})
		must(c.t, err)
		if p.ID == out[2].ID {
			c.attach("milestone", m.ID, "合同")
		}
	}
	_, err := c.s.ReportLead(ctx, c.reporter, crm.LeadInput{CompanyName: "远方投资有限公司", Project: "在谈甲项目", Amount: new(crm.Yuan(5000 * wan))})
	must(c.t, err)
	return out
}

var gamblerLayout = crm.NewImportLayout("project", "investors", "investor_home", "credit_code", "county", "content", "total_wan", "total_usd_wan", "fixed_wan",
	"arrived_wan", "sign_date", "start_date", "problem", "project_no", "unit", "stage", "chain")

// randomLedger makes rows that are new, that mean known projects, repeat others of the file,
// belong to other units and contradict what stands.
func randomLedger(r *rand.Rand, known []crm.Project, n int) *crm.ImportResult {
	res := &crm.ImportResult{ReferenceDate: "2022-09-26"}
	pick := func(l ...string) string { return l[r.IntN(len(l))] }
	for i := range n {
		x := crm.NewImportRecord(pick("一", "二"), i+3, crm.ImportProjects, gamblerLayout)
		x.Set("project", pick("新项目", "扩建项目", "茶产业园", "旧项目甲纺织园", "旧项目乙纺织园二期")+pick("", "一期", "A区"))
		x.SetList("investors", []string{pick("外省纺织有限公司", "新来投资有限公司", "新来投资有限责任公司", "远方投资有限公司"), pick("外省纺织有限公司", "伙伴"+fmt.Sprint(r.IntN(4))+"有限公司")})
		x.Set("county", pick("甲县", "甲县", "甲县", "乙县", "丁县"))
		if r.IntN(3) == 0 {
			p := known[r.IntN(len(known))]
			x.Set("project", p.Name)
			x.SetList("investors", nil)
			x.Set("county", "甲县")
			if r.IntN(2) == 0 {
				x.Set("project_no", p.Code)
				x.Set("project", p.Name+pick("", "（改名）"))
			}
		}
		x.Set("total_wan", pick("", "5000", "8000.5", "100000"))
		x.Set("arrived_wan", pick("", "", "300", "1200"))
		x.Set("sign_date", pick("", "2022-05-06", "2021", "2022-03"))
		x.Set("start_date", pick("", "2022-06-01", "2022-07"))
		x.Set("problem", pick("", "缺地", "用工"))
		x.Set("chain", pick("", "纺织"))
		x.Set("unit", pick("", "甲县商务局", "长三角联络处"))
		x.Set("credit_code", pick("", "91610000MA6TXXXXXX"))
		if r.IntN(6) == 0 {
			x.Choice = crm.ChooseNew
		}
		res.Records = append(res.Records, x)
	}
	return res
}

// A random ledger over a filled city, applied and taken back, leaves every table as it was;
// applied twice, the second changes nothing that a row of its own has not changed.
func TestStore_UndoProperty(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		known := c.fillLedger()
		for seed := range uint64(8) {
			res := randomLedger(rand.New(rand.NewPCG(seed, 7)), known, 40)
			before := storetest.Business(t, s)
			index := c.sum("SELECT COUNT(*) FROM search_projects") + c.sum("SELECT COUNT(*) FROM search_companies")
			b, err := s.ApplyImport(ctx, c.reporter, res, crm.ImportUpload{}, store.ImportSource{FileName: "台账.xlsx", Content: fmt.Append(nil, seed)}, nil)
			must(t, err)
			d := b.Done
			if d.Read != d.Created+d.Updated+d.Unchanged+d.Skipped+d.Rejected || d.Created == 0 || d.Updated == 0 || d.Rejected == 0 {
				t.Fatalf("seed %d: %+v", seed, d)
			}
			c.sound()
			b, err = s.UndoImport(ctx, c.reporter, b.ID, b.Version, "试一试")
			must(t, err)
			if b.State != crm.ImportUndone || b.MayUndo || b.UndoReason != "试一试" {
				t.Fatalf("%+v", b)
			}
			storetest.SameBusiness(t, before, storetest.Business(t, s))
			if n := c.sum("SELECT COUNT(*) FROM search_projects") + c.sum("SELECT COUNT(*) FROM search_companies"); n != index {
				t.Errorf("seed %d: %d search rows, were %d", seed, n, index)
			}
			found, err := s.Projects(ctx, c.manager, crm.ProjectFilter{Page: crm.Page{Q: "改名"}})
			must(t, err)
			if found.Total != 0 {
				t.Errorf("seed %d: the search still finds a name that was taken back", seed)
			}
			c.sound()
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
		if _, bad, err := s.VerifyAudit(ctx); err != nil || bad != 0 {
			t.Fatal(bad, err)
		}
	})
}

// Undoing is refused, with what stands on what, for every kind of later work.
func TestStore_UndoRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		old := c.project("老项目")
		made := func(t *testing.T, name string) (crm.ImportBatch, crm.Project) {
			b, err := s.ApplyImport(ctx, c.reporter, &crm.ImportResult{ReferenceDate: "2022-09-26", Records: []crm.ImportRecord{
				importRow(3, "甲县", name, "sign_date", "2022-05-06", "investors", []string{name + "投资有限公司"}),
				importRow(4, "甲县", "老项目", "problem", "缺地"+name, "total_wan", "100000", "investors", []string{"外省纺织有限公司"})}}, crm.ImportUpload{},
				store.ImportSource{FileName: "台账.xlsx", Content: []byte(name)}, nil)
			must(t, err)
			l, err := s.Projects(ctx, c.manager, crm.ProjectFilter{Page: crm.Page{Q: name}})
			must(t, err)
			i := slices.IndexFunc(l.Items, func(p crm.Project) bool { return p.Name == name })
			if i < 0 || b.Done.Updated != 1 {
				t.Fatalf("%d %+v", l.Total, b.Done)
			}
			return b, l.Items[i]
		}
		for name, c2 := range map[string]struct {
			work func(t *testing.T, p crm.Project)
			says string
		}{
			"到位资金": {func(t *testing.T, p crm.Project) { c.submitted(p, "2022-08", 10*wan) }, "有到位资金"},
			"节点": {func(t *testing.T, p crm.Project) {
				_, err := s.ReportMilestone(ctx, c.reporter, p.ID, crm.MilestoneInput{Kind: crm.MilestoneStarted, On: "2022-08-01"})
				must(t, err)
			}, "有后来填报的节点"},
			"修改": {func(t *testing.T, p crm.Project) {
				_, err := s.UpdateProject(ctx, c.reporter, p.ID, projectInputOf(t, c, p.ID, "改过"))
				must(t, err)
			}, "在导入之后又改过"},
			"原项目又改": {func(t *testing.T, p crm.Project) {
				_, err := s.UpdateProject(ctx, c.reporter, old.ID, projectInputOf(t, c, old.ID, "又改过"))
				must(t, err)
			}, "项目 " + old.Code + " 老项目在导入之后又改过"},
			"文件": {func(t *testing.T, p crm.Project) { c.attach("project", p.ID, "照片") }, "添加了文件"},
			"节点文件": {func(t *testing.T, p crm.Project) {
				c.attach("milestone", c.sum("SELECT id FROM milestones WHERE project_id = $1", p.ID), "合同")
			}, "添加了文件"},
			"拜访": {func(t *testing.T, p crm.Project) {
				in := visitInput("2022-09-20", "甲某某有限公司")
				in.ProjectIDs = []int64{p.ID}
				_, err := s.LogVisit(ctx, c.reporter, in)
				must(t, err)
			}, "有拜访记录"},
			"企业线索": {func(t *testing.T, p crm.Project) {
				_, err := s.ReportLead(ctx, c.reporter, crm.LeadInput{CompanyID: p.Parties[0].CompanyID, Project: "又一个项目"})
				must(t, err)
			}, "有线索"},
			"别的单位": {func(t *testing.T, p crm.Project) {
				_, err := s.CreateCompany(ctx, c.other, crm.CompanyInput{Name: p.Parties[0].Name})
				must(t, err)
			}, "别的单位已建立联系"},
			"归属": {func(t *testing.T, p crm.Project) {
				d, err := s.Project(ctx, c.manager, p.ID)
				must(t, err)
				_, err = s.SetAttribution(ctx, c.manager, p.ID, crm.AttributionInput{Shares: []crm.Share{{UnitID: c.unit["a"], BP: 6000}, {UnitID: c.unit["b"], BP: 4000}},
					Reason: "联合引进", Version: d.Version})
				must(t, err)
			}, "统计归属有变动"},
			"问题": {func(t *testing.T, p crm.Project) {
				_, err := s.ListProblem(ctx, c.reporter, p.ID, crm.ProblemInput{Factor: "土地", Description: "缺地"})
				must(t, err)
			}, "登记了问题"},
			"承诺": {func(t *testing.T, p crm.Project) {
				must(t, s.ExecForTest(`INSERT INTO promises (id, project_id, title, amount, condition, due_on, paid, review_opinion, at)
					VALUES ($1, $2, '奖补', 1, '', '', 0, '', $3)`, p.ID, p.ID, int64(p.UpdatedAt)+5))
			}, "登记了承诺事项"},
		} {
			t.Run(name, func(t *testing.T) {
				b, p := made(t, name+"测试厂")
				c2.work(t, p)
				before := storetest.Business(t, s)
				_, err := s.UndoImport(ctx, c.reporter, b.ID, b.Version, "填错了")
				e := refused(t, err, crm.CodeConflict)
				state, ok := e.State.(crm.ImportUndoRefused)
				if !ok || len(state.Reasons) == 0 || !strings.Contains(e.Detail, c2.says) {
					t.Errorf("%+v: %s", e.State, e.Detail)
				}
				storetest.SameBusiness(t, before, storetest.Business(t, s))
			})
		}
		t.Run("again, stale, without a reason, out of scope", func(t *testing.T) {
			b, _ := made(t, "撤两次的厂")
			_, err := s.UndoImport(ctx, c.reporter, b.ID, b.Version, " ")
			refused(t, err, crm.CodeInvalid)
			_, err = s.UndoImport(ctx, c.other, b.ID, b.Version, "填错了")
			refused(t, err, crm.CodeNotFound)
			_, err = s.UndoImport(ctx, c.reporter, b.ID, b.Version+1, "填错了")
			refused(t, err, crm.CodeConflict)
			b, err = s.UndoImport(ctx, c.manager, b.ID, b.Version, "填错了")
			must(t, err)
			_, err = s.UndoImport(ctx, c.reporter, b.ID, b.Version, "填错了")
			refused(t, err, crm.CodeConflict)
		})
	})
}

// projectInputOf is a project as its form shows it, with another problem.
func projectInputOf(t *testing.T, c *city, id int64, problem string) crm.ProjectInput {
	t.Helper()
	d, err := c.s.Project(ctx, c.manager, id)
	must(t, err)
	return crm.ProjectInput{Name: d.Name, Content: d.Content, Nature: d.Nature, Parties: d.Parties, Total: d.Total, Fixed: d.Fixed, Agreed: d.Agreed,
		CountyUnitID: d.CountyUnitID, UnitID: d.UnitID, Status: d.Status, Problem: problem, Version: d.Version}
}

// An upgrade that adds a column between an import and its undo is no later change: what the import
// knew is compared and put back, what it did not know stays.
func TestStore_UndoImport_afterUpgrade(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			o := storetest.NewOptions(t, engine, crm.Clock{Fixed: storetest.BusinessDay})
			c := newCity(t, storetest.OpenWith(t, o))
			row := func(phone string, more ...any) crm.ImportRecord {
				return leadLine(3, "远方投资有限公司", "茶园项目", append([]any{"county", "甲县", "contact", "张某", "contact_phones", []string{phone}}, more...)...)
			}
			c.imported(c.reporter, row("13812341234"))
			before := storetest.Business(t, c.s)
			b, lines := c.imported(c.reporter, row("13912341234", "content", "改写内容"))
			if outcomes(lines) != "updated" {
				t.Fatalf("%+v", lines)
			}
			alter := func(text string) {
				for _, table := range []string{"contacts", "leads"} {
					must(t, c.s.ExecForTest(fmt.Sprintf(text, table)))
				}
				c.s = storetest.OpenWith(t, o) // the program has started anew
			}
			alter("ALTER TABLE %s ADD COLUMN later TEXT NOT NULL DEFAULT ''")
			alter("UPDATE %s SET later = '升级后填'")
			c.undo(c.reporter, b)
			for _, table := range []string{"contacts", "leads"} {
				if n, err := c.s.SumForTest("SELECT COUNT(*) FROM " + table + " WHERE later = '升级后填'"); err != nil || n != 1 {
					t.Errorf("%s: %d %v", table, n, err)
				}
			}
			alter("ALTER TABLE %s DROP COLUMN later")
			storetest.SameBusiness(t, before, storetest.Business(t, c.s))
			b, _ = c.imported(c.reporter, row("13912341234"))
			must(t, c.s.ExecForTest("UPDATE contacts SET title = '总工'"))
			now, err := c.s.Import(ctx, c.reporter, b.ID)
			must(t, err)
			_, err = c.s.UndoImport(ctx, c.reporter, b.ID, now.Version, "试一试")
			refused(t, err, crm.CodeConflict)
		})
	}
}
