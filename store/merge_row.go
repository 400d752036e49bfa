package store

import (
	"encoding/json"

	"yinfeng/crm"
)

// mergeRow is a merge as it is kept, of leads or of companies; moved is what went over.
type mergeRow[M any] struct {
	id, kept, gone int64
	undone         bool
	moved          M
}

// loadMerge reads one merge from the table of its kind.
func loadMerge[M any](t *Tx, table string, id int64) (m mergeRow[M], err error) {
	var moved string
	err = t.QueryRowContext(t.ctx, "SELECT id, kept_id, gone_id, moved, undone_at <> 0 FROM "+table+" WHERE id = $1", id).
		Scan(&m.id, &m.kept, &m.gone, &moved, &m.undone)
	if noRows(err) {
		return m, crm.NotFound("合并")
	}
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(moved), &m.moved)
}
