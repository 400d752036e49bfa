package main

import (
	"bytes"
	"testing"

	"yinfeng/crm"
)

// A refused closing prints what stands in the way, and nothing for other errors.
func TestPeriodClose_PrintsTheList(t *testing.T) {
	check := crm.CloseCheck{Items: []crm.CloseItem{{Code: "order", Level: "ok", Label: "前面的月份都已关账"},
		{Code: "submitted", Level: "block", Label: "还有 2 条已报未核，请核定、退回或结转", Count: 2,
			Rows: []crm.CloseEntry{{ID: 7, Code: "ZJ2022-0007", ProjectName: "蚕丝项目", UnitName: "汉滨区", AmountCNY: 1_500_000}}},
		{Code: "rollups", Level: "block", Label: "1 处汇总数与台账不一致", Count: 1, Rows: []crm.CloseEntry{{Note: "到位资金汇总：保存为 1，重算为 2"}}}}}
	var out bytes.Buffer
	a := &app{stdout: &out, flags: &cli{}}
	if err := a.printBlocked(crm.Conflict(check, "还不能关账")); err != nil {
		t.Fatal(err)
	}
	want := "✕ 还有 2 条已报未核，请核定、退回或结转\n  ZJ2022-0007\t汉滨区\t蚕丝项目\t1.5 万元\n  …还有 1 条\n✕ 1 处汇总数与台账不一致\n  到位资金汇总：保存为 1，重算为 2\n"
	if out.String() != want {
		t.Errorf("%q\nwant\n%q", out.String(), want)
	}
	out.Reset()
	if err := a.printBlocked(crm.Invalid("month", "月份不对")); err != nil || out.Len() != 0 {
		t.Errorf("%v %q", err, out.String())
	}
}
