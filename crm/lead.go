package crm

// Stage of a lead, in order (domain §4). The current stage is derived from history.
type Stage string

// The six stages.
const (
	StageNew       Stage = "new"       // 线索
	StageQualified Stage = "qualified" // 研判
	StageTalking   Stage = "talking"   // 对接洽谈
	StageVisiting  Stage = "visiting"  // 实地考察
	StageAgreeing  Stage = "agreeing"  // 拟签约
	StageSigned    Stage = "signed"    // 签约 (becomes a project)
)

// Stages in their order.
var Stages = []Stage{StageNew, StageQualified, StageTalking, StageVisiting, StageAgreeing, StageSigned}

var stageLabels = map[Stage]string{StageNew: "线索", StageQualified: "研判", StageTalking: "对接洽谈",
	StageVisiting: "实地考察", StageAgreeing: "拟签约", StageSigned: "签约"}

// Label is the stage's Chinese name.
func (s Stage) Label() string { return stageLabels[s] }

// Index is the stage's place, 0–5; −1 when unknown.
func (s Stage) Index() int {
	for i, t := range Stages {
		if s == t {
			return i
		}
	}
	return -1
}

// LeadStatus is separate from the stage (domain §4).
type LeadStatus string

// Statuses of a lead.
const (
	LeadActive  LeadStatus = "active"  // 正常
	LeadPaused  LeadStatus = "paused"  // 暂停
	LeadDormant LeadStatus = "dormant" // 休眠
	LeadDropped LeadStatus = "dropped" // 终止
)

// Label is the status's Chinese name.
func (s LeadStatus) Label() string {
	return map[LeadStatus]string{LeadActive: "正常", LeadPaused: "暂停", LeadDormant: "休眠", LeadDropped: "终止"}[s]
}

// Lead is an intention of a company to invest, before signing (线索, 在谈项目).
type Lead struct {
	ID             int64      `json:"id"`
	Code           string     `json:"code" doc:"编码"`
	CompanyID      int64      `json:"companyId"`
	CompanyName    string     `json:"companyName"`
	Project        string     `json:"project" doc:"项目名称"`
	Content        string     `json:"content" doc:"建设内容"`
	Industry       string     `json:"industry" doc:"GB/T 4754-2017 代码"`
	ChainID        int64      `json:"chainId"`
	ChainName      string     `json:"chainName"`
	Amount         *Money     `json:"amount" doc:"拟投资额"`
	AmountMin      *Money     `json:"amountMin" doc:"区间下限"`
	AmountMax      *Money     `json:"amountMax" doc:"区间上限"`
	Origin         Origin     `json:"origin" enum:"foreign,outProv,inProvince,local,unknown"`
	Province       string     `json:"province" doc:"来源省份"`
	City           string     `json:"city" doc:"来源城市"`
	PlaceUnitID    int64      `json:"placeUnitId" doc:"意向县区"`
	PlaceName      string     `json:"placeName"`
	LandMu         string     `json:"landMu" doc:"用地，亩"`
	UnitID         int64      `json:"unitId" doc:"责任单位"`
	UnitName       string     `json:"unitName"`
	OwnerID        int64      `json:"ownerId" doc:"跟踪人"`
	OwnerName      string     `json:"ownerName"`
	ReporterUnitID int64      `json:"reporterUnitId" doc:"首报单位"`
	ReporterName   string     `json:"reporterName"`
	Source         string     `json:"source" doc:"线索来源"`
	Stage          Stage      `json:"stage" enum:"new,qualified,talking,visiting,agreeing,signed"`
	Status         LeadStatus `json:"status" enum:"active,paused,dormant,dropped"`
	StatusReason   string     `json:"statusReason"`
	NextStep       string     `json:"nextStep"`
	NextDue        Date       `json:"nextDue"`
	LastProgressOn Date       `json:"lastProgressOn" doc:"最近实质进展"`
	LastProgress   string     `json:"lastProgress"`
	ProtectedUntil Date       `json:"protectedUntil" doc:"首报首谈保护至"`
	ReportedOn     Date       `json:"reportedOn" doc:"首报日期"`
	ProjectID      int64      `json:"projectId" doc:"签约后的项目"`
	Warning        string     `json:"warning" enum:",yellow,red,lapsed" doc:"进展预警"`
	Voided         bool       `json:"voided"`
	VoidReason     string     `json:"voidReason"`
	UpdatedAt      Instant    `json:"updatedAt"`
	Version        int64      `json:"version"`
}

// UndoneMove is a lead whose last move was undone.
type UndoneMove struct {
	Lead
	Offer string `json:"offer,omitempty" doc:"终止、休眠时撤回的流转恢复了没有；没有撤回过则空"`
}

// LeadInput is what a person types of a lead. CompanyID or CompanyName is given;
// a name finds the company or makes it.
type LeadInput struct {
	CompanyID   int64  `json:"companyId,omitempty"`
	CompanyName string `json:"companyName,omitempty" maxLength:"100"`
	Project     string `json:"project" minLength:"2" maxLength:"100"`
	Content     string `json:"content,omitempty" maxLength:"2000"`
	Industry    string `json:"industry,omitempty" maxLength:"6"`
	ChainID     int64  `json:"chainId,omitempty"`
	Amount      *Money `json:"amount,omitempty"`
	AmountMin   *Money `json:"amountMin,omitempty"`
	AmountMax   *Money `json:"amountMax,omitempty"`
	PlaceUnitID int64  `json:"placeUnitId,omitempty"`
	LandMu      string `json:"landMu,omitempty" maxLength:"20"`
	UnitID      int64  `json:"unitId,omitempty" doc:"默认本单位"`
	OwnerID     int64  `json:"ownerId,omitempty" doc:"默认本人"`
	Source      string `json:"source,omitempty" maxLength:"60"`
	NextStep    string `json:"nextStep,omitempty" maxLength:"500"`
	NextDue     Date   `json:"nextDue,omitempty"`
	VisitID     int64  `json:"visitId,omitempty" doc:"由哪次拜访产生"`
	Version     int64  `json:"version,omitempty"`

	Decision *DuplicateDecision `json:"decision,omitempty" doc:"查重后的处理"`
}

// LeadEvent is one line of a lead's history, appended and never changed.
type LeadEvent struct {
	ID       int64   `json:"id"`
	Kind     string  `json:"kind" enum:"report,stage,status,note,transfer,owner,edit,void,undo,merge,unmerge"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	Reason   string  `json:"reason"`
	UserID   int64   `json:"userId"`
	UserName string  `json:"userName"`
	UnitName string  `json:"unitName"`
	KnownOn  Date    `json:"knownOn"`
	At       Instant `json:"at"`
}

// StageInput moves a lead to a stage. Going back needs a reason. Moving to signed
// needs Sign and makes the project.
type StageInput struct {
	Stage   Stage      `json:"stage" enum:"new,qualified,talking,visiting,agreeing,signed"`
	Reason  string     `json:"reason,omitempty" maxLength:"500"`
	Sign    *SignInput `json:"sign,omitempty" doc:"签约时必填"`
	Version int64      `json:"version"`
}

// SignInput is what signing adds to what the lead already says.
type SignInput struct {
	SignedOn      Date   `json:"signedOn"`
	Total         Money  `json:"total" doc:"总投资"`
	Fixed         *Money `json:"fixed,omitempty" doc:"其中固定资产投资"`
	Agreed        *Money `json:"agreed,omitempty" doc:"协议引资额"`
	CountyUnitID  int64  `json:"countyUnitId" doc:"建设地县区"`
	ParkID        int64  `json:"parkId,omitempty"`
	Nature        Nature `json:"nature,omitempty" enum:"new,expand,upgrade,merge,other"`
	EnclaveHomeID int64  `json:"enclaveHomeId,omitempty" doc:"飞出地"`
}

// ClaimMonths is how long the first reporter is protected after the last real
// progress: a setting, 6 calendar months by default (domain §4).
const ClaimMonths = 6
