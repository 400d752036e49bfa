package crm

import (
	"fmt"
	"strings"
)

// maxPoints bounds what a term may give or take: a thousand points.
const maxPoints = 1000 * PointScale

// Check validates a scheme that somebody wrote; every complaint names its term.
func (s ScoreScheme) Check() error {
	switch {
	case !isWord(s.Code):
		return Invalid("code", "方案代码“%s”只能用字母、数字、-、_，最长 40 个", s.Code)
	case !plainText(s.Name, 60):
		return Invalid("name", "方案名称须有 1—60 个字，只能一行，首尾没有空格，不能以 = + - @ 开头")
	case s.For != ForUnits && s.For != ForOffices:
		return Invalid("for", "考核对象只能是 unit（报送单位）或 office（联络处）")
	case s.FromYear < 0 || s.ToYear < 0 || s.ToYear != 0 && s.ToYear < s.FromYear:
		return Invalid("toYear", "截止年份不能早于起始年份")
	case s.Places < 0 || s.Places > 4:
		return Invalid("places", "得分小数位数须为 0—4")
	case len(s.Terms) == 0 || len(s.Terms) > 20:
		return Invalid("terms", "方案须有 1—20 项")
	case s.Floor != nil && tooManyPoints(*s.Floor):
		return Invalid("floor", "总分下限须在 ±1000 分以内")
	case s.For == ForOffices && (s.Places != 2 || s.Floor == nil || *s.Floor != 0):
		return Invalid("places", "联络处方案由月报表 11 按公式打印，须取两位小数、总分不低于 0")
	}
	seen := map[string]bool{}
	for i, t := range s.Terms {
		if err := s.checkTerm(t); err != nil {
			e := err.(*Error)
			return Invalid(fmt.Sprintf("terms[%d].%s", i, e.Field), "第 %d 项“%s”：%s", i+1, t.Label, e.Detail)
		}
		if seen[t.Code] {
			return Invalid(fmt.Sprintf("terms[%d].code", i), "第 %d 项的代码“%s”与前面重复", i+1, t.Code)
		}
		seen[t.Code] = true
	}
	return s.checkTyped()
}

// checkTyped refuses an item that is typed in for two ways of scoring: one is typed in as
// points, the other as a count.
func (s ScoreScheme) checkTyped() error {
	kinds := map[string]string{}
	for i, t := range s.Terms {
		for k, p := range t.Parts {
			if !strings.HasPrefix(p.Source, SourceTyped+":") {
				continue
			}
			if was := kinds[p.Source]; was != "" && was != p.Kind {
				return Invalid(fmt.Sprintf("terms[%d].parts[%d].source", i, k), "第 %d 项“%s”：填报项“%s”前面已按“%s”计分，请另用一个填报项", i+1, t.Label, p.Source, kindLabels[was])
			}
			kinds[p.Source] = p.Kind
		}
	}
	return nil
}

// plainText accepts a name of one line that no spreadsheet takes for a formula.
func plainText(s string, most int) bool {
	return s != "" && strings.TrimSpace(s) == s && oneLine(s) && len([]rune(s)) <= most && !strings.ContainsAny(s[:1], "=+-@")
}

func (s ScoreScheme) checkTerm(t SchemeTerm) error {
	switch {
	case !isWord(t.Code):
		return Invalid("code", "代码“%s”只能用字母、数字、-、_", t.Code)
	case !plainText(strings.ReplaceAll(t.Label, "\n", ""), 40): // the head of a column may break its line
		return Invalid("label", "名称须有 1—40 个字，首尾没有空格，不能以 = + - @ 开头")
	case len(t.Parts) == 0 || len(t.Parts) > 8:
		return Invalid("parts", "须有 1—8 个计分部分")
	case t.Floor != nil && t.Cap != nil && *t.Floor > *t.Cap:
		return Invalid("cap", "最高分不能小于最低分")
	case t.Cap != nil && *t.Cap < 0:
		return Invalid("cap", "最高分不能为负")
	case tooManyPoints(t.Start) || t.Floor != nil && tooManyPoints(*t.Floor) || t.Cap != nil && tooManyPoints(*t.Cap):
		return Invalid("start", "起评分、最低分和最高分须在 ±1000 分以内")
	}
	for i, p := range t.Parts {
		if err := s.checkPart(p); err != nil {
			e := err.(*Error)
			if len(t.Parts) > 1 {
				e.Detail = fmt.Sprintf("第 %d 部分%s", i+1, e.Detail)
			}
			return Invalid(fmt.Sprintf("parts[%d].%s", i, e.Field), "%s", e.Detail)
		}
	}
	if s.For == ForOffices {
		return checkPrinted(t)
	}
	return nil
}

func tooManyPoints(n int64) bool { return n > maxPoints || n < -maxPoints }

// kindLabels are the words of the form for the kinds.
var kindLabels = map[string]string{ScoreRate: "按完成率", ScoreTiers: "分档", ScoreShare: "与组内最高比", ScoreEach: "按个数",
	ScoreMissing: "缺项扣分", ScoreTyped: "直接填报"}

// kindSources says what each kind of part may be worked out from.
var kindSources = map[string][]string{ScoreRate: {SourceFigure}, ScoreShare: {SourceFigure, SourceOffice, SourceSize, SourceTyped},
	ScoreTiers: {SourceOffice, SourceSize, SourceTyped}, ScoreEach: {SourceOffice, SourceSize, SourceOverdue, SourceTyped},
	ScoreMissing: {SourceSize, SourceTyped}, ScoreTyped: {SourceTyped}}

func (s ScoreScheme) checkPart(p ScorePart) error {
	allowed, ok := kindSources[p.Kind]
	if !ok {
		return Invalid("kind", "没有“%s”这种计分方式，可用：rate、tiers、share、each、missing、value", p.Kind)
	}
	src, err := ParseScoreSource(p.Source)
	if err != nil {
		return err
	}
	switch {
	case !strings.Contains(" "+strings.Join(allowed, " ")+" ", " "+src.Kind+" "):
		return Invalid("source", "计分方式“%s”（%s）不能取自“%s”，可取自：%s", kindLabels[p.Kind], p.Kind, p.Source, strings.Join(allowed, "、"))
	case s.For == ForUnits && src.Kind == SourceOffice:
		return Invalid("source", "考核报送单位的方案不能取联络处的“%s”", p.Source)
	case s.For == ForOffices && src.Kind != SourceOffice && src.Kind != SourceTyped:
		return Invalid("source", "考核联络处的方案只能取 office: 和 typed: 来源，不能取“%s”", p.Source)
	case p.Label != "" && !plainText(p.Label, 40):
		return Invalid("label", "部分的名称最长 40 个字，只能一行，首尾没有空格，不能以 = + - @ 开头")
	case tooManyPoints(p.Points) || p.Short < 0 || p.Short > maxPoints:
		return Invalid("points", "分数须在 ±1000 分以内")
	case p.Kind != ScoreTyped && p.Kind != ScoreTiers && p.Points == 0:
		return Invalid("points", "没有写分数")
	case p.Kind != ScoreEach && p.Points < 0:
		return Invalid("points", "计分方式“%s”（%s）的分数不能为负", kindLabels[p.Kind], p.Kind)
	case p.CapBP != nil && (p.Kind != ScoreRate || *p.CapBP <= 0 || *p.CapBP > 10*FullShares):
		return Invalid("capBp", "完成率上限只用于按完成率计分，须在 0 与 1000%% 之间")
	case p.Due < 0 || p.Due > 100_000 || p.Kind == ScoreMissing && p.Due == 0:
		return Invalid("due", "缺项扣分须写应有个数，不超过 100000")
	}
	return checkTiers(p)
}

func checkTiers(p ScorePart) error {
	if (p.Kind == ScoreTiers) != (len(p.Tiers) > 0) || len(p.Tiers) > 10 {
		return Invalid("tiers", "分档计分须写 1—10 档，其余方式不写")
	}
	for i, t := range p.Tiers {
		if t.From < 0 || t.From > 1_000_000 || t.Points < 0 || tooManyPoints(t.Points) || i > 0 && t.From >= p.Tiers[i-1].From {
			return Invalid("tiers", "第 %d 档不对：档次须从高到低，分数不为负", i+1)
		}
	}
	return nil
}

// checkPrinted holds a term of an office scheme to what sheet 11 prints as a formula.
func checkPrinted(t SchemeTerm) error {
	hundredths := t.Parts[0].Points%100 == 0 && t.Parts[0].Short%100 == 0
	for _, tier := range t.Parts[0].Tiers {
		hundredths = hundredths && tier.Points%100 == 0
	}
	switch kind := t.Parts[0].Kind; {
	case len(t.Parts) > 1 || t.Start != 0 || t.Floor != nil || t.Cap != nil:
		return Invalid("parts", "联络处方案由月报表 11 按公式打印，每项只能有一个部分，不设起评分和上下限")
	case kind != ScoreTiers && kind != ScoreShare && kind != ScoreEach:
		return Invalid("parts[0].kind", "联络处方案只能用分档（tiers）、与组内最高比（share）、按个数（each）三种计分方式")
	case !hundredths:
		return Invalid("parts[0].points", "联络处方案的分数最多两位小数")
	}
	return nil
}

// CheckSchemeBasis refuses a basis that counts what is not verified, or that is valid in no
// year of the scheme: nobody could ever be scored by it.
func CheckSchemeBasis(s ScoreScheme, src ScoreSource, bases []Basis) error {
	for _, b := range bases {
		switch {
		case b.Indicator != src.Indicator || b.Code != src.Basis:
		case b.Filter.Pending():
			return Invalid("source", "口径“%s”含未核定的条目，不能用于考核", b.Label)
		case b.ToYear != 0 && s.FromYear > b.ToYear, s.ToYear != 0 && s.ToYear < b.FromYear:
			return Invalid("source", "口径“%s”在方案适用的年份里都不适用，请换一个口径或改年份", b.Label)
		}
	}
	return nil
}
