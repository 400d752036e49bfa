package server_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/server"
)

// reportWhen asks for a job until it is in a state.
func reportWhen(k *client, id int64, state crm.ReportJobState) (j crm.ReportJob) {
	k.t.Helper()
	for range 400 {
		k.get("/reports/jobs/%d", id).want(200).into(&j)
		if j.State == state {
			return j
		}
		time.Sleep(25 * time.Millisecond)
	}
	k.t.Fatalf("job %d is %s (%s), not %s", id, j.State, j.Problem, state)
	return j
}

// logged counts the downloads of workbooks in the audit log.
func logged(c *city) int {
	return int(c.as("auditor").get("/audit?act=export&object=report").want(200).int("total"))
}

func TestReportJobs_MakeFetchAgainCancel(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		second, err := server.New(server.Options{Store: c.store, Secret: testSecret, Version: "test"})
		c.must(err)
		manager, county := c.as("manager"), c.as("statistician")
		asked := func(k *client, in body) (j crm.ReportJob) {
			t.Helper()
			k.post("/reports/jobs", in).want(200).into(&j)
			return j
		}
		cancelled := asked(county, body{"window": "2022-07"})
		if cancelled.State != crm.ReportQueued {
			t.Fatalf("%+v", cancelled)
		}
		isProblem(t, county.get("/reports/jobs/%d/file", cancelled.ID), 409, "conflict")
		county.post("/reports/jobs/"+itoa(cancelled.ID)+"/cancel", nil).want(200)
		isProblem(t, county.post("/reports/jobs/"+itoa(cancelled.ID)+"/cancel", nil), 409, "conflict")
		isProblem(t, manager.post("/reports/jobs/"+itoa(cancelled.ID)+"/cancel", nil), 404, "not_found")

		// Each waits its turn, two programs make each of them once.
		var jobs []crm.ReportJob
		for _, w := range []string{"2022-08", "2022Q2", "2022-01..2022-05"} {
			jobs = append(jobs, asked(county, body{"window": w}))
		}
		isProblem(t, county.post("/reports/jobs", body{"window": "2022-06"}), 429, "too_many")
		ctx, stop := context.WithCancel(context.Background())
		var both sync.WaitGroup
		for _, s := range []*server.Server{c.srv, second} {
			both.Add(1)
			go func() { defer both.Done(); s.WorkReports(ctx) }()
		}
		before := logged(c)
		for _, j := range jobs {
			done := reportWhen(county, j.ID, crm.ReportDone)
			one, two := county.get("/reports/jobs/%d/file", j.ID).want(200), county.get("/reports/jobs/%d/file", j.ID).want(200)
			if string(one.Raw) != string(two.Raw) || int64(len(one.Raw)) != done.Size || string(one.Raw[:2]) != "PK" || done.Version != 3 {
				t.Errorf("%d and %d bytes, %+v", len(one.Raw), len(two.Raw), done)
			}
			isProblem(t, manager.get("/reports/jobs/%d/file", j.ID), 404, "not_found")
		}
		direct := county.get("/reports/month/2022-08/workbook").want(200)
		if again := county.get("/reports/jobs/%d/file", jobs[0].ID).want(200); string(direct.Raw) != string(again.Raw) {
			t.Error("a job's workbook is not that of the page")
		}
		if n := logged(c) - before; n != 8 {
			t.Errorf("%d of 8 downloads are in the audit log", n)
		}
		stop()
		both.Wait()
		if got := county.get("/reports/jobs").want(200); got.int("total") != 4 {
			t.Error(string(got.Raw))
		}
		if got := reportWhen(county, cancelled.ID, crm.ReportCancelled); got.SHA256 != "" || got.FileName != "" {
			t.Errorf("a cancelled job left %+v", got)
		}
	})
}

func TestReportJobs_BadInput(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager, county := c.as("manager"), c.as("statistician")
		for window, code := range map[string]int{"2022-13": 422, "2023-01": 422, "2022-08..2022-03": 422, "1899": 422, "abcd": 422, "": 422} {
			manager.post("/reports/jobs", body{"window": window}).want(code)
		}
		isProblem(t, county.post("/reports/jobs", body{"window": "2022-08", "unitId": c.unit("610981")}), 404, "not_found")
		isProblem(t, manager.post("/reports/jobs", body{"window": "2022-08", "chainId": 999999}), 404, "not_found")
		isProblem(t, manager.post("/reports/jobs", body{"window": "2022-08", "bases": []string{"capital"}}), 422, "invalid")
		isProblem(t, manager.post("/reports/jobs", body{"window": "2022-08", "asKnown": "2030-01-01"}), 422, "invalid")
		for _, who := range []string{"leader", "auditor", "admin", "security"} {
			isProblem(t, c.as(who).post("/reports/jobs", body{"window": "2022-08"}), 403, "forbidden")
			isProblem(t, c.as(who).get("/reports/jobs"), 403, "forbidden")
		}
	})
}

// A closed month of the whole city is there at once, with the snapshot's bytes.
func TestReportJobs_Closed(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager := c.as("manager")
		snap := manager.post("/periods/2022-01/close", body{}).want(200)
		before := logged(c)
		j := manager.post("/reports/jobs", body{"window": "2022-01"}).want(200)
		if j.str("state") != "done" || j.str("sha256") != snap.str("workbookSha256") || j.str("snapshot") != "KZ-202201-01" {
			t.Fatal(string(j.Raw))
		}
		one := manager.get("/reports/jobs/%d/file", j.int("id")).want(200)
		two := manager.get("/snapshots/%d/workbook", snap.int("id")).want(200)
		three := manager.get("/reports/month/2022-01/workbook").want(200)
		if string(one.Raw) != string(two.Raw) || string(two.Raw) != string(three.Raw) {
			t.Error("three doors, not the same bytes")
		}
		if n := logged(c) - before; n != 3 {
			t.Errorf("%d of 3 downloads are in the audit log", n)
		}
		if got := c.as("statistician").post("/reports/jobs", body{"window": "2022-01"}).want(200); got.str("state") != "queued" {
			t.Error(fmt.Sprint("a county got the city's workbook: ", string(got.Raw)))
		}
	})
}
