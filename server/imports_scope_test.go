package server_test

import (
	"fmt"
	"strings"
	"testing"

	"yinfeng/crm"
)

// importRoutes are the routes of one batch.
var importRoutes = []struct {
	method, path string
	body         body
}{
	{"GET", "", nil}, {"GET", "/lines", nil}, {"GET", "/marked", nil},
	{"PUT", "/columns", body{"version": 2, "sheet": "", "table": "", "map": body{"kind": "projects", "columns": []body{{"col": 1, "key": "project", "unit": ""}}}}},
	{"PUT", "/fixes", body{"version": 2, "fixes": []body{{"sheet": "", "row": 2, "col": 1, "text": "改"}}}},
	{"PUT", "/decisions", body{"version": 2, "decisions": []body{{"sheet": "", "table": "", "row": 2, "choice": "skip", "reason": ""}}}},
	{"POST", "/apply", body{"version": 2}}, {"POST", "/undo", body{"version": 2, "reason": "导错了"}}, {"POST", "/discard", body{"version": 2}},
}

// TestImports_Scope: an officer changes no other unit's rows by an import, and another
// unit's batch is not there for him through any door.
func TestImports_Scope(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		officer, other := c.as("officer"), c.as("officer2")
		other.applied(other.imported("旬阳.csv", ledger("长风水泥厂,长风水泥有限公司,旬阳市,9000"), nil))
		theirs := fmt.Sprint(other.get("/projects").want(200).JSON)

		b := officer.imported("台账.csv", ledger("明湖纺织厂,明湖纺织有限公司,汉滨区,5000", "长风水泥厂,长风水泥有限公司,旬阳市,100", "青峰茶厂,青峰茶业有限公司,白河县,800"), nil)
		if b.Plan.Create != 1 || b.Plan.Reject != 2 || b.Plan.Read != 3 {
			t.Fatalf("%+v", b.Plan)
		}
		rejected := officer.lines(b.ID, "only=rejected")
		for _, l := range rejected {
			if l.Outcome != crm.ImportRejected || !strings.Contains(l.Why, "权限") || l.ObjectID != 0 || strings.Contains(fmt.Sprint(l), "9000") {
				t.Errorf("another unit's row: %+v", l)
			}
		}
		if len(rejected) != 2 {
			t.Fatalf("%d rows rejected", len(rejected))
		}
		done := officer.applied(b)
		if d := done.Done; d.Created != 1 || d.Rejected != 2 || d.Read != 3 {
			t.Fatalf("%+v", d)
		}
		if now := fmt.Sprint(other.get("/projects").want(200).JSON); now != theirs {
			t.Fatalf("another unit's project changed: %s", now)
		}
		for _, who := range []string{"officer2", "liaison", "statistician2"} {
			k := c.as(who)
			if list := k.get("/imports").want(200); strings.Contains(string(list.Raw), "台账.csv") {
				t.Errorf("%s lists another unit's batch", who)
			}
			for _, r := range importRoutes {
				path := func(id any) string { return fmt.Sprintf("/imports/%v%s", id, r.path) }
				one, two := k.do(r.method, path(b.ID), r.body), k.do(r.method, path(missingID), r.body)
				if one.Code != 404 || two.Code != 404 || sameBut(one, two) != "" {
					t.Errorf("%s %s by %s: foreign %d, missing %d: %s", r.method, r.path, who, one.Code, two.Code, one.Raw)
				}
			}
		}
		if got := c.as("statistician").get("/imports/%d", b.ID); got.Code != 200 {
			t.Errorf("a colleague of the unit: %d", got.Code)
		}
		if got := c.as("manager").get("/imports/%d", b.ID); got.Code != 200 {
			t.Errorf("the bureau: %d", got.Code)
		}
		officer.upload("/imports", "x.csv", ledger("甲,乙有限公司,汉滨区,1000"), map[string]string{"unitId": itoa(c.unit("610981"))}).want(422)
	})
}

// TestImports_LinesAgree: every filter of the grid counts what it lists, and the batch's own counts say the same.
func TestImports_LinesAgree(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("manager")
		b := k.imported("05.xlsx", c.sample("05_多表不同列.xlsx"), map[string]string{"asOf": "2022-09-26"})
		counted := map[string]int64{}
		for _, n := range b.Lines {
			for only, n := range map[string]int64{"all": n.All, "errors": n.Errors, "warnings": n.Warnings, "duplicates": n.Duplicates, "updates": n.Updates, "rejected": n.Rejected} {
				counted[only] += n
			}
			sheet := fmt.Sprintf("only=all&sheet=%s&table=%s", n.Sheet, n.Table)
			if got := k.lines(b.ID, sheet); int64(len(got)) != n.All || n.All == 0 {
				t.Errorf("%s: listed %d, the batch says %d", sheet, len(got), n.All)
			}
		}
		if counted["all"] != b.Plan.Read || counted["all"] == 0 || counted["errors"] == 0 {
			t.Fatalf("%+v against %+v", counted, b.Plan)
		}
		for only, n := range counted {
			if got := k.lines(b.ID, "only="+only); int64(len(got)) != n {
				t.Errorf("only=%s: listed %d, the batch says %d", only, len(got), n)
			}
		}
		k.get("/imports/%d/lines?only=nonsense", b.ID).want(422)
		k.get("/imports/%d/lines?cursor=nonsense", b.ID).want(422)
	})
}

// TestImports_Queue: a person who hands in too much waits.
func TestImports_Queue(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("officer") // no worker runs: all of it waits
		var last *answer
		for i := range 4 {
			last = k.upload("/imports", fmt.Sprintf("%d.csv", i), ledger("甲,乙有限公司,汉滨区,1000"), nil).want(200)
		}
		got := k.upload("/imports", "5.csv", ledger("甲,乙有限公司,汉滨区,1000"), nil)
		isProblem(t, got, 429, "too_many")
		c.as("officer2").upload("/imports", "5.csv", ledger("甲,乙有限公司,旬阳市,1000"), nil).want(200)
		k.post(fmt.Sprintf("/imports/%d/discard", last.int("id")), body{"version": last.int("version")}).want(200)
		k.upload("/imports", "5.csv", ledger("甲,乙有限公司,汉滨区,1000"), nil).want(200)
		c.workImports()
		for _, x := range k.get("/imports").want(200).items() {
			if b := k.settled(number(x.(body), "id")); b.State != crm.ImportChecked && b.State != crm.ImportDiscarded {
				t.Errorf("%+v", b)
			}
		}
	})
}
