package intake

import (
	"strings"
	"unicode"

	"yinfeng/crm"
)

// tidy trims a text and removes line breaks within it; nothing else changes (ruling 11, project names).
func tidy(s string) string {
	s = strings.TrimFunc(s, invisible)
	if !strings.ContainsAny(s, "\r\n\t\u2028\u0085\u000b") {
		return s
	}
	var b strings.Builder
	for _, line := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("\r\n\t\u2028\u0085\u000b", r) }) {
		b.WriteString(strings.TrimFunc(line, invisible))
	}
	return b.String()
}

func invisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == 0x200b || r == 0xfeff || r == 0x2060 || r == 0x200c || r == 0x200d
}

// blank reports whether s shows nothing.
func blank(s string) bool {
	for _, r := range s {
		if !invisible(r) {
			return false
		}
	}
	return true
}

// squeeze folds a text to half width and drops every space: the form in which words are compared.
func squeeze(s string) string {
	s = crm.Fold(s)
	if strings.IndexFunc(s, invisible) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
}

// dropBrackets removes brackets that enclose the whole text: （城关镇） → 城关镇.
func dropBrackets(s string) string {
	s = tidy(s)
	rs := []rune(s)
	if len(rs) < 2 || !strings.ContainsRune("（(【[", rs[0]) || !strings.ContainsRune("）)】]", rs[len(rs)-1]) {
		return s
	}
	depth := 0
	for i, r := range rs {
		switch {
		case strings.ContainsRune("（(【[", r):
			depth++
		case strings.ContainsRune("）)】]", r):
			if depth--; depth == 0 && i < len(rs)-1 {
				return s
			}
		}
	}
	return tidy(string(rs[1 : len(rs)-1]))
}

func hasAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
