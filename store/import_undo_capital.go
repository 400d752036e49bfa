package store

import (
	"bytes"
	"encoding/json"
	"strings"
)

// putAgain writes a row that the import took away.
func (u *undoer) putAgain(m rowImage) error {
	cols, err := columnsOf(u.t.ctx, u.t, m.Table)
	if err != nil {
		return err
	}
	var vals map[string]any
	d := json.NewDecoder(bytes.NewReader(m.Before))
	d.UseNumber()
	if err := d.Decode(&vals); err != nil {
		return err
	}
	var names, marks []string
	var args []any
	for _, c := range cols {
		was, known := vals[c.name]
		if !known {
			continue // added by an upgrade since: its default
		}
		v, err := c.load(was)
		if err != nil {
			return err
		}
		args = append(args, v)
		names, marks = append(names, c.name), append(marks, sprintf("$%d", len(args)))
	}
	_, err = u.t.exec("INSERT INTO "+m.Table+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", args...)
	return err
}

// moneyBack looks at an entry or a historic figure before it is put back: whether later work
// stands on it that the row itself does not show (false, with the reason).
func (u *undoer) moneyBack(m rowImage, id int64) (bool, error) {
	text, what := "", ""
	switch m.Table {
	case "capital_entries":
		text, what = "SELECT COUNT(*) FROM attachments WHERE object_kind = 'capital' AND object_id = $1 AND voided = FALSE AND at > $2", "添加了文件"
	case "historic_figures":
		text, what = `SELECT COUNT(*) FROM historic_figures f, periods p WHERE f.id = $1 AND p.closed_at > $2
			AND (f.month <> '' AND f.month <= p.month OR f.month = '' AND p.month >= CAST(f.year AS TEXT))`, "已用于关账的月份"
	default:
		return true, nil
	}
	var n int64
	if err := u.t.QueryRowContext(u.t.ctx, text, id, u.at).Scan(&n); err != nil {
		return false, err
	}
	if n > 0 {
		u.because("%s%s", u.nameOf(m), what)
	}
	return n == 0, nil
}

// entryOf is the entry that a part belongs to, as an image of its own.
func (m rowImage) entryOf() (rowImage, bool) {
	var part struct {
		Entry json.Number `json:"entry_id"`
	}
	if m.Table != "capital_parts" || json.Unmarshal(m.Before, &part) != nil {
		return m, false
	}
	return rowImage{Table: "capital_entries", Key: map[string]any{"id": part.Entry}}, true
}
