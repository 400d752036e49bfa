package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// reach says how rows of a table belong to units: by an owner column, and by shares
// in another table (transferred, attributed, introduced).
type reach struct {
	unit   string // "l.unit_id"
	shares string // "lead_shares"; "" for none
	object string // "lead_id"
	id     string // "l.id"
	owned  bool   // shares hold the owner's row too, marked why = 'owner'
	dense  bool   // shares hold nearly everything that the unit reaches
}

// How each kind of row is reached. This is the one place that scope comes from:
// lists, details, counts, search, exports and attachments all go through it.
var (
	leadReach    = reach{unit: "l.unit_id", shares: "lead_shares", object: "lead_id", id: "l.id"}
	visitReach   = reach{unit: "v.unit_id"}
	projectReach = reach{unit: "p.unit_id", shares: "project_shares", object: "project_id", id: "p.id", owned: true}
	companyReach = reach{unit: "c.unit_id", shares: "company_units", object: "company_id", id: "c.id", dense: true}
	contactReach = reach{unit: "ct.unit_id"} // the unit that knows the person; see contactText
	capitalReach = reach{unit: "e.unit_id", shares: "project_shares", object: "project_id", id: "e.project_id", dense: true}
)

// scope limits q to what sc reaches.
func (q *query) scope(sc crm.Scope, r reach) {
	if sc.All {
		return
	}
	if len(sc.Units) == 0 {
		q.where = append(q.where, "1 = 0")
		return
	}
	list := idList(sc.Units)
	cond := r.unit + " IN (" + list + ")"
	if r.shares != "" {
		cond = "(" + cond + " OR EXISTS (SELECT 1 FROM " + r.shares + " sh WHERE sh." + r.object + " = " + r.id +
			" AND sh.unit_id IN (" + list + ")))"
		if q.split == nil {
			q.split = &split{at: len(q.where), units: sc.Units, reach: r}
		}
	}
	q.where = append(q.where, cond)
}

// contactText is the condition on contacts ct that sc reaches: of its units, and those that went
// with a lead to its new owner. Who sees such a lead reads them masked; their full phone is for the
// lead's owner and the units that keep it together (domain §2, §4).
func contactText(sc crm.Scope, full bool) string {
	if sc.All {
		return "1 = 1"
	}
	leads := scopeText(sc, leadReach)
	if full {
		leads = scopeText(sc, reach{unit: "l.unit_id"})
	}
	return "(" + scopeText(sc, contactReach) + " OR EXISTS (SELECT 1 FROM lead_contacts lc JOIN leads l ON l.id = lc.lead_id WHERE lc.contact_id = ct.id AND " + leads + "))"
}

// idList prints ids for an IN list; they are integers of our own, never user text.
func idList(ids []int64) string {
	s := make([]string, len(ids))
	for i, id := range ids {
		s[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(s, ", ")
}

// reachable reports whether row id of table lies in sc; a missing row and one out of
// scope are told alike by the caller.
func reachable(ctx context.Context, q querier, table string, r reach, id int64, sc crm.Scope) (bool, error) {
	var w query
	w.add(r.idColumn(table)+" = ?", id)
	w.scope(sc, r)
	var one int
	err := q.QueryRowContext(ctx, "SELECT 1 FROM "+table+w.clause(), w.args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// idColumn is the table's own id: "leads l" → "l.id".
func (r reach) idColumn(table string) string {
	f := strings.Fields(table)
	return f[len(f)-1] + ".id"
}

// LoadViewer builds the viewer of a user: grants with the subtree that each reaches.
// A disabled user has no viewer.
func (s *Store) LoadViewer(ctx context.Context, userID int64) (crm.Viewer, error) {
	v, err := loadViewer(ctx, s.read, userID)
	return v, s.translate(err)
}

func loadViewer(ctx context.Context, q querier, userID int64) (crm.Viewer, error) {
	v := crm.Viewer{UserID: userID, Scopes: map[crm.Role][]int64{}, All: map[crm.Role]bool{}}
	var disabled bool
	err := q.QueryRowContext(ctx, `SELECT u.name, u.unit_id, n.name, u.disabled FROM users u JOIN units n ON n.id = u.unit_id
		WHERE u.id = $1`, userID).Scan(&v.Name, &v.UnitID, &v.UnitName, &disabled)
	if errors.Is(err, sql.ErrNoRows) || err == nil && disabled {
		return v, &crm.Error{Code: crm.CodeUnauthorized, Detail: "请重新登录"}
	}
	if err != nil {
		return v, err
	}
	rows, err := q.QueryContext(ctx, `SELECT g.role, g.unit_id, n.parent_id, d.id FROM role_grants g JOIN units n ON n.id = g.unit_id
		JOIN units d ON d.path LIKE n.path || '%' WHERE g.user_id = $1 ORDER BY g.role, d.id`, userID)
	if err != nil {
		return v, err
	}
	defer rows.Close()
	seen := map[crm.Grant]bool{}
	for rows.Next() {
		var g crm.Grant
		var parent, unit int64
		if err := rows.Scan(&g.Role, &g.UnitID, &parent, &unit); err != nil {
			return v, err
		}
		if !seen[g] {
			seen[g] = true
			v.Grants = append(v.Grants, g)
		}
		if parent == 0 {
			v.All[g.Role] = true
		}
		v.Scopes[g.Role] = append(v.Scopes[g.Role], unit)
	}
	return v, rows.Err()
}
