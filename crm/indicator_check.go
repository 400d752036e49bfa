package crm

import "regexp"

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
