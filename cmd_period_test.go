package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
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

// On the command line a closing with entries that wait is refused with exit code 2, one line
// on stderr and the list of the entries on stdout; nothing is closed.
func TestPeriodClose_OpenEntries(t *testing.T) {
	dir := t.TempDir()
	flags := []string{"--data", dir}
	yinfeng("", append(flags, "setup", "--pack", "ankang")...).want(t, exitDone)
	yinfeng("", append(flags, "import", filepath.Join("intake", "testdata", "22_到位资金月报.xlsx"), "--as-of", "2022-04-10")...).want(t, exitDone)
	db := openRaw(t, filepath.Join(dir, "yinfeng.db"))
	defer db.Close()
	if _, err := db.Exec("UPDATE capital_entries SET state = 'submitted', month = '2022-01'"); err != nil {
		t.Fatal(err)
	}
	p := yinfeng("", append(flags, "period", "close", "2022-01")...)
	out := p.want(t, exitRefused)
	if !regexp.MustCompile(`^[^\n]*2022年1月还有 [0-9]+ 条已报未核的条目，请先核定、退回，或选择结转到下月\n$`).MatchString(p.stderr) {
		t.Errorf("stderr %q", p.stderr)
	}
	if !strings.Contains(out, "已报未核") || !regexp.MustCompile(`(?m)^  ZJ[0-9]{4}-[0-9]+\t`).MatchString(out) {
		t.Errorf("no list: %q", out)
	}
	if list := yinfeng("", append(flags, "period", "list")...).want(t, exitDone); strings.Contains(list, "已关账") {
		t.Errorf("something was closed: %s", list)
	}
}
