package server

import (
	"context"
	"crypto/x509"
	"testing"
	"time"

	"yinfeng/store"
)

// Token signs a token for tests: of any user, session and time.
func (s *Server) Token(userID int64, session string, at time.Time) string {
	t, err := s.newToken(userID, session, at)
	if err != nil {
		panic(err)
	}
	return t
}

// What tests of forged tokens and of the cookie need to know.
const (
	CookieName    = cookieName
	TokenIssuer   = tokenIssuer
	TokenAudience = tokenAudience
	TokenType     = tokenType
	IdleLife      = idleLife
	SessionLife   = sessionLife
)

// AnyKey reports whether a route demands an Idempotency-Key.
func (r Route) AnyKey() bool { return r.KeyMust }

// What tests of outgoing messages need: the robots' signatures, and times that do not make a test wait.
var (
	DingTalkSign = dingTalkSign
	FeishuSign   = feishuSign
)

// SetOutboxTimes changes how long this instance's outbox waits.
func (s *Server) SetOutboxTimes(t store.OutboxTimes) { s.outbox.times = t }

// SendNext sends the next message of the outbox; false when none waits.
func (s *Server) SendNext(ctx context.Context) bool { return s.outbox.next(ctx) }

// Outgoing shortens the time limits of what goes out and lets mail trust roots, until the test ends.
func Outgoing(t testing.TB, limit time.Duration, roots *x509.CertPool) {
	was := replyTime
	replyTime, mailRoots = limit, roots
	t.Cleanup(func() { replyTime, mailRoots = was, nil })
}
