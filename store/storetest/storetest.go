// Package storetest opens real stores for tests: each test gets its own SQLite file
// and its own PostgreSQL database. It is used by tests only.
package storetest

import (
	"context"
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

// NewOptions names a database of the engine that has every table and no row, and an empty data folder.
func NewOptions(t testing.TB, engine string, c crm.Clock) store.Options {
	t.Helper()
	m, err := migrated[engine]()
	if err != nil {
		t.Fatal(err)
	}
	return m.Copy(t, c)
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

// postgresVariable holds the address of the server that `make test` starts.
const postgresVariable = "YINFENG_TEST_POSTGRES"

var databases atomic.Int64

// NewPostgres makes an empty database without tables on the server that `make test` starts and
// returns its address.
func NewPostgres(t testing.TB) string {
	t.Helper()
	return postgresFrom(t, "template0")
}

// addressOf is the address of a database on the server that `make test` starts.
func addressOf(name string) string {
	u, err := url.Parse(os.Getenv(postgresVariable))
	if err != nil {
		return err.Error() // an address that opens nothing and says why
	}
	u.Path = "/" + name
	return strings.TrimSpace(u.String())
}
