package store

import (
	"context"
	"database/sql"
	"errors"

	"yinfeng/crm"
)

// Purposes of one-time links.
const (
	linkPassword = "password"
	linkSetup    = "setup"
)

// putLink keeps the hash of a link; earlier ones of the same purpose and user end.
func putLink(t *Tx, hash, purpose string, userID, until int64) error {
	if _, err := t.exec("UPDATE one_time_links SET used_at = $1 WHERE purpose = $2 AND user_id = $3 AND used_at = 0", t.Now, purpose, userID); err != nil {
		return err
	}
	_, err := t.exec("INSERT INTO one_time_links (token_hash, purpose, user_id, expires_at, used_at) VALUES ($1, $2, $3, $4, 0)",
		hash, purpose, userID, until)
	return err
}

var errLink = &crm.Error{Code: crm.CodeNotFound, Detail: "链接无效、已用过或已过期，请向管理员要一个新的"}

func liveLink(ctx context.Context, q querier, hash, purpose string, now int64) (userID int64, err error) {
	err = q.QueryRowContext(ctx, "SELECT user_id FROM one_time_links WHERE token_hash = $1 AND purpose = $2 AND used_at = 0 AND expires_at > $3",
		hash, purpose, now).Scan(&userID)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, errLink
	}
	return userID, err
}

// LinkAccount tells whose password a live one-time link sets.
func (s *Store) LinkAccount(ctx context.Context, hash string) (Account, error) {
	id, err := liveLink(ctx, s.read, hash, linkPassword, s.clock.Now().UnixMilli())
	if err != nil {
		return Account{}, s.translate(err)
	}
	a, err := account(ctx, s.read, id)
	if err == nil && a.Disabled {
		err = errLink
	}
	return a, s.translate(err)
}

// UseLink sets the password by a one-time link, once.
func (s *Store) UseLink(ctx context.Context, v crm.Viewer, hash, newHash string) error {
	_, err := act(ctx, s, v, func(t *Tx) (int, error) {
		id, err := liveLink(t.ctx, t, hash, linkPassword, t.Now)
		if err != nil {
			return 0, err
		}
		a, err := account(t.ctx, t, id)
		if err != nil {
			return 0, err
		}
		if a.Disabled {
			return 0, errLink
		}
		if _, err := t.exec("UPDATE one_time_links SET used_at = $1 WHERE token_hash = $2", t.Now, hash); err != nil {
			return 0, err
		}
		t.V.UserID, t.V.Name, t.V.UnitID = id, a.Name, a.UnitID
		return 0, writePassword(t, a, newHash, false, "")
	})
	return err
}

// ResetPassword takes the password away and makes a one-time link; with twoFactor the
// second factor goes too. Sessions end.
func (s *Store) ResetPassword(ctx context.Context, v crm.Viewer, id int64, hash string, until int64, twoFactor bool) (crm.User, error) {
	return act(ctx, s, v, func(t *Tx) (crm.User, error) {
		u, err := reachUser(t, id, crm.ActManageUsers)
		if err != nil {
			return u, err
		}
		if err := putLink(t, hash, linkPassword, id, until); err != nil {
			return u, err
		}
		a, err := account(t.ctx, t, id)
		if err != nil {
			return u, err
		}
		if _, err := t.exec("UPDATE users SET password_hash = '', old_hashes = $1, version = version + 1 WHERE id = $2", toJSON(a.history()), id); err != nil {
			return u, err
		}
		if twoFactor {
			if _, err := t.exec("UPDATE users SET totp_secret = '' WHERE id = $1", id); err != nil {
				return u, err
			}
		}
		t.audit("user.reset", "user", id, u.UnitID, "重置密码："+u.Name, map[string]bool{"twoFactor": twoFactor})
		if err := endSessions(t, id, ""); err != nil {
			return u, err
		}
		return loadUser(t.ctx, t, id, t.Now)
	})
}

// ChangePassword sets the viewer's own password; the session `keep` goes on, others end.
func (s *Store) ChangePassword(ctx context.Context, v crm.Viewer, newHash, keep string) error {
	_, err := act(ctx, s, v, func(t *Tx) (int, error) {
		a, err := account(t.ctx, t, v.UserID)
		if err != nil {
			return 0, err
		}
		return 0, writePassword(t, a, newHash, false, keep)
	})
	return err
}

// SetPassword sets a user's password for the machine's operator: the command line, the
// demo city and tests.
func (s *Store) SetPassword(ctx context.Context, v crm.Viewer, id int64, newHash string, mustChange bool) error {
	_, err := act(ctx, s, v, func(t *Tx) (int, error) {
		if !v.Operator {
			return 0, crm.Forbidden("只有本机命令行能直接设置密码")
		}
		a, err := account(t.ctx, t, id)
		if err != nil {
			return 0, err
		}
		return 0, writePassword(t, a, newHash, mustChange, "")
	})
	return err
}

// keepHashes bounds the history that a password policy can look back on.
const keepHashes = 24

// history is the account's hashes, newest first, once the present one has gone.
func (a Account) history() []string {
	old := append([]string{}, a.OldHashes...)
	if a.Hash != "" {
		old = append([]string{a.Hash}, old...)
	}
	return old[:min(len(old), keepHashes)]
}

func writePassword(t *Tx, a Account, newHash string, mustChange bool, keep string) error {
	if _, err := t.exec(`UPDATE users SET password_hash = $1, old_hashes = $2, password_at = $3, must_change = $4, version = version + 1
		WHERE id = $5`, newHash, toJSON(a.history()), t.Now, mustChange, a.UserID); err != nil {
		return err
	}
	t.audit("user.password", "user", a.UserID, a.UnitID, "设置密码："+a.Name, nil)
	return endSessions(t, a.UserID, keep)
}
