package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A project is no way around first claim: what another unit holds can't be registered at once as a
// project, nor made of one by an edit; a company of a like name is a person's to judge, and told.
func TestStore_ProjectBesideClaim(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		held := c.lead(c.eastman, kept)
		in := func(company, industry string) crm.ProjectInput {
			return crm.ProjectInput{Name: "西山工厂", Industry: industry, CountyUnitID: c.west.ID, Total: crm.Yuan(crm.FenPerYi), SignedOn: "2022-09-20",
				Parties: []crm.Party{{Name: "无关食品有限公司", Role: "investor", Origin: crm.OriginLocal}, {Name: company, Role: "investor", Origin: crm.OriginLocal}}}
		}
		create := func(x crm.ProjectInput) (crm.Project, error) { return s.CreateProject(c.ctx, c.westman, x) }
		like := in("海晏食品有限责任公司", "C15")
		for level, x := range map[string]crm.ProjectInput{"L1": in(kept, "C15"), "L2": like} {
			before := c.count("SELECT COUNT(*) FROM audit_log WHERE act = 'claim.notice'")
			_, err := create(x)
			c.notice(err, level, "东河县", held.ProtectedUntil)
			if before == 0 && c.count("SELECT COUNT(*) FROM audit_log WHERE act = 'claim.notice'") != 1 {
				t.Error("the notice was not kept")
			}
		}
		same := in(kept, "C15")
		same.Decision = asNew("另一意向")
		_, err := create(same)
		c.notice(err, "L1", "东河县", held.ProtectedUntil)
		if n := c.count("SELECT COUNT(*) FROM projects"); n != 0 {
			t.Fatalf("%d projects", n)
		}
		told := c.count("SELECT COUNT(*) FROM messages")
		like.Decision = asNew("重名的另一家企业")
		p, err := create(like)
		if c.must(err); c.count("SELECT COUNT(*) FROM messages") == told {
			t.Error("nobody was told")
		}
		other, err := create(in(kept, "D44")) // another intention
		c.must(err)
		edit := in(kept, "C15")
		edit.Version = other.Version
		_, err = s.UpdateProject(c.ctx, c.westman, other.ID, edit)
		c.notice(err, "L1", "东河县", held.ProtectedUntil)
		stays := like
		stays.Name, stays.Decision, stays.Version = "西山食品厂", nil, p.Version
		_, err = s.UpdateProject(c.ctx, c.westman, p.ID, stays) // what was decided isn't asked again
		c.must(err)
		own := in(kept, "C15")
		_, err = s.CreateProject(c.ctx, c.eastman, own)
		c.must(err)
		c.sound()
	})
}
