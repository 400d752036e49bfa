package main

import (
	"path/filepath"
	"testing"

	"yinfeng/store/storetest"
)

// Monthly reports of arrivals, and tables of units by months, go in on both engines as their
// dry run says, go in again without a change, and are taken back so that every table is as
// before. The pack's units count by the ledger from 2022 on: only 2021 of the tables is taken.
func TestImport_CapitalLedgersInAndOut(t *testing.T) {
	ledgers := []struct{ name, day string }{{"22_到位资金月报.xlsx", "2022-04-10"}, {"ledgers/41_到位资金月报_三行表头.xlsx", "2022-09-26"},
		{"ledgers/42_到位资金月报_两月亿元.xlsx", "2022-09-26"}, {"ledgers/43_县区到位资金_季度累计.xlsx", "2022-10-12"}, {"ledgers/44_县区到位资金_年度分组宽表.xlsx", "2022-09-26"}}
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
