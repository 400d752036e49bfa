package storetest

import (
	"archive/zip"
	"bufio"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yinfeng/store"
)

// imported are the tables that an import and its undoing leave traces in: its own, the
// audit log, numbers that are not given again, the uploaded file, messages and keys.
var imported = []string{"imports", "import_lines", "import_fixes", "import_decisions", "import_layouts", "import_headers", "audit_log", "sequences", "blobs",
	"messages", "message_reads", "idempotency_keys", "sessions", "claim_notices", "clock_runs", "reminders", "deliveries"}

// Business dumps every table of the business, a JSON row a line as a backup holds them,
// without cells of roll-ups that hold nothing.
func Business(t testing.TB, s *store.Store) map[string]string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "dump.zip")
	if _, err := s.Backup(context.Background(), file); err != nil {
		t.Fatal(err)
	}
	return BusinessOf(t, file)
}

// BusinessOf is Business of a backup's file.
func BusinessOf(t testing.TB, file string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	out := map[string]string{}
	for _, f := range z.File {
		name, ok := strings.CutPrefix(f.Name, "rows/")
		table := strings.TrimSuffix(name, ".jsonl")
		if !ok || slices.Contains(imported, table) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			if !emptyCell(table, lines.Text()) {
				b.WriteString(lines.Text() + "\n")
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
		out[table] = b.String()
	}
	return out
}

// emptyCell reports whether a row is a cell of a roll-up that holds nothing: it says the
// same as its absence.
func emptyCell(table, row string) bool {
	return table == "rollup_leads" && strings.HasSuffix(row, ",0,0,0,0]") || table == "rollup_visits" && strings.HasSuffix(row, ",0]")
}

// SameBusiness demands that two dumps are equal, and shows the first difference of each table.
func SameBusiness(t testing.TB, before, after map[string]string) {
	t.Helper()
	if len(before) < 40 || len(before) != len(after) {
		t.Fatalf("%d tables before, %d after", len(before), len(after))
	}
	for table, was := range before {
		if was == after[table] {
			continue
		}
		a, b := strings.Split(was, "\n"), strings.Split(after[table], "\n")
		for i := 0; i < max(len(a), len(b)); i++ {
			x, y := at(a, i), at(b, i)
			if x != y {
				t.Errorf("%s differs (%d rows before, %d after)\n before %s\n after  %s", table, len(a)-2, len(b)-2, x, y)
				break
			}
		}
	}
}

func at(l []string, i int) string {
	if i < len(l) {
		return l[i]
	}
	return ""
}
