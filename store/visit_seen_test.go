package store_test

import (
	"encoding/json"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Who reads a visit through a lead that is offered to him isn't told the journey that it was part of.
func TestStore_Visit_ForeignTrip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, _ := c.offer()
		trip, err := s.CreateTrip(c.ctx, c.liaison, crm.TripInput{Name: "秘密走访", StartOn: "2022-09-20", EndOn: "2022-09-22"})
		c.must(err)
		in := visitInput("2022-09-22", "滨江电子有限公司", l.ID)
		in.TripID = trip.ID
		x, err := s.LogVisit(c.ctx, c.liaison, in)
		c.must(err)
		for v, want := range map[*crm.Viewer]string{&c.liaison: "秘密走访", &c.eastman: "", &c.manager: "秘密走访"} {
			got, err := s.Visit(c.ctx, *v, x.ID)
			c.must(err)
			if got.TripName != want || (got.TripID == 0) != (want == "") {
				t.Errorf("%s reads journey %d %q, want %q", v.Name, got.TripID, got.TripName, want)
			}
		}
	})
}

// A company is found near by a name that was merged into another.
func TestStore_VisitsNear_MergedName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		kept, gone := c.twoNames()
		x := c.visit(c.eastman, "2022-09-20", kept.Name)
		_, err := c.mergeCompany(c.eastman, c.company(kept.ID), c.company(gone.ID))
		c.must(err)
		list, err := s.VisitsNear(c.ctx, c.eastman, 0, gone.Name, "2022-09-20", 0)
		c.must(err)
		found := false
		for _, i := range list.Items {
			found = found || i.ID == x.ID
		}
		if !found {
			t.Errorf("%q finds %+v", gone.Name, list.Items)
		}
	})
}

// Where offers do not expire, one may be taken after its day.
func TestStore_AcceptTransfer_NoExpiry(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		_, x := c.offer()
		c.must(s.ExecForTest("UPDATE transfers SET due_on = '2022-09-25'"))
		_, err := s.AcceptTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{})
		c.want(err, crm.CodeConflict)
		c.must(s.ExecForTest("INSERT INTO settings (name, value, label, provisional, updated_at) VALUES ('cityName', '\"示例市\"', '', FALSE, 0)"))
		r := crm.DefaultClockRules
		r.TransferExpires = false
		raw, err := json.Marshal(r)
		c.must(err)
		_, err = s.PutSetting(c.ctx, crm.Viewer{Operator: true}, "clocks", raw, false, 0)
		c.must(err)
		got, err := s.AcceptTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{})
		c.must(err)
		if got.State != "accepted" {
			t.Errorf("%+v", got)
		}
		c.sound()
	})
}
