package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/gin-gonic/gin"

	"yinfeng/crm"
)

type numberKey struct{}

// numberOf returns the request's number, which stands in errors and in the log.
func numberOf(ctx context.Context) string {
	n, _ := ctx.Value(numberKey{}).(string)
	return n
}

// number gives each request a number.
func (s *Server) number(c *gin.Context) {
	b := make([]byte, 6)
	rand.Read(b)
	n := hex.EncodeToString(b)
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), numberKey{}, n))
	c.Header("X-Request-Id", n)
}

// recoverPanic answers 500 with the number; the stack goes to the log only.
func (s *Server) recoverPanic(c *gin.Context) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(p)
		}
		slog.Error("panic", "id", numberOf(c.Request.Context()), "panic", p, "stack", string(debug.Stack()))
		if c.Writer.Written() {
			panic(http.ErrAbortHandler)
		}
		s.write(c, fmt.Errorf("panic: %v", p))
	}()
	c.Next()
}

func (s *Server) noMethod(c *gin.Context) {
	p := &Problem{Title: http.StatusText(http.StatusMethodNotAllowed), Status: http.StatusMethodNotAllowed,
		Code: "method_not_allowed", Detail: "这个地址不支持" + c.Request.Method + "请求", ID: numberOf(c.Request.Context())}
	s.write(c, p)
}

// noRoute answers unknown interface addresses as a problem and everything else with
// the web application.
func (s *Server) noRoute(c *gin.Context) {
	if strings.HasPrefix(c.Request.URL.Path, "/api/") || c.Request.URL.Path == "/api" {
		s.write(c, &crm.Error{Code: crm.CodeNotFound, Detail: "没有这个接口地址"})
		return
	}
	s.serveWeb(c)
}

// csp allows no script but our own files. Element Plus and ECharts set style attributes,
// so inline style is allowed; nothing is fetched from elsewhere.
const csp = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func (s *Server) headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if s.o.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}
