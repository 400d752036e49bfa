package crm

import (
	"errors"
	"fmt"
	"unicode"
)

// Code names a kind of error; the server maps it to a status in one table (contract §2).
type Code string

// The kinds of errors that the business knows.
const (
	CodeUnauthorized Code = "unauthorized" // 401: no identity
	CodeForbidden    Code = "forbidden"    // 403: an act that the role never has
	CodeNotFound     Code = "not_found"    // 404: missing or out of scope, told alike
	CodeConflict     Code = "conflict"     // 409: wrong state or stale version
	CodeInvalid      Code = "invalid"      // 422: bad values
	CodeTooLarge     Code = "too_large"    // 413
	CodeTooMany      Code = "too_many"     // 429
	CodeUnavailable  Code = "unavailable"  // 503: database away
)

// Error is what the business answers to a person: one clear Chinese line that says
// what, where and how to mend it. Cause is for the log only and never shown.
type Error struct {
	Code   Code
	Detail string
	Field  string            // the request field at fault, lowerCamelCase
	Fields map[string]string // several fields at once: field → line
	State  any               // the current state, for CodeConflict
	Cause  error
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return e.Detail + ": " + e.Cause.Error()
	}
	return e.Detail
}

func (e *Error) Unwrap() error { return e.Cause }

// Invalid is a bad value in field.
func Invalid(field, format string, a ...any) *Error {
	return &Error{Code: CodeInvalid, Field: field, Detail: fmt.Sprintf(format, a...)}
}

// Conflict is an act that the present state does not allow; state is shown to the caller.
func Conflict(state any, format string, a ...any) *Error {
	return &Error{Code: CodeConflict, State: state, Detail: fmt.Sprintf(format, a...)}
}

// NotFound is the one answer for missing and out of scope; what is the Chinese noun.
func NotFound(what string) *Error {
	return &Error{Code: CodeNotFound, Detail: "没有找到这个" + what}
}

// Forbidden is an act that none of the viewer's roles has.
func Forbidden(format string, a ...any) *Error {
	return &Error{Code: CodeForbidden, Detail: fmt.Sprintf(format, a...)}
}

// ErrCode returns the code of err, or "" when it is not an *Error.
func ErrCode(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Reasoned reports whether a reason says something: two letters or digits at least, so that blanks
// and stops alone are none.
func Reasoned(reason string) bool {
	said := 0
	for _, r := range reason {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			said++
		}
	}
	return said >= 2
}
