package server_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yinfeng/server"
	"yinfeng/store/storetest"
)

const goodPassword = "Yinfeng-2022"

// password gives a user a real password.
func (c *city) password(login, password string) {
	c.t.Helper()
	c.must(c.store.SetPassword(context.Background(), operator, c.users[login].ID, server.HashPassword(password), false))
}

func (c *city) signIn(login, password string) *answer {
	c.t.Helper()
	return c.nobody().post("/session", body{"username": login, "password": password})
}

func TestSession_SignIn(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		c.password("officer", goodPassword)
		got := c.signIn(" Officer ", goodPassword).want(200)
		if got.str("user", "user", "name") != c.users["officer"].Name || got.str("user", "today") != "2022-09-26" {
			t.Fatal(string(got.Raw))
		}
		cookie := got.Header.Get("Set-Cookie")
		for _, part := range []string{server.CookieName + "=", "HttpOnly", "SameSite=Strict", "Path=/"} {
			if !strings.Contains(cookie, part) {
				t.Fatalf("cookie without %s: %s", part, cookie)
			}
		}
		k := &client{t: t, c: c, login: "officer", token: got.str("token")}
		k.get("/me").want(200)
		k.del("/session").want(204)
		k.get("/me").want(401)
	})
}

func TestSession_CookieNeedsCSRFHeader(t *testing.T) {
	c := newCity(t, "sqlite")
	c.password("officer", goodPassword)
	token := c.signIn("officer", goodPassword).str("token")
	try := func(method, csrf string) int {
		req := httptest.NewRequest(method, "/api/v1/session", nil)
		if method == "GET" {
			req = httptest.NewRequest(method, "/api/v1/me", nil)
		}
		req.AddCookie(&http.Cookie{Name: server.CookieName, Value: token})
		if csrf != "" {
			req.Header.Set("X-Yinfeng-Csrf", csrf)
		}
		w := httptest.NewRecorder()
		c.srv.ServeHTTP(w, req)
		return w.Code
	}
	if got := try("GET", ""); got != 200 {
		t.Fatal("reading by cookie:", got)
	}
	if got := try("DELETE", ""); got != 403 {
		t.Fatal("writing by cookie without the header:", got)
	}
	if got := try("DELETE", "1"); got != 204 {
		t.Fatal("writing by cookie with the header:", got)
	}
}

func TestSession_Idle(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k := c.as("officer")
		start := time.Now()
		for _, after := range []time.Duration{20 * time.Minute, 45 * time.Minute} { // used in between: still alive
			c.now = start.Add(after)
			k.get("/me").want(200)
		}
		c.now = start.Add(45*time.Minute + server.IdleLife + time.Minute)
		k.get("/me").want(401)
	})
}

func TestSession_EndsWithRightsAndPassword(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		c.password("officer", goodPassword)
		one, two := c.as("officer"), c.as("officer")
		one.put("/me/password", body{"old": "wrong", "new": "Another-2022"}).want(422)
		one.put("/me/password", body{"old": goodPassword, "new": "short"}).want(422)
		one.put("/me/password", body{"old": goodPassword, "new": goodPassword}).want(422)
		one.put("/me/password", body{"old": goodPassword, "new": "Another-2022"}).want(204)
		one.get("/me").want(200)
		two.get("/me").want(401)

		ctx := context.Background()
		u, err := c.store.User(ctx, operator, c.users["officer"].ID)
		c.must(err)
		if _, err := c.store.SetGrants(ctx, operator, u.ID, nil, u.Version); err != nil {
			t.Fatal(err)
		}
		one.get("/me").want(401)
	})
}

func TestSession_LockOut(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		c.password("officer", goodPassword)
		for _, login := range []string{"officer", "nobody-of-that-name"} {
			for i := range 5 {
				if got := c.signIn(login, "wrong"); got.Code != 401 || got.str("detail") != "用户名或密码不对" {
					t.Fatal(login, i, string(got.Raw))
				}
			}
			got := c.signIn(login, goodPassword).want(429)
			if got.Header.Get("Retry-After") == "" {
				t.Fatal("no Retry-After")
			}
		}
		u, err := c.store.User(context.Background(), operator, c.users["officer"].ID)
		c.must(err)
		if !u.Locked {
			t.Fatal("the user record does not say that it is locked")
		}
		c.as("security").post("/users/"+itoa(u.ID)+"/unlock", nil).want(200)
		c.signIn("officer", goodPassword).want(200)
	})
}

func TestSession_LockEnds(t *testing.T) {
	c := newCity(t, "sqlite")
	c.password("officer", goodPassword)
	for range 5 {
		c.signIn("officer", "wrong").want(401)
	}
	c.signIn("officer", goodPassword).want(429)
	c.now = time.Now().Add(31 * time.Minute)
	c.signIn("officer", goodPassword).want(200)
}

// TestSession_ParallelGuessing: thirty guesses at once get no more looks at the
// password than five.
func TestSession_ParallelGuessing(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		c.password("officer", goodPassword)
		codes := make(chan int, 30)
		for range 30 {
			go func() {
				w, err := c.store.BeginSignIn(context.Background(), "officer", "10.0.0.1")
				switch {
				case err != nil:
					codes <- -1
				case w > 0:
					codes <- 429
				default:
					codes <- 0
				}
			}()
		}
		looks := 0
		for range 30 {
			switch <-codes {
			case 0:
				looks++
			case -1:
				t.Fatal("error")
			}
		}
		if looks != 5 {
			t.Fatal("looks at the password:", looks)
		}
		if w, err := c.store.BeginSignIn(context.Background(), "officer", "10.0.0.2"); w != 0 || err != nil {
			t.Fatal("another address is locked too:", w, err)
		}
	})
}

func TestSession_AddressDelayGrows(t *testing.T) {
	c := newCity(t, "sqlite")
	ctx, start := context.Background(), time.Now()
	var waits []time.Duration
	for i := range 56 {
		c.now = start.Add(time.Duration(i) * time.Second)
		if i >= 50 {
			c.now = start.Add(time.Duration(50+1<<(i-49)) * time.Second)
		}
		w, err := c.store.BeginSignIn(ctx, "guess"+itoa(int64(i)), "10.0.0.9")
		c.must(err)
		if w > 0 {
			t.Fatal("refused at", i, w)
		}
		w, err = c.store.BeginSignIn(ctx, "other", "10.0.0.9")
		c.must(err)
		if i >= 49 {
			waits = append(waits, w)
		}
		if w == 0 {
			c.must(c.store.SignInRight(ctx, "other", "10.0.0.9"))
		}
	}
	for i := 1; i < len(waits); i++ {
		if waits[i] < waits[i-1] || waits[i] > 15*time.Minute {
			t.Fatal("delays do not grow:", waits)
		}
	}
	if waits[len(waits)-1] < 10*time.Second {
		t.Fatal("delays stay small:", waits)
	}
}

func TestSession_Setup(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c := &city{t: t}
			c.store = storetest.Open(t, engine, storetest.BusinessDay)
			var err error
			c.srv, err = server.New(server.Options{Store: c.store, Secret: testSecret})
			c.must(err)
			token, ok, err := server.NewSetupToken(context.Background(), c.store)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			who := body{"login": "root", "name": "首任管理员", "password": goodPassword}
			k := c.nobody()
			k.post("/setup", body{"token": strings.Repeat("x", 43), "cityName": "测试市", "admin": who}).want(404)
			k.post("/setup", body{"token": token, "cityName": "测试市", "admin": body{"login": "root", "name": "甲", "password": "short"}}).want(422)
			k.post("/setup", body{"token": token, "admin": who}).want(422)
			k.post("/setup", body{"token": token, "cityName": "测试市", "admin": who}).want(204)
			k.post("/setup", body{"token": token, "cityName": "测试市", "admin": who}).want(409)
			if k.get("/setup").want(200).at("needed") != false {
				t.Fatal("still needed")
			}
			got := c.signIn("root", goodPassword).want(200)
			if n := len(got.at("user", "roles").([]any)); n != 2 {
				t.Fatal("simple profile has roles:", n)
			}
			if _, ok, _ := server.NewSetupToken(context.Background(), c.store); ok {
				t.Fatal("a second set-up link")
			}
		})
	}
}
