package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func (c *leadCity) say(v crm.Viewer, l crm.Lead, text string, mentions ...int64) (crm.Comment, error) {
	return c.s.AddComment(c.ctx, v, crm.CommentInput{ObjectKind: "lead", ObjectID: l.ID, Text: text, Mentions: mentions})
}

// messages counts a person's messages of a kind.
func (c *leadCity) messages(v crm.Viewer, kind string) (n int) {
	c.t.Helper()
	list, err := c.s.Messages(c.ctx, v, false, crm.Page{Limit: 100})
	c.must(err)
	for _, m := range list.Items {
		if m.Kind == kind {
			if kind == "mention" && (m.Body != "" || !strings.HasSuffix(m.Title, "的评论中提到了你")) {
				c.t.Fatalf("a comment stands in the message: %+v", m) // it would outlive the comment
			}
			n++
		}
	}
	return n
}

// Who reads a lead reads what is said about it; of those who do business may join in, the former
// unit too, and only readers can be mentioned.
func TestStore_Comments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, kept)
		before, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		typed := []int64{c.eastmat.UserID, c.eastmat.UserID, c.eastman.UserID}
		x, err := c.say(c.eastman, l, " 请<b>关注</b>，@董二 ", typed...)
		c.must(err)
		log, err := s.DumpForTest("SELECT detail FROM audit_log WHERE act = 'comment.add'")
		c.must(err)
		if want := fmt.Sprintf(`"mentions":[%d,%d,%d]`, typed[0], typed[1], typed[2]); typed[0] != c.eastmat.UserID || typed[2] != c.eastman.UserID || !strings.Contains(strings.ReplaceAll(log, " ", ""), want) {
			t.Fatalf("%v: %s, want %s", typed, log, want)
		}
		if x.Text != "请<b>关注</b>，@董二" || len(x.Mentions) != 2 || x.EditUntil == 0 || !x.MayVoid || c.messages(c.eastmat, "mention") != 1 || c.messages(c.eastman, "mention") != 0 {
			t.Fatalf("%+v", x)
		}
		for v, code := range map[*crm.Viewer]crm.Code{&c.westman: crm.CodeNotFound, &c.liaison: crm.CodeNotFound, &c.leader: crm.CodeForbidden, &c.admin: crm.CodeForbidden} {
			_, err := c.say(*v, l, "看看")
			c.want(err, code)
		}
		_, err = c.say(c.eastman, l, "@席一", c.westman.UserID)
		c.want(err, crm.CodeInvalid)
		_, err = c.say(c.eastman, l, "@无此人", 987654)
		c.want(err, crm.CodeInvalid)
		_, err = c.say(c.eastman, l, "  ")
		c.want(err, crm.CodeInvalid)
		for v, code := range map[*crm.Viewer]crm.Code{&c.leader: "", &c.manager: "", &c.eastmat: "", &c.westman: crm.CodeNotFound, &c.admin: crm.CodeForbidden} {
			list, err := s.Comments(c.ctx, *v, "lead", l.ID, crm.Page{})
			c.want(err, code)
			if code == "" && (list.Total != 1 || list.Items[0].EditUntil != 0 || list.Items[0].MayVoid != (v == &c.manager)) {
				t.Fatalf("%+v", list)
			}
		}
		_, err = s.Comments(c.ctx, c.eastman, "visit", l.ID, crm.Page{})
		c.want(err, crm.CodeInvalid)
		c.formerUnitTalks(l)
		after, err := s.Lead(c.ctx, c.manager, l.ID)
		c.must(err)
		if after.LastProgressOn != before.LastProgressOn || after.ProtectedUntil != before.ProtectedUntil {
			t.Fatal("a comment is no progress")
		}
		c.sound()
	})
}

// formerUnitTalks hands the lead to the west: the east talks on, and both may be mentioned.
func (c *leadCity) formerUnitTalks(l crm.Lead) {
	c.t.Helper()
	d, err := c.s.Lead(c.ctx, c.eastman, l.ID)
	c.must(err)
	x, err := c.s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "企业另选地址", Version: d.Version})
	c.must(err)
	_, err = c.s.AcceptTransfer(c.ctx, c.westman, x.ID, crm.DecisionInput{})
	c.must(err)
	_, err = c.say(c.eastman, l, "材料已移交，@席一", c.westman.UserID)
	c.must(err)
	people, err := c.s.TalkPeople(c.ctx, c.westman, "lead", l.ID, "d")
	c.must(err)
	if len(people) != 2 || people[0].Name != "董一" || people[0].UnitName != "东河县" || !people[0].MayTask {
		c.t.Fatalf("%+v", people)
	}
	people, err = c.s.TalkPeople(c.ctx, c.westman, "lead", l.ID, "")
	c.must(err)
	names := []string{}
	for _, p := range people {
		names = append(names, p.Name)
		if p.Name == "凌一" && p.MayTask {
			c.t.Fatal("a leader is given no task")
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"凌一", "席一", "管一", "董一", "董二"}) {
		c.t.Fatal(names)
	}
	_, err = c.s.TalkPeople(c.ctx, c.liaison, "lead", l.ID, "")
	c.want(err, crm.CodeNotFound)
}

// One's own comment can be changed for ten minutes, and voided by oneself or a manager; nobody
// reads it then.
func TestStore_Comment_changed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, kept)
		x, err := c.say(c.eastman, l, "请@董二看看", c.eastmat.UserID)
		c.must(err)
		_, err = s.EditComment(c.ctx, c.eastmat, x.ID, crm.CommentEdit{Text: "改别人的", Version: 1})
		c.want(err, crm.CodeConflict)
		_, err = s.EditComment(c.ctx, c.westman, x.ID, crm.CommentEdit{Text: "改别人的", Version: 1})
		c.want(err, crm.CodeNotFound)
		x, err = s.EditComment(c.ctx, c.eastman, x.ID, crm.CommentEdit{Text: "请@董二、@管一看看", Mentions: []int64{c.eastmat.UserID, c.manager.UserID}, Version: 1})
		c.must(err)
		both := []int64{c.eastmat.UserID, c.manager.UserID}
		for _, to := range [][]int64{{}, both} { // taken back and mentioned anew: told once
			x, err = s.EditComment(c.ctx, c.eastman, x.ID, crm.CommentEdit{Text: "请@董二、@管一看看", Mentions: to, Version: x.Version})
			if c.must(err); len(x.Mentions) != len(to) {
				t.Errorf("%+v", x.Mentions)
			}
		}
		if x.EditedAt == 0 || x.Version != 4 || c.messages(c.eastmat, "mention") != 1 || c.messages(c.manager, "mention") != 1 {
			t.Fatalf("%+v", x)
		}
		_, err = s.EditComment(c.ctx, c.eastman, x.ID, crm.CommentEdit{Text: "旧版本", Version: 1})
		c.want(err, crm.CodeConflict)
		must(t, s.ExecForTest("UPDATE comments SET at = at - 600001"))
		_, err = s.EditComment(c.ctx, c.eastman, x.ID, crm.CommentEdit{Text: "太晚", Version: 4})
		c.want(err, crm.CodeConflict)
		_, err = s.VoidComment(c.ctx, c.eastmat, x.ID, crm.ReasonInput{Reason: "误写", Version: 4})
		c.want(err, crm.CodeConflict)
		x, err = s.VoidComment(c.ctx, c.manager, x.ID, crm.ReasonInput{Reason: "不当内容", Version: 4})
		c.must(err)
		list, err := s.Comments(c.ctx, c.eastman, "lead", l.ID, crm.Page{})
		c.must(err)
		if y := list.Items[0]; !y.Voided || y.Text != "" || len(y.Mentions) != 0 || y.VoidReason != "不当内容" || y.MayVoid || x.Text != "" {
			t.Fatalf("%+v", y)
		}
		_, err = s.VoidComment(c.ctx, c.manager, x.ID, crm.ReasonInput{Reason: "再作废", Version: 3})
		c.want(err, crm.CodeConflict)
		_, err = s.VoidLead(c.ctx, c.eastman, l.ID, crm.ReasonInput{Reason: "误报", Version: l.Version})
		c.must(err)
		_, err = c.say(c.eastman, l, "作废后")
		c.want(err, crm.CodeConflict)
		c.sound()
	})
}
