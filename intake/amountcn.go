package intake

import "strings"

var cnDigits = map[rune]int64{'零': 0, '〇': 0, '○': 0, '一': 1, '壹': 1, '二': 2, '贰': 2, '两': 2, '三': 3, '叁': 3, '四': 4, '肆': 4, '五': 5, '伍': 5,
	'六': 6, '陆': 6, '七': 7, '柒': 7, '八': 8, '捌': 8, '九': 9, '玖': 9}

var cnTens = map[rune]int64{'十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000, '仟': 1000}

// cnNumber reads a Chinese number below 10^16: 贰仟, 一亿二千万, 三千五百. ok is false for anything else.
func cnNumber(s string) (int64, bool) {
	if s == "" {
		return 0, false
	}
	var total, section, digit int64
	hasDigit, lastBig := false, int64(1)<<62
	for _, r := range s {
		if d, ok := cnDigits[r]; ok {
			if hasDigit && digit != 0 {
				return 0, false // two digits in a row are no number in words
			}
			digit, hasDigit = d, true
			continue
		}
		if t, ok := cnTens[r]; ok {
			if !hasDigit {
				digit = 1
			}
			section += digit * t
			digit, hasDigit = 0, false
			continue
		}
		big := int64(10_000)
		switch r {
		case '万':
		case '亿':
			big = 100_000_000
		default:
			return 0, false
		}
		if section += digit; section == 0 || big >= lastBig && total > 0 && r != '亿' || section >= 1e8 {
			return 0, false
		}
		if r == '亿' {
			total = (total + section) * big
		} else {
			total += section * big
		}
		section, digit, hasDigit, lastBig = 0, 0, false, big
		if total > 1e15 {
			return 0, false
		}
	}
	return total + section + digit, true
}

// cnDigitsText reads digits in words, one by one: 二〇二二 → 2022.
func cnDigitsText(s string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		d, ok := cnDigits[r]
		if !ok {
			return "", false
		}
		b.WriteByte(byte('0' + d))
	}
	return b.String(), b.Len() > 0
}

// splitCn cuts a leading Chinese number off s.
func splitCn(s string) (num, rest string) {
	for i, r := range s {
		_, d := cnDigits[r]
		_, t := cnTens[r]
		if !d && !t && r != '万' && r != '亿' {
			return s[:i], s[i:]
		}
	}
	return s, ""
}
