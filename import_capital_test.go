package main

import "testing"

// Monthly reports of arrivals, and tables of units by months, go in on both engines as their
// dry run says, go in again without a change, and are taken back so that every table is as
// before. The pack's units count by the ledger from 2022 on: only 2021 of the tables is taken.
func TestImport_CapitalLedgersInAndOut(t *testing.T) {
	ledgersInAndOut(t, []datedLedger{{"22_到位资金月报.xlsx", "2022-04-10"}, {"ledgers/41_到位资金月报_三行表头.xlsx", "2022-09-26"},
		{"ledgers/42_到位资金月报_两月亿元.xlsx", "2022-09-26"}, {"ledgers/43_县区到位资金_季度累计.xlsx", "2022-10-12"}, {"ledgers/44_县区到位资金_年度分组宽表.xlsx", "2022-09-26"}})
}
