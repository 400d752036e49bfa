package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"yinfeng/crm"
)

// Problem is every error answer, application/problem+json (contract §2).
type Problem struct {
	Title  string            `json:"title"`
	Status int               `json:"status"`
	Code   crm.Code          `json:"code" doc:"错误种类"`
	Detail string            `json:"detail" doc:"给人看的一行中文"`
	Field  string            `json:"field,omitempty" doc:"出错的字段"`
	Fields map[string]string `json:"fields,omitempty" doc:"各字段的错误"`
	ID     string            `json:"id" doc:"编号，日志里有同一编号"`
	State  any               `json:"state,omitempty" doc:"409 时的当前状态"`
	wait   int               // seconds for Retry-After
}

// statuses is the one table from the business's codes to HTTP.
var statuses = map[crm.Code]int{
	crm.CodeUnauthorized: http.StatusUnauthorized,
	crm.CodeForbidden:    http.StatusForbidden,
	crm.CodeNotFound:     http.StatusNotFound,
	crm.CodeConflict:     http.StatusConflict,
	crm.CodeInvalid:      http.StatusUnprocessableEntity,
	crm.CodeTooLarge:     http.StatusRequestEntityTooLarge,
	crm.CodeTooMany:      http.StatusTooManyRequests,
	crm.CodeUnavailable:  http.StatusServiceUnavailable,
}

const codeInternal crm.Code = "internal"

func (p *Problem) Error() string { return p.Detail }

// GetStatus makes a Problem a huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType tells huma the media type of an error.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders adds Retry-After to answers that ask for patience.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.wait > 0 {
		h.Set("Retry-After", strconv.Itoa(p.wait))
	}
	return h
}

// waiting is an error that may be tried again after some seconds.
type waiting struct {
	err     error
	seconds int
}

func (w *waiting) Error() string { return w.err.Error() }
func (w *waiting) Unwrap() error { return w.err }

// problem turns any error into the answer and logs it under the same number.
func (s *Server) problem(ctx context.Context, err error) *Problem {
	var done *Problem
	if errors.As(err, &done) {
		return done
	}
	p := &Problem{Code: codeInternal, Status: http.StatusInternalServerError, ID: numberOf(ctx),
		Detail: "系统出错了，这次操作没有完成。请把编号告诉管理员"}
	var e *crm.Error
	switch {
	case errors.As(err, &e) && statuses[e.Code] != 0:
		p.Status, p.Code, p.Detail, p.Field, p.Fields, p.State = statuses[e.Code], e.Code, e.Detail, e.Field, e.Fields, e.State
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		p.Status, p.Code, p.Detail = http.StatusServiceUnavailable, crm.CodeUnavailable, "请求已取消或超时，请再试一次"
	}
	p.Title = http.StatusText(p.Status)
	var w *waiting
	if errors.As(err, &w) {
		p.wait = w.seconds
	} else if p.Status == http.StatusServiceUnavailable {
		p.wait = 3
	}
	logProblem(ctx, p, err)
	return p
}

// logProblem writes no personal data: the detail may name people, so only what is
// needed to find the fault is kept.
func logProblem(ctx context.Context, p *Problem, err error) {
	level := slog.LevelInfo
	switch {
	case errors.Is(err, context.Canceled):
		level = slog.LevelDebug // the person has left the page
	case p.Status >= 500:
		level = slog.LevelError
	}
	args := []any{"id", p.ID, "status", p.Status, "code", p.Code, "field", p.Field}
	if g := callOf(ctx).gin; g != nil {
		args = append(args, "method", g.Request.Method, "route", g.FullPath())
	}
	if p.Status >= 500 {
		args = append(args, "err", err)
	}
	slog.Log(ctx, level, "request refused", args...)
}

// write answers with an error outside of huma.
func (s *Server) write(c *gin.Context, err error) {
	ctx := context.WithValue(c.Request.Context(), callKey{}, &call{gin: c})
	p := s.problem(ctx, err)
	for k, v := range p.GetHeaders() {
		c.Header(k, v[0])
	}
	c.Header("Content-Type", p.ContentType(""))
	c.Abort()
	c.Status(p.Status)
	if c.Request.Method != http.MethodHead {
		_ = huma.DefaultJSONFormat.Marshal(c.Writer, p) // a client that is gone needs no answer
	}
}
