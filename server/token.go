package server

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	cookieName    = "yinfeng_session"
	tokenIssuer   = "yinfeng"
	tokenAudience = "yinfeng-api"
	tokenType     = "yinfeng-session+jwt"
	sessionLife   = 12 * time.Hour
	idleLife      = 30 * time.Minute // trust §2
	linkLife      = 72 * time.Hour
)

var errToken = errors.New("token refused")

// newToken signs what names a session. Rights are not in it: they are read with every
// request, so that a change of roles works at once.
func (s *Server) newToken(userID int64, session string, at time.Time) (string, error) {
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{
		Issuer: tokenIssuer, Audience: jwt.ClaimStrings{tokenAudience}, Subject: strconv.FormatInt(userID, 10), ID: session,
		IssuedAt: jwt.NewNumericDate(at), NotBefore: jwt.NewNumericDate(at), ExpiresAt: jwt.NewNumericDate(at.Add(sessionLife)),
	})
	t.Header["typ"] = tokenType
	return t.SignedString(s.o.Secret)
}

// readToken accepts our own live tokens only: algorithm, type, issuer, audience,
// times, subject and session id are all checked.
func (s *Server) readToken(text string, at time.Time) (userID int64, session string, err error) {
	var claims jwt.RegisteredClaims
	parser := jwt.NewParser(jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithIssuer(tokenIssuer),
		jwt.WithAudience(tokenAudience), jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithStrictDecoding(),
		jwt.WithTimeFunc(func() time.Time { return at }))
	t, err := parser.ParseWithClaims(text, &claims, func(*jwt.Token) (any, error) { return s.o.Secret, nil })
	if err != nil {
		return 0, "", err
	}
	userID, err = strconv.ParseInt(claims.Subject, 10, 64)
	if err != nil || userID <= 0 || claims.ID == "" || t.Header["typ"] != tokenType || claims.NotBefore == nil {
		return 0, "", errToken
	}
	return userID, claims.ID, nil
}

// randomText is 256 bits that nobody guesses, for session ids and one-time links.
func randomText() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// linkHash is how a one-time link is kept: the link itself is never stored.
func linkHash(token string) string {
	sum := sha256.Sum256([]byte("link:" + token))
	return hex.EncodeToString(sum[:])
}

// derive makes unguessable text that is the same for the same parts.
func derive(secret []byte, parts ...any) string {
	m := hmac.New(sha256.New, secret)
	fmt.Fprintf(m, "%q", parts)
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}
