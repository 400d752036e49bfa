package server

import (
	"context"

	"yinfeng/crm"
	"yinfeng/store"
)

// PasswordChange sets one's own password.
type PasswordChange struct {
	Old string `json:"old" minLength:"1" maxLength:"200" doc:"现在的密码"`
	New string `json:"new" minLength:"1" maxLength:"200" doc:"新密码"`
}

func (s *Server) handlePasswordChange(ctx context.Context, v crm.Viewer, in *Of[PasswordChange]) (none, error) {
	a, err := s.store.OwnAccount(ctx, v)
	if err != nil {
		return none{}, err
	}
	if err := s.confirmPassword(ctx, v, a, in.Body.Old, "old"); err != nil {
		return none{}, err
	}
	if err := s.checkPassword(ctx, a, in.Body.New, "new"); err != nil {
		return none{}, err
	}
	hash, err := s.hash(ctx, in.Body.New)
	if err != nil {
		return none{}, err
	}
	return none{}, s.store.ChangePassword(ctx, v, hash, callOf(ctx).session)
}

// confirmPassword asks for the present password again, under the same count of wrong
// guesses as a sign-in.
func (s *Server) confirmPassword(ctx context.Context, v crm.Viewer, a store.Account, password, field string) error {
	wait, err := s.store.BeginSignIn(ctx, a.Login, v.Address)
	if err != nil {
		return err
	}
	if wait > 0 {
		return tooMany(int(wait.Seconds())+1, "输错次数太多，请过一会儿再试，或请管理员解除锁定")
	}
	ok, err := s.match(ctx, a.Hash, password)
	if err != nil {
		return err
	}
	if !ok {
		return s.wrong(ctx, a, v.Address, crm.Invalid(field, "现在的密码不对"))
	}
	return s.store.SignInRight(ctx, a.Login, v.Address)
}

// checkPassword holds a new password against the policy and the user's last ones.
func (s *Server) checkPassword(ctx context.Context, a store.Account, password, field string) error {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return err
	}
	if err := set.Password.Check(a.Login, password); err != nil {
		return crm.Invalid(field, "%s", err.Error())
	}
	old := a.OldHashes
	if a.Hash != "" {
		old = append([]string{a.Hash}, old...)
	}
	for _, h := range old[:min(len(old), max(set.Password.History, 0))] {
		same, err := s.match(ctx, h, password)
		if err != nil {
			return err
		}
		if same {
			return crm.Invalid(field, "新密码不能与最近用过的相同")
		}
	}
	return nil
}

// PasswordLink sets a password by a one-time link.
type PasswordLink struct {
	Token    string `json:"token" minLength:"20" maxLength:"100"`
	Password string `json:"password" minLength:"1" maxLength:"200"`
}

// LinkDone tells with which login to sign in.
type LinkDone struct {
	Username string `json:"username"`
}

func (s *Server) handlePasswordLink(ctx context.Context, v crm.Viewer, in *Of[PasswordLink]) (LinkDone, error) {
	a, err := s.store.LinkAccount(ctx, linkHash(in.Body.Token))
	if err != nil {
		return LinkDone{}, err
	}
	if err := s.checkPassword(ctx, a, in.Body.Password, "password"); err != nil {
		return LinkDone{}, err
	}
	hash, err := s.hash(ctx, in.Body.Password)
	if err != nil {
		return LinkDone{}, err
	}
	return LinkDone{a.Login}, s.store.UseLink(ctx, v, linkHash(in.Body.Token), hash)
}
