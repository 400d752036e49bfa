package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
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
	return counted(t, out, "applied")
}

// The samples go in on both engines as their dry run says, go in again without a change,
// and are taken back so that every table is as before.
func TestImport_SamplesInAndOut(t *testing.T) {
	ledgersInAndOut(t, []datedLedger{{"01_签约项目汇总_多行表头.xlsx", "2026-03-31"}, {"02_混合单位台账.xlsx", "2024-12-31"}, {"05_多表不同列.xlsx", "2024-06-30"},
		{"07_错误行集锦.xlsx", "2023-06-30"}, {"11_GBK导出.csv", "2023-12-31"}, {"安康公开报道项目.csv", "2026-11-23"}})
}

// datedLedger is a ledger of intake/testdata and the day on which it was filed.
type datedLedger struct{ name, day string }

// ledgersInAndOut takes ledgers into a new city on each engine and out again.
func ledgersInAndOut(t *testing.T, ledgers []datedLedger) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			flags := []string{"--data", t.TempDir()}
			if engine == "postgres" {
				flags = append(flags, "--database", storetest.NewPostgres(t))
			}
			do := func(args ...string) string {
				return yinfeng("", append(append([]string{}, flags...), args...)...).want(t, exitDone)
			}
			dump := func() map[string]string {
				file := filepath.Join(t.TempDir(), "dump.zip")
				do("backup", file)
				return storetest.BusinessOf(t, file)
			}
			do("setup", "--pack", "ankang")
			for _, c := range ledgers {
				t.Run(filepath.Base(c.name), func(t *testing.T) { inAndOut(t, do, dump, filepath.Join("intake", "testdata", c.name), c.day) })
			}
			do("audit", "verify")
		})
	}
}

func inAndOut(t *testing.T, do func(...string) string, dump func() map[string]string, file, day string) {
	before := dump()
	planned := counted(t, do("import", file, "--dry-run", "--json", "--as-of", day), "plan")
	first := applied(t, do("import", file, "--json", "--as-of", day))
	for plan, done := range map[string]string{"read": "read", "create": "created", "update": "updated", "unchanged": "unchanged", "skip": "skipped", "reject": "rejected"} {
		if planned[plan] != first[done] {
			t.Errorf("planned %s %v, done %v", plan, planned[plan], first[done])
		}
	}
	if first["created"] == 0 || first["read"] != first["created"]+first["updated"]+first["unchanged"]+first["skipped"]+first["rejected"] {
		t.Errorf("first: %v", first)
	}
	do("rollup", "verify")
	between := dump()
	again := applied(t, do("import", file, "--json", "--as-of", day))
	if again["created"]+again["updated"] != 0 || again["unchanged"] != first["created"]+first["updated"]+first["unchanged"] {
		t.Errorf("again: %v, first: %v", again, first)
	}
	storetest.SameBusiness(t, between, dump())
	for _, id := range []float64{again["id"], first["id"]} {
		do("imports", "undo", strconv.Itoa(int(id)), "--reason", "试一试")
	}
	storetest.SameBusiness(t, before, dump())
	do("rollup", "verify")
}

// counted reads the numbers of a part of a command's JSON.
func counted(t *testing.T, out, part string) map[string]float64 {
	t.Helper()
	var got map[string]json.RawMessage
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	var values map[string]any
	if err := json.Unmarshal(got[part], &values); err != nil {
		t.Fatal(err)
	}
	counts := map[string]float64{}
	for k, v := range values {
		if n, ok := v.(float64); ok {
			counts[k] = n
		}
	}
	return counts
}

// An undo that later work stands in the way of is refused with one line that names it.
func TestImports_UndoRefused(t *testing.T) {
	flags := []string{"--data", t.TempDir()}
	run := func(args ...string) program { return yinfeng("", append(append([]string{}, flags...), args...)...) }
	run("setup", "--pack", "ankang").want(t, exitDone)
	file := filepath.Join("intake", "testdata", "11_GBK导出.csv")
	first := applied(t, run("import", file, "--json", "--as-of", "2023-12-31").want(t, exitDone))
	id := strconv.Itoa(int(first["id"]))
	run("imports", "undo", "99", "--reason", "没有这一批").want(t, exitRefused)
	run("imports", "undo", id).want(t, exitDone) // contract §1: the reason may be left out
	if line := run("imports", "undo", id, "--reason", "填错了"); !strings.Contains(line.stderr, "已撤销") {
		t.Errorf("%q", line.stderr)
	}
}
