package server_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
)

func (c *city) newUser(login string) *answer {
	c.t.Helper()
	return c.as("admin").post("/users", body{"login": login, "name": "新人", "phone": "13812345678", "unitId": c.unit("610902")})
}

func TestUsers_Life(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		admin, security := c.as("admin"), c.as("security")
		made := c.newUser("Xinren").want(200)
		id, token := made.int("user", "id"), made.str("token")
		if made.str("user", "login") != "xinren" || made.str("user", "phone") != "138****5678" || made.at("user", "hasPassword") != false {
			t.Fatal(string(made.Raw))
		}
		isProblem(t, c.newUser("xinren"), 409, "conflict")

		// The link sets a password once, by the policy.
		c.nobody().post("/password-link", body{"token": token, "password": "short"}).want(422)
		c.nobody().post("/password-link", body{"token": token, "password": goodPassword}).want(200)
		c.nobody().post("/password-link", body{"token": token, "password": goodPassword}).want(404)
		k := &client{t: t, c: c, login: "xinren", token: c.signIn("xinren", goodPassword).want(200).str("token")}
		k.get("/people").want(403) // no role yet

		grant := func(g *client, role string, version int64) *answer {
			return g.put("/users/"+itoa(id)+"/grants", body{"grants": []body{{"role": role, "unitId": c.unit("610902")}}, "version": version})
		}
		version := security.get("/users/%d", id).want(200).int("version")
		grant(admin, "officer", version).want(403) // the administrator grants nothing
		grant(security, "officer", version+7).want(409)
		grant(security, "officer", version).want(200)
		k.get("/me").want(401) // a change of roles ends sessions
		k.token = c.signIn("xinren", goodPassword).want(200).str("token")
		k.get("/people").want(200)

		// A masked phone that comes back keeps the number; disabling ends sessions.
		u := admin.get("/users/%d", id).want(200)
		change := body{"login": "xinren", "name": "新人乙", "phone": "138****5678", "unitId": c.unit("610902"), "version": u.int("version")}
		if got := admin.put("/users/"+itoa(id), change).want(200); got.str("phone") != "138****5678" || got.str("name") != "新人乙" {
			t.Fatal(string(got.Raw))
		}
		change["disabled"], change["version"] = true, u.int("version")+1
		admin.put("/users/"+itoa(id), change).want(200)
		k.get("/me").want(401)
		c.signIn("xinren", goodPassword).want(401)
	})
}

func TestUsers_Grants(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		security := c.as("security")
		set := func(login string, gs ...crm.Grant) *answer {
			u, id := []body{}, c.users[login].ID
			for _, g := range gs {
				u = append(u, body{"role": g.Role, "unitId": g.UnitID})
			}
			return security.put("/users/"+itoa(id)+"/grants", body{"grants": u, "version": security.get("/users/%d", id).int("version")})
		}
		root := c.unit("ak")
		isProblem(t, set("security", crm.Grant{Role: crm.RoleSecurity, UnitID: root}), 403, "forbidden") // not himself
		isProblem(t, set("admin"), 409, "conflict")                                                      // the last administrator
		isProblem(t, set("officer", crm.Grant{Role: crm.RoleOfficer, UnitID: 9999}), 422, "invalid")     // no such unit
		isProblem(t, set("officer", crm.Grant{Role: "emperor", UnitID: root}), 422, "invalid")           // no such role
		isProblem(t, set("officer", crm.Grant{Role: crm.RoleOfficer, UnitID: root}, crm.Grant{Role: crm.RoleAdmin, UnitID: root}), 422, "invalid")
		isProblem(t, set("officer", crm.Grant{Role: crm.RoleAuditor, UnitID: root}, crm.Grant{Role: crm.RoleSecurity, UnitID: root}), 422, "invalid")
		two := []crm.Grant{{Role: crm.RoleOfficer, UnitID: c.unit("610902")}, {Role: crm.RoleStatistician, UnitID: c.unit("610902")}}
		if got := set("officer", two...).want(200); len(got.at("grants").([]any)) != 2 {
			t.Fatal(string(got.Raw))
		}
		set("leader", crm.Grant{Role: crm.RoleAdmin, UnitID: root}).want(200)
		set("admin").want(200) // now there is another
	})
}

func TestUsers_NotOnesOwn(t *testing.T) {
	c := newCity(t, "sqlite")
	admin := c.as("admin")
	u := admin.get("/users/%d", c.users["admin"].ID).want(200)
	in := body{"login": "admin", "name": "管理员", "unitId": c.unit("ak-bureau"), "disabled": true, "version": u.int("version")}
	isProblem(t, admin.put("/users/"+itoa(u.int("id")), in), 409, "conflict")
}

func TestUsers_ResetIsRepeatable(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		c.password("officer", goodPassword)
		k := c.as("officer")
		path := "/users/" + itoa(c.users["officer"].ID) + "/reset"
		first := c.as("admin").keyed("one-key").post(path, body{}).want(200).str("token")
		again := c.as("admin").keyed("one-key").post(path, body{}).want(200).str("token")
		if first != again {
			t.Fatal("a repeat of the same request names another link")
		}
		k.get("/me").want(401)
		c.signIn("officer", goodPassword).want(401)
		c.nobody().post("/password-link", body{"token": first, "password": goodPassword}).want(422) // the same as before
		c.nobody().post("/password-link", body{"token": first, "password": "Another-2022"}).want(200)
		c.signIn("officer", "Another-2022").want(200)
	})
}

func TestUsers_List(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		admin := c.as("admin")
		all := admin.get("/users?limit=200").want(200)
		if len(all.items()) != len(people) || all.int("total") != int64(len(people)) {
			t.Fatal(string(all.Raw))
		}
		if strings.Contains(string(all.Raw), "1390000") || strings.Contains(string(all.Raw), "argon2") {
			t.Fatal("a full phone number or a hash is shown")
		}
		if got := admin.get("/users?role=officer").want(200); got.int("total") != 2 {
			t.Fatal(string(got.Raw))
		}
		if got := admin.get("/users?unitId=%d&disabled=false", c.unit("610981")).want(200); got.int("total") != 3 {
			t.Fatal(string(got.Raw))
		}
		seen, next := 0, ""
		for {
			page := admin.get("/users?limit=4&sort=name&cursor=%s", next).want(200)
			seen += len(page.items())
			if next = page.str("next"); next == "" {
				break
			}
		}
		if seen != len(people) {
			t.Fatal("walked", seen, "of", len(people))
		}
		if got := c.as("officer").get("/people").want(200); len(got.items()) != 3 { // officer, statistician, verifier2
			t.Fatal(string(got.Raw))
		}
	})
}

func TestUsers_TwoFactor(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		c.password("admin", goodPassword)
		k := &client{t: t, c: c, login: "admin", token: c.signIn("admin", goodPassword).want(200).str("token")}
		k.put("/me/two-factor", body{"code": "123456"}).want(409)
		k.post("/me/two-factor", body{"password": "wrong"}).want(422)
		secret := k.post("/me/two-factor", body{"password": goodPassword}).want(200).str("secret")
		c.signIn("admin", goodPassword).want(200) // not confirmed yet
		k.put("/me/two-factor", body{"code": "000000x"}).want(422)
		k.put("/me/two-factor", body{"code": totpCode(t, secret, c.store.Clock().Now())}).want(204)

		missing := c.signIn("admin", goodPassword).want(401)
		if missing.str("field") != "code" {
			t.Fatal(string(missing.Raw))
		}
		next := c.store.Clock().Now().Add(totpPeriod) // the code of the enrolment is spent
		with := func(code string) *answer {
			return c.nobody().post("/session", body{"username": "admin", "password": goodPassword, "code": code})
		}
		with("000000").want(401)
		code := totpCode(t, secret, next)
		with(code).want(200)
		with(code).want(401) // good once
		k.post("/me/two-factor/disable", body{"password": goodPassword}).want(204)
		c.signIn("admin", goodPassword).want(200)
	})
}

// TestUsers_TwoFactorGuessing: leaving the code out now and then gives no more guesses
// at it than five.
func TestUsers_TwoFactorGuessing(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		c.password("admin", goodPassword)
		k := &client{t: t, c: c, login: "admin", token: c.signIn("admin", goodPassword).want(200).str("token")}
		secret := k.post("/me/two-factor", body{"password": goodPassword}).want(200).str("secret")
		k.put("/me/two-factor", body{"code": totpCode(t, secret, c.store.Clock().Now())}).want(204)
		guesses := 0
		for range 20 {
			c.signIn("admin", goodPassword) // the code left out
			got := c.nobody().post("/session", body{"username": "admin", "password": goodPassword, "code": "000000"})
			if got.Code == 401 {
				guesses++
			}
		}
		if guesses != 5 {
			t.Errorf("%d guesses at the code", guesses)
		}
	})
}

// TestUsers_CodeAfterMistakes: four mistakes, then the right password and the right code.
func TestUsers_CodeAfterMistakes(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		c.password("admin", goodPassword)
		k := &client{t: t, c: c, login: "admin", token: c.signIn("admin", goodPassword).want(200).str("token")}
		secret := k.post("/me/two-factor", body{"password": goodPassword}).want(200).str("secret")
		k.put("/me/two-factor", body{"code": totpCode(t, secret, c.store.Clock().Now())}).want(204)
		for range 4 {
			c.signIn("admin", "wrong").want(401)
		}
		if got := c.signIn("admin", goodPassword).want(401); got.str("field") != "code" {
			t.Fatal(string(got.Raw))
		}
		code := totpCode(t, secret, c.store.Clock().Now().Add(totpPeriod))
		c.nobody().post("/session", body{"username": "admin", "password": goodPassword, "code": code}).want(200)
	})
}
