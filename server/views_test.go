package server_test

import (
	"slices"
	"testing"

	"yinfeng/crm"
)

// A saved view knows the filters that its list page knows, no more and no less.
func TestViews_KnowTheirPages(t *testing.T) {
	doc := readDocument(t)
	for page, names := range crm.ViewPages {
		want := []string{}
		params, _ := dig(doc.root, "paths", page, "get", "parameters").([]any)
		for _, p := range params {
			if name := p.(map[string]any)["name"].(string); !slices.Contains([]string{"limit", "cursor", "page"}, name) {
				want = append(want, name)
			}
		}
		got := slices.Clone(names)
		slices.Sort(got)
		slices.Sort(want)
		if len(want) < 3 || !slices.Equal(got, want) {
			t.Errorf("%s: a view knows %v, the list %v", page, got, want)
		}
	}
}

// The batch's filter is the list's own: what the list counts is what the batch asks for.
func TestLeadBatch_ListsFilter(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("officer")
		for _, name := range []string{"星河甲电子有限公司", "长风乙食品有限公司", "秋实丙材料有限公司"} {
			k.post("/leads", newLead(name)).want(200)
		}
		list := k.get("/leads?q=%s", "食品").want(200)
		act := body{"act": "status", "status": "paused", "reason": "企业换人", "expect": list.int("total")}
		done := k.post("/leads/batch?q=食品", act).want(200)
		if list.int("total") != 1 || done.int("changed") != 1 || k.get("/leads?status=paused").want(200).int("total") != 1 {
			t.Fatal(string(done.Raw))
		}
		if got := k.post("/leads/batch?status=active", act).want(409); got.int("state", "count") != 2 {
			t.Fatal(string(got.Raw))
		}
		c.as("officer2").post("/leads/batch?status=active", act).want(409) // sees none of them
	})
}

// A part of a person's work is offered by the list's own filter of leads.
func TestOffers_ListsFilter(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("officer")
		for _, name := range []string{"星河甲电子有限公司", "长风乙食品有限公司", "秋实丙材料有限公司"} {
			k.post("/leads", newLead(name)).want(200)
		}
		in := body{"fromUserId": c.users["officer"].ID, "toUnitId": c.unit("610981"), "reason": "企业另选地址", "part": "leads"}
		seen := k.post("/handovers/offers/preview?q=食品", in).want(200)
		if seen.int("leads") != 1 || k.post("/handovers/offers/preview?status=active", in).want(200).int("leads") != 3 {
			t.Fatal(string(seen.Raw))
		}
		in["expectLeads"] = 1
		k.post("/handovers/offers?dueBefore=2022-99-01&q=食品", in).want(422)
		k.post("/handovers/offers", in).want(409)
		k.post("/handovers/offers?q=食品", in).want(200)
		if got := c.as("officer2").get("/transfers?box=in&state=pending").want(200); got.int("total") != 1 {
			t.Fatal(string(got.Raw))
		}
		delete(in, "part")
		k.post("/handovers/offers/preview?q=电子", in).want(422)
	})
}
