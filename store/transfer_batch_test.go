package store_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// kept gives eastman ten leads with visits, comments and tasks: two signed, one ended, one voided,
// one on offer already.
func (c *leadCity) kept() {
	c.t.Helper()
	for i, name := range []string{"澜序茶业", "墨川电子", "青禾食品", "云岫材料", "砚池纺织", "松涛机械", "雁回药业", "岚山建材", "禾川农业", "溪午文创"} {
		name += "有限公司"
		l := c.lead(c.eastman, name)
		c.visit(c.eastman, "2022-09-21", name, l.ID)
		_, err := c.s.AddComment(c.ctx, c.eastmat, crm.CommentInput{ObjectKind: "lead", ObjectID: l.ID, Text: "请跟进"})
		c.must(err)
		_, err = c.s.AddTask(c.ctx, c.eastmat, crm.TaskInput{ObjectKind: "lead", ObjectID: l.ID, Title: "约见", OwnerID: c.eastmat.UserID})
		c.must(err)
		switch i {
		case 0, 1:
			c.close(0, l)
		case 2:
			c.close(1, l)
		case 3:
			c.close(3, l)
		case 4:
			now, err := c.s.Lead(c.ctx, c.eastman, l.ID)
			c.must(err)
			_, err = c.s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "另选地址", Version: now.Version})
			c.must(err)
		}
	}
}

// A colleague leaves and another county goes on: a batch of offers, taken at once; then nothing
// differs but who has the leads and projects.
func TestStore_TransferBatch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		c.kept()
		in := crm.OffersInput{FromUserID: c.eastman.UserID, ToUnitID: c.west.ID, Reason: "同事调离，由西县接着谈"}
		before := storetest.Business(t, s)
		seen, err := s.PreviewOffers(c.ctx, c.eastmat, crm.LeadFilter{}, in)
		c.must(err)
		if seen.Leads != 5 || seen.Projects != 2 || seen.Left != 1 || !strings.Contains(seen.Refused[0].Why, "正在流转") || seen.BatchID != 0 {
			t.Fatalf("%+v", seen)
		}
		if !maps.Equal(before, storetest.Business(t, s)) {
			t.Fatal("a preview has left something")
		}
		_, err = s.OfferAll(c.ctx, c.eastmat, crm.LeadFilter{}, in)
		c.want(err, crm.CodeConflict) // what the preview showed was not said
		in.ExpectLeads, in.ExpectProjects = 5, 2
		c.refusedOffers(in)
		done, err := s.OfferAll(c.ctx, c.eastmat, crm.LeadFilter{}, in)
		c.must(err)
		c.answers(done.BatchID)
		c.movedOnly(before, storetest.Business(t, s))
		c.sound()
	})
}

// answers tries what may not be done with the batch, refuses one lead of it, and accepts the rest.
func (c *leadCity) answers(batch int64) {
	c.t.Helper()
	all := crm.BatchDecision{Expect: 7}
	bench, err := c.s.Workbench(c.ctx, c.westman)
	c.must(err)
	if bench.Transfers.Total != 8 || len(bench.Transfers.Items) != 2 || bench.Transfers.Items[1].BatchCount != 7 {
		c.t.Fatalf("%+v", bench.Transfers)
	}
	for _, x := range []struct {
		v    crm.Viewer
		code crm.Code
	}{{c.eastmat, crm.CodeNotFound}, {c.leader, crm.CodeForbidden}} {
		_, err := c.s.AcceptBatch(c.ctx, x.v, batch, all)
		c.want(err, x.code)
	}
	_, err = c.s.AcceptTransfer(c.ctx, c.westman, batch, crm.DecisionInput{Terms: bench.Transfers.Items[0].Terms})
	c.want(err, crm.CodeConflict) // the terms of another offer
	_, err = c.s.AcceptBatch(c.ctx, c.westman, 0, all)
	c.want(err, crm.CodeNotFound)
	_, err = c.s.WithdrawBatch(c.ctx, c.westman, batch, all)
	c.want(err, crm.CodeNotFound)
	_, err = c.s.RefuseBatch(c.ctx, c.westman, batch, all)
	c.want(err, crm.CodeInvalid)
	_, err = c.s.AcceptBatch(c.ctx, c.westman, batch, crm.BatchDecision{Expect: 6})
	c.want(err, crm.CodeConflict)
	got, err := c.s.AcceptBatch(c.ctx, c.westman, batch, all)
	c.must(err)
	if got.Count != 7 {
		c.t.Fatalf("%+v", got)
	}
	_, err = c.s.AcceptBatch(c.ctx, c.westman, batch, all)
	c.want(err, crm.CodeConflict)
	n := c.count("SELECT COUNT(*) FROM audit_log WHERE act = 'transfer.accept'")
	if n != 7 {
		c.t.Errorf("%d audit rows", n)
	}
}

// refusedOffers tries what may not be offered; nothing of it is.
func (c *leadCity) refusedOffers(in crm.OffersInput) {
	c.t.Helper()
	for name, x := range map[string]struct {
		v    crm.Viewer
		edit func(*crm.OffersInput)
		code crm.Code
	}{
		"another county":     {c.westman, func(*crm.OffersInput) {}, crm.CodeNotFound},
		"a leader":           {c.leader, func(*crm.OffersInput) {}, crm.CodeForbidden},
		"nobody":             {c.eastmat, func(i *crm.OffersInput) { i.FromUserID = 99_999 }, crm.CodeNotFound},
		"without a reason":   {c.eastmat, func(i *crm.OffersInput) { i.Reason = " " }, crm.CodeInvalid},
		"to no unit":         {c.eastmat, func(i *crm.OffersInput) { i.ToUnitID = 99_999 }, crm.CodeInvalid},
		"to the own unit":    {c.eastmat, func(i *crm.OffersInput) { i.ToUnitID, i.ExpectLeads, i.ExpectProjects = c.east.ID, 0, 0 }, crm.CodeConflict},
		"what was not shown": {c.eastmat, func(i *crm.OffersInput) { i.ExpectProjects = 1 }, crm.CodeConflict},
	} {
		bad := in
		x.edit(&bad)
		if _, err := c.s.OfferAll(c.ctx, x.v, crm.LeadFilter{}, bad); crm.ErrCode(err) != x.code {
			c.t.Errorf("%s: %v, want %s", name, err, x.code)
		}
	}
}

// movedOnly demands that two dumps differ in who has the five leads and two projects, in what tells
// of it, and in nothing else.
func (c *leadCity) movedOnly(before, after map[string]string) {
	c.t.Helper()
	may := map[string][]string{"leads": {"unit_id", "owner_id", "version", "updated_at", "handed_on", "clock_from", "responded_on"}, "projects": {"unit_id", "owner_id", "version", "updated_at"},
		"claims": {"unit_id"}, "milestones": {"unit_id", "version", "updated_at"}} // a draft goes with its project
	told := []string{"transfers", "lead_events", "claim_events", "lead_shares", "project_shares", "company_units", "rollup_leads"}
	want := map[string]int{"leads": 5, "projects": 2, "claims": 5, "milestones": 2}
	for _, table := range slices.Sorted(maps.Keys(before)) {
		if slices.Contains(told, table) {
			continue
		}
		a, b := strings.Split(strings.TrimSpace(before[table]), "\n"), strings.Split(strings.TrimSpace(after[table]), "\n")
		if len(a) != len(b) {
			c.t.Errorf("%s: %d rows before, %d after", table, len(a)-1, len(b)-1)
			continue
		}
		var columns []string
		c.must(json.Unmarshal([]byte(a[0]), &columns))
		changed := 0
		for i := range a {
			if a[i] == b[i] {
				continue
			}
			changed++
			var x, y []any
			c.must(json.Unmarshal([]byte(a[i]), &x))
			c.must(json.Unmarshal([]byte(b[i]), &y))
			for k, name := range columns {
				if fmt.Sprint(x[k]) != fmt.Sprint(y[k]) && !slices.Contains(may[table], name) {
					c.t.Errorf("%s.%s: %v became %v", table, name, x[k], y[k])
				}
			}
		}
		if changed != want[table] {
			c.t.Errorf("%s: %d rows changed, want %d", table, changed, want[table])
		}
	}
}
