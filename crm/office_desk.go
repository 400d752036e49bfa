package crm

// DeskCounts are what an office's desk shows of sheet 11, in its order: Step marks the funnel
// 拜访 → 来访 → 在谈 → 签约 → 到位 (domain §9). Spans say which values there are.
var deskCounts = []struct {
	code, label, unit string
	step              bool
	month, year       func(*ReportOffice) int64
}{
	{"visits", "拜访", "批次", true, func(o *ReportOffice) int64 { return o.Visits }, func(o *ReportOffice) int64 { return o.VisitsYear }},
	{"receptions", "来访", "批次", true, func(o *ReportOffice) int64 { return o.Receptions }, func(o *ReportOffice) int64 { return o.ReceptionsYear }},
	{"talking", "在谈", "条", true, func(o *ReportOffice) int64 { return o.Talking }, nil},
	{"signed", "签约", "个", true, func(o *ReportOffice) int64 { return o.Signed }, func(o *ReportOffice) int64 { return o.SignedYear }},
	{"arrived", "到位", "亿元", true, func(o *ReportOffice) int64 { return o.Arrived }, func(o *ReportOffice) int64 { return o.ArrivedYear }},
	{"days", "驻点天数", "天", false, func(o *ReportOffice) int64 { return o.Days }, func(o *ReportOffice) int64 { return o.DaysYear }},
	{"companies", "拜访企业", "家", false, func(o *ReportOffice) int64 { return o.Companies }, func(o *ReportOffice) int64 { return o.CompaniesYear }},
	{"leads", "新增线索", "条", false, func(o *ReportOffice) int64 { return o.Leads }, func(o *ReportOffice) int64 { return o.LeadsYear }},
	{"bigLeads", "其中 5 亿元以上", "条", false, nil, func(o *ReportOffice) int64 { return o.BigLeads }},
	{"agreeing", "在谈中拟签约", "条", false, func(o *ReportOffice) int64 { return o.Agreeing }, nil},
	{"transferred", "流转", "条", false, nil, func(o *ReportOffice) int64 { return o.Transferred }},
	{"signedAmount", "签约投资额", "亿元", false, nil, func(o *ReportOffice) int64 { return o.SignedAmount }},
}

// Spans of a desk's counts.
const (
	SpanMonth = "month" // the month; 在谈 on its last day
	SpanYear  = "year"  // January to the month
)

// DeskCount is one of sheet 11's numbers of an office; money in 分.
type DeskCount struct {
	Code  string `json:"code" enum:"visits,receptions,talking,signed,arrived,days,companies,leads,bigLeads,agreeing,transferred,signedAmount"`
	Label string `json:"label"`
	Unit  string `json:"unit" doc:"亿元的值为分"`
	Step  bool   `json:"step" doc:"漏斗的一步"`
	Month *int64 `json:"month" doc:"本月，在谈为月末；空为没有"`
	Year  *int64 `json:"year" doc:"年初至本月，空为没有"`
}

// Counts lists what sheet 11 prints of the office.
func (o ReportOffice) Counts() []DeskCount {
	out := make([]DeskCount, len(deskCounts))
	for i, c := range deskCounts {
		out[i] = DeskCount{Code: c.code, Label: c.label, Unit: c.unit, Step: c.step}
		if c.month != nil {
			out[i].Month = new(c.month(&o))
		}
		if c.year != nil {
			out[i].Year = new(c.year(&o))
		}
	}
	return out
}

// DeskValue is one number of the office; an error when sheet 11 has none such.
func (o ReportOffice) DeskValue(code, span string) (int64, error) {
	for _, c := range o.Counts() {
		if c.Code != code {
			continue
		}
		v := c.Month
		if span == SpanYear {
			v = c.Year
		}
		if v == nil {
			return 0, Invalid("span", "“%s”没有这个时段的数", c.Label)
		}
		return *v, nil
	}
	return 0, Invalid("code", "联络处没有“%s”这个数", code)
}

// OfficeDesk is what a liaison office works by (domain §9).
type OfficeDesk struct {
	OfficeID int64         `json:"officeId"`
	Name     string        `json:"name"`
	Month    Month         `json:"month"`
	Snapshot string        `json:"snapshot" doc:"出自哪个关账快照，空为未关账"`
	Counts   []DeskCount   `json:"counts" doc:"与月报第 11 表相同"`
	Waiting  []DeskWaiting `json:"waiting" doc:"等县区答复的线索"`
	Targets  []GoalCard    `json:"targets" doc:"下达给联络处的任务，按引荐份额"`
	Score    *SchemeScores `json:"score" doc:"当月评分，空为没有适用的方案"`
	Trips    []Trip        `json:"trips" doc:"当月的外出批次"`
	Costs    *DeskCosts    `json:"costs,omitempty" doc:"外出费用，启用后才有"`
}

// DeskCosts sums the costs of an office's trips by the month in which they started.
type DeskCosts struct {
	Month TripCosts `json:"month"`
	Year  TripCosts `json:"year" doc:"年初至本月"`
	Blank int64     `json:"blank" doc:"当月出发而没有填费用的批次数"`
}

// DeskWaiting is a lead that waits for a county's answer, with its term in working days.
type DeskWaiting struct {
	Transfer
	Term string `json:"term" enum:"open,soon,late" doc:"期限：未到、今明到期、已逾期"`
	Left int    `json:"left" doc:"还剩几个工作日，逾期为负"`
}

// Terms of an answer that is waited for.
const (
	TermOpen = "open"
	TermSoon = "soon" // due today or on the next working day
	TermLate = "late"
	TermDone = "done"
)

// termOf says how a term stands on a day and how many working days are left, overdue ones negative.
func termOf(due, today Date, w Workdays) (term string, left int) {
	switch left = w.Between(today, due); {
	case left < 0:
		return TermLate, left
	case left <= 1:
		return TermSoon, left
	}
	return TermOpen, left
}

// WaitingFor says how a transfer's term stands on a day.
func WaitingFor(t Transfer, today Date, w Workdays) DeskWaiting {
	x := DeskWaiting{Transfer: t, Term: TermOpen}
	if t.DueOn == "" {
		return x
	}
	x.Term, x.Left = termOf(t.DueOn, today, w)
	return x
}

// DeskRows is what stands behind one number of a desk: the rows of all pages add up to Sum.
type DeskRows struct {
	OfficeID int64     `json:"officeId"`
	Name     string    `json:"name"`
	Month    Month     `json:"month"`
	Code     string    `json:"code"`
	Label    string    `json:"label"`
	Unit     string    `json:"unit"`
	Span     string    `json:"span" enum:"month,year"`
	Snapshot string    `json:"snapshot"`
	Value    int64     `json:"value"`
	Sum      int64     `json:"sum" doc:"全部明细之和；与数不等时为关账后有变动，或有你不能查看的"`
	Total    int64     `json:"total" doc:"明细条数"`
	Items    []DeskRow `json:"items"`
	Next     int       `json:"next" doc:"下一页的 after，0 为到底"`
}

// DeskRow is one row; it counts Amount when the number is money, else one.
type DeskRow struct {
	Kind   string `json:"kind" enum:"visit,trip,company,lead,project"`
	ID     int64  `json:"id"`
	Code   string `json:"code"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	On     string `json:"on"`
	Amount int64  `json:"amount" doc:"分"`
}

// OfficeLine is one office in the list of offices.
type OfficeLine struct {
	ID      int64       `json:"id"`
	Name    string      `json:"name"`
	Counts  []DeskCount `json:"counts"`
	Waiting int64       `json:"waiting" doc:"等县区答复的线索数"`
	Late    int64       `json:"late" doc:"其中已逾期"`
}
