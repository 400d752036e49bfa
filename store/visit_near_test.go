package store_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Repeats are told within the set days, of one's own scope only, and none that is voided.
func TestStore_VisitsNear(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		const firm = "滨江电子有限公司"
		first := c.visit(c.eastman, "2022-09-12", firm)
		again := c.visit(c.eastman, "2022-09-20", firm)
		c.visit(c.eastman, "2022-08-01", firm)
		c.visit(c.westman, "2022-09-21", firm)
		near := func(v crm.Viewer, id int64, name string, on crm.Date, except int64) []int64 {
			t.Helper()
			list, err := s.VisitsNear(ctx, v, id, name, on, except)
			must(t, err)
			var ids []int64
			for _, x := range list.Items {
				ids = append(ids, x.ID)
			}
			return ids
		}
		company := first.Companies[0].CompanyID
		if got := near(c.eastman, company, "", "", 0); !slices.Equal(got, []int64{again.ID, first.ID}) { // 12 September is 14 days before the 26th
			t.Errorf("%v", got)
		}
		if got := near(c.eastman, 0, "滨江电子有限公司 ", "2022-09-27", again.ID); len(got) != 0 {
			t.Errorf("15 days: %v", got)
		}
		if got := near(c.manager, company, "", "2022-09-26", 0); len(got) != 3 {
			t.Errorf("the bureau sees %v", got)
		}
		for _, v := range []crm.Viewer{c.liaison, c.eastman} {
			if got := near(v, 0, "没有来往的公司", "", 0); len(got) != 0 {
				t.Errorf("%v", got)
			}
		}
		if got := near(c.liaison, company, firm, "", 0); len(got) != 0 {
			t.Errorf("an office is told of others' visits: %v", got)
		}
		_, err := s.VoidVisit(ctx, c.eastman, again.ID, crm.ReasonInput{Reason: "误填", Version: again.Version})
		must(t, err)
		if got := near(c.eastman, company, "", "", 0); len(got) != 1 {
			t.Errorf("%v", got)
		}
	})
}

// A visiting card becomes the unit's contact once; its phone stands in no visit and in no log.
func TestStore_VisitCards(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		in := visitInput("2022-09-20", "滨江电子有限公司")
		in.Province, in.City = "", ""
		made, err := s.CreateCompany(ctx, c.eastman, crm.CompanyInput{Name: "滨江电子有限公司", Province: "浙江省", City: "杭州市", Origin: crm.OriginOutProv})
		must(t, err)
		in.Companies[0].Phone, in.Companies[0].CounterpartTitle = "138-0000-1234", "经理"
		in.Companies = append(in.Companies, crm.VisitCompany{Name: "远山装备有限公司", Counterpart: "孙总", Phone: "13900005678"})
		v, err := s.LogVisit(ctx, c.eastman, in)
		must(t, err)
		if v.Province != "浙江省" || v.City != "杭州市" || len(v.Companies) != 2 || v.Companies[0].Phone != "" {
			t.Errorf("%+v", v)
		}
		in.Companies[0].Phone = "13800001234"
		v, err = s.LogVisit(ctx, c.eastman, in)
		must(t, err)
		list, err := s.Contacts(ctx, c.eastman, made.ID)
		must(t, err)
		if len(list) != 1 || list[0].Name != "钱经理" || list[0].Title != "经理" || list[0].Phone != "138****1234" && list[0].Phone != crm.MaskPhone("138-0000-1234") {
			t.Errorf("contacts %+v", list)
		}
		if west, err := s.Contacts(ctx, c.westman, made.ID); err == nil && len(west) != 0 {
			t.Errorf("another unit has the card: %+v", west)
		}
		edit := v.Input()
		edit.Companies[0].Phone = "13811112222"
		_, err = s.UpdateVisit(ctx, c.eastman, v.ID, edit)
		must(t, err)
		if list, err = s.Contacts(ctx, c.eastman, made.ID); err != nil || len(list) != 2 {
			t.Errorf("another number is another contact: %+v %v", list, err)
		}
		for _, bad := range []crm.VisitCompany{{Name: "滨江电子有限公司", Phone: "13800001234"}, {Name: "滨江电子有限公司", Counterpart: "某", Phone: "138****1234"},
			{Name: "滨江电子有限公司", Counterpart: "某", Phone: "打不通"}} {
			in.Companies = []crm.VisitCompany{bad}
			_, err = s.LogVisit(ctx, c.eastman, in)
			c.want(err, crm.CodeInvalid)
		}
		log, err := s.DumpForTest("SELECT act, detail FROM audit_log ORDER BY seq")
		must(t, err)
		for _, full := range []string{"13800001234", "138-0000-1234", "13900005678", "13811112222"} {
			if strings.Contains(log, full) {
				t.Errorf("the log holds the phone %s", full)
			}
		}
	})
}

// A phone typed into a visit's texts stays masked everywhere, and no contact is named by one.
func TestStore_VisitPhones(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, kept)
		in := visitInput("2022-09-20", kept, l.ID)
		in.Theme, in.Content, in.NextStep, in.NextDue = "与王二（13987654321）对接", "电话 +86 139 8765 4321", "打 13987654321 回访", "2022-10-08"
		in.People, in.Place, in.Companies[0].Counterpart, in.Companies[0].CounterpartTitle = "董一13987654321", "13987654321", "王二13987654321", "13987654321"
		v, err := s.LogVisit(ctx, c.eastman, in)
		must(t, err)
		if v.Companies[0].Counterpart != "王二139****4321" || v.Theme != "与王二（139****4321）对接" || in.Companies[0].Counterpart != "王二13987654321" {
			t.Errorf("%+v", v)
		}
		edit := v.Input()
		edit.Companies[0].Counterpart, edit.NextStep = "王二13987654321", "13987654321"
		must(t, s.ExecForTest("UPDATE visits SET content = '打13987654321' WHERE id = $1", v.ID)) // written before phones were masked
		edit.Content = "另一个 13987654321"
		v, err = s.UpdateVisit(ctx, c.eastman, v.ID, edit)
		must(t, err)
		if v.Companies[0].Counterpart != "王二139****4321" || v.NextStep != "139****4321" || v.Content != "另一个 139****4321" {
			t.Errorf("%+v", v)
		}
		in.Companies[0].Phone = "13900001111"
		_, err = s.LogVisit(ctx, c.eastman, in)
		c.want(err, crm.CodeInvalid)
		if !strings.Contains(err.Error(), "姓名里不要写电话，请写在电话栏") {
			t.Error(err)
		}
		_, err = s.AddContact(ctx, c.eastman, l.CompanyID, crm.ContactInput{Name: "王二13987654321"})
		c.want(err, crm.CodeInvalid)
		for _, text := range []string{"SELECT act, label, detail FROM audit_log", "SELECT theme, content, next_step, people, place FROM visits",
			"SELECT counterpart, counterpart_title FROM visit_companies", "SELECT next_step FROM leads"} {
			if found, err := s.DumpForTest(text); err != nil || strings.Contains(strings.ReplaceAll(found, " ", ""), "13987654321") {
				t.Errorf("%s: %v\n%s", text, err, found)
			}
		}
		c.sound()
	})
}

// A calendar shows of any days what the lists show of them.
func TestStore_Calendar(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		r := rand.New(rand.NewPCG(seed, 0))
		people := []crm.Viewer{c.eastman, c.eastmat, c.westman, c.liaison}
		for range 60 {
			v := people[r.IntN(len(people))]
			in := visitInput(crm.Date("2022-07-01").AddDays(r.IntN(80)), "滨江电子有限公司")
			if r.IntN(3) == 0 {
				in.EndOn = min(in.On.AddDays(r.IntN(6)), s.Today())
			}
			if r.IntN(2) == 0 {
				in.NextStep, in.NextDue = "回访", in.On.AddDays(r.IntN(20))
			}
			_, err := s.LogVisit(ctx, v, in)
			must(t, err)
		}
		_, x := c.offer()
		_, err := s.CreateTrip(ctx, c.eastman, crm.TripInput{Name: "走访", StartOn: "2022-09-20", EndOn: "2022-09-28"})
		must(t, err)
		for range 40 {
			c.calendarOf(r, append(people, c.manager, c.leader)[r.IntN(6)])
		}
		got, err := s.Calendar(ctx, c.eastman, crm.CalendarFilter{From: x.DueOn, To: x.DueOn})
		must(t, err)
		if !slices.ContainsFunc(got.Items, func(i crm.CalendarItem) bool { return i.Kind == "transfer" && i.ID == x.ObjectID }) {
			t.Errorf("no term of an answer: %+v", got.Items)
		}
		for _, bad := range []crm.CalendarFilter{{}, {From: "2022-09-02", To: "2022-09-01"}, {From: "2022-01-01", To: "2022-09-01"}} {
			_, err := s.Calendar(ctx, c.eastman, bad)
			c.want(err, crm.CodeInvalid)
		}
		_, err = s.Calendar(ctx, c.admin, crm.CalendarFilter{From: "2022-09-01", To: "2022-09-02"})
		c.want(err, crm.CodeForbidden)
	})
}

// calendarOf compares a random calendar with the list of visits and the plain days of a trip.
func (c *leadCity) calendarOf(r *rand.Rand, v crm.Viewer) {
	c.t.Helper()
	from := crm.Date("2022-07-01").AddDays(r.IntN(90))
	f := crm.CalendarFilter{From: from, To: from.AddDays(r.IntN(crm.CalendarDays)), Mine: r.IntN(3) == 0}
	if r.IntN(3) == 0 {
		f.UnitID = c.east.ID
	}
	cal, err := c.s.Calendar(ctx, v, f)
	c.must(err)
	all, err := c.s.Visits(ctx, v, crm.VisitFilter{Page: crm.Page{Limit: 200}, UnitID: f.UnitID, Mine: f.Mine})
	c.must(err)
	var want, steps, got, gotSteps []int64
	for _, x := range all.Items {
		if x.On <= f.To && max(x.On, x.EndOn) >= f.From {
			want = append(want, x.ID)
		}
		if len(x.LeadIDs) == 0 && x.NextDue >= f.From && x.NextDue <= f.To {
			steps = append(steps, x.ID)
		}
	}
	for _, i := range cal.Items {
		switch {
		case i.Kind == "visit":
			got = append(got, i.ID)
		case i.Kind == "step" && i.Object == "visit":
			gotSteps = append(gotSteps, i.ID)
		case i.Kind == "trip" && (f.Mine || f.From > "2022-09-28" || f.To < "2022-09-20" || v.UserID == c.westman.UserID || v.UserID == c.liaison.UserID):
			c.t.Errorf("%+v shows a trip to %s", f, v.Name)
		}
	}
	for _, l := range [][]int64{want, steps, got, gotSteps} {
		slices.Sort(l)
	}
	if !slices.Equal(want, got) || !slices.Equal(steps, gotSteps) {
		c.t.Errorf("%+v by %s: visits %v, want %v; steps %v, want %v", f, v.Name, got, want, gotSteps, steps)
	}
}
