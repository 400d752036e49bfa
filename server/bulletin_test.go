package server_test

import (
	"strings"
	"testing"
)

func TestBulletin_TextTemplatesAndBadInput(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager, county := c.as("manager"), c.as("statistician")
		b := manager.get("/reports/month/2022-08/bulletin").want(200)
		if !strings.Contains(b.str("title"), "招商引资工作情况通报") || !strings.Contains(b.str("plain"), "1100.00亿元") || !strings.Contains(b.str("note"), "未关账") ||
			!strings.Contains(string(b.Raw), "2022-08.capital.all.ak.target") {
			t.Error(string(b.Raw))
		}
		if own := county.get("/reports/month/2022-08/bulletin").want(200); own.str("scope") != "汉滨区" || !strings.Contains(string(own.Raw), "2022-08.capital.all.610902.cumulative") {
			t.Error(string(own.Raw))
		}
		for path, code := range map[string]int{"2022-8/bulletin": 422, "2023-01/bulletin": 422, "2022-08/bulletin?template=99": 404, "2022-08/bulletin?unit=999999": 404,
			"2022-08/bulletin?basis=capital": 422, "2022-08/bulletin?asKnown=soon": 422} {
			manager.get("/reports/month/%s", path).want(code)
		}
		isProblem(t, county.get("/reports/month/2022-08/bulletin?unit=%d", c.unit("610981")), 404, "not_found")
		isProblem(t, c.as("admin").get("/reports/month/2022-08/bulletin"), 403, "forbidden")
		isProblem(t, county.post("/bulletin-templates", body{"name": "甲", "body": "题\n{月份}"}), 403, "forbidden")
		isProblem(t, county.post("/reports/month/2022-08/bulletin", body{"body": "题\n{月份}"}), 403, "forbidden")
		isProblem(t, manager.post("/bulletin-templates", body{"name": "甲", "body": "题\n{今天}"}), 422, "invalid")
		isProblem(t, manager.post("/reports/month/2022-08/bulletin", body{"body": "只有题"}), 422, "invalid")
		if got := manager.post("/reports/month/2022-08/bulletin", body{"body": "题\n=1+1 <b>{月份}</b>"}).want(200); !strings.Contains(got.str("plain"), "=1+1 <b>8月</b>") {
			t.Error(string(got.Raw))
		}
		one := manager.post("/bulletin-templates", body{"name": "甲", "body": "题\n{月份}", "default": true}).want(200)
		if got := manager.get("/reports/month/2022-08/bulletin").want(200); got.str("title") != "题" || got.str("name") != "甲" {
			t.Error(string(got.Raw))
		}
		isProblem(t, manager.put("/bulletin-templates/"+itoa(one.int("id")), body{"name": "甲", "body": "题\n{月份}", "version": 9}), 409, "conflict")
		isProblem(t, manager.del("/bulletin-templates/%d", one.int("id")), 422, "invalid")
		manager.del("/bulletin-templates/%d?version=1", one.int("id")).want(204)
		if got := county.get("/bulletin-templates").want(200); len(got.items()) != 1 || got.at("items", 0, "default") != true {
			t.Error(string(got.Raw))
		}
	})
}
