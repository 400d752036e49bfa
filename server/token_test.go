package server_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"yinfeng/server"
	"yinfeng/store"
)

// forge makes tokens that differ from a good one in one thing.
type forge struct {
	c       *city
	user    int64
	session string
}

func (f forge) claims(change func(jwt.MapClaims)) jwt.MapClaims {
	now := time.Now()
	m := jwt.MapClaims{"iss": server.TokenIssuer, "aud": server.TokenAudience, "sub": fmt.Sprint(f.user), "jti": f.session,
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(time.Hour).Unix()}
	if change != nil {
		change(m)
	}
	return m
}

func (f forge) sign(method jwt.SigningMethod, key any, header map[string]any, m jwt.MapClaims) string {
	t := jwt.NewWithClaims(method, m)
	t.Header["typ"] = server.TokenType
	for k, v := range header {
		if v == nil {
			delete(t.Header, k)
			continue
		}
		t.Header[k] = v
	}
	s, err := t.SignedString(key)
	f.c.must(err)
	return s
}

// hs signs with our own key: what stays wrong is the claims or the header.
func (f forge) hs(header map[string]any, change func(jwt.MapClaims)) string {
	return f.sign(jwt.SigningMethodHS256, testSecret, header, f.claims(change))
}

// forged lists sixty-odd tokens of which none may be taken (trust S8).
func (f forge) forged() map[string]string {
	out := map[string]string{}
	set := func(k string, v any) func(jwt.MapClaims) { return func(m jwt.MapClaims) { m[k] = v } }
	now := time.Now()
	for name, change := range map[string]func(jwt.MapClaims){
		"no issuer": set("iss", nil), "other issuer": set("iss", "yinfeng2"), "empty issuer": set("iss", ""), "issuer a list": set("iss", []string{"yinfeng"}),
		"no audience": set("aud", nil), "other audience": set("aud", "yinfeng-web"), "empty audience": set("aud", ""), "audience number": set("aud", 1),
		"expired": set("exp", now.Add(-time.Second).Unix()), "expired long ago": set("exp", 1), "no expiry": func(m jwt.MapClaims) { delete(m, "exp") },
		"expiry text": set("exp", "tomorrow"), "expiry zero": set("exp", 0), "expiry negative": set("exp", -1), "not yet": set("nbf", now.Add(time.Hour).Unix()),
		"no nbf": func(m jwt.MapClaims) { delete(m, "nbf") }, "issued tomorrow": set("iat", now.Add(24*time.Hour).Unix()), "nbf text": set("nbf", "x"),
		"no subject": func(m jwt.MapClaims) { delete(m, "sub") }, "empty subject": set("sub", ""), "subject zero": set("sub", "0"),
		"subject negative": set("sub", "-1"), "subject number": set("sub", 1), "subject text": set("sub", "admin"), "subject overflow": set("sub", strings.Repeat("9", 30)),
		"subject with SQL": set("sub", "1 OR 1=1"), "another user's subject": set("sub", fmt.Sprint(f.c.users["director"].ID)),
		"unknown user": set("sub", "999999"), "no session": func(m jwt.MapClaims) { delete(m, "jti") }, "empty session": set("jti", ""),
		"unknown session": set("jti", "nothing"), "session number": set("jti", 7), "session with SQL": set("jti", "' OR '1'='1"), "session wildcard": set("jti", "%"),
		"another's session": set("jti", f.foreignSession()), "ended session": set("jti", f.endedSession()),
		"expired session": set("jti", f.session0("exp", now.Add(-time.Minute), "officer")),
	} {
		out[name] = f.hs(nil, change)
	}
	for name, header := range map[string]map[string]any{
		"typ JWT": {"typ": "JWT"}, "typ missing": {"typ": nil}, "typ at+jwt": {"typ": "at+jwt"}, "typ number": {"typ": 1}, "typ other case": {"typ": "Yinfeng-Session+JWT"},
	} {
		out[name] = f.hs(header, nil)
	}
	f.keysAndMethods(out)
	f.cutAndChanged(out)
	return out
}

func (f forge) keysAndMethods(out map[string]string) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	f.c.must(err)
	good := f.claims(nil)
	out["alg none"] = f.sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil, good)
	out["alg RS256"] = f.sign(jwt.SigningMethodRS256, key, nil, good)
	out["alg HS384 with our key"] = f.sign(jwt.SigningMethodHS384, testSecret, nil, good)
	out["alg HS512 with our key"] = f.sign(jwt.SigningMethodHS512, testSecret, nil, good)
	for _, k := range []string{"", "secret", "changeme", "yinfeng", string(testSecret[:16]), string(testSecret) + "x"} {
		out[fmt.Sprintf("key %q", k)] = f.sign(jwt.SigningMethodHS256, []byte(k), nil, good)
	}
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"` + server.TokenType + `"}`))
	parts := strings.Split(f.hs(nil, nil), ".")
	out["alg none, signature kept"] = none + "." + parts[1] + "." + parts[2]
	out["alg none, no signature"] = none + "." + parts[1] + "."
	odd := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"nOnE","typ":"` + server.TokenType + `"}`))
	out["alg nOnE"] = odd + "." + parts[1] + "."
}

func (f forge) cutAndChanged(out map[string]string) {
	parts := strings.Split(f.hs(nil, nil), ".")
	other := strings.Split(f.hs(nil, func(m jwt.MapClaims) { m["sub"] = fmt.Sprint(f.c.users["director"].ID) }), ".")
	out["claims of another, signature kept"] = parts[0] + "." + other[1] + "." + parts[2]
	out["no signature"] = parts[0] + "." + parts[1]
	out["empty signature"] = parts[0] + "." + parts[1] + "."
	out["cut signature"] = parts[0] + "." + parts[1] + "." + parts[2][:20]
	out["changed signature"] = parts[0] + "." + parts[1] + "." + flip(parts[2])
	out["changed claims"] = parts[0] + "." + flip(parts[1]) + "." + parts[2]
	out["four parts"] = strings.Join(parts, ".") + "." + parts[2]
	out["signature twice"] = parts[0] + "." + parts[1] + "." + parts[2] + parts[2]
	out["padding added"] = strings.Join(parts, ".") + "="
	out["empty"], out["a dot"], out["two dots"] = "", ".", ".."
	out["rubbish"], out["very long"] = "abc.def.ghi", strings.Repeat("a", 60_000)
	out["not base64"] = "???.???.???"
}

func flip(s string) string {
	b := []byte(s)
	if b[3] == 'A' {
		b[3] = 'B'
	} else {
		b[3] = 'A'
	}
	return string(b)
}

// session0 opens a session that ends at a time.
func (f forge) session0(name string, until time.Time, login string) string {
	f.c.must(f.c.store.StartSession(context.Background(), store.SessionInput{ID: name, UserID: f.c.users[login].ID, ExpiresAt: until.UnixMilli()}))
	return name
}

func (f forge) foreignSession() string {
	return f.session0("foreign", time.Now().Add(time.Hour), "director")
}

func (f forge) endedSession() string {
	f.session0("ended", time.Now().Add(time.Hour), "officer")
	f.c.must(f.c.store.EndSession(context.Background(), f.c.viewer("officer"), "ended"))
	return "ended"
}

func TestToken_Forged(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		f := forge{c, c.users["officer"].ID, ""}
		f.session = f.session0("good", time.Now().Add(time.Hour), "officer")
		good := f.hs(nil, nil)
		(&client{t: t, c: c, login: "officer", token: good}).get("/me").want(200)
		list := f.forged()
		if len(list) < 60 {
			t.Fatal("only", len(list), "variants")
		}
		for name, token := range list {
			for _, how := range []string{"bearer", "cookie", "both"} {
				req := httptest.NewRequest("GET", "/api/v1/me", nil)
				if how != "cookie" {
					req.Header.Set("Authorization", "Bearer "+token)
				} else {
					req.AddCookie(&http.Cookie{Name: server.CookieName, Value: token})
				}
				if how == "both" { // a good cookie does not heal a bad Bearer token
					req.AddCookie(&http.Cookie{Name: server.CookieName, Value: good})
				}
				w := httptest.NewRecorder()
				c.srv.ServeHTTP(w, req)
				if w.Code != 401 {
					t.Errorf("%s by %s: %d", name, how, w.Code)
				}
			}
		}
		t.Log(len(list), "forged, stale and swapped tokens by three ways: all 401")
	})
}
