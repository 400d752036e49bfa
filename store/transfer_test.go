package store_test

import (
	"slices"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// offer offers the office's lead to the east and returns both.
func (c *leadCity) offer() (crm.Lead, crm.Transfer) {
	c.t.Helper()
	l := c.lead(c.liaison, "滨江电子有限公司")
	c.visit(c.liaison, "2022-09-21", "滨江电子有限公司", l.ID)
	d, err := c.s.Lead(c.ctx, c.liaison, l.ID)
	c.must(err)
	x, err := c.s.OfferTransfer(c.ctx, c.liaison, l.ID, crm.TransferInput{ToUnitID: c.east.ID, Reason: "企业有意在东河县落地", IntroBP: 3000, Version: d.Version})
	c.must(err)
	return d.Lead, x
}

func TestStore_AcceptTransfer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, x := c.offer()
		if x.State != "pending" || x.DueOn != "2022-09-29" || x.FromName != "沿海联络处" { // Monday + 3 working days
			t.Fatalf("%+v", x)
		}
		msgs, err := s.Messages(c.ctx, c.eastman, true, crm.Page{})
		c.must(err)
		if len(msgs.Items) != 1 || msgs.Items[0].Kind != "transfer" || msgs.Items[0].ObjectID != l.ID {
			t.Fatalf("messages = %+v", msgs.Items)
		}
		bench, err := s.Workbench(c.ctx, c.eastman)
		c.must(err)
		if bench.Transfers.Total != 1 || bench.Unread != 1 {
			t.Fatalf("workbench = %+v", bench)
		}
		if ways := c.sees(c.eastman, l); !slices.Contains(ways, "detail") {
			t.Fatalf("the receiving unit meets the lead by %v", ways)
		}
		d, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		if d.CanEdit || d.Transfer == nil || d.Transfer.ID != x.ID {
			t.Fatalf("detail = %+v", d)
		}
		_, err = s.AddLeadNote(c.ctx, c.eastman, l.ID, crm.NoteInput{Text: "越权"})
		c.want(err, crm.CodeForbidden)
		_, err = s.OfferTransfer(c.ctx, c.liaison, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "再来一次", Version: l.Version})
		c.want(err, crm.CodeConflict)
		for _, v := range []crm.Viewer{c.westman, c.liaison} {
			_, err = s.AcceptTransfer(c.ctx, v, x.ID, crm.DecisionInput{})
			c.want(err, crm.CodeNotFound)
		}
		for _, stranger := range []crm.Viewer{c.westman, c.admin, c.leader, {UserID: 99_999}} { // cannot keep a lead of the east
			_, err = s.AcceptTransfer(c.ctx, c.manager, x.ID, crm.DecisionInput{OwnerID: stranger.UserID})
			c.want(err, crm.CodeInvalid)
		}
		x, err = s.AcceptTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{OwnerID: c.eastmat.UserID})
		c.must(err)
		c.afterAccept(l, x)
		_, err = s.RefuseTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{Reason: "反悔"})
		c.want(err, crm.CodeConflict)
		c.sound()
	})
}

// afterAccept: ownership has changed and nothing else; the office reads on.
func (c *leadCity) afterAccept(before crm.Lead, x crm.Transfer) {
	d, err := c.s.Lead(c.ctx, c.eastman, before.ID)
	c.must(err)
	if x.State != "accepted" || !d.CanEdit || d.UnitID != c.east.ID || d.OwnerName != "董二" || d.ReporterUnitID != c.office.ID {
		c.t.Fatalf("%+v\n%+v", x, d)
	}
	same := d.Lead
	same.UnitID, same.UnitName, same.OwnerID, same.OwnerName = before.UnitID, before.UnitName, before.OwnerID, before.OwnerName
	same.UpdatedAt, same.Version = before.UpdatedAt, before.Version
	if before.Amount == nil || *same.Amount != *before.Amount {
		c.t.Fatal("amount changed")
	}
	same.Amount = before.Amount
	if same != before {
		c.t.Fatalf("more than the owner changed:\n%+v\n%+v", same, before)
	}
	if ways := c.sees(c.liaison, before); len(ways) != 6 {
		c.t.Fatalf("the office meets the lead by %v", ways)
	}
	visits, err := c.s.LeadVisits(c.ctx, c.eastman, before.ID)
	c.must(err)
	if len(visits) != 1 || visits[0].UnitID != c.office.ID {
		c.t.Fatalf("the visits did not stay: %+v", visits)
	}
	seen, err := c.s.Visit(c.ctx, c.eastman, visits[0].ID)
	c.must(err)
	list, err := c.s.Visits(c.ctx, c.eastman, crm.VisitFilter{LeadID: before.ID})
	c.must(err)
	if seen.Code != visits[0].Code || list.Total != 0 {
		c.t.Fatalf("the new owner reads the visit but does not list it as its own: %+v %+v", seen, list)
	}
	_, err = c.s.VoidVisit(c.ctx, c.eastman, seen.ID, crm.ReasonInput{Reason: "不是我的", Version: seen.Version})
	c.want(err, crm.CodeForbidden)
	_, err = c.s.LeadVisits(c.ctx, c.westman, before.ID)
	c.want(err, crm.CodeNotFound)
	_, err = c.s.Visit(c.ctx, c.westman, visits[0].ID)
	c.want(err, crm.CodeNotFound)
	_, err = c.s.UpdateLead(c.ctx, c.liaison, before.ID, d.Input())
	c.want(err, crm.CodeForbidden)
	msgs, err := c.s.Messages(c.ctx, c.liaison, true, crm.Page{})
	c.must(err)
	if len(msgs.Items) != 1 {
		c.t.Fatalf("the office was not told: %+v", msgs)
	}
}

func TestStore_RefuseAndWithdrawTransfer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, x := c.offer()
		_, err := s.RefuseTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{})
		c.want(err, crm.CodeInvalid)
		_, err = s.VoidLead(c.ctx, c.liaison, l.ID, crm.ReasonInput{Reason: "误报", Version: l.Version})
		c.want(err, crm.CodeConflict)
		x, err = s.RefuseTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{Reason: "没有合适用地"})
		c.must(err)
		if ways := c.sees(c.eastman, l); x.State != "refused" || len(ways) != 0 {
			t.Fatalf("%+v; the unit that refused meets the lead by %v", x, ways)
		}
		in := crm.TransferInput{ToUnitID: c.west.ID, Reason: "西山县有厂房", Version: l.Version}
		x, err = s.OfferTransfer(c.ctx, c.liaison, l.ID, in)
		c.must(err)
		_, err = s.WithdrawTransfer(c.ctx, c.westman, x.ID, crm.DecisionInput{})
		c.want(err, crm.CodeNotFound)
		x, err = s.WithdrawTransfer(c.ctx, c.liaison, x.ID, crm.DecisionInput{})
		c.must(err)
		if ways := c.sees(c.westman, l); x.State != "withdrawn" || len(ways) != 0 {
			t.Fatalf("%+v; the west meets the lead by %v", x, ways)
		}
		in.ToUnitID = c.office.ID
		_, err = s.OfferTransfer(c.ctx, c.liaison, l.ID, in)
		c.want(err, crm.CodeInvalid)
		in.ToUnitID = c.root.ID
		_, err = s.OfferTransfer(c.ctx, c.liaison, l.ID, in)
		c.want(err, crm.CodeInvalid)
		list, err := s.Transfers(c.ctx, c.liaison, crm.TransferFilter{Box: "out"})
		c.must(err)
		if list.Total != 2 {
			t.Fatalf("%+v", list)
		}
		c.sound()
	})
}
