package crm

// Attachment is an evidence file or photo of something; content is stored under its
// SHA-256 and never overwritten.
type Attachment struct {
	ID         int64   `json:"id"`
	Number     string  `json:"number" doc:"佐证编号"`
	ObjectKind string  `json:"objectKind" enum:"capital,milestone,visit,lead,project,company,dispute"`
	ObjectID   int64   `json:"objectId"`
	Kind       string  `json:"kind" doc:"材料种类"`
	Name       string  `json:"name" doc:"文件名"`
	Size       int64   `json:"size"`
	MediaType  string  `json:"mediaType"`
	SHA256     string  `json:"sha256"`
	UnitID     int64   `json:"unitId"`
	UserName   string  `json:"userName"`
	At         Instant `json:"at"`
}

// AuditRow is one line of the audit log; Hash covers the row and the hash before it.
type AuditRow struct {
	Seq      int64   `json:"seq"`
	At       Instant `json:"at"`
	KnownOn  Date    `json:"knownOn"`
	UserID   int64   `json:"userId"`
	Actor    string  `json:"actor"`
	Address  string  `json:"address"`
	Act      string  `json:"act" doc:"做了什么，如 capital.verify"`
	Object   string  `json:"object" doc:"对象种类"`
	ObjectID int64   `json:"objectId"`
	UnitID   int64   `json:"unitId"`
	Label    string  `json:"label" doc:"一行中文"`
	Detail   string  `json:"detail" doc:"变更前后，JSON；电话已脱敏"`
	PrevHash string  `json:"prevHash"`
	Hash     string  `json:"hash"`
}

// Message tells a person that something waits for them or has happened.
type Message struct {
	ID       int64   `json:"id"`
	Kind     string  `json:"kind" enum:"transfer,returned,review,verified,closing,import,notice,report,reminder,mention,task"`
	Title    string  `json:"title"`
	Body     string  `json:"body"`
	Object   string  `json:"object"`
	ObjectID int64   `json:"objectId"`
	At       Instant `json:"at"`
	KnownOn  Date    `json:"knownOn"`
	Read     bool    `json:"read"`
}

// Page is what a list asks for. Cursor walks by keyset; Page numbers pages within the
// first 10,000 rows (contract §2).
type Page struct {
	Limit  int
	Cursor string
	Page   int
	Sort   string // field or -field, from the list's allow-list
	Q      string
}

// List is the answer of every list. Total is counted up to a cap; TotalIsCapped says
// that there are more.
type List[T any] struct {
	Items         []T    `json:"items"`
	Next          string `json:"next" doc:"下一页游标，空为到底"`
	Total         int64  `json:"total"`
	TotalIsCapped bool   `json:"totalIsCapped"`
}

// Hit is one result of the global search.
type Hit struct {
	Kind     string `json:"kind" enum:"company,lead,project,visit,capital,snapshot,figure,contact"`
	ID       int64  `json:"id" doc:"数（figure）没有编号，为 0"`
	Title    string `json:"title"`
	Subtitle string `json:"subtitle"`
	Ref      string `json:"ref,omitempty" doc:"数的查数码，快照的月份，联系人所在企业的编号"`
}

// Settings are the city's settings that rules read; labels and 待核 marks stand beside
// the values in the settings table.
type Settings struct {
	CityName      string             `json:"cityName"`
	SystemTitle   string             `json:"systemTitle"`
	Issuer        string             `json:"issuer" doc:"填报单位"`
	Phone         string             `json:"phone" doc:"联系电话"`
	Preparer      string             `json:"preparer" doc:"填报人"`
	Leader        string             `json:"leader" doc:"单位负责人，空着留给手签"`
	Reviewer      string             `json:"reviewer" doc:"审核人，空着留给手签"`
	RatePlaces    int                `json:"ratePlaces" doc:"完成率和进度差的小数位数"`
	CutOffDay     int                `json:"cutOffDay"`
	CohortFrom    Month              `json:"cohortFrom" doc:"履约情况从哪个月的签约算起，空为上上年1月"`
	Rates         map[int]string     `json:"rates" doc:"年度折算汇率"`
	RateUnchecked map[int]bool       `json:"rateUnchecked" doc:"汇率待核的年份"`
	EnclaveYears  int                `json:"enclaveYears" doc:"飞地前几年全归飞出地"`
	EnclaveHomeBP int64              `json:"enclaveHomeBp"`
	TransferDays  int                `json:"transferDays" doc:"流转须在几个工作日内答复"`
	ClaimMonths   int                `json:"claimMonths" doc:"首报首谈保护几个月"`
	DisputeDays   int                `json:"disputeDays" doc:"争议须在几个工作日内答复、申请复核"`
	WeekReplyDays int                `json:"weekReplyDays" doc:"联络处周报须在几个工作日内批复"`
	TripCosts     bool               `json:"tripCosts" doc:"外出批次登记费用"`
	KeepDays      int                `json:"keepDays" doc:"办结的提醒和发送记录保留几天，0 为一直保留"`
	RepeatDays    int                `json:"repeatDays" doc:"前后多少天内拜访同一企业算重复"`
	Clocks        ClockRules         `json:"clocks" doc:"线索的期限、预警与提醒"`
	TenantMinCNY  int64              `json:"tenantMinCny" doc:"新入园企业的总投资下限，分"`
	Demo          bool               `json:"demo"`
	DemoDay       Date               `json:"demoDay" doc:"演示库固定的业务日"`
	Password      PasswordPolicy     `json:"password"`
	Evidence      []EvidenceRule     `json:"evidence"`
	Stages        []StageRequirement `json:"stages"`
	OutHosts      OutHosts           `json:"outHosts" doc:"允许外联的主机；只有系统管理员看得到"`
	SiteURL       string             `json:"siteUrl" doc:"系统网址，提醒里的链接用，空为不带链接"`
}

// EvidenceRule says which evidence an entry of a form and use needs; one of Kinds is
// enough. An empty Form or Use matches all (domain §7).
type EvidenceRule struct {
	Form  string   `json:"form"`
	Use   string   `json:"use"`
	Kinds []string `json:"kinds"`
}

// RateOf returns the year's fixed rate, 0 when none is set.
func (s Settings) RateOf(year int) Rate {
	r, err := ParseRate(s.Rates[year])
	if err != nil {
		return 0
	}
	return r
}

// EvidenceKinds returns what an entry of form and use needs one of; nil when nothing.
func (s Settings) EvidenceKinds(form, use string) []string {
	var best []string
	score := -1
	for _, r := range s.Evidence {
		if (r.Form != "" && r.Form != form) || (r.Use != "" && r.Use != use) {
			continue
		}
		n := 0
		if r.Form != "" {
			n += 2
		}
		if r.Use != "" {
			n++
		}
		if n > score {
			best, score = r.Kinds, n
		}
	}
	return best
}
