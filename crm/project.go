package crm

// Nature of a project (domain §6).
type Nature string

// Natures.
const (
	NatureNew     Nature = "new"     // 新建
	NatureExpand  Nature = "expand"  // 扩建
	NatureUpgrade Nature = "upgrade" // 技改
	NatureMerge   Nature = "merge"   // 并购
	NatureOther   Nature = "other"   // 其他
)

// Label is the nature's Chinese name.
func (n Nature) Label() string {
	return map[Nature]string{NatureNew: "新建", NatureExpand: "扩建", NatureUpgrade: "技改", NatureMerge: "并购", NatureOther: "其他"}[n]
}

// ProjectStatus is the state of affairs (domain §6); statistics read milestones, not this.
type ProjectStatus string

// Statuses of a project.
const (
	ProjectFormalities ProjectStatus = "formalities" // 手续办理
	ProjectNormal      ProjectStatus = "normal"      // 正常
	ProjectDelayed     ProjectStatus = "delayed"     // 延期
	ProjectStopped     ProjectStatus = "stopped"     // 停工
	ProjectEnded       ProjectStatus = "ended"       // 终止
)

// Label is the status's Chinese name.
func (s ProjectStatus) Label() string {
	return map[ProjectStatus]string{ProjectFormalities: "手续办理", ProjectNormal: "正常", ProjectDelayed: "延期",
		ProjectStopped: "停工", ProjectEnded: "终止"}[s]
}

// Party is an investor of a project with its origin and share, or the local company
// registered for it.
type Party struct {
	CompanyID int64  `json:"companyId,omitempty"`
	Name      string `json:"name,omitempty" maxLength:"100"`
	Role      string `json:"role" enum:"investor,local" doc:"投资方或项目注册企业"`
	Origin    Origin `json:"origin,omitempty" enum:"foreign,outProv,inProvince,local,unknown"`
	Province  string `json:"province,omitempty"`
	City      string `json:"city,omitempty"`
	ShareBP   int64  `json:"shareBp,omitempty" minimum:"0" maximum:"10000" doc:"出资比例，基点"`
}

// Project is a signed investment (签约项目).
type Project struct {
	ID             int64         `json:"id"`
	Code           string        `json:"code"`
	Name           string        `json:"name"`
	LeadID         int64         `json:"leadId"`
	Content        string        `json:"content" doc:"建设内容"`
	Industry       string        `json:"industry"`
	ChainID        int64         `json:"chainId"`
	ChainName      string        `json:"chainName"`
	Nature         Nature        `json:"nature" enum:"new,expand,upgrade,merge,other"`
	Parties        []Party       `json:"parties"`
	Investors      string        `json:"investors" doc:"投资方名称，顿号分隔"`
	Origin         Origin        `json:"origin" enum:"foreign,outProv,inProvince,local,unknown" doc:"第一投资方来源"`
	Province       string        `json:"province"`
	City           string        `json:"city"`
	Total          Money         `json:"total" doc:"总投资"`
	Fixed          *Money        `json:"fixed" doc:"其中固定资产投资"`
	Agreed         *Money        `json:"agreed" doc:"协议引资额"`
	Opening        int64         `json:"opening" doc:"期初累计（未核），分；只计入本项目累计到位"`
	CountyUnitID   int64         `json:"countyUnitId" doc:"建设地"`
	CountyName     string        `json:"countyName"`
	ParkID         int64         `json:"parkId"`
	ParkName       string        `json:"parkName"`
	Place          string        `json:"place"`
	LandMu         string        `json:"landMu"`
	LandMode       string        `json:"landMode"`
	EnclaveHomeID  int64         `json:"enclaveHomeId" doc:"飞出地单位"`
	UnitID         int64         `json:"unitId" doc:"责任单位"`
	UnitName       string        `json:"unitName"`
	OwnerID        int64         `json:"ownerId"`
	OwnerName      string        `json:"ownerName" doc:"责任人"`
	Leader         string        `json:"leader" doc:"包抓领导"`
	TaskForce      string        `json:"taskForce" doc:"工作专班"`
	Status         ProjectStatus `json:"status" enum:"formalities,normal,delayed,stopped,ended"`
	StatusReason   string        `json:"statusReason"`
	Problem        string        `json:"problem"`
	NextStep       string        `json:"nextStep"`
	SignedOn       string        `json:"signedOn" doc:"已审核签约日期，按精度"`
	RegisteredOn   string        `json:"registeredOn"`
	StartedOn      string        `json:"startedOn"`
	ProducingOn    string        `json:"producingOn"`
	ArrivedCNY     int64         `json:"arrivedCny" doc:"累计到位（已核定，不含期初），分"`
	ArrivedYear    int64         `json:"arrivedYear" doc:"本年到位，分"`
	PendingCNY     int64         `json:"pendingCny" doc:"已报未核定，分"`
	Milestones     []Milestone   `json:"milestones,omitempty" doc:"仅详情"`
	Attribution    []Share       `json:"attribution,omitempty" doc:"仅详情：当前归属"`
	Introductions  []Share       `json:"introductions,omitempty" doc:"仅详情：引荐"`
	Plans          []YearPlan    `json:"plans,omitempty" doc:"仅详情：分年度计划"`
	Voided         bool          `json:"voided"`
	VoidReason     string        `json:"voidReason"`
	UpdatedAt      Instant       `json:"updatedAt"`
	Version        int64         `json:"version"`
	CanEdit        bool          `json:"canEdit,omitempty" doc:"本人可否修改；只在单个项目里给出"`
	PendingMarkers int64         `json:"pendingMilestones" doc:"待审核节点数"`
}

// YearPlan is what a contract plans to bring in a year.
type YearPlan struct {
	Year   int   `json:"year"`
	Amount Money `json:"amount"`
}

// ProjectInput is what a person types of a project.
type ProjectInput struct {
	Name          string        `json:"name" minLength:"2" maxLength:"100"`
	Content       string        `json:"content,omitempty" maxLength:"2000"`
	Industry      string        `json:"industry,omitempty" maxLength:"6"`
	ChainID       int64         `json:"chainId,omitempty"`
	Nature        Nature        `json:"nature,omitempty" enum:"new,expand,upgrade,merge,other"`
	Parties       []Party       `json:"parties" minItems:"1" maxItems:"20"`
	Total         Money         `json:"total"`
	Fixed         *Money        `json:"fixed,omitempty"`
	Agreed        *Money        `json:"agreed,omitempty"`
	SignedOn      string        `json:"signedOn,omitempty" maxLength:"10" doc:"登记时填：生成签约节点草稿；修改时不看"`
	CountyUnitID  int64         `json:"countyUnitId"`
	ParkID        int64         `json:"parkId,omitempty"`
	Place         string        `json:"place,omitempty" maxLength:"200"`
	LandMu        string        `json:"landMu,omitempty" maxLength:"20"`
	LandMode      string        `json:"landMode,omitempty" maxLength:"30"`
	EnclaveHomeID int64         `json:"enclaveHomeId,omitempty"`
	UnitID        int64         `json:"unitId,omitempty"`
	OwnerID       int64         `json:"ownerId,omitempty"`
	Leader        string        `json:"leader,omitempty" maxLength:"60"`
	TaskForce     string        `json:"taskForce,omitempty" maxLength:"100"`
	Status        ProjectStatus `json:"status,omitempty" enum:"formalities,normal,delayed,stopped,ended"`
	StatusReason  string        `json:"statusReason,omitempty" maxLength:"500"`
	Problem       string        `json:"problem,omitempty" maxLength:"1000"`
	NextStep      string        `json:"nextStep,omitempty" maxLength:"500"`
	Plans         []YearPlan    `json:"plans,omitempty" maxItems:"20"`
	OpeningCNY    *int64        `json:"openingCny,omitempty" minimum:"0" doc:"期初累计（上线前已到位，未核），分；不写为不变"`
	Version       int64         `json:"version,omitempty"`

	Decision *DuplicateDecision `json:"decision,omitempty" doc:"与别的单位首报的相近意向并存时写明：new 确是另一意向"`
}

// CheckAmounts refuses amounts that contradict one another: the total is positive,
// its parts are in its currency and not above it.
func (in ProjectInput) CheckAmounts() error {
	if !in.Total.Currency.Valid() {
		return Invalid("total", "总投资的币种只能是人民币或美元")
	}
	if in.Total.Amount <= 0 {
		return Invalid("total", "总投资须大于 0")
	}
	if err := TooLarge(in.Total.Amount, "total", "总投资"); err != nil {
		return err
	}
	if in.OpeningCNY != nil {
		if *in.OpeningCNY < 0 {
			return Invalid("openingCny", "期初累计不能为负数")
		}
		if err := TooLarge(*in.OpeningCNY, "openingCny", "期初累计"); err != nil {
			return err
		}
	}
	for field, m := range map[string]*Money{"fixed": in.Fixed, "agreed": in.Agreed} {
		if m == nil {
			continue
		}
		name := map[string]string{"fixed": "固定资产投资", "agreed": "协议引资额"}[field]
		switch {
		case m.Amount < 0:
			return Invalid(field, "%s不能为负数", name)
		case m.Currency != in.Total.Currency:
			return Invalid(field, "%s须与总投资同币种", name)
		case m.Amount > in.Total.Amount:
			return Invalid(field, "%s不能大于总投资", name)
		}
	}
	return nil
}

// Agreed or total: the ceiling that arrivals are weighed against (domain §7, warnings).
func (p Project) Ceiling() Money {
	if p.Agreed != nil && p.Agreed.Amount > 0 {
		return *p.Agreed
	}
	return p.Total
}

// SizeClass is the project's size class by total investment in CNY at rate r (domain §6).
func (p Project) SizeClass(r Rate) string {
	yi := p.Total.ToCNY(r) / FenPerYi
	switch {
	case yi >= 50:
		return "50亿元以上"
	case yi >= 10:
		return "10—50亿元"
	case yi >= 5:
		return "5—10亿元"
	case yi >= 1:
		return "1—5亿元"
	}
	return "1亿元以下"
}
