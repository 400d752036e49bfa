package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// signable is a lead of the west's at 拟签约, with the visit that asks for.
func (c *leadCity) signable(company string) crm.Lead {
	c.t.Helper()
	l := c.lead(c.westman, company)
	c.visit(c.westman, "2022-09-20", company, l.ID)
	return c.move(c.westman, l.ID, crm.StageAgreeing)
}

func (c *leadCity) sign(v crm.Viewer, l crm.Lead) (crm.Lead, error) {
	return c.s.MoveStage(c.ctx, v, l.ID, crm.StageInput{Stage: crm.StageSigned, Version: l.Version,
		Sign: &crm.SignInput{SignedOn: "2022-09-26", Total: crm.Yuan(5000 * crm.FenPerWan), CountyUnitID: c.west.ID}})
}

// A sleeping lead goes no way to a project beside another unit's claim: it doesn't move, waking it is
// judged, and one whose claim is over is judged at signing.
func TestStore_ClaimNotWalkedAround(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		held := c.lead(c.eastman, kept)
		l := c.signable("无关食品有限公司")
		l, err := c.status(c.westman, l.ID, crm.LeadDormant, nil)
		c.must(err)
		in := l.Input()
		in.CompanyID, in.CompanyName, in.Project = 0, kept, held.Project
		l, err = s.UpdateLead(c.ctx, c.westman, l.ID, in) // asleep it stands in nobody's way
		c.must(err)
		_, err = c.sign(c.westman, l)
		c.want(err, crm.CodeConflict)
		_, err = s.MoveStage(c.ctx, c.westman, l.ID, crm.StageInput{Stage: crm.StageTalking, Reason: "退回", Version: l.Version})
		c.want(err, crm.CodeConflict)
		_, err = c.status(c.westman, l.ID, crm.LeadActive, asNew("另一意向"))
		c.notice(err, "L1", "东河县", held.ProtectedUntil)

		lapsed := c.signable("过期食品有限公司")
		must(t, s.ExecForTest("UPDATE claims SET protected_until = '2022-09-25' WHERE lead_id = $1", lapsed.ID))
		theirs, err := c.report(c.eastman, "过期食品有限公司", "食品加工", nil)
		c.must(err)
		before := c.count("SELECT COUNT(*) FROM claim_notices")
		_, err = c.sign(c.westman, lapsed)
		c.notice(err, "L1", "东河县", theirs.ProtectedUntil)
		if c.count("SELECT COUNT(*) FROM claim_notices") != before+1 || c.count("SELECT COUNT(*) FROM projects") != 0 {
			t.Error("the refusal left no notice, or a project")
		}
		_, err = s.VoidLead(c.ctx, c.eastman, theirs.ID, crm.ReasonInput{Reason: "误报", Version: theirs.Version})
		c.must(err)
		_, err = c.sign(c.westman, lapsed)
		c.must(err)
		c.sound()
	})
}
