package reports

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

func leadList() List {
	return List{Sheet: "线索", Title: "线索清单", Unit: "单位:万元", Issuer: "汉滨区", On: "2022-09-26", Demo: true, Count: 2, Note: "截至导出日。",
		Columns: []ListColumn{{Title: "编码", Kind: ListCode}, {Title: "名称", Kind: ListText}, {Title: "拟投资额(万元)", Kind: ListMoney, Total: true, Sum: 123456789},
			{Title: "签约日期", Kind: ListDate}, {Title: "人数", Kind: ListCount}, {Title: "用地(亩)", Kind: ListArea}}}
}

func rowsOf(rows ...[]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func TestWriteList(t *testing.T) {
	var out bytes.Buffer
	rows := rowsOf(
		[]any{"XS-1", "=1+1 项目", crm.Yuan(123456700), crm.Date("2022-03-15"), int64(5), int64(1250)},
		[]any{"XS-2", "", nil, "2022-03", nil, nil})
	if err := WriteList(context.Background(), &out, leadList(), rows, nil); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"A1": "线索清单(演示)", "A3": "编码", "A4": "合计", "C4": "123.456789", "A5": "XS-1", "B5": "=1+1 项目",
		"C5": "123.4567", "D5": "44635", "E5": "5", "F5": "12.5", "B6": "", "C6": "", "D6": "2022-03", "E6": ""} {
		if got := raw(t, f, "线索", cell); got != want {
			t.Errorf("%s holds %q, want %q", cell, got, want)
		}
	}
	if got, _ := f.GetCellFormula("线索", "C4"); got != "SUBTOTAL(109,C5:C6)" {
		t.Errorf("合计 %s", got)
	}
	if got, _ := f.GetCellFormula("线索", "B5"); got != "" {
		t.Errorf("user text became %s", got)
	}
}

func TestWriteList_Refusals(t *testing.T) {
	boom := errors.New("rows broke off")
	broken := func(yield func([]any, error) bool) { yield(nil, boom) }
	var out bytes.Buffer
	if err := WriteList(context.Background(), &out, leadList(), broken, nil); !errors.Is(err, boom) {
		t.Errorf("error of rows: %v", err)
	}
	if out.Len() != 0 {
		t.Errorf("%d bytes of a broken list were written", out.Len())
	}
	if err := WriteList(context.Background(), &out, List{Sheet: "x"}, rowsOf(), nil); crm.ErrCode(err) != crm.CodeInvalid {
		t.Errorf("no columns: %v", err)
	}
	if err := WriteList(context.Background(), &out, leadList(), rowsOf([]any{"too", "few"}), nil); err == nil || !strings.Contains(err.Error(), "2 values for 6") {
		t.Errorf("short row: %v", err)
	}
}

func targets() TargetSheet {
	v := func(n int64) *int64 { return &n }
	return TargetSheet{City: "安康市", Issuer: "安康市招商和经济合作局", Year: 2022, On: "2022-01-10",
		Columns: []TargetColumn{{"capital", "", "招商引资到位资金", "亿元", crm.FenPerYi}, {"capital", "outside", "其中:省外", "亿元", crm.FenPerYi}, {"signed", "", "新签约项目数", "个", 1}},
		Lines:   []TargetLine{{1, "安康市", []*int64{v(1100 * crm.FenPerYi), nil, v(260)}}, {2, "汉滨区", []*int64{v(15650 * crm.FenPerYi / 100), nil, nil}}}}
}

func TestTargets_RoundTrip(t *testing.T) {
	s := targets()
	var out bytes.Buffer
	if err := WriteTargets(context.Background(), &out, s); err != nil {
		t.Fatal(err)
	}
	same, complaints, err := ReadTargets(bytes.NewReader(out.Bytes()), int64(out.Len()), s)
	if err != nil || len(same) != 0 || len(complaints) != 0 {
		t.Fatalf("untouched: %v %v %v", same, complaints, err)
	}
	f, _ := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	for cell, v := range map[string]any{"C6": 160.25, "D6": "１１２", "E5": nil, "E6": 7} {
		if err := f.SetCellValue(sheetTargetGrid, cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var edited bytes.Buffer
	if err := f.Write(&edited); err != nil {
		t.Fatal(err)
	}
	got, complaints, err := ReadTargets(bytes.NewReader(edited.Bytes()), int64(edited.Len()), s)
	if err != nil || len(complaints) != 0 || len(got) != 4 {
		t.Fatalf("edited: %+v %v %v", got, complaints, err)
	}
	if got[0].UnitID != 1 || got[0].Indicator != "signed" || got[0].Value != nil {
		t.Errorf("cleared %+v", got[0])
	}
	if *got[1].Value != 16025*crm.FenPerYi/100 || got[2].Basis != "outside" || *got[2].Value != 112*crm.FenPerYi || *got[3].Value != 7 {
		t.Errorf("changed %+v", got)
	}
}

func TestTargets_Complaints(t *testing.T) {
	s := targets()
	var out bytes.Buffer
	if err := WriteTargets(context.Background(), &out, s); err != nil {
		t.Fatal(err)
	}
	f, _ := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	for cell, v := range map[string]any{"C5": "很多", "C6": -3, "E6": 1.5, "A7": 99, "B7": "新县"} {
		if err := f.SetCellValue(sheetTargetGrid, cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var edited bytes.Buffer
	if err := f.Write(&edited); err != nil {
		t.Fatal(err)
	}
	_, complaints, err := ReadTargets(bytes.NewReader(edited.Bytes()), int64(edited.Len()), s)
	cells := ""
	for _, c := range complaints {
		cells += c.Cell + " "
	}
	if err != nil || cells != "C5 C6 E6 A7 " {
		t.Errorf("complaints at %s: %v %v", cells, complaints, err)
	}
	s.Year = 2023
	if _, _, err := ReadTargets(bytes.NewReader(out.Bytes()), int64(out.Len()), s); crm.ErrCode(err) != crm.CodeInvalid {
		t.Errorf("another year: %v", err)
	}
	if _, _, err := ReadTargets(strings.NewReader("nothing"), 7, s); crm.ErrCode(err) != crm.CodeInvalid {
		t.Errorf("no workbook: %v", err)
	}
}
