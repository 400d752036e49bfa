package store_test

import (
	"slices"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

var importLayout = crm.NewImportLayout("project", "investors", "investor_home", "county", "total_wan", "total_usd_wan", "fixed_wan", "arrived_wan", "sign_date", "start_date",
	"problem", "project_no")

func importRow(n int, county, project string, more ...any) crm.ImportRecord {
	r := crm.NewImportRecord("台账", n, crm.ImportProjects, importLayout)
	r.Set("county", county)
	r.Set("project", project)
	if !slices.Contains(more, any("investors")) {
		r.SetList("investors", []string{"江浙蚕丝集团有限公司"})
	}
	r.Set("total_wan", "5000")
	for i := 0; i+1 < len(more); i += 2 {
		if list, ok := more[i+1].([]string); ok {
			r.SetList(more[i].(string), list)
			continue
		}
		r.Set(more[i].(string), more[i+1].(string))
	}
	return r
}

// applyLedger applies a reading at once and returns what it did.
func applyLedger(s *store.Store, v crm.Viewer, res *crm.ImportResult, src store.ImportSource) (crm.ImportDone, error) {
	if res.ReferenceDate == "" {
		res.ReferenceDate = s.Today()
	}
	b, err := s.ApplyImport(ctx, v, res, crm.ImportUpload{}, src, nil)
	if err != nil {
		return crm.ImportDone{}, err
	}
	return *b.Done, nil
}

func TestStore_ApplyImport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		src := store.ImportSource{FileName: "台账.xlsx", Content: []byte("x")}
		held := importRow(9, "甲县", "")
		held.Errors = []crm.ImportCode{crm.ENoProject}
		res := &crm.ImportResult{ReferenceDate: "2022-09-26", Held: []crm.ImportRecord{held}, Records: []crm.ImportRecord{
			importRow(3, "甲县", "蚕丝一厂", "arrived_wan", "1200.5", "sign_date", "2022-03", "start_date", "2022-05-06", "fixed_wan", "4000"),
			importRow(4, "甲县", "蚕丝二厂", "sign_date", "2021"),
			importRow(5, "乙县", "蚕丝三厂"), importRow(6, "丁县", "蚕丝四厂")}}
		done, err := applyLedger(s, c.reporter, res, src)
		must(t, err)
		if done.Read != 5 || done.Created != 2 || done.Rejected != 2 || done.Skipped != 1 || done.Updated != 0 || done.Unchanged != 0 {
			t.Fatalf("%+v", done)
		}
		l, err := s.Projects(ctx, c.manager, crm.ProjectFilter{Page: crm.Page{Sort: "code"}})
		must(t, err)
		if l.Total != 2 {
			t.Fatalf("%+v", l)
		}
		var p crm.Project
		for _, x := range l.Items {
			if x.Name == "蚕丝一厂" {
				p = x
			}
		}
		d, err := s.Project(ctx, c.reporter, p.ID)
		must(t, err)
		if d.Opening != 1200_5000_00 || d.ArrivedCNY != 0 || d.SignedOn != "" || len(d.Milestones) != 2 || d.Milestones[0].On != "2022-03" ||
			d.Milestones[0].State != crm.StateDraft || d.UnitID != c.unit["a"] || d.Fixed.Amount != 4000*wan {
			t.Fatalf("%+v", d)
		}
		if n := c.sum("SELECT COUNT(*) FROM rollup_capital") + c.sum("SELECT COUNT(*) FROM rollup_counts"); n != 0 {
			t.Fatal("an import counted in an indicator")
		}
		t.Run("again: nothing changes", func(t *testing.T) {
			before := c.rows("SELECT * FROM projects ORDER BY id") + c.rows("SELECT * FROM milestones ORDER BY id")
			done, err := applyLedger(s, c.reporter, res, src)
			must(t, err)
			if done.Unchanged != 2 || done.Created != 0 || done.Updated != 0 || done.Read != 5 {
				t.Fatalf("%+v", done)
			}
			if got := c.rows("SELECT * FROM projects ORDER BY id") + c.rows("SELECT * FROM milestones ORDER BY id"); got != before {
				t.Fatal(got)
			}
		})
		t.Run("a changed row updates, with what stood before", func(t *testing.T) {
			again := &crm.ImportResult{ReferenceDate: "2022-09-26", Records: []crm.ImportRecord{
				importRow(3, "甲县", "蚕丝一厂", "total_wan", "6000", "problem", "缺地", "start_date", "2022-05-07", "investor_home", "江苏苏州",
					"investors", []string{"江浙蚕丝集团有限公司", "苏杭投资有限公司"})}}
			done, err := applyLedger(s, c.reporter, again, src)
			must(t, err)
			d, err := s.Project(ctx, c.reporter, p.ID)
			must(t, err)
			if done.Updated != 1 || d.Total.Amount != 6000*wan || d.Problem != "缺地" || len(d.Parties) != 2 || d.Opening != 1200_5000_00 || d.Milestones[1].On != "2022-05-07" {
				t.Fatalf("%+v %+v", done, d)
			}
			if n := c.sum("SELECT COUNT(*) FROM import_lines WHERE outcome = 'updated' AND before_image LIKE '%蚕丝一厂%'"); n != 1 {
				t.Fatal(n)
			}
		})
		t.Run("dollars without a rate wait for it, a total may be unknown", func(t *testing.T) {
			usd := crm.NewImportRecord("台账", 3, crm.ImportProjects, importLayout)
			unknown := crm.NewImportRecord("台账", 4, crm.ImportProjects, importLayout)
			for r, name := range map[*crm.ImportRecord]string{&usd: "外资项目", &unknown: "未写总投资"} {
				r.Set("county", "甲县")
				r.Set("project", name)
				r.SetList("investors", []string{"远方投资有限公司"})
			}
			usd.Set("total_usd_wan", "10")
			usd.Set("sign_date", "2019")
			done, err := applyLedger(s, c.reporter, &crm.ImportResult{Records: []crm.ImportRecord{usd, unknown}}, src)
			must(t, err)
			if done.Created != 2 || c.sum("SELECT CAST(SUM(total_cny) AS BIGINT) FROM projects WHERE import_id = $1", done.ID) != 0 ||
				c.sum("SELECT COUNT(*) FROM projects WHERE currency = 'USD' AND total = $1", 10*wan) != 1 {
				t.Fatalf("%+v", done)
			}
		})
		t.Run("a row that can't stand is left out, with the reason", func(t *testing.T) {
			bad := crm.NewImportRecord("台账", 5, crm.ImportProjects, importLayout)
			bad.Set("county", "甲县")
			bad.Set("project", "无投资方")
			done, err := applyLedger(s, c.reporter, &crm.ImportResult{Records: []crm.ImportRecord{importRow(4, "甲县", "蚕丝六厂", "sign_date", "2019"), bad}}, src)
			must(t, err)
			if done.Created != 1 || done.Rejected != 1 {
				t.Fatalf("%+v", done)
			}
			if n := c.sum("SELECT COUNT(*) FROM import_lines WHERE import_id = $1 AND outcome = 'rejected' AND why LIKE '%投资方%'", done.ID); n != 1 {
				t.Fatal(n)
			}
		})
		list, err := s.Imports(ctx, c.reporter, crm.ImportFilter{})
		must(t, err)
		if list.Total != 5 || list.Items[4].Done.Created != 2 || list.Items[0].UserName != "reporter" {
			t.Fatalf("%+v", list)
		}
		if other, err := s.Imports(ctx, c.other, crm.ImportFilter{}); err != nil || other.Total != 0 {
			t.Fatal(other, err)
		}
	})
}
