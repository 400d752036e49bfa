package crm

import "strings"

// ScoreTypedValue is what is typed in for a scheme: a unit's month of one item.
type ScoreTypedValue struct {
	Scheme string `json:"scheme" minLength:"1" maxLength:"40" doc:"方案代码"`
	UnitID int64  `json:"unitId"`
	Month  Month  `json:"month" maxLength:"7"`
	Item   string `json:"item" minLength:"1" maxLength:"40" doc:"方案里 typed: 后面的填报项"`
	Value  *int64 `json:"value" doc:"万分之一；次数 1 写 10000，0.3 分写 3000；空为撤销"`
	Note   string `json:"note,omitempty" maxLength:"200"`
}

// CheckScoreValue finds the scheme and item that a value is for, and refuses what it
// does not take: negative values, and parts of what is counted one by one.
func CheckScoreValue(schemes []ScoreScheme, x ScoreTypedValue) (ScoreScheme, error) {
	for _, s := range schemes {
		if s.Code != x.Scheme {
			continue
		}
		kind := s.typedKind(x.Item)
		switch {
		case kind == "":
			return s, Invalid("item", "方案“%s”没有“%s”这个填报项", s.Name, x.Item)
		case !s.ValidIn(x.Month.Year()):
			return s, Invalid("month", "方案“%s”在 %d 年不适用", s.Name, x.Month.Year())
		case x.Value == nil:
		case *x.Value < 0 || *x.Value > maxPoints:
			return s, Invalid("value", "填报数须在 0—1000 之间")
		case kind != ScoreTyped && *x.Value%PointScale != 0:
			return s, Invalid("value", "次数须为整数")
		}
		return s, nil
	}
	return ScoreScheme{}, Invalid("scheme", "没有“%s”这个评分方案", x.Scheme)
}

// typedKind is the kind of the part that reads a typed item; "" for none.
func (s ScoreScheme) typedKind(item string) string {
	for _, t := range s.Terms {
		for _, p := range t.Parts {
			if strings.TrimPrefix(p.Source, SourceTyped+":") == item && p.Source != item {
				return p.Kind
			}
		}
	}
	return ""
}

// LinesIn keeps the lines of the units that a scope has.
func LinesIn(lines []ScoreLine, sc Scope) []ScoreLine {
	out := []ScoreLine{}
	for _, l := range lines {
		if sc.Has(l.UnitID) {
			out = append(out, l)
		}
	}
	return out
}
