package crm

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Basis (口径) is a named, dated filter over the roll-up's dimensions; no formula
// language (domain §7).
type Basis struct {
	Code      string      `json:"code"`
	Indicator string      `json:"indicator"`
	Label     string      `json:"label"`
	Filter    BasisFilter `json:"filter"`
	FromYear  int         `json:"fromYear" doc:"0 为不限"`
	ToYear    int         `json:"toYear" doc:"0 为不限"`
	Default   bool        `json:"default" doc:"是否所问年度的默认口径"`
	Note      string      `json:"note"`
	Order     int         `json:"order"`
	Counts    string      `json:"counts,omitempty" readOnly:"true" doc:"筛选条件的文字，由系统写出"`
	Within    bool        `json:"within,omitempty" readOnly:"true" doc:"是否所问年度月报里该指标的“其中”"`
}

// ValidIn reports whether the basis may be used in year.
func (b Basis) ValidIn(year int) bool {
	return (b.FromYear == 0 || year >= b.FromYear) && (b.ToYear == 0 || year <= b.ToYear)
}

// BasisDefault is the basis of an indicator where none is named, from a year on until a
// later year has its own.
type BasisDefault struct {
	Indicator string `json:"indicator" maxLength:"30"`
	Year      int    `json:"year" minimum:"2000" maximum:"2100"`
	Basis     string `json:"basis" maxLength:"30"`
	KnownOn   Date   `json:"knownOn,omitempty" readOnly:"true"`
}

// BasisFilter selects roll-up cells; an empty field does not filter.
type BasisFilter struct {
	Origins     []Origin      `json:"origins,omitempty" maxItems:"5" doc:"资金来源"`
	Fixed       *bool         `json:"fixed,omitempty" doc:"固定资产"`
	FDI         *bool         `json:"fdi,omitempty" doc:"外商直接投资（商务部口径）"`
	Currency    []Currency    `json:"currency,omitempty" maxItems:"2" doc:"币种"`
	Chains      []int64       `json:"chains,omitempty" maxItems:"100" doc:"产业链"`
	Units       []int64       `json:"units,omitempty" maxItems:"100" doc:"计入的单位"`
	Months      []int         `json:"months,omitempty" maxItems:"12" doc:"一年中的月份，1—12"`
	Adjustments []string      `json:"adjustments,omitempty" maxItems:"2" doc:"own 当月发生，sameYear 本年跨期调整"`
	States      []ReviewState `json:"states,omitempty" maxItems:"2" doc:"verified 已核定（不选即此），submitted 已报待核"`
}

// Values of BasisFilter.Adjustments. Adjustments of earlier years stand outside the year
// whatever the basis (domain §7).
const (
	AdjustOwn = "own" // what belongs to its month
)

// dimensions are what a basis may filter by, as JSON and in words.
var dimensions = [][2]string{{"units", "单位"}, {"months", "月份"}, {"adjustments", "跨期调整"}, {"currency", "币种"}, {"origins", "来源"},
	{"fixed", "固定资产"}, {"fdi", "外商直接投资"}, {"chains", "产业链"}, {"states", "状态"}}

// UnknownDimension refuses a filter by something that the roll-ups do not keep.
func UnknownDimension(key string) *Error {
	names := make([]string, len(dimensions))
	for i, d := range dimensions {
		names[i] = d[1] + " " + d[0]
	}
	return Invalid("filter."+key, "口径不能按“%s”筛选，可用：%s", key, strings.Join(names, "、"))
}

// ParseBasisFilter reads a filter as JSON; a dimension that does not exist is refused.
func ParseBasisFilter(text string) (f BasisFilter, err error) {
	var keys map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &keys) != nil {
		return f, Invalid("filter", "口径的筛选条件不是正确的 JSON")
	}
	var unknown []string
	for key := range keys {
		if !slices.ContainsFunc(dimensions, func(d [2]string) bool { return d[0] == key }) {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) > 0 {
		return f, UnknownDimension(slices.Min(unknown))
	}
	if json.Unmarshal([]byte(text), &f) != nil {
		return f, Invalid("filter", "口径的筛选条件写法不对，请对照 单位、月份等各项的写法")
	}
	return f, nil
}

// Has reports whether a cell with these dimensions counts under the filter.
func (f BasisFilter) Has(c Cell) bool {
	return has(f.Origins, c.Origin) && has(f.Currency, c.Currency) && has(f.Chains, c.ChainID) && has(f.Units, c.UnitID) &&
		(f.Fixed == nil || *f.Fixed == c.Fixed) && (f.FDI == nil || *f.FDI == c.FDI) &&
		(len(f.Months) == 0 || slices.Contains(f.Months, c.Month.Number())) &&
		(len(f.Adjustments) == 0 || slices.Contains(f.Adjustments, adjustName(c.Adjustment))) && f.hasState(c.State)
}

func has[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

func adjustName(a Adjustment) string {
	if a == AdjustNone {
		return AdjustOwn
	}
	return string(a)
}

// hasState takes a cell without a state for verified, as credit lines are.
func (f BasisFilter) hasState(s ReviewState) bool {
	if s == "" {
		s = StateVerified
	}
	if len(f.States) == 0 {
		return s == StateVerified
	}
	return slices.Contains(f.States, s)
}

// Pending reports whether the filter counts what is not verified yet.
func (f BasisFilter) Pending() bool { return slices.Contains(f.States, StateSubmitted) }

// Within reports whether all that f counts is counted by whole too, by their dimensions
// alone: so f may be printed as an 其中 of whole.
func (f BasisFilter) Within(whole BasisFilter) bool {
	origins := f.Origins
	if len(origins) == 0 && f.FDI != nil && *f.FDI {
		origins = []Origin{OriginForeign} // FDI is part of what comes from abroad (domain §7)
	}
	return within(origins, whole.Origins) && within(f.Currency, whole.Currency) && within(f.Chains, whole.Chains) &&
		within(f.Units, whole.Units) && within(f.Months, whole.Months) && within(f.Adjustments, whole.Adjustments) &&
		(whole.Fixed == nil || f.Fixed != nil && *f.Fixed == *whole.Fixed) && (whole.FDI == nil || f.FDI != nil && *f.FDI == *whole.FDI) &&
		within(f.states(), whole.states())
}

func (f BasisFilter) states() []ReviewState {
	if len(f.States) == 0 {
		return []ReviewState{StateVerified}
	}
	return f.States
}

func within[T comparable](part, whole []T) bool {
	if len(whole) == 0 {
		return true
	}
	return len(part) > 0 && !slices.ContainsFunc(part, func(v T) bool { return !slices.Contains(whole, v) })
}

// BasisNames gives the names of what a filter names by id; nil leaves them unnamed.
type BasisNames struct{ Units, Chains map[int64]string }

// Text says in words what a basis of an indicator with the filter counts.
func (f BasisFilter) Text(of Indicator, n *BasisNames) string {
	var parts []string
	add := func(before string, names []string) {
		if len(names) > 0 {
			parts = append(parts, before+strings.Join(names, "、"))
		}
	}
	if n == nil {
		n = &BasisNames{}
	}
	add("来源地为", wordsOf(f.Origins, Origin.Label))
	if f.Fixed != nil {
		parts = append(parts, map[bool]string{true: "形成固定资产", false: "未形成固定资产"}[*f.Fixed])
	}
	if f.FDI != nil {
		parts = append(parts, map[bool]string{true: "商务部口径外商直接投资", false: "不属于外商直接投资"}[*f.FDI])
	}
	add("币种为", wordsOf(f.Currency, func(c Currency) string { return map[Currency]string{CNY: "人民币", USD: "美元"}[c] }))
	parts = append(parts, namedPart("产业链", f.Chains, n.Chains)...)
	parts = append(parts, namedPart("单位", f.Units, n.Units)...)
	add("月份为", wordsOf(f.Months, func(m int) string { return fmt.Sprintf("%d月", m) }))
	add("只计", wordsOf(f.Adjustments, func(a string) string {
		return map[string]string{AdjustOwn: "当月发生", string(AdjustSameYear): "本年跨期调整"}[a]
	}))
	switch of.Source {
	case SourceMilestone:
		return countedText(parts, "审核通过的节点,按节点日期计入")
	case SourceManual:
		return countedText(parts, "主管部门提供的当月数")
	}
	state := "已核定"
	if f.Pending() {
		state = map[bool]string{true: "已核定和已报待核", false: "已报待核"}[slices.Contains(f.States, StateVerified)]
	}
	if len(parts) == 0 {
		return "全部" + state + "的到位资金"
	}
	return strings.Join(parts, ",") + "的" + state + "资金"
}

// countedText narrows what is counted by the parts of a filter.
func countedText(parts []string, what string) string {
	if len(parts) == 0 {
		return what
	}
	return strings.Join(parts, ",") + "的:" + what
}

func wordsOf[T any](list []T, word func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = word(v)
	}
	return out
}

// namedPart names chains or units, or says only that some are chosen.
func namedPart(what string, ids []int64, names map[int64]string) []string {
	if len(ids) == 0 {
		return nil
	}
	list := wordsOf(ids, func(id int64) string { return names[id] })
	if slices.Contains(list, "") {
		return []string{fmt.Sprintf("指定的%d个%s", len(ids), what)}
	}
	return []string{what + "为" + strings.Join(list, "、")}
}
