package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
)

// Template is a database that tests copy. Making it once and copying it takes a hundredth of the
// time that migrating and filling takes under the race detector.
type Template struct {
	file     []byte // the whole database, on SQLite
	database string // its name on the server that `make test` starts; it goes with that server
}

// NewTemplate opens an empty store of the engine on a business day, has it filled, and keeps it.
func NewTemplate(engine string, day crm.Date, fill func(*store.Store) error) (*Template, error) {
	dir, err := os.MkdirTemp("", "yinfeng-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	m, o := &Template{}, store.Options{Data: dir, Clock: crm.Clock{Fixed: day}}
	if engine == "postgres" {
		if m.database, err = createDatabase("template0"); err != nil {
			return nil, err
		}
		o.Database = addressOf(m.database)
	}
	s, err := store.Open(context.Background(), o)
	if err != nil {
		return nil, err
	}
	err = fill(s)
	if e := s.Close(); err == nil {
		err = e
	}
	if err == nil && engine == "sqlite" {
		m.file, err = os.ReadFile(filepath.Join(dir, "yinfeng.db"))
	}
	return m, err
}

// Copy names a new database that holds what the template holds, and an empty data folder.
func (m *Template) Copy(t testing.TB, c crm.Clock) store.Options {
	t.Helper()
	o := store.Options{Data: t.TempDir(), Clock: c}
	if m.database != "" {
		o.Database = postgresFrom(t, m.database)
		return o
	}
	if err := os.WriteFile(filepath.Join(o.Data, "yinfeng.db"), m.file, 0o640); err != nil {
		t.Fatal(err)
	}
	return o
}

// migrated are the empty databases of both engines, with every table.
var migrated = map[string]func() (*Template, error){"sqlite": migratedOnce("sqlite"), "postgres": migratedOnce("postgres")}

func migratedOnce(engine string) func() (*Template, error) {
	return sync.OnceValues(func() (*Template, error) {
		return NewTemplate(engine, BusinessDay, func(*store.Store) error { return nil })
	})
}

// postgresFrom makes a copy of a database that is removed when the test ends, and returns its address.
func postgresFrom(t testing.TB, template string) string {
	t.Helper()
	name, err := createDatabase(template)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if db, err := openServer(); err == nil {
			db.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
			db.Close()
		}
	})
	return addressOf(name)
}

// createDatabase makes a database of a name of its own on the server that `make test` starts.
func createDatabase(template string) (string, error) {
	db, err := openServer()
	if err != nil {
		return "", err
	}
	defer db.Close()
	name := fmt.Sprintf("t%d_%d", os.Getpid(), databases.Add(1))
	_, err = db.Exec("CREATE DATABASE " + name + " TEMPLATE " + template + " ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
	return name, err
}

func openServer() (*sql.DB, error) {
	base := os.Getenv(postgresVariable)
	if base == "" {
		return nil, fmt.Errorf("%s is not set: run the tests through `make test`, which starts PostgreSQL (or scripts/postgres.sh)", postgresVariable)
	}
	return sql.Open("pgx", base)
}
