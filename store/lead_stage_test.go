package store_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func TestStore_MoveStage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		l = c.move(c.eastman, l.ID, crm.StageTalking)
		_, err := s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageVisiting, Version: l.Version})
		c.want(err, crm.CodeInvalid)
		if !strings.Contains(err.Error(), "还缺：至少一次拜访或考察记录") {
			t.Fatal(err)
		}
		d, err := s.Lead(c.ctx, c.eastman, l.ID)
		c.must(err)
		if len(d.Needs) != 4 || len(d.Needs[1].Lacks) != 1 || d.Needs[1].Lacks[0].Field != "visit" || !d.CanEdit {
			t.Fatalf("needs = %+v", d.Needs)
		}
		c.visit(c.eastman, "2022-09-20", "海晏食品有限公司", l.ID)
		l = c.move(c.eastman, l.ID, crm.StageVisiting)
		_, err = s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageTalking, Version: l.Version})
		c.want(err, crm.CodeInvalid) // back without a reason
		l, err = s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageTalking, Reason: "企业暂缓考察", Version: l.Version})
		c.must(err)
		_, err = s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageSigned, Version: l.Version})
		c.want(err, crm.CodeConflict) // 签约 follows 拟签约 only
		events, err := s.LeadHistory(c.ctx, c.eastman, l.ID)
		c.must(err)
		var kinds []string
		for _, e := range events {
			kinds = append(kinds, e.Kind)
		}
		if !slices.Equal(kinds, []string{"stage", "stage", "stage", "report"}) || events[0].Reason != "企业暂缓考察" || events[0].UserName != "董一" {
			t.Fatalf("history = %+v", events)
		}
		in := l.Input()
		in.Content = ""
		_, err = s.UpdateLead(c.ctx, c.eastman, l.ID, in)
		c.want(err, crm.CodeInvalid) // required from 对接洽谈 on
		c.sound()
	})
}

func TestStore_SignLead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		visit := c.visit(c.eastman, "2022-09-20", "海晏食品有限公司", l.ID)
		l = c.move(c.eastman, l.ID, crm.StageAgreeing)
		_, err := s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageSigned, Version: l.Version})
		c.want(err, crm.CodeInvalid)
		l, err = s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageSigned, Version: l.Version,
			Sign: &crm.SignInput{SignedOn: "2022-09-25", Total: crm.Yuan(50_000 * crm.FenPerWan), CountyUnitID: c.east.ID, Nature: crm.NatureNew}})
		c.must(err)
		p, err := s.Project(c.ctx, c.eastman, l.ProjectID)
		c.must(err)
		if l.Stage != crm.StageSigned || p.LeadID != l.ID || p.Name != l.Project || p.UnitID != c.east.ID {
			t.Fatalf("lead %+v\nproject %+v", l, p)
		}
		if visit, err = s.Visit(c.ctx, c.eastman, visit.ID); err != nil || !slices.Equal(visit.ProjectIDs, []int64{p.ID}) {
			t.Fatalf("the visit is not on the project's timeline: %+v %v", visit, err)
		}
		_, err = s.UndoMove(c.ctx, c.eastman, l.ID, l.Version)
		c.want(err, crm.CodeConflict)
		_, err = s.VoidLead(c.ctx, c.eastman, l.ID, crm.ReasonInput{Reason: "误报", Version: l.Version})
		c.want(err, crm.CodeConflict)
		c.sound()
	})
}

// TestStore_MoveStage_parallel: of eight clients with one version, one wins.
func TestStore_MoveStage_parallel(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		for round := range 4 {
			to := []crm.Stage{crm.StageQualified, crm.StageTalking}[round%2]
			errs := make([]error, 8)
			var wg sync.WaitGroup
			for i := range errs {
				wg.Go(func() {
					_, errs[i] = s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: to, Reason: "并发", Version: l.Version})
				})
			}
			wg.Wait()
			won := 0
			for _, err := range errs {
				if err == nil {
					won++
				} else {
					c.want(err, crm.CodeConflict)
				}
			}
			if won != 1 {
				t.Fatalf("round %d: %d won: %v", round, won, errs)
			}
			d, err := s.Lead(c.ctx, c.eastman, l.ID)
			c.must(err)
			if d.Version != l.Version+1 || d.Stage != to {
				t.Fatalf("after round %d: %+v", round, d.Lead)
			}
			l = d.Lead
		}
		c.sound()
	})
}

func TestStore_UndoStage(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			var late time.Duration
			s := storetest.OpenWith(t, storetest.NewOptions(t, engine, crm.Clock{Fixed: storetest.BusinessDay, Real: func() time.Time { return time.Now().Add(late) }}))
			c := newLeadCity(t, s)
			l := c.lead(c.eastman, "海晏食品有限公司")
			l = c.move(c.eastman, l.ID, crm.StageQualified)
			_, err := s.UndoMove(c.ctx, c.eastmat, l.ID, l.Version)
			c.want(err, crm.CodeConflict) // another person's move
			_, err = s.UndoMove(c.ctx, c.eastman, l.ID, l.Version-1)
			c.want(err, crm.CodeConflict)
			undone, err := s.UndoMove(c.ctx, c.eastman, l.ID, l.Version)
			c.must(err)
			l = undone.Lead
			if l.Stage != crm.StageNew || l.LastProgress != "首报线索" {
				t.Fatalf("after undo: %+v", l)
			}
			_, err = s.UndoMove(c.ctx, c.eastman, l.ID, l.Version)
			c.want(err, crm.CodeConflict)
			l = c.move(c.eastman, l.ID, crm.StageQualified)
			late = 61 * time.Second
			_, err = s.UndoMove(c.ctx, c.eastman, l.ID, l.Version)
			c.want(err, crm.CodeConflict)
			c.sound()
		})
	}
}

func TestStore_LeadStatusAndVoid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		_, err := s.SetLeadStatus(c.ctx, c.eastman, l.ID, crm.StatusInput{Status: crm.LeadDropped, Version: l.Version})
		c.want(err, crm.CodeInvalid)
		l, err = s.SetLeadStatus(c.ctx, c.eastman, l.ID, crm.StatusInput{Status: crm.LeadDropped, Reason: "企业已落户外市", Version: l.Version})
		c.must(err)
		_, err = s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageQualified, Version: l.Version})
		c.want(err, crm.CodeConflict)
		_, err = s.VoidLead(c.ctx, c.eastman, l.ID, crm.ReasonInput{Reason: "重复登记", Version: l.Version - 1})
		c.want(err, crm.CodeConflict)
		l, err = s.VoidLead(c.ctx, c.eastman, l.ID, crm.ReasonInput{Reason: "重复登记", Version: l.Version})
		c.must(err)
		if ways := c.sees(c.eastman, l); !slices.Equal(ways, []string{"detail", "history"}) {
			t.Fatalf("a voided lead is met by %v", ways)
		}
		_, err = s.UpdateLead(c.ctx, c.eastman, l.ID, l.Input())
		c.want(err, crm.CodeConflict)
		c.sound()
	})
}

func TestStore_UpdateLead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		in := l.Input()
		in.OwnerID = c.eastmat.UserID
		in.AmountMin, in.AmountMax = in.Amount, &crm.Money{Amount: 5, Currency: crm.CNY}
		_, err := s.UpdateLead(c.ctx, c.eastman, l.ID, in)
		c.want(err, crm.CodeInvalid)
		in.AmountMin, in.AmountMax = nil, nil
		in.UnitID = c.west.ID
		_, err = s.UpdateLead(c.ctx, c.eastman, l.ID, in)
		c.want(err, crm.CodeInvalid)
		in.UnitID, in.Source = 0, "以商招商"
		got, err := s.UpdateLead(c.ctx, c.eastman, l.ID, in)
		c.must(err)
		blank := in
		blank.Project, blank.Version = "  ", got.Version
		_, err = s.UpdateLead(c.ctx, c.eastman, l.ID, blank)
		c.want(err, crm.CodeInvalid)
		if got.OwnerName != "董二" || got.Version != l.Version+1 || got.UnitID != c.east.ID {
			t.Fatalf("updated: %+v", got)
		}
		_, err = s.UpdateLead(c.ctx, c.eastman, l.ID, in)
		c.want(err, crm.CodeConflict)
		_, err = s.AddLeadNote(c.ctx, c.eastman, l.ID, crm.NoteInput{Text: "电话约定国庆后考察"})
		c.must(err)
		events, err := s.LeadHistory(c.ctx, c.eastman, l.ID)
		c.must(err)
		if events[0].Kind != "note" || events[1].Kind != "edit" || events[1].Reason != "线索来源" || events[2].Kind != "owner" || events[2].To != "董二" {
			t.Fatalf("history = %+v", events)
		}
		c.sound()
	})
}

func TestStore_ReportLead_repeat(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		ctx := store.WithIdempotency(c.ctx, "one", "hash")
		in := crm.LeadInput{CompanyName: "海晏食品有限公司", Project: "食品加工项目"}
		a, err := s.ReportLead(ctx, c.eastman, in)
		c.must(err)
		b, err := s.ReportLead(ctx, c.eastman, in)
		c.must(err)
		if a.ID != b.ID || a.Code != b.Code || a.Code != "XS2022-0001" {
			t.Fatalf("%+v\n%+v", a, b)
		}
		list, err := s.Leads(c.ctx, c.eastman, crm.LeadFilter{})
		c.must(err)
		if list.Total != 1 || list.Items[0].ProtectedUntil != "2023-03-26" {
			t.Fatalf("%+v", list)
		}
		c.sound()
	})
}
