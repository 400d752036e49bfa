package server_test

import (
	"bytes"
	"strings"
	"testing"
)

// Over HTTP with the real workbook: a refusal carries the list; closing, reopening and
// closing again without an act hands out the same bytes; two versions can be compared; a
// download is logged.
func TestPeriods_RecloseOverHTTP(t *testing.T) {
	books := map[string]string{}
	eachCity(t, func(t *testing.T, c *city) {
		manager, director, county, auditor := c.as("manager"), c.as("director"), c.as("statistician"), c.as("auditor")
		l := newLedgerCity(t, c)
		filed := l.file(500 * wan)
		filed["month"], filed["arrivedOn"], filed["warningReason"] = "2022-01", "2022-01-12", "签约前已投入"
		entry := county.post("/capital", filed).want(200).int("id")
		l.evidence(t, "capital", entry, "银行进账单", 9)
		county.post("/capital/"+itoa(entry)+"/submit", body{"version": 1}).want(200)
		got := manager.post("/periods/2022-01/close", body{})
		isProblem(t, got, 409, "conflict")
		if got.int("state", "submitted", 0, "id") != entry || got.str("state", "items", 2, "code") != "submitted" || got.str("state", "items", 2, "level") != "block" {
			t.Errorf("a refusal without its list: %s", got.Raw)
		}
		c.as("verifier").post("/capital/"+itoa(entry)+"/verify", body{"version": 2}).want(200)
		preview := manager.get("/periods/2022-01/preview").want(200)
		isProblem(t, county.get("/periods/2022-01/preview"), 403, "forbidden")
		isProblem(t, manager.get("/periods/2022-13/preview"), 422, "invalid")
		first := manager.post("/periods/2022-01/close", body{}).want(200)
		if preview.str("figures", "figuresSha256") != first.str("figuresSha256") || preview.str("number") != first.str("number") {
			t.Errorf("preview %s, closing %s", preview.Raw, first.Raw)
		}
		isProblem(t, manager.get("/periods/2022-01/preview"), 409, "conflict")
		book := manager.get("/snapshots/%d/workbook", first.int("id")).want(200)
		director.post("/periods/2022-01/reopen", body{"reason": "核对数据"}).want(200)
		again := manager.post("/periods/2022-01/close", body{}).want(200)
		second := manager.get("/snapshots/%d/workbook", again.int("id")).want(200)
		if again.str("number") != "KZ-202201-02" || again.str("edition") != "KZ-202201-01" || !bytes.Equal(book.Raw, second.Raw) {
			t.Errorf("closed again without an act: %s", again.Raw)
		}
		if len(books) > 0 && books["book"] != string(book.Raw) {
			t.Error("the engines make different bytes")
		}
		books["book"] = string(book.Raw)
		diff := county.get("/snapshots/%d/diff", again.int("id")).want(200)
		if !strings.Contains(string(diff.Raw), `"same":true`) || diff.str("from", "number") != "KZ-202201-01" {
			t.Errorf("%s", diff.Raw)
		}
		isProblem(t, county.get("/snapshots/%d/diff", first.int("id")), 422, "invalid")
		isProblem(t, county.get("/snapshots/987654/diff"), 404, "not_found")
		if got := county.get("/periods/2022-01/changes").want(200); len(got.items()) != 0 {
			t.Errorf("%s", got.Raw)
		}
		isProblem(t, manager.get("/periods/1999-01/changes"), 404, "not_found")
		isProblem(t, c.as("admin").get("/periods/2022-01/changes"), 403, "forbidden")
		if log := auditor.get("/audit?object=report").want(200); len(log.items()) != 2 || !strings.Contains(string(log.Raw), "下载招商引资月报2022-01_KZ-202201-01") {
			t.Errorf("downloads in the log: %s", log.Raw)
		}
	})
}
