package store_test

import (
	"fmt"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

var visitLayout = crm.NewImportLayout("visit_no", "direction", "way", "unit", "traveller", "title", "leader_level", "our_people", "start_date", "end_date", "days", "destination",
	"place", "company", "counterpart", "counterpart_title", "people", "theme", "content", "outcome", "next_step", "next_due", "trip_name", "recorded_by", "remark")

// visitLine is a row of 外出招商 by 甲县 from 2022-07-04 to 07.
func visitLine(n int, company string, more ...any) crm.ImportRecord {
	return ledgerRow(n, crm.ImportVisits, visitLayout, append([]any{"unit", "甲县", "traveller", "甲某", "title", "县长", "start_date", "2022-07-04", "end_date", "2022-07-07", "company", company}, more...)...)
}

// receptionLine is a row of 来访 to 甲县 on 2022-08-03.
func receptionLine(n int, company string, more ...any) crm.ImportRecord {
	return ledgerRow(n, crm.ImportVisits, visitLayout, append([]any{"direction", "来访", "unit", "甲县", "traveller", "乙某", "start_date", "2022-08-03", "company", company}, more...)...)
}

func (c *city) visit(id int64) crm.Visit {
	c.t.Helper()
	v, err := c.s.Visit(ctx, c.manager, id)
	must(c.t, err)
	return v
}

func TestStore_ImportVisits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		empty := storetest.Business(t, s)
		places := []string{"江苏省|苏州市", "江苏省|无锡市"}
		rows := []crm.ImportRecord{
			visitLine(3, "苏州绮澈新材料有限公司", "destination", places, "counterpart", "赵某13987654321", "counterpart_title", "董事长", "days", "4", "remark", "已留资料13987654321"),
			visitLine(4, "无锡铂屿精工有限公司", "destination", places, "counterpart", "钱某", "outcome", "达成意向", "next_step", "回访", "next_due", "2022-10-08"),
			visitLine(5, "无锡铂屿精工有限公司", "destination", places, "counterpart", "孙某", "counterpart_title", "总工"),
			visitLine(6, "北京垚数科技有限公司", "traveller", "丙某", "start_date", "2022-08-01", "end_date", "2022-08-01", "destination", []string{"北京市|北京市"}, "recorded_by", "second"),
			receptionLine(7, "杭州茗澈饮品有限公司", "people", "4", "place", "城关镇", "theme", "茶饮灌装项目选址", "counterpart", "周某", "recorded_by", "某干事"),
			visitLine(8, "别处有限公司", "unit", "乙县"), visitLine(9, "别处有限公司", "unit", "月球办"), visitLine(10, "别处有限公司", "start_date", "2022-07"),
			visitLine(11, "别处有限公司", "start_date", "2022-11-01", "end_date", ""),
		}
		b, lines := c.imported(c.reporter, rows...)
		if got := outcomes(lines); got != "created created updated created created rejected rejected rejected rejected" {
			t.Fatalf("%s %+v", got, lines)
		}
		for i, why := range map[int]string{5: "乙县不在你的权限范围内", 6: "没有“月球办”这个单位", 7: "没有写到日", 8: "还没到"} {
			if !strings.Contains(lines[i].Why, why) {
				t.Errorf("row %d: %s", lines[i].Row, lines[i].Why)
			}
		}
		one, two, alone, guest := c.visit(lines[0].ObjectID), c.visit(lines[1].ObjectID), c.visit(lines[3].ObjectID), c.visit(lines[4].ObjectID)
		if one.Kind != crm.VisitOut || one.On != "2022-07-04" || one.EndOn != "2022-07-07" || one.City != "苏州市" || one.LeaderName != "甲某" || one.LeaderTitle != "县长" ||
			one.Theme != "外出拜访" || one.Outcome != "" || one.Content != "备注：已留资料139****4321" || one.Companies[0].Counterpart != "赵某139****4321" || one.UnitID != c.unit["a"] || !strings.HasPrefix(one.Code, "BF2022-") || one.UserID != c.reporter.UserID {
			t.Fatalf("%+v", one)
		}
		if two.City != "无锡市" || two.Content != "成效：达成意向" || two.NextDue != "2022-10-08" || two.TripID == 0 || two.TripID != one.TripID ||
			two.Companies[0].Counterpart != "钱某、孙某" || two.Companies[0].CounterpartTitle != "总工" || lines[2].ObjectID != two.ID {
			t.Fatalf("%+v", two)
		}
		trip, err := s.Trip(ctx, c.reporter, one.TripID)
		must(t, err)
		if trip.StartOn != "2022-07-04" || trip.EndOn != "2022-07-07" || trip.LeaderName != "甲某" || trip.Destination != "江苏苏州、江苏无锡" || trip.Visits != 2 || trip.UnitID != c.unit["a"] {
			t.Fatalf("%+v", trip)
		}
		if alone.TripID != 0 || alone.EndOn != "" || alone.UserID != c.second.UserID || guest.Kind != crm.VisitIn || guest.PeopleCount != 4 || guest.Content != "记录人：某干事" || guest.TripID != 0 {
			t.Fatalf("%+v %+v", alone, guest)
		}
		found, err := s.Visits(ctx, c.reporter, crm.VisitFilter{Page: crm.Page{Q: "铂屿"}})
		must(t, err)
		if found.Total != 1 {
			t.Fatalf("the search finds %d", found.Total)
		}
		before := storetest.Business(t, s)
		if again, lines := c.imported(c.reporter, rows...); again.Done.Unchanged != 5 || again.Done.Rejected != 4 {
			t.Fatalf("%+v %+v", again.Done, lines)
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		b2, lines := c.imported(c.reporter,
			visitLine(3, "苏州绮澈新材料有限公司", "end_date", "2022-07-08", "outcome", "推进签约", "theme", "新材料项目", "our_people", "甲某、丁某"),
			visitLine(4, "昆山新客有限公司", "counterpart", "吴某"),
			receptionLine(5, "杭州茗澈饮品有限公司", "counterpart", "郑某", "place", "工业园"),
			visitLine(6, "深圳霁芯有限公司", "visit_no", alone.Code, "traveller", "丙某", "start_date", "2022-08-02", "end_date", "", "destination", []string{"广东省|深圳市"}))
		if got := outcomes(lines); got != "updated created updated updated" || changed(lines[0], "日期") != "2022-07-04至2022-07-07→2022-07-04至2022-07-08" || changed(lines[0], "主题") != "外出拜访→新材料项目" ||
			changed(lines[2], "接洽人") != "周某→郑某" || changed(lines[3], "企业") != "北京垚数科技有限公司→深圳霁芯有限公司" || changed(lines[3], "省市") != "北京→广东深圳" {
			t.Fatalf("%s %+v", got, lines)
		}
		if moved := c.visit(alone.ID); moved.On != "2022-08-02" || moved.Companies[0].Name != "深圳霁芯有限公司" || moved.City != "深圳市" {
			t.Fatalf("%+v", moved)
		}
		c.undo(c.reporter, b2)
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		if found, err = s.Visits(ctx, c.reporter, crm.VisitFilter{Page: crm.Page{Q: "霁芯"}}); err != nil || found.Total != 0 {
			t.Fatal("the search still finds what was taken back", err)
		}
		c.undo(c.reporter, b)
		storetest.SameBusiness(t, empty, storetest.Business(t, s))
	})
}

// A ledger of a journey finds the visits of it that were logged by hand: they stay, and come under the trip.
func TestStore_ImportVisits_Known(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		lead, err := s.ReportLead(ctx, c.reporter, crm.LeadInput{CompanyName: "远方投资有限公司", Project: "茶园项目"})
		must(t, err)
		in := visitInput("2022-07-04", "远方投资有限公司")
		in.LeaderName, in.LeadIDs, in.Theme = "甲某", []int64{lead.ID}, "看茶园"
		hand, err := s.LogVisit(ctx, c.reporter, in)
		must(t, err)
		trip, err := s.CreateTrip(ctx, c.reporter, crm.TripInput{Name: "沿海小分队", StartOn: "2022-06-01", EndOn: "2022-06-05", LeaderName: "丁某", Destination: "浙江、上海"})
		must(t, err)
		in = visitInput("2022-06-02", "海上实业有限公司")
		in.TripID, in.Theme = trip.ID, "码头"
		under, err := s.LogVisit(ctx, c.reporter, in)
		must(t, err)
		before := storetest.Business(t, s)
		b, lines := c.imported(c.reporter, visitLine(3, "远方投资有限公司"), visitLine(4, "新友有限公司"),
			visitLine(5, "海上实业有限公司", "traveller", "丁某", "title", "", "start_date", "2022-06-01", "end_date", "2022-06-05", "destination", []string{"浙江省|", "上海市|上海市"}),
			visitLine(6, "又一家有限公司", "traveller", "丁某", "title", "", "start_date", "2022-06-01", "end_date", "2022-06-05"))
		if got := outcomes(lines); got != "updated created unchanged created" || lines[0].ObjectID != hand.ID || changed(lines[0], "外出批次") != "→2022-07-04 甲某外出招商" || lines[2].ObjectID != under.ID {
			t.Fatalf("%s %+v", got, lines)
		}
		if one, two := c.visit(hand.ID), c.visit(lines[1].ObjectID); one.TripID == 0 || one.TripID != two.TripID || one.Theme != "看茶园" || one.UserID != hand.UserID {
			t.Fatalf("%+v %+v", one, two)
		}
		if c.visit(lines[3].ObjectID).TripID != trip.ID {
			t.Fatal("the trip that stands there is not found")
		}
		if changed(lines[0], "日期") != "→" && !strings.Contains(changed(lines[0], "日期"), "2022-07-04至2022-07-07") {
			t.Fatalf("%+v", lines[0].Changes)
		}
		c.undo(c.reporter, b)
		storetest.SameBusiness(t, before, storetest.Business(t, s))

		coded := func(n int, more ...any) crm.ImportRecord {
			return visitLine(n, "远方投资有限公司", append([]any{"visit_no", hand.Code}, more...)...)
		}
		_, lines = c.imported(c.reporter, coded(3, "start_date", "2022-07-20", "end_date", "", "theme", "再看茶园"))
		l, err := s.Lead(ctx, c.reporter, lead.ID)
		must(t, err)
		if outcomes(lines) != "updated" || l.LastProgressOn < "2022-07-20" {
			t.Fatalf("the lead's progress does not follow: %+v %+v", lines, l)
		}
		_, err = s.VoidVisit(ctx, c.reporter, hand.ID, crm.ReasonInput{Reason: "记错了", Version: c.visit(hand.ID).Version})
		must(t, err)
		if _, lines = c.imported(c.reporter, coded(3)); outcomes(lines) != "rejected" || !strings.Contains(lines[0].Why, "已作废") {
			t.Fatalf("%+v", lines)
		}
	})
}

// The rows of the monthly workbook stand under the code of a trip's first visit, with the days
// and the leader of the trip; none of it is a change.
func TestStore_ImportVisits_Workbook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		trip, err := s.CreateTrip(ctx, c.reporter, crm.TripInput{Name: "沿海小分队", StartOn: "2022-06-01", EndOn: "2022-06-05", LeaderName: "丁某", LeaderTitle: "县长", LeaderLevel: "县级主要领导",
			PeopleCount: 5, Destination: "浙江杭州"})
		must(t, err)
		log := func(on crm.Date, theme string, companies ...string) crm.Visit {
			in := visitInput(on, "")
			in.Theme, in.TripID, in.Province, in.City, in.Companies = theme, trip.ID, "浙江省", "宁波市", nil
			for i, name := range companies {
				in.Companies = append(in.Companies, crm.VisitCompany{Name: name, Counterpart: fmt.Sprintf("某%d", i)})
			}
			v, err := s.LogVisit(ctx, c.reporter, in)
			must(t, err)
			return v
		}
		first := log("2022-06-02", "码头", "海上实业有限公司", "远方投资有限公司")
		log("2022-06-03", "茶园", "山中茶业有限公司")
		log("2022-06-04", "再谈码头", "海上实业有限公司")
		before := storetest.Business(t, s)
		row := func(n int, company, contact, theme string, more ...any) crm.ImportRecord {
			return visitLine(n, company, append([]any{"visit_no", first.Code, "traveller", "丁某", "title", "县长", "leader_level", "县级主要领导", "people", "5", "start_date", "2022-06-01",
				"end_date", "2022-06-05", "days", "5", "destination", []string{"浙江省|杭州市", "浙江省|宁波市"}, "counterpart", contact, "theme", theme, "outcome", "一般交流"}, more...)...)
		}
		_, lines := c.imported(c.reporter, row(6, "海上实业有限公司", "某0", "码头"), row(7, "远方投资有限公司", "某1", "码头"), row(8, "山中茶业有限公司", "某0", "茶园"), row(9, "海上实业有限公司", "某0", "再谈码头"))
		if outcomes(lines) != "unchanged unchanged unchanged unchanged" {
			t.Fatalf("%+v", lines)
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		b, lines := c.imported(c.reporter, row(6, "海上实业有限公司", "某0", "码头", "people", "6", "end_date", "2022-06-06"), row(7, "新友有限公司", "某9", "新谈", "end_date", "2022-06-06"),
			row(8, "山中茶业有限公司", "某0", "茶园二期", "end_date", "2022-06-06"))
		if outcomes(lines) != "updated created updated" || changed(lines[2], "主题") != "茶园→茶园二期" {
			t.Fatalf("%+v", lines)
		}
		now, err := s.Trip(ctx, c.reporter, trip.ID)
		must(t, err)
		if now.EndOn != "2022-06-06" || now.Visits != 4 || c.visit(lines[1].ObjectID).TripID != trip.ID {
			t.Fatalf("%+v %+v", now, lines)
		}
		c.undo(c.reporter, b)
		storetest.SameBusiness(t, before, storetest.Business(t, s))
	})
}

// What seems to be a visit that stands there already waits for a decision, another unit's is nobody's business.
func TestStore_ImportVisits_Duplicates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		_, mine := c.imported(c.reporter, visitLine(3, "远方投资有限公司", "theme", "看茶园"))
		c.imported(c.other, visitLine(3, "海上实业有限公司", "unit", "乙县"))
		other := visitLine(3, "远方投资有限公司", "traveller", "戊某", "start_date", "2022-07-05")
		near := visitLine(4, "远方投资有限责任公司", "theme", "看茶园")
		twice := visitLine(6, "远方投资有限公司", "theme", "谈用工")
		_, lines := c.imported(c.reporter, other, near, visitLine(5, "远方投资有限公司", "theme", "看茶园"), twice, visitLine(7, "海上实业有限公司"))
		if outcomes(lines) != "skipped skipped updated skipped created" || !hasCode(lines[0], crm.EDuplicateSuspect) || lines[0].ObjectID != mine[0].ObjectID ||
			!strings.Contains(lines[1].Why, "名称相近的企业“远方投资有限公司”") || !strings.Contains(lines[3].Why, "“台账”第 5 行") {
			t.Fatalf("%+v", lines)
		}
		other.Choice, near.Choice, twice.Choice = crm.ChooseNew, crm.ChooseUpdate, crm.ChooseNew
		_, lines = c.imported(c.reporter, other, near, twice)
		if outcomes(lines) != "created unchanged created" || lines[1].ObjectID != mine[0].ObjectID || hasCode(lines[0], crm.WCompanySimilar) {
			t.Fatalf("%+v", lines)
		}
		twice.Choice, other.Choice = "", ""
		if _, lines = c.imported(c.reporter, visitLine(5, "远方投资有限公司", "theme", "看茶园"), twice, other); outcomes(lines) != "unchanged unchanged unchanged" {
			t.Fatalf("%+v", lines)
		}
		if _, lines = c.imported(c.reporter, visitLine(3, "远方投资股份有限公司", "start_date", "2022-09-01", "end_date", "")); outcomes(lines) != "created" || !hasCode(lines[0], crm.WCompanySimilar) {
			t.Fatalf("%+v", lines)
		}
	})
}

// Another unit's visit is never changed, by its code neither; who may not record visits imports none.
func TestStore_ImportVisits_Scope(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		_, theirs := c.imported(c.other, visitLine(3, "海上实业有限公司", "unit", "乙县", "theme", "秘密项目"))
		code := c.visit(theirs[0].ObjectID).Code
		before := storetest.Business(t, s)
		_, lines := c.imported(c.reporter, visitLine(3, "海上实业有限公司", "unit", "乙县", "visit_no", code, "theme", "改主题"), visitLine(4, "海上实业有限公司", "unit", "乙县"))
		if outcomes(lines) != "rejected rejected" || !strings.Contains(lines[0].Why, "乙县不在你的权限范围内") || lines[0].ObjectID != 0 || strings.Contains(fmt.Sprint(lines), "秘密") {
			t.Fatalf("%+v", lines)
		}
		_, lines = c.imported(c.person("stat", "a", crm.RoleStatistician), visitLine(3, "新客商有限公司"))
		if outcomes(lines) != "rejected" || !strings.Contains(lines[0].Why, "你的角色不能") {
			t.Fatalf("%+v", lines)
		}
		after := storetest.Business(t, s)
		for _, table := range []string{"visits", "visit_companies", "trips", "companies", "company_units"} {
			if before[table] != after[table] {
				t.Errorf("%s has changed", table)
			}
		}
		if _, lines = c.imported(c.manager, visitLine(3, "海上实业有限公司", "unit", "乙县", "visit_no", code, "outcome", "一般交流")); outcomes(lines) != "updated" {
			t.Fatalf("%+v", lines)
		}
	})
}

// Undoing is refused where later work stands on a visit or a trip of the batch.
func TestStore_ImportVisits_UndoRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		old, err := s.LogVisit(ctx, c.reporter, visitInput("2022-06-20", "老客商有限公司"))
		must(t, err)
		for name, later := range map[string]struct {
			work func(v crm.Visit)
			says string
		}{
			"修改": {func(v crm.Visit) {
				in := v.Input()
				in.Theme, in.Outcome = "改过的主题", "一般交流"
				_, err := s.UpdateVisit(ctx, c.reporter, v.ID, in)
				must(t, err)
			}, "改过的主题在导入之后又改过"},
			"作废": {func(v crm.Visit) {
				_, err := s.VoidVisit(ctx, c.reporter, v.ID, crm.ReasonInput{Reason: "记错了", Version: v.Version})
				must(t, err)
			}, "在导入之后又改过"},
			"照片": {func(v crm.Visit) { c.attach("visit", v.ID, "照片") }, "添加了文件"},
			"线索": {func(v crm.Visit) {
				_, err := s.ReportLead(ctx, c.reporter, crm.LeadInput{CompanyID: v.Companies[0].CompanyID, Project: "由拜访而来的项目", VisitID: v.ID})
				must(t, err)
			}, "由它登记了线索"},
			"批次": {func(v crm.Visit) {
				in := visitInput("2022-07-05", "别的客商有限公司")
				in.TripID = v.TripID
				_, err := s.LogVisit(ctx, c.reporter, in)
				must(t, err)
			}, "有后来的拜访"},
			"行程更名": {func(v crm.Visit) {
				x, err := s.Trip(ctx, c.reporter, v.TripID)
				must(t, err)
				_, err = s.UpdateTrip(ctx, c.reporter, x.ID, crm.TripInput{Name: "改了名", StartOn: x.StartOn, EndOn: x.EndOn, Version: x.Version})
				must(t, err)
			}, "外出批次 改了名在导入之后又改过"},
			"原拜访又改": {func(crm.Visit) {
				now := c.visit(old.ID)
				in := now.Input()
				in.Content = now.Content + "又"
				_, err := s.UpdateVisit(ctx, c.reporter, old.ID, in)
				must(t, err)
			}, "拜访 " + old.Code},
		} {
			t.Run(name, func(t *testing.T) {
				b, lines := c.imported(c.reporter, visitLine(3, name+"第一有限公司", "traveller", name, "destination", []string{"江苏省|苏州市", "江苏省|无锡市"}),
					visitLine(4, "老客商有限公司", "visit_no", old.Code, "remark", name))
				if outcomes(lines) != "created updated" {
					t.Fatalf("%+v", lines)
				}
				later.work(c.visit(lines[0].ObjectID))
				before := storetest.Business(t, s)
				b, err := s.Import(ctx, c.reporter, b.ID)
				must(t, err)
				_, err = s.UndoImport(ctx, c.reporter, b.ID, b.Version, "填错了")
				if e := refused(t, err, crm.CodeConflict); !strings.Contains(e.Detail, later.says) {
					t.Errorf("%s", e.Detail)
				}
				storetest.SameBusiness(t, before, storetest.Business(t, s))
			})
		}
	})
}
