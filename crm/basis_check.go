package crm

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pendingLabel ends the name of every basis that counts what is not verified yet: such
// figures never stand beside verified ones unmarked (domain §7).
const pendingLabel = "（含未核定）"

// Named gives b the name that its filter demands.
func (b Basis) Named() Basis {
	b.Label = strings.TrimSpace(b.Label)
	if b.Label != "" && b.Filter.Pending() && !strings.HasSuffix(b.Label, pendingLabel) {
		b.Label += pendingLabel
	}
	return b
}

// CheckBasis decides whether b may be added: it belongs to an indicator, filters by
// what the indicator's source keeps, and a code that exists keeps its filter.
func CheckBasis(b Basis, inds []Indicator, have []Basis) error {
	at := slices.IndexFunc(inds, func(i Indicator) bool { return i.Code == b.Indicator })
	switch {
	case at < 0:
		return Invalid("indicator", "没有“%s”这个指标", b.Indicator)
	case !codeForm.MatchString(b.Code):
		return Invalid("code", "口径代码“%s”须以小写字母开头，只含字母和数字", b.Code)
	case b.Label == "":
		return Invalid("label", "请填写口径名称")
	}
	if err := b.bounded(have); err != nil {
		return err
	}
	switch {
	case b.ToYear != 0 && b.ToYear < b.FromYear:
		return Invalid("toYear", "口径“%s”的截止年份早于起始年份", b.Label)
	case b.Default && b.Filter.Pending():
		return Invalid("default", "口径“%s”含未核定的条目，不能作默认口径", b.Label)
	}
	if err := b.Filter.check(inds[at]); err != nil {
		return err
	}
	for _, old := range have {
		if old.Indicator == b.Indicator && old.Code == b.Code && !sameFilter(old.Filter, b.Filter) {
			return Conflict(old, "口径“%s”已在使用，筛选条件不能改，请另建一个口径", old.Label)
		}
	}
	return nil
}

// Bounds of a basis.
const (
	maxBasisLabel = 30
	maxBasisNote  = 500
	maxBasisOrder = 9999
)

// bounded holds the texts and numbers of b to what reports print; of one indicator no two
// bases have the same name.
func (b Basis) bounded(have []Basis) error {
	badYear := func(y int) bool { return y != 0 && (y < 2000 || y > 2100) }
	switch {
	case utf8.RuneCountInString(b.Label) > maxBasisLabel || !oneLine(b.Label):
		return Invalid("label", "口径名称最多 %d 个字，只能一行，不能有看不见的字符", maxBasisLabel)
	case utf8.RuneCountInString(b.Note) > maxBasisNote || !oneLine(strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(b.Note)):
		return Invalid("note", "口径“%s”的说明最多 %d 个字，不能有看不见的字符", b.Label, maxBasisNote)
	case badYear(b.FromYear):
		return Invalid("fromYear", "口径“%s”的起始年份须在 2000—2100，0 为不限", b.Label)
	case badYear(b.ToYear):
		return Invalid("toYear", "口径“%s”的截止年份须在 2000—2100，0 为不限", b.Label)
	case b.Order < 0 || b.Order > maxBasisOrder:
		return Invalid("order", "口径“%s”的次序须在 0—%d", b.Label, maxBasisOrder)
	}
	for _, old := range have {
		if old.Indicator == b.Indicator && old.Code != b.Code && old.Label == b.Label {
			return Invalid("label", "这个指标已有名为“%s”的口径（%s），请换一个名称", b.Label, old.Code)
		}
	}
	return nil
}

// oneLine reports whether s prints as one line as it reads: no control, format or bidi
// characters, no line or paragraph separators.
func oneLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
	})
}

func sameFilter(a, b BasisFilter) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// check looks at every value of the filter, and whether the indicator's source keeps
// the dimension: milestones know units, months, adjustments and chains, typed months
// only units and months.
func (f BasisFilter) check(of Indicator) error {
	ledgerOnly := len(f.Origins) > 0 || f.Fixed != nil || f.FDI != nil || len(f.Currency) > 0 || len(f.States) > 0
	switch {
	case of.Source != SourceCapital && ledgerOnly:
		return Invalid("filter", "“%s”不取自台账，口径只能按单位、月份、跨期调整和产业链筛选", of.Label)
	case of.Source == SourceManual && (len(f.Chains) > 0 || len(f.Adjustments) > 0):
		return Invalid("filter", "“%s”按月填报，口径只能按单位和月份筛选", of.Label)
	}
	for _, o := range f.Origins {
		if !o.Valid() {
			return Invalid("filter.origins", "资金来源“%s”不认识", o)
		}
	}
	for _, c := range f.Currency {
		if !c.Valid() {
			return Invalid("filter.currency", "币种“%s”不认识，只有 CNY 和 USD", c)
		}
	}
	for _, m := range f.Months {
		if m < 1 || m > 12 {
			return Invalid("filter.months", "月份须为 1—12，不能是 %d", m)
		}
	}
	for _, a := range f.Adjustments {
		if a == string(AdjustEarlier) {
			return Invalid("filter.adjustments", "以前年度的调整不在本年数内，不能作口径")
		}
		if a != AdjustOwn && a != string(AdjustSameYear) {
			return Invalid("filter.adjustments", "跨期调整“%s”不认识，只有 own（当月发生）和 sameYear（本年跨期调整）", a)
		}
	}
	for _, s := range f.States {
		if s != StateVerified && s != StateSubmitted {
			return Invalid("filter.states", "状态“%s”不能作口径，只有 verified（已核定）和 submitted（已报待核）", s)
		}
	}
	return nil
}

// CheckDefaultBasis decides whether in may be the default of its year.
func CheckDefaultBasis(in BasisDefault, inds []Indicator, bases []Basis) error {
	at := slices.IndexFunc(inds, func(i Indicator) bool { return i.Code == in.Indicator })
	if at < 0 {
		return Invalid("indicator", "没有“%s”这个指标", in.Indicator)
	}
	if in.Year < 2000 || in.Year > 2100 {
		return Invalid("year", "年份 %d 不对", in.Year)
	}
	for _, b := range bases {
		switch {
		case b.Indicator != in.Indicator || b.Code != in.Basis:
		case !b.ValidIn(in.Year):
			return Invalid("basis", "口径“%s”在 %d 年不适用，不能作默认口径", b.Label, in.Year)
		case b.Filter.Pending():
			return Invalid("basis", "口径“%s”含未核定的条目，不能作默认口径", b.Label)
		default:
			return nil
		}
	}
	return Invalid("basis", "指标“%s”没有“%s”这个口径", inds[at].Label, in.Basis)
}
