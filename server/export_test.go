package server

import "time"

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
