package crm

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Phone numbers as people print them: half or full width, with signs or blanks between the digits.
const (
	phoneDigit = `[0-9０-９]`
	phoneGap   = `[ 　\t\-—–‐‑−－.·()（）]?`
)

var (
	// a mobile number, +86 and 0086 included; a landline with its area code; a 400 number
	phonePrinted = regexp.MustCompile(`(?:(?:[+＋]|00)?86` + phoneGap + `)?[1１]` + phoneGap + `[3-9３-９](?:` + phoneGap + phoneDigit + `){9}` +
		`|[0０]` + phoneGap + `(?:` + phoneDigit + phoneGap + `){2,3}` + phoneDigit + `{7,8}|400` + phoneGap + `\d{3}` + phoneGap + `\d{4}`)
	// any number that a column of phones may hold
	phoneAny = regexp.MustCompile(phoneDigit + `(?:` + phoneGap + phoneDigit + `){4,}`)
)

// MaskPhones masks the phone numbers within a text (trust §2). Longer numbers, dates and amounts stay.
func MaskPhones(text string) string { return maskEach(text, phonePrinted) }

// MaskPhoneCell masks a cell of a column of phones: every number of five digits or more.
func MaskPhoneCell(text string) string { return maskEach(MaskPhones(text), phoneAny) }

// maskEach masks what number finds, unless a further digit stands beside it.
func maskEach(text string, number *regexp.Regexp) string {
	var b strings.Builder
	for at, from := 0, 0; ; {
		m := number.FindStringIndex(text[from:])
		if m == nil {
			b.WriteString(text[at:])
			return b.String()
		}
		start, end := from+m[0], from+m[1]
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if isDigit(before) || isDigit(after) {
			_, size := utf8.DecodeRuneInString(text[start:])
			from = start + size
			continue
		}
		b.WriteString(text[at:start])
		b.WriteString(maskNumber(text[start:end]))
		at, from = end, end
	}
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

// maskNumber masks a printed number, without its signs and its country.
func maskNumber(printed string) string {
	digits := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case isDigit(r):
			return r
		}
		return -1
	}, printed)
	if short := strings.TrimPrefix(strings.TrimPrefix(digits, "00"), "86"); len(short) == 11 {
		digits = short
	}
	return MaskPhone(digits)
}

// lastDigits is a number's last four digits, as people remember a phone by.
const lastDigits = 4

// PhoneLast4 returns the last four digits of a phone, without its extension; "" for a number of
// fewer than seven digits, which four would nearly tell, and for a masked one.
func PhoneLast4(phone string) string {
	phone, _, _ = strings.Cut(phone, "转")
	digits := onlyDigits(phone)
	if len(digits) < 7 || strings.Contains(phone, "*") {
		return ""
	}
	return digits[len(digits)-lastDigits:]
}

var fourDigits = regexp.MustCompile(`^[0-9]{4}$`)

// CheckLast4 accepts the last four digits of a phone.
func CheckLast4(digits string) error {
	if !fourDigits.MatchString(digits) {
		return Invalid("last4", "请填写电话的后四位，四个数字，如 1234")
	}
	return nil
}
