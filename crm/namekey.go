package crm

import (
	"strings"
	"unicode"
)

// CompanyName tidies a company's name as it is shown: Fold, ends trimmed, line breaks removed,
// spaces dropped where they touch a Chinese character, or a bracket of a Chinese name, and runs of spaces inside a
// Latin name reduced to one (samples ruling 11). It never drops or adds a word.
func CompanyName(s string) string {
	s = Fold(s)
	foreign := strings.IndexFunc(s, func(r rune) bool { return r >= 0x2e80 }) < 0
	var out []rune
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if unicode.IsControl(r) {
			continue
		}
		if space && len(out) > 0 && (foreign || latin(out[len(out)-1]) && latin(r)) {
			out = append(out, ' ')
		}
		space = false
		out = append(out, r)
	}
	return string(out)
}

// bracketSpace drops the spaces beside brackets, which two spellings of one Latin name may have or not.
var bracketSpace = strings.NewReplacer(" (", "(", "( ", "(", " )", ")", ") ", ")")

func latin(r rune) bool { return r < 0x2e80 && r != '(' && r != ')' }

// NameKey returns the key under which two spellings of one company name are the same name
// (domain §4 "Name key"): CompanyName in lower case, 安康市 at its head written 安康, and without
// separators that carry no meaning (· and the like). The legal form stays part of the key.
func NameKey(name string) string {
	s := bracketSpace.Replace(strings.ToLower(CompanyName(name)))
	s = strings.Map(func(r rune) rune {
		switch r {
		case '·', '•', '・', '.', '。', '"', '“', '”', '\'', '‘', '’':
			return -1
		}
		return r
	}, s)
	if rest, ok := strings.CutPrefix(s, "安康市"); ok {
		s = "安康" + rest
	}
	return strings.ReplaceAll(s, "(安康市)", "(安康)")
}

// legalForms are endings of Chinese company names, the longer before those they end in.
var legalForms = []string{
	"集团股份有限责任公司", "集团股份有限公司", "集团有限责任公司", "集团有限公司",
	"股份有限责任公司", "控股有限责任公司", "股份有限公司", "有限责任公司", "有限公司", "股份公司", "集团公司",
	"合伙企业(有限合伙)", "合伙企业(普通合伙)", "(有限合伙)", "(普通合伙)", "(特殊普通合伙)", "合伙企业",
	"农民专业合作社联合社", "农民专业合作社", "专业合作社", "合作社", "个人独资企业",
	"co,ltd", "co, ltd", "co ltd", "coltd", "corporation", "corp", "limited", "ltd", "inc", "gmbh", "公司", "集团",
}

// FormlessKey returns NameKey without the legal form (有限公司, 有限责任公司, 股份有限公司, 集团 …), for the similarity of
// level L2 only (domain §4). Another place before the same 字号 stays another key. A name that
// is nothing but a legal form keeps it.
func FormlessKey(name string) string {
	k, _ := cutForm(NameKey(name))
	return k
}

// cutForm splits a name key into what stands before the legal form, and the form.
func cutForm(key string) (rest, form string) {
	for _, f := range legalForms {
		r, ok := strings.CutSuffix(key, f)
		if r = strings.TrimRight(r, " ,"); ok && r == "" {
			break
		}
		if ok {
			return r, f
		}
	}
	return key, ""
}

// otherForms are endings by which an organisation's name is complete, beside legalForms.
var otherForms = []string{"厂", "企业", "中心", "医院", "学校", "大学", "学院", "研究院", "研究所", "银行", "事务所", "协会", "商会", "基金会",
	"农场", "林场", "酒店", "宾馆", "工作室", "经营部", "商行", "超市", "政府", "管委会", "合作联社", "联合社", "分社", "门店", "店"}

// HasLegalForm reports whether name ends as a whole organisation's name does (公司, 厂, 合作社,
// 集团, 有限合伙 …), so that a comma behind it can separate two companies (samples ruling 11).
func HasLegalForm(name string) bool {
	k := NameKey(name)
	if _, form := cutForm(k); form != "" {
		return true
	}
	for _, f := range otherForms {
		if strings.HasSuffix(k, f) && len(k) > len(f) {
			return true
		}
	}
	return false
}

// Dice returns the bigram similarity of a and b as the exact ratio num/den:
// twice the bigrams in common over all bigrams of both, counted with repetition. Texts of a single
// character are their own bigram; two empty texts give 0/1. Compare with DiceAtLeast, never through a float.
func Dice(a, b string) (num, den int) {
	ga, gb := bigrams(a), bigrams(b)
	if len(ga)+len(gb) == 0 {
		return 0, 1
	}
	have := make(map[[2]rune]int, len(ga))
	for _, g := range ga {
		have[g]++
	}
	common := 0
	for _, g := range gb {
		if have[g] > 0 {
			have[g]--
			common++
		}
	}
	return 2 * common, len(ga) + len(gb)
}

func bigrams(s string) [][2]rune {
	rs := []rune(s)
	if len(rs) == 1 {
		return [][2]rune{{rs[0], 0}}
	}
	var out [][2]rune
	for i := 1; i < len(rs); i++ {
		out = append(out, [2]rune{rs[i-1], rs[i]})
	}
	return out
}

// DiceAtLeast reports whether Dice(a, b) is at least percent/100 (domain §4: 85 for L2).
func DiceAtLeast(a, b string, percent int) bool {
	num, den := Dice(a, b)
	return num*100 >= percent*den
}
