package store

import (
	"context"

	"yinfeng/crm"
)

// RemindForTest tells of r in an act of its own.
func (s *Store) RemindForTest(ctx context.Context, key string, r crm.Reminder) error {
	return s.do(ctx, crm.Viewer{Operator: true}, func(t *Tx) error { return t.remind(key, r) })
}

// CountForTest counts the rows that a query finds.
func (s *Store) CountForTest(query string, args ...any) (n int, err error) {
	return n, s.read.QueryRowContext(context.Background(), query, args...).Scan(&n)
}
