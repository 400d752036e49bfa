package reports

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// Number formats of the workbook. "_ " leaves one blank, so that digits keep off the
// border; none of them colours anything (no red or green).
const (
	formatMoney = `#,##0.00_ `
	formatFour  = `#,##0.0000_ `
	formatWhole = `#,##0_ `
	formatZero  = `#,##0.00_ ;-#,##0.00_ ;"—"_ ` // zero prints as none, stays a number
	formatNone  = `#,##0_ ;-#,##0_ ;"—"_ `       // the same for whole numbers
	formatMove  = `"升"0;"降"0;"平"`
	formatDay   = `yyyy-mm-dd`
	formatMonth = `yyyy-mm`
)

// Fonts: the only fallback the format knows is the character set.
const (
	fontSong = "宋体"
	fontHei  = "黑体"
)

// Colours of the workbook; words, not colours, carry meaning.
const (
	colourHead   = "D5DEE8"
	colourTotal  = "F1F4F8"
	colourBorder = "7F7F7F"
	colourBar    = "6F8FAF"
	colourLine   = "2F5D8A"
	colourPace   = "7F7F7F"
)

// look is the style of a cell, comparable, so that each is made once.
type look struct {
	font   string // fontSong when ""
	size   float64
	bold   bool
	fill   string
	border bool
	align  string // left, center, right
	top    bool   // vertical top instead of centre
	wrap   bool
	format string
	indent int
	colour string // of the text; black when ""
}

// percent and the others are number formats with the set number of decimals.
func percent(places int) string { return zeros(places) + `%_ ` }

func growth(places int) string {
	z := zeros(places)
	return `+` + z + `%_ ;-` + z + `%_ ;` + z + `%_ `
}

func points(places int) string {
	z := zeros(places)
	return `+` + z + `_ ;-` + z + `_ ;` + z + `_ `
}

func zeros(places int) string {
	if places <= 0 {
		return "0"
	}
	return "0." + strings.Repeat("0", places)
}

// Looks of body cells; size, fill and bold are set where they are used.
var (
	left   = look{align: "left", wrap: true, border: true}
	centre = look{align: "center", wrap: true, border: true}
)

// number is a right-aligned number in a format.
func number(format string) look { return look{align: "right", border: true, format: format} }

// style returns the excelize style of l, made at first use.
func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok {
		return id
	}
	font := l.font
	if font == "" {
		font = fontSong
	}
	gb2312 := 134
	s := &excelize.Style{
		Font:      &excelize.Font{Family: font, Size: l.size, Bold: l.bold, Color: l.colour, Charset: &gb2312},
		Alignment: &excelize.Alignment{Horizontal: l.align, Vertical: "center", WrapText: l.wrap, Indent: l.indent},
	}
	if l.top {
		s.Alignment.Vertical = "top"
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.border {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: colourBorder, Style: 1})
		}
	}
	if l.format != "" {
		format := l.format
		s.CustomNumFmt = &format
	}
	id, err := b.file.NewStyle(s)
	if err != nil {
		b.fail(err)
	}
	b.styles[l] = id
	return id
}
