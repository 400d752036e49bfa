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

// work gives eastman 200 leads with visits, files, comments and tasks: some signed, ended, voided.
func (c *leadCity) work() {
	c.t.Helper()
	for i := range 200 {
		name := fmt.Sprintf("%c%c%c%c", rune(0x4e00+i*101), rune(0x5200+i*67), rune(0x6100+i*31), rune(0x7200+i*17)) + "有限公司"
		l := c.lead(c.eastman, name)
		if i%2 == 0 {
			c.visit(c.eastman, "2022-09-21", name, l.ID)
		}
		if i%5 == 0 {
			open := visitInput("2022-09-22", fmt.Sprintf("独立%c%c有限公司", rune(0x4e00+i*101), rune(0x5200+i*67)))
			open.NextStep, open.NextDue = "再约", "2022-09-27"
			_, err := c.s.LogVisit(c.ctx, c.eastman, open)
			c.must(err)
		}
		must(c.t, c.s.ExecForTest(`INSERT INTO attachments (id, number, object_kind, object_id, kind, name, size, media_type, sha256, unit_id, user_id, voided, at)
			VALUES ($1, $2, 'lead', $3, '材料', 'x.png', 1, 'image/png', $4, $5, $6, FALSE, 0)`, i+1, fmt.Sprintf("PZ-%d", i), l.ID, c.blob(i), c.east.ID, c.eastman.UserID))
		_, err := c.s.AddComment(c.ctx, c.eastmat, crm.CommentInput{ObjectKind: "lead", ObjectID: l.ID, Text: "请跟进", Mentions: []int64{c.eastman.UserID}})
		c.must(err)
		task, err := c.s.AddTask(c.ctx, c.eastmat, crm.TaskInput{ObjectKind: "lead", ObjectID: l.ID, Title: "约见", OwnerID: c.eastman.UserID})
		c.must(err)
		if i%3 == 0 {
			_, err = c.s.DoneTask(c.ctx, c.eastman, task.ID, task.Version)
			c.must(err)
		}
		c.close(i, l)
	}
}

// close signs, ends or voids some of the leads.
func (c *leadCity) close(i int, l crm.Lead) {
	c.t.Helper()
	switch {
	case i%20 == 0: // ten signed
		c.move(c.eastman, l.ID, crm.StageAgreeing)
		d, err := c.s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		_, err = c.s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageSigned, Version: d.Version,
			Sign: &crm.SignInput{SignedOn: "2022-09-20", Total: crm.Yuan(30_000 * crm.FenPerWan), CountyUnitID: c.east.ID}})
		c.must(err)
	case i%20 == 1:
		_, err := c.s.SetLeadStatus(c.ctx, c.eastman, l.ID, crm.StatusInput{Status: crm.LeadDropped, Reason: "企业放弃", Version: l.Version})
		c.must(err)
	case i%40 == 3:
		_, err := c.s.VoidLead(c.ctx, c.eastman, l.ID, crm.ReasonInput{Reason: "误录", Version: l.Version})
		c.must(err)
	}
}

func (c *leadCity) blob(i int) string {
	sha := fmt.Sprintf("%064d", i+1)
	must(c.t, c.s.ExecForTest("INSERT INTO blobs (sha256, size, media_type, at) VALUES ($1, 1, 'image/png', 0)", sha))
	return sha
}

// ownerOnly demands that two dumps of the business differ in the owner alone: what of each table
// may differ, and how many rows came to it.
func ownerOnly(t *testing.T, before, after map[string]string, from, to int64) {
	t.Helper()
	may := map[string][]string{"leads": {"owner_id", "version", "updated_at"}, "projects": {"owner_id", "version", "updated_at"},
		"visits": {"step_user_id", "version", "updated_at"}, "tasks": {"owner_id", "version"}}
	for _, table := range slices.Sorted(maps.Keys(before)) {
		a, b := strings.Split(strings.TrimSpace(before[table]), "\n"), strings.Split(strings.TrimSpace(after[table]), "\n")
		if grown := map[string]int{"lead_events": 200}[table]; len(b)-len(a) != grown {
			t.Errorf("%s: %d rows before, %d after", table, len(a)-1, len(b)-1)
			continue
		}
		var columns []string
		if err := json.Unmarshal([]byte(a[0]), &columns); err != nil {
			t.Fatal(err)
		}
		changed := 0
		for i := range a {
			if a[i] == b[i] {
				continue
			}
			changed++
			var x, y []any
			if json.Unmarshal([]byte(a[i]), &x) != nil || json.Unmarshal([]byte(b[i]), &y) != nil {
				t.Fatal(a[i], b[i])
			}
			for k, name := range columns {
				same := fmt.Sprint(x[k]) == fmt.Sprint(y[k])
				if !same && !slices.Contains(may[table], name) {
					t.Errorf("%s.%s: %v became %v", table, name, x[k], y[k])
				}
				if strings.HasSuffix(name, "_id") && slices.Contains(may[table], name) && y[k] != float64(to) && (name == "step_user_id" || x[k] != float64(from)) {
					t.Errorf("%s.%s is %v", table, name, y[k])
				}
			}
		}
		t.Logf("%s: %d of %d rows have another owner", table, changed, len(a)-1)
		if want := map[string]int{"leads": 200, "projects": 10, "visits": 40, "tasks": 133}[table]; changed != want && table != "lead_events" {
			t.Errorf("%s: %d rows changed, want %d", table, changed, want)
		}
	}
}

// An officer leaves: after the handover nothing differs but the owner.
func TestStore_Handover(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		c.work()
		counts, err := s.PreviewHandover(c.ctx, c.eastmat, c.eastman.UserID)
		c.must(err)
		want := crm.HandoverCounts{Leads: 200, Live: 175, Projects: 10, Steps: 40, Tasks: 133}
		if counts != want {
			t.Fatalf("%+v", counts)
		}
		u, err := s.User(c.ctx, c.admin, c.eastman.UserID)
		c.must(err)
		off := crm.UserInput{Login: u.Login, Name: u.Name, UnitID: u.UnitID, Disabled: true, Version: u.Version}
		_, err = s.UpdateUser(c.ctx, c.admin, u.ID, off)
		c.want(err, crm.CodeConflict)
		if !strings.Contains(err.Error(), "175 条在谈线索、10 个项目、40 个下一步、133 项任务") {
			t.Errorf("%v", err)
		}
		in := crm.HandoverInput{FromUserID: c.eastman.UserID, ToUserID: c.eastmat.UserID, Reason: "工作调动", Expect: counts}
		c.refusedHandovers(in)
		before := storetest.Business(t, s)
		_, err = s.HandOver(c.ctx, c.eastmat, in)
		c.must(err)
		ownerOnly(t, before, storetest.Business(t, s), c.eastman.UserID, c.eastmat.UserID)
		c.sound()
		bench, err := s.Workbench(c.ctx, c.eastmat)
		c.must(err)
		if bench.DueWeek.Count != 40 {
			t.Errorf("the visits' next steps on the new workbench: %d", bench.DueWeek.Count)
		}
		if bench, err = s.Workbench(c.ctx, c.eastman); err != nil || bench.DueWeek.Count != 0 {
			t.Errorf("%d on the old one, %v", bench.DueWeek.Count, err)
		}
		again, err := s.PreviewHandover(c.ctx, c.eastman, c.eastmat.UserID)
		c.must(err)
		if again.Steps != 40 || again.Leads != 200 {
			t.Errorf("what was taken over can be handed on: %+v", again)
		}
		_, err = s.UpdateUser(c.ctx, c.admin, u.ID, off)
		c.must(err)
	})
}

// refusedHandovers tries what may not be done; nothing of it is.
func (c *leadCity) refusedHandovers(in crm.HandoverInput) {
	c.t.Helper()
	for name, x := range map[string]struct {
		v    crm.Viewer
		edit func(*crm.HandoverInput)
		code crm.Code
	}{
		"another county":         {c.westman, func(*crm.HandoverInput) {}, crm.CodeNotFound},
		"a leader":               {c.leader, func(*crm.HandoverInput) {}, crm.CodeForbidden},
		"an administrator":       {c.admin, func(*crm.HandoverInput) {}, crm.CodeForbidden},
		"nobody":                 {c.eastmat, func(i *crm.HandoverInput) { i.FromUserID = 99_999 }, crm.CodeNotFound},
		"to himself":             {c.eastmat, func(i *crm.HandoverInput) { i.ToUserID = i.FromUserID }, crm.CodeInvalid},
		"to another county":      {c.eastmat, func(i *crm.HandoverInput) { i.ToUserID = c.westman.UserID }, crm.CodeInvalid},
		"to who can't keep it":   {c.manager, func(i *crm.HandoverInput) { i.ToUserID = c.leader.UserID }, crm.CodeInvalid},
		"without a reason":       {c.eastmat, func(i *crm.HandoverInput) { i.Reason = " " }, crm.CodeInvalid},
		"what was not shown":     {c.eastmat, func(i *crm.HandoverInput) { i.Expect.Leads = 199 }, crm.CodeConflict},
		"who has nothing at all": {c.eastmat, func(i *crm.HandoverInput) { i.FromUserID, i.ToUserID = i.ToUserID, i.FromUserID }, crm.CodeConflict},
	} {
		bad := in
		x.edit(&bad)
		if _, err := c.s.HandOver(c.ctx, x.v, bad); crm.ErrCode(err) != x.code {
			c.t.Errorf("%s: %v, want %s", name, err, x.code)
		}
	}
}
