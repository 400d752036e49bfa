package server_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// ledgerCity is a project of 汉滨区 with a submitted entry.
type ledgerCity struct {
	*city
	project, entry, version int64
}

const wan = crm.FenPerWan

func newLedgerCity(t *testing.T, c *city) *ledgerCity {
	l := &ledgerCity{city: c}
	l.project = c.as("officer").post("/projects", body{"name": "年产五千吨蚕丝项目", "total": body{"amount": 100_000 * wan, "currency": "CNY"},
		"parties": []body{{"name": "江浙蚕丝集团有限公司", "role": "investor", "origin": "outProv"}}, "countyUnitId": c.unit("610902"), "signedOn": "2022-08-05"}).
		want(200).int("id")
	l.entry = c.as("statistician").post("/capital", l.file(1000*wan)).want(200).int("id")
	l.evidence(t, "capital", l.entry, "银行进账单", 8)
	l.version = c.as("statistician").post("/capital/"+itoa(l.entry)+"/submit", body{"version": 1}).want(200).int("version")
	return l
}

func (l *ledgerCity) file(amount int64) body {
	return body{"projectId": l.project, "month": "2022-09", "arrivedOn": "2022-09-05", "amount": body{"amount": amount, "currency": "CNY"}, "form": "现金", "use": "流动资金"}
}

func (l *ledgerCity) evidence(t *testing.T, kind string, id int64, what string, size int) {
	t.Helper()
	l.as("statistician").upload("/attachments", "进账单.png", pngFile(t, size, size), map[string]string{"objectKind": kind, "objectId": itoa(id), "kind": what}).want(200)
}

func TestServer_Capital(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		l := newLedgerCity(t, c)
		at := "/capital/" + itoa(l.entry)
		t.Run("bad input is one clear line and changes nothing", func(t *testing.T) {
			for name, x := range map[string]struct {
				change body
				code   int
				field  string
			}{
				"negative amount":       {body{"amount": body{"amount": -5, "currency": "CNY"}}, 422, "amount"},
				"parts that do not sum": {body{"parts": []body{{"origin": "outProv", "currency": "CNY", "amount": 1, "fdi": false}}}, 422, "parts"},
				"wrong month":           {body{"month": "2022-13"}, 422, "month"},
				"month to come":         {body{"month": "2022-11"}, 422, "month"},
				"unknown project":       {body{"projectId": 999}, 404, ""},
				"unknown form":          {body{"form": "股票"}, 422, "form"},
			} {
				in := l.file(5 * wan)
				for k, v := range x.change {
					in[k] = v
				}
				a := c.as("statistician").post("/capital", in).want(x.code)
				if a.str("detail") == "" || x.field != "" && a.str("field") != x.field {
					t.Errorf("%s: %s", name, a.Raw)
				}
			}
			if n := c.as("statistician").get("/capital").want(200).int("total"); n != 1 {
				t.Fatal(n)
			}
		})
		t.Run("an Idempotency-Key counts once, another body is refused", func(t *testing.T) {
			k := c.as("statistician").keyed("one-key")
			first := k.post("/capital", l.file(7*wan)).want(200).int("id")
			if again := k.post("/capital", l.file(7*wan)).want(200).int("id"); again != first {
				t.Fatal(first, again)
			}
			k.post("/capital", l.file(8*wan)).want(422)
			c.as("statistician").del("/capital/%d?version=1", first).want(204)
			c.as("statistician").get("/capital/%d", first).want(404)
		})
		t.Run("who may not", func(t *testing.T) {
			c.as("officer").post(at+"/verify", body{"version": l.version}).want(403)
			c.as("statistician2").get("%s", at).want(404)
			c.as("statistician2").post(at+"/withdraw", body{"version": l.version}).want(404)
			c.as("admin").get("/capital").want(403)
			c.as("verifier").post(at+"/return", body{"version": l.version}).want(422)
		})
		if n := c.as("verifier").get("/capital?queue=true").want(200).int("total"); n != 1 {
			t.Fatal("queue", n)
		}
		c.as("verifier").post(at+"/verify", body{"version": l.version + 5}).want(409)
		done := c.as("verifier").post(at+"/verify", body{"version": l.version}).want(200)
		if done.str("state") != "verified" || done.int("verified") != 1000*wan {
			t.Fatalf("%s", done.Raw)
		}
		second := c.as("verifier").post(at+"/verify", body{"version": l.version + 1}).want(409)
		if second.str("code") != "conflict" || second.str("detail") == "" {
			t.Fatalf("%s", second.Raw)
		}
		r := c.as("statistician").post(at+"/reverse", body{"reason": "重复填报", "submit": true}).want(200)
		if r.int("amount", "amount") != -1000*wan || r.int("reversesId") != l.entry {
			t.Fatalf("%s", r.Raw)
		}
		c.as("statistician").post(at+"/reverse", body{"reason": "再冲一次"}).want(409)
		if p := c.as("officer").get("/projects/%d", l.project).want(200); p.int("arrivedCny") != 1000*wan || p.int("pendingCny") != -1000*wan {
			t.Fatalf("%s", p.Raw)
		}
	})
}

func TestServer_Milestones(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		l := newLedgerCity(t, c)
		list := c.as("officer").get("/projects/%d/milestones", l.project).want(200)
		if list.str("items", 0, "kind") != "signed" || list.str("items", 0, "state") != "draft" {
			t.Fatalf("%s", list.Raw)
		}
		id := list.int("items", 0, "id")
		at := "/milestones/" + itoa(id)
		c.as("statistician").post(at+"/submit", body{"version": 1}).want(422)
		l.evidence(t, "milestone", id, "投资合同", 9)
		m := c.as("statistician").put(at, body{"kind": "signed", "on": "2022-08", "version": 1}).want(200)
		m = c.as("statistician").post(at+"/submit", body{"version": m.int("version")}).want(200)
		c.as("statistician").post(at+"/approve", body{"version": m.int("version")}).want(403)
		m = c.as("verifier2").post(at+"/return", body{"version": m.int("version"), "text": "合同缺页"}).want(200)
		m = c.as("statistician").post(at+"/submit", body{"version": m.int("version")}).want(200)
		if n := c.as("verifier").get("/milestones?queue=true").want(200).int("total"); n != 1 {
			t.Fatal("queue", n)
		}
		c.as("verifier").post(at+"/approve", body{"version": m.int("version")}).want(200)
		if p := c.as("officer").get("/projects/%d", l.project).want(200); p.str("signedOn") != "2022-08" {
			t.Fatalf("%s", p.Raw)
		}
		new := c.as("statistician").post("/projects/"+itoa(l.project)+"/milestones", body{"kind": "started", "on": "2022-09-01"}).want(200)
		c.as("statistician2").get("/milestones/%d", new.int("id")).want(404)
		c.as("statistician").post("/projects/"+itoa(l.project)+"/milestones", body{"kind": "started", "on": "2022-09-02"}).want(409)
	})
}

func TestServer_Projects(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		l := newLedgerCity(t, c)
		at := "/projects/" + itoa(l.project)
		v := c.as("officer").get("%s", at).want(200).int("version")
		shares := body{"fromYear": 2022, "reason": "与旬阳市联合引进", "version": v,
			"shares": []body{{"unitId": c.unit("610902"), "bp": 7000}, {"unitId": c.unit("610981"), "bp": 3000}}}
		c.as("officer").post(at+"/attribution", shares).want(403)
		c.as("officer2").get("%s", at).want(404)
		v = c.as("manager").post(at+"/attribution", shares).want(200).int("version")
		c.as("manager").post(at+"/attribution", shares).want(409)
		c.as("officer2").get("%s", at).want(200)
		if n := len(c.as("officer2").get("%s/attributions", at).want(200).items()); n != 2 {
			t.Fatal(n)
		}
		shares["shares"], shares["version"] = []body{{"unitId": c.unit("610902"), "bp": 7000}}, v
		c.as("manager").post(at+"/attribution", shares).want(422)
		v = c.as("manager").post(at+"/introduction", body{"shares": []body{{"unitId": c.unit("ak-office-jjj"), "bp": 5000}}, "reason": "牵线", "version": v}).want(200).int("version")
		c.as("liaison").get("%s", at).want(200)
		c.as("officer").post(at+"/status", body{"status": "stopped", "version": v}).want(422)
		v = c.as("officer").post(at+"/status", body{"status": "delayed", "reason": "等土地", "version": v}).want(200).int("version")
		c.as("officer").post(at+"/void", body{"reason": "误录", "version": v}).want(409)
		if n := len(c.as("officer").get("%s/timeline", at).want(200).items()); n < 5 {
			t.Fatal(n)
		}
		for login, want := range map[string]int{"officer": 1, "officer2": 1, "manager": 1, "liaison2": 0} {
			if n := c.as(login).get("/projects?status=delayed").want(200).int("total"); n != int64(want) {
				t.Errorf("%s sees %d", login, n)
			}
			if n := sheetRows(t, c.as(login).get("/projects/export?status=delayed").want(200).Raw, "项目"); n != want {
				t.Errorf("%s exports %d projects", login, n)
			}
			entries := int(c.as(login).get("/capital").want(200).int("total"))
			if n := sheetRows(t, c.as(login).get("/capital/export").want(200).Raw, "到位资金"); n != entries {
				t.Errorf("%s exports %d of %d entries", login, n, entries)
			}
		}
		c.as("leader").get("/projects/export").want(403)
	})
}

// sheetRows counts the rows of an exported list that have a code.
// 责任人 is somebody who may read the unit's business, never an administrator or another
// county's officer.
func TestServer_ProjectOwner(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		for login, code := range map[string]int{"admin": 422, "officer2": 422, "statistician": 200, "officer": 200} {
			in := body{"name": "责任人试验" + login, "total": body{"amount": 100 * wan, "currency": "CNY"}, "countyUnitId": c.unit("610902"),
				"parties": []body{{"name": "责任人试验" + login + "有限公司", "role": "investor"}}, "ownerId": c.users[login].ID}
			c.as("officer").post("/projects", in).want(code)
		}
	})
}

// rowsOf are the rows of a workbook's sheet.
func rowsOf(t *testing.T, file []byte, sheet string) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func sheetRows(t *testing.T, file []byte, sheet string) (n int) {
	t.Helper()
	for _, r := range rowsOf(t, file, sheet) {
		if len(r) > 0 && (len(r[0]) == 11 && (r[0][:2] == "XM" || r[0][:2] == "ZJ")) {
			n++
		}
	}
	return n
}
