package server_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
)

// A weekly sheet may be read on the page by all who read its office; its file is for those who may
// export that office's data, whatever else they may export. What was fetched is logged.
func TestWeekFile_Scope(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		root, county := c.unit("ak"), c.unit("610902")
		office, other := c.unit("ak-office-jjj"), c.unit("ak-office-csj")
		grant := func(login string, gs ...crm.Grant) {
			t.Helper()
			u, err := c.store.User(t.Context(), operator, c.users[login].ID)
			c.must(err)
			_, err = c.store.SetGrants(t.Context(), operator, u.ID, gs, u.Version)
			c.must(err)
		}
		grant("leader", crm.Grant{Role: crm.RoleLeader, UnitID: root}, crm.Grant{Role: crm.RoleOfficer, UnitID: county})
		for _, x := range []struct {
			login      string
			office     int64
			page, file int
		}{
			{"leader", office, 200, 404}, // reads the whole city, exports one county
			{"manager", office, 200, 200},
			{"manager", other, 200, 200},
			{"liaison", office, 200, 200},
			{"liaison", other, 404, 404},
			{"officer", office, 404, 404},
			{"leader", county, 404, 404},
		} {
			k := c.as(x.login)
			k.get("/offices/%d/week", x.office).want(x.page)
			got := k.get("/offices/%d/week/file", x.office).want(x.file)
			if x.file != 200 && strings.Contains(string(got.Raw), c.units["ak-office-jjj"].Name) {
				t.Errorf("%s is told the office by its refusal: %s", x.login, got.Raw)
			}
		}
		if n := c.as("auditor").get("/audit?act=export").want(200).int("total"); n != 3 {
			t.Errorf("%d files in the log, want 3", n)
		}
	})
}
