package store_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// The preview says of every part of a person's work what the offer of it then does, counts what stays
// with the person, and waits for no writer.
func TestStore_TransferBatch_parts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		c.kept()
		west, err := s.ReportLead(c.ctx, c.eastman, crm.LeadInput{CompanyName: "渡口船务有限公司", Project: "船厂迁建", PlaceUnitID: c.west.ID})
		c.must(err)
		here := c.lead(c.eastman, "云门酒业有限公司")
		c.move(c.eastman, here.ID, crm.StageTalking)
		for _, task := range []int64{west.ID, west.ID, here.ID} {
			_, err := s.AddTask(c.ctx, c.eastman, crm.TaskInput{ObjectKind: "lead", ObjectID: task, Title: "送资料", OwnerID: c.eastman.UserID})
			c.must(err)
		}
		again := visitInput("2022-09-23", west.CompanyName)
		again.NextStep, again.NextDue = "再约", "2022-09-28"
		_, err = s.LogVisit(c.ctx, c.eastman, again)
		c.must(err)
		elsewhere := visitInput("2022-09-23", "未立线索有限公司")
		elsewhere.NextStep, elsewhere.NextDue = "再约", "2022-09-28"
		_, err = s.LogVisit(c.ctx, c.eastman, elsewhere)
		c.must(err)
		all := crm.OffersInput{FromUserID: c.eastman.UserID, ToUnitID: c.west.ID, Reason: "同事调离"}
		part := func(what string, ids ...int64) crm.OffersInput {
			in := all
			in.Part, in.LeadIDs = what, ids
			return in
		}
		for _, x := range []struct {
			f                             crm.LeadFilter
			in                            crm.OffersInput
			leads, projects, tasks, steps int64
		}{
			{crm.LeadFilter{}, all, 7, 2, 3, 1},
			{crm.LeadFilter{}, part("projects"), 0, 2, 0, 0},
			{crm.LeadFilter{}, part("leads"), 7, 0, 3, 1},
			{crm.LeadFilter{PlaceUnitID: c.west.ID}, part("leads"), 1, 0, 2, 1},
			{crm.LeadFilter{Stage: crm.StageTalking}, part("leads"), 1, 0, 1, 0},
			{crm.LeadFilter{Page: crm.Page{Q: "云门"}}, part("leads"), 1, 0, 1, 0},
			{crm.LeadFilter{OwnerID: c.eastmat.UserID}, part("leads"), 0, 0, 0, 0},
			{crm.LeadFilter{}, part("leads", west.ID, here.ID, 99_999), 2, 0, 3, 1},
			{crm.LeadFilter{Stage: crm.StageTalking}, part("leads", west.ID), 0, 0, 0, 0},
		} {
			seen, err := s.PreviewOffers(c.ctx, c.eastmat, x.f, x.in)
			c.must(err)
			if seen.Leads != x.leads || seen.Projects != x.projects || seen.Tasks != x.tasks || seen.Steps != x.steps {
				t.Errorf("%+v %+v: %+v", x.f, x.in, seen)
			}
			c.sameOffers(x.f, x.in, seen)
		}
		for _, bad := range []struct {
			f  crm.LeadFilter
			in crm.OffersInput
		}{{crm.LeadFilter{Stage: crm.StageTalking}, all}, {crm.LeadFilter{}, part("", west.ID)}, {crm.LeadFilter{Stage: crm.StageTalking}, part("projects")}, {crm.LeadFilter{}, part("both")}} {
			_, err := s.PreviewOffers(c.ctx, c.eastmat, bad.f, bad.in)
			c.want(err, crm.CodeInvalid)
			_, err = s.OfferAll(c.ctx, c.eastmat, bad.f, bad.in)
			c.want(err, crm.CodeInvalid)
		}
		c.previewBeside(all)
		c.sound()
	})
}

// sameOffers demands that the offer answers as its preview, and takes it back.
func (c *leadCity) sameOffers(f crm.LeadFilter, in crm.OffersInput, seen crm.OffersDone) {
	c.t.Helper()
	in.ExpectLeads, in.ExpectProjects = seen.Leads, seen.Projects
	done, err := c.s.OfferAll(c.ctx, c.eastmat, f, in)
	if seen.Leads+seen.Projects == 0 {
		c.want(err, crm.CodeConflict)
		return
	}
	c.must(err)
	batch := done.BatchID
	done.BatchID = 0
	if !reflect.DeepEqual(done, seen) {
		c.t.Errorf("shown %+v\ndone %+v", seen, done)
	}
	_, err = c.s.WithdrawBatch(c.ctx, c.eastmat, batch, crm.BatchDecision{Expect: seen.Leads + seen.Projects})
	c.must(err)
}

// previewBeside asks for a preview while another act holds the writer.
func (c *leadCity) previewBeside(in crm.OffersInput) {
	c.t.Helper()
	failed := make(chan error, 1)
	c.must(c.s.Batch(c.ctx, crm.Viewer{Operator: true}, func(context.Context) error {
		go func() {
			_, err := c.s.PreviewOffers(c.ctx, c.eastmat, crm.LeadFilter{}, in)
			failed <- err
		}()
		select {
		case err := <-failed:
			return err
		case <-time.After(20 * time.Second):
			c.t.Error("the preview waits for the writer")
			return nil
		}
	}))
}
