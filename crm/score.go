package crm

import (
	"strconv"
	"strings"
)

// Kinds of a part of a scoring term (domain §8, §9: schemes are data).
const (
	ScoreRate    = "rate"    // points × done ÷ target, the ratio held to a cap; no target = 0
	ScoreTiers   = "tiers"   // points by tiers of the value, e.g. days at the post
	ScoreShare   = "share"   // own ÷ group maximum × points; 0 ÷ 0 = 0
	ScoreEach    = "each"    // points for every one, may be negative
	ScoreMissing = "missing" // points lost for every one that is short of what is due
	ScoreTyped   = "value"   // points typed in as they are
)

// Whom a scheme scores.
const (
	ForUnits   = "unit"   // the credited units, year to date
	ForOffices = "office" // the liaison offices, month by month
)

// PointScale is what one point is in a scheme: amounts of points are ten-thousandths.
const PointScale int64 = 10_000

// ScoreScheme is one published or local way of scoring. Points of a term are its start plus
// its parts, held between floor and cap, exact, then rounded half up to Places; the total
// is the sum of the rounded terms, never below Floor.
type ScoreScheme struct {
	ID       int64        `json:"id,omitempty"`
	Version  int64        `json:"version,omitempty" doc:"修改时必填"`
	Code     string       `json:"code" minLength:"1" maxLength:"40"`
	Name     string       `json:"name" minLength:"1" maxLength:"60"`
	For      string       `json:"for" enum:"unit,office" doc:"unit 考核报送单位（年初至今），office 考核联络处（当月）"`
	FromYear int          `json:"fromYear,omitempty" doc:"起始年份，0 为不限"`
	ToYear   int          `json:"toYear,omitempty" doc:"截止年份，0 为不限"`
	Places   int          `json:"places" minimum:"0" maximum:"4" doc:"得分的小数位数"`
	Floor    *int64       `json:"floor,omitempty" doc:"总分不低于（万分之一分）"`
	Note     string       `json:"note,omitempty" maxLength:"500"`
	Source   string       `json:"source,omitempty" maxLength:"200" doc:"出处"`
	Terms    []SchemeTerm `json:"terms" minItems:"1" maxItems:"20"`
}

// SchemeTerm is one term. Start, Floor and Cap are ten-thousandths of a point.
type SchemeTerm struct {
	Code  string      `json:"code" minLength:"1" maxLength:"40"`
	Label string      `json:"label" minLength:"1" maxLength:"40"`
	Start int64       `json:"start,omitempty" doc:"起评分（万分之一分）"`
	Floor *int64      `json:"floor,omitempty"`
	Cap   *int64      `json:"cap,omitempty"`
	Parts []ScorePart `json:"parts" minItems:"1" maxItems:"8"`
}

// ScorePart adds to a term. Points and Short are ten-thousandths of a point.
type ScorePart struct {
	Kind   string      `json:"kind" enum:"rate,tiers,share,each,missing,value"`
	Source string      `json:"source" minLength:"1" maxLength:"80" doc:"figure:指标[/口径]、office:项、size:节点:下限-上限（亿元）、overdue:月数、typed:填报项"`
	Label  string      `json:"label,omitempty" maxLength:"40"`
	Points int64       `json:"points,omitempty" doc:"满分、每个的分数或每缺一个扣的分数（万分之一分）"`
	CapBP  *int64      `json:"capBp,omitempty" doc:"完成率最高按多少计（基点）"`
	Due    int64       `json:"due,omitempty" doc:"应有个数"`
	Tiers  []ScoreTier `json:"tiers,omitempty" maxItems:"10" doc:"从高到低"`
	Short  int64       `json:"short,omitempty" doc:"低于最低档时每少一扣的分数（万分之一分）"`
}

// ScoreTier gives Points from From on.
type ScoreTier struct {
	From   int64 `json:"from"`
	Points int64 `json:"points"`
}

// ValidIn reports whether the scheme applies in year.
func (s ScoreScheme) ValidIn(year int) bool {
	return (s.FromYear == 0 || year >= s.FromYear) && (s.ToYear == 0 || year <= s.ToYear)
}

// Sources of a part's value.
const (
	SourceFigure  = "figure"  // an indicator's cumulative, under a basis
	SourceOffice  = "office"  // what an office did in the month
	SourceSize    = "size"    // projects signed or started this year, by total investment
	SourceOverdue = "overdue" // projects signed and not started for longer than some months
	SourceTyped   = "typed"   // typed in, score_values
)

// OfficeItems are what `office:` sources count, with their labels.
var OfficeItems = []struct{ Code, Label string }{{"days", "驻点天数"}, {"visits", "拜访批次"}, {"companies", "拜访企业"}, {"receptions", "来访接待"},
	{"leads", "新增线索"}, {"bigLeads", "5亿元以上线索"}, {"led", "领导带队对接"}, {"foreign", "签约外资"}}

// ScoreSource is a source taken apart.
type ScoreSource struct {
	Kind      string
	Indicator string // figure
	Basis     string // figure; "" = the default
	Item      string // office, typed
	Milestone MilestoneKind
	Lo, Hi    int64 // size: 亿元, Lo ≤ total < Hi; Hi 0 = no end
	Months    int   // overdue
}

// ParseScoreSource reads figure:capital/outside, office:days, size:signed:10-,
// overdue:6 and typed:away.
func ParseScoreSource(s string) (ScoreSource, error) {
	bad := Invalid("source", "取数来源“%s”写法不对，可用：figure:capital、figure:foreign/fdi、office:days、size:signed:5-10、overdue:6、typed:away", s)
	kind, rest, _ := strings.Cut(s, ":")
	x := ScoreSource{Kind: kind}
	switch kind {
	case SourceFigure:
		x.Indicator, x.Basis, _ = strings.Cut(rest, "/")
		if !isWord(x.Indicator) || strings.Contains(rest, "/") && !isWord(x.Basis) {
			return x, bad
		}
	case SourceOffice:
		x.Item = rest
		for _, o := range OfficeItems {
			if o.Code == rest {
				return x, nil
			}
		}
		return x, bad
	case SourceTyped:
		x.Item = rest
		if !isWord(rest) {
			return x, bad
		}
	case SourceOverdue:
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 || n > 60 {
			return x, Invalid("source", "取数来源“%s”的月数须为 1—60，如 overdue:6", s)
		}
		x.Months = n
	case SourceSize:
		return sizeSource(x, rest, bad)
	default:
		return x, bad
	}
	return x, nil
}

func sizeSource(x ScoreSource, rest string, bad error) (ScoreSource, error) {
	kind, band, _ := strings.Cut(rest, ":")
	lo, hi, dash := strings.Cut(band, "-")
	x.Milestone = MilestoneKind(kind)
	var err error
	if x.Lo, err = strconv.ParseInt(lo, 10, 64); err != nil || !dash || x.Lo < 0 || x.Lo > 100_000 {
		return x, bad
	}
	if hi != "" {
		if x.Hi, err = strconv.ParseInt(hi, 10, 64); err != nil || x.Hi <= x.Lo || x.Hi > 100_000 {
			return x, bad
		}
	}
	if x.Milestone != MilestoneSigned && x.Milestone != MilestoneStarted {
		return x, bad
	}
	return x, nil
}

// isWord accepts the codes of indicators, bases and items: letters, digits, - and _.
func isWord(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return s != "" && len(s) <= 40
}

// ScoreValue is what one unit has of one source. Own and Target are in minor units, of
// which one printed unit has Per.
type ScoreValue struct {
	Own     int64
	Per     int64
	Unit    string // 亿元, 个 …
	Target  *int64
	Missing bool   // nothing was typed in
	Ref     string // 查数码 of a figure
}

// ScoreUnit is one unit with its values by source.
type ScoreUnit struct {
	ID     int64
	Code   string
	Name   string
	Ranked bool // 市本级及市直 is printed, never ranked
	Values map[string]ScoreValue
}

// ScoreLine is one unit's worked line.
type ScoreLine struct {
	UnitID int64       `json:"unitId"`
	Unit   string      `json:"unit" doc:"单位代码"`
	Name   string      `json:"name"`
	Terms  []TermScore `json:"terms"`
	Total  string      `json:"total"`
	Rank   *int        `json:"rank" doc:"空为不排名"`
	Change *int        `json:"change" doc:"比上月快照的位次变化，正为上升"`
}

// TermScore is one term of a line: Text shows how Points come about.
type TermScore struct {
	Code    string   `json:"code"`
	Points  string   `json:"points"`
	Text    string   `json:"text"`
	Missing bool     `json:"missing,omitempty" doc:"有填报项未填，按 0 计"`
	Refs    []string `json:"refs,omitempty" doc:"查数码"`
}

// SchemeScores is a scheme with the lines that it gives in a month.
type SchemeScores struct {
	Scheme   ScoreScheme `json:"scheme"`
	Month    Month       `json:"month"`
	Snapshot string      `json:"snapshot,omitempty" doc:"出自哪个快照，空为未关账"`
	Note     string      `json:"note,omitempty"`
	Lines    []ScoreLine `json:"lines"`
}
