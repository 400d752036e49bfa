package store_test

import (
	"encoding/json"
	"slices"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A unit that refused an offer, or handed a lead over, goes on writing the visit that it had logged on
// the lead. The visit stays its own work; the link to the foreign lead lets it neither read the lead nor
// move its progress, claim or next step.
func TestStore_VisitAfterRefusal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, x := c.offer()
		own := c.visit(c.eastman, "2022-09-22", "滨江电子有限公司", l.ID)
		if !slices.Equal(own.LeadIDs, []int64{l.ID}) {
			t.Fatalf("%+v", own)
		}
		_, err := s.RefuseTransfer(ctx, c.eastman, x.ID, crm.DecisionInput{Reason: "用地不足"})
		must(t, err)
		before, err := s.Lead(ctx, c.liaison, l.ID)
		must(t, err)
		seen, err := s.Visit(ctx, c.eastman, own.ID)
		must(t, err)
		list, err := s.Visits(ctx, c.eastman, crm.VisitFilter{})
		must(t, err)
		if len(seen.LeadIDs) != 0 || len(list.Items) != 1 || len(list.Items[0].LeadIDs) != 0 || len(seen.Companies) != 1 {
			t.Fatalf("the refused lead is told: %+v %+v", seen, list.Items)
		}
		in := seen.Input()
		in.On, in.Theme, in.NextStep, in.NextDue = "2022-09-26", "改过的主题", "越权的下一步", "2022-10-20"
		_, err = s.UpdateVisit(ctx, c.eastman, own.ID, crm.VisitInput{Version: 9})
		c.want(err, crm.CodeConflict)
		edited, err := s.UpdateVisit(ctx, c.eastman, own.ID, in)
		must(t, err)
		if edited.Theme != "改过的主题" || len(edited.LeadIDs) != 0 {
			t.Fatalf("%+v", edited)
		}
		after, err := s.Lead(ctx, c.liaison, l.ID)
		must(t, err)
		if was, now := asJSON(t, before.Lead), asJSON(t, after.Lead); was != now {
			t.Errorf("the lead changed:\n%s\n%s", was, now)
		}
		told, err := s.LeadVisits(ctx, c.liaison, l.ID)
		must(t, err)
		if len(told) != 2 || told[0].ID != own.ID {
			t.Errorf("the link did not stay: %+v", told)
		}
		foreign, err := s.Visit(ctx, c.liaison, own.ID)
		must(t, err)
		if !seen.CanEdit || foreign.CanEdit {
			t.Errorf("may be edited by its unit %v, by the lead's %v", seen.CanEdit, foreign.CanEdit)
		}
		_, err = s.VoidVisit(ctx, c.eastman, own.ID, crm.ReasonInput{Reason: "误填", Version: edited.Version})
		must(t, err)
		if _, err := s.Lead(ctx, c.eastman, l.ID); crm.ErrCode(err) != crm.CodeNotFound {
			t.Error(err)
		}
		c.sound()
	})
}

// What the former unit writes into its old visit after the handover renews nobody's claim.
func TestStore_VisitAfterHandover(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, days, _ := clockCity(t, engine, "2022-09-26")
			s := c.s
			l, x := c.offer()
			_, err := s.AcceptTransfer(ctx, c.eastman, x.ID, crm.DecisionInput{})
			must(t, err)
			c.to(days, "2022-11-30")
			old, err := s.Visits(ctx, c.liaison, crm.VisitFilter{})
			must(t, err)
			in := old.Items[0].Input()
			in.On = "2022-11-30"
			_, err = s.UpdateVisit(ctx, c.liaison, old.Items[0].ID, in)
			must(t, err)
			d, err := s.Lead(ctx, c.eastman, l.ID)
			must(t, err)
			if d.LastProgressOn != "2022-09-26" || d.ProtectedUntil != "2023-03-26" {
				t.Errorf("the former unit renewed the claim: %s %s", d.LastProgressOn, d.ProtectedUntil)
			}
		})
	}
}

func asJSON(t *testing.T, x any) string {
	t.Helper()
	b, err := json.Marshal(x)
	must(t, err)
	return string(b)
}
