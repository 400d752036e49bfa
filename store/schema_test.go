package store

import (
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

var (
	createTable = regexp.MustCompile(`(?m)^CREATE (?:VIRTUAL )?TABLE (\w+)`)
	addColumn   = regexp.MustCompile(`^ALTER TABLE (\w+) ADD COLUMN (.*);`)
	dropTable   = regexp.MustCompile(`^DROP TABLE (\w+);`)
)

// tablesOf reads the column names of every table of an engine's migrations.
func tablesOf(t *testing.T, e engine) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	entries, err := migrations.ReadDir("migrations/" + string(e))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range entries {
		b, err := migrations.ReadFile("migrations/" + string(e) + "/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		table := ""
		up, _, _ := strings.Cut(string(b), "-- +goose Down")
		for _, line := range strings.Split(up, "\n") {
			if m := addColumn.FindStringSubmatch(line); m != nil {
				out[m[1]] = append(out[m[1]], m[2])
			}
			if m := dropTable.FindStringSubmatch(line); m != nil {
				delete(out, m[1])
			}
			if m := createTable.FindStringSubmatch(line); m != nil {
				table = m[1]
				out[table] = append(out[table], "")
				continue
			}
			if strings.HasPrefix(line, ")") {
				table = ""
			}
			if f := strings.Fields(line); table != "" && len(f) > 1 && strings.HasPrefix(line, "  ") {
				out[table] = append(out[table], strings.Join(f, " "))
			}
		}
	}
	return out
}

// The two folders make the same tables with the same columns and constraints.
func TestMigrations_SameTables(t *testing.T) {
	lite, pg := tablesOf(t, sqlite), tablesOf(t, postgres)
	if len(lite) < 50 {
		t.Fatalf("only %d tables read", len(lite))
	}
	for name, cols := range lite {
		if strings.HasPrefix(name, "search_") {
			continue
		}
		for i := range cols {
			cols[i] = strings.NewReplacer("INTEGER PRIMARY KEY", "BIGINT PRIMARY KEY", " BLOB ", " BYTEA ").Replace(cols[i])
		}
		if !slices.Equal(cols, pg[name]) {
			t.Errorf("%s differs:\n sqlite   %v\n postgres %v", name, cols, pg[name])
		}
	}
	if len(lite) != len(pg) {
		t.Errorf("%d tables on sqlite, %d on postgres", len(lite), len(pg))
	}
}

// The backup holds every table but the search index.
func TestArchive_EveryTable(t *testing.T) {
	var want []string
	for name := range tablesOf(t, sqlite) {
		if !strings.HasPrefix(name, "search_") {
			want = append(want, name)
		}
	}
	got := slices.Clone(archiveTables)
	sort.Strings(want)
	sort.Strings(got)
	if !slices.Equal(want, got) {
		t.Errorf("archive tables\n got  %v\n want %v", got, want)
	}
}

var (
	literal     = regexp.MustCompile("`[^`]*`|\"(?:[^\"\\\\]|\\\\.)*\"")
	placeholder = regexp.MustCompile(`\$(\d+)`)
)

// mattn binds $n by order of first appearance: every static query numbers its
// placeholders in that order (architecture §4).
func TestQueries_PlaceholdersInOrder(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, f := range entries {
		if !strings.HasSuffix(f.Name(), ".go") {
			continue
		}
		b, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range literal.FindAllString(string(b), -1) {
			if !strings.Contains(q, "$1") {
				continue
			}
			seen++
			next := "1"
			for _, m := range placeholder.FindAllStringSubmatch(q, -1) {
				n := m[1]
				if n > next && len(n) >= len(next) {
					t.Errorf("%s: $%s before $%s in %s", f.Name(), n, next, q)
					break
				}
				if n == next {
					next = nextNumber(n)
				}
			}
		}
	}
	if seen < 10 {
		t.Fatalf("only %d queries read", seen)
	}
}

func nextNumber(s string) string {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] < '9' {
			return s[:i] + string(s[i]+1) + strings.Repeat("0", len(s)-1-i)
		}
	}
	return "1" + strings.Repeat("0", len(s))
}
