package reports

import (
	"context"
	"fmt"
	"io"
	"strings"

	"yinfeng/crm"
)

// Week is a liaison office's weekly sheet as a file: what a bureau files without touching it.
type Week struct {
	Sheet crm.WeekSheet
	On    crm.Date // the day of a sheet that is not sent yet
	Demo  bool
}

const weekSize = 10.5

// weekWidths are the columns 序号, 日期, 企业或项目, 内容 in characters.
var weekWidths = []float64{6, 12, 32, 50}

// WriteWeek writes one sheet, A4 upright: the parts as they were sent, what the office adds, the
// bureau's replies, the signature line. A sheet that is not sent says so. Text never becomes a formula.
func WriteWeek(ctx context.Context, w io.Writer, x Week) error {
	title := fmt.Sprintf("%d年%s", x.Sheet.Week.Year(), crm.WeekTitle(x.Sheet.Name, x.Sheet.Week))
	on := x.On
	if x.Sheet.State == crm.WeekSent {
		on = x.Sheet.SentOn
	} else {
		title += "(草稿)"
	}
	if x.Demo {
		title += "(演示)"
	}
	b := newBook(ctx, w, 0, nil)
	b.footLeft, b.footEnd = clip(x.Sheet.Name, 40), "填报日期 "+string(on)
	b.properties(title, x.Sheet.Name, on)
	rows := x.rows()
	b.setUp(page{name: "周报", widths: weekWidths, repeat: 2, lastRow: len(rows) + 3, portrait: true})
	s := b.begin(page{name: "周报", widths: weekWidths})
	s.titled(title, "填报单位:"+x.Sheet.Name, "", fmt.Sprintf("统计期:%s至%s", chineseDate(x.Sheet.Week), chineseDate(x.Sheet.To)))
	for _, r := range rows {
		s.weekRow(r)
	}
	line := strings.Join([]string{"单位负责人:" + hand(""), "填报人:" + hand(x.Sheet.SentBy), "填报日期:" + signDate(x.Sheet.SentOn)}, "　　　　")
	row := s.put(signHeight, []any{s.cell(look{size: 10, align: "left"}, line)})
	s.merge(1, row, len(weekWidths), row)
	s.end()
	return b.finish("周报")
}

// weekRow is one row: a part's head over the whole width, the columns' names, a line, or a text.
type weekRow struct {
	kind  string // part, head, item, text
	cells [4]string
}

func (x Week) rows() (out []weekRow) {
	part := 0
	section := func(title string) {
		out = append(out, weekRow{"part", [4]string{string([]rune("一二三四五六七八")[part]) + "、" + title}})
		part++
	}
	for _, p := range x.Sheet.Sections {
		section(fmt.Sprintf("%s(%d条)", p.Title, len(p.Items)))
		if len(p.Items) == 0 {
			out = append(out, weekRow{"text", [4]string{"本周无"}})
			continue
		}
		out = append(out, weekRow{"head", [4]string{"序号", "日期", subject(p.Code), "内容"}})
		for i, it := range p.Items {
			out = append(out, weekRow{"item", [4]string{fmt.Sprint(i + 1), string(it.On), it.Title, it.Text}})
		}
	}
	for _, t := range []struct {
		title string
		texts []string
	}{{"情况说明", []string{x.Sheet.Note}}, {"下周打算补充", []string{x.Sheet.Plan}}, {"市招商局批复", x.replies()}} {
		if len(t.texts) == 0 || t.texts[0] == "" {
			continue
		}
		section(t.title)
		for _, text := range t.texts {
			out = append(out, weekRow{"text", [4]string{text}})
		}
	}
	return out
}

func subject(code string) string {
	if code == "visits" {
		return "企业"
	}
	return "项目"
}

// replies are the bureau's answers.
func (x Week) replies() (lines []string) {
	for _, e := range x.Sheet.Events {
		if e.Kind == "reply" {
			lines = append(lines, e.Text+"("+e.UserName+","+chineseDate(e.KnownOn)+")")
		}
	}
	return lines
}

func (s *sheet) weekRow(r weekRow) {
	l := left
	l.size = weekSize
	middle := centre
	middle.size = weekSize
	switch r.kind {
	case "item":
		height := heightOf(1, weekSize)
		for i, text := range r.cells {
			height = max(height, textHeight(text, weekWidths[i], weekSize))
		}
		s.put(height+2, []any{s.cell(middle, r.cells[0]), s.cell(middle, day(r.cells[1])), s.cell(l, r.cells[2]), s.cell(l, r.cells[3])})
		return
	case "head":
		middle.bold, middle.fill = true, colourHead
		s.put(heightOf(1, weekSize)+2, []any{s.cell(middle, r.cells[0]), s.cell(middle, r.cells[1]), s.cell(middle, r.cells[2]), s.cell(middle, r.cells[3])})
		return
	case "part":
		l.bold, l.fill = true, colourTotal
	}
	row := s.put(max(20, textHeight(r.cells[0], sum(weekWidths), weekSize)+2), []any{s.cell(l, r.cells[0]), s.blank(l), s.blank(l), s.blank(l)})
	s.merge(1, row, len(weekWidths), row)
}
