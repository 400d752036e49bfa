package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// One's own status move is taken back within a minute, with the claim that ended by it; notes do not
// stand in the way, edits and another unit's report do.
func TestStore_UndoStatus(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		until := l.ProtectedUntil
		set := func(to crm.LeadStatus, reason string) {
			t.Helper()
			var err error
			l, err = s.SetLeadStatus(c.ctx, c.eastman, l.ID, crm.StatusInput{Status: to, Reason: reason, Version: l.Version})
			c.must(err)
		}
		undo := func(v crm.Viewer) error {
			now, err := s.UndoMove(c.ctx, v, l.ID, l.Version)
			if err == nil {
				l = now.Lead
			}
			return err
		}
		set(crm.LeadDropped, "企业已落户外市")
		if l.ProtectedUntil != "" {
			t.Fatalf("%+v", l)
		}
		c.want(undo(c.eastmat), crm.CodeConflict)
		_, err := s.AddLeadNote(c.ctx, c.eastmat, l.ID, crm.NoteInput{Text: "同事的一条进展"})
		c.must(err)
		c.must(undo(c.eastman))
		if l.Status != crm.LeadActive || l.ProtectedUntil != until || l.StatusReason != "" {
			t.Fatalf("%+v", l)
		}
		c.want(undo(c.eastman), crm.CodeConflict) // an undo is not undone
		set(crm.LeadPaused, "等用地")
		set(crm.LeadActive, "")
		c.must(undo(c.eastman))
		if l.Status != crm.LeadPaused || l.StatusReason != "等用地" {
			t.Fatalf("%+v", l)
		}
		set(crm.LeadActive, "")
		set(crm.LeadDormant, "暂无进展")
		theirs, err := s.ReportLead(c.ctx, c.westman, crm.LeadInput{CompanyName: "海晏食品有限公司", Project: l.Project, Industry: "C15"})
		c.must(err)
		c.want(undo(c.eastman), crm.CodeConflict) // the west holds it by now
		_, err = s.VoidLead(c.ctx, c.westman, theirs.ID, crm.ReasonInput{Reason: "误报", Version: theirs.Version})
		c.must(err)
		c.must(undo(c.eastman))
		set(crm.LeadPaused, "再等")
		in := l.Input()
		in.Source = "以商招商"
		if l, err = s.UpdateLead(c.ctx, c.eastmat, l.ID, in); err != nil {
			t.Fatal(err)
		}
		c.want(undo(c.eastman), crm.CodeConflict) // after a colleague's edit
		held, err := s.SumForTest("SELECT COUNT(*) FROM claims WHERE state = 'held' AND lead_id = $1", l.ID)
		if err != nil || held != 1 {
			t.Fatal(held, err)
		}
		c.sound()
	})
}

// undone puts the last status move of a lead back.
func (c *leadCity) undone(v crm.Viewer, l crm.Lead) (crm.UndoneMove, error) {
	c.t.Helper()
	d, err := c.s.Lead(c.ctx, v, l.ID)
	c.must(err)
	return c.s.UndoMove(c.ctx, v, l.ID, d.Version)
}

func (c *leadCity) drop(v crm.Viewer, l crm.Lead) {
	c.t.Helper()
	d, err := c.s.Lead(c.ctx, v, l.ID)
	c.must(err)
	_, err = c.s.SetLeadStatus(c.ctx, v, l.ID, crm.StatusInput{Status: crm.LeadDropped, Reason: "企业放弃投资", Version: d.Version})
	c.must(err)
}

// What stood beside a lead before its 终止 doesn't stand in the way of taking that back; what has come
// since does.
func TestStore_UndoStatus_beside(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		first, err := c.report(c.eastman, kept, "生产线", nil)
		c.must(err)
		second, err := c.report(c.eastmat, kept, "生产线", asNew("另一块用地"))
		c.must(err)
		foreign, err := c.report(c.westman, other, "生产线", asNew("是另一家企业"))
		c.must(err)
		_, err = s.AddLeadNote(c.ctx, c.westman, foreign.ID, crm.NoteInput{Text: "约了下周见面"})
		c.must(err)
		for v, l := range map[*crm.Viewer]crm.Lead{&c.eastmat: second, &c.eastman: first, &c.westman: foreign} {
			c.drop(*v, l)
			_, err = s.AddLeadNote(c.ctx, *v, l.ID, crm.NoteInput{Text: "再核实"})
			c.must(err)
			now, err := c.undone(*v, l)
			c.must(err)
			if now.Status != crm.LeadActive || now.ProtectedUntil != l.ProtectedUntil || now.Offer != "" {
				t.Fatalf("%+v", now)
			}
		}
		c.drop(c.eastmat, second)
		c.drop(c.eastman, first)
		won, err := c.report(c.westman, kept, "西山工厂", asNew("不是本县那一家")) // both are ended: the west is first now
		c.must(err)
		c.drop(c.westman, won)
		_, err = c.undone(c.eastman, first)
		c.must(err)
		_, err = c.undone(c.westman, won) // of two units' claims on one intention one holds
		c.want(err, crm.CodeConflict)
		_, err = c.undone(c.eastmat, second) // the first stands again since: who brings the second back says why
		c.want(err, crm.CodeConflict)
		held, err := s.SumForTest("SELECT COUNT(*) FROM claims WHERE state = 'held'")
		if c.must(err); held != 2 {
			t.Fatal(held)
		}
		c.sound()
	})
}

// An offer that 终止 took back waits again when that is undone, in its term and with its reminder.
func TestStore_UndoStatus_offer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, kept)
		x, err := s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "企业看中西山的地", Version: l.Version})
		c.must(err)
		c.must(s.RemindForTest(c.ctx, fmt.Sprintf("transfer:%d:%s", x.ID, x.DueOn), crm.Reminder{Kind: crm.RemindTransfer, Title: "应答复", Object: "lead", ObjectID: l.ID, UnitID: c.west.ID, DueOn: x.DueOn}))
		open := func() (n int64) {
			n, err := s.SumForTest("SELECT COUNT(*) FROM reminders WHERE done_on = '' AND kind = 'transfer'")
			c.must(err)
			return n
		}
		c.drop(c.eastman, l)
		if open() != 0 {
			t.Fatal("reminds of an offer that is gone")
		}
		now, err := c.undone(c.eastman, l)
		c.must(err)
		back, err := s.Transfer(c.ctx, c.westman, x.ID)
		c.must(err)
		if back.State != "pending" || back.DueOn != x.DueOn || back.DecidedOn != "" || open() != 1 || now.Offer != "给西山县的流转恢复待接收，答复期限 "+string(x.DueOn)+" 不变" {
			t.Fatalf("%+v %q", back, now.Offer)
		}
		msgs, err := s.Messages(c.ctx, c.westman, true, crm.Page{})
		c.must(err)
		if m := msgs.Items[0]; !strings.HasPrefix(m.Title, "流转恢复待接收") || m.ObjectID != l.ID {
			t.Fatalf("%+v", m)
		}

		c.must(s.ExecForTest("UPDATE transfers SET due_on = '2022-09-25'")) // over, before the day's work has ended it
		c.drop(c.eastman, l)
		now, err = c.undone(c.eastman, l)
		c.must(err)
		if back, err = s.Transfer(c.ctx, c.westman, x.ID); err != nil || back.State != "withdrawn" || !strings.Contains(now.Offer, "已过，没有恢复") {
			t.Fatalf("%+v %q %v", back, now.Offer, err)
		}
		c.drop(c.eastman, l) // nothing was offered this time
		if now, err = c.undone(c.eastman, l); err != nil || now.Offer != "" {
			t.Fatalf("%q %v", now.Offer, err)
		}
		d, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		x, err = s.OfferTransfer(c.ctx, c.eastman, l.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "再次商定", Version: d.Version})
		c.must(err)
		c.drop(c.eastman, l)
		_, err = c.undone(c.eastman, l)
		c.must(err)
		_, err = s.AcceptTransfer(c.ctx, c.westman, x.ID, crm.DecisionInput{})
		c.must(err)
		c.sound()
	})
}

// A table of gates with evidence bites; a soft one does not; a wrong table is refused as a setting.
func TestStore_StageTable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		put := func(table []crm.StageRequirement) error {
			var seen crm.Instant
			list, err := s.SettingList(c.ctx, c.admin)
			c.must(err)
			for _, x := range list {
				if x.Name == "stages" {
					seen = x.UpdatedAt
				}
			}
			b, err := json.Marshal(table)
			c.must(err)
			_, err = s.PutSetting(c.ctx, c.admin, "stages", b, false, seen)
			return err
		}
		c.must(s.ExecForTest(`INSERT INTO settings (name, value, label, provisional, updated_at) VALUES ('cityName', '"示例市"', '城市名称', FALSE, 1)`))
		c.want(put(append(crm.DefaultStageRequirements[:9:9], crm.StageRequirement{Field: "colour", Label: "颜色", From: crm.StageNew})), crm.CodeInvalid)
		l := c.lead(c.eastman, "海晏食品有限公司")
		c.visit(c.eastman, "2022-09-20", "海晏食品有限公司", l.ID)
		l = c.move(c.eastman, l.ID, crm.StageVisiting) // the shipped table asks for a file softly
		file := crm.StageRequirement{Field: "file", Label: "投资协议草案", From: crm.StageAgreeing, Kind: crm.NeedFile, Evidence: []string{"投资协议草案"}}
		c.must(put(append(crm.DefaultStageRequirements[:9:9], file)))
		_, err := s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageAgreeing, Version: l.Version})
		c.want(err, crm.CodeInvalid)
		c.must(s.ExecForTest("INSERT INTO blobs (sha256, size, media_type, at) VALUES ('aa', 1, 'application/pdf', 1)"))
		c.must(s.ExecForTest(`INSERT INTO attachments (id, number, object_kind, object_id, kind, name, size, media_type, sha256, unit_id, user_id, voided, at)
			VALUES (1, 'FJ1', 'lead', $1, '投资协议草案', '草案.pdf', 1, 'application/pdf', 'aa', $2, $3, FALSE, 1)`, l.ID, c.east.ID, c.eastman.UserID))
		d, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		if n := d.Needs[1]; len(n.Lacks) != 0 || len(n.Lines) != 1 || !n.Lines[0].Have {
			t.Fatalf("%+v", n)
		}
		l = c.move(c.eastman, l.ID, crm.StageAgreeing)
		visits, err := s.Visits(context.Background(), c.eastman, crm.VisitFilter{})
		c.must(err)
		_, err = s.VoidVisit(c.ctx, c.eastman, visits.Items[0].ID, crm.ReasonInput{Reason: "误记一次", Version: visits.Items[0].Version})
		c.must(err)
		if d, err = s.Lead(c.ctx, c.eastman, l.ID); err != nil || d.Stage != crm.StageAgreeing || len(d.Needs[0].Lacks) != 1 {
			t.Fatalf("a stage stays when its ground goes, and says so: %+v %v", d.Needs, err)
		}
		c.sound()
	})
}
