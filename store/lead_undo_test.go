package store_test

import (
	"context"
	"encoding/json"
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
				l = now
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
