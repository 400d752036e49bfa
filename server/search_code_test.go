package server_test

import (
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
