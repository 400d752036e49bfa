package intake_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
	"yinfeng/intake"
)

// sheetsOf is a workbook of one sheet per name, its rows from A1 on.
func sheetsOf(t *testing.T, names []string, sheets ...[][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, name := range names {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for n, r := range sheets[i] {
			at, _ := excelize.CoordinatesToCellName(1, n+1)
			if err := f.SetSheetRow(name, at, &r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRead_ownSheets: what our own lists and reports print is no fault: the dash of an empty cell, 市本级及市直 in the column of
// counties, a next step that lies ahead. In other people's ledgers the same words are what they always were.
func TestRead_ownSheets(t *testing.T) {
	head := []any{"编码", "项目名称", "企业名称", "意向县区", "用地(亩)", "拟投资额(万元)", "行业", "企业联系人", "下一步", "下一步日期"}
	row := func(no string) []any {
		return []any{no, "茶园", "甲有限公司", "市本级及市直", "—", "—", "—", "—", "回访", "2022-10-20"}
	}
	know := knowledge()
	know.Areas = know.Areas.WithDirect("市本级及市直")
	read := func(no string) (*crm.ImportResult, error) {
		data := sheetsOf(t, []string{"在谈项目"}, [][]any{{"在谈项目"}, head, row(no)})
		return intake.Read(t.Context(), "a.xlsx", bytes.NewReader(data), int64(len(data)), know, intake.Options{AsOf: "2022-09-26"})
	}
	res, err := read("XS2022-0001")
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Records) != 1 || said(res) != "" {
		t.Fatalf("%s: %s", brief(res), said(res))
	}
	for k, want := range map[string]string{"county": "市本级及市直", "next_due": "2022-10-20", "industry": "", "contact": "", "land_mu": "", "total_wan": ""} {
		if got := res.Records[0].Text(k); got != want {
			t.Errorf("%s is %q, want %q", k, got, want)
		}
	}
	res, err = read("12")
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Held) != 1 || res.Held[0].Errors[0] != crm.ECountyUnknown || res.Held[0].Text("industry") != "—" {
		t.Fatalf("%s: %s", brief(res), said(res))
	}
}

// TestRead_computedSheets: the sheets of figures in our monthly workbook are passed over with one note, never guessed; a sheet of
// that name in another file is read as what it is.
func TestRead_computedSheets(t *testing.T) {
	ledger := [][]any{{"项目台账"}, {"表3　填报单位：市招商局", "单位:万元"}, {"县市区", "项目名称", "编码", "投资方", "总投资", "签约时间"}, {"平利县", "茶园", "XM2022-0001", "甲有限公司", 500, "2022-03"}}
	figures := [][]any{{"目标任务完成情况"}, {"表2　填报单位：市招商局", "单位:亿元"}, {"县市区", "年度任务", "1月", "2月", "3月"}, {"平利县", 10, 1, 2, 3}}
	res, err := readBytes("a.xlsx", sheetsOf(t, []string{"项目台账", "目标任务完成情况", "各县进度"}, ledger, figures, figures), "2022-09-26")
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Sheets) != 3 || res.Sheets[0].Role != "ledger" || res.Sheets[1].Role != "ignored" || res.Sheets[1].Reason == "" || len(res.Sheets[1].Mapping) != 0 ||
		res.Sheets[2].Role != "monthly_matrix" {
		t.Fatalf("%+v", res.Sheets)
	}
}
