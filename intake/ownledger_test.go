package intake_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestRead_ownLedger: the two header rows of the monthly workbook's sheet 项目台账 are understood, column by column, with line breaks
// within the labels and names stacked in one cell (domain §11: lists import again).
func TestRead_ownLedger(t *testing.T) {
	f := excelize.NewFile()
	rows := map[string][]any{
		"A1": {"招商引资项目台账"}, "A2": {"2022年1—8月", nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, "单位:万元"},
		"A3": {"序号", "县市区", "项目名称", "项目\n编码", "投资方", "统一社会\n信用代码", "来源\n地", "内\n外\n资", "建设内容", "产业链", "行业", "新\n续\n建", "投资额(万元)", nil, nil,
			"时间(年-月)", nil, nil, nil, "到位资金(万元)", nil, nil, "责任\n单位", "包抓\n领导", "存在问题", "下一步"},
		"M4": {"总投资", "其中:\n固投", "协议\n引资额", "签约", "注册", "开工", "投产", "累计", "本年", "本月"},
		"A5": {1, "平利县", "茶饮生产线", "XM-1", "甲有限公司\n乙有限公司", "91350100M000100Y43", "浙江", "内", "生产线两条", "富硒食品", "精制茶加工", "新建", 800, 700.5, 600,
			"2022-03", "2022-04", "2022-05", nil, 300, 200, 100, "招商局", "某某", "用地", "协调"},
	}
	for at, r := range rows {
		if err := f.SetSheetRow("Sheet1", at, &r); err != nil {
			t.Fatal(err)
		}
	}
	merges := []string{"A1:Z1", "M3:O3", "P3:S3", "T3:V3"}
	for _, c := range strings.Split("ABCDEFGHIJKLWXYZ", "") {
		merges = append(merges, c+"3:"+c+"4")
	}
	for _, m := range merges {
		a, b, _ := strings.Cut(m, ":")
		if err := f.MergeCell("Sheet1", a, b); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	res, err := readBytes("a.xlsx", b.Bytes(), "2022-08-31")
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Records) != 1 || said(res) != "" {
		t.Fatalf("%s %+v", brief(res), res.Sheets)
	}
	want := map[string]string{"project_no": "XM-1", "credit_code": "91350100M000100Y43", "investor_home": "浙江", "content": "生产线两条", "chain": "富硒食品", "industry": "精制茶加工",
		"nature": "新建", "total_wan": "800", "fixed_wan": "700.5", "agreed_wan": "600", "sign_date": "2022-03", "register_date": "2022-04", "start_date": "2022-05", "production_date": "",
		"arrived_wan": "300", "arrived_year_wan": "200", "arrived_month_wan": "100", "unit": "招商局", "leader": "某某", "problem": "用地", "next_step": "协调", "county": "平利县"}
	for k, v := range want {
		if got := res.Records[0].Text(k); got != v {
			t.Errorf("%s: got %q, want %q", k, got, v)
		}
	}
	if n := len(res.Records[0].List("investors")); n != 2 {
		t.Errorf("%d investors", n)
	}
}
