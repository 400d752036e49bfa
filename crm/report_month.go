package crm

// MonthReport is everything that the monthly workbook needs, as plain rows (domain
// §11). A snapshot stores it as JSON; the workbook is a pure function of it. Money in
// rows is 分 at the year's rate unless a field says cents; dates may be "" (none) or a
// month "YYYY-MM" where only the month is known.
type MonthReport struct {
	Head        ReportHead         `json:"head"`
	Figures     Figures            `json:"figures"`
	Lines       []ReportLine       `json:"lines"`       // sheets 1 and 2, in display order
	Series      ReportSeries       `json:"series"`      // the chart of sheet 1
	Projects    []ReportProject    `json:"projects"`    // sheet 3
	Entries     []ReportEntry      `json:"entries"`     // sheet 4
	Signed      []ReportSigned     `json:"signed"`      // sheet 5
	Started     []ReportStarted    `json:"started"`     // sheet 6
	Producing   []ReportProducing  `json:"producing"`   // sheet 7
	Talks       []ReportTalk       `json:"talks"`       // sheet 8
	Trips       []ReportTrip       `json:"trips"`       // sheet 9
	Receptions  []ReportReception  `json:"receptions"`  // sheet 10
	Offices     []ReportOffice     `json:"offices"`     // sheet 11
	ScoreTerms  []ScoreTerm        `json:"scoreTerms"`  // sheet 11, table 2
	Definitions []ReportDefinition `json:"definitions"` // sheet 15
	Adjustments []ReportAdjustment `json:"adjustments"` // sheet 15
	UnitMonths  []ReportUnitMonths `json:"unitMonths"`  // what Series is the sum of, by unit
	Paces       []Fraction         `json:"paces"`       // capital's exact pace of each month

	// Form tells what rows a snapshot holds: 0 was taken before sheets 12–14, which are then
	// left out; ReportForm is today's.
	Form        int                 `json:"form,omitempty"`
	Window      *Window             `json:"window,omitempty"`      // what 本月 sums over when it is not the month alone
	Chains      []ReportChain       `json:"chains,omitempty"`      // sheet 12
	Sources     []ReportSource      `json:"sources,omitempty"`     // sheet 13
	Fulfilment  []ReportFulfilment  `json:"fulfilment,omitempty"`  // sheet 14, table 1
	Unfulfilled []ReportUnfulfilled `json:"unfulfilled,omitempty"` // sheet 14, table 2
	Layouts     []SheetLayout       `json:"layouts,omitempty"`     // the city's own layouts in force
	Scores      []SchemeScores      `json:"scores,omitempty"`      // the schemes in force, with their lines
}

// ReportForm is the Form of reports made today.
const ReportForm = 2

// ReportUnitMonths is a unit's capital in place by month (分, adjustments included) and
// what of the report's month is historic; a scoped report is made from it.
type ReportUnitMonths struct {
	ID              string    `json:"id"`
	Posted          [12]int64 `json:"posted"`
	HistoricCapital int64     `json:"historicCapital"`
	HistoricOutside int64     `json:"historicOutside"`
	HistoricForeign int64     `json:"historicForeign"`
	// LastHistoric tells that last year's same months are historic, known without places.
	LastHistoric bool `json:"lastHistoric,omitempty"`
}

// ReportHead is what titles, footnotes and footers say. Month, cut-off, snapshot and
// hash stand in Figures.
type ReportHead struct {
	City         string `json:"city"`                 // 安康市
	Issuer       string `json:"issuer"`               // 填报单位
	Scope        string `json:"scope"`                // unit of a scoped report; "" = whole city
	UnitCode     string `json:"unitCode,omitempty"`   // code of the unit that the totals are of; "" = of several
	Chain        string `json:"chain,omitempty"`      // name of the chain of a report of one
	Office       string `json:"office,omitempty"`     // office whose introductions a report counts
	CohortFrom   Month  `json:"cohortFrom,omitempty"` // first month whose contracts sheet 14 counts
	WindowNote   string `json:"windowNote,omitempty"` // what a report of several months is made of
	Demo         bool   `json:"demo"`                 // marks every page 演示
	AsKnown      Date   `json:"asKnown"`              // as known on that day; "" = now
	FX           Rate   `json:"fx"`                   // the year's fixed rate
	FXUnverified bool   `json:"fxUnverified"`         // the rate is 待核
	RankBy       RankBy `json:"rankBy"`               // what 位次 ranks by
	Places       int    `json:"places"`               // decimals of rates and gaps (setting, 1)
	UnrankedUnit string `json:"unrankedUnit"`         // id of 市本级及市直
	// What of the month's capital comes from 历史汇总数 instead of entries (units before
	// their cut-over, domain §7): 分, 分, cents. The cross-checks of sheet 15 add it.
	HistoricCapital int64      `json:"historicCapital"`
	HistoricOutside int64      `json:"historicOutside"`
	HistoricForeign int64      `json:"historicForeign"`
	CapitalNote     string     `json:"capitalNote"`  // basis text for the footnotes of capital
	ForeignNote     string     `json:"foreignNote"`  // basis text for the footnotes of foreign capital
	RestatedNote    string     `json:"restatedNote"` // 同比 uses last year as restated; "" = not
	MixedNote       string     `json:"mixedNote"`    // cumulatives mixed with historic figures; "" = none
	Sign            ReportSign `json:"sign"`
}

// ReportSign is the signature line (domain §11), from settings; empty parts stay open
// for the hand.
type ReportSign struct {
	Leader   string `json:"leader"`   // 单位负责人
	Reviewer string `json:"reviewer"` // 审核人
	Filler   string `json:"filler"`   // 填报人
	Phone    string `json:"phone"`    // 联系电话
	Date     Date   `json:"date"`     // 填报日期
}

// Codes of the lines that are an 其中 of another and that the cross-checks of sheet 15
// know.
const (
	LineOutside = "capitalOutside" // 其中:省外到位资金, of capital
	LineFDI     = "foreignFdi"     // 其中:外商直接投资(FDI), of foreign
)

// ReportLine is one indicator of sheets 1 and 2. A line with Of is an 其中 of that
// code (another basis of it) and carries its own figures; any other reads them from
// Figures.
type ReportLine struct {
	Code      string   `json:"code"`      // capital, or capitalOutside for an 其中
	Of        string   `json:"of"`        // the code it is an 其中 of; "" = an indicator
	Label     string   `json:"label"`     // 招商引资到位资金
	UnitLabel string   `json:"unitLabel"` // 亿元, 万美元, 个, 户
	Per       int64    `json:"per"`       // minor units per UnitLabel (FenPerYi …); 1 for counts
	Basis     string   `json:"basis"`     // 口径 as printed: 全口径
	Pace      Fraction `json:"pace"`      // exact, for printed gaps
	Total     *Figure  `json:"total"`     // only with Of
	Units     []Figure `json:"units"`     // only with Of: in the order of Figures.Units
	// Narrowed: counted by a basis that leaves out some of what sheet 4 lists, or more.
	Narrowed bool `json:"narrowed,omitempty"`
	Pending  bool `json:"pending,omitempty"` // counted by a basis that takes what is not verified, too
}

// TotalFigure returns the line's total.
func (r *MonthReport) TotalFigure(l ReportLine) Figure {
	if l.Of != "" {
		if l.Total == nil {
			return Figure{}
		}
		return *l.Total
	}
	return r.Figures.Total[l.Code]
}

// UnitFigure returns the line's figure of Figures.Units[i].
func (r *MonthReport) UnitFigure(l ReportLine, i int) Figure {
	if l.Of != "" {
		if i >= len(l.Units) {
			return Figure{}
		}
		return l.Units[i]
	}
	return r.Figures.Units[i].Figures[l.Code]
}

// ReportSeries is the year's course of capital in place.
type ReportSeries struct {
	Months [12]SeriesMonth `json:"months"`
}

// SeriesMonth is one month of the series; Done and Cumulative (分) are nil for months to
// come. Done includes the adjustments posted in the month, so that it adds up to
// Cumulative. Target is the pace's amount, nil without a target.
type SeriesMonth struct {
	Done       *int64 `json:"done"`
	Cumulative *int64 `json:"cumulative"`
	Target     *int64 `json:"target"`
}

// ReportDefinition is one 指标口径 of sheet 15.
type ReportDefinition struct {
	Name     string `json:"name"`     // 指标
	Counts   string `json:"counts"`   // 计入范围
	Excludes string `json:"excludes"` // 不计入
	Method   string `json:"method"`   // 计算方法
	Valid    string `json:"valid"`    // 有效期: 2022-01起
}

// ReportAdjustment is one 跨期调整 posted in the month: a correction of a closed month.
type ReportAdjustment struct {
	Reach
	Unit          string `json:"unit"`
	Project       string `json:"project"`
	Reason        string `json:"reason"`
	OriginalMonth Month  `json:"originalMonth"`
	OriginalEntry string `json:"originalEntry"` // 原条目编号
	Entry         string `json:"entry"`         // 调整条目编号; "" for a change of shares or rates
	Amount        int64  `json:"amount"`        // 分
	VerifiedOn    Date   `json:"verifiedOn"`
	Verifier      string `json:"verifier"`
	EarlierYear   bool   `json:"earlierYear"` // stands apart, outside cumulative and rate
}

// Decimals is the number of decimals that rates and gaps print with, 1 by default.
func (h ReportHead) Decimals() int {
	if h.Places <= 0 {
		return 1
	}
	return h.Places
}
