package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"yinfeng/crm"
)

// when is what was read of a date cell: YYYY-MM-DD, YYYY-MM or YYYY, or a complaint. bad is a text that is no date;
// the caller knows whether that is an error of this column.
type when struct {
	text string
	code crm.ImportCode
	bad  bool
}

// dateContext is what a date cell cannot know itself.
type dateContext struct {
	is1904 bool
	year   int // of the title, 0 for none
}

var (
	planned  = regexp.MustCompile(`预计|计划|拟|预期|力争|争取|有望|待定|未定|待`)
	coarse   = regexp.MustCompile(`上半年|下半年|季度|[年月]?初$|年底|年末|年中|年内|年终|年前|春节|[上中下]旬?半|Q[1-4]`)
	monthBit = regexp.MustCompile(`(月)(底|末|初|中旬|上旬|下旬|中|份)$`)
	clock    = regexp.MustCompile(`[T ]?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$`)
	cnDate   = regexp.MustCompile(`^([零〇○一二三四五六七八九]{2,4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号]?)?)?$`)
	ymd      = regexp.MustCompile(`^(\d{4}|\d{2})(?:年|[-./,、])(\d{1,2})(?:月|[-./,、])(\d{1,2})[日号]?$`)
	ym       = regexp.MustCompile(`^(\d{4}|\d{2}年)(?:年|[-./])?(\d{1,2})月?$`)
	yOnly    = regexp.MustCompile(`^(\d{4})年?度?$`)
	md       = regexp.MustCompile(`^(\d{1,2})月(?:(\d{1,2})[日号]?)?$`)
	mdSep    = regexp.MustCompile(`^(\d{1,2})[./-](\d{1,2})$`)
	decYear  = regexp.MustCompile(`^(\d{4})\.(\d{1,2})$`)
)

// parseDate reads a date by ruling 10.
func parseDate(c *cell, ctx dateContext) when {
	s := strings.TrimSpace(crm.Fold(c.text))
	if s == "" || dashOnly.MatchString(s) || s == "无" {
		return when{}
	}
	if c.kind == cellNumber {
		return numberDate(s, c.format, ctx)
	}
	if c.kind == cellBool {
		return when{bad: true}
	}
	return textDate(s, ctx)
}

// numberDate reads a number in a date column: serial, yyyymmdd, yyyymm, year, or year.month.
func numberDate(s string, f *numFormat, ctx dateContext) when {
	whole, frac, hasFrac := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole)
	if err != nil || n < 0 {
		return when{bad: true}
	}
	switch {
	case f != nil && f.date, n >= 20000 && n <= 60000:
		return serialDate(n, ctx.is1904)
	case hasFrac && n >= 1900 && n <= 2100:
		return yearMonth(whole, frac, f)
	case hasFrac:
		return when{bad: true}
	}
	return digitsDate(whole)
}

// yearMonth reads the NUMBER 2022.3: only March. 2022.1 may be January, or October with its zero lost; a format
// that shows two decimals settles it.
func yearMonth(year, frac string, f *numFormat) when {
	if f != nil && f.decimals == 2 && len(frac) == 1 {
		frac += "0"
	}
	if frac == "1" {
		return when{code: crm.WDateAmbiguous}
	}
	if len(frac) > 2 {
		return when{bad: true}
	}
	return monthOf(year, frac)
}

// serialDate converts a day number of the workbook's date system.
func serialDate(n int, is1904 bool) when {
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if is1904 {
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if n < 1 || n > 100_000 {
		return when{bad: true}
	}
	return when{text: base.AddDate(0, 0, n).Format("2006-01-02")}
}

// digitsDate reads 20220508, 202203 and 2022.
func digitsDate(s string) when {
	switch len(s) {
	case 8:
		return dayOf(s[:4], s[4:6], s[6:])
	case 6:
		return monthOf(s[:4], s[4:])
	case 4:
		return yearOf(s)
	}
	return when{bad: true}
}

func textDate(s string, ctx dateContext) when {
	s = clock.ReplaceAllString(s, "")
	s = strings.TrimRight(squeeze(s), ".。,、")
	if n, err := strconv.Atoi(s); err == nil && isDigits(s) {
		if len(s) == 5 && n >= 20000 && n <= 60000 {
			return serialDate(n, ctx.is1904)
		}
		return digitsDate(s)
	}
	if planned.MatchString(s) {
		return when{code: crm.WDatePlanned}
	}
	s = monthBit.ReplaceAllString(s, "$1")
	if w, ok := exactDate(s); ok {
		return w
	}
	if w, ok := noYear(s, ctx); ok {
		return w
	}
	if coarse.MatchString(s) {
		return when{code: crm.WDateCoarse}
	}
	return when{bad: true}
}

// exactDate reads a date that states its year.
func exactDate(s string) (when, bool) {
	if m := cnDate.FindStringSubmatch(s); m != nil {
		y, _ := cnDigitsText(m[1])
		mo, okM := cnNumber(m[2])
		d, okD := cnNumber(m[3])
		switch {
		case okM && okD:
			return dayOf(y, fmt.Sprint(mo), fmt.Sprint(d)), true
		case okM:
			return monthOf(y, fmt.Sprint(mo)), true
		}
		return yearOf(y), true
	}
	if m := ymd.FindStringSubmatch(s); m != nil {
		return dayOf(m[1], m[2], m[3]), true
	}
	if m := decYear.FindStringSubmatch(s); m != nil {
		return monthOf(m[1], m[2]), true
	}
	if m := ym.FindStringSubmatch(s); m != nil {
		return monthOf(strings.TrimSuffix(m[1], "年"), m[2]), true
	}
	if m := yOnly.FindStringSubmatch(s); m != nil {
		return yearOf(m[1]), true
	}
	return when{}, false
}

// noYear reads 3月15日: the title's year is taken and said so; without one it is no date.
func noYear(s string, ctx dateContext) (when, bool) {
	m := md.FindStringSubmatch(s)
	if m == nil {
		if m = mdSep.FindStringSubmatch(s); m == nil {
			return when{}, false
		}
	}
	if ctx.year == 0 {
		return when{bad: true}, true
	}
	w := monthOf(fmt.Sprint(ctx.year), m[1])
	if m[2] != "" {
		w = dayOf(fmt.Sprint(ctx.year), m[1], m[2])
	}
	if !w.bad {
		w.code = crm.WDateYearInferred
	}
	return w, true
}

func fullYear(y string) string {
	if len(y) == 2 {
		return "20" + y
	}
	return y
}

func pad2(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

func dayOf(y, m, d string) when {
	t := fullYear(y) + "-" + pad2(m) + "-" + pad2(d)
	if _, err := time.Parse("2006-01-02", t); err != nil || !plausibleYear(t) {
		return when{bad: true}
	}
	return when{text: t}
}

func monthOf(y, m string) when {
	t := fullYear(y) + "-" + pad2(m)
	if _, err := time.Parse("2006-01", t); err != nil || !plausibleYear(t) {
		return when{bad: true}
	}
	return when{text: t}
}

func yearOf(y string) when {
	if t := fullYear(y); plausibleYear(t) {
		return when{text: t}
	}
	return when{bad: true}
}

func plausibleYear(t string) bool { return t >= "1949" && t < "2101" }

// after reports whether a date of any precision lies after day: only what is wholly later does.
func after(text string, day crm.Date) bool {
	n := min(len(text), len(day))
	return n > 0 && text[:n] > string(day)[:n]
}
