package intake_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
	"yinfeng/intake"
)

// brief shows records as "row/county/project/total/arrived/date/stage", and what was complained of.
func brief(res *crm.ImportResult) string {
	var out []string
	for i := range res.Records {
		r := &res.Records[i]
		out = append(out, strings.Join([]string{fmt.Sprint(r.Row), r.Text("county"), r.Text("project"), r.Text("total_wan"), r.Text("arrived_wan"),
			r.Text("sign_date") + r.Text("start_date"), r.Text("stage")}, "/"))
	}
	if s := said(res); s != "" {
		out = append(out, s)
	}
	for _, c := range res.Totals {
		if !c.Agrees {
			out = append(out, fmt.Sprintf("%d %s %s≠%s", c.Row, c.Field, c.Stated, c.Computed))
		}
	}
	return strings.Join(out, " ")
}

// TestRead_tables: shapes of tables that offices use.
func TestRead_tables(t *testing.T) {
	cases := []struct{ name, table, want string }{
		{"two header rows without merges", "序号,县区,项目名称,投资方,投资情况（万元）,,签约时间\n,,,,总投资,到位资金,\n1,平利,甲,甲有限公司,800,10,2022.3\n",
			"3/平利县/甲/800/10/2022-03/"},
		{"unit in the title", "某市签约项目台账（亿元）\n项目名称,投资方,县区,总投资,签约时间\n甲,甲有限公司,平利县,0.08,2022.3\n", "3/平利县/甲/800//2022-03/签约"},
		{"unit with the form's author", "签约项目\n填报单位：平利县招商局,,,单位：万元\n项目名称,投资方,县区,总投资\n甲,甲有限公司,平利县,800\n", "4/平利县/甲/800///签约"},
		{"a county's own ledger", "平利县2022年签约项目台账,,单位：万元\n项目名称,投资方,总投资,签约时间\n甲,甲有限公司,800,3月5日\n", "3/平利县/甲/800//2022-03-05/签约 3 W_DATE_YEAR_INFERRED"},
		{"page totals", "项目名称,投资方,县区,总投资(万元)\n甲,甲有限公司,平利县,800\n乙,乙有限公司,平利县,100\n本页小计,,,900\n累计,,,900\n项目名称,投资方,县区,总投资(万元)\n丙,丙有限公司,镇坪县,50\n本页小计,,,50\n累计,,,950\n合计,,,950\n",
			"2/平利县/甲/800/// 3/平利县/乙/100/// 7/镇坪县/丙/50///"},
		{"totals on top", "项目名称,投资方,县区,总投资(万元)\n全市合计,,,950\n平利县小计,,,900\n甲,甲有限公司,平利县,800\n乙,乙有限公司,平利县,100\n镇坪县小计,,,50\n丙,丙有限公司,镇坪县,50\n",
			"4/平利县/甲/800/// 5/平利县/乙/100/// 7/镇坪县/丙/50///"},
		{"a wrong total on top", "项目名称,投资方,县区,总投资(万元)\n全市合计,,,951\n甲,甲有限公司,平利县,800\n乙,乙有限公司,平利县,150\n", "3/平利县/甲/800/// 4/平利县/乙/150/// 2 W_TOTAL_MISMATCH 2 total_wan 951≠950"},
		{"sections with their own totals", "项目名称,投资方,县区,总投资(万元)\n一、签约项目（1个）,,,\n甲,甲有限公司,平利县,800\n合计,,,800\n二、开工项目（2个）,,,\n乙,乙有限公司,平利县,100\n丙,丙有限公司,镇坪县,50\n合计,,,150\n总计（3个）,,,950\n",
			"3/平利县/甲/800///签约 6/平利县/乙/100///开工 7/镇坪县/丙/50///开工"},
		{"sub-totals and a section's total", "项目名称,投资方,县区,总投资(万元)\n甲,甲有限公司,平利县,800\n小计,,,800\n丙,丙有限公司,镇坪县,50\n小计,,,50\n签约项目合计,,,850\n", "2/平利县/甲/800/// 4/镇坪县/丙/50///"},
		{"notes and signatures", "项目名称,投资方,县区,总投资(万元)\n甲,甲有限公司,平利县,800\n合计,,,800\n注：以合同为准。\n2.到位资金另报。\n单位负责人：×××,,填报人：×××\n", "2/平利县/甲/800///"},
		{"numbers printed beforehand", "序号,项目名称,投资方,县区,总投资(万元)\n1,甲,甲有限公司,平利县,800\n2,,,,\n3,,,,\n合计,,,,800\n", "2/平利县/甲/800///"},
		{"tabs", "项目名称\t投资方\t县区\t总投资(万元)\n甲\t甲有限公司\t平利县\t800\n", "2/平利县/甲/800///"},
		{"time of the stage", "项目名称,投资方,县区,总投资,阶段,时间\n甲,甲有限公司,平利县,800万,开工,2022.3\n乙,乙有限公司,平利县,800万,框架协议,2022.3\n丙,丙有限公司,平利县,800万,,2022.3\n",
			"2/平利县/甲/800//2022-03/开工 3/平利县/乙/800//2022-03/框架协议 4/平利县/丙/800/// 4 W_FIELD_UNREADABLE"},
		{"the company of a name and a phone", "投资方,,项目名称,县区,总投资(万元)\n名称,联系电话,,,\n甲有限公司,13900000000,甲,平利县,800\n", "3/平利县/甲/800///"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			res, err := readBytes("a.csv", []byte(c.table), "2024-06-30")
			if err != nil {
				t.Fatal(err)
			}
			got := brief(res)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if n := len(res.Records) + len(res.Held) + len(res.Skipped); n != strings.Count(c.table, "\n") {
				t.Errorf("%d rows accounted for of %d: %s", n, strings.Count(c.table, "\n"), got)
			}
		})
	}
}

// TestRead_threeHeaderRows: merged groups over groups, the table away from the corner.
func TestRead_threeHeaderRows(t *testing.T) {
	f := excelize.NewFile()
	rows := map[string][]any{"C2": {"全市项目台账"}, "C4": {"县市区", "项目名称", "投资方", nil, "资金", nil, nil, "时间节点", nil}, "E5": {"企业名称", "来源地", "总投资", "到位资金", nil, "签约", "开工"},
		"H6": {"累计", "本年"}, "C7": {"平利县", "甲", "甲有限公司", "江苏", 800, 30, 10, "2022.3", "2022.4"}, "D8": {"乙", "乙有限公司", "浙江", 900, 40, 20, "2022.3", "2022.5"}}
	for at, r := range rows {
		if err := f.SetSheetRow("Sheet1", at, &r); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellValue("Sheet1", "K2", "单位：万元"); err != nil {
		t.Fatal(err)
	}
	for _, m := range []string{"C4:C6", "D4:D6", "E4:F4", "E5:E6", "F5:F6", "G4:I4", "G5:G6", "H5:I5", "J4:K4", "J5:J6", "K5:K6", "C7:C8"} {
		a, b, _ := strings.Cut(m, ":")
		if err := f.MergeCell("Sheet1", a, b); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	res, err := readBytes("a.xlsx", b.Bytes(), "2024-06-30")
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Records) != 2 || said(res) != "" {
		t.Fatalf("%s %+v", brief(res), res.Sheets)
	}
	r := &res.Records[1]
	got := []string{r.Text("county"), r.Text("project"), r.Text("investor_home"), r.Text("total_wan"), r.Text("arrived_wan"), r.Text("arrived_year_wan"), r.Text("sign_date"), r.Text("start_date")}
	if want := "平利县 乙 浙江 900 40 20 2022-03 2022-05"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s; %+v", got, want, res.Sheets)
	}
	if s := res.Sheets[0]; fmt.Sprint(s.HeaderRows, s.DataRows) != "[4 5 6] [7 8]" {
		t.Errorf("rows %v %v", s.HeaderRows, s.DataRows)
	}
}

// TestRead_sheetsOfStages: the same project on sheets of two stages is a stage change, also where a column says the same stage in
// both; on two sheets of one stage it is probably the same thing twice.
func TestRead_sheetsOfStages(t *testing.T) {
	write := func(names ...string) []byte {
		f := excelize.NewFile()
		for i, n := range names {
			if i > 0 {
				if _, err := f.NewSheet(n); err != nil {
					t.Fatal(err)
				}
			} else if err := f.SetSheetName("Sheet1", n); err != nil {
				t.Fatal(err)
			}
			for k, r := range [][]any{{"项目名称", "投资方", "县区", "总投资（万元）", "阶段", "签约时间"}, {"甲", "甲有限公司", "平利县", 800, "开工", "2022-01"}} {
				if err := f.SetSheetRow(n, fmt.Sprintf("A%d", k+1), &r); err != nil {
					t.Fatal(err)
				}
			}
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	res, err := readBytes("a.xlsx", write("签约项目", "开工项目"), "2024-06-30")
	if err != nil || len(res.Links) != 1 || len(res.Records) != 2 || said(res) != "" {
		t.Errorf("stages: %v %+v %s", err, res.Links, said(res))
	}
	res, err = readBytes("a.xlsx", write("一季度", "二季度"), "2024-06-30")
	if err != nil || len(res.Links) != 0 || said(res) != "2 E_DUPLICATE_SUSPECT" {
		t.Errorf("quarters: %v %+v %s", err, res.Links, said(res))
	}
}

// TestRead_otherList: a list without projects or companies is named as such, never half read.
func TestRead_otherList(t *testing.T) {
	f := excelize.NewFile()
	if _, err := f.NewSheet("汇总"); err != nil {
		t.Fatal(err)
	}
	for sheet, rows := range map[string][][]any{"Sheet1": {{"项目名称", "投资方", "县区", "总投资（万元）"}, {"甲", "甲有限公司", "平利县", 800}},
		"汇总": {{"县区", "总投资（万元）", "到位资金（万元）", "备注"}, {"平利县", 800, 100, nil}}} {
		for k, r := range rows {
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", k+1), &r); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	res, err := readBytes("a.xlsx", b.Bytes(), "2024-06-30")
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Records) != 1 || res.Sheets[1].Role != "ignored" || !strings.Contains(res.Sheets[1].Reason, "没有认出") {
		t.Errorf("%d records, sheets %+v", len(res.Records), res.Sheets)
	}
}

// TestRead_cancelled: reading stops with the caller's context.
func TestRead_cancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	data := []byte("项目名称,投资方,县区,总投资(万元)\n甲,甲有限公司,平利县,800\n")
	if _, err := intake.Read(ctx, "a.csv", bytes.NewReader(data), int64(len(data)), knowledge(), intake.Options{AsOf: "2024-06-30"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := intake.Read(context.Background(), "a.csv", bytes.NewReader(data), int64(len(data)), knowledge(), intake.Options{}); crm.ErrCode(err) != crm.CodeInvalid {
		t.Errorf("no day of filing: %v", err)
	}
}

// TestRead_kindAndUnit: what the caller says of the kind and of the unit.
func TestRead_kindAndUnit(t *testing.T) {
	read := func(table string, opt intake.Options) (*crm.ImportResult, error) {
		opt.AsOf = "2024-06-30"
		return intake.Read(context.Background(), "a.csv", strings.NewReader(table), int64(len(table)), knowledge(), opt)
	}
	const noCounty = "项目名称,投资方,总投资(万元)\n甲,甲有限公司,800\n"
	res, err := read(noCounty, intake.Options{Unit: "高新区"})
	if err != nil || len(res.Records) != 1 || res.Records[0].Text("county") != "安康高新区" {
		t.Errorf("unit: %v %+v", err, res)
	}
	if res, err = read(noCounty, intake.Options{}); err != nil || said(res) != "2 E_COUNTY_MISSING" {
		t.Errorf("no unit: %v", err)
	}
	const leadish = "拟投资企业,项目名称,意向县区,投资额(万元),进展\n甲有限公司,甲,平利县,800,已考察\n"
	if res, err = read(leadish, intake.Options{Kind: crm.ImportProjects}); err != nil || len(res.Records) != 1 {
		t.Errorf("leads called projects: %v", err)
	}
}
