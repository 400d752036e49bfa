package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// importChunk is how many new objects are written at a time: memory stays small, and
// progress moves.
const importChunk = 2_000

// rowImage is a row that an import has changed, as it stood before, or one that it has put
// beside an object that was there already. The line that did it keeps it, for taking the
// batch back: the present row must still be the one that the import left.
type rowImage struct {
	Table  string          `json:"t"`
	Key    map[string]any  `json:"k"`
	Before json.RawMessage `json:"b,omitempty"` // column → value; absent for an inserted row
	After  string          `json:"a,omitempty"` // SHA-256 of the row as the import left it
}

// importWriter writes what a planner has decided, in the transaction of the application.
type importWriter struct {
	t        *Tx
	id       int64 // of the batch
	p        *importPlanner
	images   map[int][]rowImage // by index of the line
	touched  map[string]map[int64]int
	done     int64
	total    int64
	progress func(done, total int64)
}

// wrote counts n more objects as written, and ends a transaction whose caller has gone.
func (w *importWriter) wrote(n int) error {
	w.done += int64(n)
	if w.progress != nil {
		w.progress(min(w.done, w.total), w.total)
	}
	return w.p.ctx.Err()
}

// inserted notes a row that was put beside an object that was there already, in a table without import_id.
func (w *importWriter) inserted(line int, table string, key map[string]any) {
	w.images[line] = append(w.images[line], rowImage{Table: table, Key: key})
}

// touch keeps rows of table, known by id, as they stand before they are changed. It must
// be called before the change; a row that is touched twice is kept once.
func (w *importWriter) touch(table string, ids []int64, line func(id int64) int) error {
	if w.touched[table] == nil {
		w.touched[table] = map[int64]int{}
	}
	var fresh []int64
	for _, id := range ids {
		if _, known := w.touched[table][id]; !known {
			fresh = append(fresh, id)
		}
	}
	rows, err := rawRows(w.t.ctx, w.t.s, w.t, table, fresh)
	if err != nil {
		return err
	}
	for _, id := range fresh {
		if rows[id] == nil {
			continue
		}
		at := line(id)
		w.touched[table][id] = at
		w.images[at] = append(w.images[at], rowImage{Table: table, Key: map[string]any{"id": id}, Before: rows[id]})
	}
	return nil
}

// seal notes how the import has left every touched row.
func (w *importWriter) seal() error {
	for table, lines := range w.touched {
		ids := make([]int64, 0, len(lines))
		for id := range lines {
			ids = append(ids, id)
		}
		rows, err := rawRows(w.t.ctx, w.t.s, w.t, table, ids)
		if err != nil {
			return err
		}
		for id, line := range lines {
			for i := range w.images[line] {
				if m := &w.images[line][i]; m.Table == table && m.Before != nil && fmt.Sprint(m.Key["id"]) == fmt.Sprint(id) {
					m.After = hashRow(rows[id])
				}
			}
		}
	}
	return nil
}

func hashRow(row []byte) string {
	sum := sha256.Sum256(row)
	return hex.EncodeToString(sum[:])
}

// rawRows reads whole rows by id as JSON objects, the same on both engines.
func rawRows(ctx context.Context, s *Store, q querier, table string, ids []int64) (map[int64]json.RawMessage, error) {
	out := make(map[int64]json.RawMessage, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	cols, err := columnsOf(ctx, q, table)
	if err != nil {
		return nil, err
	}
	_, err = lookUp(ctx, s, q, func(r *sql.Rows) (struct{}, error) {
		vals, ptrs := make([]any, len(cols)), make([]any, len(cols))
		for i := range vals {
			ptrs[i] = &vals[i]
		}
		if err := r.Scan(ptrs...); err != nil {
			return struct{}{}, err
		}
		row, id := make(map[string]any, len(cols)), int64(0)
		for i, c := range cols {
			row[c.name] = c.dump(vals[i])
			if c.name == "id" {
				id, _ = vals[i].(int64)
			}
		}
		b, err := json.Marshal(row)
		out[id] = b
		return struct{}{}, err
	}, "SELECT * FROM "+table+" WHERE %s", "id", ids)
	return out, err
}
