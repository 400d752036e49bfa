package store_test

import (
	"slices"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Anybody's work can be handed over, however many people there are, also of who has moved to another
// unit and left leads behind; and the message says what came even when all of it is closed.
func TestStore_HandoverPeople(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		must(t, s.ExecForTest(`INSERT INTO users (id, login, name, phone, title, unit_id, disabled, password_hash, old_hashes, password_at, must_change, totp_secret, last_seen_at, created_at, version)
			SELECT 1000 + n, 'many' || n, '某' || n, '', '', $1, FALSE, '', '', 0, FALSE, '', 0, 0, 1 FROM (WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 600) SELECT n FROM r) x`, c.east.ID))
		moved := c.person("yidong", "移一", c.east, crm.RoleOfficer)
		l := c.lead(moved, "海晏食品有限公司")
		u, err := s.User(c.ctx, c.admin, moved.UserID)
		c.must(err)
		_, err = s.UpdateUser(c.ctx, crm.Viewer{Operator: true}, u.ID, crm.UserInput{Login: u.Login, Name: u.Name, UnitID: c.west.ID, Version: u.Version})
		c.must(err)
		offered := func(v crm.Viewer) (ids []int64) {
			t.Helper()
			list, err := s.Givers(c.ctx, v)
			c.must(err)
			for _, g := range list {
				ids = append(ids, g.ID)
			}
			return ids
		}
		if east := offered(c.eastmat); len(east) != 603 || !slices.Contains(east, moved.UserID) || slices.Contains(east, c.westman.UserID) {
			t.Errorf("%d people, %v", len(east), slices.Contains(east, moved.UserID))
		}
		if west := offered(c.westman); len(west) != 2 {
			t.Errorf("%v", west)
		}
		// A task of his on a lead that is the west's by now, and that the east only reads, is the west's affair.
		given, x := c.lead(c.eastman, "渡口船务有限公司"), crm.Transfer{}
		x, err = s.OfferTransfer(c.ctx, c.eastman, given.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "另选地址", Version: given.Version})
		c.must(err)
		_, err = s.AcceptTransfer(c.ctx, c.westman, x.ID, crm.DecisionInput{})
		c.must(err)
		for _, lead := range []int64{given.ID, l.ID} {
			_, err = s.AddTask(c.ctx, moved, crm.TaskInput{ObjectKind: "lead", ObjectID: lead, Title: "送资料", OwnerID: moved.UserID})
			c.must(err)
		}
		seen, err := s.PreviewHandover(c.ctx, c.eastmat, moved.UserID)
		c.must(err)
		if seen != (crm.HandoverCounts{Leads: 1, Live: 1, Tasks: 1}) {
			t.Fatalf("%+v", seen)
		}
		c.must(s.ExecForTest("UPDATE tasks SET state = 'dropped' WHERE object_id = $1", l.ID))
		_, err = s.SetLeadStatus(c.ctx, c.eastmat, l.ID, crm.StatusInput{Status: crm.LeadDropped, Reason: "企业放弃", Version: l.Version})
		c.must(err)
		seen, err = s.PreviewHandover(c.ctx, c.eastmat, moved.UserID)
		c.must(err)
		if seen != (crm.HandoverCounts{Leads: 1}) {
			t.Fatalf("%+v", seen)
		}
		_, err = s.HandOver(c.ctx, c.eastmat, crm.HandoverInput{FromUserID: moved.UserID, ToUserID: c.eastman.UserID, Reason: "调往西山县", Expect: seen})
		c.must(err)
		if got := c.titles(c.eastman, "notice"); !slices.Contains(got, "移一的业务已交接给你|1 条已签约、终止或作废的线索。调往西山县") {
			t.Errorf("%q", got)
		}
		if slices.Contains(offered(c.eastmat), moved.UserID) {
			t.Error("who keeps nothing here any more is still offered")
		}
		c.sound()
	})
}
