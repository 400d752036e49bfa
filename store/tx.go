package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	sqlite3 "github.com/mattn/go-sqlite3"

	"yinfeng/crm"
)

// querier is what reads need: a pool, a read transaction or a *Tx.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Tx is the transaction of one act. Now and Today are the same for the whole act.
type Tx struct {
	ctx       context.Context
	tx        *sql.Tx
	s         *Store
	V         crm.Viewer
	Now       int64
	Today     crm.Date
	auditRows []crm.AuditRow
	set       *crm.Settings
	workdays  crm.Workdays // the holiday table, once it was read
	numbers   *numbers     // of the group that the act belongs to; a migration takes none
}

// QueryContext makes a Tx a querier.
func (t *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(ctx, query, args...)
}

// QueryRowContext makes a Tx a querier.
func (t *Tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(ctx, query, args...)
}

// exec runs a statement and returns how many rows it touched.
func (t *Tx) exec(query string, args ...any) (int64, error) {
	r, err := t.tx.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", firstWords(query), err)
	}
	return r.RowsAffected()
}

// update is exec that demands a touched row: none means a stale version, answered
// with state as the present one.
func (t *Tx) update(what string, state any, query string, args ...any) error {
	n, err := t.exec(query, args...)
	if err != nil {
		return err
	}
	if n == 0 {
		return crm.Conflict(state, "%s已被别人修改过，请刷新后再改", what)
	}
	return nil
}

// audit leaves a row of the audit log; it gets sequence and hash at the commit.
// label is one Chinese line; detail is JSON of what changed, phones masked by the caller.
func (t *Tx) audit(act, object string, id, unitID int64, label string, detail any) {
	actor := t.V.Name
	if t.V.Operator {
		actor = "本机操作员"
	}
	t.auditRows = append(t.auditRows, crm.AuditRow{At: crm.Instant(t.Now), KnownOn: t.Today, UserID: t.V.UserID, Actor: actor,
		Address: t.V.Address, Act: act, Object: object, ObjectID: id, UnitID: unitID, Label: label, Detail: toJSON(detail)})
}

// settings loads the city's settings once per act.
func (t *Tx) settings() (crm.Settings, error) {
	if t.set == nil {
		set, err := loadSettings(t.ctx, t)
		if err != nil {
			return crm.Settings{}, err
		}
		t.set = &set
	}
	return *t.set, nil
}

// firstWords shortens a statement for an error's cause.
func firstWords(q string) string {
	f := strings.Fields(q)
	return strings.Join(f[:min(4, len(f))], " ")
}

// isConnection reports a lost or refused connection.
func isConnection(err error) bool {
	var ne net.Error
	var se sqlite3.Error
	if errors.As(err, &se) {
		return se.Code == sqlite3.ErrBusy || se.Code == sqlite3.ErrLocked || se.Code == sqlite3.ErrFull || se.Code == sqlite3.ErrCantOpen
	}
	var pe interface{ SQLState() string }
	if errors.As(err, &pe) {
		s := pe.SQLState()
		return strings.HasPrefix(s, "08") || strings.HasPrefix(s, "57P") || strings.HasPrefix(s, "53")
	}
	return errors.As(err, &ne) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		strings.Contains(err.Error(), "failed to connect")
}

// act runs fn as one act and returns its answer. With an idempotency key in ctx the
// answer is kept in the same transaction and a repeat gets the first one. Under Batch
// it joins the open transaction.
func act[T any](ctx context.Context, s *Store, v crm.Viewer, fn func(*Tx) (T, error)) (T, error) {
	var out T
	once := func(t *Tx) error {
		key := idempotencyOf(ctx)
		if done, err := replay(t, key, &out); done || err != nil {
			return err
		}
		var err error
		if out, err = fn(t); err != nil {
			return err
		}
		return remember(t, key, out)
	}
	var err error
	if outer := batchOf(ctx); outer != nil {
		err = s.translate(outer.join(ctx, v, once))
	} else {
		err = s.do(ctx, v, once)
	}
	if err != nil {
		var zero T
		return zero, err
	}
	return out, nil
}
