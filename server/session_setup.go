package server

import (
	"context"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
)

// NewSetupToken makes the one-time token for setting up an empty database; the page is
// /setup?token=…. ok is false when users exist already.
func NewSetupToken(ctx context.Context, st *store.Store) (token string, ok bool, err error) {
	empty, err := st.NeedsSetup(ctx)
	if err != nil || !empty {
		return "", false, err
	}
	token = randomText()
	return token, true, st.PutSetupLink(ctx, linkHash(token), st.Clock().Now().Add(linkLife).UnixMilli())
}

// SetupState tells the pages whether there are users yet.
type SetupState struct {
	Needed bool `json:"needed"`
}

func (s *Server) handleSetupState(ctx context.Context, _ crm.Viewer, _ *Empty) (SetupState, error) {
	n, err := s.store.NeedsSetup(ctx)
	return SetupState{n}, err
}

// SetupPerson is one of the first users.
type SetupPerson struct {
	Login    string `json:"login" minLength:"2" maxLength:"40"`
	Name     string `json:"name" minLength:"1" maxLength:"30"`
	Password string `json:"password" minLength:"1" maxLength:"200"`
}

// Setup makes the first users: an administrator and, unless the simple profile is
// chosen by leaving it out, a security administrator.
type Setup struct {
	Token    string       `json:"token" minLength:"20" maxLength:"100"`
	CityName string       `json:"cityName,omitempty" maxLength:"60" doc:"未装入城市数据包时必填"`
	Admin    SetupPerson  `json:"admin" doc:"系统管理员"`
	Security *SetupPerson `json:"security,omitempty" doc:"安全管理员；不填为小单位方案，由系统管理员兼任"`
}

func (s *Server) handleSetup(ctx context.Context, v crm.Viewer, in *Of[Setup]) (none, error) {
	if err := s.setupWait(ctx, v); err != nil {
		return none{}, err
	}
	out := store.SetupInput{CityName: in.Body.CityName}
	var err error
	if out.Admin, err = s.setupPerson(ctx, in.Body.Admin, "admin"); err != nil {
		return none{}, err
	}
	if in.Body.Security != nil {
		p, err := s.setupPerson(ctx, *in.Body.Security, "security")
		if err != nil {
			return none{}, err
		}
		out.Security = &p
	}
	return none{}, s.store.SetUp(ctx, v.Address, linkHash(in.Body.Token), out)
}

// setupWait refuses early when there is nothing to set up, before any hashing.
func (s *Server) setupWait(ctx context.Context, v crm.Viewer) error {
	empty, err := s.store.NeedsSetup(ctx)
	if err == nil && !empty {
		err = crm.Conflict(nil, "系统已经设置过，请直接登录")
	}
	return err
}

func (s *Server) setupPerson(ctx context.Context, p SetupPerson, field string) (store.SetupPerson, error) {
	if err := s.checkPassword(ctx, store.Account{Login: p.Login}, p.Password, field+".password"); err != nil {
		return store.SetupPerson{}, err
	}
	hash, err := s.hash(ctx, p.Password)
	return store.SetupPerson{Login: p.Login, Name: p.Name, Hash: hash}, err
}

// Link is a one-time link for setting a password.
type Link struct {
	Token     string      `json:"token"`
	Path      string      `json:"path" doc:"页面地址，交给本人"`
	ExpiresAt crm.Instant `json:"expiresAt"`
	User      crm.User    `json:"user"`
}

// newLink makes the token of a link. A repeat under the same Idempotency-Key must give
// the same link, so it is derived from the key then.
func (s *Server) newLink(ctx context.Context, v crm.Viewer) (token string, until time.Time) {
	token = randomText()
	if c := callOf(ctx); c.keyHash != "" {
		token = derive(s.o.Secret, "link", v.UserID, c.key, c.keyHash)
	}
	return token, s.store.Clock().Now().Add(linkLife)
}
