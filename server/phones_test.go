package server_test

import (
	"fmt"
	"strings"
	"testing"
)

// A phone typed into any text of an act on a lead, transfer, trip or dispute stands in no answer to
// anybody and not in the audit log.
func TestPhones_typed(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		const say = "请打13812345678找他"
		officer, other, manager := c.as("officer"), c.as("officer2"), c.as("manager")
		var told []*answer
		keep := func(a *answer) *answer { told = append(told, a); return a }
		in := func(company string) body {
			return body{"companyName": company, "project": "生产线" + say, "content": say, "industry": "C39", "source": say, "nextStep": say, "nextDue": "2022-10-11"}
		}
		l := keep(officer.post("/leads", in("秘密示例有限公司")).want(200))
		lead := fmt.Sprintf("/leads/%v", l.at("id"))
		version := func() any { return officer.get("%s", lead).want(200).at("version") }
		with := func(more body) body {
			out := in("秘密示例有限公司")
			for k, v := range more {
				out[k] = v
			}
			out["version"] = version()
			return out
		}
		keep(officer.put(lead, with(body{"content": "改为" + say})).want(200))
		keep(officer.post(lead+"/notes", body{"text": say}).want(200))
		for _, status := range []string{"paused", "active"} {
			keep(officer.post(lead+"/status", body{"status": status, "reason": say, "version": version()}).want(200))
		}
		trip := keep(officer.post("/trips", body{"name": say, "startOn": "2022-09-20", "endOn": "2022-09-21", "leaderName": say, "leaderTitle": say, "destination": say}).want(200))
		keep(officer.put(fmt.Sprintf("/trips/%v", trip.at("id")), body{"name": "又" + say, "startOn": "2022-09-20", "endOn": "2022-09-21", "version": 1}).want(200))
		notice := keep(other.post("/leads", in("秘密示例有限公司")).want(409))
		d := keep(other.post(fmt.Sprintf("/claims/%v/disputes", notice.at("state", "claimId")), body{"reason": say, "input": in("秘密示例有限公司")}).want(200))
		dispute := fmt.Sprintf("/disputes/%v", d.at("id"))
		d = keep(officer.post(dispute+"/answer", body{"reason": say, "version": d.at("version")}).want(200))
		d = keep(manager.post(dispute+"/decide", body{"decision": "keep", "reason": say, "version": d.at("version")}).want(200))
		d = keep(other.post(dispute+"/appeal", body{"reason": say, "version": d.at("version")}).want(200))
		keep(c.as("director").post(dispute+"/final", body{"decision": "keep", "reason": say, "version": d.at("version")}).want(200))
		for _, end := range []string{"withdraw", "refuse"} {
			x := keep(officer.post(lead+"/transfers", body{"toUnitId": c.unit("610981"), "reason": say, "version": version()}).want(200))
			path := fmt.Sprintf("/transfers/%v", x.at("id"))
			for _, k := range []*client{officer, other} {
				keep(k.get("%s", path).want(200))
				keep(k.get("%s", lead).want(200))
				keep(k.get("%s", lead+"/timeline").want(200))
			}
			if end == "withdraw" {
				keep(officer.post(path+"/withdraw", body{"reason": say}).want(200))
			} else {
				keep(other.post(path+"/refuse", body{"reason": say}).want(200))
			}
		}
		keep(officer.post(lead+"/void", body{"reason": say, "version": version()}).want(200))
		for _, k := range []*client{officer, other, manager} {
			for _, path := range []string{"/leads", "/transfers", "/disputes", "/trips", "/messages", "/workbench", "/search?q=13812345678", dispute} {
				keep(k.get("%s", path).want(200))
			}
		}
		log := keep(c.as("auditor").get("/audit?limit=200").want(200))
		for _, a := range told {
			if strings.Contains(string(a.Raw), "13812345678") {
				t.Errorf("%s tells the phone: %s", a.what, a.Raw)
			}
		}
		if !strings.Contains(string(log.Raw), "138****5678") {
			t.Errorf("the log has nothing of the acts: %s", log.Raw)
		}
	})
}
