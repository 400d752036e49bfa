package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"yinfeng/crm"
)

// countHour counts an act of the viewer within this hour; past the limit it is refused with
// detail. It counts in the database, so that all program instances share the limit; counters of
// past hours go. kind has no character that LIKE reads.
func countHour(t *Tx, kind string, limit int64, detail string) error {
	prefix, name := hourCounter(t, kind)
	n, err := countUp(t, name, 1)
	if err != nil {
		return err
	}
	if n > limit {
		return &crm.Error{Code: crm.CodeTooMany, Detail: detail}
	}
	_, err = t.exec("DELETE FROM sequences WHERE name LIKE $1 AND name <> $2", prefix+"%", name)
	return err
}

func hourCounter(t *Tx, kind string) (prefix, name string) {
	return hourName(kind, t.V.UserID, t.Now)
}

func hourName(kind string, user, now int64) (prefix, name string) {
	prefix = fmt.Sprintf("%s:%d:", kind, user)
	return prefix, fmt.Sprintf("%s%d", prefix, now/3_600_000)
}

// hourLeft is how many more acts of the viewer's countHour would let through.
func hourLeft(t *Tx, kind string, limit int64) (int64, error) {
	_, name := hourCounter(t, kind)
	n, err := counted(t.ctx, t, name)
	return max(0, limit-n), err
}

// countUp adds n to a counter and returns what it is now. It stands in the table at once, unlike the
// numbers that an act takes (numbers.go).
func countUp(t *Tx, name string, n int64) (now int64, err error) {
	err = t.QueryRowContext(t.ctx, `INSERT INTO sequences (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = sequences.value + excluded.value RETURNING value`, name, n).Scan(&now)
	return now, err
}

// counted reads a counter, 0 for none.
func counted(ctx context.Context, q querier, name string) (n int64, err error) {
	err = q.QueryRowContext(ctx, "SELECT value FROM sequences WHERE name = $1", name).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}
