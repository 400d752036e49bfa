package reports

import (
	"fmt"
	"strings"

	"yinfeng/crm"
)

// Heights of the rows that every sheet has.
const (
	titleHeight = 36.0
	lineHeight  = 20.0
	signHeight  = 26.0
	noteSize    = 9.0
)

// frame is what stands around a table: title, the line below it, notes, signature.
type frame struct {
	sheet  string // key; 表N is its number
	title  string // without city and month
	period string // 统计期:2022年1—8月
	unit   string // 单位:万元
	notes  []string
}

// place is whose report it is: the city, or the unit of a scoped one; then the chain or
// the office.
func place(r *crm.MonthReport) string {
	s := r.Head.City
	if r.Head.Scope != "" {
		s = r.Head.Scope
	}
	s += chainName(r)
	if r.Head.Office != r.Head.Scope {
		s += r.Head.Office
	}
	return s
}

// chainName is the chain of a report of one: 富硒食品产业链.
func chainName(r *crm.MonthReport) string {
	if r.Head.Chain == "" {
		return ""
	}
	return strings.TrimSuffix(r.Head.Chain, "产业链") + "产业链"
}

// windowOf is the months that 本月 (then 本期) sums over.
func windowOf(r *crm.MonthReport) crm.Window {
	if r.Window != nil {
		return *r.Window
	}
	return crm.Window{From: r.Figures.Month, To: r.Figures.Month}
}

// period is 本月, or 本期 in a report over several months.
func period(r *crm.MonthReport) string {
	if windowOf(r).Single() {
		return "本月"
	}
	return "本期"
}

// fullTitle is 安康市2022年8月 + title, marked when the data are a demonstration.
func fullTitle(r *crm.MonthReport, title string) string {
	s := place(r) + windowOf(r).Label() + title
	if r.Head.Demo {
		s += "(演示)"
	}
	return s
}

// yearToMonth prints 统计期:2022年1—8月, monthOnly 统计期:2022年8月. A report over several
// months names both.
func yearToMonth(r *crm.MonthReport) string {
	m := r.Figures.Month
	whole := m.Label()
	if m.Number() > 1 {
		whole = fmt.Sprintf("%d年1—%d月", m.Year(), m.Number())
	}
	if w := windowOf(r); !w.Single() && w.Label() != whole {
		return "统计期:" + w.Label() + ",累计" + whole
	}
	return "统计期:" + whole
}

func monthOnly(r *crm.MonthReport) string { return "统计期:" + windowOf(r).Label() }

// snapshotText is the snapshot's number, or those that several months are made of, or that
// the month is still open.
func snapshotText(r *crm.MonthReport) string {
	switch {
	case r.Head.WindowNote != "":
		return strings.TrimPrefix(r.Head.WindowNote, "由快照")
	case r.Figures.Snapshot == nil || *r.Figures.Snapshot == "":
		return "未关账"
	}
	return *r.Figures.Snapshot
}

// closing is the last note of every sheet: cut-off and snapshot (domain §11).
func closing(r *crm.MonthReport) string {
	s := "截止日期:" + chineseDate(r.Figures.CutOff) + ";快照编号:" + snapshotText(r)
	if r.Head.AsKnown != "" {
		s += ";台账、节点、归属、目标和阶段按" + chineseDate(r.Head.AsKnown) + "已知数据,其他文字为现状"
	}
	if r.Head.Demo {
		s += ";演示数据,企业和人员均为虚构"
	}
	return s + "。"
}

func chineseDate(d crm.Date) string {
	t := d.Time()
	if t.IsZero() {
		return string(d)
	}
	return fmt.Sprintf("%d年%d月%d日", t.Year(), int(t.Month()), t.Day())
}

// scopeNotes say what a report of one office or one chain counts.
func scopeNotes(r *crm.MonthReport) []string {
	switch {
	case r.Head.Office != "":
		return []string{"本表按引荐归属统计" + r.Head.Office + "引荐的项目,不与单位表相加。"}
	case r.Head.Chain != "":
		return []string{"本表只统计" + chainName(r) + "。"}
	}
	return nil
}

// noteText numbers the notes: 注:1.… 2.….
func noteText(r *crm.MonthReport, notes []string) string {
	var s strings.Builder
	s.WriteString("注:")
	n := 0
	for _, note := range append(append(scopeNotes(r), notes...), closing(r)) {
		if note == "" {
			continue
		}
		if n++; n > 1 {
			s.WriteString(" ")
		}
		fmt.Fprintf(&s, "%d.%s", n, strings.ReplaceAll(note, "本月", period(r)))
	}
	return s.String()
}

// open writes the title and the line below it.
func (s *sheet) open(r *crm.MonthReport, f frame) {
	s.titled(fullTitle(r, f.title), fmt.Sprintf("表%d　填报单位:%s", sheetNumber(f.sheet), r.Head.Issuer), f.period, f.unit)
}

func (s *sheet) titled(title, leftText, middle, rightText string) {
	n := len(s.widths)
	s.put(titleHeight, []any{s.cell(look{font: fontHei, size: 18, bold: true, align: "center"}, title)})
	s.merge(1, 1, n, 1)
	cells := make([]any, n)
	set := func(col int, align, text string) {
		if text != "" && col < n {
			cells[col] = s.cell(look{size: 10, align: align}, text)
		}
	}
	a, b := s.thirds(leftText, rightText)
	if textWidth(middle, 10) > sum(s.widths[a:b])*6 { // no room: it joins the left text
		leftText, middle = leftText+"　"+middle, ""
		a, b = s.thirds(leftText, rightText)
	}
	set(0, "left", leftText)
	set(b, "right", rightText)
	if a < b {
		set(a, "center", middle)
	}
	s.put(lineHeight, cells)
	s.merge(1, 2, a, 2)
	if a < b {
		s.merge(a+1, 2, b, 2)
	}
	if b < n {
		s.merge(b+1, 2, n, 2)
	}
}

// thirds splits the columns for the line below the title: at about 38 % and 66 % of the
// width, or where the texts at both ends need it. a = b leaves no room for a middle.
func (s *sheet) thirds(leftText, rightText string) (a, b int) {
	total, used := s.width(), 0.0
	needLeft, needRight := textWidth(leftText, 10)/6+1, textWidth(rightText, 10)/6+1
	n := len(s.widths)
	b = n
	for i, w := range s.widths {
		if used+w/2 < total*0.38 || used < needLeft {
			a = i + 1
		}
		if b == n && i > 0 && used+w > min(total*0.66, total-needRight) {
			b = i
		}
		used += w
	}
	a = min(max(a, 1), n)
	return a, min(max(b, a), n)
}

// noteHeight is the height of a note over the whole width.
func noteHeight(text string, width float64) float64 {
	return heightOf(lines(text, inner(width), noteSize), noteSize)
}

// note writes the notes in one merged row.
func (s *sheet) note(text string) {
	row := s.put(noteHeight(text, s.width()), []any{
		s.cell(look{size: noteSize, align: "left", wrap: true, top: true}, text)})
	s.merge(1, row, len(s.widths), row)
}

// signature writes the signature line, with room left for two hands.
func (s *sheet) signature(r *crm.MonthReport) {
	parts := []string{
		"填报单位(章):" + r.Head.Issuer, "单位负责人:" + hand(r.Head.Sign.Leader), "审核人:" + hand(r.Head.Sign.Reviewer),
		"填报人:" + hand(r.Head.Sign.Filler), "联系电话:" + hand(r.Head.Sign.Phone), "填报日期:" + signDate(r.Head.Sign.Date),
	}
	gap := "　"
	for n := 6; n > 1; n-- { // as wide as the table allows
		if wide := strings.Repeat("　", n); textWidth(strings.Join(parts, wide), 10) <= inner(s.width()) {
			gap = wide
			break
		}
	}
	row := s.put(signHeight, []any{s.cell(look{size: 10, align: "left"}, strings.Join(parts, gap))})
	s.merge(1, row, len(s.widths), row)
}

func hand(s string) string {
	if s == "" {
		return "　　　　"
	}
	return s
}

func signDate(d crm.Date) string {
	if d == "" {
		return "　　年　月　日"
	}
	return chineseDate(d)
}
