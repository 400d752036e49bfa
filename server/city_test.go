package server_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/seeds"
	"yinfeng/server"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// city is a small city for tests: the Ankang pack with a few invented people, and the
// real server over a real store.
//
//	server: eachCity(t, func(t *testing.T, c *city) {
//		got := c.as("officer").post("/leads", body{"companyName": "…"}).want(200)
//		id := got.int("id")
//		c.as("officer2").get("/leads/%d", id).want(404)
//	})
type city struct {
	t     *testing.T
	store *store.Store
	srv   *server.Server
	units map[string]crm.Unit // by code: "ak", "ak-bureau", "ak-direct", "610902" 汉滨区, "610981" 旬阳市, "ak-office-jjj" …
	users map[string]crm.User // by login
	now   time.Time           // the real clock that sign-in and tokens see

	working bool // the import worker runs

	options store.Options // that the store was opened with
}

// person is a user of the test city: login, role and the code of the unit of both.
var people = []struct {
	login string
	role  crm.Role
	unit  string // where the person works and, unless reach is set, the role reaches
	reach string
}{
	{"admin", crm.RoleAdmin, "ak-bureau", "ak"},
	{"security", crm.RoleSecurity, "ak-bureau", "ak"},
	{"auditor", crm.RoleAuditor, "ak-bureau", "ak"},
	{"manager", crm.RoleManager, "ak-bureau", "ak"},
	{"director", crm.RoleDirector, "ak-bureau", "ak"},
	{"verifier", crm.RoleVerifier, "ak-bureau", "ak"},
	{"leader", crm.RoleLeader, "ak-bureau", "ak"},
	{"officer", crm.RoleOfficer, "610902", ""},
	{"officer2", crm.RoleOfficer, "610981", ""},
	{"statistician", crm.RoleStatistician, "610902", ""},
	{"statistician2", crm.RoleStatistician, "610981", ""},
	{"verifier2", crm.RoleVerifier, "610902", ""}, // a county's own verifier
	{"leader2", crm.RoleLeader, "610981", ""},
	{"liaison", crm.RoleLiaison, "ak-office-jjj", ""},
	{"liaison2", crm.RoleLiaison, "ak-office-csj", ""},
}

// operator does what the command line does.
var operator = crm.Viewer{Operator: true}

// testSecret is long enough and known to nobody but the tests.
var testSecret = []byte("5f0c2b7e9d1a48c3b6f2e8a7d4c1905e")

// eachCity runs fn on SQLite and on PostgreSQL.
func eachCity(t *testing.T, fn func(t *testing.T, c *city)) {
	t.Helper()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) { fn(t, newCity(t, engine)) })
	}
}

// eachCityOn is eachCity on another business day.
func eachCityOn(t *testing.T, today crm.Date, fn func(t *testing.T, c *city)) {
	t.Helper()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) { fn(t, newCityOn(t, engine, today)) })
	}
}

func newCity(t *testing.T, engine string) *city {
	t.Helper()
	return newCityOn(t, engine, storetest.BusinessDay)
}

func newCityOn(t *testing.T, engine string, today crm.Date) *city {
	t.Helper()
	c := &city{t: t}
	o := filledCity(t, engine, today, c).Copy(t, crm.Clock{Fixed: today, Real: func() time.Time {
		if c.now.IsZero() {
			return time.Now()
		}
		return c.now
	}})
	var err error
	if c.store, err = store.Open(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.store.Close() })
	c.options = o
	c.serve()
	return c
}

// cityTemplate is the filled city of an engine on a business day.
type cityTemplate struct {
	*storetest.Template
	units map[string]crm.Unit
	users map[string]crm.User
}

var cityTemplates = map[string]cityTemplate{} // by engine and day

// filledCity fills the test city where nobody has yet, and tells c its units and people.
func filledCity(t *testing.T, engine string, today crm.Date, c *city) cityTemplate {
	t.Helper()
	key := engine + " " + string(today)
	f, ok := cityTemplates[key]
	if !ok {
		made := &city{t: t, units: map[string]crm.Unit{}, users: map[string]crm.User{}}
		m, err := storetest.NewTemplate(engine, today, func(s *store.Store) error {
			made.store = s
			made.fill()
			return nil
		})
		made.must(err)
		f = cityTemplate{m, made.units, made.users}
		cityTemplates[key] = f
	}
	c.units, c.users = maps.Clone(f.units), maps.Clone(f.users)
	return f
}

func (c *city) serve() {
	var err error
	c.srv, err = server.New(server.Options{Store: c.store, Secret: testSecret, Version: "test", Knowledge: seeds.Knowledge})
	c.must(err)
}

// twin is a second program instance: a store and a server of its own over the same database.
func (c *city) twin() *city {
	d := *c
	var err error
	d.store, err = store.Open(context.Background(), c.options)
	c.must(err)
	c.t.Cleanup(func() { d.store.Close() })
	d.serve()
	return &d
}

func (c *city) fill() {
	ctx := context.Background()
	pack, err := seeds.LoadPack("ankang")
	c.must(err)
	c.must(c.store.LoadPack(ctx, operator, pack))
	units, err := c.store.Units(ctx, operator, store.UnitFilter{})
	c.must(err)
	for _, u := range units {
		c.units[u.Code] = u
	}
	c.must(c.store.Batch(ctx, operator, c.populate))
}

// populate makes the people, in one transaction.
func (c *city) populate(ctx context.Context) error {
	for i, p := range people {
		unit := c.units[p.unit].ID
		u, err := c.store.CreateUser(ctx, operator, crm.UserInput{Login: p.login, Name: fmt.Sprintf("测试%s%02d", p.role.Label(), i),
			UnitID: unit, Phone: fmt.Sprintf("139000000%02d", i)}, "", 0)
		c.must(err)
		if p.reach != "" {
			unit = c.units[p.reach].ID
		}
		u, err = c.store.SetGrants(ctx, operator, u.ID, []crm.Grant{{Role: p.role, UnitID: unit}}, u.Version)
		c.must(err)
		// Unused here: real passwords cost a hash each; only tests of signing in set one.
		c.must(c.store.SetPassword(ctx, operator, u.ID, "none", false))
		c.users[p.login] = u
	}
	return nil
}

// TestMain keeps refusals, which tests provoke by the hundred, out of the output.
func TestMain(m *testing.M) {
	slog.SetLogLoggerLevel(slog.LevelError)
	os.Exit(m.Run())
}

func (c *city) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// viewer is what the store sees of a user, for preparing data past the server.
func (c *city) viewer(login string) crm.Viewer {
	c.t.Helper()
	v, err := c.store.LoadViewer(context.Background(), c.users[login].ID)
	c.must(err)
	return v
}

// unit is the id of a unit by its code.
func (c *city) unit(code string) int64 {
	u, ok := c.units[code]
	if !ok {
		c.t.Fatalf("no unit %q in the pack", code)
	}
	return u.ID
}

// token opens a real session of a user and signs its token.
func (c *city) token(login string) string {
	c.t.Helper()
	u, ok := c.users[login]
	if !ok {
		c.t.Fatalf("no user %q in the test city", login)
	}
	now := c.store.Clock().Now()
	id := fmt.Sprintf("test-%s-%d", login, now.UnixNano())
	c.must(c.store.StartSession(context.Background(), store.SessionInput{ID: id, UserID: u.ID, ExpiresAt: now.Add(server.SessionLife).UnixMilli()}))
	return c.srv.Token(u.ID, id, now)
}
