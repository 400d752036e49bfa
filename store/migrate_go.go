package store

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"
)

// goMigrations are the migrations that SQL can't do; their numbers are those of the files' row.
func (s *Store) goMigrations() []*goose.Migration {
	return []*goose.Migration{
		// 10: the search index of companies holds the keys by which names are compared.
		goose.NewGoMigration(10, &goose.GoFunc{RunTx: s.migration(func(t *Tx) error {
			if _, err := t.exec("DELETE FROM search_companies"); err != nil {
				return err
			}
			return t.reindexCompanies()
		})}, nil),
	}
}

// migration runs fn on a migration's transaction.
func (s *Store) migration(fn func(*Tx) error) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error { return fn(&Tx{ctx: ctx, tx: tx, s: s}) }
}
