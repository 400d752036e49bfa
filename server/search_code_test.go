package server_test

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// What stands in a workbook opens from the search box: the 查数码 of a figure, the 条目编号
// of an entry, the number of a snapshot. Out of scope is not found; other text is no code.
func TestSearch_Codes(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		l := newLedgerCity(t, c)
		entry := c.as("statistician").get("/capital/%d", l.entry).want(200).str("code")
		snap := c.as("manager").post("/periods/2022-01/close", body{}).want(200)
		find := func(login, q string) []any {
			t.Helper()
			return c.as(login).get("/search?q=%s", url.QueryEscape(q)).want(200).items()
		}
		one := func(login, q, kind string, want body) {
			t.Helper()
			hits := find(login, q)
			if len(hits) != 1 {
				t.Fatalf("%s asks for %s: %v", login, q, hits)
			}
			hit := hits[0].(body)
			for k, v := range want {
				if fmt.Sprint(hit[k]) != fmt.Sprint(v) {
					t.Errorf("%s asks for %s: %s is %v, want %v", login, q, k, hit[k], v)
				}
			}
			if hit["kind"] != kind || hit["title"] == "" || hit["subtitle"] == "" {
				t.Errorf("%s asks for %s: %v", login, q, hit)
			}
		}
		none := func(login, q string) {
			t.Helper()
			if hits := find(login, q); len(hits) != 0 {
				t.Errorf("%s asks for %s and finds %v", login, q, hits)
			}
		}
		one("manager", " "+entry+" ", "capital", body{"title": entry, "id": l.entry})
		one("statistician", "zj"+entry[2:], "capital", body{"title": entry})
		none("statistician2", entry)
		none("manager", "ZJ2022-9999")
		city, county := "2022-01.capital.all.ak.cumulative", "2022-08.capital.all.610902.month"
		one("manager", city, "figure", body{"ref": city, "title": "2022年1月 安康市 到位资金 累计"})
		one("manager", city+"@"+snap.str("number"), "figure", body{"ref": city + "@" + snap.str("number")})
		one("statistician", county, "figure", body{"ref": county})
		none("statistician", city)
		none("statistician2", county)
		for _, bad := range []string{"2022-08.luck.all.ak.month", "2022-08.capital.all.ak.rate", "2031-01.capital.all.ak.month", city + "@KZ-202201-77"} {
			none("manager", bad)
		}
		one("manager", "kz-202201-01", "snapshot", body{"title": "KZ-202201-01", "ref": "2022-01", "id": snap.int("id")})
		one("statistician", "KZ-202201-01", "snapshot", body{"ref": "2022-01"})
		none("manager", "KZ-202202-01")
		isProblem(t, c.as("admin").get("/search?q=%s", city), 403, "forbidden")
		isProblem(t, c.as("manager").get("/search?q=%s", url.QueryEscape(strings.Repeat("长", 61))), 422, "invalid")
	})
}

// The last four digits of a phone find one's own contacts, masked; what another unit knows is
// answered, byte for byte, like what nobody knows, until the hour's limit.
func TestSearch_PhoneLast4(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		lead, secrets := secretLead(c)
		find := func(login, last4 string) *answer {
			return c.as(login).post("/contacts/find", body{"last4": last4}).want(200)
		}
		a := find("officer", "5678")
		hits := a.items()
		if len(hits) != 1 {
			t.Fatalf("%s", a.Raw)
		}
		hit := hits[0].(body)
		if hit["title"] != "联系人 联系人戊 139****5678" || hit["kind"] != "contact" || hit["ref"] != fmt.Sprint(lead.at("companyId")) ||
			!strings.Contains(fmt.Sprint(hit["subtitle"]), "秘密示例有限公司") || bytes.Contains(a.Raw, []byte("13912345678")) {
			t.Errorf("%s", a.Raw)
		}
		for _, login := range []string{"officer2", "liaison", "liaison2"} {
			// the company is known to the unit, the person there is not
			c.as(login).post("/companies", body{"name": "秘密示例有限公司"}).want(200)
			known, unknown := find(login, "5678"), find(login, "0001")
			if !bytes.Equal(known.Raw, unknown.Raw) {
				t.Errorf("%s: a foreign number is told: %s, unknown: %s", login, known.Raw, unknown.Raw)
			}
			for _, s := range secrets {
				if bytes.Contains(known.Raw, []byte(s)) {
					t.Errorf("%s is told %q: %s", login, s, known.Raw)
				}
			}
			if got := c.as(login).get("/search?q=5678").want(200).items(); len(got) != 0 {
				t.Errorf("%s finds %v in the open search", login, got)
			}
		}
		isProblem(t, c.as("officer").post("/contacts/find", body{"last4": "56 8"}), 422, "invalid")
		isProblem(t, c.as("admin").post("/contacts/find", body{"last4": "5678"}), 403, "forbidden")
		for range 28 {
			find("officer2", "0002")
		}
		over, overToo := c.as("officer2").post("/contacts/find", body{"last4": "5678"}).want(429), c.as("officer2").post("/contacts/find", body{"last4": "0001"}).want(429)
		if over.str("detail") != overToo.str("detail") {
			t.Errorf("past the limit: %s, %s", over.Raw, overToo.Raw)
		}
	})
}
