package crm

// VisitKind tells how a contact took place (domain §2, Visit).
type VisitKind string

// Kinds of visits.
const (
	VisitOut   VisitKind = "out"   // 外出拜访
	VisitIn    VisitKind = "in"    // 来访接待
	VisitSite  VisitKind = "site"  // 实地考察
	VisitCall  VisitKind = "call"  // 电话视频
	VisitEvent VisitKind = "event" // 展会活动
)

// VisitKinds lists them in display order.
var VisitKinds = []VisitKind{VisitOut, VisitIn, VisitSite, VisitCall, VisitEvent}

// Label is the kind's Chinese name.
func (k VisitKind) Label() string {
	return map[VisitKind]string{VisitOut: "外出拜访", VisitIn: "来访接待", VisitSite: "实地考察", VisitCall: "电话视频", VisitEvent: "展会活动"}[k]
}

// VisitOutcomes and LeaderLevels are the choices of domain §5.
var (
	VisitOutcomes = []string{"获取线索", "推进签约", "解决困难", "一般交流"}
	LeaderLevels  = []string{"市级领导", "县级主要领导", "部门", "小分队"}
)

// VisitCompany is one company met, with who spoke for it.
type VisitCompany struct {
	CompanyID        int64  `json:"companyId,omitempty"`
	Name             string `json:"name,omitempty" maxLength:"100" doc:"没有编号时按名称查找或新建"`
	Counterpart      string `json:"counterpart,omitempty" maxLength:"60" doc:"接洽人"`
	CounterpartTitle string `json:"counterpartTitle,omitempty" maxLength:"60"`
	Phone            string `json:"phone,omitempty" maxLength:"30" doc:"名片上的电话，只存为本单位的联系人，不在拜访里显示"`
}

// Visit is one contact with companies (domain §5).
type Visit struct {
	ID          int64          `json:"id"`
	Code        string         `json:"code"`
	Kind        VisitKind      `json:"kind" enum:"out,in,site,call,event"`
	On          Date           `json:"on" doc:"日期"`
	EndOn       Date           `json:"endOn" doc:"结束日期，单日为空"`
	Province    string         `json:"province"`
	City        string         `json:"city"`
	Place       string         `json:"place" doc:"地点"`
	Companies   []VisitCompany `json:"companies"`
	People      string         `json:"people" doc:"我方人员"`
	PeopleCount int            `json:"peopleCount"`
	LeaderLevel string         `json:"leaderLevel"`
	LeaderName  string         `json:"leaderName" doc:"带队或接待领导"`
	LeaderTitle string         `json:"leaderTitle"`
	Theme       string         `json:"theme" doc:"主题"`
	Outcome     string         `json:"outcome"`
	Content     string         `json:"content"`
	NextStep    string         `json:"nextStep"`
	NextDue     Date           `json:"nextDue"`
	TripID      int64          `json:"tripId"`
	TripName    string         `json:"tripName"`
	LeadIDs     []int64        `json:"leadIds"`
	ProjectIDs  []int64        `json:"projectIds"`
	UnitID      int64          `json:"unitId"`
	UnitName    string         `json:"unitName"`
	UserID      int64          `json:"userId"`
	UserName    string         `json:"userName"`
	Photos      int64          `json:"photos" doc:"照片数"`
	Voided      bool           `json:"voided"`
	CanEdit     bool           `json:"canEdit,omitempty" doc:"可修改或作废，只在详情里给出"`
	VoidReason  string         `json:"voidReason"`
	UpdatedAt   Instant        `json:"updatedAt"`
	Version     int64          `json:"version"`
}

// VisitInput is the quick log: kind, day, one company, theme and outcome are required
// (five fields, interface §1); unit and person default to the viewer's.
type VisitInput struct {
	Kind        VisitKind      `json:"kind" enum:"out,in,site,call,event"`
	On          Date           `json:"on"`
	EndOn       Date           `json:"endOn,omitempty"`
	Province    string         `json:"province,omitempty" maxLength:"30"`
	City        string         `json:"city,omitempty" maxLength:"30"`
	Place       string         `json:"place,omitempty" maxLength:"100"`
	Companies   []VisitCompany `json:"companies" minItems:"1" maxItems:"50"`
	People      string         `json:"people,omitempty" maxLength:"300"`
	PeopleCount int            `json:"peopleCount,omitempty" minimum:"0" maximum:"500"`
	LeaderLevel string         `json:"leaderLevel,omitempty" maxLength:"20"`
	LeaderName  string         `json:"leaderName,omitempty" maxLength:"40"`
	LeaderTitle string         `json:"leaderTitle,omitempty" maxLength:"60"`
	Theme       string         `json:"theme" minLength:"2" maxLength:"200"`
	Outcome     string         `json:"outcome" maxLength:"20"`
	Content     string         `json:"content,omitempty" maxLength:"4000"`
	NextStep    string         `json:"nextStep,omitempty" maxLength:"500"`
	NextDue     Date           `json:"nextDue,omitempty"`
	TripID      int64          `json:"tripId,omitempty"`
	LeadIDs     []int64        `json:"leadIds,omitempty" maxItems:"20"`
	ProjectIDs  []int64        `json:"projectIds,omitempty" maxItems:"20"`
	UnitID      int64          `json:"unitId,omitempty"`
	Version     int64          `json:"version,omitempty"`
}
