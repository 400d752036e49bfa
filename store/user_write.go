package store

import (
	"slices"
	"strings"

	"context"

	"yinfeng/crm"
)

// reachUser loads the user that v may change under act a; out of scope reads as missing.
func reachUser(t *Tx, id int64, a crm.Act) (crm.User, error) {
	if err := t.V.Require(a); err != nil {
		return crm.User{}, err
	}
	u, err := loadUser(t.ctx, t, id, t.Now)
	if err != nil {
		return u, err
	}
	return u, t.V.RequireIn(a, u.UnitID, "用户")
}

func checkUser(t *Tx, in *crm.UserInput) error {
	in.Login, in.Name = normalLogin(in.Login), strings.TrimSpace(in.Name)
	switch {
	case len([]rune(in.Login)) < 2 || strings.ContainsAny(in.Login, " \t\r\n/\\:"):
		return crm.Invalid("login", "登录名至少 2 个字，不能含空格、冒号和斜线")
	case in.Name == "":
		return crm.Invalid("name", "请填写姓名")
	}
	if in.Mail != nil {
		address, err := crm.CheckMail(*in.Mail)
		if err != nil {
			return err
		}
		in.Mail = &address
	}
	return t.V.RequireIn(crm.ActManageUsers, in.UnitID, "单位")
}

// mailOf is the address that an input leaves a user with.
func mailOf(in crm.UserInput, was string) string {
	if in.Mail == nil {
		return was
	}
	return *in.Mail
}

// maskedUser is the input as the audit log keeps it.
func maskedUser(in crm.UserInput) crm.UserInput {
	in.Phone = crm.MaskPhone(in.Phone)
	if in.Mail != nil {
		address := crm.MaskMail(*in.Mail)
		in.Mail = &address
	}
	return in
}

// SetOwnMail sets the address to which a person's own reminders go; empty for none.
func (s *Store) SetOwnMail(ctx context.Context, v crm.Viewer, address string) (crm.User, error) {
	return act(ctx, s, v, func(t *Tx) (crm.User, error) {
		address, err := crm.CheckMail(address)
		if err != nil {
			return crm.User{}, err
		}
		u, err := loadUser(t.ctx, t, v.UserID, t.Now)
		if err != nil || u.Mail == address {
			return u, err
		}
		if _, err := t.exec("UPDATE users SET mail = $1, version = version + 1 WHERE id = $2", address, v.UserID); err != nil {
			return u, err
		}
		t.audit("user.mail", "user", v.UserID, u.UnitID, "改了自己的邮箱", map[string]any{"before": crm.MaskMail(u.Mail), "after": crm.MaskMail(address)})
		return loadUser(t.ctx, t, v.UserID, t.Now)
	})
}

func loginFree(t *Tx, login string, but int64) error {
	var n int
	if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM users WHERE login = $1 AND id <> $2", login, but).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return &crm.Error{Code: crm.CodeConflict, Field: "login", Detail: "登录名“" + login + "”已有人使用，请换一个"}
	}
	return nil
}

// CreateUser makes a user without a password. With linkHash it also makes the one-time
// link by which the person sets one, good until linkUntil (Unix ms). Roles are granted
// apart, by the security administrator (domain §10).
func (s *Store) CreateUser(ctx context.Context, v crm.Viewer, in crm.UserInput, linkHash string, linkUntil int64) (crm.User, error) {
	return act(ctx, s, v, func(t *Tx) (crm.User, error) {
		if err := checkUser(t, &in); err != nil {
			return crm.User{}, err
		}
		if err := loginFree(t, in.Login, 0); err != nil {
			return crm.User{}, err
		}
		id, err := insertUser(t, in)
		if err != nil {
			return crm.User{}, err
		}
		if linkHash != "" {
			if err := putLink(t, linkHash, linkPassword, id, linkUntil); err != nil {
				return crm.User{}, err
			}
		}
		return loadUser(t.ctx, t, id, t.Now)
	})
}

func insertUser(t *Tx, in crm.UserInput) (int64, error) {
	id, err := t.nextID("users")
	if err != nil {
		return 0, err
	}
	_, err = t.exec(`INSERT INTO users (id, login, name, phone, title, mail, unit_id, disabled, password_hash, old_hashes, password_at,
		must_change, totp_secret, last_seen_at, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '[]', 0, FALSE, '', 0, $9, 1)`,
		id, in.Login, in.Name, in.Phone, in.Title, mailOf(in, ""), in.UnitID, in.Disabled, t.Now)
	t.audit("user.create", "user", id, in.UnitID, "新建用户 "+in.Name, maskedUser(in))
	return id, err
}

// UpdateUser changes a user; disabling ends the sessions at once. A masked phone means
// keep. Nobody disables himself, nor the last administrator.
func (s *Store) UpdateUser(ctx context.Context, v crm.Viewer, id int64, in crm.UserInput) (crm.User, error) {
	return act(ctx, s, v, func(t *Tx) (crm.User, error) {
		old, err := reachUser(t, id, crm.ActManageUsers)
		if err != nil {
			return old, err
		}
		if err := checkUser(t, &in); err != nil {
			return old, err
		}
		if err := loginFree(t, in.Login, id); err != nil {
			return old, err
		}
		if in.Disabled && !old.Disabled {
			if id == v.UserID {
				return old, crm.Conflict(old, "不能停用自己的账号，请由另一位管理员操作")
			}
			if err := keepKeys(t, id, nil); err != nil {
				return old, err
			}
			if !in.LeaveWork && !v.Operator {
				if err := keepsWork(t, old); err != nil {
					return old, err
				}
			}
		}
		if err := writeUser(t, old, in); err != nil {
			return old, err
		}
		return loadUser(t.ctx, t, id, t.Now)
	})
}

func writeUser(t *Tx, old crm.User, in crm.UserInput) error {
	set, args := "login = $1, name = $2, title = $3, unit_id = $4, disabled = $5, mail = $6", []any{in.Login, in.Name, in.Title, in.UnitID, in.Disabled, mailOf(in, old.Mail)}
	tail := " WHERE id = $7 AND version = $8"
	if in.Phone != old.Phone { // what came back masked is unchanged
		set, tail = set+", phone = $7", " WHERE id = $8 AND version = $9"
		args = append(args, in.Phone)
	}
	args = append(args, old.ID, in.Version)
	if err := t.update("用户", old, "UPDATE users SET "+set+", version = version + 1"+tail, args...); err != nil {
		return err
	}
	if in.Disabled {
		if err := endSessions(t, old.ID, ""); err != nil {
			return err
		}
	}
	old.Mail = crm.MaskMail(old.Mail)
	t.audit("user.update", "user", old.ID, in.UnitID, "修改用户 "+in.Name, map[string]any{"before": old, "after": maskedUser(in)})
	return nil
}

// keepKeys refuses to take away the last active administrator or security administrator
// of the root: nobody could give the keys back. next are the roles the user keeps.
func keepKeys(t *Tx, id int64, next []crm.Grant) error {
	for _, role := range []crm.Role{crm.RoleAdmin, crm.RoleSecurity} {
		if slices.ContainsFunc(next, func(g crm.Grant) bool { return g.Role == role }) {
			continue
		}
		var mine, others int
		err := t.QueryRowContext(t.ctx, `SELECT COALESCE(SUM(CASE WHEN g.user_id = $1 THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN g.user_id <> $1 THEN 1 ELSE 0 END), 0)
			FROM role_grants g JOIN users u ON u.id = g.user_id JOIN units n ON n.id = g.unit_id
			WHERE g.role = $2 AND n.parent_id = 0 AND u.disabled = FALSE`, id, string(role)).Scan(&mine, &others)
		if err != nil {
			return err
		}
		if mine > 0 && others == 0 {
			return crm.Conflict(nil, "这是最后一位%s，停用或收回后就没有人能管理系统了，请先授予另一人", role.Label())
		}
	}
	return nil
}

// SetGrants gives a user exactly these roles. The security administrator grants and
// never to himself; exclusive roles are kept apart (domain §10). It works at once and
// ends the user's sessions.
func (s *Store) SetGrants(ctx context.Context, v crm.Viewer, id int64, gs []crm.Grant, version int64) (crm.User, error) {
	return act(ctx, s, v, func(t *Tx) (crm.User, error) {
		old, err := reachUser(t, id, crm.ActGrantRoles)
		if err != nil {
			return old, err
		}
		if id == v.UserID {
			return old, crm.Forbidden("不能给自己授予角色，请由另一位安全管理员操作")
		}
		if err := checkGrants(t, gs); err != nil {
			return old, err
		}
		if err := keepKeys(t, id, gs); err != nil {
			return old, err
		}
		if err := t.update("用户", old, "UPDATE users SET version = version + 1 WHERE id = $1 AND version = $2", id, version); err != nil {
			return old, err
		}
		if err := writeGrants(t, id, gs); err != nil {
			return old, err
		}
		t.audit("user.grant", "user", id, old.UnitID, "授予角色："+old.Name, map[string]any{"before": old.Grants, "after": gs})
		return loadUser(t.ctx, t, id, t.Now)
	})
}

func checkGrants(t *Tx, gs []crm.Grant) error {
	set, err := t.settings()
	if err != nil {
		return err
	}
	if err := crm.CheckGrants(gs, set.Password.Simple); err != nil {
		return err
	}
	for _, g := range gs {
		if err := t.V.RequireIn(crm.ActGrantRoles, g.UnitID, "单位"); err != nil {
			return err
		}
	}
	return nil
}

func writeGrants(t *Tx, id int64, gs []crm.Grant) error {
	if _, err := t.exec("DELETE FROM role_grants WHERE user_id = $1", id); err != nil {
		return err
	}
	for i, g := range gs {
		if slices.Contains(gs[:i], g) {
			continue
		}
		if _, err := t.exec("INSERT INTO role_grants (user_id, role, unit_id, granted_by, at) VALUES ($1, $2, $3, $4, $5)",
			id, string(g.Role), g.UnitID, t.V.UserID, t.Now); err != nil {
			return err
		}
	}
	return endSessions(t, id, "")
}
