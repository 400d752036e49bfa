package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Bulk methods fill a database for measuring: named acts that write thousands of rows
// at once, keep the roll-ups, the search index and the audit chain (one audit row a
// call), and skip what only a person's single act needs (messages, warnings).

// bulkTable is rows for one table; every value of a column has the type that the first
// row shows, and a pointer or nil is a number that may be missing. from, on PostgreSQL,
// selects what is written out of the columns as given, "*" when empty.
type bulkTable struct {
	name, columns string
	rows          [][]any
	from          string
}

// bulkStep is how many rows one statement writes on PostgreSQL.
const bulkStep = 5_000

// bulkInsert writes rows of several tables, in order. The embedded engine is quickest
// row by row with a prepared statement (its parser looks numbered placeholders up one by
// one); PostgreSQL, over a wire, with thousands of rows a statement, an array a column.
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
	from := b.from
	if from == "" {
		from = "*"
	}
	for chunk := range slices.Chunk(b.rows, bulkStep) {
		args, marks := make([]any, len(chunk[0])), make([]string, len(chunk[0]))
		for c := range args {
			var kind string
			args[c], kind = columnOf(chunk, c)
			marks[c] = fmt.Sprintf("CAST($%d AS %s[])", c+1, kind)
		}
		if _, err := t.exec(b.into()+" SELECT "+from+" FROM UNNEST("+strings.Join(marks, ", ")+") AS x ("+b.columns+")", args...); err != nil {
			return err
		}
	}
	return nil
}

func (b bulkTable) into() string { return "INSERT INTO " + b.name + " (" + b.columns + ")" }

// columnOf gathers column c of rows as an array, with its type on PostgreSQL.
func columnOf(rows [][]any, c int) (any, string) {
	switch reflect.ValueOf(rows[0][c]).Kind() {
	case reflect.String:
		return gather(rows, c, reflect.Value.String), "TEXT"
	case reflect.Bool:
		return gather(rows, c, reflect.Value.Bool), "BOOLEAN"
	case reflect.Int, reflect.Int64:
		return gather(rows, c, reflect.Value.Int), "BIGINT"
	}
	out := make([]*int64, len(rows))
	for i, r := range rows {
		out[i], _ = r[c].(*int64)
	}
	return out, "BIGINT"
}

func gather[T any](rows [][]any, c int, of func(reflect.Value) T) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = of(reflect.ValueOf(r[c]))
	}
	return out
}

// bulkIndex puts search rows for new ids.
func (t *Tx) bulkIndex(table string, ids []int64, texts func(i int) []string) error {
	rows := make([]searchRow, len(ids))
	for i, id := range ids {
		rows[i] = searchRow{id: id, texts: texts(i)}
	}
	return t.bulkIndexRows(table, rows)
}

func (t *Tx) bulkIndexRows(table string, rows []searchRow) error {
	b := bulkTable{name: "search_" + table, columns: "rowid, grams", rows: make([][]any, len(rows))}
	for i, r := range rows {
		b.rows[i] = []any{r.id, r.tokens()}
	}
	b.from = "rowid, array_to_tsvector(string_to_array(grams, ' '))"
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
