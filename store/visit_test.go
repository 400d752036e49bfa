package store_test

import (
	"fmt"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func TestStore_LogVisit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		in := visitInput("2022-09-26", "海晏食品有限公司", l.ID)
		in.NextStep, in.NextDue = "寄送厂房图纸", "2022-10-08"
		ctx := store.WithIdempotency(c.ctx, "v1", "h")
		a, err := s.LogVisit(ctx, c.eastman, in)
		c.must(err)
		b, err := s.LogVisit(ctx, c.eastman, in)
		c.must(err)
		if a.ID != b.ID || a.Code != "BF2022-0001" || a.Province != "广东省" || len(a.Companies) != 1 || a.Companies[0].CompanyID != l.CompanyID {
			t.Fatalf("%+v\n%+v", a, b)
		}
		d, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		if d.NextStep != "寄送厂房图纸" || d.NextDue != "2022-10-08" || d.LastProgress != "外出拜访：对接合作意向" || d.Visits != 1 {
			t.Fatalf("lead = %+v", d)
		}
		for _, bad := range badVisits(c, l) {
			_, err := s.LogVisit(c.ctx, c.westman, bad)
			c.want(err, crm.CodeInvalid)
		}
		_, err = s.Visit(c.ctx, c.westman, a.ID)
		c.want(err, crm.CodeNotFound)
		hits, err := s.Search(c.ctx, c.westman, "海晏")
		c.must(err)
		list, err := s.Visits(c.ctx, c.westman, crm.VisitFilter{})
		c.must(err)
		if len(hits) != 0 || list.Total != 0 {
			t.Fatalf("west sees %+v %+v", hits, list)
		}
		c.sound()
	})
}

// badVisits are inputs of the west that must be refused whole.
func badVisits(c *leadCity, foreign crm.Lead) []crm.VisitInput {
	future, theme, lead, company, twice, level := visitInput("2022-09-27", "甲乙有限公司"), visitInput("2022-09-01", "甲乙有限公司"),
		visitInput("2022-09-01", "甲乙有限公司", foreign.ID), visitInput("2022-09-01", ""), visitInput("2022-09-01", "甲乙有限公司"), visitInput("2022-09-01", "甲乙有限公司")
	theme.Theme = ""
	company.Companies[0].CompanyID = foreign.CompanyID
	twice.Companies = append(twice.Companies, crm.VisitCompany{Name: "甲乙 有限公司"})
	level.LeaderLevel = "省级"
	return []crm.VisitInput{future, theme, lead, company, twice, level}
}

func TestStore_UpdateAndVoidVisit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		x := c.visit(c.eastman, "2022-09-26", "海晏食品有限公司", l.ID)
		in := x.Input()
		in.Province, in.City, in.Theme = "上海", "浦东新区", "考察上海总部"
		x, err := s.UpdateVisit(c.ctx, c.eastman, x.ID, in)
		c.must(err)
		if x.City != "上海市" || x.Version != 2 {
			t.Fatalf("%+v", x)
		}
		_, err = s.UpdateVisit(c.ctx, c.eastman, x.ID, in)
		c.want(err, crm.CodeConflict)
		_, err = s.VoidVisit(c.ctx, c.westman, x.ID, crm.ReasonInput{Reason: "重复", Version: 2})
		c.want(err, crm.CodeNotFound)
		d, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		if d.LastProgress != "外出拜访：考察上海总部" {
			t.Fatalf("%+v", d.Lead)
		}
		_, err = s.VoidVisit(c.ctx, c.eastman, x.ID, crm.ReasonInput{Reason: "重复", Version: 2})
		c.must(err)
		if d, err = s.Lead(c.ctx, c.eastman, l.ID); err != nil || d.LastProgress != "首报线索" || d.Visits != 0 {
			t.Fatalf("progress of a voided visit stays: %+v %v", d.Lead, err)
		}
		foot, err := s.Footprint(c.ctx, c.eastman, "", "", 0)
		c.must(err)
		if foot.Visits != 0 || foot.Provinces != 0 {
			t.Fatalf("%+v", foot)
		}
		c.sound()
	})
}

func TestStore_Footprint(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		for i, p := range [][2]string{{"上海", ""}, {"上海市", "浦东新区"}, {"广东省", "深圳市"}, {"广东", "深圳"}, {"广东", "东莞市"}, {"浙江", ""}, {"德国", "慕尼黑"}} {
			in := visitInput("2022-08-15", fmt.Sprintf("企业%d有限公司", i))
			in.Province, in.City = p[0], p[1]
			_, err := s.LogVisit(c.ctx, c.eastman, in)
			c.must(err)
		}
		in := visitInput("2022-08-15", "来访企业有限公司")
		in.Kind, in.Province, in.City = crm.VisitIn, "河北", "石家庄"
		_, err := s.LogVisit(c.ctx, c.eastman, in)
		c.must(err)
		c.visit(c.westman, "2022-09-15", "西部企业有限公司")
		foot, err := s.Footprint(c.ctx, c.manager, "2022-08", "2022-08", 0)
		c.must(err)
		if foot.Provinces != 3 || foot.Cities != 3 || foot.Visits != 7 {
			t.Fatalf("%+v", foot)
		}
		foot, err = s.Footprint(c.ctx, c.westman, "", "", 0)
		c.must(err)
		if foot.Provinces != 1 || foot.Cities != 1 || foot.Visits != 1 {
			t.Fatalf("%+v", foot)
		}
		c.sound()
	})
}

func TestStore_Trips(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		trip, err := s.CreateTrip(c.ctx, c.eastman, crm.TripInput{Name: "珠三角招商小分队", StartOn: "2022-09-18", EndOn: "2022-09-22", LeaderLevel: "小分队"})
		c.must(err)
		in := visitInput("2022-09-19", "海晏食品有限公司")
		in.TripID = trip.ID
		_, err = s.LogVisit(c.ctx, c.westman, in)
		c.want(err, crm.CodeInvalid)
		x, err := s.LogVisit(c.ctx, c.eastman, in)
		c.must(err)
		if x.TripName != trip.Name {
			t.Fatalf("%+v", x)
		}
		list, err := s.Trips(c.ctx, c.eastman, crm.Page{})
		c.must(err)
		if list.Total != 1 || list.Items[0].Visits != 1 {
			t.Fatalf("%+v", list)
		}
		_, err = s.Trip(c.ctx, c.westman, trip.ID)
		c.want(err, crm.CodeNotFound)
		_, err = s.UpdateTrip(c.ctx, c.eastman, trip.ID, crm.TripInput{Name: "珠三角小分队", StartOn: "2022-09-18", EndOn: "2022-09-17", Version: 1})
		c.want(err, crm.CodeInvalid)
	})
}

func TestStore_Workbench_tasks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s) // the business day 2022-09-26 is a Monday
		for _, due := range []crm.Date{"2022-09-20", "2022-09-26", "2022-10-02", "2022-10-03"} {
			_, err := s.ReportLead(c.ctx, c.eastman, crm.LeadInput{CompanyName: "企业" + string(due) + "有限公司", Project: "项目" + string(due), NextStep: "电话回访", NextDue: due})
			c.must(err)
		}
		in := visitInput("2022-09-01", "海晏食品有限公司")
		in.NextStep, in.NextDue = "回访", "2022-09-10"
		_, err := s.LogVisit(c.ctx, c.eastman, in)
		c.must(err)
		w, err := s.Workbench(c.ctx, c.eastman)
		c.must(err)
		if w.Overdue.Count != 2 || w.DueToday.Count != 1 || w.DueWeek.Count != 1 || w.Overdue.Items[0].Kind != "visit" {
			t.Fatalf("%+v", w)
		}
		c.visit(c.eastman, "2022-09-12", "海晏食品有限公司")
		w, err = s.Workbench(c.ctx, c.eastman)
		c.must(err)
		if w.Overdue.Count != 1 {
			t.Fatalf("a visit that was followed by another still waits: %+v", w.Overdue)
		}
		if w, err = s.Workbench(c.ctx, c.eastmat); err != nil || w.Overdue.Count+w.DueToday.Count+w.DueWeek.Count != 0 {
			t.Fatalf("a colleague's tasks: %+v %v", w, err)
		}
	})
}
