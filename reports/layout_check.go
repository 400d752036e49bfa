package reports

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"yinfeng/crm"
)

// layoutRule is what a sheet's layout may not change: columns that must be shown, those
// that stand first, and what is no choice of this sheet.
type layoutRule struct {
	must  []string // shown
	first []string // in this place, shown
	grid  bool     // nothing moves or goes, but for `must`: charts stand on the columns
	least int      // columns that must be shown
}

var layoutRules = map[string]layoutRule{
	keyOverview:   {grid: true},
	keyTargets:    {first: []string{"serial", "name"}, must: []string{"cumulative"}, least: 4},
	keyProjects:   {must: []string{"code"}},
	keyEntries:    {must: []string{"code", "projectCode"}},
	keySigned:     {must: []string{"code"}},
	keyStarted:    {must: []string{"code"}},
	keyProducing:  {must: []string{"code"}},
	keyTalks:      {must: []string{"code"}},
	keyTrips:      {must: []string{"code", "unit"}},
	keyReceptions: {must: []string{"code"}},
	keyOffices:    {first: []string{"serial", "name"}},
	keyChains:     {must: []string{"name"}},
	keySources:    {first: []string{"serial", "tier", "place"}},
	keyFulfilment: {first: []string{"serial", "unit"}, least: 12},
}

// Bounds of a layout.
const (
	maxTab       = 31
	maxTitle     = 60
	maxLayoutStr = 40
	maxNote      = 300
	maxNotes     = 10
	maxLevels    = 3
	minWidth     = 2.0
	maxWidth     = 60.0
	minSize      = 6.0
	maxSize      = 14.0
	leastColumns = 3
)

// RuleOf is what the layout of a shipped sheet may not change, for the page that edits it.
func RuleOf(base crm.SheetLayout) crm.LayoutRule {
	rule := layoutRules[base.Sheet]
	out := crm.LayoutRule{Levels: levelsOf(base.Sheet), Fixed: rule.grid, First: append([]string{}, rule.first...),
		Sized: base.Size != 0, Hides: mayHide(base.Sheet), Orders: hasOrder(base.Sheet)}
	out.Must = append(slices.Clone(out.First), rule.must...)
	return out
}

// levelsOf is how many header rows a column may have; over those of 目标任务 stands the
// indicator.
func levelsOf(sheet string) int {
	if sheet == keyTargets {
		return maxLevels - 1
	}
	return maxLevels
}

func mayHide(sheet string) bool { return sheet != keyOverview && sheet != keyDefinitions }

func hasOrder(sheet string) bool { return sheet == keyOverview || sheet == keyTargets }

// CheckLayout checks a city's own layout of a sheet; each error is one line that says
// what to mend.
func CheckLayout(l crm.SheetLayout) error {
	base, ok := defaultLayout(l.Sheet)
	if !ok {
		return crm.Invalid("sheet", "没有代码为“%s”的表，可用：%s", l.Sheet, strings.Join(crm.SheetKeys, "、"))
	}
	for _, check := range []func(own, base crm.SheetLayout) error{checkNames, checkChoices, checkNotes, checkColumns, checkCodeHeads, checkPlaces} {
		if err := check(l, base); err != nil {
			return err
		}
	}
	return nil
}

// plainText reports whether s holds only what one line of a cell may.
func plainText(s string, breaks bool) bool {
	for _, r := range s {
		if r == '\n' && breaks {
			continue
		}
		if r == utf8.RuneError || unicode.IsControl(r) || r == '\uFFFE' || r == '\uFFFF' {
			return false
		}
	}
	return true
}

func checkNames(l, _ crm.SheetLayout) error {
	n := utf8.RuneCountInString(l.Tab)
	switch {
	case n == 0 || n > maxTab || strings.TrimSpace(l.Tab) != l.Tab:
		return crm.Invalid("tab", "标签页名称须为 1 到 %d 个字，首尾不能有空格", maxTab)
	case strings.ContainsAny(l.Tab, `[]:*?/\'`) || !plainText(l.Tab, false):
		return crm.Invalid("tab", `标签页名称“%s”含有 Excel 不允许的字符（[ ] : * ? / \ '），请去掉`, l.Tab)
	case strings.EqualFold(l.Tab, "history"):
		return crm.Invalid("tab", "标签页名称“%s”是 Excel 保留的，请换一个", l.Tab)
	case strings.TrimSpace(l.Title) == "" || utf8.RuneCountInString(l.Title) > maxTitle || !plainText(l.Title, false):
		return crm.Invalid("title", "表名须为 1 到 %d 个字，不能换行", maxTitle)
	}
	for _, other := range shipped() {
		if other.Sheet != l.Sheet && strings.EqualFold(other.Tab, l.Tab) {
			return crm.Invalid("tab", "标签页名称“%s”是另一张表的默认名称，请换一个", l.Tab)
		}
	}
	return nil
}

func checkChoices(l, base crm.SheetLayout) error {
	switch {
	case l.Size != 0 && base.Size == 0:
		return crm.Invalid("size", "“%s”的字号是固定的，请不要填写字号", base.Tab)
	case l.Size != 0 && (l.Size < minSize || l.Size > maxSize):
		return crm.Invalid("size", "字号须在 %g 到 %g 磅之间", minSize, maxSize)
	case l.Hidden && !mayHide(l.Sheet):
		return crm.Invalid("hidden", "“%s”不能隐藏", base.Tab)
	case len(l.Order) > 0 && !hasOrder(l.Sheet):
		return crm.Invalid("order", "只有总览和目标任务两张表可以排指标的先后")
	}
	for i, code := range l.Order {
		if slices.Contains(l.Order[:i], code) {
			return crm.Invalid("order", "指标“%s”列了两次", code)
		}
	}
	return nil
}

func checkNotes(l, _ crm.SheetLayout) error {
	if len(l.Notes) > maxNotes {
		return crm.Invalid("notes", "附加的注最多 %d 条", maxNotes)
	}
	for i, note := range l.Notes {
		if strings.TrimSpace(note) == "" || utf8.RuneCountInString(note) > maxNote || !plainText(note, false) {
			return crm.Invalid(fmt.Sprintf("notes[%d]", i), "第 %d 条附加的注须为 1 到 %d 个字，不能换行", i+1, maxNote)
		}
	}
	return nil
}

// columnField names a column of the request, so that the line stands beside it.
func columnField(i int, part string) string { return fmt.Sprintf("columns[%d].%s", i, part) }

// columnLabel is what a column is called as shipped.
func columnLabel(base crm.SheetLayout, key string) string {
	for _, c := range base.Columns {
		if c.Key == key {
			return strings.ReplaceAll(strings.Join(c.Heads, "/"), "\n", "")
		}
	}
	return key
}

// checkColumns checks each column by itself.
func checkColumns(l, base crm.SheetLayout) error {
	if len(l.Columns) > 0 && len(base.Columns) == 0 {
		return crm.Invalid("columns", "“%s”没有可以改的列", base.Tab)
	}
	known := map[string]bool{}
	for _, c := range base.Columns {
		known[c.Key] = true
	}
	seen := map[string]bool{}
	levels := levelsOf(l.Sheet)
	for i, c := range l.Columns {
		switch {
		case !known[c.Key]:
			return crm.Invalid("columns", "“%s”没有代码为“%s”的列", base.Tab, c.Key)
		case seen[c.Key]:
			return crm.Invalid("columns", "列“%s”列了两次", c.Key)
		case len(c.Heads) == 0 || len(c.Heads) > levels:
			return crm.Invalid(columnField(i, "heads"), "列“%s”的表头须为 1 到 %d 层", columnLabel(base, c.Key), levels)
		case !(c.Width >= minWidth && c.Width <= maxWidth):
			return crm.Invalid(columnField(i, "width"), "列“%s”的宽度须在 %g 到 %g 个字符之间", columnLabel(base, c.Key), minWidth, maxWidth)
		}
		for _, h := range c.Heads {
			if strings.TrimSpace(h) == "" || utf8.RuneCountInString(h) > maxLayoutStr || !plainText(h, true) {
				return crm.Invalid(columnField(i, "heads"), "列“%s”的每层表头须为 1 到 %d 个字", columnLabel(base, c.Key), maxLayoutStr)
			}
		}
		seen[c.Key] = true
	}
	return nil
}

// checkPlaces checks the columns together: what must be shown is, what stands first does.
func checkPlaces(l, base crm.SheetLayout) error {
	if len(base.Columns) == 0 {
		return nil
	}
	rule, all := layoutRules[l.Sheet], laidOver(l, base).Columns
	shown := gridOf(crm.SheetLayout{Columns: all})
	at := func(key string) int {
		return slices.IndexFunc(all, func(c crm.LayoutColumn) bool { return c.Key == key })
	}
	for _, key := range append(slices.Clone(rule.must), rule.first...) {
		if !shown.has(key) {
			return crm.Invalid(columnField(at(key), "hidden"), "“%s”的列“%s”（%s）不能隐藏，再次导入和核对靠它", base.Tab, columnLabel(base, key), key)
		}
	}
	for i, key := range rule.first {
		if shown.at[key] != i {
			return crm.Invalid(columnField(at(key), "heads"), "“%s”的第 %d 列须为“%s”（%s）", base.Tab, i+1, columnLabel(base, key), key)
		}
	}
	if least := max(rule.least, leastColumns); len(shown.columns) < least {
		return crm.Invalid("columns", "“%s”至少要显示 %d 列", base.Tab, least)
	}
	if rule.grid {
		for i, c := range base.Columns {
			if !shown.has(c.Key) || shown.at[c.Key] != i {
				return crm.Invalid("columns", "“%s”的列不能隐藏或调换，图表和排名占用固定的列；可以改名和改宽", base.Tab)
			}
		}
	}
	return nil
}
