package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"yinfeng/intake/intaketest"
	"yinfeng/store/storetest"
)

// The dry run of a sample, without a database, prints exactly what is expected of it,
// and makes nothing.
func TestImport_DryRunOfSamples(t *testing.T) {
	for _, c := range []struct{ file, expected, day string }{
		{"01_签约项目汇总_多行表头.xlsx", "01_签约项目汇总_多行表头.expected.json", "2026-03-31"},
		{"安康公开报道项目.csv", "安康公开报道项目.expected.json", "2026-11-23"},
	} {
		t.Run(c.file, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "none")
			out := yinfeng("", "--data", data, "import", filepath.Join("intake", "testdata", c.file), "--dry-run", "--json", "--as-of", c.day).want(t, exitDone)
			want, err := os.ReadFile(filepath.Join("intake", "testdata", c.expected))
			if err != nil {
				t.Fatal(err)
			}
			diffs, err := intaketest.Diff(want, []byte(out))
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range diffs {
				t.Error(d)
			}
			if _, err := os.Stat(data); !os.IsNotExist(err) {
				t.Errorf("a dry run has made %s", data)
			}
		})
	}
}

// Importing the public reports works on both engines, again changes nothing, and the
// projects stand in the month's figures and workbook commands.
func TestImport_ApplyAndReport(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			flags := []string{"--data", t.TempDir()}
			if engine == "postgres" {
				flags = append(flags, "--database", storetest.NewPostgres(t))
			}
			do := func(args ...string) string {
				return yinfeng("", append(append([]string{}, flags...), args...)...).want(t, exitDone)
			}
			do("setup", "--pack", "ankang")
			file := filepath.Join("intake", "testdata", "安康公开报道项目.csv")
			first := applied(t, do("import", file, "--json", "--as-of", "2026-11-23"))
			again := applied(t, do("import", file, "--json", "--as-of", "2026-11-23"))
			if first["created"] != 16 || first["read"] != 53 || first["skipped"] != 37 {
				t.Errorf("first: %v", first)
			}
			if again["created"] != 0 || again["unchanged"] != 16 || again["updated"] != 0 {
				t.Errorf("again: %v", again)
			}
			for _, c := range []map[string]float64{first, again} {
				if c["read"] != c["created"]+c["updated"]+c["unchanged"]+c["skipped"]+c["rejected"] {
					t.Errorf("counts do not add up: %v", c)
				}
			}
			do("report", "month", "2026-11", "--out", filepath.Join(t.TempDir(), "m.xlsx"))
			do("imports", "list", "--json")
			do("rollup", "verify")
			do("audit", "verify")
		})
	}
}

func applied(t *testing.T, out string) map[string]float64 {
	t.Helper()
	var got struct {
		Applied map[string]any `json:"applied"`
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	counts := map[string]float64{}
	for k, v := range got.Applied {
		if n, ok := v.(float64); ok {
			counts[k] = n
		}
	}
	return counts
}
