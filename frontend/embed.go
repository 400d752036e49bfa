// Package frontend hands the built web application to the server as a file tree.
//
// The files under dist are made by `npm run build` (see the Makefile's build target).
// They are not committed, so a program built without Node carries no application;
// the server then answers with Placeholder, which says how to build it.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

//go:embed placeholder.html
var placeholder []byte

// FS returns the built application with index.html at its root. Hashed files lie
// under assets/; every compressible file has .br and .gz twins made at build time.
// Without a build the tree is empty but for .keep.
func FS() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // impossible: the path is constant and valid
	}
	return sub
}

// Built reports whether the application was built before this program was.
func Built() bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}

// Placeholder is the plain page to serve at / when Built is false. It has no script
// and asks no other address.
func Placeholder() []byte { return placeholder }
