package crm

// MilestoneKind is a 节点 of a project.
type MilestoneKind string

// The milestones in order, and the increase of an existing project, which adds only
// its increment (domain §6).
const (
	MilestoneSigned    MilestoneKind = "signed"     // 签约
	MilestoneRegister  MilestoneKind = "registered" // 注册
	MilestoneStarted   MilestoneKind = "started"    // 开工
	MilestoneListed    MilestoneKind = "listed"     // 入统
	MilestoneProducing MilestoneKind = "producing"  // 投产
	MilestoneFull      MilestoneKind = "full"       // 达产
	MilestoneIncrease  MilestoneKind = "increase"   // 增资
)

// MilestoneKinds in their order.
var MilestoneKinds = []MilestoneKind{MilestoneSigned, MilestoneRegister, MilestoneStarted, MilestoneListed,
	MilestoneProducing, MilestoneFull, MilestoneIncrease}

// Label is the milestone's Chinese name.
func (k MilestoneKind) Label() string {
	return map[MilestoneKind]string{MilestoneSigned: "签约", MilestoneRegister: "注册", MilestoneStarted: "开工",
		MilestoneListed: "入统", MilestoneProducing: "投产", MilestoneFull: "达产", MilestoneIncrease: "增资"}[k]
}

// ReviewState is the state of what is reported and reviewed: milestones and entries.
type ReviewState string

// States. Milestones end as approved, capital entries as verified.
const (
	StateDraft     ReviewState = "draft"     // 草稿
	StateSubmitted ReviewState = "submitted" // 已报
	StateApproved  ReviewState = "approved"  // 通过
	StateVerified  ReviewState = "verified"  // 已核定
	StateReturned  ReviewState = "returned"  // 退回
)

// Label is the state's Chinese name.
func (s ReviewState) Label() string {
	return map[ReviewState]string{StateDraft: "草稿", StateSubmitted: "已报待核", StateApproved: "通过", StateVerified: "已核定",
		StateReturned: "退回"}[s]
}

// Milestone is one node of a project with its own date, evidence and review.
type Milestone struct {
	ID           int64         `json:"id"`
	ProjectID    int64         `json:"projectId"`
	ProjectName  string        `json:"projectName"`
	Kind         MilestoneKind `json:"kind" enum:"signed,registered,started,listed,producing,full,increase"`
	On           string        `json:"on" doc:"日期，按精度：2022-08-05、2022-08 或 2022"`
	Precision    Precision     `json:"precision" enum:"day,month,year"`
	Amount       *Money        `json:"amount" doc:"增资额，仅增资"`
	State        ReviewState   `json:"state" enum:"draft,submitted,approved,returned"`
	Note         string        `json:"note"`
	Capacity     string        `json:"capacity" doc:"投产：产能"`
	OutputCNY    int64         `json:"outputCny" doc:"投产：年产值，分"`
	TaxCNY       int64         `json:"taxCny" doc:"投产：年税收，分"`
	Jobs         int64         `json:"jobs" doc:"投产：用工"`
	ReportedBy   int64         `json:"reportedBy"`
	ReporterName string        `json:"reporterName"`
	SubmittedAt  Instant       `json:"submittedAt"`
	ReviewedBy   int64         `json:"reviewedBy"`
	ReviewerName string        `json:"reviewerName"`
	ReviewedAt   Instant       `json:"reviewedAt"`
	KnownOn      Date          `json:"knownOn" doc:"通过的业务日"`
	Opinions     []Opinion     `json:"opinions"`
	Evidence     []Attachment  `json:"evidence"`
	UnitID       int64         `json:"unitId"`
	UnitName     string        `json:"unitName"`
	Version      int64         `json:"version"`
}

// MilestoneInput is what a reporter files.
type MilestoneInput struct {
	Kind      MilestoneKind `json:"kind" enum:"signed,registered,started,listed,producing,full,increase"`
	On        string        `json:"on" minLength:"4" maxLength:"10"`
	Amount    *Money        `json:"amount,omitempty"`
	Note      string        `json:"note,omitempty" maxLength:"1000"`
	Capacity  string        `json:"capacity,omitempty" maxLength:"200"`
	OutputCNY int64         `json:"outputCny,omitempty" minimum:"0"`
	TaxCNY    int64         `json:"taxCny,omitempty" minimum:"0"`
	Jobs      int64         `json:"jobs,omitempty" minimum:"0"`
	Submit    bool          `json:"submit,omitempty" doc:"同时提交审核"`
	Version   int64         `json:"version,omitempty"`
}

// Opinion is a reviewer's word; appended, never overwritten (domain §6).
type Opinion struct {
	ID       int64   `json:"id"`
	Decision string  `json:"decision" enum:"submit,withdraw,approve,verify,return,carry"`
	Text     string  `json:"text"`
	UserID   int64   `json:"userId"`
	UserName string  `json:"userName"`
	KnownOn  Date    `json:"knownOn"`
	At       Instant `json:"at"`
}

// PartialDate reads a date of day, month or year precision and tells which.
func PartialDate(s string) (string, Precision, error) {
	switch len(s) {
	case 4:
		if _, err := ParseMonth(s + "-01"); err == nil {
			return s, PrecisionYear, nil
		}
	case 7:
		if _, err := ParseMonth(s); err == nil {
			return s, PrecisionMonth, nil
		}
	case 10:
		if _, err := ParseDate(s); err == nil {
			return s, PrecisionDay, nil
		}
	}
	return "", "", Invalid("on", "日期“%s”写法不对，请写成 2022-09-26、2022-09 或 2022", s)
}

// CheckMilestone decides whether m may stand on its project: not in the future, not
// before an approved earlier milestone, an increase has an amount, one approved of a
// kind (increase aside).
func CheckMilestone(in MilestoneInput, approved []Milestone, today Date) error {
	on, _, err := PartialDate(in.On)
	if err != nil {
		return err
	}
	if on > string(today) {
		return Invalid("on", "%s日期 %s 还没到，节点只能报已发生的", in.Kind.Label(), on)
	}
	if on < "1978" {
		return Invalid("on", "%s日期 %s 太早，请核对年份", in.Kind.Label(), on)
	}
	if in.Jobs > 1_000_000 {
		return Invalid("jobs", "用工 %d 人太多，请核对", in.Jobs)
	}
	if in.Kind == MilestoneIncrease && (in.Amount == nil || in.Amount.Amount <= 0 || !in.Amount.Currency.Valid()) {
		return Invalid("amount", "增资须填写大于 0 的增资额")
	}
	if in.Kind != MilestoneIncrease && in.Amount != nil {
		return Invalid("amount", "只有增资节点填写增资额")
	}
	if in.Amount != nil {
		if err := TooLarge(in.Amount.Amount, "amount", "增资额"); err != nil {
			return err
		}
	}
	for field, n := range map[string]int64{"outputCny": in.OutputCNY, "taxCny": in.TaxCNY} {
		if err := TooLarge(n, field, "年产值或税收"); err != nil {
			return err
		}
	}
	for _, m := range approved {
		if m.Kind == in.Kind && in.Kind != MilestoneIncrease {
			return Conflict(m, "这个项目的%s节点已审核通过，不能再报", in.Kind.Label())
		}
		n := min(len(m.On), len(on))
		if m.Kind == MilestoneSigned && in.Kind != MilestoneSigned && on[:n] < m.On[:n] {
			return Invalid("on", "%s日期 %s 早于签约日期 %s，请核对", in.Kind.Label(), on, m.On)
		}
	}
	return nil
}
