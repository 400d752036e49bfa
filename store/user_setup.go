package store

import (
	"context"

	"yinfeng/crm"
)

// NeedsSetup reports whether there is no user yet.
func (s *Store) NeedsSetup(ctx context.Context) (bool, error) {
	n, err := countUsers(ctx, s.read)
	return n == 0, s.translate(err)
}

func countUsers(ctx context.Context, q querier) (n int64, err error) {
	err = q.QueryRowContext(ctx, "SELECT COUNT(*) FROM users").Scan(&n)
	return n, err
}

// PutSetupLink keeps the hash of the one-time set-up link of an empty database; earlier
// ones end.
func (s *Store) PutSetupLink(ctx context.Context, hash string, until int64) error {
	_, err := act(ctx, s, crm.Viewer{Operator: true}, func(t *Tx) (int, error) {
		n, err := countUsers(t.ctx, t)
		if err != nil {
			return 0, err
		}
		if n > 0 {
			return 0, crm.Conflict(nil, "系统已经设置过，没有设置链接")
		}
		return 0, putLink(t, hash, linkSetup, 0, until)
	})
	return err
}

// SetupPerson is one of the first users; Hash is of the chosen password.
type SetupPerson struct{ Login, Name, Hash string }

// SetupInput makes the first users. Without Security one person is admin and security:
// the simple profile (domain §10). CityName names the root unit when no city pack has
// been loaded.
type SetupInput struct {
	Admin    SetupPerson
	Security *SetupPerson
	CityName string
}

// SetUp makes the first users by the one-time set-up link, once.
func (s *Store) SetUp(ctx context.Context, address, hash string, in SetupInput) error {
	_, err := act(ctx, s, crm.Viewer{Name: "首次设置", Address: address}, func(t *Tx) (int, error) {
		n, err := countUsers(t.ctx, t)
		if err != nil {
			return 0, err
		}
		if n > 0 {
			return 0, crm.Conflict(nil, "系统已经设置过，请直接登录")
		}
		if _, err := liveLink(t.ctx, t, hash, linkSetup, t.Now); err != nil {
			return 0, err
		}
		if _, err := t.exec("UPDATE one_time_links SET used_at = $1 WHERE token_hash = $2", t.Now, hash); err != nil {
			return 0, err
		}
		t.V.Operator = true // the holder of the link acts for the machine's operator
		root, err := setupRoot(t, in.CityName)
		if err != nil {
			return 0, err
		}
		return 0, setupPeople(t, root, in)
	})
	return err
}

func setupRoot(t *Tx, city string) (int64, error) {
	var root int64
	err := t.QueryRowContext(t.ctx, "SELECT COALESCE(MIN(id), 0) FROM units WHERE parent_id = 0").Scan(&root)
	if err != nil || root != 0 {
		return root, err
	}
	if city == "" {
		return 0, crm.Invalid("cityName", "请填写城市名称，如安康市")
	}
	u, err := insertUnit(t, crm.UnitInput{Code: "city", Name: city, ShortName: city, Kind: crm.UnitCity})
	if err != nil {
		return 0, err
	}
	return u.ID, putSetting(t, "cityName", "城市名称", city, false)
}

func setupPeople(t *Tx, root int64, in SetupInput) error {
	admin := []crm.Grant{{Role: crm.RoleAdmin, UnitID: root}}
	security := crm.Grant{Role: crm.RoleSecurity, UnitID: root}
	if in.Security == nil {
		set, err := t.settings()
		if err != nil {
			return err
		}
		set.Password.Simple = true
		if err := putSetting(t, "password", "密码规则", set.Password, false); err != nil {
			return err
		}
		return setupPerson(t, root, in.Admin, append(admin, security))
	}
	if err := setupPerson(t, root, in.Admin, admin); err != nil {
		return err
	}
	return setupPerson(t, root, *in.Security, []crm.Grant{security})
}

func setupPerson(t *Tx, root int64, p SetupPerson, gs []crm.Grant) error {
	in := crm.UserInput{Login: p.Login, Name: p.Name, UnitID: root}
	if err := checkUser(t, &in); err != nil {
		return err
	}
	if err := loginFree(t, in.Login, 0); err != nil {
		return err
	}
	id, err := insertUser(t, in)
	if err != nil {
		return err
	}
	if err := writePassword(t, Account{UserID: id, Name: in.Name, UnitID: root}, p.Hash, false, ""); err != nil {
		return err
	}
	t.audit("user.grant", "user", id, root, "授予角色："+in.Name, map[string]any{"after": gs})
	return writeGrants(t, id, gs)
}
