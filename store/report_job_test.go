package store_test

import (
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func TestStore_ReportJobs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		add := func(v crm.Viewer) crm.ReportJob {
			t.Helper()
			j, err := s.AddReportJob(ctx, v, crm.ReportJobInput{Window: "2022-03"})
			must(t, err)
			return j
		}
		claim := func(worker string, stale time.Duration) *crm.ReportJob {
			t.Helper()
			j, err := s.ClaimReportJob(ctx, worker, stale)
			must(t, err)
			return j
		}
		city := c.person("cityOfficer", "city", crm.RoleManager)
		first := add(city)
		if j := claim("one", time.Minute); j == nil || j.ID != first.ID || j.State != crm.ReportRunning {
			t.Fatalf("%+v", j)
		}
		if j := claim("two", time.Minute); j != nil {
			t.Fatalf("done twice: %+v", j)
		}
		t.Run("what cannot be answered is refused at once", func(t *testing.T) {
			_, err := s.PutBases(ctx, c.manager, []crm.Basis{{Indicator: "capital", Code: "way", Label: "在途", Filter: crm.BasisFilter{States: []crm.ReviewState{crm.StateSubmitted}}}})
			must(t, err)
			c.shut("2022-01")
			for asked, line := range map[string]string{"capital=none": "没有“none”这个口径", "none=all": "没有“none”这个指标", "capital=way": "含未核定"} {
				_, err := s.AddReportJob(ctx, city, crm.ReportJobInput{Window: "2022-01", Bases: []string{asked}})
				says(t, err, crm.CodeInvalid, line)
			}
		})
		t.Run("a silent worker's job is given away, and its end is refused", func(t *testing.T) {
			if j := claim("two", -time.Minute); j == nil || j.ID != first.ID {
				t.Fatalf("%+v", j)
			}
			first.FileName = "甲.xlsx"
			refused(t, s.EndReportJob(ctx, city, first, "one", []byte("one")), crm.CodeConflict)
			refused(t, s.HeartbeatReportJob(ctx, first.ID, "one", crm.ReportProgress{}), crm.CodeConflict)
			must(t, s.EndReportJob(ctx, city, first, "two", []byte("two")))
		})
		t.Run("the same bytes, for its person, within today's scope", func(t *testing.T) {
			for range 2 {
				if _, b, err := s.ReportJobFile(ctx, city, first.ID); err != nil || string(b) != "two" {
					t.Errorf("%q %v", b, err)
				}
			}
			less := c.person("movedManager", "a", crm.RoleManager)
			_, _, err := s.ReportJobFile(ctx, less, first.ID)
			refused(t, err, crm.CodeNotFound)
			less.UserID = city.UserID // the same person, moved to a county
			_, _, err = s.ReportJobFile(ctx, less, first.ID)
			refused(t, err, crm.CodeNotFound)
		})
		t.Run("cancelled midway nothing is kept", func(t *testing.T) {
			j := add(city)
			claim("one", time.Minute)
			_, err := s.CancelReportJob(ctx, city, j.ID)
			must(t, err)
			refused(t, s.EndReportJob(ctx, city, j, "one", []byte("never")), crm.CodeConflict)
			must(t, s.FailReportJob(ctx, j, "one", "迟到"))
			if j, err = s.ReportJob(ctx, city, j.ID); err != nil || j.State != crm.ReportCancelled || j.SHA256 != "" || j.Problem != "" {
				t.Errorf("%+v %v", j, err)
			}
		})
		t.Run("what brings the program down is not begun for ever", func(t *testing.T) {
			j := add(city)
			for range 3 {
				if got := claim("one", -time.Minute); got == nil || got.ID != j.ID {
					t.Fatalf("%+v", got)
				}
			}
			if got := claim("one", -time.Minute); got != nil {
				t.Errorf("%+v", got)
			}
			if j, err := s.ReportJob(ctx, city, j.ID); err != nil || j.State != crm.ReportFailed || j.Problem == "" {
				t.Errorf("%+v %v", j, err)
			}
		})
		c.sound()
	})
}
