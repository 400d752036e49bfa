package store_test

import (
	"errors"
	"fmt"
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

// Next steps and chains are set in batches; a batch of owners or statuses is taken back as a whole by
// whoever did it, within a minute, unless one of its leads has moved on.
func TestStore_LeadBatch_undo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		var leads []crm.Lead
		for _, name := range []string{"星河电子有限公司", "长风食品有限公司", "秋实材料有限公司"} {
			leads = append(leads, c.lead(c.eastman, name))
		}
		ask := func(in crm.LeadBatch) crm.BatchDone {
			t.Helper()
			in.Expect = 3
			done, err := c.batch(c.eastman, crm.LeadFilter{}, in)
			c.must(err)
			return done
		}
		count := func(where string) int64 {
			t.Helper()
			n, err := s.SumForTest("SELECT COUNT(*) FROM leads WHERE " + where)
			c.must(err)
			return n
		}
		for _, bad := range []crm.LeadBatch{{Act: "nextStep"}, {Act: "nextStep", NextStep: "回访", NextDue: "下周"}, {Act: "chain"}, {Act: "chain", ChainID: 99}} {
			bad.Expect = 3
			if _, err := c.batch(c.eastman, crm.LeadFilter{}, bad); crm.ErrCode(err) != crm.CodeInvalid && crm.ErrCode(err) != crm.CodeConflict {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		step := crm.LeadBatch{Act: "nextStep", NextStep: "国庆前回访", NextDue: "2022-09-29"}
		if done := ask(step); done.Changed != 3 || done.UndoFrom != 0 || count("next_step = '国庆前回访' AND next_due = '2022-09-29' AND responded_on <> ''") != 3 {
			t.Fatalf("%+v", done)
		}
		if done := ask(step); done.Changed != 0 {
			t.Errorf("%+v", done)
		}
		audits, err := s.SumForTest("SELECT COUNT(*) FROM audit_log WHERE act = 'lead.update'")
		if c.must(err); audits != 3 {
			t.Errorf("%d audit rows", audits)
		}
		done := ask(crm.LeadBatch{Act: "owner", OwnerID: c.eastmat.UserID})
		if done.UndoFrom == 0 || count(fmt.Sprintf("owner_id = %d", c.eastmat.UserID)) != 3 {
			t.Fatalf("%+v", done)
		}
		undo := func(v crm.Viewer, from int64) (crm.BatchDone, error) {
			return s.UndoBatch(c.ctx, v, crm.BatchUndo{UndoFrom: from})
		}
		_, err = undo(c.eastmat, done.UndoFrom) // another's act
		c.want(err, crm.CodeConflict)
		back, err := undo(c.eastman, done.UndoFrom)
		c.must(err)
		if back.Changed != 3 || count(fmt.Sprintf("owner_id = %d", c.eastman.UserID)) != 3 {
			t.Fatalf("%+v", back)
		}
		_, err = undo(c.eastman, done.UndoFrom) // an undo is not undone
		c.want(err, crm.CodeConflict)
		undone, err := s.UndoMove(c.ctx, c.eastman, leads[0].ID, c.fresh(leads[0]).Version)
		if c.want(err, crm.CodeConflict); undone.ID != 0 {
			t.Error(undone)
		}
		// one alone
		in := c.fresh(leads[0]).Input()
		in.OwnerID = c.eastmat.UserID
		l, err := s.UpdateLead(c.ctx, c.eastman, leads[0].ID, in)
		c.must(err)
		if undone, err = s.UndoMove(c.ctx, c.eastman, l.ID, l.Version); err != nil || undone.OwnerID != c.eastman.UserID {
			t.Errorf("%+v %v", undone, err)
		}
		// a status, and a lead of the batch that has moved on meanwhile
		done = ask(crm.LeadBatch{Act: "status", Status: crm.LeadPaused, Reason: "等用地"})
		if _, err = undo(c.eastman, done.UndoFrom); err != nil || count("status = 'active'") != 3 {
			t.Fatal(err)
		}
		done = ask(crm.LeadBatch{Act: "owner", OwnerID: c.eastmat.UserID})
		in = c.fresh(leads[1]).Input()
		in.Source = "以商招商"
		_, err = s.UpdateLead(c.ctx, c.eastmat, leads[1].ID, in)
		c.must(err)
		_, err = undo(c.eastman, done.UndoFrom)
		if r := c.refusals(err); len(r.Refused) != 1 || r.Refused[0].ID != leads[1].ID || count(fmt.Sprintf("owner_id = %d", c.eastmat.UserID)) != 3 {
			t.Errorf("%+v", r)
		}
		c.must(s.ExecForTest("UPDATE lead_events SET at = at - 61000"))
		_, err = undo(c.eastman, done.UndoFrom)
		c.want(err, crm.CodeConflict)
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
