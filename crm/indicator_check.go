package crm

import (
	"reflect"
	"regexp"
)

var codeForm = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,29}$`)

// Check validates an indicator: a stable code, a label, a kind with its currency.
func (i Indicator) Check() error {
	switch {
	case !codeForm.MatchString(i.Code):
		return Invalid("code", "指标代码“%s”须以小写字母开头，只含字母和数字", i.Code)
	case i.Label == "":
		return Invalid("label", "请填写指标名称")
	case i.Kind != FigureMoney && i.Kind != FigureCount:
		return Invalid("kind", "指标“%s”的类型只能是金额或计数", i.Label)
	case i.Kind == FigureMoney && !i.Currency.Valid():
		return Invalid("currency", "金额指标“%s”的币种只能是人民币或美元", i.Label)
	case i.Kind == FigureCount && i.Currency != "":
		return Invalid("currency", "计数指标“%s”没有币种", i.Label)
	case i.Source != SourceCapital && i.Source != SourceMilestone && i.Source != SourceManual:
		return Invalid("source", "指标“%s”的来源只能是台账、节点或手工填报", i.Label)
	}
	return nil
}

// Sources of an indicator's values.
const (
	SourceCapital   = "capital"   // the ledger's credit lines
	SourceMilestone = "milestone" // approved milestones
	SourceManual    = "manual"    // typed in month by month
)

// CheckBasis decides whether b may be added: it belongs to an indicator of the ledger
// or of milestones, and a code that exists keeps its filter.
func CheckBasis(b Basis, inds []Indicator, have []Basis) error {
	var of *Indicator
	for i := range inds {
		if inds[i].Code == b.Indicator {
			of = &inds[i]
		}
	}
	switch {
	case of == nil:
		return Invalid("indicator", "没有“%s”这个指标", b.Indicator)
	case !codeForm.MatchString(b.Code):
		return Invalid("code", "口径代码“%s”须以小写字母开头，只含字母和数字", b.Code)
	case b.Label == "":
		return Invalid("label", "请填写口径名称")
	case b.ToYear != 0 && b.ToYear < b.FromYear:
		return Invalid("toYear", "口径“%s”的截止年份早于起始年份", b.Label)
	case of.Source != SourceCapital && (len(b.Filter.Origins) > 0 || b.Filter.Fixed != nil || b.Filter.FDI != nil || len(b.Filter.Currency) > 0):
		return Invalid("filter", "“%s”不取自台账，口径只能按产业链筛选", of.Label)
	}
	for _, o := range b.Filter.Origins {
		if !o.Valid() {
			return Invalid("filter", "资金来源“%s”不认识", o)
		}
	}
	for _, old := range have {
		if old.Indicator == b.Indicator && old.Code == b.Code && !reflect.DeepEqual(old.Filter, b.Filter) {
			return Conflict(old, "口径“%s”已在使用，筛选条件不能改，请另建一个口径", old.Label)
		}
	}
	return nil
}
