package store_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func itemOf(c crm.CloseCheck, code string) crm.CloseItem {
	for _, i := range c.Items {
		if i.Code == code {
			return i
		}
	}
	return crm.CloseItem{}
}

// Each thing that stands in the way is found, listed with its rows, and refuses the
// closing with the list; mended, it is gone.
func TestStore_CloseCheck_Items(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		e := c.verified(c.project("甲一"), "2022-01", 100*wan)
		sha := c.shaOf(e.ID)
		file := filepath.Join(s.DataForTest(), "files", sha[:2], sha)
		exec := func(text string, args ...any) func() { return func() { must(t, s.ExecForTest(text, args...)) } }
		for _, x := range []struct {
			code, level, row string
			harm, mend       func()
		}{
			{"unexplained", "block", "同额重复", exec(`UPDATE capital_entries SET warnings = '[{"code":"same_again","message":"同额重复"}]', warning_reason = ''`),
				exec("UPDATE capital_entries SET warnings = '[]'")},
			{"evidence", "warn", "银行进账单、发票", exec("UPDATE attachments SET kind = '其他'"), exec("UPDATE attachments SET kind = '发票'")},
			{"files", "block", "文件缺失", func() { must(t, os.Rename(file, file+".away")) }, func() { must(t, os.Rename(file+".away", file)) }},
			{"files", "block", "大小不符", func() { must(t, os.WriteFile(file, []byte("xx"), 0o600)) }, func() { must(t, os.WriteFile(file, []byte("x"), 0o600)) }},
			{"rollups", "block", "重算为", exec("UPDATE rollup_units SET cny = cny + 1"), exec("UPDATE rollup_units SET cny = cny - 1")},
		} {
			x.harm()
			check, err := s.CloseCheck(ctx, c.manager, "2022-01")
			must(t, err)
			i := itemOf(check, x.code)
			if i.Level != x.level || i.Count != 1 || len(i.Rows) != 1 || !strings.Contains(i.Rows[0].Note, x.row) || check.Ready != (x.level == "warn") {
				t.Errorf("%s: ready %v, %+v", x.code, check.Ready, i)
			}
			if x.level == "block" {
				_, err := s.CloseMonth(ctx, c.manager, "2022-01", crm.CloseInput{}, plainBook)
				got := refused(t, err, crm.CodeConflict)
				if state, ok := got.State.(crm.CloseCheck); !ok || itemOf(state, x.code).Level != "block" || !strings.Contains(got.Detail, i.Label) {
					t.Errorf("%s: refused with %q and %+v", x.code, got.Detail, got.State)
				}
			}
			x.mend()
			if check, err = s.CloseCheck(ctx, c.manager, "2022-01"); err != nil || itemOf(check, x.code).Level != "ok" || !check.Ready {
				t.Errorf("%s mended: %+v %v", x.code, itemOf(check, x.code), err)
			}
		}
		c.shut("2022-01")
	})
}

// A reversal points to its original and needs no evidence of its own.
func TestStore_CloseCheck_ReversalNeedsNoEvidence(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		e := c.verified(c.project("甲一"), "2022-01", 100*wan)
		back, err := s.ReverseCapital(ctx, c.reporter, e.ID, crm.ReverseInput{Reason: "重复填报"})
		must(t, err)
		back, err = s.SubmitCapital(ctx, c.reporter, back.ID, crm.ReviewInput{Version: back.Version})
		must(t, err)
		_, err = s.VerifyCapital(ctx, c.verifier, back.ID, crm.VerifyInput{Version: back.Version})
		must(t, err)
		check, err := s.CloseCheck(ctx, c.manager, "2022-01")
		if err != nil || itemOf(check, "evidence").Level != "ok" {
			t.Errorf("%+v %v", itemOf(check, "evidence"), err)
		}
	})
}

// shaOf is the hash of the one file of an entry, as attach names it.
func (c *city) shaOf(entry int64) string {
	c.t.Helper()
	id := c.sum("SELECT MAX(id) FROM attachments WHERE object_kind = 'capital' AND object_id = $1", entry)
	return strings.Repeat("0", 64-len(strconv.FormatInt(id, 10))) + strconv.FormatInt(id, 10)
}
