package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"yinfeng/crm"
)

// userReach: a user belongs to a unit.
var userReach = reach{unit: "u.unit_id"}

const userColumns = `u.id, u.login, u.name, u.phone, u.title, u.mail, u.unit_id, n.name, u.disabled, u.password_hash <> '', u.must_change,
	u.totp_secret <> '' AND u.totp_secret NOT LIKE 'pending:%', u.last_seen_at, u.version, `

// userCols ends with the lock state as of now, Unix ms.
func userCols(now int64) string { return userColumns + lockedSQL + strconv.FormatInt(now, 10) + ")" }

type scanner interface{ Scan(dest ...any) error }

func scanUser(row scanner) (u crm.User, err error) {
	err = row.Scan(&u.ID, &u.Login, &u.Name, &u.Phone, &u.Title, &u.Mail, &u.UnitID, &u.UnitName, &u.Disabled, &u.HasPassword, &u.MustChange,
		&u.TwoFactor, &u.LastSeenAt, &u.Version, &u.Locked)
	u.Phone, u.Grants = crm.MaskPhone(u.Phone), []crm.Grant{}
	return u, err
}

func loadUser(ctx context.Context, q querier, id, now int64) (crm.User, error) {
	u, err := scanUser(q.QueryRowContext(ctx, "SELECT "+userCols(now)+" FROM users u JOIN units n ON n.id = u.unit_id WHERE u.id = $1", id))
	if errors.Is(err, sql.ErrNoRows) {
		return u, crm.NotFound("用户")
	}
	if err != nil {
		return u, err
	}
	g, err := grantsOf(ctx, q, []int64{id})
	if g[id] != nil {
		u.Grants = g[id]
	}
	return u, err
}

// grantsOf loads the grants of many users at once.
func grantsOf(ctx context.Context, q querier, ids []int64) (map[int64][]crm.Grant, error) {
	out := map[int64][]crm.Grant{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := q.QueryContext(ctx, "SELECT user_id, role, unit_id FROM role_grants WHERE user_id IN ("+idList(ids)+") ORDER BY user_id, role, unit_id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var g crm.Grant
		if err := rows.Scan(&id, &g.Role, &g.UnitID); err != nil {
			return nil, err
		}
		out[id] = append(out[id], g)
	}
	return out, rows.Err()
}

// userActs are the acts under which user records may be seen.
var userActs = []crm.Act{crm.ActManageUsers, crm.ActGrantRoles, crm.ActUnlock}

// userScope is where v may see user records: the union over userActs.
func userScope(v crm.Viewer) (crm.Scope, error) {
	var out crm.Scope
	can := false
	for _, a := range userActs {
		can = can || v.Can(a)
		sc := v.Scope(a)
		out.All = out.All || sc.All
		out.Units = append(out.Units, sc.Units...)
	}
	if !can {
		return out, v.Require(crm.ActManageUsers)
	}
	return out, nil
}

// UserFilter selects users; zero fields do not filter.
type UserFilter struct {
	UnitID   int64
	Role     crm.Role
	Disabled *bool
	Page     crm.Page
}

var userList = listSpec{table: "users u", alias: "u", id: "u.id", def: "login",
	sorts: map[string]string{"login": "u.login", "name": "u.name", "unitId": "u.unit_id", "lastSeenAt": "u.last_seen_at", "id": "u.id"},
	joins: "JOIN units n ON n.id = u.unit_id"}

// Users lists the user records that an administrator or security administrator reaches.
func (s *Store) Users(ctx context.Context, v crm.Viewer, f UserFilter) (crm.List[crm.User], error) {
	sc, err := userScope(v)
	if err != nil {
		return crm.List[crm.User]{}, err
	}
	var q query
	q.scope(sc, userReach)
	if f.UnitID != 0 {
		q.add("u.unit_id = ?", f.UnitID)
	}
	if f.Role != "" {
		q.add("EXISTS (SELECT 1 FROM role_grants g WHERE g.user_id = u.id AND g.role = ?)", string(f.Role))
	}
	if f.Disabled != nil {
		q.add("u.disabled = ?", *f.Disabled)
	}
	if f.Page.Q != "" {
		like := likePattern(f.Page.Q)
		q.add(`(u.name LIKE ? ESCAPE '\' OR u.login LIKE ? ESCAPE '\')`, like, likePattern(normalLogin(f.Page.Q)))
	}
	spec := userList
	spec.cols = userCols(s.clock.Now().UnixMilli())
	out, err := runList(ctx, s, spec, q, f.Page, func(r *sql.Rows) (crm.User, error) { return scanUser(r) }, userKey)
	if err != nil {
		return out, err
	}
	ids := make([]int64, len(out.Items))
	for i, u := range out.Items {
		ids[i] = u.ID
	}
	grants, err := grantsOf(ctx, s.read, ids)
	for i, u := range out.Items {
		if g := grants[u.ID]; g != nil {
			out.Items[i].Grants = g
		}
	}
	return out, s.translate(err)
}

func userKey(u crm.User, sort string) (any, int64) {
	switch sort {
	case "name":
		return u.Name, u.ID
	case "unitId":
		return u.UnitID, u.ID
	case "lastSeenAt":
		return u.LastSeenAt, u.ID
	case "id":
		return u.ID, u.ID
	}
	return u.Login, u.ID
}

// User is one user record: one's own, or one that the viewer reaches.
func (s *Store) User(ctx context.Context, v crm.Viewer, id int64) (crm.User, error) {
	u, err := loadUser(ctx, s.read, id, s.clock.Now().UnixMilli())
	if err != nil {
		return crm.User{}, s.translate(err)
	}
	if id == v.UserID {
		return u, nil
	}
	sc, err := userScope(v)
	if err == nil && !sc.All && !has(sc.Units, u.UnitID) {
		err = crm.NotFound("用户")
	}
	if err != nil {
		return crm.User{}, err
	}
	return u, nil
}

func has(ids []int64, id int64) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}

// UserByLogin finds a user record by login, for the command line.
func (s *Store) UserByLogin(ctx context.Context, v crm.Viewer, login string) (crm.User, error) {
	a, err := s.AccountByLogin(ctx, login)
	if err != nil {
		return crm.User{}, err
	}
	if a.UserID == 0 {
		return crm.User{}, crm.NotFound("用户")
	}
	return s.User(ctx, v, a.UserID)
}

// Person is what colleagues may see of a user, for pickers.
type Person struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Title    string `json:"title"`
	UnitID   int64  `json:"unitId"`
	UnitName string `json:"unitName"`
}

// People lists up to 100 active users of units whose business the viewer reads.
func (s *Store) People(ctx context.Context, v crm.Viewer, unitID int64, name string) ([]Person, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return nil, err
	}
	var q query
	q.scope(v.Scope(crm.ActReadBusiness), userReach)
	q.where = append(q.where, "u.disabled = FALSE")
	if unitID != 0 {
		q.add("u.unit_id = ?", unitID)
	}
	if name != "" {
		q.add(`u.name LIKE ? ESCAPE '\'`, likePattern(name))
	}
	out, err := collect(ctx, s.read, func(r *sql.Rows) (p Person, err error) {
		err = r.Scan(&p.ID, &p.Name, &p.Title, &p.UnitID, &p.UnitName)
		return p, err
	}, `SELECT u.id, u.name, u.title, u.unit_id, n.name FROM users u JOIN units n ON n.id = u.unit_id`+q.clause()+
		" ORDER BY n.sort, u.name, u.id LIMIT 100", q.args...)
	return out, s.translate(err)
}
