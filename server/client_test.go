package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// body is a JSON object to send.
type body = map[string]any

// client is one signed-in user of the test city. Paths stand below /api/v1.
type client struct {
	t     *testing.T
	c     *city
	login string
	token string
	key   string // Idempotency-Key; "" for one of its own each time
}

// keyed gives all POSTs of a client one Idempotency-Key.
func (k client) keyed(key string) *client { k.key = key; return &k }

// as signs a user in; nobody() is without identity.
func (c *city) as(login string) *client {
	return &client{t: c.t, c: c, login: login, token: c.token(login)}
}
func (c *city) nobody() *client { return &client{t: c.t, c: c} }

var keys atomic.Int64

func (k *client) get(path string, a ...any) *answer { return k.do("GET", fmt.Sprintf(path, a...), nil) }
func (k *client) del(path string, a ...any) *answer {
	return k.do("DELETE", fmt.Sprintf(path, a...), nil)
}

// post and put send in as JSON; a POST gets an Idempotency-Key of its own.
func (k *client) post(path string, in any) *answer { return k.do("POST", path, in) }
func (k *client) put(path string, in any) *answer  { return k.do("PUT", path, in) }

func (k *client) do(method, path string, in any) *answer {
	k.t.Helper()
	var r io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			k.t.Fatal(err)
		}
		r = bytes.NewReader(b)
	}
	req := httptest.NewRequest(method, "/api/v1"+path, r)
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return k.send(req)
}

// send gives a request the client's identity and runs it through the real router.
func (k *client) send(req *http.Request) *answer {
	k.t.Helper()
	if req.Method == "POST" && req.Header.Get("Idempotency-Key") == "" {
		key := k.key
		if key == "" {
			key = fmt.Sprintf("test-%d", keys.Add(1))
		}
		req.Header.Set("Idempotency-Key", key)
	}
	if k.token != "" {
		req.Header.Set("Authorization", "Bearer "+k.token)
	}
	w := httptest.NewRecorder()
	k.c.srv.ServeHTTP(w, req)
	a := &answer{t: k.t, what: req.Method + " " + req.URL.Path + " as " + k.login, Code: w.Code, Header: w.Header(), Raw: w.Body.Bytes()}
	if strings.Contains(w.Header().Get("Content-Type"), "json") && len(a.Raw) > 0 {
		d := json.NewDecoder(bytes.NewReader(a.Raw))
		d.UseNumber()
		if err := d.Decode(&a.JSON); err != nil {
			k.t.Fatalf("%s: not JSON: %v: %s", a.what, err, a.Raw)
		}
	}
	return a
}

// upload posts a file with form fields.
func (k *client) upload(path, fileName string, content []byte, fields map[string]string) *answer {
	k.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, v := range fields {
		if err := w.WriteField(name, v); err != nil {
			k.t.Fatal(err)
		}
	}
	f, err := w.CreateFormFile("file", fileName)
	if err != nil {
		k.t.Fatal(err)
	}
	if _, err := f.Write(content); err != nil {
		k.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		k.t.Fatal(err)
	}
	req := httptest.NewRequest("POST", "/api/v1"+path, &b)
	req.Header.Set("Content-Type", w.FormDataContentType())
	return k.send(req)
}

// answer is what came back. JSON holds the decoded body, numbers as json.Number.
type answer struct {
	t      *testing.T
	what   string
	Code   int
	Header http.Header
	Raw    []byte
	JSON   any
}

// want fails the test unless the status is the one expected.
func (a *answer) want(code int) *answer {
	a.t.Helper()
	if a.Code != code {
		a.t.Fatalf("%s: got %d, want %d: %s", a.what, a.Code, code, a.Raw)
	}
	return a
}

// at walks the body: at("items", 0, "name").
func (a *answer) at(keys ...any) any {
	a.t.Helper()
	v := a.JSON
	for _, k := range keys {
		switch k := k.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[k]
		case int:
			l, _ := v.([]any)
			if k >= len(l) {
				a.t.Fatalf("%s: no item %d in %s", a.what, k, a.Raw)
			}
			v = l[k]
		}
	}
	return v
}

func (a *answer) str(keys ...any) string {
	a.t.Helper()
	s, ok := a.at(keys...).(string)
	if !ok {
		a.t.Fatalf("%s: %v is no text in %s", a.what, keys, a.Raw)
	}
	return s
}

func (a *answer) int(keys ...any) int64 {
	a.t.Helper()
	n, ok := a.at(keys...).(json.Number)
	if !ok {
		a.t.Fatalf("%s: %v is no number in %s", a.what, keys, a.Raw)
	}
	i, err := n.Int64()
	if err != nil {
		a.t.Fatal(err)
	}
	return i
}

// items is the list of a list's answer.
func (a *answer) items() []any {
	a.t.Helper()
	l, ok := a.at("items").([]any)
	if !ok {
		a.t.Fatalf("%s: no items in %s", a.what, a.Raw)
	}
	return l
}

// into decodes the body into a crm type.
func (a *answer) into(v any) *answer {
	a.t.Helper()
	if err := json.Unmarshal(a.Raw, v); err != nil {
		a.t.Fatalf("%s: %v in %s", a.what, err, a.Raw)
	}
	return a
}

// totpPeriod is one time step of the second factor.
const totpPeriod = 30 * time.Second

func totpCode(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func itoa(n int64) string { return fmt.Sprint(n) }
