package intake_test

import (
	"testing"

	"yinfeng/crm"
)

// TestRead_reversals: a reversal of our own list of entries is negative and no fault; in other people's reports a negative month
// is held, whatever number it bears.
func TestRead_reversals(t *testing.T) {
	head := []any{"编码", "月份", "填报单位", "项目编码", "项目名称", "投资方", "到账日期", "出资形式", "资金用途", "固定资产", "资金来源", "申报数(万元)", "核定数(万元)", "核减数(万元)",
		"核减原因", "状态", "佐证编号", "说明"}
	for no, held := range map[string]int{"ZJ2022-0012": 0, "12": 1} {
		row := []any{no, "2022-08", "平利县", "XM2022-0001", "茶园", "甲有限公司", "2022-08-15", "现金", "设备", "是", "市内 -300 万元", -300, -300, 0, "", "已核定", "", "重复填报"}
		res, err := readBytes("a.xlsx", sheetsOf(t, []string{"到位资金"}, [][]any{{"到位资金清单"}, head, row}), "2022-09-26")
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Held) != held || len(res.Records) != 1-held {
			t.Fatalf("%s: %s %s", no, brief(res), said(res))
		}
		if held == 0 && (res.Records[0].Text("amount_wan") != "-300" || res.Records[0].Kind != crm.ImportCapital || said(res) != "") {
			t.Fatalf("%s: %s %s", no, brief(res), said(res))
		}
	}
}

// TestRead_entrySheet: sheet 4 of our monthly workbook names its entries.
func TestRead_entrySheet(t *testing.T) {
	head := []any{"县市区", "项目编码", "项目名称", "投资方", "资金形式", "资金用途", "申报数", "核减数", "条目编号"}
	row := []any{"平利县", "XM2022-0001", "茶园", "甲有限公司", "现金", "设备", -12.5, 0, "ZJ2022-0013"}
	res, err := readBytes("a.xlsx", sheetsOf(t, []string{"到位资金明细"}, [][]any{{"2022年8月招商引资到位资金明细"}, {"单位:万元"}, head, row}), "2022-09-26")
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Records) != 1 || res.Records[0].Text("entry_no") != "ZJ2022-0013" || res.Records[0].Text("form") != "现金" || res.Records[0].Text("amount_wan") != "-12.5" ||
		res.Records[0].Text("month") != "2022-08" {
		t.Fatalf("%s %s", brief(res), said(res))
	}
}

// TestRead_matrixInDollars: a table of units by months in dollars says so in its records.
func TestRead_matrixInDollars(t *testing.T) {
	data := sheetsOf(t, []string{"外资"}, [][]any{{"2021年各县区利用外资情况表"}, {"单位:万美元"}, {"县区", "1月", "1-2月", "1-3月"}, {"平利县", 10, 20.5, 30}})
	res, err := readBytes("a.xlsx", data, "2022-09-26")
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Records) != 3 || res.Records[1].Text("value_usd_wan") != "20.5" || res.Records[1].Text("value_wan") != "" || res.Records[1].Text("indicator") != "利用外资(累计)" {
		t.Fatalf("%s %s", brief(res), said(res))
	}
}
