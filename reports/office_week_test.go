package reports

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

func sampleWeek() crm.WeekSheet {
	w := crm.WeekSheet{Name: "沿海联络处", Week: "2022-09-26", To: "2022-10-02", State: crm.WeekSent, SentBy: "连一", SentOn: "2022-10-02", Note: "本周重点跟进滨江电子", Plan: "=HYPERLINK(\"x\")",
		Events: []crm.WeekEvent{{Kind: "send"}, {Kind: "reply", Text: "同意", UserName: "管一", KnownOn: "2022-10-03"}}}
	w.Sections = crm.NewWeekSections(map[string][]crm.WeekItem{
		"visits": {{Kind: "visit", On: "2022-09-26", Title: "滨江电子有限公司", Text: "外出拜访，广东省深圳市，" + strings.Repeat("对接合作意向，", 20)}, {Kind: "visit", On: "2022-09-27", Title: "=1+1", Text: "+cmd"}},
		"leads":  {{Kind: "lead", On: "2022-09-26", Title: "生产线项目", Text: "滨江电子有限公司，拟投资 3 亿元"}}})
	return w
}

// The file says what the sheet says, nothing of it is a formula, and the same sheet gives the same bytes.
func TestWriteWeek(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := WriteWeek(context.Background(), w, Week{Sheet: sampleWeek(), On: "2022-10-05"}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the bytes differ")
	}
	f, err := excelize.OpenReader(&a)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("周报")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for i, r := range rows {
		all = append(all, strings.Join(r, "|"))
		for j := range r {
			if formula, _ := f.GetCellFormula("周报", at(j+1, i+1)); formula != "" {
				t.Errorf("%s is a formula: %s", at(j+1, i+1), formula)
			}
		}
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{"2022年沿海联络处 9月26日—10月2日周报", "一、拜访接待(2条)", "1|2022-09-26|滨江电子有限公司|", "2|2022-09-27|=1+1|+cmd", "二、新增线索(1条)", "三、推进情况(0条)", "本周无",
		"六、情况说明", "七、下周打算补充", "=HYPERLINK", "八、市招商局批复", "同意(管一,2022年10月3日)", "填报人:连一", "填报日期:2022年10月2日"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if strings.Contains(text, "草稿") {
		t.Error("a sent sheet is no draft")
	}
}

// A sheet that is not sent says so.
func TestWriteWeek_draft(t *testing.T) {
	w := sampleWeek()
	w.State, w.SentBy, w.SentOn, w.Events = crm.WeekDraft, "", "", nil
	var b bytes.Buffer
	if err := WriteWeek(context.Background(), &b, Week{Sheet: w, On: "2022-10-01", Demo: true}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if title, _ := f.GetCellValue("周报", "A1"); title != "2022年沿海联络处 9月26日—10月2日周报(草稿)(演示)" {
		t.Error(title)
	}
}
