package intake_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// said is what a result says of each row: its error and warning codes in order.
func said(res *crm.ImportResult) string {
	var out []string
	for _, i := range res.Issues {
		row := "-"
		if i.Row != nil {
			row = fmt.Sprint(*i.Row)
		}
		out = append(out, row+" "+string(i.Code))
	}
	return strings.Join(out, ", ")
}

const columns = "项目名称,投资方,县区,总投资,到位资金,签约时间,开工时间\n"

// TestRead_rulings: one small table for each judgement; row 1 is the header, the unit is 万元 unless the case says otherwise.
func TestRead_rulings(t *testing.T) {
	cases := []struct{ name, table, want string }{
		{"clean", columns + "甲,甲有限公司,平利,800,0,2022-01,2022-03\n", ""},
		{"no unit anywhere", strings.Replace(columns, "总投资", "投资总额", 1) + "甲,甲有限公司,平利县,800,,2022-01,\n", "2 E_AMOUNT_NO_UNIT"},
		{"zero total", columns + "甲,甲有限公司,平利县,0,100,2022-01,\n", "2 E_AMOUNT_ZERO"},
		{"arrived ten times", columns + "甲,甲有限公司,平利县,100,1000,2022-01,\n", "2 E_AMOUNT_IMPLAUSIBLE"},
		{"arrived above total", columns + "甲,甲有限公司,平利县,100,999,2022-01,\n", "2 W_ARRIVED_GT_TOTAL"},
		{"at the upper limit", columns + "甲,甲有限公司,平利县,2000000,,2022-01,\n乙,乙有限公司,平利县,2000000.01,,2022-01,\n", "3 E_AMOUNT_IMPLAUSIBLE"},
		{"at the lower limit", columns + "甲,甲有限公司,平利县,10,,2022-01,\n乙,乙有限公司,平利县,9.99,,2022-01,\n", "3 E_AMOUNT_IMPLAUSIBLE"},
		{"blank money", columns + "甲,甲有限公司,平利县,,,2022-01,\n", ""},
		{"one value both ways foreign", columns + "甲,甲有限公司,平利县,300万美元,100万美元,2022-01,\n", "2 W_CURRENCY_FOREIGN"},
		{"another city's county", columns + "甲,甲有限公司,商州区,800,,2022-01,\n", "2 E_COUNTY_UNKNOWN"},
		{"two counties", columns + "甲,甲有限公司,汉滨区和汉阴县,800,,2022-01,\n", "2 E_COUNTY_MULTIPLE"},
		{"county blank", columns + "甲,甲有限公司,平利县,800,,2022-01,\n乙,乙有限公司,,800,,2022-01,\n", "3 E_COUNTY_MISSING"},
		{"no company, no project", columns + "甲,待定,平利县,800,,2022-01,\n,乙有限公司,平利县,800,,2022-01,\n", "2 E_NO_INVESTOR, 3 E_NO_PROJECT"},
		{"impossible signing", columns + "甲,甲有限公司,平利县,800,,2022-02-30,\n", "2 E_DATE_INVALID"},
		{"future signing", columns + "甲,甲有限公司,平利县,800,,2024-07-01,\n乙,乙有限公司,平利县,800,,2024-06,\n", "2 E_DATE_FUTURE"},
		{"unreadable start", columns + "甲,甲有限公司,平利县,800,,2022-01,去年\n", "2 W_FIELD_UNREADABLE"},
		{"planned start", columns + "甲,甲有限公司,平利县,800,,2022-01,预计2023年\n", "2 W_DATE_PLANNED"},
		{"start before signing", columns + "甲,甲有限公司,平利县,800,,2022-05-02,2022.4\n乙,乙有限公司,平利县,800,,2022-05-02,2022年\n", "2 W_DATE_ORDER"},
		{"coarse", columns + "甲,甲有限公司,平利县,800,,2022年上半年,\n", "2 W_DATE_COARSE"},
		{"exact duplicate", "序号," + columns + "1,甲,甲有限公司,平利,800,0,2022-01,\n2,甲,甲有限公司,平利县,\"800.00\",0,2022年1月,\n", "3 E_DUPLICATE_EXACT"},
		{"suspect by form", columns + "甲,甲有限公司,平利县,800,0,2022-01,\n甲,甲有限责任公司,平利县,800,0,2022-01,\n", "3 E_DUPLICATE_SUSPECT"},
		{"suspect by 市", columns + "甲,安康砺川有限公司,平利县,800,0,2022-01,\n甲,安康市砺川有限公司,平利县,800,0,2022-01,\n", "3 E_DUPLICATE_SUSPECT"},
		{"suspect by former name", columns + "甲,安康砺川有限公司,平利县,800,0,2022-01,\n甲,安康砺川有限公司（原名安康旧名有限公司）,平利县,800,0,2022-01,\n", "3 E_DUPLICATE_SUSPECT"},
		{"suspect by trade word", columns + "甲,安康砺川实业有限公司,平利县,800,0,2022-01,\n甲,安康砺川商贸有限公司,平利县,800,0,2022-01,\n", "3 E_DUPLICATE_SUSPECT"},
		{"another place, another firm", columns + "甲,深圳砺川实业有限公司,平利县,800,0,2022-01,\n甲,安康砺川实业有限公司,平利县,800,0,2022-01,\n", ""},
		{"similar company, other project", columns + "甲,甲有限公司,平利县,800,0,2022-01,\n乙,甲有限责任公司,平利县,900,0,2022-01,\n", "2 W_COMPANY_SIMILAR, 3 W_COMPANY_SIMILAR"},
		{"second phase", columns + "甲,甲有限公司,平利县,800,0,2022-01,\n甲二期,甲有限公司,平利县,800,0,2022-01,\n", ""},
		{"generic name in two counties", columns + "标准化厂房,甲有限公司,平利县,800,0,2022-01,\n标准化厂房,甲有限公司,镇坪县,800,0,2022-01,\n", ""},
		{"totals", columns + "甲,甲有限公司,平利县,800,10,2022-01,\n乙,,平利县,100,20,2022-01,\n合计,,,900,31,,\n", "3 E_NO_INVESTOR, 4 W_TOTAL_MISMATCH"},
		{"section count", columns + "一、签约项目（3个）,,,,,,\n甲,甲有限公司,平利县,800,,2022-01,\n乙,乙有限公司,平利县,100,,2022-01,\n", "2 W_SECTION_COUNT_MISMATCH"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table := c.table
			if c.name != "no unit anywhere" {
				table = strings.Replace(strings.Replace(table, "总投资", "总投资(万元)", 1), "到位资金", "到位资金(万元)", 1)
			}
			res, err := readBytes("a.csv", []byte(table), "2024-06-30")
			if err != nil {
				t.Fatal(err)
			}
			if got := said(res); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if n := len(res.Records) + len(res.Held) + len(res.Skipped); n != strings.Count(table, "\n") {
				t.Errorf("%d rows accounted for, of %d", n, strings.Count(table, "\n"))
			}
		})
	}
}

// TestRead_places: what stands in a county cell and beside it (rulings 8, 9).
func TestRead_places(t *testing.T) {
	for cell, want := range map[string][2]string{
		"平利县（飞地：安康高新区）": {"平利县", "飞地：安康高新区"}, "旬阳县": {"旬阳市", ""}, "高新区": {"安康高新区", ""}, "安康市汉滨区": {"汉滨区", ""}, "陕西省安康市平利县城关镇": {"平利县", "城关镇"},
		"汉滨区吉河镇": {"汉滨区", "吉河镇"}, "恒口镇": {"恒口示范区", "恒口镇"}, "白 河": {"白河县", ""}, "白河区": {"", ""}, "西安高新区": {"", ""}, "石泉县\n池河镇": {"石泉县", "池河镇"},
		"安康高新技术产业开发区": {"安康高新区", ""}, "恒口示范区（试验区）": {"恒口示范区", ""},
	} {
		res, err := readBytes("a.csv", []byte("项目名称,投资方,建设地点,总投资(万元)\n甲,甲有限公司,\""+cell+"\",800\n"), "2024-06-30")
		if err != nil {
			t.Fatal(err)
		}
		rows := append(res.Records, res.Held...)
		if got := [2]string{rows[0].Text("county"), rows[0].Text("place")}; got != want {
			t.Errorf("%q: got %q, want %q", cell, got, want)
		}
	}
}

// TestRead_investors: several companies in one cell (ruling 11).
func TestRead_investors(t *testing.T) {
	for cell, want := range map[string]string{
		"甲有限公司、乙集团": "甲有限公司|乙集团", "甲有限公司；乙厂;丙店": "甲有限公司|乙厂|丙店", "甲有限公司\n乙有限公司": "甲有限公司|乙有限公司", "甲有限公司，乙有限公司": "甲有限公司|乙有限公司",
		"甲，乙有限公司": "甲,乙有限公司", "烁能赛（深圳） 科技有限公司": "烁能赛(深圳)科技有限公司", "ABC  Holdings Ltd": "ABC Holdings Ltd", "平利县某某农业\n有限公司": "平利县某某农业有限公司", "甲有限公司、甲有限公司": "甲有限公司",
	} {
		res, err := readBytes("a.csv", []byte("项目名称,投资方,县区,总投资(万元)\n项目,\""+cell+"\",平利县,800\n"), "2024-06-30")
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Records) != 1 || strings.Join(res.Records[0].List("investors"), "|") != want {
			t.Errorf("%q: got %v (%s), want %q", cell, res.Records, said(res), want)
		}
	}
}

// TestRead_workbookCells: hidden rows and columns, formulas, number formats and merged amounts (rulings 10, 15, 16, 21).
func TestRead_workbookCells(t *testing.T) {
	f := excelize.NewFile()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, r := range [][]any{{"项目名称", "投资方", "县区", "总投资（万元）", "到位资金（万元）", "签约时间"},
		{"甲", "甲有限公司", "平利县", 800, 1, 2022.1}, {"乙", "乙有限公司", "平利县", 900, 2, 2022.1}, {"丙", "丙有限公司", "平利县", nil, 3, "2022-01"},
		{"丁", "丁有限公司", "平利县", 1000, 4, "2022-01"}, {"戊", "戊有限公司", "平利县", -5, 5, "2022-01"}, {"己", "己有限公司", "平利县", nil, 6, "2022-01"},
		{"合计", nil, nil, nil, 21, nil}} {
		must(f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r))
	}
	two, err := f.NewStyle(&excelize.Style{NumFmt: 2})
	must(err)
	must(f.SetCellStyle("Sheet1", "F3", "F3", two))
	must(f.SetCellFormula("Sheet1", "D4", "D2+D3"))
	must(f.SetRowVisible("Sheet1", 5, false))
	must(f.SetColVisible("Sheet1", "E", false))
	must(f.MergeCell("Sheet1", "D6", "D7"))
	var b bytes.Buffer
	must(f.Write(&b))
	res, err := readBytes("a.xlsx", b.Bytes(), "2024-06-30")
	must(err)
	want := "- W_HIDDEN_COLUMN, 2 W_DATE_AMBIGUOUS, 4 E_FORMULA_NO_VALUE, 5 W_HIDDEN_ROW, 6 E_AMOUNT_NEGATIVE"
	if said(res) != want {
		t.Errorf("got  %s\nwant %s", said(res), want)
	}
	if len(res.Held) != 3 || res.Held[2].Row != 7 || res.Records[1].Text("sign_date") != "2022-10" {
		t.Errorf("held %+v, records %+v", res.Held, res.Records)
	}
	if len(res.Totals) != 1 || !res.Totals[0].Agrees {
		t.Errorf("totals %+v", res.Totals)
	}
}

// TestRead_rowSum: a formula without a cached value is computed where it is a plain sum of its own row (ruling 16).
func TestRead_rowSum(t *testing.T) {
	for formula, want := range map[string]string{"SUM(E2:F2)": "2 W_FORMULA_RECALCULATED", "E2+F2": "2 W_FORMULA_RECALCULATED", "$E2 + $F$2": "2 W_FORMULA_RECALCULATED",
		"E2*F2": "2 E_FORMULA_NO_VALUE", "SUM(E2:E9)": "2 E_FORMULA_NO_VALUE", "E3+F3": "2 E_FORMULA_NO_VALUE", "D2+E2": "2 E_FORMULA_NO_VALUE", "E2+G2": "2 E_FORMULA_NO_VALUE", "E2+C2": "2 E_FORMULA_NO_VALUE"} {
		f := excelize.NewFile()
		for i, r := range [][]any{{"项目名称", "投资方", "县区", "总投资（万元）", "固定资产投资（万元）", "流动资金（万元）", "其中：外资（万美元）"}, {"甲", "甲有限公司", "平利县", nil, 800.1, 100.2, 5}} {
			if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellFormula("Sheet1", "D2", formula); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		res, err := readBytes("a.xlsx", b.Bytes(), "2024-06-30")
		if err != nil {
			t.Fatal(err)
		}
		if said(res) != want || strings.HasPrefix(want, "2 W") && res.Records[0].Text("total_wan") != "900.3" {
			t.Errorf("%s: got %s, want %s", formula, said(res), want)
		}
	}
}

// TestRead_cachedError: a cached error holds the row, it is never recomputed (ruling 16); text from a formula is only text.
func TestRead_cachedError(t *testing.T) {
	sheet := strings.Replace(sheetHead+oneRow+sheetTail, "<v>800</v>", "", 1)
	sheet = strings.Replace(sheet, `<c r="D2">`, `<c r="D2" t="e"><f>E2+1</f><v>#REF!</v>`, 1)
	res, err := readBytes("a.xlsx", bookOf(text(sheet), nil), "2024-06-30")
	if err != nil {
		t.Fatal(err)
	}
	if said(res) != "2 E_FORMULA_ERROR" || len(res.Held) != 1 {
		t.Errorf("got %s", said(res))
	}
}
