package server_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// sheetText is all text of a workbook's parts.
func sheetText(t *testing.T, raw []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&b, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return b.String()
}

func newLead(company string) body {
	return body{"companyName": company, "project": company + "生产线", "content": "新建生产线", "industry": "C39", "source": "自主招商",
		"amount": body{"amount": 5_000_000_000, "currency": "CNY"}, "nextStep": "上门对接", "nextDue": "2022-10-10"}
}

func newVisit(company string, leads ...any) body {
	return body{"kind": "out", "on": "2022-09-20", "province": "北京", "theme": "对接投资意向", "outcome": "获取线索",
		"companies": []body{{"name": company}}, "leadIds": leads}
}

// TestLeads_wholePath: an office logs a visit and a lead and hands it to a county; a
// county that has no part in it meets it by no door.
func TestLeads_wholePath(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		liaison, officer, other := c.as("liaison"), c.as("officer"), c.as("officer2")
		visit := liaison.post("/visits", newVisit("北方示例电子有限公司")).want(200)
		in := newLead("北方示例电子有限公司")
		in["visitId"] = visit.at("id")
		lead := liaison.post("/leads", in).want(200)
		id, code := lead.at("id"), fmt.Sprint(lead.at("code"))
		liaison.post(fmt.Sprintf("/leads/%v/stage", id), body{"stage": "talking", "version": lead.at("version")}).want(200)
		unseen(t, officer, id, code)
		unseen(t, other, id, code)
		offer := liaison.post(fmt.Sprintf("/leads/%v/transfers", id), body{"toUnitId": c.unit("610902"), "reason": "企业选定汉滨区", "introBp": 2000, "version": 2}).want(200)
		if n := officer.get("/workbench").want(200).at("transfers", "total"); fmt.Sprint(n) != "1" {
			t.Fatalf("transfers on the workbench: %v", n)
		}
		accept := fmt.Sprintf("/transfers/%v/accept", offer.at("id"))
		other.post(accept, nil).want(404)
		c.as("leader").post(accept, nil).want(403)
		officer.post(accept, nil).want(200)
		officer.post(accept, nil).want(409)
		detail := officer.get("/leads/%v", id).want(200)
		if fmt.Sprint(detail.at("unitId")) != fmt.Sprint(c.unit("610902")) || detail.at("canEdit") != true {
			t.Fatalf("after acceptance: %s", detail.Raw)
		}
		if n := len(officer.get("/leads/%v/visits", id).want(200).at("items").([]any)); n != 1 {
			t.Fatalf("the timeline has %d visits", n)
		}
		liaison.get("/leads/%v", id).want(200)
		unseen(t, other, id, code)
		file := officer.get("/leads/export?q=%s", code).want(200)
		if text := sheetText(t, file.Raw); !strings.Contains(text, code) || !strings.Contains(text, "对接洽谈") {
			t.Fatal("the export lacks the lead")
		}
		c.as("leader").get("/leads/export").want(403)
	})
}

// unseen fails when k meets the lead by list, search, address, history or export.
func unseen(t *testing.T, k *client, id any, code string) {
	t.Helper()
	if n := k.get("/leads?q=%s", code).want(200).at("total"); fmt.Sprint(n) != "0" {
		t.Errorf("%s counts %v leads", k.login, n)
	}
	if hits := k.get("/search?q=%s", code).want(200).at("items").([]any); len(hits) != 0 {
		t.Errorf("%s finds %v", k.login, hits)
	}
	missing := k.get("/leads/999999").want(404)
	if got := k.get("/leads/%v", id).want(404); got.at("detail") != missing.at("detail") {
		t.Errorf("%s: out of scope reads %v, missing %v", k.login, got.at("detail"), missing.at("detail"))
	}
	k.get("/leads/%v/history", id).want(404)
	k.get("/leads/%v/visits", id).want(404)
	if strings.Contains(sheetText(t, k.get("/leads/export").want(200).Raw), code) {
		t.Errorf("%s exports the lead", k.login)
	}
}

func TestLeads_badInput(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("officer")
		lead := k.post("/leads", newLead("坏账示例有限公司")).want(200)
		id := lead.at("id")
		c.nobody().get("/leads").want(401)
		c.as("admin").get("/leads").want(403)
		c.as("statistician").post("/leads", newLead("越权示例有限公司")).want(403)
		k.post("/leads", body{"project": "没有企业"}).want(422)
		bad := newLead("负数示例有限公司")
		bad["amount"] = body{"amount": -1, "currency": "CNY"}
		if f := k.post("/leads", bad).want(422).at("field"); f != "amount" {
			t.Errorf("field = %v", f)
		}
		k.post("/leads", body{"companyName": "越权示例有限公司", "project": "别县项目", "unitId": c.unit("610981")}).want(404)
		stage := fmt.Sprintf("/leads/%v/stage", id)
		if f := k.post(stage, body{"stage": "visiting", "version": 1}).want(422).at("field"); f != "placeUnitId" {
			t.Errorf("field = %v", f)
		}
		k.post(stage, body{"stage": "somewhere", "version": 1}).want(422)
		stale := k.post(stage, body{"stage": "talking", "version": 7}).want(409)
		if fmt.Sprint(stale.at("state", "version")) != "1" {
			t.Errorf("a conflict shows no state: %s", stale.Raw)
		}
		k.get("/leads?warning=green").want(422)
		k.get("/leads?dueBefore=2022-13-01").want(422)
		k.get("/leads?sort=void_reason").want(422)
		k.get("/leads?cursor=zzz").want(422)
		if n := k.get("/leads").want(200).at("total"); fmt.Sprint(n) != "1" {
			t.Errorf("refused input left %v leads", n)
		}
		k.put(fmt.Sprintf("/leads/%v", id), body{"companyId": lead.at("companyId"), "project": "改名后的项目", "version": 1}).want(200)
		k.put(fmt.Sprintf("/leads/%v", id), body{"companyId": lead.at("companyId"), "project": "再改", "version": 1}).want(409)
	})
}

func TestLeads_check(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("officer")
		k.post("/leads", newLead("查重示例有限公司")).want(200)
		look := func(k *client, name string) *answer {
			return k.post("/leads/check", body{"companyName": name, "industry": "C39"}).want(200)
		}
		if got := look(k, "查重示例有限公司"); len(got.at("verdicts").([]any)) != 1 || got.str("verdicts", 0, "level") != "L1" || len(got.at("notices").([]any)) != 0 {
			t.Fatalf("own line: %s", got.Raw)
		}
		if got := look(k, "查重示例股份有限公司"); got.str("verdicts", 0, "level") != "L2" {
			t.Fatalf("similar name: %s", got.Raw)
		}
		if got := look(c.as("officer2"), "查重示例有限公司"); len(got.at("verdicts").([]any)) != 0 || got.str("notices", 0, "unitName") != "汉滨区" {
			t.Fatalf("another unit: %s", got.Raw)
		}
		if got := look(c.as("officer2"), "从未登记有限公司"); len(got.at("notices").([]any)) != 0 {
			t.Fatalf("a name that nobody holds: %s", got.Raw)
		}
	})
}

func TestVisits_idempotent(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("officer")
		key := func(name string, in body) *answer { return k.keyed(name).post("/visits", in) }
		a := key("k1", newVisit("一次企业有限公司")).want(200)
		b := key("k1", newVisit("一次企业有限公司")).want(200)
		if !bytes.Equal(a.Raw, b.Raw) {
			t.Fatalf("the repeat got another answer:\n%s\n%s", a.Raw, b.Raw)
		}
		key("k1", newVisit("另一家企业有限公司")).want(422)
		if n := k.get("/visits?month=2022-09").want(200).at("total"); fmt.Sprint(n) != "1" {
			t.Fatalf("%v visits", n)
		}
		future := newVisit("未来企业有限公司")
		future["on"] = "2022-10-01"
		key("k2", future).want(422)
		id := a.at("id")
		c.as("officer2").get("/visits/%v", id).want(404)
		foot := k.get("/footprint?from=2022-09&to=2022-09").want(200)
		if foot.int("provinces") != 1 || foot.int("cities") != 1 {
			t.Fatalf("%s", foot.Raw)
		}
		if !strings.Contains(sheetText(t, k.get("/visits/export").want(200).Raw), "一次企业有限公司") {
			t.Fatal("the export lacks the visit")
		}
		k.post(fmt.Sprintf("/visits/%v/void", id), body{"reason": "重复记录", "version": 1}).want(200)
		k.put(fmt.Sprintf("/visits/%v", id), newVisit("一次企业有限公司")).want(409)
	})
}

func TestCompanies_contacts(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k, other := c.as("officer"), c.as("officer2")
		x := k.post("/companies", body{"name": "联系示例有限公司", "origin": "outProv", "province": "广东"}).want(200)
		id := x.at("id")
		p := k.post(fmt.Sprintf("/companies/%v/contacts", id), body{"name": "周经理", "phone": "13911112222"}).want(200)
		if p.at("phone") != "139****2222" {
			t.Fatalf("%s", p.Raw)
		}
		reveal := fmt.Sprintf("/contacts/%v/reveal", p.at("id"))
		if got := k.post(reveal, nil).want(200).at("phone"); got != "13911112222" {
			t.Fatalf("revealed %v", got)
		}
		other.post(reveal, nil).want(404)
		other.get("/companies/%v", id).want(404)
		if n := len(k.get("/companies/match?name=%s", "联系示例有限公司").want(200).at("items").([]any)); n != 1 {
			t.Fatalf("%d of one's own", n)
		}
		known, unknown := other.get("/companies/match?name=%s", "联系示例有限公司").want(200), other.get("/companies/match?name=%s", "无人登记有限公司").want(200)
		if !bytes.Equal(known.Raw, unknown.Raw) {
			t.Fatalf("a foreign name is told: %s, unknown: %s", known.Raw, unknown.Raw)
		}
		if strings.Contains(string(c.as("auditor").get("/audit?limit=200").want(200).Raw), "13911112222") {
			t.Fatal("a full number stands in the audit log")
		}
		if !strings.Contains(sheetText(t, k.get("/companies/export").want(200).Raw), "联系示例有限公司") {
			t.Fatal("the export lacks the company")
		}
		k.del("/contacts/%v?version=1", p.at("id")).want(204)
		k.get("/contacts/%v", p.at("id")).want(404)
	})
}
