package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// agreed hands a lead of the east to the west at 60/40.
func (c *leadCity) agreed(company string) crm.Lead {
	c.t.Helper()
	l := c.lead(c.eastman, company)
	x, err := c.s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.westman.UnitID, Reason: "企业看中西山的地", Version: l.Version,
		Shares: []crm.Share{{UnitID: c.eastman.UnitID, BP: 6000}, {UnitID: c.westman.UnitID, BP: 4000}}})
	c.must(err)
	_, err = c.s.AcceptTransfer(c.ctx, c.westman, x.ID, crm.DecisionInput{})
	c.must(err)
	d, err := c.s.Lead(c.ctx, c.westman, l.ID)
	if c.must(err); d.Agreed == nil || len(d.Agreed.Shares) != 2 {
		c.t.Fatalf("%+v", d.Agreed)
	}
	return d.Lead
}

// What transfers have agreed does not vanish with a merge.
func TestStore_Agreed_merge(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.agreed(kept)
		own, err := c.report(c.westman, kept, "西山二期", &crm.DuplicateDecision{Verdict: "new", Reason: "另一条生产线"})
		c.must(err)
		merge := func(stays, gone crm.Lead) error {
			_, err := s.MergeLead(c.ctx, c.westman, stays.ID, crm.MergeInput{GoneID: gone.ID, GoneVersion: gone.Version, Version: stays.Version, Reason: "同一意向"})
			return err
		}
		if err := merge(own, l); crm.ErrCode(err) != crm.CodeConflict || !strings.Contains(err.Error(), "约定") {
			t.Fatalf("merged away what was agreed: %v", err)
		}
		c.must(merge(l, own))
		if d, err := s.Lead(c.ctx, c.westman, l.ID); err != nil || d.Agreed == nil {
			t.Errorf("%+v %v", d.Agreed, err)
		}
		c.sound()
	})
}

// Who wins a dispute is not bound by what the loser had agreed.
func TestStore_Agreed_ruling(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.agreed(kept)
		_, err := c.report(c.liaison, kept, "联络处首谈", nil)
		n := c.notice(err, "L1", "西山县", l.ProtectedUntil)
		d, err := s.OpenDispute(c.ctx, c.liaison, n.ClaimID, crm.DisputeInput{Reason: "我处先接触", Input: crm.LeadInput{CompanyName: kept, Project: "联络处首谈", Industry: "C15"}})
		c.must(err)
		d, err = s.AnswerDispute(c.ctx, c.westman, d.ID, crm.ReasonInput{Reason: "由东河县流转而来", Version: d.Version})
		c.must(err)
		d, err = s.DecideDispute(c.ctx, c.manager, d.ID, crm.RulingInput{Decision: "pass", Reason: "核对材料", Version: d.Version})
		c.must(err)
		c.settled(d)
		won, err := s.Lead(c.ctx, c.liaison, l.ID)
		if c.must(err); won.UnitID != c.liaison.UnitID || won.Agreed != nil {
			t.Fatalf("%+v %+v", won.Lead, won.Agreed)
		}
		other, x := c.disputed("另一家食品有限公司")
		c.settled(c.rule(x, "pass"))
		won, err = s.Lead(c.ctx, c.westman, other.ID)
		if c.must(err); won.UnitID != c.westman.UnitID || won.Agreed != nil {
			t.Errorf("%+v %+v", won.Lead, won.Agreed)
		}
		c.sound()
	})
}
