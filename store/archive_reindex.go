package store

import (
	"context"
	"database/sql"
)

// reindexers make the search index of one kind anew from its rows.
var reindexers []func(*Tx) error

// reindexAll empties and refills every search index, after a restore.
func (t *Tx) reindexAll() error {
	for _, table := range SearchTables {
		if _, err := t.exec("DELETE FROM " + table); err != nil {
			return err
		}
	}
	for _, f := range reindexers {
		if err := f(t); err != nil {
			return err
		}
	}
	return nil
}

// schemaVersion is the number of the newest migration applied.
func (s *Store) schemaVersion(ctx context.Context) (int64, error) {
	p, err := s.provider()
	if err != nil {
		return 0, err
	}
	v, err := p.GetDBVersion(ctx)
	return v, s.translate(err)
}

// snapshotOptions open a read transaction that sees one moment.
func (e engine) snapshotOptions() *sql.TxOptions {
	if e == postgres {
		return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return nil // a SQLite read transaction in WAL is a snapshot
}
