package server_test

import (
	"context"
	"testing"

	"yinfeng/crm"
)

func TestMessages(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		ctx := context.Background()
		tell := func(login string, role crm.Role, unit int64) {
			m := crm.Message{Kind: "notice", Title: "通知", Body: "正文", Object: "lead", ObjectID: 1}
			c.must(c.store.Notify(ctx, operator, m, c.users[login].ID, role, unit))
		}
		tell("officer", "", 0)
		tell("", crm.RoleOfficer, c.unit("610902"))
		tell("", crm.RoleOfficer, c.unit("610981"))
		tell("", crm.RoleManager, c.unit("ak-bureau"))
		officer, officer2, manager := c.as("officer"), c.as("officer2"), c.as("manager")
		list := officer.get("/messages").want(200)
		if list.int("total") != 2 || officer.get("/me").int("unread") != 2 {
			t.Fatal(string(list.Raw))
		}
		if officer2.get("/messages").int("total") != 1 || manager.get("/messages").int("total") != 1 {
			t.Fatal("a role's message goes astray")
		}
		mine := list.int("items", 0, "id")
		officer2.post("/messages/read", body{"ids": []int64{list.int("items", 1, "id")}}).want(404)
		officer.post("/messages/read", body{"ids": []int64{mine}}).want(200)
		officer.post("/messages/read", body{"ids": []int64{mine}}).want(200)
		if officer.get("/messages?unread=true").int("total") != 1 || officer.get("/messages").at("items", 0, "read") != true {
			t.Fatal("not marked")
		}
		officer.post("/messages/read", body{}).want(200)
		if officer.get("/me").int("unread") != 0 || officer2.get("/me").int("unread") != 1 {
			t.Fatal("all of one's own, and nobody else's")
		}
	})
}
