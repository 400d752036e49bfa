package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// snapshot is a read transaction: all that is read through it stood at one moment. Like every
// transaction of PostgreSQL's driver it takes no second query while the rows of one are open.
type snapshot struct {
	*sql.Tx
	engine engine
}

// snapshot opens a read transaction. On SQLite each one is a snapshot, on PostgreSQL it must be asked for.
func (s *Store) snapshot(ctx context.Context) (snapshot, error) {
	o := &sql.TxOptions{ReadOnly: true}
	if s.engine == postgres {
		o.Isolation = sql.LevelRepeatableRead
	}
	tx, err := s.read.BeginTx(ctx, o)
	return snapshot{tx, s.engine}, err
}

// readOnce runs fn over one snapshot, so that all its queries see one state. fn asks through q only:
// a query past it would see another state, and wait for a second connection of a pool of which all
// may be held by those who wait alike.
func (s *Store) readOnce(ctx context.Context, fn func(q querier) error) error {
	tx, err := s.snapshot(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return fn(tx)
}

// reading is to what is read what act is to what is changed: the right that fn judges and what it
// then reads are of one moment. Who reads a thing by an offer that is being withdrawn sees it as it
// stood before, or not at all.
func reading[T any](ctx context.Context, s *Store, fn func(q querier) (T, error)) (out T, err error) {
	err = s.readOnce(ctx, func(q querier) (err error) {
		out, err = fn(q)
		return err
	})
	return out, s.translate(err)
}

// judging is a reading by the rules of acts, which ask through a Tx: it tells what an act would do
// and keeps no writer waiting. fn writes nothing.
func judging[T any](ctx context.Context, s *Store, v crm.Viewer, fn func(*Tx) (T, error)) (out T, err error) {
	tx, err := s.snapshot(ctx)
	if err != nil {
		return out, s.translate(err)
	}
	defer tx.Rollback()
	out, err = fn(&Tx{ctx: ctx, tx: tx.Tx, s: s, V: v, Now: s.clock.Now().UnixMilli(), Today: s.Today()})
	return out, s.translate(err)
}
