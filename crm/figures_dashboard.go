package crm

import "fmt"

// Dashboard is the goal page: what the mayor asks first (interface §1). Verified figures
// and what still waits for verification never mix (domain §7).
type Dashboard struct {
	Month    Month              `json:"month"`
	Year     int                `json:"year"`
	CutOff   Date               `json:"cutOff"`
	Snapshot string             `json:"snapshot" doc:"关账快照编号，空为未关账"`
	AsOf     string             `json:"asOf" doc:"截至 · 口径 · 已核定"`
	Basis    string             `json:"basis" doc:"到位资金的口径"`
	Scope    string             `json:"scope" doc:"可见范围，空为全市"`
	Unit     string             `json:"unit" doc:"合计数查数码里的单位代码，空为合计不是一个单位的数"`
	Cards    []GoalCard         `json:"cards"`
	Units    []UnitGoal         `json:"units" doc:"到位资金，按官方排序"`
	Series   []SeriesMonth      `json:"series" doc:"到位资金 1—12 月"`
	Pending  PendingGoal        `json:"pending" doc:"已报未核定，不计入任何完成数"`
	BigTalks TalkCount          `json:"bigTalks" doc:"在谈亿元以上"`
	Funnel   []FunnelStage      `json:"funnel"`
	Warnings []DashboardWarning `json:"warnings"`
}

// GoalCard is one indicator's card. Ahead is done − target × pace in minor units.
type GoalCard struct {
	Code   string `json:"code"`
	Label  string `json:"label"`
	Unit   string `json:"unit" doc:"计量单位：亿元、万美元、个、户"`
	Figure Figure `json:"figure"`
	Ahead  *int64 `json:"ahead" doc:"超（欠）序时的绝对量，最小单位"`
	Word   string `json:"word" doc:"超序时、达序时、欠序时或—"`
	// What the figure counts: no figure on screen leaves its definition unsaid (domain §7).
	BasisLabel string `json:"basisLabel" doc:"口径名称，空为指标没有口径"`
}

// UnitGoal is one unit's line of the ranking.
type UnitGoal struct {
	ID     int64  `json:"id"`
	Code   string `json:"code"`
	Name   string `json:"name"`
	Ranked bool   `json:"ranked"`
	Figure Figure `json:"figure"`
	Word   string `json:"word"`
}

// PendingGoal is what is submitted and not verified.
type PendingGoal struct {
	Entries int64 `json:"entries"`
	CNY     int64 `json:"cny" doc:"分"`
}

// TalkCount counts leads in talks.
type TalkCount struct {
	Leads  int64 `json:"leads"`
	Amount int64 `json:"amount" doc:"分"`
}

// FunnelStage is one stage of the leads that are active; Reached counts those at it or
// beyond.
type FunnelStage struct {
	Stage   Stage  `json:"stage" enum:"new,qualified,talking,visiting,agreeing,signed"`
	Label   string `json:"label"`
	Leads   int64  `json:"leads"`
	Amount  int64  `json:"amount" doc:"分"`
	Reached int64  `json:"reached"`
}

// DashboardWarning is something that wants attention.
type DashboardWarning struct {
	Kind   string `json:"kind" enum:"behind,waiting,stale,unfiled"`
	Label  string `json:"label" doc:"落后、待审、超期、未报"`
	Text   string `json:"text"`
	UnitID int64  `json:"unitId"`
	Count  int64  `json:"count"`
}

// Card makes the card of an indicator.
func Card(code, label, unit string, f Figure, month Month) GoalCard {
	pace := paceFrom(f.Pace, month)
	gap := GapOf(RateOf(f.Cumulative, f.Target), pace)
	return GoalCard{Code: code, Label: label, Unit: unit, Figure: f, Ahead: AheadBy(f.Cumulative, f.Target, pace), Word: GapWord(gap, 1)}
}

// BehindText says how far a unit is behind the pace; "" when it is not.
func BehindText(name string, f Figure, month Month) string {
	pace := paceFrom(f.Pace, month)
	rate := RateOf(f.Cumulative, f.Target)
	gap := GapOf(rate, pace)
	if GapWord(gap, 1) != PaceBehind {
		return ""
	}
	return fmt.Sprintf("%s完成 %s%%，低于序时 %s 个百分点", name, PercentText(rate, 1), RoundRat(gap.Neg(gap), 1).FloatString(1))
}

// AsOfLine is the line that every figure on a page stands under: 截至 · 口径 · 已核定.
func AsOfLine(day Date, snapshot, basis string) string {
	s := fmt.Sprintf("截至 %s · %s · 已核定", day, basis)
	if snapshot != "" {
		s += " · 快照 " + snapshot
	}
	return s
}

// AsOfPending is the same for a basis that counts what is not verified yet.
func AsOfPending(day Date, basis string) string {
	return fmt.Sprintf("截至 %s · %s · 含未核定，仅供内部参考", day, basis)
}
