package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"yinfeng/crm"
)

// Bounds of wrong sign-ins (trust §2). A pair of account and address is locked, never
// the account as such: nobody can lock the mayor out, and an address only grows slower.
const (
	pairFailures    = 5
	addressFailures = 50
	lockTime        = 30 * time.Minute
	maxDelay        = 15 * time.Minute
)

type failures struct{ n, lastAt, lockedUntil int64 }

func loadFailures(t *Tx, account, address string) (f failures, err error) {
	err = t.QueryRowContext(t.ctx, "SELECT failures, last_at, locked_until FROM sign_in_failures WHERE account = $1 AND address = $2",
		account, address).Scan(&f.n, &f.lastAt, &f.lockedUntil)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	if t.Now-f.lastAt >= lockTime.Milliseconds() && f.lockedUntil <= t.Now {
		f = failures{} // old mistakes are forgotten
	}
	return f, err
}

func (f failures) save(t *Tx, account, address string) error {
	_, err := t.exec(`INSERT INTO sign_in_failures (account, address, failures, last_at, locked_until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account, address) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,
		locked_until = excluded.locked_until`, account, address, f.n, t.Now, f.lockedUntil)
	return err
}

// addressDelay grows by doubling from the fiftieth failure on.
func addressDelay(n int64) time.Duration {
	if n < addressFailures {
		return 0
	}
	d := time.Second << min(n-addressFailures, 20)
	return min(d, maxDelay)
}

// BeginSignIn counts an attempt before the password is looked at, so that parallel
// guesses cannot slip past the count, and says how long to wait (0: go on).
func (s *Store) BeginSignIn(ctx context.Context, login, address string) (wait time.Duration, err error) {
	who := clip(normalLogin(login), 64)
	err = s.do(ctx, crm.Viewer{Address: address}, func(t *Tx) error {
		wait = 0
		pair, err := loadFailures(t, who, address)
		if err != nil {
			return err
		}
		all, err := loadFailures(t, "", address)
		if err != nil {
			return err
		}
		if until := max(pair.lockedUntil, all.lockedUntil); until > t.Now {
			wait = time.Duration(until-t.Now) * time.Millisecond
			return nil
		}
		pair.n, all.n = pair.n+1, all.n+1
		if pair.n >= pairFailures {
			pair.lockedUntil = t.Now + lockTime.Milliseconds()
		}
		all.lockedUntil = t.Now + addressDelay(all.n).Milliseconds()
		if err := pair.save(t, who, address); err != nil {
			return err
		}
		if err := all.save(t, "", address); err != nil {
			return err
		}
		_, err = t.exec("DELETE FROM sign_in_failures WHERE last_at < $1 AND locked_until < $2", t.Now-24*lockTime.Milliseconds(), t.Now)
		return err
	})
	return wait, err
}

// SignInRight takes back what BeginSignIn counted: the password was right.
func (s *Store) SignInRight(ctx context.Context, login, address string) error {
	who := clip(normalLogin(login), 64)
	return s.do(ctx, crm.Viewer{Address: address}, func(t *Tx) error {
		if _, err := t.exec("DELETE FROM sign_in_failures WHERE account = $1 AND address = $2", who, address); err != nil {
			return err
		}
		_, err := t.exec(`UPDATE sign_in_failures SET failures = failures - 1, locked_until = 0
			WHERE account = '' AND address = $1 AND failures > 0`, address)
		return err
	})
}

// SignInHalf takes back the one attempt that BeginSignIn counted: the password was right
// but the code is still to come. Wrong codes stay counted, so that who knows the password
// cannot guess the code without end by leaving it out now and then.
func (s *Store) SignInHalf(ctx context.Context, login, address string) error {
	who := clip(normalLogin(login), 64)
	return s.do(ctx, crm.Viewer{Address: address}, func(t *Tx) error {
		for _, account := range []string{who, ""} {
			if _, err := t.exec(`UPDATE sign_in_failures SET failures = failures - 1, locked_until = CASE WHEN failures <= $1 THEN 0 ELSE locked_until END
				WHERE account = $2 AND address = $3 AND failures > 0`, halfLimit(account), account, address); err != nil {
				return err
			}
		}
		return nil
	})
}

// halfLimit is the count up to which taking one back opens the lock again.
func halfLimit(account string) int64 {
	if account == "" {
		return addressFailures
	}
	return pairFailures
}

// SignInWrong leaves the audit row of a failed sign-in to a known account; names that
// are no account are not kept, for they may be passwords typed into the wrong field.
func (s *Store) SignInWrong(ctx context.Context, a Account, address string) error {
	return s.do(ctx, crm.Viewer{Address: address}, func(t *Tx) error {
		t.audit("session.fail", "user", a.UserID, a.UnitID, "登录失败："+a.Name, nil)
		return nil
	})
}

// locked tells whether any address is locked for the login; now is Unix ms.
const lockedSQL = "EXISTS (SELECT 1 FROM sign_in_failures f WHERE f.account = u.login AND f.locked_until > "

// UnlockUser forgets the wrong sign-ins of a user.
func (s *Store) UnlockUser(ctx context.Context, v crm.Viewer, id int64) (crm.User, error) {
	return act(ctx, s, v, func(t *Tx) (crm.User, error) {
		u, err := reachUser(t, id, crm.ActUnlock)
		if err != nil {
			return u, err
		}
		if _, err := t.exec("DELETE FROM sign_in_failures WHERE account = $1", u.Login); err != nil {
			return u, err
		}
		t.audit("user.unlock", "user", id, u.UnitID, "解除登录锁定："+u.Name, nil)
		return loadUser(t.ctx, t, id, t.Now)
	})
}
