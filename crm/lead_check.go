package crm

import (
	"math/big"
	"regexp"
)

var industryCode = regexp.MustCompile(`^[A-T]?[0-9]{0,4}$`)

// CheckIndustry accepts a code of GB/T 4754-2017 by form: a section letter, two to
// four digits, or both.
func CheckIndustry(code string) error {
	if !industryCode.MatchString(code) {
		return Invalid("industry", "行业代码“%s”写法不对，应为 GB/T 4754-2017 的代码，如 C15 或 1522", code)
	}
	return nil
}

// CheckLand accepts land in 亩 as decimal text.
func CheckLand(mu string) error {
	if mu == "" {
		return nil
	}
	if r, ok := new(big.Rat).SetString(mu); !ok || r.Sign() < 0 || !regexp.MustCompile(`^[0-9.]+$`).MatchString(mu) {
		return Invalid("landMu", "用地“%s”不是数，请写成 120 或 35.5（亩）", mu)
	}
	return nil
}

// Check validates what does not need other rows: amounts, range, codes, next step.
func (in LeadInput) Check() error {
	if len([]rune(in.Project)) < 2 {
		return Invalid("project", "请填写项目名称（至少 2 个字）")
	}
	cur := Currency("")
	for _, f := range []struct {
		field, label string
		m            *Money
	}{{"amount", "拟投资额", in.Amount}, {"amountMin", "投资额下限", in.AmountMin}, {"amountMax", "投资额上限", in.AmountMax}} {
		switch {
		case f.m == nil:
			continue
		case !f.m.Currency.Valid():
			return Invalid(f.field, "%s的币种只能是人民币或美元", f.label)
		case f.m.Amount <= 0:
			return Invalid(f.field, "%s须大于 0，不知道请留空", f.label)
		case cur != "" && cur != f.m.Currency:
			return Invalid(f.field, "%s须与其他金额同币种", f.label)
		}
		if err := TooLarge(f.m.Amount, f.field, f.label); err != nil {
			return err
		}
		cur = f.m.Currency
	}
	if in.AmountMin != nil && in.AmountMax != nil && in.AmountMin.Amount > in.AmountMax.Amount {
		return Invalid("amountMax", "投资额上限小于下限，请核对")
	}
	if err := CheckIndustry(in.Industry); err != nil {
		return err
	}
	if err := CheckLand(in.LandMu); err != nil {
		return err
	}
	return CheckNextStep(in.NextStep, in.NextDue)
}

// Input returns the lead as it would be typed again, the base of a partial change.
func (l Lead) Input() LeadInput {
	return LeadInput{CompanyID: l.CompanyID, Project: l.Project, Content: l.Content, Industry: l.Industry, ChainID: l.ChainID,
		Amount: l.Amount, AmountMin: l.AmountMin, AmountMax: l.AmountMax, PlaceUnitID: l.PlaceUnitID, LandMu: l.LandMu,
		UnitID: l.UnitID, OwnerID: l.OwnerID, Source: l.Source, NextStep: l.NextStep, NextDue: l.NextDue, Version: l.Version}
}

// StatusInput pauses, wakes or ends a lead. Every status but 正常 needs a reason.
type StatusInput struct {
	Status  LeadStatus `json:"status" enum:"active,paused,dormant,dropped"`
	Reason  string     `json:"reason,omitempty" maxLength:"500"`
	Version int64      `json:"version"`

	Decision *DuplicateDecision `json:"decision,omitempty" doc:"恢复时查重后的处理"`
}

// CheckStatus decides whether l may take a status (domain §4).
func (l Lead) CheckStatus(in StatusInput) error {
	switch {
	case in.Status.Label() == "":
		return Invalid("status", "没有“%s”这个状态", in.Status)
	case l.Voided:
		return Conflict(l, "线索已作废，不能再改状态")
	case l.Stage == StageSigned:
		return Conflict(l, "线索已签约成为项目，请在项目中改状态")
	case in.Status == l.Status:
		return Conflict(l, "线索已是“%s”", in.Status.Label())
	case in.Status != LeadActive && !Reasoned(in.Reason):
		return Invalid("reason", "改为“%s”须写明原因", in.Status.Label())
	}
	return nil
}

// ReasonInput voids a row entered by mistake (domain §4: voided with a reason, not deleted).
type ReasonInput struct {
	Reason  string `json:"reason" minLength:"2" maxLength:"500"`
	Version int64  `json:"version"`
}

// NoteInput is a line of text on a lead's timeline; a note is not progress (domain §4).
type NoteInput struct {
	Text     string `json:"text" minLength:"1" maxLength:"1000"`
	Feedback bool   `json:"feedback,omitempty" doc:"作为对移交单位的反馈：告知对方，反馈期限即办结"`
}

// LeadShare is a unit other than the owner that may read a lead.
type LeadShare struct {
	UnitID   int64  `json:"unitId"`
	UnitName string `json:"unitName"`
	Why      string `json:"why" enum:"offered,transferred,shared" doc:"待接收、已移交、共享"`
}

// LeadDetail is a lead with what only its page shows.
type LeadDetail struct {
	Lead
	CanEdit    bool        `json:"canEdit" doc:"本人可否修改"`
	Needs      []StageNeed `json:"needs" doc:"本阶段和后面各阶段要求什么、还缺什么"`
	Visits     int64       `json:"visits" doc:"关联的拜访数"`
	Shares     []LeadShare `json:"shares" doc:"可见的其他单位"`
	Transfer   *Transfer   `json:"transfer" doc:"待接收的流转"`
	Agreed     *Transfer   `json:"agreed" doc:"签约时生效的归属约定所在的流转"`
	Introducer string      `json:"introducer" doc:"移交这条线索给现单位的单位，空为无"`
	Disputed   bool        `json:"disputed" doc:"首报首谈在争议中，办结前不能流转、签约、终止、作废；只告诉可修改的人"`
	UndoUntil  Instant     `json:"undoUntil" doc:"本人可撤销最近一次阶段或状态变动的截止时刻，空为不可"`
}

// LeadFilter narrows the list of leads; zero values do not filter.
type LeadFilter struct {
	Page
	Stage       Stage
	Status      LeadStatus
	UnitID      int64 // the unit and what is below it
	PlaceUnitID int64
	OwnerID     int64
	ChainID     int64
	CompanyID   int64
	Province    string
	Source      string
	Warning     string // yellow, red or lapsed
	DueBefore   Date   // next step due on or before
	Mine        bool
}

// ProgressBefore returns the last day whose n-months-later day is not after today:
// leads without progress since then have the colour of n months.
func ProgressBefore(today Date, n int) Date {
	d := today.AddMonths(-n).AddDays(-2)
	for d.AddDays(1).AddMonths(n) <= today {
		d = d.AddDays(1)
	}
	return d
}

// CompanyFilter narrows the list of companies.
type CompanyFilter struct {
	Page
	Origin   Origin
	Province string
	Tag      string
	UnitID   int64
}
