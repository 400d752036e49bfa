package server_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"yinfeng/server"
)

// raw sends a request as it stands.
func (c *city) raw(method, path, contentType, content string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, strings.NewReader(content))
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	c.srv.ServeHTTP(w, req)
	return w
}

// isProblem fails unless an answer is a problem in Chinese with code and number, and
// says nothing of how we are made.
func isProblem(t *testing.T, a *answer, code int, kind string) {
	t.Helper()
	a.want(code)
	if ct := a.Header.Get("Content-Type"); ct != "application/problem+json" {
		t.Fatalf("%s: content type %q", a.what, ct)
	}
	if a.str("code") != kind || a.str("id") == "" || a.str("id") != a.Header.Get("X-Request-Id") || a.int("status") != int64(code) {
		t.Fatalf("%s: %s", a.what, a.Raw)
	}
	detail := a.str("detail")
	if !strings.ContainsFunc(detail, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
		t.Fatalf("%s: not in Chinese: %s", a.what, detail)
	}
	for _, leak := range []string{"SELECT", "sql", "panic", ".go", "$schema", "json:", "goroutine"} {
		if bytes.Contains(a.Raw, []byte(leak)) {
			t.Fatalf("%s: says %q: %s", a.what, leak, a.Raw)
		}
	}
}

func TestServer_Problems(t *testing.T) {
	c := newCity(t, "sqlite")
	admin := c.as("admin")
	unit := func(extra body) body {
		in := body{"name": "新单位", "kind": "department", "parentId": c.unit("ak")}
		for k, v := range extra {
			in[k] = v
		}
		return in
	}
	for _, x := range []struct {
		name  string
		got   *answer
		code  int
		kind  string
		field string
	}{
		{"no identity", c.nobody().get("/units"), 401, "unauthorized", ""},
		{"no identity, unknown id", c.nobody().get("/users/999999"), 401, "unauthorized", ""},
		{"act never had", c.as("officer").get("/users"), 403, "forbidden", ""},
		{"act never had, bad body", c.as("officer").post("/units", body{"x": 1}), 403, "forbidden", ""},
		{"missing row", admin.get("/users/999999"), 404, "not_found", ""},
		{"unknown address", admin.get("/nothing"), 404, "not_found", ""},
		{"wrong method", admin.put("/units", body{}), 405, "method_not_allowed", ""},
		{"stale version", admin.put("/units/"+itoa(c.unit("610902")), unit(body{"version": 77, "kind": "county"})), 409, "conflict", ""},
		{"unknown field", admin.post("/units", unit(body{"path": "/1/"})), 422, "invalid", "path"},
		{"missing field", admin.post("/units", body{"kind": "department", "parentId": 1}), 422, "invalid", "name"},
		{"wrong type", admin.post("/units", unit(body{"parentId": "x"})), 422, "invalid", "parentId"},
		{"huge number", admin.post("/units", unit(body{"parentId": 1e300})), 422, "invalid", ""},
		{"not in enum", admin.post("/units", unit(body{"kind": "moon"})), 422, "invalid", "kind"},
		{"too long", admin.post("/units", unit(body{"name": strings.Repeat("长", 61)})), 422, "invalid", "name"},
		{"null", admin.post("/units", unit(body{"name": nil})), 422, "invalid", "name"},
		{"bad id", admin.get("/units/abc"), 422, "invalid", "id"},
		{"bad limit", admin.get("/users?limit=abc"), 422, "invalid", "limit"},
		{"limit too large", admin.get("/users?limit=1000"), 422, "invalid", "limit"},
		{"unknown filter", admin.get("/users?colour=red"), 422, "invalid", "colour"},
		{"sort not allowed", admin.get("/users?sort=password_hash"), 422, "invalid", "sort"},
		{"foreign cursor", admin.get("/users?cursor=xyz"), 422, "invalid", "cursor"},
		{"broken UTF-8", admin.get("/users?q=%%ff%%fe"), 422, "invalid", ""},
		{"NUL in the address", admin.get("/users?q=%%00"), 422, "invalid", ""},
		{"NUL in the body", admin.post("/units", unit(body{"name": "a\x00b"})), 422, "invalid", ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			isProblem(t, x.got, x.code, x.kind)
			if x.field != "" && x.got.at("field") != x.field {
				t.Fatalf("field is not %s: %s", x.field, x.got.Raw)
			}
			if x.code == 422 && x.field != "" && x.got.at("fields") != nil && x.got.at("fields", x.field) == nil {
				t.Fatalf("fields say nothing of %s: %s", x.field, x.got.Raw)
			}
		})
	}
	stale := admin.put("/units/"+itoa(c.unit("610902")), unit(body{"version": 77, "kind": "county"}))
	if stale.str("state", "name") != "汉滨区" {
		t.Fatalf("no present state with 409: %s", stale.Raw)
	}
}

func TestServer_Bodies(t *testing.T) {
	c := newCity(t, "sqlite")
	k := c.as("admin")
	send := func(contentType, content string) *answer {
		req := httptest.NewRequest("POST", "/api/v1/units", strings.NewReader(content))
		if contentType != "" {
			req.Header.Set("Content-Type", contentType)
		}
		return k.send(req)
	}
	big := `{"name":"` + strings.Repeat("x", 3<<20) + `"}`
	isProblem(t, send("application/json", big), 413, "too_large")
	isProblem(t, send("application/json", `{"name":`), 422, "invalid")
	isProblem(t, send("application/json", ``), 422, "invalid")
	isProblem(t, send("application/json", `[]`), 422, "invalid")
	isProblem(t, send("application/json", strings.Repeat("[", 100_000)), 422, "invalid")
	isProblem(t, send("text/plain", `{}`), 415, "invalid")
	unit := func(name string) string {
		return `{"name":"` + name + `","kind":"department","parentId":` + itoa(c.unit("ak")) + `}`
	}
	isProblem(t, send("application/json", unit("新\xff部")), 422, "invalid")                           // not UTF-8
	isProblem(t, send("application/json", unit(`新\u0000部`)), 422, "invalid")                         // NUL
	isProblem(t, send("application/json", unit(`新\\\u0000部`)), 422, "invalid")                       // a backslash, then NUL
	if got := send("application/json", unit(`新\\u0000部`)).want(200); got.str("name") != `新\u0000部` { // only text
		t.Fatal(string(got.Raw))
	}
	ok := `{"name":"新部门","kind":"department","parentId":` + itoa(c.unit("ak")) + `}`
	got := send("application/json; charset=utf-8", ok).want(200)
	if got.Header.Get("Link") != "" || bytes.Contains(got.Raw, []byte("$schema")) {
		t.Fatalf("huma's defaults show: %s", got.Raw)
	}
}

func TestServer_Headers(t *testing.T) {
	c := newCity(t, "sqlite")
	for _, path := range []string{"/", "/api/v1/units", "/healthz", "/api/openapi.json", "/leads/7"} {
		h := c.raw("GET", path, "", "").Header()
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
			"Cache-Control": "no-store"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, h.Get(name), want)
			}
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "script-src 'self';") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "http") {
			t.Errorf("%s: %s", path, csp)
		}
	}
	if got := c.raw("GET", "/readyz", "", ""); got.Code != 200 {
		t.Fatal(got.Code, got.Body)
	}
}

func TestServer_OpenAPI(t *testing.T) {
	one, err := server.OpenAPI("1")
	if err != nil {
		t.Fatal(err)
	}
	two, err := server.OpenAPI("1")
	if err != nil || !bytes.Equal(one, two) {
		t.Fatal("not the same bytes twice", err)
	}
	c := newCity(t, "sqlite")
	if got := c.raw("GET", "/api/openapi.json", "", ""); got.Code != 200 || !bytes.Contains(got.Body.Bytes(), []byte(`"openapi": "3.1.0"`)) {
		t.Fatal(got.Code)
	}
}

func TestServer_Web(t *testing.T) {
	web := fstest.MapFS{
		"index.html":            {Data: []byte("<!doctype html>app")},
		"index.html.br":         {Data: []byte("BR-index")},
		"assets/app-1a2b.js":    {Data: []byte("plain")},
		"assets/app-1a2b.js.br": {Data: []byte("BR")},
		"assets/app-1a2b.js.gz": {Data: []byte("GZ")},
	}
	s, err := server.New(server.Options{Secret: testSecret, Web: web, WebBuilt: true})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(path, accept string) *httptest.ResponseRecorder {
		req := httptest.NewRequest("GET", path, nil)
		req.Header.Set("Accept-Encoding", accept)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, req)
		return w
	}
	for _, x := range []struct{ path, accept, body, encoding, cache string }{
		{"/", "", "<!doctype html>app", "", "no-cache"},
		{"/leads/12", "gzip, br", "BR-index", "br", "no-cache"},
		{"/assets/app-1a2b.js", "gzip, br", "BR", "br", "public, max-age=31536000, immutable"},
		{"/assets/app-1a2b.js", "gzip", "GZ", "gzip", "public, max-age=31536000, immutable"},
		{"/assets/app-1a2b.js", "", "plain", "", "public, max-age=31536000, immutable"},
		{"/../../etc/passwd", "", "<!doctype html>app", "", "no-cache"},
		{"/assets/app-1a2b.js.br", "", "", "", ""},
	} {
		w := ask(x.path, x.accept)
		if x.body == "" {
			if w.Code != 404 {
				t.Errorf("%s: %d", x.path, w.Code)
			}
			continue
		}
		if w.Code != 200 || w.Body.String() != x.body || w.Header().Get("Content-Encoding") != x.encoding || w.Header().Get("Cache-Control") != x.cache {
			t.Errorf("%s (%s): %d %q %v", x.path, x.accept, w.Code, w.Body, w.Header())
		}
	}
	if w := ask("/assets/app-1a2b.js", "br"); !strings.HasPrefix(w.Header().Get("Content-Type"), "text/javascript") {
		t.Error(w.Header().Get("Content-Type"))
	}
	if w := ask("/assets/gone.js", ""); w.Code != http.StatusNotFound {
		t.Error("a missing asset must not read as a page:", w.Code)
	}
}

func TestServer_Placeholder(t *testing.T) {
	s, err := server.New(server.Options{Secret: testSecret, Placeholder: []byte("make build")})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", "/leads", nil))
	if w.Code != 200 || w.Body.String() != "make build" {
		t.Fatal(w.Code, w.Body)
	}
}

func TestServer_Secret(t *testing.T) {
	for _, bad := range []string{"", "short", strings.Repeat("a", 64), strings.Repeat("changeme", 8), strings.Repeat("secret-", 6)} {
		if _, err := server.New(server.Options{Secret: []byte(bad)}); err == nil {
			t.Errorf("started with the key %q", bad)
		}
	}
	dir := t.TempDir()
	one, err := server.LoadSecret(dir)
	if err != nil {
		t.Fatal(err)
	}
	two, err := server.LoadSecret(dir)
	if err != nil || !bytes.Equal(one, two) || len(one) < 32 {
		t.Fatal("the key is not kept", err)
	}
}
