package crm

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a template.
const (
	maxBulletinText     = 20_000 // characters
	maxBulletinBlanks   = 300    // placeholders
	maxBulletinFigures  = 12     // figures under another basis: each is worked out apart
	maxBulletinProblems = 5      // told at once
)

// BulletinText is a template that has been read: the first line is the title, every
// other line a paragraph. It holds text and placeholders, no code: {月份}, {到位资金.累计},
// {到位资金/省外.累计}, {领先 到位资金 3}; a clause in [ ] is left out when a value in it is "—".
type BulletinText struct {
	lines  [][]bulletinPiece
	blanks int
}

// bulletinPiece is words, one placeholder or a clause of the two.
type bulletinPiece struct {
	words  string
	blank  *bulletinBlank
	clause []bulletinPiece
}

// bulletinBlank is a placeholder: a word of the report, a field of a figure, or a list of units.
type bulletinBlank struct {
	word   string
	field  string
	list   string
	figure BulletinFigure
	count  int
}

// What placeholders may say.
var (
	bulletinWords  = []string{"城市", "范围", "单位", "年份", "月份", "期间", "截止日", "快照"}
	bulletinFields = []string{"本月", "累计", "任务", "跨期调整", "上年同期", "完成率", "序时", "序时差", "序时情况", "判定", "同比", "位次", "口径"}
	bulletinLists  = []string{"领先", "落后", "超序时单位", "欠序时单位"}
)

// bulletinReader reads a template and gathers what is wrong with it.
type bulletinReader struct {
	inds     []Indicator
	bases    []Basis
	line     int
	problems []string
	text     BulletinText
}

// ParseBulletin reads a template; what it says wrong is told with line and character.
func ParseBulletin(body string, inds []Indicator, bases []Basis) (BulletinText, error) {
	if utf8.RuneCountInString(body) > maxBulletinText {
		return BulletinText{}, Invalid("body", "模板长于 %d 字，请缩短", maxBulletinText)
	}
	r := &bulletinReader{inds: inds, bases: bases}
	for n, line := range strings.Split(body, "\n") {
		r.line = n + 1
		if strings.TrimSpace(line) != "" {
			r.text.lines = append(r.text.lines, r.read([]rune(strings.TrimRight(line, " \t\r　"))))
		}
	}
	switch {
	case len(r.problems) > 0:
		return BulletinText{}, Invalid("body", "%s", strings.Join(r.problems, "；"))
	case len(r.text.lines) < 2:
		return BulletinText{}, Invalid("body", "模板至少两行：第一行是标题，以下每行一段")
	case r.text.blanks > maxBulletinBlanks:
		return BulletinText{}, Invalid("body", "模板里的占位超过 %d 处，请减少", maxBulletinBlanks)
	case len(r.text.Figures()) > maxBulletinFigures:
		return BulletinText{}, Invalid("body", "模板里另选口径的指标超过 %d 个，请减少", maxBulletinFigures)
	}
	return r.text, nil
}

func (r *bulletinReader) bad(at int, format string, a ...any) {
	if len(r.problems) < maxBulletinProblems {
		r.problems = append(r.problems, fmt.Sprintf("第 %d 行第 %d 字：", r.line, at+1)+fmt.Sprintf(format, a...))
	}
}

// read splits one line into its pieces.
func (r *bulletinReader) read(line []rune) (out []bulletinPiece) {
	var clause []bulletinPiece
	open, from := -1, 0
	add := func(p bulletinPiece) {
		if open >= 0 {
			clause = append(clause, p)
		} else {
			out = append(out, p)
		}
	}
	flush := func(to int) {
		if to > from {
			add(bulletinPiece{words: string(line[from:to])})
		}
	}
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '{':
			end := slices.Index(line[i:], '}')
			if end < 0 {
				r.bad(i, "“{”没有对应的“}”")
				return out
			}
			flush(i)
			add(bulletinPiece{blank: r.blank(string(line[i+1:i+end]), i)})
			i += end
			from = i + 1
		case c == '}':
			r.bad(i, "“}”前面没有“{”")
		case c == '[' && open >= 0:
			r.bad(i, "“[ ]”里不能再有“[”")
		case c == '[':
			flush(i)
			open, from, clause = i, i+1, nil
		case c == ']' && open < 0:
			r.bad(i, "“]”前面没有“[”")
		case c == ']':
			flush(i)
			open, from = -1, i+1
			out = append(out, bulletinPiece{clause: clause})
		case unicode.IsControl(c) && c != '\t':
			r.bad(i, "有不能打印的字符，请删去")
		}
	}
	if open >= 0 {
		r.bad(open, "“[”没有对应的“]”")
	}
	flush(len(line))
	return out
}

// blank reads the inside of a placeholder that begins at a character.
func (r *bulletinReader) blank(s string, at int) *bulletinBlank {
	r.text.blanks++
	s = strings.TrimSpace(s)
	part := strings.Fields(s)
	name, field, dotted := strings.Cut(s, ".")
	switch {
	case slices.Contains(bulletinWords, s):
		return &bulletinBlank{word: s}
	case len(part) > 0 && slices.Contains(bulletinLists, part[0]):
		return r.list(part, at)
	case !dotted:
		r.bad(at, "没有“{%s}”这个占位，可用：%s，或 指标.项目，如 {到位资金.累计}", s, strings.Join(bulletinWords, "、"))
	case !slices.Contains(bulletinFields, strings.TrimSpace(field)):
		r.bad(at, "没有“%s”这一项，可用：%s", field, strings.Join(bulletinFields, "、"))
	default:
		return &bulletinBlank{field: strings.TrimSpace(field), figure: r.figure(strings.TrimSpace(name), at)}
	}
	return &bulletinBlank{}
}

func (r *bulletinReader) list(part []string, at int) *bulletinBlank {
	b := &bulletinBlank{list: part[0], count: 3}
	if len(part) < 2 || len(part) > 3 {
		r.bad(at, "“%s”后面要写指标，如 {%s 到位资金}", part[0], part[0])
		return b
	}
	if len(part) == 3 {
		n, err := strconv.Atoi(part[2])
		if err != nil || n < 1 || n > 50 {
			r.bad(at, "“%s”不是 1—50 的个数", part[2])
			return b
		}
		b.count = n
	}
	b.figure = r.figure(part[1], at)
	return b
}

// figure finds what a name means: an indicator's label or code, with /口径 for another
// basis, or the label of a basis that only one indicator has.
func (r *bulletinReader) figure(name string, at int) BulletinFigure {
	name, basis, asked := strings.Cut(name, "/")
	var found []BulletinFigure
	for _, i := range r.inds {
		if (i.Label == name || i.Code == name) && !asked {
			return BulletinFigure{Indicator: i.Code}
		}
		for _, b := range r.bases {
			if b.Indicator == i.Code && (asked && (i.Label == name || i.Code == name) && (b.Label == basis || b.Code == basis) || !asked && b.Label == name) {
				found = append(found, BulletinFigure{i.Code, b.Code})
			}
		}
	}
	switch {
	case len(found) == 1 || asked && len(found) > 1:
		return found[0]
	case len(found) > 1:
		r.bad(at, "不止一个指标有口径“%s”，请写成 指标/%s", name, name)
	case asked:
		r.bad(at, "没有“%s/%s”，请核对指标和口径的名称", name, basis)
	default:
		r.bad(at, "没有“%s”这个指标或口径，可用：%s", name, r.names())
	}
	return BulletinFigure{}
}

func (r *bulletinReader) names() string {
	var out []string
	for _, i := range r.inds {
		out = append(out, i.Label)
	}
	return strings.Join(out, "、")
}

// Figures are the figures under a basis of their own that the text needs, once each.
func (t BulletinText) Figures() (out []BulletinFigure) {
	var walk func([]bulletinPiece)
	walk = func(ps []bulletinPiece) {
		for _, p := range ps {
			if p.blank != nil && p.blank.figure.Basis != "" && !slices.Contains(out, p.blank.figure) {
				out = append(out, p.blank.figure)
			}
			walk(p.clause)
		}
	}
	for _, l := range t.lines {
		walk(l)
	}
	return out
}
