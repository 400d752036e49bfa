// Package server is the HTTP door: sign-in, routes and answers. It parses a request into
// a crm type, calls one store method and writes what comes back; it holds no rules of
// the business and no SQL.
//
// Each resource file is a table of routes registered through get, post, put, del,
// download and upload. Every route names who may use it (need, signedIn, public); the
// gate checks identity and act before the handler runs, and the access test is made
// from the same table. Handlers return errors; problem.go alone writes them. Several acts
// in need mean any of them; keyed asks for an Idempotency-Key, which covers the one act
// that a POST does. A table stands in resources.go; schema names are the Go type names.
//
// Tests: eachCity runs on both engines, c.as("officer") is a signed-in client; the people
// stand in city_test.go, the verbs in client_test.go.
package server
