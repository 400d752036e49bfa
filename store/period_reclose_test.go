package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// bookOf is the frozen workbook of a snapshot.
func (c *city) bookOf(x crm.Snapshot) []byte {
	c.t.Helper()
	_, b, err := c.s.SnapshotWorkbook(ctx, c.manager, x.ID)
	must(c.t, err)
	return b
}

func (c *city) reopen(m crm.Month) {
	c.t.Helper()
	_, err := c.s.ReopenMonth(ctx, crm.Viewer{Operator: true}, m, crm.ReopenInput{Reason: "核对数据"})
	must(c.t, err)
}

// Closing, reopening and closing again without an act gives the same bytes, whatever the
// day; after an act it gives a version of its own, and the old one stays (domain §7).
func TestStore_Reclose_SameBytes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		c.verified(p, "2022-01", 100*wan)
		var first crm.Snapshot
		c.onDay("2022-02-08", c.manager, func(ctx context.Context) (err error) {
			first, err = s.CloseMonth(ctx, c.manager, "2022-01", crm.CloseInput{}, plainBook)
			return err
		})
		old := c.bookOf(first)
		c.reopen("2022-01")
		again := c.shut("2022-01")
		if again.Number != "KZ-202201-02" || again.Edition != first.Number || again.FiguresSHA256 != first.FiguresSHA256 ||
			again.RowsSHA256 != first.RowsSHA256 || !bytes.Equal(c.bookOf(again), old) {
			t.Errorf("closed again without an act: %+v, was %+v", again, first)
		}
		if r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: "2022-01"}); err != nil || *r.Figures.Snapshot != first.Number {
			t.Errorf("rows of the second closing: %v %v", r, err)
		}
		c.reopen("2022-01")
		c.verified(p, "2022-01", 7*wan)
		third := c.shut("2022-01")
		if third.Edition != "KZ-202201-03" || third.RowsSHA256 == first.RowsSHA256 || bytes.Equal(c.bookOf(third), old) || !bytes.Equal(c.bookOf(first), old) {
			t.Errorf("closed after an act: %+v", third)
		}
		c.reopen("2022-01")
		if x := c.shut("2022-01"); x.Edition != third.Number || x.WorkbookSHA256 != third.WorkbookSHA256 {
			t.Errorf("the fourth: %+v", x)
		}
		c.reopen("2022-01")
		other := func(r *crm.MonthReport) ([]byte, error) { b, err := json.MarshalIndent(r, "", " "); return b, err }
		x, err := s.CloseMonth(ctx, c.manager, "2022-01", crm.CloseInput{}, other)
		must(t, err)
		if x.Edition != x.Number || !bytes.Contains(c.bookOf(x), []byte(x.Number)) {
			t.Errorf("a program that writes other bytes must not use an old number: %+v", x)
		}
	})
}

// A snapshot of before editions were kept is like no other, and keeps its bytes.
func TestStore_Reclose_OldSnapshot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		c.verified(c.project("甲一"), "2022-01", 100*wan)
		old := c.shut("2022-01")
		must(t, s.ExecForTest("UPDATE snapshots SET rows_sha256 = ''"))
		book := c.bookOf(old)
		c.reopen("2022-01")
		if x := c.shut("2022-01"); x.Edition != "KZ-202201-02" || !bytes.Equal(c.bookOf(old), book) {
			t.Errorf("%+v", x)
		}
	})
}

func TestStore_PreviewClose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		c.verified(p, "2022-01", 100*wan)
		c.submitted(p, "2022-01", 40*wan)
		_, err := s.FileCapital(ctx, c.reporter, c.input(p, "2022-01", 7*wan))
		must(t, err)
		refused(t, func() error { _, err := s.PreviewClose(ctx, c.verifier, "2022-01"); return err }(), crm.CodeForbidden)
		refused(t, func() error {
			_, err := s.PreviewClose(ctx, c.person("countyManager", "a", crm.RoleManager), "2022-01")
			return err
		}(), crm.CodeForbidden)
		v, err := s.PreviewClose(ctx, c.manager, "2022-01")
		must(t, err)
		snap, err := s.CloseMonth(ctx, c.manager, "2022-01", crm.CloseInput{CarryOver: true, Reason: "佐证补正"}, plainBook)
		must(t, err)
		if v.Number != snap.Number || v.Figures.SHA256 != snap.FiguresSHA256 || *v.Figures.Snapshot != snap.Edition || v.Previous != nil {
			t.Errorf("preview %s %s, closing %+v", v.Number, v.Figures.SHA256, snap)
		}
		if v.CarriedAll != 1 || len(v.Carried) != 1 || v.Carried[0].AmountCNY != 40*wan || v.Moved != 1 {
			t.Errorf("carried %+v, moved %d", v.Carried, v.Moved)
		}
		for _, x := range v.Sheets {
			if x.Sheet == "entries" && (x.Rows != 1 || x.Amount.Amount != 100*wan) {
				t.Errorf("%+v", x)
			}
		}
		if v.Lines[0].Code != "capital" || v.Lines[0].Month != 100*wan {
			t.Errorf("%+v", v.Lines[0])
		}
		refused(t, func() error { _, err := s.PreviewClose(ctx, c.manager, "2022-01"); return err }(), crm.CodeConflict)
		c.reopen("2022-01")
		if v, err = s.PreviewClose(ctx, c.manager, "2022-01"); err != nil || v.Previous == nil || !v.Previous.Same || v.Edition != snap.Number || v.Number != "KZ-202201-02" {
			t.Errorf("reopened without an act: %+v %v", v.Previous, err)
		}
		e := c.verified(p, "2022-01", 3*wan)
		if v, err = s.PreviewClose(ctx, c.manager, "2022-01"); err != nil || v.Previous.Same || !hasRow(*v.Previous, "entries", e.Code, crm.RowAdded) {
			t.Errorf("reopened after an act: %+v %v", v.Previous, err)
		}
	})
}

func hasRow(d crm.SnapshotDiff, sheet, key, kind string) bool {
	for _, r := range d.Rows {
		if r.Sheet == sheet && r.Key == key && r.Kind == kind {
			return true
		}
	}
	return false
}

func TestStore_SnapshotDiff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		c.verified(p, "2022-01", 100*wan)
		first := c.shut("2022-01")
		c.reopen("2022-01")
		e := c.verified(p, "2022-01", 11*wan)
		second := c.shut("2022-01")
		feb := c.shut("2022-02")
		d, err := s.SnapshotDiff(ctx, c.manager, second.ID, 0)
		must(t, err)
		if d.From.Number != first.Number || d.To.Number != second.Number || d.Same || !hasRow(d, "entries", e.Code, crm.RowAdded) || !hasRow(d, "projects", p.Code, crm.RowChanged) {
			t.Errorf("%+v", d)
		}
		seen := false
		for _, f := range d.Figures {
			if f.Unit == "" && f.Indicator == "capital" && f.Field == "month" {
				seen = *f.Before == 100*wan && *f.After == 111*wan
			}
		}
		if !seen {
			t.Errorf("figures %+v", d.Figures)
		}
		same, err := s.SnapshotDiff(ctx, c.manager, first.ID, first.ID)
		if err != nil || !same.Same {
			t.Errorf("with itself: %+v %v", same, err)
		}
		months, err := s.SnapshotDiff(ctx, c.manager, feb.ID, 0)
		if err != nil || months.From.Number != second.Number || len(months.Rows) != 0 || len(months.Figures) == 0 {
			t.Errorf("with another month: %+v %v", months, err)
		}
		other, err := s.SnapshotDiff(ctx, c.other, second.ID, first.ID)
		if err != nil || len(other.Rows) != 0 || len(other.Figures) != 0 {
			t.Errorf("a county that nothing changed for sees %+v %v", other, err)
		}
		mine, err := s.SnapshotDiff(ctx, c.reporter, second.ID, first.ID)
		if err != nil || !hasRow(mine, "entries", e.Code, crm.RowAdded) {
			t.Errorf("the county concerned sees %+v %v", mine, err)
		}
		refused(t, func() error { _, err := s.SnapshotDiff(ctx, c.manager, first.ID, 0); return err }(), crm.CodeInvalid)
		refused(t, func() error { _, err := s.SnapshotDiff(ctx, c.manager, 987654, 0); return err }(), crm.CodeNotFound)
		refused(t, func() error { _, err := s.SnapshotDiff(ctx, c.manager, first.ID, 987654); return err }(), crm.CodeNotFound)
	})
}

func TestStore_ChangesAfterClose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		wrong := c.verified(p, "2022-01", 100*wan)
		list := func(v crm.Viewer, m crm.Month) crm.List[crm.AfterClose] {
			t.Helper()
			got, err := s.ChangesAfterClose(ctx, v, m, 1)
			must(t, err)
			return got
		}
		if got := list(c.manager, "2022-01"); len(got.Items) != 0 {
			t.Errorf("before closing: %+v", got)
		}
		c.shut("2022-01")
		if got := list(c.manager, "2022-01"); len(got.Items) != 0 || got.Total != 0 {
			t.Errorf("after closing, nothing done: %+v", got)
		}
		back, err := s.ReverseCapital(ctx, c.reporter, wrong.ID, crm.ReverseInput{Reason: "重复填报"})
		must(t, err)
		c.attach("capital", back.ID, "银行进账单")
		back, err = s.SubmitCapital(ctx, c.reporter, back.ID, crm.ReviewInput{Version: back.Version})
		must(t, err)
		back, err = s.VerifyCapital(ctx, c.verifier, back.ID, crm.VerifyInput{Version: back.Version})
		must(t, err)
		got := list(c.manager, "2022-01")
		if len(got.Items) != 1 || got.Total != 1 {
			t.Fatalf("%+v", got)
		}
		x := got.Items[0]
		if x.Code != back.Code || x.Amount != -100*wan || x.PostedIn != "2022-02" || x.Adjustment != "sameYear" || x.Act != "capital.verify" ||
			x.Who != c.verifier.Name || x.Reason != "重复填报" || x.UnitID != c.unit["a"] || x.Project != "甲一" {
			t.Errorf("%+v", x)
		}
		if n := len(list(c.other, "2022-01").Items); n != 0 {
			t.Errorf("another county sees %d changes", n)
		}
		if n := len(list(c.reporter, "2022-01").Items); n != 1 {
			t.Errorf("the county sees %d changes", n)
		}
		c.reopen("2022-01")
		late := c.verified(p, "2022-01", 9*wan)
		if got = list(c.manager, "2022-01"); len(got.Items) != 2 || got.Items[0].Code != late.Code || got.Items[0].PostedIn != "2022-01" || got.Items[0].Adjustment != "" {
			t.Errorf("while open again: %+v", got.Items)
		}
		refused(t, func() error { _, err := s.ChangesAfterClose(ctx, c.manager, "2022-13", 1); return err }(), crm.CodeInvalid)
		refused(t, func() error {
			_, err := s.ChangesAfterClose(ctx, c.person("admin", "city", crm.RoleAdmin), "2022-01", 1)
			return err
		}(), crm.CodeForbidden)
	})
}
