package server_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"yinfeng/crm"
)

// secretLead reports a lead of 汉滨区 that is full of what no other unit may learn, and returns it
// with the texts of it.
func secretLead(c *city) (lead *answer, secrets []string) {
	k := c.as("officer")
	lead = k.post("/leads", body{"companyName": "秘密示例有限公司", "project": "绝密生产线甲", "content": "机密内容乙", "industry": "C39", "source": "来源丙",
		"amount": body{"amount": 987_654_321_00, "currency": "CNY"}, "nextStep": "步骤丁", "nextDue": "2022-10-11"}).want(200)
	k.post(fmt.Sprintf("/companies/%v/contacts", lead.at("companyId")), body{"name": "联系人戊", "phone": "13912345678"}).want(200)
	k.post("/visits", body{"kind": "out", "on": "2022-09-21", "province": "浙江", "theme": "主题己", "outcome": "一般交流",
		"companies": []body{{"name": "秘密示例有限公司", "counterpart": "对方庚"}}, "leadIds": []any{lead.at("id")}}).want(200)
	k.post("/comments", body{"objectKind": "lead", "objectId": lead.at("id"), "text": "评论辛"}).want(200)
	k.post("/tasks", body{"objectKind": "lead", "objectId": lead.at("id"), "title": "任务壬"}).want(200)
	owner := c.users["officer"].Name
	return lead, []string{lead.str("code"), "绝密", "机密", "来源丙", "98765432100", "步骤丁", "2022-10-11", "联系人", "13912345678", "5678", "主题己", "对方庚", "评论辛", "任务壬", owner, "浙江"}
}

// onlyNotice demands that an object holds the four fields of a notice and no other.
func onlyNotice(t *testing.T, a *answer, state any) {
	t.Helper()
	m, _ := state.(map[string]any)
	keys := []string{}
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	if !slices.Equal(keys, []string{"claimId", "level", "unitName", "until"}) {
		t.Errorf("%s: the notice says %v: %s", a.what, keys, a.Raw)
	}
}

// No answer to another unit tells more of a held lead than that it is held, by whom and until when.
func TestClaims_secret(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		lead, secrets := secretLead(c)
		harmless := c.as("officer2").post("/leads", body{"companyName": "秘密示例有限公司", "project": "光伏电站", "industry": "D44"}).want(200)
		for _, login := range []string{"officer2", "liaison", "liaison2"} {
			k := c.as(login)
			typed := func(name string) body { return body{"companyName": name, "project": "生产线", "industry": "C39"} }
			told := []*answer{k.post("/leads", typed("秘密示例有限公司")).want(409), k.post("/leads", typed("秘密示例股份有限公司")).want(409)}
			if login == "officer2" {
				changed := typed("秘密示例有限公司")
				changed["version"] = harmless.at("version")
				told = append(told, k.put(fmt.Sprintf("/leads/%v", harmless.at("id")), changed).want(409))
			}
			for _, a := range told {
				onlyNotice(t, a, a.at("state"))
			}
			check := k.post("/leads/check", typed("秘密示例有限公司")).want(200)
			onlyNotice(t, check, check.at("notices", 0))
			if len(check.at("verdicts").([]any)) != 0 {
				t.Errorf("%s", check.Raw)
			}
			told = append(told, check, k.get("/companies/match?name=%s", "秘密示例有限公司"), k.get("/leads/%v", lead.at("id")).want(404), k.get("/messages"))
			for _, path := range []string{"/leads", "/companies", "/visits", "/tasks", "/transfers", "/disputes", "/workbench", "/search?q=秘密示例", "/search?q=绝密"} {
				told = append(told, k.get("%s", path).want(200))
			}
			for _, path := range []string{"/leads/%v/timeline", "/leads/%v/history", "/leads/%v/visits", "/leads/%v/duplicates", "/comments?objectKind=lead&objectId=%v",
				"/comments/people?objectKind=lead&objectId=%v", "/attachments?objectKind=lead&objectId=%v"} {
				told = append(told, k.get(path, lead.at("id")).want(404))
			}
			for _, a := range told {
				for _, s := range append(secrets, fmt.Sprintf(`"leadId":%v`, lead.at("id"))) {
					if strings.Contains(string(a.Raw), s) {
						t.Errorf("%s tells %q: %s", a.what, s, a.Raw)
					}
				}
			}
		}
	})
}

// No answer about a dispute tells the challenger more of the lead, or the holder more of what the
// challenger would report, until the bureau lets it.
func TestClaims_disputeSecret(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		lead, secrets := secretLead(c)
		holder, challenger := c.as("officer"), c.as("officer2")
		told := challenger.post("/leads", body{"companyName": "秘密示例股份有限公司", "project": "生产线", "industry": "C39"}).want(409)
		d := challenger.post(fmt.Sprintf("/claims/%v/disputes", told.at("state", "claimId")), body{"reason": "我市先接触", "input": body{"companyName": "秘密示例股份有限公司",
			"project": "对方暗项", "industry": "C39", "content": "对方暗容"}}).want(200)
		path := fmt.Sprintf("/disputes/%v", d.at("id"))
		answered := holder.post(path+"/answer", body{"reason": "机密答复", "version": 1}).want(200)
		decided := c.as("manager").post(path+"/decide", body{"decision": "pass", "reason": "核对材料", "version": 2}).want(200)
		days := "/calendar?from=2022-09-26&to=2022-10-31"
		atHolder, atChallenger := holder.get("%s", days).want(200), challenger.get("%s", days).want(200)
		if !bytes.Contains(atHolder.Raw, []byte("秘密示例有限公司")) || !bytes.Contains(atHolder.Raw, []byte("申请复核")) {
			t.Errorf("%s", atHolder.Raw)
		}
		appealed := holder.post(path+"/appeal", body{"reason": "机密申辩", "version": decided.at("version")}).want(200)
		late := challenger.post(path+"/withdraw", body{"version": appealed.at("version")}).want(409)
		clean := func(a *answer, secrets ...string) {
			for _, s := range secrets {
				if strings.Contains(string(a.Raw), s) {
					t.Errorf("%s tells %q: %s", a.what, s, a.Raw)
				}
			}
		}
		mine := append(secrets, fmt.Sprintf(`"leadId":%v,`, lead.at("id")), "秘密示例有限公司")
		for _, a := range []*answer{d, late, challenger.get("%s", path).want(200), challenger.get("/disputes").want(200), challenger.get("/disputes?leadId=%v", lead.at("id")).want(200),
			challenger.get("/messages"), challenger.get("/reminders"), atChallenger, challenger.post(path+"/decide", body{"decision": "pass", "reason": "自裁", "version": 2}).want(403)} {
			clean(a, mine...)
		}
		for _, a := range []*answer{answered, appealed, holder.get("%s", path).want(200), holder.get("/disputes").want(200), holder.get("/messages"), holder.get("/reminders"), atHolder} {
			clean(a, "暗项", "暗容", "秘密示例股份")
		}
		c.as("liaison").get("%s", path).want(404)
	})
}

// Past the hour's limit nothing is told any more, by the check or by saving.
func TestClaims_rate(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		secretLead(c)
		k := c.as("officer2")
		in := body{"companyName": "秘密示例有限公司", "project": "生产线", "industry": "C39"}
		k.post("/leads", in).want(409)
		for range 119 {
			k.post("/leads/check", in).want(200)
		}
		k.post("/leads/check", in).want(429)
		if a := k.post("/leads", in).want(429); bytes.Contains(a.Raw, []byte("汉滨")) {
			t.Errorf("%s", a.Raw)
		}
		k.post("/leads", newLead("另一家示例有限公司")).want(200) // one's own work goes on
	})
}

// Two units report one intention at the same moment through two program instances: one gets the
// lead, the other the notice of it, and the database holds one claim.
func TestClaims_pairs(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		d := c.twin()
		sides := []*client{c.as("officer"), d.as("officer2")}
		won := map[string]int{}
		for i := range 50 {
			in := newLead(fmt.Sprintf("同时%c%c示例有限公司", '一'+rune(i*97), '丁'+rune(i*131)))
			got := make([]*answer, 2)
			var both sync.WaitGroup
			start := make(chan struct{})
			for j, k := range sides {
				both.Go(func() {
					<-start
					got[j] = k.post("/leads", in)
				})
			}
			close(start)
			both.Wait()
			winner, loser := 0, 1
			if got[0].Code != 200 {
				winner, loser = 1, 0
			}
			got[winner].want(200)
			onlyNotice(t, got[loser].want(409), got[loser].at("state"))
			if got[loser].str("state", "unitName") != got[winner].str("unitName") {
				t.Fatalf("%s\n%s", got[winner].Raw, got[loser].Raw)
			}
			won[sides[winner].login]++
		}
		all, err := c.store.Leads(context.Background(), c.viewer("manager"), crm.LeadFilter{Page: crm.Page{Q: "示例", Limit: 200}})
		c.must(err)
		if all.Total != 50 {
			t.Fatalf("%d leads of 50 pairs", all.Total)
		}
		t.Logf("won: %v", won)
	})
}
