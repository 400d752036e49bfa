package server_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"

	"yinfeng/crm"
)

// phoneLedger is a ledger with a column of phones and a phone in a remark.
func phoneLedger(rows ...string) []byte {
	var b strings.Builder
	b.WriteString("\ufeff项目名称,投资方,县区,总投资（万元）,签约时间,联系电话,备注\r\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "%s,2022-03-05,13800138000,找张某 139-0013-9000\r\n", r)
	}
	return []byte(b.String())
}

// grant gives a person other roles.
func (c *city) grant(login string, grants ...crm.Grant) {
	c.t.Helper()
	u, err := c.store.User(context.Background(), operator, c.users[login].ID)
	c.must(err)
	_, err = c.store.SetGrants(context.Background(), operator, u.ID, grants, u.Version)
	c.must(err)
}

// audited are the audit rows of imports, by act.
func (c *city) audited() map[string]crm.AuditRow {
	c.t.Helper()
	var list crm.List[crm.AuditRow]
	c.as("auditor").get("/audit?object=import&limit=100").want(200).into(&list)
	out := map[string]crm.AuditRow{}
	for _, r := range list.Items {
		out[r.Act] = r
	}
	return out
}

// TestImports_Person: whoever shares a batch's unit looks at it, without phones; only its person changes and applies it.
func TestImports_Person(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		officer := c.as("officer")
		b := officer.imported("台账.csv", phoneLedger("明湖纺织厂,明湖纺织有限公司,汉滨区,5000"), nil)
		seen := func(k *client) string {
			return string(k.get("/imports/%d/lines", b.ID).want(200).Raw) + string(k.get("/imports/%d", b.ID).want(200).Raw) + string(k.get("/imports").want(200).Raw)
		}
		if text := seen(officer); !strings.Contains(text, "13800138000") || !strings.Contains(text, "139-0013-9000") {
			t.Errorf("the person does not see his cells: %s", text)
		}
		for _, login := range []string{"statistician", "manager"} {
			k := c.as(login)
			if text := seen(k); strings.Contains(text, "13800138000") || strings.Contains(text, "139-0013-9000") || !strings.Contains(text, "138****8000") || !strings.Contains(text, "139****9000") {
				t.Errorf("%s sees %s", login, text)
			}
			for _, r := range importRoutes {
				if r.method == "GET" && r.path != "/marked" || r.path == "/undo" {
					continue
				}
				got := k.do(r.method, fmt.Sprintf("/imports/%d%s", b.ID, r.path), r.body)
				isProblem(t, got, 409, "conflict")
				if !strings.Contains(got.str("detail"), "只有上传人能") || !strings.Contains(got.str("detail"), b.UserName) || strings.Contains(string(got.Raw), "13800138000") {
					t.Errorf("%s %s by %s: %s", r.method, r.path, login, got.Raw)
				}
			}
		}
		if now := officer.settled(b.ID); now.Version != b.Version || now.State != crm.ImportChecked {
			t.Fatalf("another has changed it: %+v", now)
		}
		if text := string(officer.get("/imports/%d/marked", b.ID).want(200).Raw); !strings.Contains(text, "13800138000") {
			t.Error("the person's own file is not his own")
		}
		fix := body{"sheet": "", "row": 2, "col": 6, "text": "13700137000"}
		officer.put(fmt.Sprintf("/imports/%d/fixes", b.ID), body{"version": b.Version, "fixes": []body{fix}}).want(200)
		b = officer.settled(b.ID)
		officer.put(fmt.Sprintf("/imports/%d/decisions", b.ID), body{"version": b.Version, "decisions": []body{{"sheet": "", "table": "", "row": 2, "choice": "accept", "reason": "已核对"}}}).want(200)
		done := officer.applied(officer.settled(b.ID))
		if done.State != crm.ImportApplied || done.Done.Created != 1 {
			t.Fatalf("%+v", done)
		}
		c.as("statistician").post(fmt.Sprintf("/imports/%d/undo", b.ID), body{"version": done.Version, "reason": "导错了"}).want(200)
		c.auditedPeople(b.ID)
	})
}

// auditedPeople checks who did what to the batch of TestImports_Person, and from where.
func (c *city) auditedPeople(id int64) {
	c.t.Helper()
	rows := c.audited()
	for act, login := range map[string]string{"import.upload": "officer", "import.fixes": "officer", "import.decisions": "officer", "import.request": "officer",
		"import.apply": "officer", "import.undo": "statistician"} {
		if r := rows[act]; r.UserID != c.users[login].ID || r.Actor != c.users[login].Name || r.Address == "" || r.ObjectID != id || strings.Contains(r.Detail, "13700137000") {
			c.t.Errorf("%s: %+v", act, r)
		}
	}
	if d := rows["import.fixes"].Detail; !strings.Contains(d, "R2C6") || !strings.Contains(d, "137****7000") {
		c.t.Error(d)
	}
}

// TestImports_Abroad: a person whose role lies at another unit works on his own batches; a colleague of his unit does
// not take back what he wrote there.
func TestImports_Abroad(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		c.grant("officer", crm.Grant{Role: crm.RoleOfficer, UnitID: c.unit("610981")})
		k := c.as("officer")
		done := k.applied(k.imported("旬阳.csv", ledger("长风水泥厂,长风水泥有限公司,旬阳市,9000"), nil))
		if done.State != crm.ImportApplied || done.Done.Created != 1 || k.get("/imports").int("total") != 1 {
			t.Fatalf("%+v", done)
		}
		undo := func(k *client) *answer {
			return k.post(fmt.Sprintf("/imports/%d/undo", done.ID), body{"version": done.Version, "reason": "导错了"})
		}
		got := undo(c.as("statistician"))
		isProblem(t, got, 409, "conflict")
		if !strings.Contains(got.str("detail"), "不能导入的单位") || k.get("/projects").int("total") != 1 {
			t.Errorf("%s", got.Raw)
		}
		undo(c.as("officer2")).want(404)
		undo(c.as("manager")).want(200)
		if r := c.audited()["import.undo"]; r.UserID != c.users["manager"].ID || r.Address == "" {
			t.Errorf("%+v", r)
		}
	})
}

// TestImports_RightsLost: a job whose person may no longer import ends with a line that says what to do.
func TestImports_RightsLost(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		content := ledger("明湖纺织厂,明湖纺织有限公司,汉滨区,5000")
		lost, gone := c.as("officer").upload("/imports", "一.csv", content, nil).want(200).int("id"), c.as("officer2").upload("/imports", "二.csv", content, nil).want(200).int("id")
		c.grant("officer", crm.Grant{Role: crm.RoleLeader, UnitID: c.unit("610902")})
		u, err := c.store.User(context.Background(), operator, c.users["officer2"].ID)
		c.must(err)
		_, err = c.store.UpdateUser(context.Background(), operator, u.ID, crm.UserInput{Login: u.Login, Name: u.Name, UnitID: u.UnitID, Phone: "13900000099", Disabled: true, Version: u.Version})
		c.must(err)
		c.workImports()
		manager := c.as("manager")
		for id, want := range map[int64]string{lost: "没有导入权限", gone: "已停用"} {
			if b := manager.settled(id); b.State != crm.ImportFailed || !strings.Contains(b.Problem, want) || !strings.Contains(b.Problem, "重新上传") {
				t.Errorf("%s %s", b.State, b.Problem)
			}
		}
	})
}

// TestImports_Places: a correction of a cell that is not there, a day to come and a file without a name are refused with one line.
func TestImports_Places(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("officer")
		b := k.imported("台账.csv", ledger("明湖纺织厂,明湖纺织有限公司,汉滨区,5000"), nil)
		path := fmt.Sprintf("/imports/%d/fixes", b.ID)
		for want, fix := range map[string]body{"没有“别的”这张表": {"sheet": "别的", "row": 2, "col": 1, "text": "x"}, "没有第 3 行": {"sheet": "", "row": 3, "col": 1, "text": "x"},
			"没有第 7 列": {"sheet": "", "row": 2, "col": 7, "text": "x"}} {
			got := k.put(path, body{"version": b.Version, "fixes": []body{fix}})
			isProblem(t, got, 422, "invalid")
			if !strings.Contains(got.str("detail"), want) {
				t.Errorf("%v: %s", fix, got.Raw)
			}
		}
		if now := k.settled(b.ID); now.Version != b.Version {
			t.Errorf("a refused correction has changed the batch: %+v", now)
		}
		got := k.upload("/imports", "台账.csv", ledger("甲,乙有限公司,汉滨区,1000"), map[string]string{"asOf": "2022-09-27"})
		isProblem(t, got, 422, "invalid")
		if !strings.Contains(string(got.Raw), "晚于今天（2022-09-26）") {
			t.Errorf("%s", got.Raw)
		}
		got = k.upload("/imports", "", ledger("甲,乙有限公司,汉滨区,1000"), nil)
		isProblem(t, got, 422, "invalid")
		if !strings.Contains(string(got.Raw), "请选择文件") {
			t.Errorf("%s", got.Raw)
		}
		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		w.Close()
		req := httptest.NewRequest("POST", "/api/v1/imports", &form)
		req.Header.Set("Content-Type", w.FormDataContentType())
		isProblem(t, k.send(req), 422, "invalid")
		if n := k.get("/imports").int("total"); n != 1 {
			t.Errorf("%d batches", n)
		}
	})
}
