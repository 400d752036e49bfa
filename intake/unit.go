package intake

import (
	"regexp"
	"strings"
)

// currency of an amount; other is neither 元 nor 美元.
type currency string

const (
	cny   currency = "CNY"
	usd   currency = "USD"
	other currency = "other"
)

// unit is the unit of an amount. shift is the power of ten that brings a number to 万 of its currency.
type unit struct {
	shift int
	cur   currency
	label string // as printed, without brackets
}

// unitWord is a multiplier with or without a currency: 万元, 亿, 千万元, 万美元, 美元.
var unitWord = regexp.MustCompile(`^(十|百|千|[拾佰仟])?(万|亿)?(人民币|元|圆|块钱?|美元|美金|USD|US\$|\$|港元|港币|HKD|欧元|EUR|日元|英镑|澳元|新台币)?(?:人民币)?$`)

// parseUnit reads a unit word; ok is false for anything else, the empty text too.
func parseUnit(s string) (unit, bool) {
	s = squeeze(s)
	m := unitWord.FindStringSubmatch(strings.ToUpper(s))
	if s == "" || m == nil {
		return unit{}, false
	}
	u := unit{shift: -4, label: s}
	switch m[1] {
	case "十", "拾":
		u.shift++
	case "百", "佰":
		u.shift += 2
	case "千", "仟":
		u.shift += 3
	}
	switch m[2] {
	case "万":
		u.shift += 4
	case "亿":
		u.shift += 8
	}
	switch m[3] {
	case "人民币", "元", "圆", "块", "块钱":
		u.cur = cny
	case "美元", "美金", "USD", "US$", "$":
		u.cur = usd
	case "":
		if m[2] == "" {
			return unit{}, false // 千 alone is a number, no unit
		}
	default:
		u.cur = other
	}
	return u, true
}

// or returns u with the currency of def where u names none: 1200万 in a column of 万美元.
func (u unit) or(def *unit) unit {
	if u.cur == "" {
		u.cur = cny
		if def != nil && def.cur != "" {
			u.cur = def.cur
		}
	}
	return u
}

var (
	unitLine  = regexp.MustCompile(`单位[:：]?\s*[(（]?\s*(人民币)?\s*([十百千]?[万亿]?(?:元|美元|美金|港元|欧元|圆))`)
	unitTitle = regexp.MustCompile(`[(（]\s*(?:人民币)?([十百千]?[万亿]?(?:元|美元))\s*[)）]\s*$`)
	unitTail  = regexp.MustCompile(`[(（\[【](?:单位)?[:：]?([^()（）\[\]【】]*)[)）\]】]$`)
)

// lineUnit finds the unit that a row above the header states: 单位：万元 (填报单位： is none), or （万元） at the end of a title.
func lineUnit(s string) (unit, bool) {
	s = squeeze(s)
	for _, m := range unitLine.FindAllStringSubmatchIndex(s, -1) {
		if before := s[:m[0]]; strings.HasSuffix(before, "填报") || strings.HasSuffix(before, "报送") {
			continue
		}
		if u, ok := parseUnit(s[m[4]:m[5]]); ok {
			return u, true
		}
	}
	if m := unitTitle.FindStringSubmatch(s); m != nil {
		return parseUnit(m[1])
	}
	return unit{}, false
}

// splitUnit cuts a unit off a squeezed header: 总投资(万元), 总投资/万元, 总投资:万元 → 总投资 and the unit.
func splitUnit(label string) (string, *unit) {
	if m := unitTail.FindStringSubmatchIndex(label); m != nil {
		words := strings.FieldsFunc(label[m[2]:m[3]], func(r rune) bool { return strings.ContainsRune("、,，:：/", r) })
		for _, w := range words {
			if u, ok := parseUnit(w); ok {
				return label[:m[0]], &u
			}
		}
	}
	for _, sep := range []string{"/", ":", "-"} {
		if i := strings.LastIndex(label, sep); i > 0 {
			if u, ok := parseUnit(label[i+1:]); ok {
				return label[:i], &u
			}
		}
	}
	if u, ok := parseUnit(label); ok {
		return "", &u
	}
	return label, nil
}
