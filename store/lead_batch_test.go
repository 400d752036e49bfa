package store_test

import (
	"errors"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func (c *leadCity) batch(v crm.Viewer, f crm.LeadFilter, in crm.LeadBatch) (crm.BatchDone, error) {
	return c.s.BatchLeads(c.ctx, v, f, in)
}

// refusals are the leads that stand in the way of a batch.
func (c *leadCity) refusals(err error) crm.BatchDone {
	c.t.Helper()
	var e *crm.Error
	if !errors.As(err, &e) || e.Code != crm.CodeConflict {
		c.t.Fatalf("error = %v, want refusals", err)
	}
	return e.State.(crm.BatchDone)
}

// A batch does to each lead of the filter what the single act does, or nothing to any.
func TestStore_LeadBatch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		for _, name := range []string{"星河电子有限公司", "长风食品有限公司", "秋实材料有限公司"} {
			c.lead(c.eastman, name)
		}
		foreign := c.lead(c.westman, kept)
		before := storetest.Business(t, s)
		owner := crm.LeadBatch{Act: "owner", OwnerID: c.eastmat.UserID, Expect: 3}
		for _, bad := range []crm.LeadBatch{{Act: "owner", Expect: 3}, {Act: "status", Expect: 3}, {Act: "status", Status: "paused", Expect: 3}, {Act: "sign", Expect: 3}} {
			_, err := c.batch(c.eastman, crm.LeadFilter{}, bad)
			c.want(err, crm.CodeInvalid)
		}
		_, err := c.batch(c.leader, crm.LeadFilter{}, owner)
		c.want(err, crm.CodeForbidden)
		owner.Expect = 2
		_, err = c.batch(c.eastman, crm.LeadFilter{}, owner)
		if done := c.refusals(err); done.Count != 3 {
			t.Fatalf("%+v", done)
		}
		owner.Expect, owner.OwnerID = 3, c.westman.UserID
		_, err = c.batch(c.eastman, crm.LeadFilter{}, owner)
		if done := c.refusals(err); len(done.Refused) != 3 || done.Changed != 0 {
			t.Fatalf("%+v", done)
		}
		_, err = c.batch(c.manager, crm.LeadFilter{}, crm.LeadBatch{Act: "owner", OwnerID: c.eastmat.UserID, Expect: 4}) // of two units
		if done := c.refusals(err); len(done.Refused) != 1 || done.Refused[0].ID != foreign.ID {
			t.Fatalf("%+v", done)
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		owner.OwnerID = c.eastmat.UserID
		done, err := c.batch(c.eastman, crm.LeadFilter{}, owner)
		c.must(err)
		if done.Changed != 3 || c.messages(c.eastmat, "notice") != 1 {
			t.Fatalf("%+v", done)
		}
		done, err = c.batch(c.eastman, crm.LeadFilter{OwnerID: c.eastmat.UserID}, owner) // as they are already
		c.must(err)
		if done.Changed != 0 || done.Count != 3 {
			t.Fatalf("%+v", done)
		}
		c.batchStatus(foreign)
		c.sound()
	})
}

// batchStatus ends and wakes leads in batches, beside one in dispute and one that is only shared.
func (c *leadCity) batchStatus(foreign crm.Lead) {
	c.t.Helper()
	stop := crm.LeadBatch{Act: "status", Status: crm.LeadDropped, Reason: "企业无意向", Expect: 4}
	_, err := c.s.OfferTransfer(c.ctx, c.westman, foreign.ID, crm.TransferInput{ToUnitID: c.east.ID, Reason: "企业另选地址", Version: foreign.Version})
	c.must(err)
	_, err = c.batch(c.eastman, crm.LeadFilter{}, stop) // the offered one is read, not written
	if done := c.refusals(err); len(done.Refused) != 1 || done.Refused[0].ID != foreign.ID {
		c.t.Fatalf("%+v", done)
	}
	stop.Expect = 3
	_, err = c.batch(c.eastman, crm.LeadFilter{UnitID: c.east.ID}, stop)
	c.must(err)
	wake := crm.LeadBatch{Act: "status", Status: crm.LeadActive, Expect: 3}
	_, err = c.batch(c.eastman, crm.LeadFilter{UnitID: c.east.ID}, wake) // each must be judged against other units' claims
	if done := c.refusals(err); len(done.Refused) != 3 {
		c.t.Fatalf("%+v", done)
	}
	list, err := c.s.Leads(c.ctx, c.eastman, crm.LeadFilter{Status: crm.LeadDropped})
	c.must(err)
	if list.Total != 3 {
		c.t.Fatal(list.Total)
	}
}
