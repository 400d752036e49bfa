package reports

import (
	"math"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// printed is a number as its format prints it, with thousands separators.
func printed(v float64, format string) string {
	places := 0
	if dot := strings.IndexByte(format, '.'); dot >= 0 {
		for places = 0; dot+1+places < len(format) && format[dot+1+places] == '0'; places++ {
		}
	}
	s := strconv.FormatFloat(math.Abs(v), 'f', places, 64)
	whole, frac, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		whole += "." + frac
	}
	if v < 0 {
		whole = "-" + whole
	}
	return whole
}

// numberWidth is the column width, in characters, that a number needs, so that it
// never shows as ####.
func numberWidth(v float64, format string, size float64, bold bool) float64 {
	points := textWidth(printed(v, format), size) + size*0.56 + 4
	if bold {
		points *= 1.04
	}
	return math.Ceil(points/6*10) / 10
}

// plain prints an amount of a line in its unit without trailing zeros: 1,100 or 761.82,
// at most two decimals, rounded from the exact value.
func plain(l crm.ReportLine, minor int64) string {
	if l.Per <= 1 {
		return printed(float64(minor), formatWhole)
	}
	hundredths := crm.MulDiv(minor, 100, l.Per)
	s := printed(scaled(hundredths, 100), formatMoney)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
