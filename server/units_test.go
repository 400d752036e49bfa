package server_test

import "testing"

func TestUnits_Tree(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		admin := c.as("admin")
		made := admin.post("/units", body{"name": "汉滨区招商局", "kind": "department", "parentId": c.unit("610902"), "order": 90}).want(200)
		id := made.int("id")
		want := c.units["610902"].Path + itoa(id) + "/"
		if made.str("path") != want || made.str("code") == "" {
			t.Fatal(string(made.Raw))
		}
		isProblem(t, admin.post("/units", body{"name": "汉滨区招商局", "kind": "department", "parentId": c.unit("610902")}), 409, "conflict")
		isProblem(t, admin.post("/units", body{"name": "第二个城市", "kind": "city", "parentId": 0}), 422, "invalid")
		isProblem(t, admin.post("/units", body{"name": "无", "kind": "department", "parentId": 9999}), 422, "invalid")
		child := admin.post("/units", body{"name": "一科", "kind": "department", "parentId": id}).want(200)

		// Moving takes the subtree along; not below itself.
		move := body{"name": "汉滨区招商局", "kind": "department", "parentId": child.int("id"), "version": 1}
		isProblem(t, admin.put("/units/"+itoa(id), move), 422, "invalid")
		move["parentId"] = c.unit("610981")
		admin.put("/units/"+itoa(id), move).want(200)
		got := admin.get("/units/%d", child.int("id")).want(200)
		if got.str("path") != c.units["610981"].Path+itoa(id)+"/"+itoa(child.int("id"))+"/" {
			t.Fatal(string(got.Raw))
		}

		// A unit with people is not disabled; the root never is.
		hanbin := body{"name": "汉滨区", "kind": "county", "parentId": c.unit("ak"), "reporting": true, "disabled": true, "version": 1}
		isProblem(t, admin.put("/units/"+itoa(c.unit("610902")), hanbin), 409, "conflict")
		root := body{"name": "安康市", "kind": "city", "parentId": 0, "disabled": true, "version": 1}
		isProblem(t, admin.put("/units/"+itoa(c.unit("ak")), root), 422, "invalid")

		if got := c.as("liaison").get("/offices").want(200); len(got.items()) < 2 {
			t.Fatal(string(got.Raw))
		}
	})
}

// TestUnits_MovedScope: rights follow the tree at once.
func TestUnits_MovedScope(t *testing.T) {
	c := newCity(t, "sqlite")
	made := c.as("admin").post("/units", body{"name": "新区", "kind": "department", "parentId": c.unit("610902")}).want(200)
	if !c.viewer("officer").Scope("readBusiness").Has(made.int("id")) {
		t.Fatal("a new unit below is not reached")
	}
	c.as("admin").put("/units/"+itoa(made.int("id")), body{"name": "新区", "kind": "department", "parentId": c.unit("610981"), "version": 1}).want(200)
	if c.viewer("officer").Scope("readBusiness").Has(made.int("id")) || !c.viewer("officer2").Scope("readBusiness").Has(made.int("id")) {
		t.Fatal("scope did not follow the move")
	}
}

func TestUnits_ChainsAndParks(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		admin, officer := c.as("admin"), c.as("officer")
		n := len(officer.get("/chains").want(200).items())
		officer.post("/chains", body{"code": "x", "name": "y"}).want(403)
		id := admin.post("/chains", body{"code": "test-chain", "name": "测试链", "order": 99}).want(200).int("id")
		isProblem(t, admin.post("/chains", body{"code": "test-chain", "name": "又一条"}), 409, "conflict")
		admin.put("/chains/"+itoa(id), body{"code": "test-chain", "name": "测试产业链"}).want(200)
		admin.put("/chains/99999", body{"code": "other", "name": "无"}).want(404)
		if got := len(officer.get("/chains").want(200).items()); got != n+1 {
			t.Fatal(got, n)
		}
		park := admin.post("/parks", body{"name": "测试园区", "unitId": c.unit("610902")}).want(200)
		isProblem(t, admin.post("/parks", body{"name": "测试园区", "unitId": c.unit("610902")}), 409, "conflict")
		isProblem(t, admin.post("/parks", body{"name": "别的", "unitId": 9999}), 422, "invalid")
		admin.put("/parks/"+itoa(park.int("id")), body{"name": "测试园区二期", "unitId": c.unit("610902")}).want(200)
	})
}

func TestSettings(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		admin := c.as("admin")
		list := admin.get("/settings/all").want(200)
		var seen string
		for i, x := range list.items() {
			if x.(body)["name"] == "cutOffDay" {
				seen = list.str("items", i, "updatedAt")
			}
		}
		put := func(name string, value any, seen string) *answer {
			return admin.put("/settings/"+name, body{"value": value, "updatedAt": seen})
		}
		isProblem(t, put("cutOffDay", 40, seen), 422, "invalid")
		isProblem(t, put("cutOffDay", "25", seen), 422, "invalid")
		isProblem(t, put("cutOffDay", nil, seen), 422, "invalid")
		isProblem(t, put("cutOffDay", 10, "2022-01-01T00:00:00Z"), 409, "conflict")
		isProblem(t, put("everything", 1, ""), 404, "not_found")
		put("cutOffDay", 10, seen).want(200)
		if got := c.as("officer").get("/settings").want(200); got.int("cutOffDay") != 10 {
			t.Fatal(string(got.Raw))
		}
		c.as("officer").put("/settings/cutOffDay", body{"value": 3, "updatedAt": ""}).want(403)
		audit := c.as("auditor").get("/audit?act=setting").want(200)
		if len(audit.items()) != 1 || audit.at("items", 0, "act") != "setting.put" {
			t.Fatal(string(audit.Raw))
		}
		if got := c.as("auditor").get("/audit/verify").want(200); got.int("badSeq") != 0 || got.int("rows") < 10 {
			t.Fatal(string(got.Raw))
		}
	})
}

func TestUnits_Industries(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("officer")
		for _, q := range []string{"1522", "C1522", "瓶"} {
			found := false
			for _, i := range k.get("/industries?q=%s", q).want(200).items() {
				found = found || i.(map[string]any)["code"] == "1522"
			}
			if !found {
				t.Errorf("no class 1522 for %q", q)
			}
		}
		if n := len(k.get("/industries?q=%s", "%25").want(200).items()); n != 0 {
			t.Errorf("%d classes match a lone wildcard", n)
		}
	})
}
