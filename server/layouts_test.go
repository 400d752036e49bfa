package server_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A city changes a sheet's layout: the next open month shows it, a closed month keeps its
// own, and every bad layout is refused with one line.
func TestLayouts(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager := c.as("manager")
		all := manager.get("/reports/layouts").want(200)
		if len(all.items()) != 15 {
			t.Fatalf("%d layouts", len(all.items()))
		}
		if one := string(manager.get("/reports/layouts/targets").want(200).Raw); !strings.Contains(one, `"levels":2`) || !strings.Contains(one, `"first":["serial","name"]`) || !strings.Contains(one, `"orders":true`) {
			t.Error("the rule of 目标任务:", one)
		}
		manager.post("/periods/2022-01/close", body{}).want(200)
		closed := manager.get("/reports/month/2022-01/workbook").want(200)
		own := body{"sheet": "signed", "tab": "签约项目", "title": "签约项目", "version": 0, "notes": []string{"=1+1"},
			"columns": []body{{"key": "code", "heads": []string{"编码"}, "width": 12}, {"key": "industry", "heads": []string{"=2+2"}, "width": 14}}}
		isProblem(t, c.as("statistician").put("/reports/layouts/signed", own), 403, "forbidden")
		isProblem(t, c.as("admin").get("/reports/layouts"), 403, "forbidden")
		isProblem(t, manager.put("/reports/layouts/none", own), 422, "invalid")
		isProblem(t, manager.get("/reports/layouts/none"), 404, "not_found")
		isProblem(t, manager.del("/reports/layouts/none"), 404, "not_found")
		lost := body{"sheet": "signed", "tab": "签约项目", "title": "签约项目", "version": 0, "columns": []body{{"key": "code", "heads": []string{"号"}, "width": 12}}}
		if got := manager.put("/reports/layouts/signed", lost); got.Code != 422 || got.str("field") != "columns[0].heads" {
			t.Error(string(got.Raw))
		}
		bad := body{"sheet": "signed", "tab": "签约项目", "title": "签约项目", "version": 0,
			"columns": []body{{"key": "code", "heads": []string{"编码"}, "width": 12, "hidden": true}}}
		refused := manager.put("/reports/layouts/signed", bad)
		if isProblem(t, refused, 422, "invalid"); !strings.Contains(refused.str("detail"), "不能隐藏") || refused.str("field") != "columns[0].hidden" {
			t.Error(refused.str("detail"))
		}
		isProblem(t, manager.put("/reports/layouts/targets", body{"sheet": "targets", "tab": "目标", "title": "目标", "version": 0, "order": []string{"nothing"}}), 422, "invalid")
		put := manager.put("/reports/layouts/signed", own).want(200)
		if put.int("version") != 1 || !strings.Contains(string(put.Raw), `"own":true`) {
			t.Fatal(string(put.Raw))
		}
		isProblem(t, manager.put("/reports/layouts/signed", own), 409, "conflict")
		isProblem(t, manager.put("/reports/layouts/started", body{"sheet": "started", "tab": "签约项目", "title": "新开工", "version": 0}), 422, "invalid")
		f, err := excelize.OpenReader(bytes.NewReader(manager.get("/reports/month/2022-02/workbook").want(200).Raw))
		if err != nil {
			t.Fatal(err)
		}
		if head, _ := f.GetCellValue("签约项目", "B3"); head != "=2+2" {
			t.Errorf("first head %q", head)
		}
		if formula, _ := f.GetCellFormula("签约项目", "B3"); formula != "" {
			t.Errorf("a head became the formula %s", formula)
		}
		if again := manager.get("/reports/month/2022-01/workbook").want(200); string(again.Raw) != string(closed.Raw) {
			t.Error("a layout changed a closed month")
		}
		isProblem(t, manager.del("/reports/layouts/signed?version=0"), 409, "conflict")
		if got := manager.del("/reports/layouts/signed?version=1").want(200); !strings.Contains(string(got.Raw), `"own":false`) {
			t.Error(string(got.Raw))
		}
	})
}
