package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// numbers are the sequences that one group of acts has taken from. Whoever writes is alone, also
// beside other program instances, so a sequence is read once and kept once for all acts of a group:
// five statements less for each lead that is created.
type numbers struct {
	last  map[string]int64 // as the group's acts have left them
	kept  map[string]int64 // as they stand in the database
	saved map[string]int64 // as they were before the act under way
}

func newNumbers() *numbers { return &numbers{last: map[string]int64{}, kept: map[string]int64{}} }

// begin remembers where the sequences stand before an act; undo goes back there, so that an act
// which is refused leaves no gap in codes.
func (n *numbers) begin() { n.saved = maps.Clone(n.last) }

func (n *numbers) undo() { n.last = n.saved }

// take moves a named sequence by count and returns the last number taken.
func (n *numbers) take(ctx context.Context, tx *sql.Tx, name string, count int64) (int64, error) {
	v, known := n.last[name]
	if !known {
		err := tx.QueryRowContext(ctx, "SELECT value FROM sequences WHERE name = $1", name).Scan(&v)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return 0, err
		}
		n.kept[name] = v
	}
	n.last[name] = v + count
	return v + count, nil
}

// keep writes what the group has taken.
func (n *numbers) keep(ctx context.Context, tx *sql.Tx) error {
	for _, name := range slices.Sorted(maps.Keys(n.last)) {
		if n.last[name] == n.kept[name] {
			continue
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO sequences (name, value) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, n.last[name])
		if err != nil {
			return fmt.Errorf("sequence %s: %w", name, err)
		}
	}
	return nil
}

// nextID gives the next id of a table. Ids come from one engine-neutral sequence
// table, so that undone imports never reuse one and `copy` carries them over.
func (t *Tx) nextID(table string) (int64, error) { return t.next("id:"+table, 1) }

// next moves a named sequence by n and returns the last number taken.
func (t *Tx) next(name string, n int64) (int64, error) {
	v, err := t.numbers.take(t.ctx, t.tx, name, n)
	if err != nil {
		return 0, fmt.Errorf("sequence %s: %w", name, err)
	}
	return v, nil
}

// code makes a human code such as XS2022-0001 from a yearly (or monthly) sequence.
func (t *Tx) code(prefix, period string) (string, error) {
	n, err := t.next("code:"+prefix+period, 1)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s%s-%04d", prefix, period, n), nil
}
