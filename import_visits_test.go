package main

import "testing"

// Ledgers of visits go in on both engines as their dry run says, go in again without a
// change, and are taken back so that every table is as before.
func TestImport_VisitLedgersInAndOut(t *testing.T) {
	ledgersInAndOut(t, []datedLedger{{"21_外出招商情况.xlsx", "2022-04-10"}, {"ledgers/35_外出招商_合并与小计.xlsx", "2022-09-26"},
		{"ledgers/36_外出招商_表头在第9行.xlsx", "2022-07-10"}, {"ledgers/37_来访接待情况表.xlsx", "2022-09-26"}, {"ledgers/38_二十张表的工作簿.xlsx", "2022-09-26"}})
}
