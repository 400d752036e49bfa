package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A backup restores on both engines with the same rows, is refused over a live database,
// and is refused when a byte is flipped or its end is cut (trust §1, R10 in small).
func TestBackup_RestoresOnBothEngines(t *testing.T) {
	dir := t.TempDir()
	from, file := []string{"--data", filepath.Join(dir, "from")}, filepath.Join(dir, "b.zip")
	withOfficer(t, from)
	yinfeng("", append(from, "import", filepath.Join("intake", "testdata", "安康公开报道项目.csv"), "--as-of", "2026-11-23")...).want(t, exitDone)
	first := archiveParts(t, yinfeng("", append(from, "--json", "backup", file)...).want(t, exitDone))
	yinfeng("", "verify-backup", file).want(t, exitDone)
	yinfeng("", append(from, "restore", file)...).want(t, exitRefused)
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			to := []string{"--data", filepath.Join(t.TempDir(), "to")}
			if engine == "postgres" {
				to = append(to, "--database", storetest.NewPostgres(t))
			}
			yinfeng("", append(to, "restore", file)...).want(t, exitDone)
			yinfeng("", append(to, "audit", "verify")...).want(t, exitDone)
			yinfeng("", append(to, "rollup", "verify")...).want(t, exitDone)
			again := archiveParts(t, yinfeng("", append(to, "--json", "backup", filepath.Join(t.TempDir(), "again.zip"))...).want(t, exitDone))
			for name, sum := range first {
				if again[name] != sum {
					t.Errorf("%s differs after the restore", name)
				}
			}
		})
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte{}, content...)
	flipped[len(flipped)/3] ^= 1
	for name, bad := range map[string][]byte{"flipped.zip": flipped, "cut.zip": content[:len(content)/2]} {
		if err := os.WriteFile(filepath.Join(dir, name), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		yinfeng("", "verify-backup", filepath.Join(dir, name)).want(t, exitRefused)
	}
}

func archiveParts(t *testing.T, out string) map[string]string {
	t.Helper()
	var info store.ArchiveInfo
	if err := json.Unmarshal([]byte(out), &info); err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for _, p := range info.Parts {
		sums[p.Name] = p.SHA256
	}
	if len(sums) < 50 {
		t.Fatalf("only %d parts", len(sums))
	}
	return sums
}
