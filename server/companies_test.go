package server_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// A unit that only typed a company's name learns what the city shares of it, and nothing that the
// unit which registered it keeps: no note, address, tag, file, contact, nor which unit that is.
func TestCompanies_secret(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		owner, stranger := c.as("officer"), c.as("officer2")
		const name, code = "秘密示例有限公司", "91350100M000100Y43"
		own := owner.post("/companies", body{"name": name, "creditCode": code, "origin": "outProv", "province": "浙江省", "industry": "C39", "tags": []string{"链主"},
			"address": "机密路甲", "note": "绝密谈话乙"}).want(200)
		path := fmt.Sprintf("/companies/%v", own.at("id"))
		owner.post(path+"/contacts", body{"name": "联系人丙", "phone": "13912345678"}).want(200)
		file := owner.upload("/attachments", "机密丁.pdf", pdf, map[string]string{"objectKind": "company", "objectId": fmt.Sprint(own.at("id")), "kind": "营业执照"}).want(200)
		stranger.get("%s", path).want(404)

		told := []*answer{
			stranger.post("/companies", body{"name": name}).want(200),
			stranger.post("/visits", body{"kind": "out", "on": "2022-09-21", "theme": "初访", "outcome": "一般交流", "companies": []body{{"name": name}}}).want(200),
			stranger.post("/leads", body{"companyName": name, "project": "光伏电站", "industry": "D44"}).want(200),
			stranger.get("/companies").want(200), stranger.get("%s", path).want(200), stranger.get("%s/contacts", path).want(200),
			stranger.get("/companies/match?name=%s", url.QueryEscape(name)).want(200), stranger.get("/search?q=%s", url.QueryEscape(name)).want(200),
			stranger.get("/attachments?objectKind=company&objectId=%v", own.at("id")).want(200), stranger.get("/attachments/%v", file.at("id")).want(404),
			stranger.post(fmt.Sprintf("/attachments/%v/void", file.at("id")), body{"reason": "试试"}),
			stranger.get("/companies?tag=%s", url.QueryEscape("链主")).want(200),
			stranger.get("/companies?unitId=%d", c.units["610902"].ID).want(200),
		}
		if n := told[len(told)-1].int("total") + told[len(told)-2].int("total"); n != 0 {
			t.Errorf("a filter tells what the other unit notes or that it deals with the company: %d", n)
		}
		seen := stranger.get("%s", path).want(200)
		if seen.str("creditCode") != code || seen.str("province") != "浙江省" || seen.str("industry") != "C39" || seen.str("unitName") != "其他单位" || seen.at("canRename") != nil {
			t.Errorf("%s", seen.Raw)
		}
		for _, change := range []body{{"name": "改名示例有限公司"}, {"name": name, "creditCode": "91610900MA70C0DE02"}, {"name": name, "province": "江苏省"}, {"name": name, "origin": "foreign"}} {
			change["version"] = seen.at("version")
			told = append(told, stranger.put(path, change).want(409))
		}
		told = append(told, stranger.put(path, body{"name": name, "tags": []string{"上市公司"}, "address": "我方地址戊", "note": "我方备注己", "city": "杭州市", "version": seen.at("version")}).want(200))
		mine := stranger.get("%s", path).want(200)
		if mine.str("note") != "我方备注己" || mine.str("address") != "我方地址戊" || mine.str("city") != "杭州市" || mine.str("creditCode") != code {
			t.Errorf("%s", mine.Raw)
		}
		for _, a := range append(told, seen, mine) {
			for _, s := range []string{"机密", "绝密", "链主", "联系人丙", "139****5678", "5678", c.units["610902"].Name} {
				if strings.Contains(string(a.Raw), s) && !strings.Contains(a.what, "/leads") {
					t.Errorf("%s tells %q: %s", a.what, s, a.Raw)
				}
			}
		}
		if sheet := sheetText(t, stranger.get("/companies/export").want(200).Raw); !strings.Contains(sheet, "我方备注己") || strings.Contains(sheet, "机密") || strings.Contains(sheet, "绝密") {
			t.Errorf("the exported list: %s", sheet)
		}
		theirs, all := owner.get("%s", path).want(200), c.as("manager").get("%s", path).want(200)
		if theirs.str("note") != "绝密谈话乙" || theirs.at("canRename") != true || strings.Contains(string(theirs.Raw), "我方") {
			t.Errorf("%s", theirs.Raw)
		}
		if !strings.Contains(string(all.Raw), "绝密谈话乙") || !strings.Contains(string(all.Raw), "我方备注己") {
			t.Errorf("the bureau reads both: %s", all.Raw)
		}
		owner.put(path, body{"name": "改名示例有限公司", "creditCode": code, "origin": "outProv", "province": "浙江省", "industry": "C39", "version": theirs.at("version")}).want(200)
		if again := stranger.get("%s", path).want(200); again.str("name") != "改名示例有限公司" || again.str("note") != "我方备注己" {
			t.Errorf("%s", again.Raw)
		}
	})
}
