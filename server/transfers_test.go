package server_test

import (
	"fmt"
	"strings"
	"testing"
)

// What is agreed for the attribution is shown to both sides of an offer and stands at the lead; bad
// shares are one clear line.
func TestTransfers_agreed(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		giver, receiver := c.as("officer"), c.as("officer2")
		lead := giver.post("/leads", newLead("约定示例有限公司")).want(200)
		path, from, to := fmt.Sprintf("/leads/%v/transfers", lead.at("id")), c.unit("610902"), c.unit("610981")
		offer := func(more body) body {
			in := body{"toUnitId": to, "reason": "企业另选地址", "version": 1}
			for k, v := range more {
				in[k] = v
			}
			return in
		}
		for _, in := range []body{offer(body{"introBp": 1000}), offer(body{"preset": "triple"}), offer(body{"preset": "joint"}),
			offer(body{"shares": []body{{"unitId": from, "bp": 4000}}}), offer(body{"shares": []body{{"unitId": from, "bp": -1}, {"unitId": to, "bp": 10001}}})} {
			if a := giver.post(path, in).want(422); strings.Contains(a.str("detail"), "\n") || a.str("detail") == "" {
				t.Errorf("%s", a.Raw)
			}
		}
		first := giver.post(path, offer(body{"shares": []body{{"unitId": from, "bp": 7000}, {"unitId": to, "bp": 3000}}})).want(200)
		receiver.post(fmt.Sprintf("/transfers/%v/refuse", first.at("id")), body{"reason": "比例不能接受"}).want(200)
		second := giver.post(path, offer(body{"shares": []body{{"unitId": from, "bp": 4000}, {"unitId": to, "bp": 6000}}})).want(200)
		for _, k := range []*client{giver, receiver} {
			a := k.get("/transfers/%v", second.at("id")).want(200)
			if a.str("preset") != "joint" || a.int("shares", 0, "bp") != 4000 || a.int("shares", 1, "bp") != 6000 || a.str("shares", 1, "unitName") == "" {
				t.Errorf("%s: %s", k.login, a.Raw)
			}
		}
		receiver.post(fmt.Sprintf("/transfers/%v/accept", second.at("id")), nil).want(200)
		if d := receiver.get("/leads/%v", lead.at("id")).want(200); d.int("agreed", "id") != second.int("id") {
			t.Errorf("%s", d.Raw)
		}
	})
}
