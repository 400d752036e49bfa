package store

import (
	"strings"

	"github.com/mozillazg/go-pinyin"

	"yinfeng/crm"
)

var (
	pinyinFull  = pinyin.NewArgs()
	pinyinFirst = func() pinyin.Args { a := pinyin.NewArgs(); a.Style = pinyin.FirstLetter; return a }()
)

// pinyinOf returns text's full pinyin and its initials, each as one word, so that
// "xunyang" and "xy" find 旬阳. Empty for text without Chinese characters.
func pinyinOf(text string) (full, initials string) {
	return strings.Join(pinyin.LazyPinyin(text, pinyinFull), ""), strings.Join(pinyin.LazyPinyin(text, pinyinFirst), "")
}

// withPinyin adds the pinyin of names to the texts of a search row.
func withPinyin(texts []string, names ...string) []string {
	for _, n := range names {
		full, initials := pinyinOf(n)
		texts = append(texts, full, initials)
	}
	return texts
}

// companyTexts is what a company is found by; the keys of its names are for nearCompanies.
func companyTexts(name, creditCode string) []string {
	texts := withPinyin([]string{name, creditCode}, name)
	for _, n := range crm.NamesOf(name) {
		texts = append(texts, crm.MatchKey(n))
	}
	return texts
}

// visitTexts is what a visit is found by: its code, theme, place and companies.
func visitTexts(code, theme, place string, companies []string) []string {
	return withPinyin(append([]string{code, theme, place}, companies...), append([]string{theme}, companies...)...)
}
