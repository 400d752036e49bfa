package store

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"yinfeng/crm"
)

// restore gives changed rows back what they had, last change first, and removes rows that
// were put beside objects that had been there.
func (u *undoer) restore() error {
	type line struct {
		seq, row      int64
		sheet, images string
	}
	for last, more := int64(1)<<62, true; more; {
		list, err := collect(u.t.ctx, u.t, func(r *sql.Rows) (l line, err error) { return l, r.Scan(&l.seq, &l.sheet, &l.row, &l.images) },
			`SELECT seq, sheet, row_number, before_image FROM import_lines WHERE import_id = $1 AND seq < $2 AND before_image <> '' ORDER BY seq DESC LIMIT 1000`, u.id, last)
		if err != nil {
			return err
		}
		for _, l := range list {
			var images []rowImage
			d := json.NewDecoder(strings.NewReader(l.images))
			d.UseNumber()
			if err := d.Decode(&images); err != nil {
				return err
			}
			for _, m := range slices.Backward(images) {
				if err := u.restoreOne(m); err != nil {
					return err
				}
			}
			last = l.seq
		}
		more = len(list) > 0
	}
	return nil
}

func (u *undoer) restoreOne(m rowImage) error {
	if m.Before == nil {
		return u.takeAway(m)
	}
	if m.Table == "visit_companies" {
		return u.metBack(m)
	}
	if m.Table == "company_units" {
		return u.textBack(m)
	}
	id, err := m.id()
	if err != nil {
		return err
	}
	rows, err := rawRows(u.t.ctx, u.t.s, u.t, m.Table, []int64{id})
	if err != nil {
		return err
	}
	now, err := m.knownOf(rows[id])
	if err != nil {
		return err
	}
	if hashRow(now) != m.After {
		u.because("%s在导入之后又改过", u.nameOf(m))
		return nil
	}
	if rows[id] == nil {
		return u.putAgain(m)
	}
	if free, err := u.moneyBack(m, id); err != nil || !free {
		return err
	}
	if m.Table == "companies" {
		if free, err := u.companyBack(m, id, rows[id]); err != nil || !free {
			return err
		}
	}
	if err := u.rolled(m.Table, id, -1); err != nil {
		return err
	}
	if err := u.putBack(m.Table, id, m.Before); err != nil {
		return err
	}
	if err := u.rolled(m.Table, id, 1); err != nil {
		return err
	}
	u.again(m.Table, id)
	if audited[m.Table] != "" {
		u.t.audit(audited[m.Table]+".restore", audited[m.Table], id, 0, "撤销导入，恢复"+u.nameOf(m), map[string]any{"import": u.id, "from": rows[id], "to": m.Before})
	}
	return nil
}

// audited are the tables whose restored rows have an audit row each: they hold money.
var audited = map[string]string{"projects": "project", "capital_entries": "capital", "leads": "lead"}

func (m rowImage) id() (int64, error) {
	n, ok := m.Key["id"].(json.Number)
	if !ok {
		return 0, nil
	}
	return n.Int64()
}

// knownOf is a row without the columns that an upgrade has added since the import: it knew nothing of them.
func (m rowImage) knownOf(row json.RawMessage) (json.RawMessage, error) {
	if row == nil {
		return nil, nil
	}
	var was, now map[string]json.RawMessage
	if err := json.Unmarshal(m.Before, &was); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(row, &now); err != nil {
		return nil, err
	}
	maps.DeleteFunc(now, func(column string, _ json.RawMessage) bool { _, known := was[column]; return !known })
	return json.Marshal(now)
}

// putBack writes a row as it stood, every column that the import knew.
func (u *undoer) putBack(table string, id int64, row json.RawMessage) error {
	cols, err := columnsOf(u.t.ctx, u.t, table)
	if err != nil {
		return err
	}
	var vals map[string]any
	d := json.NewDecoder(bytes.NewReader(row))
	d.UseNumber()
	if err := d.Decode(&vals); err != nil {
		return err
	}
	var sets []string
	var args []any
	for _, c := range cols {
		if _, known := vals[c.name]; c.name == "id" || !known {
			continue
		}
		v, err := c.load(vals[c.name])
		if err != nil {
			return err
		}
		args = append(args, v)
		sets = append(sets, sprintf("%s = $%d", c.name, len(args)))
	}
	_, err = u.t.exec(sprintf("UPDATE %s SET %s WHERE id = $%d", table, strings.Join(sets, ", "), len(args)+1), append(args, id)...)
	return err
}

// takeAway removes a row that the import put beside something. A unit's link to a company
// stays where the unit has worked with the company since.
func (u *undoer) takeAway(m rowImage) error {
	var where []string
	var args []any
	for column, v := range m.Key {
		n, ok := v.(json.Number)
		if !ok {
			args = append(args, v)
		} else if i, err := n.Int64(); err != nil {
			return err
		} else {
			args = append(args, i)
		}
		where = append(where, sprintf("%s = $%d", column, len(args)))
	}
	cond := strings.Join(where, " AND ")
	if m.Table == "company_units" {
		cond += sprintf(` AND NOT EXISTS (SELECT 1 FROM leads l WHERE l.company_id = company_units.company_id AND l.unit_id = company_units.unit_id AND l.created_at > %[1]d)
			AND NOT EXISTS (SELECT 1 FROM contacts k WHERE k.company_id = company_units.company_id AND k.unit_id = company_units.unit_id AND k.updated_at > %[1]d)
			AND NOT EXISTS (SELECT 1 FROM project_parties y JOIN projects p ON p.id = y.project_id WHERE y.company_id = company_units.company_id
				AND p.unit_id = company_units.unit_id AND p.updated_at > %[1]d)
			AND NOT EXISTS (SELECT 1 FROM visit_companies y JOIN visits v ON v.id = y.visit_id WHERE y.company_id = company_units.company_id
				AND v.unit_id = company_units.unit_id AND v.updated_at > %[1]d)`, u.at)
	}
	_, err := u.t.exec("DELETE FROM "+m.Table+" WHERE "+cond, args...)
	return err
}

// rolled takes a row that is put back out of its roll-up (−1), and puts it in again (1).
func (u *undoer) rolled(table string, id, sign int64) error {
	switch table {
	case "leads":
		l, err := loadLead(u.t.ctx, u.t, id, u.t.Today)
		if err != nil {
			return err
		}
		return bumpLeads(u.t, l, sign)
	case "visits":
		var in crm.VisitInput
		var voided bool
		if err := u.t.QueryRowContext(u.t.ctx, "SELECT on_date, unit_id, kind, province, city, voided FROM visits WHERE id = $1", id).
			Scan(&in.On, &in.UnitID, &in.Kind, &in.Province, &in.City, &voided); err != nil || voided {
			return err
		}
		return bumpVisits(u.t, in, sign)
	}
	return nil
}

// nameOf prints the object that a changed row is, or belongs to.
func (u *undoer) nameOf(m rowImage) string {
	if entry, ok := m.entryOf(); ok {
		return u.nameOf(entry)
	}
	id, err := m.id()
	if err != nil {
		return m.Table
	}
	for _, x := range madeTables {
		if x.table == m.Table {
			var name string
			if err := u.t.QueryRowContext(u.t.ctx, "SELECT "+x.name+" FROM "+x.table+" x WHERE x.id = $1", id).Scan(&name); err == nil {
				return x.label + " " + name
			}
			return x.label
		}
	}
	return sprintf("%s %d", m.Table, id)
}
