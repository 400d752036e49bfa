package server

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"yinfeng/crm"
)

// call is what the gate learns of a request and the handler may need.
type call struct {
	gin     *gin.Context
	viewer  crm.Viewer
	session string // session id
	key     string // Idempotency-Key
	keyHash string // hash over method, path and body
}

type callKey struct{}

func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	if c == nil {
		return &call{}
	}
	return c
}

func viewerOf(ctx context.Context) crm.Viewer { return callOf(ctx).viewer }

// gate admits a request to its handler: identity first, then act, then body.
func (s *Server) gate(r *Route) func(huma.Context, func(huma.Context)) {
	return func(h huma.Context, next func(huma.Context)) {
		g := humagin.Unwrap(h)
		defer forgetForm(g)
		ctx, err := s.admit(h.Context(), g, r)
		if err != nil {
			s.write(g, err)
			return
		}
		next(huma.WithContext(h, ctx))
	}
}

// forgetForm removes the temporary files of a form. net/http does so only for the request that it
// has itself made, and ours is a copy with a context.
func forgetForm(g *gin.Context) {
	if f := g.Request.MultipartForm; f != nil {
		if err := f.RemoveAll(); err != nil {
			slog.Warn("temporary file stays", "err", err)
		}
	}
}

func (s *Server) admit(ctx context.Context, g *gin.Context, r *Route) (context.Context, error) {
	c := &call{gin: g, viewer: crm.Viewer{Address: g.ClientIP()}}
	ctx = context.WithValue(ctx, callKey{}, c)
	if !r.Access.Public {
		if err := s.identify(ctx, c, r); err != nil {
			return nil, err
		}
		if !r.Access.allows(c.viewer) {
			return nil, c.viewer.Require(r.Access.Acts[0])
		}
	}
	if err := checkText(g.Request.URL); err != nil {
		return nil, err
	}
	return s.takeBody(ctx, c, r)
}

// checkText refuses what no database takes as text: broken UTF-8 and NUL.
func checkText(u *url.URL) error {
	query, err := url.QueryUnescape(u.RawQuery)
	if err != nil || !utf8.ValidString(query) || !utf8.ValidString(u.Path) || strings.ContainsRune(query+u.Path, 0) {
		return crm.Invalid("", "地址里的参数不是正确的文字编码（UTF-8），请重新输入")
	}
	return nil
}

// checkCSRF demands the header that a foreign page cannot set on a request that is
// carried by the cookie (trust §2).
func checkCSRF(g *gin.Context) error {
	switch g.Request.Method {
	case http.MethodGet, http.MethodHead:
		return nil
	}
	if g.GetHeader("X-Yinfeng-Csrf") != "1" {
		return crm.Forbidden("请求缺少防伪标记（X-Yinfeng-Csrf），请从系统页面操作")
	}
	return nil
}
