package server_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"yinfeng/crm"
)

func TestPeriods_FileCloseReopenDownload(t *testing.T) {
	books := map[string]string{}
	eachCity(t, func(t *testing.T, c *city) {
		manager, director, county := c.as("manager"), c.as("director"), c.as("statistician")
		hanbin := c.unit("610902")
		isProblem(t, county.post("/periods/2022-13/filings", body{"zero": true}), 422, "invalid")
		isProblem(t, county.post("/periods/2022-01/filings", body{"zero": true, "unitId": c.unit("610981")}), 404, "not_found")
		isProblem(t, county.post("/periods/2022-01/filings", body{"unitId": hanbin}), 422, "invalid")
		if got := county.post("/periods/2022-01/filings", body{"zero": true}).want(200); got.int("unitId") != hanbin || got.str("state") != "filed" {
			t.Fatal(string(got.Raw))
		}
		if got := county.get("/periods/2022-01/filings").want(200); len(got.items()) != 1 {
			t.Fatal(string(got.Raw))
		}
		check := manager.get("/periods/2022-01/checklist").want(200)
		if !strings.Contains(string(check.Raw), `"ready":true`) || !strings.Contains(string(check.Raw), "旬阳市") {
			t.Fatal(string(check.Raw))
		}
		isProblem(t, county.get("/periods/2022-01/checklist"), 403, "forbidden")
		isProblem(t, county.post("/periods/2022-01/close", body{}), 403, "forbidden")
		isProblem(t, manager.post("/periods/2022-02/close", body{}), 409, "conflict")
		snap := manager.post("/periods/2022-01/close", body{}).want(200)
		if snap.str("number") != "KZ-202201-01" {
			t.Fatal(string(snap.Raw))
		}
		isProblem(t, manager.post("/periods/2022-01/close", body{}), 409, "conflict")
		frozen := manager.get("/reports/month/2022-01/workbook").want(200)
		sum := sha256.Sum256(frozen.Raw)
		if hex.EncodeToString(sum[:]) != snap.str("workbookSha256") || frozen.Header.Get("Content-Length") == "" {
			t.Error("the workbook of a closed month must be the snapshot's bytes, with their length")
		}
		books[snap.str("workbookSha256")+snap.str("figuresSha256")] = t.Name()
		if again := manager.get("/snapshots/%d/workbook", snap.int("id")).want(200); string(again.Raw) != string(frozen.Raw) {
			t.Error("snapshot and report differ")
		}
		isProblem(t, county.get("/snapshots/%d/workbook", snap.int("id")), 404, "not_found")
		open := manager.get("/reports/month/2022-02/workbook").want(200)
		if !strings.HasPrefix(string(open.Raw), "PK") {
			t.Error("no workbook")
		}
		if own := county.get("/reports/month/2022-01/workbook").want(200); string(own.Raw) == string(frozen.Raw) {
			t.Error("a county got the city's workbook")
		}
		isProblem(t, c.as("leader").get("/reports/month/2022-01/workbook"), 403, "forbidden")
		isProblem(t, c.as("admin").get("/reports/month/2022-01/figures"), 403, "forbidden")
		isProblem(t, manager.post("/periods/2022-01/reopen", body{"reason": "漏报一笔"}), 403, "forbidden")
		isProblem(t, director.post("/periods/2022-01/reopen", body{"reason": ""}), 422, "invalid")
		director.post("/periods/2022-01/reopen", body{"reason": "漏报一笔"}).want(200)
		if got := director.get("/snapshots?month=2022-01").want(200); len(got.items()) != 1 {
			t.Fatal(string(got.Raw))
		}
	})
	if len(books) != 1 {
		t.Errorf("the same data make %d different workbooks: %v", len(books), books)
	}
}

func TestFigures_ScopeAndBadInput(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager, county := c.as("manager"), c.as("statistician")
		var whole, part crm.Figures
		manager.get("/reports/month/2022-08/figures").want(200).into(&whole)
		county.get("/reports/month/2022-08/figures").want(200).into(&part)
		if len(whole.Units) != 14 || whole.Units[13].ID != "ak-direct" || len(part.Units) != 1 || part.Units[0].ID != "610902" {
			t.Errorf("%d units, a county sees %+v", len(whole.Units), part.Units)
		}
		if f := whole.Total["capital"]; f.Target == nil || *f.Target != 1100*crm.FenPerYi || *f.Pace != "0.6667" || part.Total["capital"].Target != nil {
			t.Errorf("%+v %+v", f, part.Total["capital"])
		}
		isProblem(t, county.get("/reports/month/2022-08/figures?unit=%d", c.unit("610981")), 404, "not_found")
		isProblem(t, manager.get("/reports/month/2022-08/figures?unit=999999"), 404, "not_found")
		isProblem(t, manager.get("/reports/month/2022-8/figures"), 422, "invalid")
		isProblem(t, manager.get("/reports/month/2023-01/figures"), 422, "invalid")
		isProblem(t, manager.get("/reports/month/2022-08/figures?basis=capital"), 422, "invalid")
		isProblem(t, manager.get("/reports/month/2022-08/figures?basis=capital%%3Dnone"), 422, "invalid")
		isProblem(t, manager.get("/reports/month/2022-08/figures?asKnown=yesterday"), 422, "invalid")
		d := manager.get("/dashboard?month=2022-08&basis=outside").want(200)
		if !strings.Contains(d.str("asOf"), "省外") || len(d.at("units").([]any)) != 14 || len(d.at("funnel").([]any)) != 6 {
			t.Error(string(d.Raw))
		}
		isProblem(t, manager.get("/dashboard?basis=none"), 422, "invalid")
		isProblem(t, c.as("security").get("/dashboard"), 403, "forbidden")
	})
}

func TestTargets_GridAndSheet(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager, county := c.as("manager"), c.as("statistician")
		set := func(value any) body {
			return body{"year": 2022, "unitId": c.unit("610902"), "indicator": "capital", "value": value}
		}
		isProblem(t, county.post("/targets", set(1)), 403, "forbidden")
		isProblem(t, manager.post("/targets", set(-1)), 422, "invalid")
		manager.post("/targets", set(200*crm.FenPerYi)).want(200)
		bad := body{"targets": []body{set(300 * crm.FenPerYi), {"year": 2022, "unitId": c.unit("610981"), "indicator": "nothing", "value": 1}}}
		isProblem(t, manager.put("/targets", bad), 422, "invalid")
		grid := func(k *client) (g crm.TargetGrid) {
			k.get("/targets?year=2022").want(200).into(&g)
			return g
		}
		g := grid(manager)
		if g.Rows[0].Indicator != "capital" || g.Rows[0].Whole.Value != 1100*crm.FenPerYi || g.Rows[0].Sum != 200*crm.FenPerYi || len(g.Units) != 14 {
			t.Errorf("%+v", g.Rows[0])
		}
		if own := grid(county); len(own.Units) != 1 || own.Rows[0].Whole == nil || own.Rows[0].Complete {
			t.Errorf("a county's grid: %+v", own.Rows[0])
		}
		// Out, and in again: nothing changes.
		sheet := manager.get("/targets/sheet?year=2022").want(200)
		if got := manager.upload("/targets/sheet?year=2022", "目标任务.xlsx", sheet.Raw, nil).want(200); len(got.items()) != 0 {
			t.Error(string(got.Raw))
		}
		isProblem(t, manager.upload("/targets/sheet?year=2022", "目标任务.xlsx", []byte("not a workbook"), nil), 422, "invalid")
		isProblem(t, county.upload("/targets/sheet?year=2022", "目标任务.xlsx", sheet.Raw, nil), 403, "forbidden")
		isProblem(t, manager.put("/target-curves", body{"year": 2022, "indicator": "capital", "months": []int{1, 2, 3}}), 422, "invalid")
		months := []int{300, 800, 1800, 2500, 3300, 5000, 5600, 6300, 7500, 8300, 9100, 10000}
		manager.put("/target-curves", body{"year": 2022, "indicator": "capital", "months": months}).want(200)
		var f crm.Figures
		manager.get("/reports/month/2022-06/figures").want(200).into(&f)
		if *f.Total["capital"].Pace != "0.5000" || *f.Total["foreign"].Pace != "0.5000" {
			t.Errorf("pace %s", *f.Total["capital"].Pace)
		}
	})
}

// A quarter, a half year or any run of months answers like a month, for the city and for
// each part that the viewer reaches.
func TestReports_Windows(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager, county := c.as("manager"), c.as("statistician")
		office := c.unit("ak-office-jjj")
		var f crm.Figures
		for window, from := range map[string]crm.Month{"2022Q2": "2022-04", "2022H1": "2022-01", "2022-03..2022-09": "2022-03", "2021-11..2022-08": "2021-11", "2022-08": ""} {
			manager.get("/reports/window/%s/figures", window).want(200).into(&f)
			if f.From != from || len(f.Units) != 14 {
				t.Errorf("%s begins with %s, %d units", window, f.From, len(f.Units))
			}
			manager.get("/reports/window/%s/workbook?basis=capital%%3Doutside", window).want(200)
			f = crm.Figures{}
		}
		manager.get("/reports/window/2022Q2/figures?office=%d", office).want(200).into(&f)
		if len(f.Units) != 1 || f.Units[0].Figures["capital"].Rank != nil {
			t.Errorf("an office's figures: %+v", f.Units)
		}
		manager.get("/reports/window/2022Q2/workbook?office=%d", office).want(200)
		county.get("/reports/window/2022Q2/workbook").want(200)
		for path, status := range map[string]int{"2022Q5/figures": 422, "2022-09..2022-03/workbook": 422, "2022Q4/figures": 422, "2010..2022/figures": 422, "2010-01..2022-01/figures": 422,
			"2022Q2/figures?office=999999": 404, "2022Q2/workbook?chain=999999": 404, "2022Q2/figures?chain=999999": 404, fmt.Sprintf("2022Q2/figures?office=%d", c.unit("610902")): 404,
			fmt.Sprintf("2022Q2/figures?office=%d&unit=%d", office, c.unit("610902")): 422} {
			isProblem(t, manager.get("/reports/window/%s", strings.ReplaceAll(path, "%", "%%")), status, map[int]string{404: "not_found", 422: "invalid"}[status])
		}
		isProblem(t, county.get("/reports/window/2022Q2/figures?office=%d", office), 404, "not_found")
		isProblem(t, c.as("leader").get("/reports/window/2022Q2/workbook"), 403, "forbidden")
	})
}
