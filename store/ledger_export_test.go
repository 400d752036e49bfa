package store

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

// ExecForTest runs SQL outside the acts: closing months before the acts that close them
// are under test, evidence rows without files, and tampering.
func (s *Store) ExecForTest(text string, args ...any) error {
	_, err := s.write.ExecContext(context.Background(), text, args...)
	return err
}

// SumForTest reads one number.
func (s *Store) SumForTest(text string, args ...any) (n int64, err error) {
	err = s.read.QueryRowContext(context.Background(), text, args...).Scan(&n)
	return n, err
}

// DumpForTest prints rows of text columns, one line each.
func (s *Store) DumpForTest(text string, args ...any) (string, error) {
	rows, err := s.read.QueryContext(context.Background(), text, args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return "", err
	}
	out := ""
	for rows.Next() {
		vals, ptrs := make([]any, len(cols)), make([]any, len(cols))
		for i := range vals {
			ptrs[i] = &vals[i]
		}
		if err := rows.Scan(ptrs...); err != nil {
			return "", err
		}
		for _, v := range vals {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			out += fmt.Sprint(v) + "|"
		}
		out += "\n"
	}
	return out, rows.Err()
}

// CarryOverForTest moves what a closing month leaves, as CloseMonth does.
func (s *Store) CarryOverForTest(v crm.Viewer, m crm.Month) (int, error) {
	return act(context.Background(), s, v, func(t *Tx) (int, error) { return carryOver(t, m, "材料未齐") })
}
