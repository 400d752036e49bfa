package server_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/server"
)

// TestAccess walks every route of the router with every role: without identity 401;
// an act that the role never has 403; a foreign object and a missing one the same 404;
// one's own never any of these. A route whose object nobody told how to make fails
// (trust S1).
func TestAccess(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		w := newWorld(c)
		var asked int
		for _, r := range c.srv.Routes() {
			if r.Access.Public {
				if !slices.Contains(publicRoutes, r.Method+" "+r.Path) {
					t.Errorf("%s %s is open to anybody: add it to publicRoutes if that is meant", r.Method, r.Path)
				}
				continue
			}
			asked += w.refusals(r)
		}
		for _, r := range c.srv.Routes() {
			if !r.Access.Public && r.Method == http.MethodGet {
				asked += w.own(r)
			}
		}
		for _, r := range c.srv.Routes() {
			if !r.Access.Public && r.Method != http.MethodGet {
				asked += w.own(r)
			}
		}
		t.Logf("%d routes, %d requests by %d people", len(c.srv.Routes()), asked, len(people))
	})
}

// publicRoutes need no identity.
var publicRoutes = []string{"POST /session", "GET /setup", "POST /setup", "POST /password-link"}

// missingID is no object's id.
const missingID = "987654321"

var pathParam = regexp.MustCompile(`\{(\w+)\}`)

// refusals asks what must be refused; none of it changes anything.
func (w *world) refusals(r server.Route) (asked int) {
	t, what := w.c.t, r.Method+" "+r.Path
	object, ok := w.objectOf(r)
	if !ok {
		t.Errorf("%s: add a maker of its object to access_world_test.go", what)
		return 0
	}
	none := cmp.Or(object.none, missingID)
	for _, id := range []string{object.id, none} {
		if got := w.ask(w.c.nobody(), r, id); got.Code != 401 {
			t.Errorf("%s without identity: %d", what, got.Code)
		}
	}
	for _, p := range people {
		k := w.as(p.login)
		asked += 2
		if !may(w.viewers[p.login], r) {
			one, two := w.ask(k, r, object.id), w.ask(k, r, none)
			if one.Code != 403 || two.Code != 403 {
				t.Errorf("%s by %s, who never has the act: %d and %d", what, p.login, one.Code, two.Code)
			}
			continue
		}
		if object.global || w.sees(p.login, r, object) || !w.hasAct(p.login, r) {
			continue
		}
		one, two := w.ask(k, r, object.id), w.ask(k, r, none)
		if one.Code != 404 || two.Code != 404 {
			t.Errorf("%s by %s: foreign %d %s, missing %d %s", what, p.login, one.Code, one.Raw, two.Code, two.Raw)
		} else if d := sameBut(one, two); d != "" {
			t.Errorf("%s by %s: foreign and missing differ: %s", what, p.login, d)
		}
	}
	return asked
}

// own asks what belongs to the asker, each time with a new object where asking changes
// it. Business may refuse it (409, 422); rights may not.
func (w *world) own(r server.Route) (asked int) {
	t, what := w.c.t, r.Method+" "+r.Path
	for _, p := range people {
		object, ok := w.objectOf(r)
		if !ok || !may(w.viewers[p.login], r) || !object.global && !w.sees(p.login, r, object) {
			continue
		}
		if kind := w.kindOf(r); r.Method != http.MethodGet && kind != "" {
			object = w.makers[kind]()
		}
		k := w.as(p.login)
		if slices.Contains(endsSession, what) {
			k = w.c.as(p.login)
		}
		got := w.ask(k, r, object.id)
		asked++
		switch owner := w.lines[what].login; {
		case what == noOffices && strings.HasPrefix(p.login, "liaison"):
			if got.Code != 422 {
				t.Errorf("%s by %s of an office: %d %s", what, p.login, got.Code, got.Raw)
			}
		case owner != "" && owner != p.login:
			if got.Code != 409 {
				t.Errorf("%s by %s on an object of %s: %d %s", what, p.login, owner, got.Code, got.Raw)
			}
		case got.Code == 401 || got.Code == 403 || got.Code == 404 || got.Code >= 500:
			t.Errorf("%s by %s on an object of his own: %d %s", what, p.login, got.Code, got.Raw)
		case r.Method == http.MethodGet && got.Code != 200:
			t.Errorf("%s by %s: %d %s", what, p.login, got.Code, got.Raw)
		}
	}
	return asked
}

// noOffices is answered for units of the tables only; an office is none.
const noOffices = "GET /reports/month/{month}/bulletin"

// endsSession are routes that end the asker's session.
var endsSession = []string{"DELETE /session"}

// may reports whether a viewer has any of a route's acts.
func may(v crm.Viewer, r server.Route) bool {
	return len(r.Access.Acts) == 0 || slices.ContainsFunc(r.Access.Acts, v.Can)
}

// actsOf are the acts that decide over a route's object.
func (w *world) actsOf(r server.Route) []crm.Act {
	if a := w.lines[r.Method+" "+r.Path].acts; a != nil {
		return a
	}
	return r.Access.Acts
}

// hasAct reports whether a person has an act that decides over the route's object: a
// route for many kinds of objects admits more people than one kind of object does.
func (w *world) hasAct(login string, r server.Route) bool {
	acts := w.actsOf(r)
	return len(acts) == 0 || slices.ContainsFunc(acts, w.viewers[login].Can)
}

// sees reports whether the route's acts reach one of the object's units.
func (w *world) sees(login string, r server.Route, o object) bool {
	if o.id == "" {
		return true // a list: everybody sees his own
	}
	if o.owner != "" {
		return login == o.owner
	}
	units := o.units
	if code := w.lines[r.Method+" "+r.Path].unit; code != "" {
		units = []int64{w.c.unit(code)}
	}
	for _, act := range w.actsOf(r) {
		if slices.ContainsFunc(units, w.viewers[login].Scope(act).Has) {
			return true
		}
	}
	return false
}

func fill(path, id string) string { return pathParam.ReplaceAllString(path, id) }

// ask sends a request about an object, with a body that the interface's document takes.
func (w *world) ask(k *client, r server.Route, id string) *answer {
	line, path := w.lines[r.Method+" "+r.Path], fill(r.Path, id)
	if line.query != "" {
		path += "?" + fill(line.query, id)
	}
	switch {
	case r.Upload:
		form := map[string]string{}
		for name, v := range line.form {
			form[name] = fill(v, id)
		}
		return k.upload(path, "a.pdf", pdf, form)
	case r.Method == http.MethodGet || r.Method == http.MethodDelete:
		return k.do(r.Method, path, nil)
	case line.body != nil:
		return k.do(r.Method, path, line.body(id))
	}
	return k.do(r.Method, path, w.doc.body(r, w.values))
}

// TestAccess_MassAssignment: what a request may not set is refused, not taken (trust S3).
func TestAccess_MassAssignment(t *testing.T) {
	c := newCity(t, "sqlite")
	w := newWorld(c)
	for _, r := range c.srv.Routes() {
		if r.Access.Public || r.Upload || r.Method != http.MethodPost && r.Method != http.MethodPut {
			continue
		}
		b, ok := w.doc.body(r, w.values).(body)
		if !ok {
			continue
		}
		o, _ := w.objectOf(r)
		for _, field := range []string{"createdBy", "verifiedBy", "reviewedBy", "state", "importId", "passwordHash", "role", "arrivedCny"} {
			if _, has := b[field]; has || w.doc.has(r, field) {
				continue
			}
			in := body{field: 1}
			for k, v := range b {
				in[k] = v
			}
			for _, p := range people {
				if !may(w.viewers[p.login], r) {
					continue
				}
				got := w.as(p.login).do(r.Method, fill(r.Path, o.id), in)
				if got.Code != 422 || got.at("fields", field) == nil {
					t.Errorf("%s %s by %s takes the field %q: %d %s", r.Method, r.Path, p.login, field, got.Code, got.Raw)
				}
				break
			}
		}
	}
}

// TestAccess_OddRequests: odd ids are refused, never an error of ours.
func TestAccess_OddRequests(t *testing.T) {
	c := newCity(t, "sqlite")
	k := c.as("manager")
	for _, r := range c.srv.Routes() {
		for _, id := range []string{"0", "-1", "9223372036854775808", "1e3", "abc", "%27%20OR%201%3D1", "..%2f..%2f", "%00", "1;DROP"} {
			if !strings.Contains(r.Path, "{") || r.Access.Public {
				continue
			}
			req := httptest.NewRequest(r.Method, "/api/v1"+fill(r.Path, id), strings.NewReader("{}"))
			req.Header.Set("Content-Type", "application/json")
			if got := k.send(req); got.Code < 400 || got.Code >= 500 {
				t.Error(fmt.Sprintf("%s %s with id %s:", r.Method, r.Path, id), got.Code, string(got.Raw))
			}
		}
	}
}
