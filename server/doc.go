// Package server is the HTTP door: sign-in, routes and answers. It parses a request into
// a crm type, calls one store method and writes what comes back; it holds no rules of
// the business and no SQL.
//
// Each resource file is a table of routes registered through get, post, put, del,
// download and upload. Every route names who may use it (need, signedIn, public); the
// gate checks identity and act before the handler runs, and the access test is made
// from the same table. Handlers return errors; problem.go alone writes them.
package server
