package store

import (
	"context"
	"fmt"
	"strings"
)

// Bulk methods fill a database for measuring: named acts that write thousands of rows
// at once, keep the roll-ups, the search index and the audit chain (one audit row a
// call), and skip what only a person's single act needs (messages, warnings).

// bulkTable is rows for one table; values is how one row is written when it is not
// plain placeholders.
type bulkTable struct {
	name, columns string
	rows          [][]any
	values        string
}

// bulkStep is how many rows one statement writes on PostgreSQL: it takes 65,535
// placeholders.
const bulkStep = 400

// bulkInsert writes rows of several tables, in order. The embedded engine is quickest
// row by row with a prepared statement (its parser looks numbered placeholders up one by
// one); PostgreSQL, over a wire, with many rows a statement.
func (t *Tx) bulkInsert(tables ...bulkTable) error {
	for _, b := range tables {
		write := t.bulkRows
		if t.s.engine == postgres {
			write = t.bulkChunks
		}
		if err := write(b); err != nil {
			return fmt.Errorf("%s: %w", b.name, err)
		}
	}
	return nil
}

func (t *Tx) bulkRows(b bulkTable) error {
	if len(b.rows) == 0 {
		return nil
	}
	stmt, err := t.tx.PrepareContext(t.ctx, b.into()+" VALUES (?"+strings.Repeat(", ?", len(b.rows[0])-1)+")")
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, r := range b.rows {
		if _, err := stmt.ExecContext(t.ctx, r...); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) bulkChunks(b bulkTable) error {
	var text string
	for from := 0; from < len(b.rows); from += bulkStep {
		chunk := b.rows[from:min(from+bulkStep, len(b.rows))]
		if text == "" || len(chunk) != bulkStep {
			text = b.into() + " VALUES " + b.marks(len(chunk))
		}
		args := make([]any, 0, len(chunk)*len(chunk[0]))
		for _, r := range chunk {
			args = append(args, r...)
		}
		if _, err := t.exec(text, args...); err != nil {
			return err
		}
	}
	return nil
}

func (b bulkTable) into() string { return "INSERT INTO " + b.name + " (" + b.columns + ")" }

// marks prints placeholders for n rows, numbered in order.
func (b bulkTable) marks(n int) string {
	one := b.values
	if one == "" {
		one = "(?" + strings.Repeat(", ?", len(b.rows[0])-1) + ")"
	}
	var q query
	for i := range n {
		q.add(one, b.rows[i]...)
	}
	return strings.Join(q.where, ", ")
}

// bulkIndex puts search rows for new ids.
func (t *Tx) bulkIndex(table string, ids []int64, texts func(i int) []string) error {
	b := bulkTable{name: "search_" + table, columns: "rowid, grams", rows: make([][]any, len(ids))}
	for i, id := range ids {
		b.rows[i] = []any{id, strings.Join(grams(texts(i)...), " ")}
	}
	if t.s.engine == postgres {
		b.values = "(CAST(? AS BIGINT), array_to_tsvector(string_to_array(CAST(? AS TEXT), ' ')))"
	}
	return t.bulkInsert(b)
}

// span takes n ids of a table and returns the first.
func (t *Tx) span(table string, n int) (int64, error) {
	last, err := t.next("id:"+table, int64(n))
	return last - int64(n) + 1, err
}

// spans takes n ids of each table and returns the firsts.
func (t *Tx) spans(n int, tables ...string) ([]int64, error) {
	firsts := make([]int64, len(tables))
	for i, table := range tables {
		var err error
		if firsts[i], err = t.span(table, n); err != nil {
			return nil, err
		}
	}
	return firsts, nil
}

// Analyze lets the engine count its rows anew, after a fill: its plans rest on these
// counts.
func (s *Store) Analyze(ctx context.Context) error {
	text := "PRAGMA analysis_limit = 4000; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)"
	if s.engine == postgres {
		text = "VACUUM ANALYZE"
	}
	_, err := s.write.ExecContext(ctx, text)
	return s.translate(err)
}
