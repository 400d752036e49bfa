package reports

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
)

// Each wrong layout is refused with one line that says what to mend.
func TestCheckLayout(t *testing.T) {
	hide := func(key string) func(*crm.SheetLayout) {
		return func(l *crm.SheetLayout) {
			for i := range l.Columns {
				if l.Columns[i].Key == key {
					l.Columns[i].Hidden = true
				}
			}
		}
	}
	rename := func(key, head string) func(*crm.SheetLayout) {
		return func(l *crm.SheetLayout) {
			for i := range l.Columns {
				if l.Columns[i].Key == key {
					l.Columns[i].Heads = []string{head}
				}
			}
		}
	}
	for _, c := range []struct {
		sheet  string
		change func(*crm.SheetLayout)
		want   string
	}{
		{"signed", func(l *crm.SheetLayout) { l.Sheet = "none" }, "没有代码为“none”的表"},
		{"signed", func(l *crm.SheetLayout) { l.Tab = "" }, "1 到 31 个字"},
		{"signed", func(l *crm.SheetLayout) { l.Tab = strings.Repeat("长", 32) }, "1 到 31 个字"},
		{"signed", func(l *crm.SheetLayout) { l.Tab = "a/b" }, "不允许的字符"},
		{"signed", func(l *crm.SheetLayout) { l.Tab = "a'b" }, "不允许的字符"},
		{"signed", func(l *crm.SheetLayout) { l.Tab = "总览" }, "另一张表的默认名称"},
		{"signed", func(l *crm.SheetLayout) { l.Tab = "History" }, "保留"},
		{"signed", func(l *crm.SheetLayout) { l.Title = "a\nb" }, "不能换行"},
		{"signed", func(l *crm.SheetLayout) { l.Size = 40 }, "字号须在"},
		{"targets", func(l *crm.SheetLayout) { l.Size = 9 }, "字号是固定的"},
		{"overview", func(l *crm.SheetLayout) { l.Hidden = true }, "不能隐藏"},
		{"signed", func(l *crm.SheetLayout) { l.Order = []string{"capital"} }, "只有总览"},
		{"targets", func(l *crm.SheetLayout) { l.Order = []string{"capital", "capital"} }, "列了两次"},
		{"signed", func(l *crm.SheetLayout) { l.Notes = []string{" "} }, "第 1 条"},
		{"signed", func(l *crm.SheetLayout) { l.Notes = slices.Repeat([]string{"注"}, 11) }, "最多 10 条"},
		{"signed", func(l *crm.SheetLayout) { l.Columns[0].Key = "nothing" }, "没有代码为“nothing”的列"},
		{"signed", func(l *crm.SheetLayout) { l.Columns[0].Key = "unit" }, "列了两次"},
		{"signed", func(l *crm.SheetLayout) { l.Columns[0].Heads = nil }, "1 到 3 层"},
		{"signed", func(l *crm.SheetLayout) { l.Columns[0].Heads = []string{"a", "b", "c", "d"} }, "1 到 3 层"},
		{"targets", func(l *crm.SheetLayout) { l.Columns[2].Heads = []string{"a", "b", "c"} }, "1 到 2 层"},
		{"signed", func(l *crm.SheetLayout) { l.Columns[0].Heads = []string{""} }, "每层表头"},
		{"signed", func(l *crm.SheetLayout) { l.Columns[0].Heads = []string{"a\x01"} }, "每层表头"},
		{"signed", func(l *crm.SheetLayout) { l.Columns[0].Width = 1 }, "宽度须在"},
		{"signed", func(l *crm.SheetLayout) { l.Columns[0].Width = 61 }, "宽度须在"},
		{"projects", rename("code", "查询号"), "只能是：项目编号、项目编码"}, {"entries", rename("code", "号"), "只能是：编码、条目编码"},
		{"entries", rename("projectCode", "条目编码"), "不能是“条目编码”"}, {"talks", rename("code", "线索"), "只能是：编码"},
		{"trips", rename("code", "号"), "只能是：编码"}, {"receptions", rename("unit", "来访 编码"), "不能是“来访编码”"},
		{"projects", hide("code"), "不能隐藏"}, {"entries", hide("code"), "不能隐藏"}, {"entries", hide("projectCode"), "不能隐藏"},
		{"signed", hide("code"), "不能隐藏"}, {"started", hide("code"), "不能隐藏"}, {"producing", hide("code"), "不能隐藏"},
		{"talks", hide("code"), "不能隐藏"}, {"trips", hide("code"), "不能隐藏"}, {"receptions", hide("code"), "不能隐藏"},
		{"overview", hide("gap"), "不能隐藏或调换"},
		{"offices", func(l *crm.SheetLayout) { slices.Reverse(l.Columns) }, "第 1 列须为"},
		{"definitions", func(l *crm.SheetLayout) { l.Columns = []crm.LayoutColumn{{Key: "a", Heads: []string{"a"}, Width: 9}} }, "没有可以改的列"},
		{"fulfilment", func(l *crm.SheetLayout) {
			for i := 2; i < len(l.Columns); i++ {
				l.Columns[i].Hidden = true
			}
		}, "至少要显示 12 列"},
	} {
		var l crm.SheetLayout
		for _, shipped := range DefaultLayouts() {
			if shipped.Sheet == c.sheet {
				l = shipped
			}
		}
		c.change(&l)
		var e *crm.Error
		if err := CheckLayout(l); !errors.As(err, &e) || e.Code != crm.CodeInvalid || !strings.Contains(e.Detail, c.want) || strings.Contains(e.Detail, "\n") {
			t.Errorf("%s: want %q, got %v", c.sheet, c.want, err)
		}
	}
}
