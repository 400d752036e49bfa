package server_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
)

func TestRanking_AndCompare(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager, county := c.as("manager"), c.as("statistician")
		var r crm.Ranking
		manager.get("/reports/month/2022-08/ranking?by=gap&basis=outside").want(200).into(&r)
		if len(r.Rows) != 14 || r.Rows[13].Code != "ak-direct" || r.By != "gap" || !strings.Contains(r.BasisLabel, "省外") || !strings.Contains(r.AsOf, "省外") {
			t.Errorf("%+v", r)
		}
		county.get("/reports/month/2022-08/ranking?by=total").want(200).into(&r)
		if len(r.Rows) != 1 || r.Rows[0].Code != "610902" || r.Scope != "汉滨区" {
			t.Errorf("a county sees %+v", r)
		}
		var x crm.BasisComparison
		manager.get("/reports/month/2022-08/compare?basis=all&with=outside").want(200).into(&x)
		if len(x.Rows) != 15 || x.Rows[0].Name != "合计" || x.Left.Label == "" || x.Right.Counts == "" {
			t.Errorf("%+v", x)
		}
		for _, bad := range []string{"ranking?by=luck", "ranking?indicator=nope", "ranking?basis=nope", "ranking?asKnown=2023-01-01", "compare", "compare?with=all",
			"compare?with=nope", "compare?indicator=signed&with=outside"} {
			isProblem(t, manager.get("/reports/month/2022-08/%s", bad), 422, "invalid")
		}
		isProblem(t, manager.get("/reports/month/2022-8/ranking"), 422, "invalid")
		isProblem(t, county.get("/reports/month/2022-08/compare?with=outside&unit=%d", c.unit("610981")), 404, "not_found")
		isProblem(t, c.as("admin").get("/reports/month/2022-08/ranking"), 403, "forbidden")
		isProblem(t, c.as("security").get("/reports/month/2022-08/compare?with=outside"), 403, "forbidden")
	})
}

func TestBases_AddRefuseDefault(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager := c.as("manager")
		basis := func(filter body) body {
			return body{"indicator": "capital", "code": "firstHalf", "label": "上半年汉滨", "filter": filter, "fromYear": 0, "toYear": 0, "default": false, "note": "", "order": 0}
		}
		got := manager.post("/bases", basis(body{"colour": []string{"red"}}))
		isProblem(t, got, 422, "invalid")
		want := "口径不能按“colour”筛选，可用：单位 units、月份 months、跨期调整 adjustments、币种 currency、来源 origins、固定资产 fixed、外商直接投资 fdi、产业链 chains、状态 states"
		if got.str("detail") != want || got.str("field") != "filter.colour" {
			t.Errorf("%s", got.Raw)
		}
		isProblem(t, manager.post("/bases", basis(body{"months": []int{0}})), 422, "invalid")
		isProblem(t, manager.post("/bases", basis(body{"months": []string{"一月"}})), 422, "invalid")
		isProblem(t, c.as("statistician").post("/bases", basis(body{})), 403, "forbidden")
		manager.post("/bases", basis(body{"months": []int{1, 2, 3}, "units": []int64{c.unit("610902")}, "adjustments": []string{"own"}})).want(200)
		list := manager.get("/bases?year=2022").want(200)
		if !strings.Contains(string(list.Raw), "单位为汉滨区,月份为1月、2月、3月,只计当月发生的已核定资金") {
			t.Errorf("%s", list.Raw)
		}
		manager.get("/reports/month/2022-08/figures?basis=capital%%3DfirstHalf").want(200)
		isProblem(t, manager.put("/bases/default", body{"indicator": "capital", "year": 2022, "basis": "nope"}), 422, "invalid")
		isProblem(t, c.as("statistician").put("/bases/default", body{"indicator": "capital", "year": 2022, "basis": "outside"}), 403, "forbidden")
		manager.put("/bases/default", body{"indicator": "capital", "year": 2022, "basis": "outside"}).want(200)
		var f crm.Figures
		manager.get("/reports/month/2022-08/figures").want(200).into(&f)
		if f.Total["capital"].Basis != "outside" {
			t.Errorf("the default is %s", f.Total["capital"].Basis)
		}
	})
}
