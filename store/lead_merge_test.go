package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// twins are two leads of the east that say the same; the second has a visit of its own, one that
// both have, a file, and the older claim.
func (c *leadCity) twins() (kept, gone crm.Lead) {
	c.t.Helper()
	kept = c.lead(c.eastman, "合并电子有限公司")
	gone, err := c.report(c.eastmat, "合并电子股份有限公司", kept.Project, &crm.DuplicateDecision{Verdict: "new", Reason: "先分开登记"})
	c.must(err)
	c.visit(c.eastmat, "2022-09-20", "合并电子股份有限公司", gone.ID)
	c.visit(c.eastmat, "2022-09-15", "合并电子有限公司", kept.ID, gone.ID)
	c.must(c.s.ExecForTest("INSERT INTO blobs (sha256, size, media_type, at) VALUES ('aa', 1, 'application/pdf', 1)"))
	c.must(c.s.ExecForTest(`INSERT INTO attachments (id, number, object_kind, object_id, kind, name, size, media_type, sha256, unit_id, user_id, voided, at)
		VALUES (1, 'FJ1', 'lead', $1, '考察记录', '考察.pdf', 1, 'application/pdf', 'aa', $2, $3, FALSE, 1)`, gone.ID, c.east.ID, c.eastmat.UserID))
	c.must(c.s.ExecForTest("UPDATE claims SET since = '2022-08-01' WHERE lead_id = $1", gone.ID))
	return c.fresh(kept), c.fresh(gone)
}

func (c *leadCity) fresh(l crm.Lead) crm.Lead {
	c.t.Helper()
	d, err := c.s.Lead(c.ctx, c.manager, l.ID)
	c.must(err)
	return d.Lead
}

func (c *leadCity) merge(v crm.Viewer, kept, gone crm.Lead) (crm.Lead, error) {
	return c.s.MergeLead(c.ctx, v, kept.ID, crm.MergeInput{GoneID: gone.ID, GoneVersion: gone.Version, Version: kept.Version, Reason: "同一企业同一意向"})
}

func TestStore_MergeLead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		kept, gone := c.twins()
		before := storetest.Business(t, s)
		p, err := s.PreviewLeadMerge(c.ctx, c.eastman, kept.ID, crm.MergeTarget{GoneID: gone.ID})
		c.must(err)
		if p.Visits != 1 || p.Files != 1 || len(p.Differs) == 0 {
			t.Fatalf("preview %+v", p)
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s)) // a preview changes nothing
		_, err = c.merge(c.eastman, kept, gone)
		c.must(err)
		c.merged(kept, gone)
		d, err := s.LeadDuplicates(c.ctx, c.eastman, kept.ID)
		c.must(err)
		if len(d.Merges) != 1 || d.Merges[0].GoneCode != gone.Code || len(d.Near) != 0 {
			t.Fatalf("%+v", d)
		}
		_, err = s.UndoLeadMerge(c.ctx, c.eastman, d.Merges[0].ID, crm.ReasonInput{Reason: "其实是两个意向", Version: kept.Version + 1})
		c.must(err)
		_, err = s.UndoLeadMerge(c.ctx, c.eastman, d.Merges[0].ID, crm.ReasonInput{Reason: "再撤一次", Version: kept.Version + 2})
		c.want(err, crm.CodeConflict)
		c.sound()
		if d, err = s.LeadDuplicates(c.ctx, c.eastman, gone.ID); err != nil || len(d.Near) != 1 || !d.Merges[0].Undone {
			t.Fatalf("%+v %v", d, err)
		}
		c.must(s.ExecForTest("DELETE FROM lead_events WHERE kind IN ('merge', 'unmerge')"))
		c.must(s.ExecForTest("DELETE FROM claim_events"))
		c.must(s.ExecForTest("DELETE FROM merges"))
		for _, l := range []crm.Lead{kept, gone} {
			c.must(s.ExecForTest("UPDATE leads SET version = $1, updated_at = $2 WHERE id = $3", l.Version, int64(l.UpdatedAt), l.ID))
		}
		storetest.SameBusiness(t, before, storetest.Business(t, s))
	})
}

// merged: the kept lead has everything, the other is readable and in no list.
func (c *leadCity) merged(kept, gone crm.Lead) {
	c.t.Helper()
	k, err := c.s.Lead(c.ctx, c.eastman, kept.ID)
	c.must(err)
	if k.Visits != 2 || k.Version != kept.Version+1 || k.LastProgressOn != "2022-09-26" || k.ProtectedUntil != "2023-03-26" {
		c.t.Errorf("kept %+v", k)
	}
	g := c.fresh(gone)
	if !g.Voided || g.VoidReason != "并入 "+kept.Code+"：同一企业同一意向" || g.ProtectedUntil != "" {
		c.t.Errorf("gone %+v", g)
	}
	files, err := c.s.Attachments(c.ctx, c.eastman, "lead", kept.ID)
	c.must(err)
	history, err := c.s.LeadHistory(c.ctx, c.eastman, kept.ID)
	c.must(err)
	list, err := c.s.Leads(c.ctx, c.eastman, crm.LeadFilter{})
	c.must(err)
	hits, err := c.s.Search(c.ctx, c.eastman, gone.Code)
	c.must(err)
	since, err := c.s.SumForTest("SELECT COUNT(*) FROM claims WHERE state = 'held' AND since = '2022-08-01' AND lead_id = $1", kept.ID)
	c.must(err)
	if len(files) != 1 || history[0].Kind != "merge" || history[0].From != gone.Code || len(list.Items) != 1 || len(hits) != 0 || since != 1 {
		c.t.Errorf("%d files, %+v, %d listed, %d hits, %d claims since August", len(files), history[0], len(list.Items), len(hits), since)
	}
	c.sound()
}

// What may not be merged is refused with a line, and what one may not reach is not told.
func TestStore_MergeLead_Refused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		kept, gone := c.twins()
		other, foreign := c.lead(c.eastman, "无关食品有限公司"), c.lead(c.westman, "西山合并电子有限公司")
		before := storetest.Business(t, s)
		refused := func(v crm.Viewer, a, b crm.Lead, code crm.Code) {
			t.Helper()
			_, err := c.merge(v, a, b)
			c.want(err, code)
			_, err = s.PreviewLeadMerge(c.ctx, v, a.ID, crm.MergeTarget{GoneID: b.ID})
			c.want(err, code)
		}
		refused(c.eastman, kept, kept, crm.CodeInvalid)
		refused(c.eastman, kept, other, crm.CodeInvalid)
		refused(c.eastman, kept, foreign, crm.CodeInvalid)
		refused(c.eastman, foreign, kept, crm.CodeNotFound)
		refused(c.manager, kept, foreign, crm.CodeInvalid) // of two units
		refused(c.leader, kept, gone, crm.CodeForbidden)
		stale := gone
		stale.Version--
		_, err := c.merge(c.eastman, kept, stale)
		c.want(err, crm.CodeConflict)
		_, err = s.MergeLead(c.ctx, c.eastman, kept.ID, crm.MergeInput{GoneID: gone.ID, GoneVersion: gone.Version, Version: kept.Version, Reason: " "})
		c.want(err, crm.CodeInvalid)
		_, err = s.UndoLeadMerge(c.ctx, c.eastman, 99, crm.ReasonInput{Reason: "没有", Version: 1})
		c.want(err, crm.CodeNotFound)
		storetest.SameBusiness(t, before, storetest.Business(t, s))
		dormant, err := c.status(c.eastman, kept.ID, crm.LeadDormant, nil)
		c.must(err)
		refused(c.eastman, dormant, gone, crm.CodeInvalid)
		x, err := s.OfferTransfer(c.ctx, c.eastman, gone.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "企业改选西山", Version: gone.Version})
		c.must(err)
		refused(c.eastman, gone, dormant, crm.CodeConflict)
		_, err = s.WithdrawTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{})
		c.must(err)
		gone = c.fresh(gone)
		_, err = c.merge(c.eastman, gone, dormant)
		c.must(err)
		d, err := s.LeadDuplicates(c.ctx, c.eastman, gone.ID)
		c.must(err)
		_, err = s.UndoLeadMerge(c.ctx, c.westman, d.Merges[0].ID, crm.ReasonInput{Reason: "越权", Version: gone.Version + 1})
		c.want(err, crm.CodeNotFound)
		refused(c.eastman, gone, dormant, crm.CodeConflict) // voided
		c.sound()
	})
}
