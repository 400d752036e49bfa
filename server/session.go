package server

import (
	"context"
	"log/slog"
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/pquerna/otp/totp"

	"yinfeng/crm"
	"yinfeng/store"
)

func (s *Server) sessionRoutes() {
	post(s, "/session", public, "登录", s.handleSignIn)
	del(s, "/session", signedIn, "退出登录", s.handleSignOut, open)
	get(s, "/me", signedIn, "我是谁、能做什么", s.handleMe, open)
	put(s, "/me/password", signedIn, "修改自己的密码", s.handlePasswordChange, open)
	put(s, "/me/mail", signedIn, "设自己的邮箱，收本人的提醒；空为不收", s.handleOwnMail)
	post(s, "/me/two-factor", signedIn, "开始绑定动态验证码", s.handleTOTPStart, open)
	put(s, "/me/two-factor", signedIn, "确认绑定动态验证码", s.handleTOTPConfirm, open)
	post(s, "/me/two-factor/disable", signedIn, "停用动态验证码", s.handleTOTPStop, open)
	get(s, "/setup", public, "是否需要首次设置", s.handleSetupState)
	post(s, "/setup", public, "首次设置", s.handleSetup)
	post(s, "/password-link", public, "凭一次性链接设置密码", s.handlePasswordLink)
}

// SignIn is what a person signs in with.
type SignIn struct {
	Username string `json:"username" minLength:"1" maxLength:"60"`
	Password string `json:"password" minLength:"1" maxLength:"200"`
	Code     string `json:"code,omitempty" maxLength:"10" doc:"动态验证码，启用时必填"`
}

// SignedIn is the answer to a sign-in.
type SignedIn struct {
	Token string `json:"token"`
	User  Me     `json:"user"`
}

// errWrong is the one answer for a wrong name, a wrong password and a disabled user.
var errWrong = &crm.Error{Code: crm.CodeUnauthorized, Detail: "用户名或密码不对"}

func (s *Server) handleSignIn(ctx context.Context, v crm.Viewer, in *Of[SignIn]) (SignedIn, error) {
	wait, err := s.store.BeginSignIn(ctx, in.Body.Username, v.Address)
	if err != nil {
		return SignedIn{}, err
	}
	if wait > 0 {
		return SignedIn{}, tooMany(int(math.Ceil(wait.Seconds())), "输错次数太多，请过一会儿再试，或请管理员解除锁定")
	}
	a, err := s.store.AccountByLogin(ctx, in.Body.Username)
	if err != nil {
		return SignedIn{}, err
	}
	ok, err := s.match(ctx, a.Hash, in.Body.Password)
	if err != nil {
		return SignedIn{}, err
	}
	if !ok || a.Disabled {
		return SignedIn{}, s.wrong(ctx, a, v.Address, errWrong)
	}
	if err := s.secondFactor(ctx, a, v.Address, in.Body); err != nil {
		return SignedIn{}, err
	}
	return s.start(ctx, a, v.Address, in.Body.Username)
}

// wrong audits a failure of a known account; the same work is queued for an unknown
// one, so that time tells nothing.
func (s *Server) wrong(ctx context.Context, a store.Account, address string, answer error) error {
	if a.UserID == 0 {
		a.Name = "未知用户"
	}
	if err := s.store.SignInWrong(ctx, a, address); err != nil {
		slog.Warn("failed sign-in not audited", "id", numberOf(ctx), "err", err)
	}
	return answer
}

// secondFactor checks the code of a user who has one. A missing code is not counted as
// wrong; each code is good once.
func (s *Server) secondFactor(ctx context.Context, a store.Account, address string, in SignIn) error {
	if a.TOTP == "" {
		return nil
	}
	if in.Code == "" {
		if err := s.store.SignInHalf(ctx, in.Username, address); err != nil {
			return err
		}
		return &crm.Error{Code: crm.CodeUnauthorized, Field: "code", Detail: "请输入动态验证码"}
	}
	step, ok := totpStep(a.TOTP, in.Code, s.store.Clock().Now())
	if ok {
		var err error
		if ok, err = s.store.UseTOTPStep(ctx, a.UserID, step); err != nil {
			return err
		}
	}
	if !ok {
		return s.wrong(ctx, a, address, &crm.Error{Code: crm.CodeUnauthorized, Field: "code", Detail: "动态验证码不对或已用过，请等下一个"})
	}
	return nil
}

const totpPeriod = 30 // seconds

// totpStep finds the time step of a code: now, one before or one after.
func totpStep(secret, code string, at time.Time) (int64, bool) {
	for _, off := range []int64{0, -1, 1} {
		t := at.Add(time.Duration(off*totpPeriod) * time.Second)
		if want, err := totp.GenerateCode(secret, t); err == nil && want == code {
			return t.Unix() / totpPeriod, true
		}
	}
	return 0, false
}

// start opens the session and hands out its token, in the answer and as a cookie.
func (s *Server) start(ctx context.Context, a store.Account, address, username string) (SignedIn, error) {
	if err := s.store.SignInRight(ctx, username, address); err != nil {
		return SignedIn{}, err
	}
	g, now, id := callOf(ctx).gin, s.store.Clock().Now(), randomText()
	if err := s.store.StartSession(ctx, store.SessionInput{ID: id, UserID: a.UserID, ExpiresAt: now.Add(sessionLife).UnixMilli(),
		Address: address, Agent: g.Request.UserAgent()}); err != nil {
		return SignedIn{}, err
	}
	token, err := s.newToken(a.UserID, id, now)
	if err != nil {
		return SignedIn{}, err
	}
	v, err := s.store.LoadViewer(ctx, a.UserID)
	if err != nil {
		return SignedIn{}, err
	}
	me, err := s.me(ctx, v)
	if err == nil {
		s.setCookie(ctx, token, int(sessionLife.Seconds()))
	}
	return SignedIn{Token: token, User: me}, err
}

// setCookie keeps the token where no script and no foreign page reaches it.
func (s *Server) setCookie(ctx context.Context, token string, seconds int) {
	http.SetCookie(callOf(ctx).gin.Writer, &http.Cookie{Name: cookieName, Value: token, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: s.o.Secure, SameSite: http.SameSiteStrictMode})
}

func (s *Server) handleSignOut(ctx context.Context, v crm.Viewer, _ *Empty) (none, error) {
	s.setCookie(ctx, "", -1)
	return none{}, s.store.EndSession(ctx, v, callOf(ctx).session)
}

// Me is who is signed in and what the pages need to know first.
type Me struct {
	User        crm.User    `json:"user"`
	Roles       []crm.Role  `json:"roles"`
	Acts        []crm.Act   `json:"acts" doc:"能做的事"`
	Unit        crm.Unit    `json:"unit"`
	CityWide    bool        `json:"cityWide" doc:"业务数据看全市"`
	Demo        bool        `json:"demo"`
	Today       crm.Date    `json:"today" doc:"业务日期"`
	CityName    string      `json:"cityName"`
	SystemTitle string      `json:"systemTitle"`
	Unread      int64       `json:"unread" doc:"未读消息数"`
	Duty        string      `json:"duty" doc:"须先做的事，如修改密码；空为无"`
	Version     string      `json:"version"`
	Grants      []GrantName `json:"grants"`

	YellowMonths int `json:"yellowMonths" doc:"几个月没有实质进展为黄色"`
	RedMonths    int `json:"redMonths" doc:"几个月没有实质进展为红色"`
}

// GrantName is a grant with its names.
type GrantName struct {
	Role     crm.Role `json:"role"`
	Label    string   `json:"label"`
	UnitID   int64    `json:"unitId"`
	UnitName string   `json:"unitName"`
}

func (s *Server) handleMe(ctx context.Context, v crm.Viewer, _ *Empty) (Me, error) {
	return s.me(ctx, v)
}

func (s *Server) me(ctx context.Context, v crm.Viewer) (Me, error) {
	m := Me{Roles: []crm.Role{}, Acts: []crm.Act{}, Grants: []GrantName{}, Demo: s.o.Demo, Today: s.store.Today(), Version: s.o.Version,
		CityWide: v.Scope(crm.ActReadBusiness).All}
	var err error
	if m.User, err = s.store.User(ctx, v, v.UserID); err != nil {
		return m, err
	}
	if m.Unit, err = s.store.Unit(ctx, v, v.UnitID); err != nil {
		return m, err
	}
	for _, g := range v.Grants {
		if !slices.Contains(m.Roles, g.Role) {
			m.Roles = append(m.Roles, g.Role)
		}
		u, err := s.store.Unit(ctx, v, g.UnitID)
		if err != nil {
			return m, err
		}
		m.Grants = append(m.Grants, GrantName{g.Role, g.Role.Label(), g.UnitID, u.Name})
	}
	for _, a := range crm.Acts() {
		if v.Can(a) {
			m.Acts = append(m.Acts, a)
		}
	}
	set, err := s.store.Settings(ctx)
	if err != nil {
		return m, err
	}
	m.CityName, m.SystemTitle, m.YellowMonths, m.RedMonths = set.CityName, set.SystemTitle, set.Clocks.YellowMonths, set.Clocks.RedMonths
	return m, s.fillMe(ctx, v, &m)
}

func (s *Server) fillMe(ctx context.Context, v crm.Viewer, m *Me) (err error) {
	if m.Unread, err = s.store.UnreadMessages(ctx, v); err != nil {
		return err
	}
	a, err := s.store.OwnAccount(ctx, v)
	if err != nil {
		return err
	}
	m.Duty, err = s.pendingDuty(ctx, v, a.MustChange, a.TOTP != "", a.PasswordAt, s.store.Clock().Now())
	return err
}

// MailChange sets one's own mail address.
type MailChange struct {
	Mail string `json:"mail" maxLength:"200" doc:"邮箱，空为没有"`
}

func (s *Server) handleOwnMail(ctx context.Context, v crm.Viewer, in *Of[MailChange]) (crm.User, error) {
	return s.store.SetOwnMail(ctx, v, in.Body.Mail)
}
