package store_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func TestStore_Capital(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("年产五千吨蚕丝")
		e := c.submitted(p, "2022-09", 1000*wan, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: 600 * wan},
			crm.Part{Origin: crm.OriginLocal, Currency: crm.CNY, Amount: 400 * wan})
		if e.State != crm.StateSubmitted || e.Code != "ZJ2022-0001" || len(e.EvidenceNos) != 1 || e.CompanyID == 0 {
			t.Fatalf("%+v", e)
		}
		if p, _ := s.Project(ctx, c.reporter, p.ID); p.PendingCNY != 1000*wan || p.ArrivedCNY != 0 {
			t.Fatalf("pending %d arrived %d", p.PendingCNY, p.ArrivedCNY)
		}
		t.Run("the reporter never verifies", func(t *testing.T) {
			both := c.person("both", "a", crm.RoleStatistician, crm.RoleVerifier)
			in := c.input(p, "2022-09", 5*wan)
			own, err := s.FileCapital(ctx, both, in)
			must(t, err)
			c.attach("capital", own.ID, "发票")
			own, err = s.SubmitCapital(ctx, both, own.ID, crm.ReviewInput{Version: own.Version})
			must(t, err)
			_, err = s.VerifyCapital(ctx, both, own.ID, crm.VerifyInput{Version: own.Version})
			refused(t, err, crm.CodeForbidden)
			_, err = s.WithdrawCapital(ctx, both, own.ID, crm.ReviewInput{Version: own.Version})
			must(t, err)
		})
		t.Run("a role without the act", func(t *testing.T) {
			_, err := s.VerifyCapital(ctx, c.reporter, e.ID, crm.VerifyInput{Version: e.Version})
			refused(t, err, crm.CodeForbidden)
		})
		t.Run("another unit reads and verifies nothing", func(t *testing.T) {
			_, err := s.Capital(ctx, c.other, e.ID)
			refused(t, err, crm.CodeNotFound)
			far := c.person("far", "b", crm.RoleVerifier)
			_, err = s.VerifyCapital(ctx, far, e.ID, crm.VerifyInput{Version: e.Version})
			refused(t, err, crm.CodeNotFound)
			_, err = s.FileCapital(ctx, c.other, c.input(p, "2022-09", 5*wan))
			refused(t, err, crm.CodeNotFound)
		})
		t.Run("a reduction needs a reason", func(t *testing.T) {
			in := crm.VerifyInput{Version: e.Version, Parts: []crm.VerifiedPart{{ID: e.Parts[1].ID, Amount: 300 * wan}}}
			_, err := s.VerifyCapital(ctx, c.verifier, e.ID, in)
			refused(t, err, crm.CodeInvalid)
			in.Reason = "发票少一张"
			e, err = s.VerifyCapital(ctx, c.verifier, e.ID, in)
			must(t, err)
			if *e.Verified != 900*wan || c.unitSum("a") != 900*wan || *e.Parts[1].Verified != 300*wan {
				t.Fatalf("%+v", e)
			}
		})
		t.Run("a second verification", func(t *testing.T) {
			_, err := s.VerifyCapital(ctx, c.verifier, e.ID, crm.VerifyInput{Version: e.Version})
			refused(t, err, crm.CodeConflict)
			_, err = s.UpdateCapital(ctx, c.reporter, e.ID, c.input(p, "2022-09", 5*wan))
			refused(t, err, crm.CodeConflict)
		})
		if p, _ := s.Project(ctx, c.reporter, p.ID); p.PendingCNY != 0 || p.ArrivedCNY != 900*wan || p.ArrivedYear != 900*wan {
			t.Fatalf("pending %d arrived %d", p.PendingCNY, p.ArrivedCNY)
		}
		c.sound()
	})
}

func TestStore_FileCapital(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		c.closed("2022-07")
		good := c.input(p, "2022-09", 100*wan)
		for name, x := range map[string]struct {
			change func(*crm.CapitalInput)
			code   crm.Code
		}{
			"negative amount": {func(in *crm.CapitalInput) { in.Amount.Amount = -1 }, crm.CodeInvalid},
			"parts that do not sum": {func(in *crm.CapitalInput) {
				in.Parts = []crm.Part{{Origin: crm.OriginLocal, Currency: crm.CNY, Amount: 99 * wan}}
			}, crm.CodeInvalid},
			"closed month":         {func(in *crm.CapitalInput) { in.Month = "2022-07" }, crm.CodeConflict},
			"month to come":        {func(in *crm.CapitalInput) { in.Month = "2022-10" }, crm.CodeInvalid},
			"no month":             {func(in *crm.CapitalInput) { in.Month = "2022-13" }, crm.CodeInvalid},
			"arrival to come":      {func(in *crm.CapitalInput) { in.ArrivedOn = "2022-09-27" }, crm.CodeInvalid},
			"unknown project":      {func(in *crm.CapitalInput) { in.ProjectID = 999 }, crm.CodeNotFound},
			"unknown investor":     {func(in *crm.CapitalInput) { in.CompanyID = 999 }, crm.CodeInvalid},
			"correction of nought": {func(in *crm.CapitalInput) { in.CorrectsID = 999 }, crm.CodeInvalid},
			"no form":              {func(in *crm.CapitalInput) { in.Form = "" }, crm.CodeInvalid},
		} {
			t.Run(name, func(t *testing.T) {
				in := good
				x.change(&in)
				_, err := s.FileCapital(ctx, c.reporter, in)
				refused(t, err, x.code)
			})
		}
		if n := c.sum("SELECT COUNT(*) FROM capital_entries"); n != 0 {
			t.Fatal("refused entries were kept:", n)
		}
		e, err := s.FileCapital(ctx, c.reporter, good)
		must(t, err)
		t.Run("submitting without evidence", func(t *testing.T) {
			_, err := s.SubmitCapital(ctx, c.reporter, e.ID, crm.ReviewInput{Version: e.Version})
			if refused(t, err, crm.CodeInvalid).Field != "evidence" {
				t.Fatal(err)
			}
			c.attach("capital", e.ID, "现场照片")
			_, err = s.SubmitCapital(ctx, c.reporter, e.ID, crm.ReviewInput{Version: e.Version})
			refused(t, err, crm.CodeInvalid)
		})
		t.Run("a stale version", func(t *testing.T) {
			in := good
			in.Note, in.Version = "第二次", e.Version
			_, err := s.UpdateCapital(ctx, c.second, e.ID, in)
			must(t, err)
			_, err = s.UpdateCapital(ctx, c.second, e.ID, in)
			refused(t, err, crm.CodeConflict)
		})
		t.Run("before the cut-over of a credited unit", func(t *testing.T) {
			q := c.project("合作项目")
			_, err := s.SetAttribution(ctx, c.manager, q.ID, crm.AttributionInput{FromYear: 2022, Reason: "联合引进", Version: q.Version,
				Shares: []crm.Share{{UnitID: c.unit["a"], BP: 5000}, {UnitID: c.unit["c"], BP: 5000}}})
			must(t, err)
			must(t, s.ExecForTest("DELETE FROM periods"))
			_, err = s.FileCapital(ctx, c.reporter, c.input(q, "2022-02", 5*wan))
			refused(t, err, crm.CodeInvalid)
		})
	})
}

func TestStore_CapitalWarnings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		c.verified(p, "2022-09", 100*wan)
		in := c.input(p, "2022-09", 100*wan)
		e, err := s.FileCapital(ctx, c.reporter, in)
		must(t, err)
		if len(e.Warnings) != 1 || e.Warnings[0].Code != "same_again" {
			t.Fatalf("%+v", e.Warnings)
		}
		c.attach("capital", e.ID, "发票")
		must(t, s.ExecForTest("UPDATE attachments SET sha256 = (SELECT MIN(sha256) FROM blobs) WHERE object_id = $1", e.ID))
		_, err = s.SubmitCapital(ctx, c.reporter, e.ID, crm.ReviewInput{Version: e.Version})
		if x := refused(t, err, crm.CodeInvalid); x.Field != "warningReason" || !strings.Contains(x.Detail, "ZJ2022-0001") {
			t.Fatal(x)
		}
		in.Amount, in.Version, in.ArrivedOn = crm.Yuan(80_000*wan), e.Version, "2022-08-20"
		e, err = s.UpdateCapital(ctx, c.reporter, e.ID, in)
		must(t, err)
		codes := ""
		for _, w := range e.Warnings {
			codes += w.Code + " "
		}
		if codes != "above_ceiling evidence_reused outside_month " {
			t.Fatal(codes)
		}
		e, err = s.SubmitCapital(ctx, c.reporter, e.ID, crm.ReviewInput{Version: e.Version, Text: "二期资金提前到账"})
		must(t, err)
		if e.WarningReason != "二期资金提前到账" || e.State != crm.StateSubmitted {
			t.Fatalf("%+v", e)
		}
	})
}

func TestStore_ReverseCapital(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		e := c.verified(p, "2022-08", 645_0800_00, crm.Part{Origin: crm.OriginForeign, Currency: crm.USD, Amount: 100_0000_00, FDI: true})
		c.closed("2022-08")
		r, err := s.ReverseCapital(ctx, c.reporter, e.ID, crm.ReverseInput{Reason: "重复填报", Submit: true})
		must(t, err)
		if r.Month != "2022-09" || r.OrigMonth != "2022-08" || r.Amount.Amount != -645_0800_00 || r.State != crm.StateSubmitted {
			t.Fatalf("%+v", r)
		}
		_, err = s.ReverseCapital(ctx, c.reporter, e.ID, crm.ReverseInput{Reason: "再冲一次"})
		refused(t, err, crm.CodeConflict)
		_, err = s.VerifyCapital(ctx, c.reporter, r.ID, crm.VerifyInput{Version: r.Version})
		refused(t, err, crm.CodeForbidden)
		fix := c.input(p, "2022-09", 322_5400_00, crm.Part{Origin: crm.OriginForeign, Currency: crm.USD, Amount: 50_0000_00})
		fix.CorrectsID = e.ID
		n, err := s.FileCapital(ctx, c.reporter, fix)
		must(t, err)
		if n.OrigMonth != "2022-08" {
			t.Fatalf("%+v", n)
		}
		c.attach("capital", n.ID, "发票")
		n, err = s.SubmitCapital(ctx, c.reporter, n.ID, crm.ReviewInput{Version: n.Version})
		must(t, err)
		_, err = s.VerifyCapital(ctx, c.verifier, n.ID, crm.VerifyInput{Version: n.Version})
		refused(t, err, crm.CodeConflict)
		r, err = s.VerifyCapital(ctx, c.verifier, r.ID, crm.VerifyInput{Version: r.Version})
		must(t, err)
		if c.unitSum("a") != 0 || *r.Verified != -645_0800_00 {
			t.Fatalf("%d %+v", c.unitSum("a"), r)
		}
		_, err = s.ReverseCapital(ctx, c.reporter, r.ID, crm.ReverseInput{Reason: "冲回的冲回"})
		refused(t, err, crm.CodeConflict)
		_, err = s.VerifyCapital(ctx, c.verifier, n.ID, crm.VerifyInput{Version: n.Version})
		must(t, err)
		if n := c.sum("SELECT CAST(SUM(usd) AS BIGINT) FROM rollup_capital WHERE month = '2022-09' AND adjustment = 'sameYear' AND state = 'verified'"); n != -50_0000_00 {
			t.Fatal(n)
		}
		c.sound()
	})
}

func TestStore_VerifyCapital_Once(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		e := c.submitted(c.project("蚕丝项目"), "2022-09", 100*wan)
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Add(1)
			go func() {
				defer wg.Done()
				v := c.verifier
				if i%2 == 0 {
					v = c.boss
				}
				_, errs[i] = s.VerifyCapital(ctx, v, e.ID, crm.VerifyInput{Version: e.Version})
			}()
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				refused(t, err, crm.CodeConflict)
			}
		}
		if won != 1 || c.unitSum("a") != 100*wan {
			t.Fatal(won, c.unitSum("a"))
		}
		c.sound()
	})
}

// The ledger is append-only: no statement of the program changes or removes a credit or
// count line, or an audit row, and verified entries are guarded in every one.
func TestStore_LedgerIsAppendOnly(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)(UPDATE|DELETE\s+FROM|TRUNCATE)\s+(credit_lines|count_lines|audit_log)\b`)
	guarded := regexp.MustCompile(`(?is)(UPDATE|DELETE FROM) capital_entries[^"` + "`" + `]*`)
	files, err := filepath.Glob("*.go")
	must(t, err)
	seen := 0
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		text, err := os.ReadFile(f)
		must(t, err)
		if m := forbidden.Find(text); m != nil {
			t.Errorf("%s: %s", f, m)
		}
		for _, m := range guarded.FindAll(text, -1) {
			seen++
			if !strings.Contains(string(m), "state") {
				t.Errorf("%s does not guard verified entries: %s", f, m)
			}
		}
	}
	if seen < 6 || !forbidden.MatchString("delete from credit_lines where id = 1") {
		t.Fatal("the test sees nothing", seen)
	}
}
