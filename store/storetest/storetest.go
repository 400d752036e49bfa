// Package storetest opens real stores for tests: each test gets its own SQLite file
// and its own PostgreSQL database. It is used by tests only.
package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
)

// BusinessDay is the fixed business day of tests, that of the demo city.
const BusinessDay crm.Date = "2022-09-26"

// Each runs fn as a subtest on SQLite and on PostgreSQL.
func Each(t *testing.T, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachOn(t, BusinessDay, fn)
}

// EachOn is Each on another business day.
func EachOn(t *testing.T, day crm.Date, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) { fn(t, Open(t, engine, day)) })
	}
}

// Open opens an empty store of the engine that is removed when the test ends.
func Open(t testing.TB, engine string, day crm.Date) *store.Store {
	t.Helper()
	return OpenWith(t, NewOptions(t, engine, crm.Clock{Fixed: day}))
}

// NewOptions names an empty database and data folder of the engine.
func NewOptions(t testing.TB, engine string, c crm.Clock) store.Options {
	t.Helper()
	o := store.Options{Data: t.TempDir(), Clock: c}
	if engine == "postgres" {
		o.Database = NewPostgres(t)
	}
	return o
}

// OpenWith opens a store, which is closed when the test ends: on PostgreSQL a second one on the
// same options is another program instance.
func OpenWith(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var databases atomic.Int64

// NewPostgres makes an empty database on the server that `make test` starts and
// returns its address.
func NewPostgres(t testing.TB) string {
	t.Helper()
	base := os.Getenv("YINFENG_TEST_POSTGRES")
	if base == "" {
		t.Fatal("YINFENG_TEST_POSTGRES is not set: run the tests through `make test`, which starts PostgreSQL (or scripts/postgres.sh)")
	}
	db, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := fmt.Sprintf("t%d_%d", os.Getpid(), databases.Add(1))
	if _, err := db.Exec("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		db, err := sql.Open("pgx", base)
		if err == nil {
			db.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
			db.Close()
		}
	})
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return strings.TrimSpace(u.String())
}
