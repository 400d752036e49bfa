package crm

// ReportProject is one row of sheet 3 项目台账.
type ReportProject struct {
	Reach
	Unit         string `json:"unit"` // 县市区
	Name         string `json:"name"`
	Code         string `json:"code"`       // 编码, matched by a later import
	Investor     string `json:"investor"`   // several joined by 、
	CreditCode   string `json:"creditCode"` // 统一社会信用代码
	Origin       string `json:"origin"`     // 来源地: 浙江嘉兴
	Foreign      bool   `json:"foreign"`    // 内/外资
	Content      string `json:"content"`    // 建设内容
	Chain        string `json:"chain"`
	Industry     string `json:"industry"` // C18 纺织服装、服饰业
	New          bool   `json:"new"`      // 新建 (signed this year) or 续建
	Total        int64  `json:"total"`    // 总投资
	Fixed        int64  `json:"fixed"`    // 其中固投
	Agreed       int64  `json:"agreed"`   // 协议引资额
	SignedOn     string `json:"signedOn"` // date, month or year text; "" none
	RegisteredOn string `json:"registeredOn"`
	StartedOn    string `json:"startedOn"`
	ProducedOn   string `json:"producedOn"`
	Arrived      int64  `json:"arrived"`      // 累计到位, 期初 included
	ArrivedYear  int64  `json:"arrivedYear"`  // 本年到位
	ArrivedMonth int64  `json:"arrivedMonth"` // 本月到位: what sheet 4 verifies for the project
	Owner        string `json:"owner"`        // 责任单位
	Leader       string `json:"leader"`       // 包抓领导
	Problem      string `json:"problem"`
	Next         string `json:"next"`
	ChainID      int64  `json:"chainId,omitempty"`
	SourceTier   Origin `json:"sourceTier,omitempty"`  // first investor's, for sheet 13
	SourcePlace  string `json:"sourcePlace,omitempty"` // province, country or city, as sheet 13 groups
	Problems     int64  `json:"problems,omitempty"`    // problems listed, for sheet 12
	Solved       int64  `json:"solved,omitempty"`
	Intro        int64  `json:"introBp,omitempty"` // 引荐份额 of an office's report, 1/10000
}

// ReportEntry is one row of sheet 4 到位资金明细: a verified entry of the month. The
// amounts in 分 are at the year's rate; Foreign and FDI are cents.
type ReportEntry struct {
	Reach
	Unit        string `json:"unit"`
	ProjectCode string `json:"projectCode"`
	Project     string `json:"project"`
	New         bool   `json:"new"`
	Investor    string `json:"investor"`
	Origin      string `json:"origin"`
	ArrivedOn   string `json:"arrivedOn"`
	Form        string `json:"form"`              // 现金
	Use         string `json:"use"`               // 设备购置
	Reported    int64  `json:"reported"`          // 申报数, negative in a reversal
	Verified    int64  `json:"verified"`          // 核定数; 核减 = reported − verified
	Outside     int64  `json:"outside"`           // 其中省外 = {省外, 境外}
	Adjust      int64  `json:"adjust"`            // 其中跨期调整, same year
	OtherYear   int64  `json:"otherYear"`         // adjustment of an earlier year: counted in no total of this year
	ForeignUSD  int64  `json:"foreignUsd"`        // 利用外资, cents
	FDIUSD      int64  `json:"fdiUsd"`            // 其中 FDI, cents
	Reason      string `json:"reason"`            // 核减或调整原因
	Evidence    string `json:"evidence"`          // evidence numbers, joined by 、
	Code        string `json:"code"`              // 条目编号
	Intro       int64  `json:"introBp,omitempty"` // 引荐份额 of an office's report, 1/10000
	// Shares is what each unit is credited with, when there is more than one.
	Shares []EntryShare `json:"shares,omitempty"`
}

// EntryShare is one unit's part of an entry that several units are credited with.
type EntryShare struct {
	UnitID     int64  `json:"unitId"`
	Unit       string `json:"unit"`
	Verified   int64  `json:"verified"`
	Outside    int64  `json:"outside"`
	Adjust     int64  `json:"adjust"`
	OtherYear  int64  `json:"otherYear"`
	ForeignUSD int64  `json:"foreignUsd"`
	FDIUSD     int64  `json:"fdiUsd"`
}

// ReportSigned is one row of sheet 5 新签约.
type ReportSigned struct {
	Reach
	Unit     string `json:"unit"`
	Code     string `json:"code"`
	Name     string `json:"name"`
	Content  string `json:"content"`
	Investor string `json:"investor"`
	Origin   string `json:"origin"`
	Chain    string `json:"chain"`
	Industry string `json:"industry"`
	Total    int64  `json:"total"`
	Fixed    int64  `json:"fixed"`
	Agreed   int64  `json:"agreed"`
	SignedOn string `json:"signedOn"`
	Place    string `json:"place"`
	Land     int64  `json:"land"` // hundredths of a 亩; 0 = unknown
	Intro    string `json:"intro"`
	Owner    string `json:"owner"`
	// Increase marks 增资: Total is the increment, and it is no contract of its own.
	Increase bool  `json:"increase,omitempty"`
	ChainID  int64 `json:"chainId,omitempty"`
}

// IncreaseMark ends the printed name of a row that is 增资.
const IncreaseMark = "(增资)"

// ReportStarted is one row of sheet 6 新开工.
type ReportStarted struct {
	Reach
	Unit      string `json:"unit"`
	Code      string `json:"code"`
	Name      string `json:"name"`
	Content   string `json:"content"`
	Investor  string `json:"investor"`
	Origin    string `json:"origin"`
	Local     string `json:"local"`   // 注册企业
	Capital   int64  `json:"capital"` // 注册资本; 0 = unknown
	Total     int64  `json:"total"`
	Fixed     int64  `json:"fixed"`
	Agreed    int64  `json:"agreed"`   // 协议引资额; 0 = none
	PlanYear  int64  `json:"planYear"` // 本年计划
	Arrived   int64  `json:"arrived"`  // 累计到位
	SignedOn  string `json:"signedOn"`
	StartedOn string `json:"startedOn"`
	Place     string `json:"place"`
	Land      int64  `json:"land"` // hundredths of a 亩
	Leader    string `json:"leader"`
	Evidence  string `json:"evidence"`
	ChainID   int64  `json:"chainId,omitempty"`
}

// ReportProducing is one row of sheet 7 新投产.
type ReportProducing struct {
	Reach
	Unit       string `json:"unit"`
	Code       string `json:"code"`
	Name       string `json:"name"`
	Investor   string `json:"investor"`
	Origin     string `json:"origin"`
	Chain      string `json:"chain"`
	Total      int64  `json:"total"`
	Agreed     int64  `json:"agreed"` // 协议引资额; 0 = none
	Arrived    int64  `json:"arrived"`
	SignedOn   string `json:"signedOn"`
	StartedOn  string `json:"startedOn"`
	ProducedOn string `json:"producedOn"`
	Capacity   string `json:"capacity"` // 形成产能
	Output     int64  `json:"output"`   // 预计年产值; 0 = unknown
	Tax        int64  `json:"tax"`      // 预计年税收; 0 = unknown
	Jobs       int64  `json:"jobs"`     // 用工; 0 = unknown
	Land       int64  `json:"land"`     // hundredths of a 亩
	Place      string `json:"place"`
	Evidence   string `json:"evidence"`
	ChainID    int64  `json:"chainId,omitempty"`
}

// ReportTalk is one row of sheet 8 在谈项目: an active lead.
type ReportTalk struct {
	Reach
	Unit         string `json:"unit"` // 首报单位
	Code         string `json:"code"` // 编码
	Name         string `json:"name"`
	Investor     string `json:"investor"`
	Origin       string `json:"origin"`
	Content      string `json:"content"`
	Chain        string `json:"chain"`
	Amount       int64  `json:"amount"` // 拟投资额
	Place        string `json:"place"`
	Land         int64  `json:"land"`  // hundredths of a 亩
	Stage        string `json:"stage"` // Chinese label
	ReportedOn   Date   `json:"reportedOn"`
	ProtectedTo  Date   `json:"protectedTo"`
	ProgressOn   Date   `json:"progressOn"`
	Progress     string `json:"progress"`
	Warning      string `json:"warning"` // 正常, 黄色预警, 红色预警, 首报权失效
	Tracker      string `json:"tracker"` // 跟踪人
	Contact      string `json:"contact"` // 企业联系人
	ContactPhone string `json:"contactPhone"`
	Next         string `json:"next"`
	NextDue      Date   `json:"nextDue"`
}

// ReportTrip is one 外出招商 trip of sheet 9; the workbook merges its cells over the
// companies and adds 小计 of days per unit. Rows come in unit order, then by date.
type ReportTrip struct {
	Reach
	Code      string        `json:"code"` // 编码
	Unit      string        `json:"unit"`
	Leader    string        `json:"leader"` // 带队领导
	Title     string        `json:"title"`
	Level     string        `json:"level"`
	People    int64         `json:"people"`
	From      Date          `json:"from"`
	To        Date          `json:"to"`
	Places    string        `json:"places"`
	Companies []TripCompany `json:"companies"` // at least one line is printed

	// CountFrom and CountTo bound the days that count: those in the report's window that are over.
	// Both are empty where all days of the journey count, and in snapshots taken before.
	CountFrom Date `json:"countFrom,omitempty"`
	CountTo   Date `json:"countTo,omitempty"`
	// Earlier marks a journey whose visits all began before the window: its days here count, its
	// companies counted then.
	Earlier bool `json:"earlier,omitempty"`
}

// Days are the days that count, both ends included; 0 when a date is missing.
func (t ReportTrip) Days() int {
	switch {
	case t.From == "" || t.To == "":
		return 0
	case t.CountFrom != "":
		return t.CountFrom.DaysUntil(t.CountTo) + 1
	}
	return t.From.DaysUntil(t.To) + 1
}

// Counting is t with only its days between from and to counted.
func (t ReportTrip) Counting(from, to Date) ReportTrip {
	first, last := max(t.From, from), min(JourneyEnd(t.From, t.To), to)
	if t.From != "" && t.To != "" && (first != t.From || last != t.To) {
		t.CountFrom, t.CountTo = first, max(last, first.AddDays(-1))
	}
	return t
}

// TripCompany is one company met on a trip.
type TripCompany struct {
	Name    string `json:"name"`
	Contact string `json:"contact"`
	Title   string `json:"title"`
	Topic   string `json:"topic"`
	Outcome string `json:"outcome"`
	Next    string `json:"next"`
}

// ReportReception is one row of sheet 10 来访情况, by date.
type ReportReception struct {
	Reach
	Code     string `json:"code"` // 编码
	On       Date   `json:"on"`
	Unit     string `json:"unit"`
	Company  string `json:"company"`
	Origin   string `json:"origin"`
	Guest    string `json:"guest"`
	Title    string `json:"title"`
	People   int64  `json:"people"`
	Host     string `json:"host"` // 接待领导
	Way      string `json:"way"`  // 来访接待, 实地考察, 电话视频, 展会活动
	Place    string `json:"place"`
	Topic    string `json:"topic"`
	Amount   int64  `json:"amount"` // 意向投资额; 0 = none
	Next     string `json:"next"`
	NextWho  string `json:"nextWho"`
	NextDate Date   `json:"nextDate"`
}

// ReportOffice is one office's row of sheet 11. Pairs are the month and the year to date.
type ReportOffice struct {
	Reach
	Name           string  `json:"name"`
	Days           int64   `json:"days"` // 驻点天数
	DaysYear       int64   `json:"daysYear"`
	Visits         int64   `json:"visits"` // 拜访批次
	VisitsYear     int64   `json:"visitsYear"`
	Companies      int64   `json:"companies"` // 拜访企业
	CompaniesYear  int64   `json:"companiesYear"`
	Receptions     int64   `json:"receptions"` // 来访接待
	ReceptionsYear int64   `json:"receptionsYear"`
	Leads          int64   `json:"leads"` // 线索
	LeadsYear      int64   `json:"leadsYear"`
	BigLeads       int64   `json:"bigLeads"`    // 其中 5 亿元以上, year to date
	Talking        int64   `json:"talking"`     // 在谈, month's end
	Agreeing       int64   `json:"agreeing"`    // 其中拟签约
	Transferred    int64   `json:"transferred"` // 流转, year to date
	Signed         int64   `json:"signed"`      // through introduction
	SignedYear     int64   `json:"signedYear"`
	SignedAmount   int64   `json:"signedAmount"` // 累计投资, 分, year to date
	Arrived        int64   `json:"arrived"`      // 分
	ArrivedYear    int64   `json:"arrivedYear"`  // 分
	Actual         []int64 `json:"actual"`       // the month's value per ScoreTerm
	RankBefore     int     `json:"rankBefore"`   // last month's rank; 0 = none
}

// Reach lists the units that may see a row: its owner and those it is shared with. A
// scoped report of a closed month is made from the rows by it (domain §7).
type Reach struct {
	Units []int64 `json:"reach,omitempty"`
}

// In reports whether the row lies in a scope.
func (r Reach) In(sc Scope) bool {
	if sc.All {
		return true
	}
	for _, id := range r.Units {
		if sc.Has(id) {
			return true
		}
	}
	return false
}
