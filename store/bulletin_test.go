package store_test

import (
	"fmt"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// The bulletin of a closed month prints what its figures and its workbook's rows say, and
// goes on doing so after a correction; another basis as well.
func TestStore_Bulletin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		c.verified(p, "2022-01", 900*wan, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: 900 * wan})
		c.verified(p, "2022-01", 31*wan+5000)
		const body = "题\n{到位资金.累计}、{到位资金.本月}、{到位资金.任务}、{到位资金.完成率}、{省外.累计}\n{领先 到位资金}"
		ask := func(v crm.Viewer, q crm.BulletinQuery) crm.Bulletin {
			t.Helper()
			b, err := s.Bulletin(ctx, v, q)
			must(t, err)
			return b
		}
		q := crm.BulletinQuery{FiguresQuery: crm.FiguresQuery{Month: "2022-01"}, Body: body}
		if open := ask(c.manager, q); open.Snapshot != "" || !strings.Contains(open.Note, "未关账") {
			t.Errorf("%+v", open)
		}
		snap := c.shut("2022-01")
		closed := ask(c.manager, q)
		f := c.figures(crm.FiguresQuery{Month: "2022-01"})
		r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: "2022-01"})
		must(t, err)
		var outside crm.Figure
		for _, l := range r.Lines {
			if l.Code == "capitalOutside" {
				outside = r.TotalFigure(l)
			}
		}
		want := []string{yi(f.Total["capital"].Cumulative), yi(f.Total["capital"].Month), yi(*f.Total["capital"].Target), yi(outside.Cumulative)}
		for i, k := range []int{0, 2, 4, 8} {
			if got := closed.Paragraphs[0][k].Text; got != want[i] || want[i] == "0.00亿元" {
				t.Errorf("printed %s, figures say %s", got, want[i])
			}
		}
		if closed.Snapshot != snap.Number || !strings.HasSuffix(closed.Paragraphs[0][0].Ref, "@"+snap.Number) {
			t.Errorf("%+v", closed.Paragraphs[0][0])
		}
		c.verified(p, "2022-02", 77*wan)
		if again := ask(c.manager, q); again.Plain != closed.Plain {
			t.Errorf("%s\n%s", closed.Plain, again.Plain)
		}
		county := c.person("countyLeader", "a", crm.RoleLeader)
		if part := ask(county, q); part.Scope != "甲县" || part.Paragraphs[0][0].Text != yi(f.Units[0].Figures["capital"].Cumulative) || len(part.Paragraphs[1]) != 1 {
			t.Errorf("%+v", part)
		}
		q.UnitID = c.unit["b"]
		_, err = s.Bulletin(ctx, county, q)
		refused(t, err, crm.CodeNotFound)
		liaison := c.person("officeLeader", "office", crm.RoleLeader)
		for v, unit := range map[*crm.Viewer]int64{&c.manager: c.unit["office"], &liaison: 0} {
			q.UnitID = unit
			_, err = s.Bulletin(ctx, *v, q)
			if e := refused(t, err, crm.CodeInvalid); e.Field != "unit" || !strings.Contains(e.Detail, "不是归属单位") {
				t.Errorf("%+v", e)
			}
		}
		q.UnitID, q.Body = 0, "题\n{到位.累计}"
		e := refused(t, func() error { _, err := s.Bulletin(ctx, c.manager, q); return err }(), crm.CodeInvalid)
		if e.Field != "body" || !strings.Contains(e.Detail, "第 2 行第 1 字") {
			t.Errorf("%+v", e)
		}
	})
}

// yi prints 分 as the bulletin does.
func yi(v int64) string { return fmt.Sprintf("%.2f亿元", float64(v)/float64(crm.FenPerYi)) }

func TestStore_BulletinTemplates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		in := crm.BulletinTemplateInput{Name: " 月度 ", Body: "某月情况\r\n{到位资金.累计}\r\n"}
		_, err := s.AddBulletinTemplate(ctx, c.person("countyManager", "a", crm.RoleManager), in)
		refused(t, err, crm.CodeForbidden)
		_, err = s.AddBulletinTemplate(ctx, c.manager, crm.BulletinTemplateInput{Name: "=坏", Body: in.Body})
		says(t, err, crm.CodeInvalid, "不能以 = + - @ 开头")
		_, err = s.AddBulletinTemplate(ctx, c.manager, crm.BulletinTemplateInput{Name: "坏", Body: "题\n{今天}"})
		refused(t, err, crm.CodeInvalid)
		_, err = s.AddBulletinTemplate(ctx, c.manager, crm.BulletinTemplateInput{Name: "标准通报", Body: in.Body})
		refused(t, err, crm.CodeInvalid)
		one, err := s.AddBulletinTemplate(ctx, c.manager, in)
		must(t, err)
		if one.Name != "月度" || one.Body != "某月情况\n{到位资金.累计}" || one.Default || one.SetBy == "" {
			t.Errorf("%+v", one)
		}
		q := crm.BulletinQuery{FiguresQuery: crm.FiguresQuery{Month: "2022-01"}, Template: -1}
		title := func() string {
			t.Helper()
			b, err := s.Bulletin(ctx, c.manager, q)
			must(t, err)
			return b.Title
		}
		if got := title(); !strings.Contains(got, "招商引资工作情况通报") {
			t.Error(got)
		}
		in.Default, in.Version = true, one.Version
		one, err = s.PutBulletinTemplate(ctx, c.manager, one.ID, in)
		must(t, err)
		if got := title(); got != "某月情况" {
			t.Error(got)
		}
		two, err := s.AddBulletinTemplate(ctx, c.manager, crm.BulletinTemplateInput{Name: "年度", Body: "另一题\n{到位资金.累计}", Default: true})
		must(t, err)
		if got := title(); got != "另一题" {
			t.Error(got)
		}
		_, err = s.PutBulletinTemplate(ctx, c.manager, one.ID, in)
		refused(t, err, crm.CodeConflict) // the default has gone to the other, and its version with it
		_, err = s.PutBulletinTemplate(ctx, c.manager, 0, in)
		refused(t, err, crm.CodeNotFound)
		refused(t, s.DropBulletinTemplate(ctx, c.manager, two.ID, two.Version+1), crm.CodeConflict)
		must(t, s.DropBulletinTemplate(ctx, c.manager, two.ID, two.Version))
		if all, err := s.BulletinTemplates(ctx, c.manager); err != nil || len(all) != 2 || !all[0].Default || all[1].Default {
			t.Errorf("%+v %v", all, err)
		}
		c.sound()
	})
}
