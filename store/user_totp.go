package store

import (
	"context"
	"strconv"

	"yinfeng/crm"
)

// PrepareTOTP keeps a secret that the viewer has still to confirm with a first code.
func (s *Store) PrepareTOTP(ctx context.Context, v crm.Viewer, secret string) error {
	_, err := act(ctx, s, v, func(t *Tx) (int, error) {
		a, err := account(t.ctx, t, v.UserID)
		if err != nil {
			return 0, err
		}
		if a.TOTP != "" {
			return 0, crm.Conflict(nil, "动态验证码已经启用，先停用再重新绑定")
		}
		_, err = t.exec("UPDATE users SET totp_secret = $1 WHERE id = $2", "pending:"+secret, v.UserID)
		return 0, err
	})
	return err
}

// PendingTOTP is the secret that waits for confirmation, "" when none does.
func (s *Store) PendingTOTP(ctx context.Context, v crm.Viewer) (string, error) {
	var text string
	err := s.read.QueryRowContext(ctx, "SELECT totp_secret FROM users WHERE id = $1", v.UserID).Scan(&text)
	if p := parseTOTP(text); p.pending {
		return p.secret, s.translate(err)
	}
	return "", s.translate(err)
}

// ConfirmTOTP switches the second factor on; step is the time step of the code given.
func (s *Store) ConfirmTOTP(ctx context.Context, v crm.Viewer, secret string, step int64) error {
	_, err := act(ctx, s, v, func(t *Tx) (int, error) {
		if err := t.update("动态验证码", nil, "UPDATE users SET totp_secret = $1, version = version + 1 WHERE id = $2 AND totp_secret = $3",
			secret+":"+strconv.FormatInt(step, 10), v.UserID, "pending:"+secret); err != nil {
			return 0, err
		}
		t.audit("user.twoFactor", "user", v.UserID, v.UnitID, "启用动态验证码："+v.Name, nil)
		return 0, nil
	})
	return err
}

// DisableTOTP switches the viewer's second factor off.
func (s *Store) DisableTOTP(ctx context.Context, v crm.Viewer) error {
	_, err := act(ctx, s, v, func(t *Tx) (int, error) {
		if _, err := t.exec("UPDATE users SET totp_secret = '', version = version + 1 WHERE id = $1", v.UserID); err != nil {
			return 0, err
		}
		t.audit("user.twoFactor", "user", v.UserID, v.UnitID, "停用动态验证码："+v.Name, nil)
		return 0, nil
	})
	return err
}

// UseTOTPStep spends a time step: a code is good for one sign-in (false: already used).
func (s *Store) UseTOTPStep(ctx context.Context, userID, step int64) (ok bool, err error) {
	err = s.do(ctx, crm.Viewer{UserID: userID}, func(t *Tx) error {
		ok = false
		var text string
		if err := t.QueryRowContext(t.ctx, "SELECT totp_secret FROM users WHERE id = $1", userID).Scan(&text); err != nil {
			return err
		}
		have := parseTOTP(text)
		if _, on := have.confirmed(); !on || have.step >= step {
			return nil
		}
		ok = true
		_, err := t.exec("UPDATE users SET totp_secret = $1 WHERE id = $2", have.secret+":"+strconv.FormatInt(step, 10), userID)
		return err
	})
	return ok, err
}
