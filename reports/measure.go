package reports

import (
	"strings"

	"yinfeng/crm"
)

// em returns the width of r in em: a full-width character is 1, a digit 0.56, a point or
// comma 0.5 (as wide as the widest of 宋体 and the fonts that stand in for it).
func em(r rune) float64 {
	switch {
	case r >= 0x2E80, r >= 0x2460 && r <= 0x24FF, r == '—', r == '…', r == '“', r == '”', r == '×', r == '÷', r == 'Σ':
		return 1
	case r >= 'A' && r <= 'Z', r == '%', r == '@', r == 'm', r == 'w':
		return 0.72
	case r == 'i', r == 'l', r == '.', r == ',', r == ':', r == ';', r == '(', r == ')', r == '\'':
		return 0.5
	}
	return 0.56
}

// textWidth returns the width of s in points at a font size.
func textWidth(s string, size float64) float64 {
	var w float64
	for _, r := range s {
		w += em(r)
	}
	return w * size
}

// lines tells how many lines s takes in a cell `width` points wide. Chinese breaks
// anywhere, a Latin word or number only where it is longer than the line.
func lines(s string, width, size float64) int {
	n := 0
	for para := range strings.SplitSeq(s, "\n") {
		n += paragraph(para, width/size)
	}
	return max(n, 1)
}

func paragraph(s string, width float64) int {
	n, used, word := 1, 0.0, 0.0
	for _, r := range s {
		w := em(r)
		if w < 1 && r != ' ' {
			word += w
		} else {
			word = 0
		}
		used += w
		if used <= width {
			continue
		}
		n++
		used = w
		if word > w && word <= width { // the whole word moves down
			used = word
		} else {
			word = min(word, w)
		}
	}
	return n
}

// narrowChar is the least width in points of a column's character: the workbook font's is
// 6 in Excel, 5.5 in LibreOffice.
const narrowChar = 5.5

// inner is the text width in points of a column `width` characters wide, less the cell's
// own padding.
func inner(width float64) float64 { return width*narrowChar - 4 }

// textHeight is what a text needs in a column.
func textHeight(text string, width, size float64) float64 {
	return heightOf(lines(text, inner(width), size), size)
}

// namesHeight is what the longest name of a report's units needs in a column.
func namesHeight(r *crm.MonthReport, width, size float64) float64 {
	most := 0.0
	for _, u := range r.Figures.Units {
		most = max(most, textHeight(u.Name, width, size))
	}
	return most
}

// heightOf returns the height in points of n lines at a font size.
func heightOf(n int, size float64) float64 { return float64(n)*size*1.32 + 5 }
