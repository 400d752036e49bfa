package server

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"yinfeng/crm"
	"yinfeng/store"
)

var errNobody = &crm.Error{Code: crm.CodeUnauthorized, Detail: "请先登录"}

// touchEvery is how often a session's last use is written.
const touchEvery = time.Minute

// tokenOf returns the token of a request and whether a cookie carried it. A request
// that names a Bearer token is judged by that alone.
func tokenOf(g *gin.Context) (token string, cookie bool) {
	if h := g.GetHeader("Authorization"); h != "" {
		scheme, token, _ := strings.Cut(h, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return "", false
		}
		return token, false
	}
	token, err := g.Cookie(cookieName)
	return token, err == nil
}

// identify finds out who asks: token, live session, viewer. Rights are loaded with
// every request, so that a change works at once.
func (s *Server) identify(ctx context.Context, c *call, r *Route) error {
	token, cookie := tokenOf(c.gin)
	if token == "" {
		return errNobody
	}
	now := s.store.Clock().Now()
	userID, id, err := s.readToken(token, now)
	if err != nil {
		return errNobody
	}
	e, err := s.store.LiveSession(ctx, id, userID, now.UnixMilli(), now.Add(-idleLife).UnixMilli())
	if err != nil {
		return err
	}
	address := c.viewer.Address
	if c.viewer, err = s.store.LoadViewer(ctx, e.UserID); err != nil {
		return err
	}
	c.viewer.Address, c.session = address, id
	if cookie {
		if err := checkCSRF(c.gin); err != nil {
			return err
		}
	}
	s.touch(ctx, id, e, now)
	if r.Open {
		return nil
	}
	return s.mustChange(ctx, c.viewer, e, now)
}

// touch keeps the session alive. When it cannot be written (disk full, database only
// readable) reading still works.
func (s *Server) touch(ctx context.Context, id string, e store.Session, now time.Time) {
	if now.UnixMilli()-e.SeenAt < touchEvery.Milliseconds() {
		return
	}
	if err := s.store.TouchSession(ctx, id); err != nil {
		slog.Warn("session not touched", "id", numberOf(ctx), "err", err)
	}
}

// mustChange holds a user back until the password (or the second factor that the policy
// demands of administrators) is in order.
func (s *Server) mustChange(ctx context.Context, v crm.Viewer, e store.Session, now time.Time) error {
	why, err := s.pendingDuty(ctx, v, e.MustChange, e.TwoFactor, e.PasswordAt, now)
	if err != nil || why == "" {
		return err
	}
	return &crm.Error{Code: crm.CodeForbidden, Field: "password", Detail: why}
}

func (s *Server) pendingDuty(ctx context.Context, v crm.Viewer, change, twoFactor bool, passwordAt int64, now time.Time) (string, error) {
	if change {
		return "请先修改密码，再继续使用", nil
	}
	set, err := s.store.Settings(ctx)
	if err != nil {
		return "", err
	}
	if days := set.Password.MaxDays; days > 0 && !s.o.Demo && now.UnixMilli()-passwordAt > int64(days)*24*3600*1000 {
		return "密码已到期，请先修改密码，再继续使用", nil
	}
	if set.Password.AdminTwoFactor && !twoFactor {
		for _, g := range v.Grants {
			if g.Role == crm.RoleAdmin || g.Role == crm.RoleSecurity {
				return "管理员须先绑定动态验证码，再继续使用", nil
			}
		}
	}
	return "", nil
}
