package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// room says what one folder of Go code may import beside the standard library. The table is the
// one of the README's map of the code; widening it is a decision about the design.
type room struct {
	own   []string // our own rooms
	tests []string // our own rooms that only its tests may import
	only  []string // when set, the only standard packages it may import
}

// rooms by import path below the module; "" is main.go.
var rooms = map[string]room{
	"":         {own: []string{"crm", "store", "intake", "reports", "server", "frontend", "seeds"}},
	"crm":      {},
	"store":    {own: []string{"crm"}},
	"intake":   {own: []string{"crm"}},
	"reports":  {own: []string{"crm"}},
	"seeds":    {own: []string{"crm", "store"}},
	"server":   {own: []string{"crm", "store", "intake", "reports"}, tests: []string{"seeds"}},
	"frontend": {only: []string{"embed", "io/fs"}},
}

// part is a third-party module, or a standard package that is held back, with the rooms it lives in.
type part struct {
	path  string
	rooms []string
	tests []string // rooms whose tests may use it as well
}

// parts: what is not named here, nobody may import; the first match counts. A driver stands in
// tests beyond store only to make and inspect databases.
var parts = []part{
	{"database/sql", []string{"store"}, []string{"", "seeds", "server"}},
	{"github.com/mattn/go-sqlite3", []string{"store"}, []string{"", "seeds", "server"}},
	{"github.com/jackc/pgx/v5", []string{"store"}, []string{"", "seeds", "server"}},
	{"github.com/pressly/goose/v3", []string{"store"}, nil},
	{"github.com/mozillazg/go-pinyin", []string{"store"}, nil},
	{"github.com/xuri/excelize/v2", []string{"intake", "reports"}, []string{"", "server"}},
	{"github.com/klauspost/compress", []string{"intake", "reports"}, nil},
	{"github.com/richardlehane/mscfb", []string{"intake"}, nil},
	{"golang.org/x/net", []string{"intake"}, nil},
	{"golang.org/x/text", []string{"intake", "reports"}, nil},
	{"github.com/danielgtaylor/huma/v2", []string{"server"}, nil},
	{"github.com/gin-gonic/gin", []string{"server"}, nil},
	{"github.com/golang-jwt/jwt/v5", []string{"server"}, nil},
	{"golang.org/x/crypto", []string{"server"}, nil},
	{"github.com/wneessen/go-mail", []string{"server"}, nil},
	{"github.com/pquerna/otp", []string{"server"}, []string{""}},
	{"github.com/alecthomas/kong", []string{""}, nil},
	{"golang.org/x/term", []string{""}, nil},
	{"golang.org/x/sys", []string{"store"}, nil},
}

const module = "yinfeng"

// listed is what the test needs of one package of `go list -json`.
type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
	Error                              *struct{ Err string }
}

// goList reads the module's packages under the given build tags.
func goList(t *testing.T, tags string) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-json", "-tags="+tags, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

// roomOf returns the room that an import path of ours belongs to, and whether it is ours.
func roomOf(imported string) (name string, ours bool) {
	if imported == module {
		return "", true
	}
	name, ours = strings.CutPrefix(imported, module+"/")
	name, _, _ = strings.Cut(name, "/")
	return name, ours
}

// within reports whether an import path is p or lies below it.
func within(imported, p string) bool {
	return imported == p || strings.HasPrefix(imported, p+"/")
}

// complaint says why the room named from may not import a path, or "" when it may.
func complaint(from, imported string, inTest bool) string {
	r := rooms[from]
	if to, ours := roomOf(imported); ours {
		if to == from || slices.Contains(r.own, to) || inTest && slices.Contains(r.tests, to) {
			return ""
		}
		return "this room may not know that one"
	}
	for _, p := range parts {
		if within(imported, p.path) {
			if slices.Contains(p.rooms, from) || inTest && slices.Contains(p.tests, from) {
				return ""
			}
			return "that part lives in: " + strings.Join(p.rooms, ", ")
		}
	}
	if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") {
		return "a third-party part that no room was given (see parts in arch_test.go)"
	}
	if r.only != nil && !inTest && !slices.Contains(r.only, imported) {
		return "only " + strings.Join(r.only, ", ") + " here"
	}
	return ""
}

// isHelper reports whether a package of ours exists for tests only (storetest, like net's nettest).
func isHelper(imported string) bool {
	_, ours := roomOf(imported)
	return ours && strings.HasSuffix(imported, "test")
}

func TestArchitecture_Imports(t *testing.T) {
	// Go remembers a test's result by the files it opened; what go list reads it does not see.
	eachText(t, func(string, []byte) {})
	seen, said := map[string]bool{}, map[string]bool{}
	for _, tags := range []string{"", "sqlite_fts5", "sqlite_fts5,prove"} {
		for _, p := range goList(t, tags) {
			name, _ := roomOf(p.ImportPath)
			seen[name] = true
			if _, known := rooms[name]; !known {
				t.Errorf("%s is no room of the house; its code belongs into one of them", p.ImportPath)
				continue
			}
			check := func(imports []string, inTest bool) {
				for _, imported := range imports {
					why := complaint(name, imported, inTest)
					if !inTest && isHelper(imported) {
						why = "that package helps tests only"
					}
					if edge := p.ImportPath + " imports " + imported; why != "" && !said[edge] {
						said[edge] = true
						t.Errorf("%s: %s", edge, why)
					}
				}
			}
			check(p.Imports, isHelper(p.ImportPath))
			check(p.TestImports, true)
			check(p.XTestImports, true)
		}
	}
	if len(seen) < 2 {
		t.Fatalf("go list found only %v", seen)
	}
}

// TestArchitecture_RulesBite shows that the rules refuse what they are there to refuse.
func TestArchitecture_RulesBite(t *testing.T) {
	for _, c := range []struct {
		from, imported string
		inTest, ok     bool
	}{
		{"crm", "fmt", false, true},
		{"crm", "yinfeng/store", false, false},
		{"crm", "golang.org/x/text/width", false, false},
		{"store", "database/sql", false, true},
		{"store", "yinfeng/server", false, false},
		{"intake", "database/sql/driver", false, false},
		{"reports", "github.com/xuri/excelize/v2", false, true},
		{"server", "github.com/gin-gonic/gin", false, true},
		{"server", "github.com/jackc/pgx/v5/stdlib", false, false},
		{"server", "github.com/jackc/pgx/v5/stdlib", true, true},
		{"server", "yinfeng/frontend", false, false},
		{"server", "yinfeng/seeds", false, false},
		{"server", "yinfeng/seeds", true, true},
		{"seeds", "github.com/xuri/excelize/v2", true, false},
		{"frontend", "net/http", false, false},
		{"", "yinfeng/server", false, true},
		{"", "example.org/unknown", false, false},
	} {
		if got := complaint(c.from, c.imported, c.inTest); (got == "") != c.ok {
			t.Errorf("%s importing %s (test: %v): complaint %q, want allowed = %v", path.Join(module, c.from), c.imported, c.inTest, got, c.ok)
		}
	}
}
