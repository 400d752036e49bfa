package store

import (
	"database/sql"
	"encoding/json"
)

type metOf struct {
	visit int64
	visitMet
}

func scanMet(r *sql.Rows) (m metOf, err error) {
	return m, r.Scan(&m.visit, &m.Company, &m.Counterpart, &m.Title, &m.Sort)
}

// metBack gives a visit the companies back that it had met. Whether the visit has been
// changed since, its own row tells.
func (u *undoer) metBack(m rowImage) error {
	n, ok := m.Key["visit_id"].(json.Number)
	if !ok {
		return nil
	}
	id, err := n.Int64()
	if err != nil {
		return err
	}
	var list []visitMet
	if err := json.Unmarshal(m.Before, &list); err != nil {
		return err
	}
	if _, err := u.t.exec("DELETE FROM visit_companies WHERE visit_id = $1", id); err != nil {
		return err
	}
	rows := make([][]any, len(list))
	for i, x := range list {
		rows[i] = []any{id, x.Company, x.Counterpart, x.Title, x.Sort}
	}
	return u.t.bulkInsert(bulkTable{name: "visit_companies", columns: visitMetColumns, rows: rows})
}

// visitFollows renews what rests on a visit: its search row, and the progress of the leads
// that it is linked to (domain §4).
func visitFollows(t *Tx, id int64) error {
	if err := indexVisit(t, id); err != nil {
		return err
	}
	leads, err := collect(t.ctx, t, scanID, "SELECT lead_id FROM visit_leads WHERE visit_id = $1 ORDER BY lead_id", id)
	if err != nil {
		return err
	}
	for _, lead := range leads {
		if err := renewProgress(t, lead); err != nil {
			return err
		}
	}
	return nil
}
