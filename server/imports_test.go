package server_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"yinfeng/crm"
)

// TestImports_WholePath goes with one ledger from the upload to taking it back.
func TestImports_WholePath(t *testing.T) {
	eachCityOn(t, "2023-06-30", func(t *testing.T, c *city) {
		k := c.as("manager")
		b := k.imported("07_错误行集锦.xlsx", c.sample("07_错误行集锦.xlsx"), map[string]string{"kind": "auto", "asOf": "2023-06-30"})
		p := b.Plan
		if b.State != crm.ImportChecked || p.Read != 20 || p.Create != 5 || p.Skip != 15 || p.Update+p.Unchanged+p.Reject != 0 || p.Errors != 16 || p.Warnings != 1 {
			t.Fatalf("%+v", b)
		}
		if b.FileName != "07_错误行集锦.xlsx" || b.AsOf != "2023-06-30" || len(b.Sheets) != 1 || b.Sheets[0].Kind != crm.ImportProjects || len(b.Sheets[0].Mapping) == 0 {
			t.Fatalf("%+v", b.Sheets)
		}
		b = fixTheO(t, k, b)
		b = leaveOneOut(t, k, b)
		done := k.applied(b)
		if d := done.Done; done.State != crm.ImportApplied || d == nil || d.Created != 5 || d.Skipped != 15 || d.Read != 20 || !done.MayUndo {
			t.Fatalf("%+v", done)
		}
		if n := k.get("/projects").want(200).int("total"); n != 5 {
			t.Fatalf("%d projects", n)
		}
		if list := k.get("/imports?state=applied").want(200); list.int("total") != 1 || list.int("items", 0, "id") != b.ID {
			t.Fatal(string(list.Raw))
		}
		titles := ""
		for range 500 { // the message follows the state
			if titles = fmt.Sprint(k.get("/messages").want(200).JSON); strings.Contains(titles, "已导入") {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		if !strings.Contains(titles, "检查完成：07_错误行集锦.xlsx") || !strings.Contains(titles, "已导入：07_错误行集锦.xlsx") || !strings.Contains(titles, "object:import") {
			t.Fatal(titles)
		}
		k.post(fmt.Sprintf("/imports/%d/undo", b.ID), body{"version": done.Version, "reason": " "}).want(422)
		var undone crm.ImportBatch
		k.post(fmt.Sprintf("/imports/%d/undo", b.ID), body{"version": done.Version, "reason": "导错了文件"}).want(200).into(&undone)
		if undone.State != crm.ImportUndone || undone.UndoReason != "导错了文件" || undone.MayUndo {
			t.Fatalf("%+v", undone)
		}
		if n := k.get("/projects").want(200).int("total"); n != 0 {
			t.Fatalf("%d projects stay", n)
		}
		acts := fmt.Sprint(c.as("auditor").get("/audit?object=import").want(200).JSON)
		for _, act := range []string{"import.upload", "import.apply", "import.undo"} {
			if strings.Count(acts, act+" ") != 1 {
				t.Errorf("%s is not in the audit log once: %s", act, acts)
			}
		}
	})
}

// fixTheO writes 5000 for 5O00: the row that it held can be imported.
func fixTheO(t *testing.T, k *client, b crm.ImportBatch) crm.ImportBatch {
	var fix body
	for _, l := range k.lines(b.ID, "only=errors&sheet=项目") {
		for _, x := range l.Cells {
			if x.Text == "5O00" {
				fix = body{"sheet": l.Sheet, "row": l.Row, "col": x.Col, "text": "5000"}
				if len(l.Issues) != 1 || l.Issues[0].Col != x.Col || l.Outcome != crm.ImportHeld {
					t.Fatalf("%+v", l)
				}
			}
		}
	}
	path := fmt.Sprintf("/imports/%d/fixes", b.ID)
	k.put(path, body{"version": b.Version, "fixes": []body{}}).want(422)
	k.put(path, body{"version": b.Version, "fixes": []body{{"sheet": "项目", "row": 0, "col": 1, "text": "x"}}}).want(422)
	stale := k.put(path, body{"version": b.Version - 1, "fixes": []body{fix}}).want(409)
	if stale.int("state", "version") != b.Version {
		t.Fatalf("a stale version is not told the present state: %s", stale.Raw)
	}
	k.put(path, body{"version": b.Version, "fixes": []body{fix}}).want(200)
	b = k.settled(b.ID)
	if b.Plan.Create != 6 || b.Plan.Skip != 14 {
		t.Fatalf("%+v", b.Plan)
	}
	for _, l := range k.lines(b.ID, "") {
		if l.Row == 15 && (l.Outcome != crm.ImportCreated || !fixedCell(l, "5000")) {
			t.Fatalf("%+v", l)
		}
	}
	return b
}

func fixedCell(l crm.ImportLine, text string) bool {
	for _, x := range l.Cells {
		if x.Text == text && x.Fixed {
			return true
		}
	}
	return false
}

// leaveOneOut decides to skip a row that could be imported, and to accept a warning.
func leaveOneOut(t *testing.T, k *client, b crm.ImportBatch) crm.ImportBatch {
	path := fmt.Sprintf("/imports/%d/decisions", b.ID)
	row := func(n int, choice, reason string) body {
		return body{"sheet": "项目", "table": "", "row": n, "choice": choice, "reason": reason}
	}
	for _, bad := range []body{row(3, "maybe", ""), row(12, "accept", ""), row(900, "skip", ""), row(3, "skip", strings.Repeat("长", 201))} {
		if got := k.put(path, body{"version": b.Version, "decisions": []body{bad}}).want(422); got.at("field") == nil && got.at("fields") == nil {
			t.Errorf("%v: no field in %s", bad, got.Raw)
		}
	}
	k.put(path, body{"version": b.Version, "decisions": []body{row(3, "skip", ""), row(12, "accept", "追加投资")}}).want(200)
	b = k.settled(b.ID)
	if b.Plan.Create != 5 || b.Plan.Skip != 15 || b.Plan.Accepted != 1 {
		t.Fatalf("%+v", b.Plan)
	}
	for _, l := range k.lines(b.ID, "only=warnings") {
		if l.Row == 12 && (l.Decision != crm.ChooseAccept || l.Reason != "追加投资") {
			t.Fatalf("%+v", l)
		}
	}
	return b
}

// TestImports_Once: a repeated upload and a repeated application do what they say once.
func TestImports_Once(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k, content := c.as("officer"), ledger("云台电子生产线,云台电子有限公司,汉滨区,5000")
		k.imported("一.csv", content, nil)
		keyed := k.keyed("one-key")
		first := keyed.upload("/imports", "二.csv", content, nil).want(200)
		again := keyed.upload("/imports", "二.csv", content, nil).want(200)
		if first.int("id") != again.int("id") || string(first.Raw) != string(again.Raw) {
			t.Fatalf("%s and %s", first.Raw, again.Raw)
		}
		keyed.upload("/imports", "二.csv", append(content, '\n'), nil).want(422)
		b := k.settled(first.int("id"))

		path := fmt.Sprintf("/imports/%d/apply", b.ID)
		k.post(path, body{"version": b.Version + 1}).want(409)
		codes := make([]int, 4)
		var all sync.WaitGroup
		for i := range codes {
			all.Add(1)
			go func() { defer all.Done(); codes[i] = k.post(path, body{"version": b.Version}).Code }()
		}
		all.Wait()
		won := 0
		for _, code := range codes {
			if code == 200 {
				won++
			} else if code != 409 {
				t.Errorf("applied four times at once: %v", codes)
			}
		}
		if won != 1 {
			t.Errorf("applied four times at once: %v", codes)
		}
		done := k.settled(b.ID)
		if done.State != crm.ImportApplied || done.Done.Created != 1 || k.get("/projects").int("total") != 1 {
			t.Fatalf("%+v", done)
		}
		got := k.post(path, body{"version": done.Version}).want(409)
		if got.str("state", "state") != "applied" {
			t.Fatal(string(got.Raw))
		}
		k.post(fmt.Sprintf("/imports/%d/discard", b.ID), body{"version": done.Version}).want(409)
		k.put(fmt.Sprintf("/imports/%d/fixes", b.ID), body{"version": done.Version, "fixes": []body{{"sheet": "", "row": 2, "col": 1, "text": "x"}}}).want(409)
		for _, path := range []string{"/imports", path, fmt.Sprintf("/imports/%d/undo", b.ID)} {
			req := httptest.NewRequest("POST", "/api/v1"+path, strings.NewReader("{}"))
			req.Header.Set("Authorization", "Bearer "+k.token)
			w := httptest.NewRecorder()
			c.srv.ServeHTTP(w, req)
			if w.Code != 422 || !strings.Contains(w.Body.String(), `"field":"Idempotency-Key"`) {
				t.Errorf("POST %s without a key: %d %s", path, w.Code, w.Body)
			}
		}
	})
}

// TestImports_UndoRefused: where later work stands on a row, the reasons are told and nothing is taken back.
func TestImports_UndoRefused(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("officer")
		b := k.applied(k.imported("台账.csv", ledger("南溪食品厂,南溪食品有限公司,汉滨区,5000", "远山茶厂,远山茶业有限公司,汉滨区,800"), nil))
		p := k.get("/projects?q=南溪食品厂").want(200)
		c.as("statistician").post("/capital", capitalOf(itoa(p.int("items", 0, "id")))).want(200)
		path := fmt.Sprintf("/imports/%d/undo", b.ID)
		got := k.post(path, body{"version": b.Version, "reason": "导错了"}).want(409)
		if !strings.Contains(string(got.Raw), "南溪食品厂") || strings.Contains(got.str("detail"), "远山茶厂") {
			t.Fatalf("the reasons are not told: %s", got.Raw)
		}
		if k.get("/projects").int("total") != 2 || k.settled(b.ID).State != crm.ImportApplied {
			t.Fatal("something was taken back")
		}
		k.post(path, body{"version": b.Version - 1, "reason": "导错了"}).want(409)
	})
}
