//go:build !sqlite_fts5

package store

// Built without full-text search the program cannot search; it says so at once.
func init() {
	panic("built without -tags sqlite_fts5: use make build, which sets GOFLAGS")
}
