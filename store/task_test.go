package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func (c *leadCity) task(v crm.Viewer, l crm.Lead, owner crm.Viewer, due crm.Date) crm.Task {
	c.t.Helper()
	x, err := c.s.AddTask(c.ctx, v, crm.TaskInput{ObjectKind: "lead", ObjectID: l.ID, Title: "补充用地材料", OwnerID: owner.UserID, DueOn: due})
	c.must(err)
	return x
}

func (c *leadCity) tasks(v crm.Viewer, f crm.TaskFilter) crm.List[crm.Task] {
	c.t.Helper()
	f.Sort = "dueOn"
	list, err := c.s.Tasks(c.ctx, v, f)
	c.must(err)
	return list
}

// A task goes to somebody who reads its lead; the person is told, does it, and who set it is told.
func TestStore_Tasks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, kept)
		late := c.task(c.eastman, l, c.eastmat, "2022-09-26")
		must(t, s.ExecForTest("UPDATE tasks SET due_on = '2022-09-20'"))
		c.task(c.eastman, l, c.eastmat, "")
		c.task(c.manager, l, c.eastman, "2022-10-08")
		if c.messages(c.eastmat, "task") != 2 || c.messages(c.eastman, "task") != 1 {
			t.Fatal("not told")
		}
		for _, in := range []crm.TaskInput{{Title: "办", OwnerID: c.eastmat.UserID}, {Title: "交给别县", OwnerID: c.westman.UserID}, {Title: "交给领导", OwnerID: c.leader.UserID},
			{Title: "过去的日子", DueOn: "2022-09-25"}, {Title: "没有的日子", DueOn: "2022-02-30"}} {
			in.ObjectKind, in.ObjectID = "lead", l.ID
			_, err := s.AddTask(c.ctx, c.eastman, in)
			c.want(err, crm.CodeInvalid)
		}
		for v, code := range map[*crm.Viewer]crm.Code{&c.westman: crm.CodeNotFound, &c.leader: crm.CodeForbidden} {
			_, err := s.AddTask(c.ctx, *v, crm.TaskInput{ObjectKind: "lead", ObjectID: l.ID, Title: "看一看"})
			c.want(err, code)
		}
		for v, want := range map[*crm.Viewer][4]int64{&c.eastmat: {3, 2, 0, 3}, &c.eastman: {3, 1, 2, 3}, &c.manager: {3, 0, 1, 3}, &c.westman: {}, &c.leader: {3, 0, 0, 3}} {
			got := [4]int64{c.tasks(*v, crm.TaskFilter{}).Total, c.tasks(*v, crm.TaskFilter{Box: "mine"}).Total, c.tasks(*v, crm.TaskFilter{Box: "made"}).Total, c.tasks(*v, crm.TaskFilter{Box: "unit"}).Total}
			if got != want {
				t.Fatalf("%s: %v, want %v", v.Name, got, want)
			}
		}
		mine := c.tasks(c.eastmat, crm.TaskFilter{Box: "mine", Overdue: true})
		if mine.Total != 1 || mine.Items[0].ID != late.ID || !mine.Items[0].Overdue || !mine.Items[0].MayChange || mine.Items[0].ObjectName != l.Project {
			t.Fatalf("%+v", mine)
		}
		bench, err := s.Workbench(c.ctx, c.eastmat)
		c.must(err)
		if bench.Tasks.Total != 2 || bench.Tasks.Items[0].ID != late.ID {
			t.Fatalf("%+v", bench.Tasks)
		}
		c.taskCourse(late)
		c.sound()
	})
}

// taskCourse takes a task of 董二, set by 董一, through its states.
func (c *leadCity) taskCourse(x crm.Task) {
	c.t.Helper()
	_, err := c.s.DoneTask(c.ctx, c.westman, x.ID, 1)
	c.want(err, crm.CodeNotFound)
	_, err = c.s.DoneTask(c.ctx, c.eastmat, x.ID, 7)
	c.want(err, crm.CodeConflict)
	x, err = c.s.DoneTask(c.ctx, c.eastmat, x.ID, 1)
	c.must(err)
	if x.State != "done" || x.DoneOn != c.s.Today() || x.Overdue || c.messages(c.eastman, "task") != 2 {
		c.t.Fatalf("%+v", x)
	}
	_, err = c.s.DropTask(c.ctx, c.eastmat, x.ID, crm.ReasonInput{Reason: "不用办了", Version: 2})
	c.want(err, crm.CodeConflict)
	_, err = c.s.EditTask(c.ctx, c.eastman, x.ID, crm.TaskEdit{Title: "改标题", OwnerID: c.eastman.UserID, Version: 2})
	c.want(err, crm.CodeConflict)
	_, err = c.s.ReopenTask(c.ctx, c.eastman, x.ID, 2)
	c.must(err)
	x, err = c.s.EditTask(c.ctx, c.eastman, x.ID, crm.TaskEdit{Title: "改标题", OwnerID: c.eastman.UserID, DueOn: "2022-09-20", Version: 3}) // the day it had stays allowed
	c.must(err)
	_, err = c.s.EditTask(c.ctx, c.eastman, x.ID, crm.TaskEdit{Title: "改标题", OwnerID: c.westman.UserID, Version: 4})
	c.want(err, crm.CodeInvalid)
	x, err = c.s.DropTask(c.ctx, c.eastman, x.ID, crm.ReasonInput{Reason: "不用办了", Version: 4})
	c.must(err)
	if x.State != "dropped" || x.Reason != "不用办了" {
		c.t.Fatalf("%+v", x)
	}
	_, err = c.s.Task(c.ctx, c.westman, x.ID)
	c.want(err, crm.CodeNotFound)
}

// A colleague of another unit who merely reads the lead changes no task of others; a merge takes
// open tasks along and its undoing brings them back.
func TestStore_Tasks_others(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, kept)
		x := c.task(c.eastman, l, c.eastmat, "")
		_, err := s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "企业另选地址", Version: l.Version})
		c.must(err)
		_, err = s.DoneTask(c.ctx, c.westman, x.ID, 1)
		c.want(err, crm.CodeConflict)
		m := crm.Yuan(30_000 * crm.FenPerWan)
		a, err := s.ReportLead(c.ctx, c.eastman, crm.LeadInput{CompanyName: "远山电子有限公司", Project: "远山线路板项目", Industry: "C39", Amount: &m})
		c.must(err)
		b, err := s.ReportLead(c.ctx, c.eastman, crm.LeadInput{CompanyName: "远山电子有限公司", Project: "远山线路板项目", Industry: "C39", Amount: &m,
			Decision: &crm.DuplicateDecision{Verdict: "new", Reason: "核对后分列"}})
		c.must(err)
		y := c.task(c.eastman, b, c.eastmat, "")
		_, err = s.MergeLead(c.ctx, c.eastman, a.ID, crm.MergeInput{GoneID: b.ID, Reason: "同一意向", Version: a.Version, GoneVersion: b.Version})
		c.must(err)
		if y, err = s.Task(c.ctx, c.eastmat, y.ID); err != nil || y.ObjectID != a.ID {
			t.Fatalf("%+v %v", y, err)
		}
		dup, err := s.LeadDuplicates(c.ctx, c.eastman, a.ID)
		c.must(err)
		d, err := s.Lead(c.ctx, c.eastman, a.ID)
		c.must(err)
		_, err = s.UndoLeadMerge(c.ctx, c.eastman, dup.Merges[0].ID, crm.ReasonInput{Reason: "并错了", Version: d.Version})
		c.must(err)
		if y, err = s.Task(c.ctx, c.eastmat, y.ID); err != nil || y.ObjectID != b.ID {
			t.Fatalf("%+v %v", y, err)
		}
		c.sound()
	})
}

// Who reads the lead no more is told nothing of its tasks, and keeps none that is edited.
func TestStore_Tasks_lost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, kept)
		x := c.task(c.eastman, l, c.eastmat, "")
		y := c.task(c.eastmat, l, c.eastman, "")
		must(t, s.ExecForTest("UPDATE role_grants SET unit_id = $1 WHERE user_id = $2", c.west.ID, c.eastmat.UserID))
		must(t, s.ExecForTest("UPDATE leads SET project = '改过的名字' WHERE id = $1", l.ID))
		_, err := s.EditTask(c.ctx, c.eastman, x.ID, crm.TaskEdit{Title: "改标题", OwnerID: c.eastmat.UserID, Version: 1})
		c.want(err, crm.CodeInvalid)
		_, err = s.DropTask(c.ctx, c.eastman, x.ID, crm.ReasonInput{Reason: "不用办了", Version: 1})
		c.must(err)
		_, err = s.ReopenTask(c.ctx, c.eastman, x.ID, 2)
		c.must(err)
		_, err = s.DoneTask(c.ctx, c.eastman, y.ID, 1)
		c.must(err)
		if n := c.messages(c.eastmat, "task"); n != 1 { // the first, when he still read the lead
			t.Fatalf("%d messages", n)
		}
		_, err = s.EditTask(c.ctx, c.eastman, x.ID, crm.TaskEdit{Title: "改标题", OwnerID: c.manager.UserID, Version: 3})
		c.must(err)
		if c.messages(c.manager, "task") != 1 {
			t.Fatal("the next one is not told")
		}
		c.sound()
	})
}
