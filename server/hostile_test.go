package server_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"yinfeng/server"
)

// hostileRequests is the short form of the programme's S4.
const hostileRequests = 2500

// TestHostile sends requests that are made from the interface's own document and then
// bent: whatever comes, the answer is never an error of ours (trust S4).
func TestHostile(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		seed := rand.Uint64()
		h := &hostile{world: newWorld(c), r: rand.New(rand.NewPCG(seed, 1))}
		codes := map[int]int{}
		routes := c.srv.Routes()
		for range hostileRequests {
			r := routes[h.r.IntN(len(routes))]
			if slices.Contains(endsSession, r.Method+" "+r.Path) {
				continue
			}
			got, what := h.send(r)
			codes[got.Code]++
			if got.Code >= 500 {
				t.Errorf("seed %d: %s: %d %s", seed, what, got.Code, got.Raw)
			}
		}
		t.Logf("seed %d, %d requests: %v", seed, hostileRequests, codes)
		if n, bad, err := c.store.VerifyAudit(t.Context()); err != nil || bad != 0 {
			t.Errorf("seed %d: the audit chain broke at %d of %d: %v", seed, bad, n, err)
		}
	})
}

type hostile struct {
	*world
	r *rand.Rand
}

func (h *hostile) send(r server.Route) (*answer, string) {
	k := h.person(r)
	id := missingID
	if o, ok := h.objectOf(r); ok && o.id != "" && h.r.IntN(4) > 0 {
		id = o.id
	}
	path := fill(r.Path, id)
	if q := h.query(r); q != "" {
		path += "?" + q
	}
	what := fmt.Sprintf("%s %s by %s", r.Method, path, k.login)
	switch {
	case r.Upload:
		name := h.text()
		return k.upload(path, "a"+strings.Map(printable, name)+".xlsx", []byte(h.text()), map[string]string{"kind": h.text(), "objectKind": "company", "objectId": id}), what
	case r.Method == "GET" || r.Method == "DELETE":
		return k.do(r.Method, path, nil), what
	}
	b := h.bend(h.doc.body(r, h.values))
	return k.do(r.Method, path, b), fmt.Sprintf("%s with %v", what, b)
}

func printable(r rune) rune {
	if r < ' ' || r == '"' || r == '\\' {
		return -1
	}
	return r
}

// person is somebody who may use the route, with a session that lives.
func (h *hostile) person(r server.Route) *client {
	for range 50 {
		p := people[h.r.IntN(len(people))]
		if !may(h.viewers[p.login], r) {
			continue
		}
		if h.as(p.login).get("/me").Code == 401 {
			h.clients[p.login] = h.c.as(p.login)
		}
		return h.as(p.login)
	}
	return h.as("manager")
}

// query sets some of the parameters that the document names.
func (h *hostile) query(r server.Route) string {
	params, _ := dig(h.doc.root, "paths", r.Path, strings.ToLower(r.Method), "parameters").([]any)
	q := url.Values{}
	for _, p := range params {
		m, _ := p.(map[string]any)
		if m["in"] != "query" || m["required"] != true && h.r.IntN(3) > 0 {
			continue
		}
		q.Set(m["name"].(string), h.parameter(m["schema"].(map[string]any)))
	}
	return q.Encode()
}

func (h *hostile) parameter(s map[string]any) string {
	s = h.doc.resolve(s)
	if e, ok := s["enum"].([]any); ok && h.r.IntN(4) > 0 {
		return e[h.r.IntN(len(e))].(string)
	}
	if typ(s) == "integer" && h.r.IntN(4) > 0 {
		return fmt.Sprint(h.whole())
	}
	return h.text()
}

// text is something that a person, or worse, might type.
func (h *hostile) text() string {
	of := []string{"", " ", "安康", "' OR 1=1 --", "%", "_", `\`, "a\x00b", "\u202e", "😀", "<script>alert(1)</script>", "=1+1", "2022-02-30", "2022-13", "2022-09",
		"2022-09-20", "9999-12-31", "0000-00-00", "-1", "1e400", "NaN", "null", "../../etc/passwd", "\r\nX: y", strings.Repeat("长", 3000), "\xff\xfe", "'; DROP TABLE leads; --",
		"-updatedAt", "eyJzIjoiIiwiayI6e30sImkiOjF9", "eyJzIjoiIiwiayI6Ing", "０１２"}
	return of[h.r.IntN(len(of))]
}

func (h *hostile) whole() int64 {
	of := []int64{0, 1, 2, -1, 20, 200, 2022, 10000, 1 << 31, 1 << 53, 1<<63 - 1, -1 << 63}
	return of[h.r.IntN(len(of))]
}

// bend changes some values of a body, keeping others as they must be.
func (h *hostile) bend(v any) any {
	if h.r.IntN(8) == 0 {
		return []any{nil, true, h.text(), h.whole(), 1.5, []any{}, body{}, []any{h.text()}}[h.r.IntN(8)]
	}
	switch v := v.(type) {
	case body:
		out := body{}
		for k, x := range v {
			out[k] = h.bend(x)
		}
		return out
	case []any:
		out := []any{}
		for _, x := range v {
			out = append(out, h.bend(x))
		}
		return out
	case string:
		if h.r.IntN(3) == 0 {
			return h.text()
		}
	case int, float64:
		if h.r.IntN(3) == 0 {
			return h.whole()
		}
	}
	return v
}
