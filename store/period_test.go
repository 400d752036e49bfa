package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func TestStore_CloseMonth(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		c.verified(p, "2022-01", 100*wan)
		left := c.submitted(p, "2022-01", 40*wan)
		draft, err := s.FileCapital(ctx, c.reporter, c.input(p, "2022-01", 7*wan))
		must(t, err)
		shut := func(v crm.Viewer, m crm.Month, in crm.CloseInput) error {
			_, err := s.CloseMonth(ctx, v, m, in, plainBook)
			return err
		}
		t.Run("only who may close", func(t *testing.T) {
			refused(t, shut(c.verifier, "2022-01", crm.CloseInput{}), crm.CodeForbidden)
			refused(t, shut(c.person("countyManager", "a", crm.RoleManager), "2022-01", crm.CloseInput{}), crm.CodeForbidden)
		})
		t.Run("strictly in order", func(t *testing.T) {
			e := refused(t, shut(c.manager, "2022-02", crm.CloseInput{}), crm.CodeConflict)
			if !strings.Contains(e.Detail, "2022年1月") {
				t.Error(e.Detail)
			}
			refused(t, shut(c.manager, "2021-12", crm.CloseInput{}), crm.CodeNotFound)
			refused(t, shut(c.manager, "2022-13", crm.CloseInput{}), crm.CodeInvalid)
			refused(t, shut(c.manager, "2022-10", crm.CloseInput{}), crm.CodeInvalid)
		})
		t.Run("submitted entries stand in the way, and say how many", func(t *testing.T) {
			e := refused(t, shut(c.manager, "2022-01", crm.CloseInput{}), crm.CodeConflict)
			if !strings.Contains(e.Detail, "1 条已报未核") || e.State.(crm.CloseCheck).Period.Submitted != 1 || len(e.State.(crm.CloseCheck).Submitted) != 1 {
				t.Error(e.Detail, e.State)
			}
			refused(t, shut(c.manager, "2022-01", crm.CloseInput{CarryOver: true}), crm.CodeInvalid)
			if p, err := s.Period(ctx, c.manager, "2022-01"); err != nil || p.State != "open" || p.Submitted != 1 || p.Drafts != 1 {
				t.Errorf("%+v %v", p, err)
			}
		})
		t.Run("a workbook that fails leaves nothing", func(t *testing.T) {
			_, err := s.CloseMonth(ctx, c.manager, "2022-01", crm.CloseInput{CarryOver: true, Reason: "佐证补正"}, func(*crm.MonthReport) ([]byte, error) {
				return nil, os.ErrInvalid
			})
			if err == nil {
				t.Fatal("no error")
			}
			if p, err := s.Period(ctx, c.manager, "2022-01"); err != nil || p.State != "open" || p.Submitted != 1 {
				t.Errorf("%+v %v", p, err)
			}
		})
		t.Run("carried over with one reason", func(t *testing.T) {
			snap, err := s.CloseMonth(ctx, c.manager, "2022-01", crm.CloseInput{CarryOver: true, Reason: "佐证补正"}, plainBook)
			must(t, err)
			if snap.Number != "KZ-202201-01" || len(snap.FiguresSHA256) != 64 || snap.WorkbookSize == 0 {
				t.Errorf("%+v", snap)
			}
			e, err := s.Capital(ctx, c.manager, left.ID)
			must(t, err)
			d, err := s.Capital(ctx, c.reporter, draft.ID)
			must(t, err)
			if e.Month != "2022-02" || e.CarriedFrom != "2022-01" || d.Month != "2022-02" {
				t.Errorf("entry %s from %s, draft %s", e.Month, e.CarriedFrom, d.Month)
			}
			refused(t, shut(c.manager, "2022-01", crm.CloseInput{}), crm.CodeConflict)
			_, err = s.FileCapital(ctx, c.reporter, c.input(p, "2022-01", 9*wan))
			refused(t, err, crm.CodeConflict)
			c.sound()
		})
	})
}

func TestStore_CloseMonth_FiguresStay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		wrong := c.verified(p, "2022-01", 100*wan)
		c.verified(p, "2022-01", 30*wan)
		snap := c.shut("2022-01")
		before := c.figures(crm.FiguresQuery{Month: "2022-01"})
		back, err := s.ReverseCapital(ctx, c.reporter, wrong.ID, crm.ReverseInput{Reason: "重复填报"})
		must(t, err)
		c.attach("capital", back.ID, "银行进账单")
		back, err = s.SubmitCapital(ctx, c.reporter, back.ID, crm.ReviewInput{Version: back.Version})
		must(t, err)
		_, err = s.VerifyCapital(ctx, c.verifier, back.ID, crm.VerifyInput{Version: back.Version})
		must(t, err)
		c.target("city", "capital", "", 5000*wan)
		after := c.figures(crm.FiguresQuery{Month: "2022-01"})
		if before.SHA256 != after.SHA256 || after.SHA256 != snap.FiguresSHA256 || *after.Snapshot != snap.Number {
			t.Errorf("closed figures moved: %s, %s, snapshot %s", before.SHA256, after.SHA256, snap.FiguresSHA256)
		}
		feb := c.figures(crm.FiguresQuery{Month: "2022-02"}).Total["capital"]
		if feb.Month != -100*wan || feb.Adjust != -100*wan || feb.Own() != 0 || feb.Cumulative != 30*wan {
			t.Errorf("February %s", figureText(feb))
		}
		if f := before.Units[0].Figures["capital"]; f.Rank == nil || *f.Rank != 1 || f.RankChange != nil {
			t.Errorf("January's rank %v %v", f.Rank, f.RankChange)
		}
		if f := c.figures(crm.FiguresQuery{Month: "2022-02"}).Units[0].Figures["capital"]; f.RankChange == nil || *f.RankChange != 0 {
			t.Errorf("February's change %v", f.RankChange)
		}
		r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: "2022-02"})
		must(t, err)
		if len(r.Adjustments) != 1 || r.Adjustments[0].Amount != -100*wan || r.Adjustments[0].OriginalMonth != "2022-01" || r.Adjustments[0].OriginalEntry != wrong.Code {
			t.Errorf("adjustments %+v", r.Adjustments)
		}
	})
}

func TestStore_ReopenMonth(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		director := c.person("director", "city", crm.RoleDirector)
		p := c.project("甲一")
		c.verified(p, "2022-01", 100*wan)
		old := c.shut("2022-01")
		c.shut("2022-02")
		reopen := func(v crm.Viewer, m crm.Month, reason string) error {
			_, err := s.ReopenMonth(ctx, v, m, crm.ReopenInput{Reason: reason})
			return err
		}
		refused(t, reopen(c.manager, "2022-02", "漏报"), crm.CodeForbidden)
		refused(t, reopen(director, "2022-01", "漏报"), crm.CodeConflict)
		refused(t, reopen(director, "2022-03", "漏报"), crm.CodeConflict)
		refused(t, reopen(director, "2022-02", ""), crm.CodeInvalid)
		must(t, reopen(director, "2022-02", "漏报一笔"))
		must(t, reopen(director, "2022-01", "漏报一笔"))
		c.verified(p, "2022-01", 11*wan)
		again := c.shut("2022-01")
		if again.Number != "KZ-202201-02" || again.FiguresSHA256 == old.FiguresSHA256 {
			t.Errorf("%+v", again)
		}
		list, err := s.Snapshots(ctx, c.manager, "2022-01")
		must(t, err)
		if len(list) != 2 || list[1].Number != old.Number || list[1].FiguresSHA256 != old.FiguresSHA256 {
			t.Errorf("snapshots %+v", list)
		}
		for _, x := range list {
			if _, b, err := s.SnapshotWorkbook(ctx, c.manager, x.ID); err != nil || int64(len(b)) != x.WorkbookSize {
				t.Error(len(b), err)
			}
		}
		_, _, err = s.SnapshotWorkbook(ctx, c.reporter, list[0].ID)
		refused(t, err, crm.CodeNotFound)
	})
}

// The same data give the same bytes, whatever the engine, and the bytes are those kept.
func TestStore_Snapshot_SameBytes(t *testing.T) {
	sums := map[string]string{}
	var book []byte
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p, q := c.project("甲一"), c.shared("甲乙", map[string]int64{"a": 5000, "b": 5000})
		for i, origin := range crm.Origins {
			c.verified(p, "2022-01", int64(i+1)*wan, crm.Part{Origin: origin, Currency: crm.CNY, Amount: int64(i+1) * wan})
			c.verified(q, "2022-01", int64(i+1)*3*wan, crm.Part{Origin: origin, Currency: crm.CNY, Amount: int64(i+1) * 3 * wan})
		}
		snap := c.shut("2022-01")
		sums[snap.FiguresSHA256+snap.WorkbookSHA256] = t.Name()
		kept, err := s.FrozenWorkbook(ctx, c.manager, crm.FiguresQuery{Month: "2022-01"})
		must(t, err)
		if book == nil {
			book = kept
		}
		if !bytes.Equal(book, kept) {
			t.Errorf("the bytes differ between engines:\n%s\n%s", book, kept)
		}
		r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: "2022-01"})
		must(t, err)
		if again, _ := plainBook(r); !bytes.Equal(again, kept) {
			t.Errorf("the rows read back make other bytes:\n%s\n%s", again, kept)
		}
		// A flipped byte is not handed out.
		name := filepath.Join(s.DataForTest(), "files", snap.WorkbookSHA256[:2], snap.WorkbookSHA256)
		must(t, os.Chmod(name, 0o600))
		must(t, os.WriteFile(name, append([]byte("x"), kept[1:]...), 0o600))
		_, err = s.FrozenWorkbook(ctx, c.manager, crm.FiguresQuery{Month: "2022-01"})
		refused(t, err, crm.CodeUnavailable)
	})
	if len(sums) != 1 {
		t.Errorf("%d different snapshots of the same data", len(sums))
	}
}

func TestStore_FileMonth(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		file := func(v crm.Viewer, unit string, zero bool) (crm.Filing, error) {
			return s.FileMonth(ctx, v, "2022-08", crm.FilingInput{UnitID: c.unit[unit], Zero: zero})
		}
		_, err := file(c.reporter, "b", true)
		refused(t, err, crm.CodeNotFound)
		_, err = file(c.boss, "a", true)
		refused(t, err, crm.CodeForbidden)
		_, err = file(c.reporter, "a", false)
		refused(t, err, crm.CodeInvalid)
		p := c.project("甲一")
		c.submitted(p, "2022-08", 20*wan)
		_, err = file(c.reporter, "a", true)
		refused(t, err, crm.CodeInvalid)
		if waiting, err := s.Filings(ctx, c.reporter, "2022-08"); err != nil || len(waiting) != 1 || waiting[0].State != "missing" ||
			waiting[0].Entries != 1 || waiting[0].AmountCNY != 20*wan || waiting[0].Unverified != 1 {
			t.Errorf("what would be signed off: %+v %v", waiting, err)
		}
		f, err := file(c.reporter, "a", false)
		must(t, err)
		if f.Entries != 1 || f.AmountCNY != 20*wan || f.Unverified != 1 {
			t.Errorf("%+v", f)
		}
		_, err = file(c.other, "b", true)
		must(t, err)
		c.submitted(p, "2022-08", 30*wan)
		_, err = file(c.reporter, "a", false)
		must(t, err)
		list, err := s.Filings(ctx, c.manager, "2022-08")
		must(t, err)
		states := ""
		for _, f := range list {
			states += f.UnitName + f.State + " "
		}
		if states != "甲县filed 乙县filed 丙区missing " || list[0].Entries != 2 || !list[1].Zero {
			t.Errorf("%s %+v", states, list)
		}
		if mine, err := s.Filings(ctx, c.reporter, "2022-08"); err != nil || len(mine) != 1 {
			t.Errorf("a county sees %d filings, %v", len(mine), err)
		}
		if n := c.sum("SELECT COUNT(*) FROM filings WHERE unit_id = $1", c.unit["a"]); n != 2 {
			t.Errorf("%d versions of the filing", n)
		}
		if p, err := s.Period(ctx, c.manager, "2022-08"); err != nil || p.Filed != 2 || p.Due != 3 {
			t.Errorf("%+v %v", p, err)
		}
	})
}

// What a closing needs happens on the day that it is done.
func TestStore_CloseMonth_NotBeforeItsCutOff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		try := func(day crm.Date) error {
			return s.Batch(ctx, c.manager, func(ctx context.Context) error {
				_, err := s.CloseMonth(store.OnDay(ctx, day), c.manager, "2022-01", crm.CloseInput{}, plainBook)
				return err
			})
		}
		refused(t, try("2022-01-24"), crm.CodeConflict)
		must(t, try("2022-01-25"))
	})
}

// After the present month is closed the next one is listed: money that arrives in what is
// left of the month is filed there (domain §3).
func TestStore_Periods_NextAfterThePresent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		for m := crm.Month("2022-01"); m <= s.Today().Month(); m = m.Add(1) {
			_, err := s.CloseMonth(ctx, c.manager, m, crm.CloseInput{CarryOver: true, Reason: "结转核定"}, plainBook)
			must(t, err)
		}
		next := s.Today().Month().Add(1)
		all, err := s.Periods(ctx, c.manager)
		must(t, err)
		if len(all) == 0 || all[0].Month != next || all[0].State != "open" || all[1].State != "closed" {
			t.Fatalf("%+v", all)
		}
		refused(t, func() error {
			_, err := s.CloseMonth(ctx, c.manager, next, crm.CloseInput{}, plainBook)
			return err
		}(), crm.CodeConflict)
	})
}
