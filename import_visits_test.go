package main

import (
	"path/filepath"
	"testing"

	"yinfeng/store/storetest"
)

// Ledgers of visits go in on both engines as their dry run says, go in again without a
// change, and are taken back so that every table is as before.
func TestImport_VisitLedgersInAndOut(t *testing.T) {
	ledgers := []struct{ name, day string }{{"21_外出招商情况.xlsx", "2022-04-10"}, {"ledgers/35_外出招商_合并与小计.xlsx", "2022-09-26"},
		{"ledgers/36_外出招商_表头在第9行.xlsx", "2022-07-10"}, {"ledgers/37_来访接待情况表.xlsx", "2022-09-26"}, {"ledgers/38_二十张表的工作簿.xlsx", "2022-09-26"}}
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
