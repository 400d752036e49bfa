package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// Account is what sign-in needs of a user; it never leaves the server.
type Account struct {
	UserID     int64
	Login      string
	Name       string
	UnitID     int64
	Hash       string   // "" until a password is set
	OldHashes  []string // newest first, for the password policy's history
	PasswordAt int64    // Unix ms
	MustChange bool
	TOTP       string // confirmed secret, "" when off
	Disabled   bool
}

const accountColumns = "id, login, name, unit_id, password_hash, old_hashes, password_at, must_change, totp_secret, disabled"

func scanAccount(row *sql.Row) (a Account, err error) {
	var old, totp string
	err = row.Scan(&a.UserID, &a.Login, &a.Name, &a.UnitID, &a.Hash, &old, &a.PasswordAt, &a.MustChange, &totp, &a.Disabled)
	if err != nil {
		return a, err
	}
	a.TOTP, _ = parseTOTP(totp).confirmed()
	return a, json.Unmarshal([]byte(old), &a.OldHashes)
}

// AccountByLogin finds an account for sign-in; a missing one has UserID 0 and is no
// error, so that the caller takes the same time for it.
func (s *Store) AccountByLogin(ctx context.Context, login string) (Account, error) {
	a, err := scanAccount(s.read.QueryRowContext(ctx, "SELECT "+accountColumns+" FROM users WHERE login = $1", normalLogin(login)))
	if errors.Is(err, sql.ErrNoRows) {
		return Account{}, nil
	}
	return a, s.translate(err)
}

// OwnAccount is the viewer's own account.
func (s *Store) OwnAccount(ctx context.Context, v crm.Viewer) (Account, error) {
	a, err := account(ctx, s.read, v.UserID)
	return a, s.translate(err)
}

func account(ctx context.Context, q querier, id int64) (Account, error) {
	a, err := scanAccount(q.QueryRowContext(ctx, "SELECT "+accountColumns+" FROM users WHERE id = $1", id))
	if errors.Is(err, sql.ErrNoRows) {
		return a, crm.NotFound("用户")
	}
	return a, err
}

// normalLogin makes one login of its spellings.
func normalLogin(s string) string { return lowerText(strings.TrimSpace(s)) }

// SessionInput starts a session. Instants are Unix ms.
type SessionInput struct {
	ID        string
	UserID    int64
	ExpiresAt int64
	Address   string
	Agent     string
}

// StartSession records a session after the password has been checked.
func (s *Store) StartSession(ctx context.Context, in SessionInput) error {
	v := crm.Viewer{UserID: in.UserID, Address: in.Address}
	_, err := act(ctx, s, v, func(t *Tx) (int, error) {
		a, err := account(t.ctx, t, in.UserID)
		if err != nil {
			return 0, err
		}
		if a.Disabled {
			return 0, &crm.Error{Code: crm.CodeUnauthorized, Detail: "用户名或密码不对"}
		}
		t.V.Name, t.V.UnitID = a.Name, a.UnitID
		if _, err := t.exec(`INSERT INTO sessions (id, user_id, created_at, seen_at, expires_at, address, agent, ended_at)
			VALUES ($1, $2, $3, $3, $4, $5, $6, 0)`, in.ID, in.UserID, t.Now, in.ExpiresAt, in.Address, clip(in.Agent, 200)); err != nil {
			return 0, err
		}
		if _, err := t.exec("UPDATE users SET last_seen_at = $1 WHERE id = $2", t.Now, in.UserID); err != nil {
			return 0, err
		}
		if _, err := t.exec("DELETE FROM sessions WHERE expires_at < $1", t.Now-keepSessions); err != nil {
			return 0, err
		}
		t.audit("session.start", "user", in.UserID, a.UnitID, a.Name+" 登录", nil)
		return 0, nil
	})
	return err
}

// keepSessions is how long ended sessions are kept for review: 180 days, in ms.
const keepSessions = 180 * 24 * 3600 * 1000

// Session is a live session with what the gate must know of its user.
type Session struct {
	UserID     int64
	SeenAt     int64
	MustChange bool
	PasswordAt int64
	TwoFactor  bool
}

// LiveSession returns the session when it has not ended, expired, or stood idle since
// before idleSince (Unix ms); otherwise 401.
func (s *Store) LiveSession(ctx context.Context, id string, userID, now, idleSince int64) (Session, error) {
	var e Session
	var ended, expires int64
	var totp string
	var disabled bool
	err := s.read.QueryRowContext(ctx, `SELECT e.user_id, e.seen_at, e.expires_at, e.ended_at, u.must_change, u.password_at, u.totp_secret, u.disabled
		FROM sessions e JOIN users u ON u.id = e.user_id WHERE e.id = $1`, id).
		Scan(&e.UserID, &e.SeenAt, &expires, &ended, &e.MustChange, &e.PasswordAt, &totp, &disabled)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return e, s.translate(err)
	}
	if err != nil || ended != 0 || disabled || expires <= now || e.SeenAt < idleSince || e.UserID != userID {
		return e, &crm.Error{Code: crm.CodeUnauthorized, Detail: "登录已失效，请重新登录"}
	}
	_, e.TwoFactor = parseTOTP(totp).confirmed()
	return e, nil
}

// TouchSession keeps a session from standing idle.
func (s *Store) TouchSession(ctx context.Context, id string) error {
	return s.do(ctx, crm.Viewer{}, func(t *Tx) error {
		_, err := t.exec("UPDATE sessions SET seen_at = $1 WHERE id = $2 AND ended_at = 0", t.Now, id)
		return err
	})
}

// EndSession signs the viewer out of one session.
func (s *Store) EndSession(ctx context.Context, v crm.Viewer, id string) error {
	_, err := act(ctx, s, v, func(t *Tx) (int, error) {
		n, err := t.exec("UPDATE sessions SET ended_at = $1 WHERE id = $2 AND user_id = $3 AND ended_at = 0", t.Now, id, v.UserID)
		if err == nil && n > 0 {
			t.audit("session.end", "user", v.UserID, v.UnitID, v.Name+" 退出登录", nil)
		}
		return 0, err
	})
	return err
}

// endSessions ends all sessions of a user but one (or none): by disabling, a change of
// roles or of the password (trust §2).
func endSessions(t *Tx, userID int64, but string) error {
	_, err := t.exec("UPDATE sessions SET ended_at = $1 WHERE user_id = $2 AND ended_at = 0 AND id <> $3", t.Now, userID, but)
	return err
}

// clip shortens text to n runes.
func clip(s string, n int) string {
	if r := []rune(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")); len(r) > n {
		return string(r[:n])
	} else {
		return string(r)
	}
}

// totp is the column users.totp_secret: "pending:SECRET" while being enrolled, then
// "SECRET:STEP" with the last time step used, so that a code works once.
type totp struct {
	secret  string
	step    int64
	pending bool
}

func parseTOTP(s string) (t totp) {
	if rest, ok := strings.CutPrefix(s, "pending:"); ok {
		return totp{secret: rest, pending: true}
	}
	secret, step, _ := strings.Cut(s, ":")
	t.secret = secret
	_, _ = fmt.Sscan(step, &t.step) // no step yet reads as 0
	return t
}

func (t totp) confirmed() (string, bool) {
	if t.pending || t.secret == "" {
		return "", false
	}
	return t.secret, true
}
