package server

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// argon2id with t=2, 19 MiB, one lane: the OWASP minimum, 22 ms a hash (trust §2).
const (
	argonTime    = 2
	argonMemory  = 19 * 1024 // KiB
	argonThreads = 1
	argonSize    = 32
)

var b64 = base64.RawStdEncoding

// HashPassword makes the PHC text of a password, with a salt of its own.
func HashPassword(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	sum := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, argonSize)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// dummyHash is compared with when there is no such user, so that the time tells nothing.
var dummyHash = HashPassword("没有这个用户")

// matchPassword compares in constant time; a hash that cannot be read never matches.
func matchPassword(hash, password string) bool {
	var version, memory int
	var time uint32
	var threads uint8
	f := strings.Split(hash, "$")
	if len(f) != 6 || f[1] != "argon2id" {
		return false
	}
	if _, err := fmt.Sscanf(f[2]+" "+f[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &time, &threads); err != nil || version != argon2.Version {
		return false
	}
	salt, err1 := b64.DecodeString(f[4])
	want, err2 := b64.DecodeString(f[5])
	if err1 != nil || err2 != nil || len(want) < 16 || memory > 1<<20 || time > 20 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, time, uint32(memory), threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// hashing waits for one of the two places in which passwords are hashed.
func (s *Server) hashing(ctx context.Context, fn func()) error {
	select {
	case s.hashes <- struct{}{}:
		defer func() { <-s.hashes }()
		fn()
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// hash makes the hash of a new password.
func (s *Server) hash(ctx context.Context, password string) (out string, err error) {
	err = s.hashing(ctx, func() { out = HashPassword(password) })
	return out, err
}

// match compares a password with a stored hash; "" is a user without a password.
func (s *Server) match(ctx context.Context, hash, password string) (ok bool, err error) {
	err = s.hashing(ctx, func() {
		if hash == "" {
			matchPassword(dummyHash, password)
			return
		}
		ok = matchPassword(hash, password)
	})
	return ok, err
}
