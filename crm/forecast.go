package crm

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// The forecast's first form (domain §8): the year's end from each past year's share at this
// month; the band goes from the lowest to the highest of these years and prints how many
// they are. No percentiles: there are too few years for them.

// SeasonYear is a past year whose twelve months are known, in minor units or counts.
type SeasonYear struct {
	Year   int
	Months [12]int64
}

// ForecastYear is what one past year says.
type ForecastYear struct {
	Year     int    `json:"year"`
	Part     int64  `json:"part" doc:"这一年一月至本月"`
	Total    int64  `json:"total" doc:"这一年全年"`
	Share    string `json:"share" doc:"比重，四位小数"`
	Estimate int64  `json:"estimate" doc:"本年累计÷比重"`
}

// ForecastCloser is a contract that still owes money by its yearly plan; Sum runs over the
// contracts up to it.
type ForecastCloser struct {
	ProjectID int64  `json:"projectId"`
	Code      string `json:"code"`
	Name      string `json:"name"`
	Unit      string `json:"unit" doc:"统计归属单位"`
	Owed      int64  `json:"owed" doc:"按年度计划还应到位，分"`
	Sum       int64  `json:"sum" doc:"到这一项为止的合计，分"`
}

// Forecast is the forecast of one indicator for the city, a unit or the viewer's scope.
type Forecast struct {
	Month     Month          `json:"month"`
	Indicator string         `json:"indicator"`
	Label     string         `json:"label"`
	Kind      string         `json:"kind" enum:"money,count"`
	Currency  *Currency      `json:"currency" enum:"CNY,USD"`
	Basis     string         `json:"basis"`
	BasisName string         `json:"basisName"`
	Unit      string         `json:"unit" doc:"单位代码，空为全市或可见范围"`
	UnitName  string         `json:"unitName"`
	Snapshot  *string        `json:"snapshot"`
	Ref       string         `json:"ref" doc:"本年累计的查数码，空为累计不是一个单位的数"`
	Done      int64          `json:"done" doc:"本年累计"`
	Target    *int64         `json:"target"`
	N         int            `json:"n" doc:"所用年数"`
	Low       int64          `json:"low"`
	High      int64          `json:"high"`
	GapLow    *int64         `json:"gapLow" doc:"最低预测减任务，负为差额"`
	GapHigh   *int64         `json:"gapHigh" doc:"最高预测减任务"`
	Years     []ForecastYear `json:"years"`

	Owed         *int64           `json:"owed" doc:"合同按年度计划还应到位，分；空为不适用"`
	OwedProjects int              `json:"owedProjects"`
	Closers      []ForecastCloser `json:"closers" doc:"按还应到位从大到小，到补齐任务差额为止，最多 50 个；every 时为全部，最多 5000 个"`
	ClosersNote  string           `json:"closersNote"`
	Problem      string           `json:"problem" doc:"不能预测的原因"`
	Method       []string         `json:"method"`
}

// How many contracts are listed: those that would close the gap, and all that owe.
const (
	maxClosers = 50
	maxOwing   = 5000
)

// Estimate works out the band from what is done to the month and the past years; it says
// why where it can't. A year whose share at the month is not positive gives nothing.
func (f *Forecast) Estimate(years []SeasonYear) {
	f.Years, f.N, f.Problem = []ForecastYear{}, 0, ""
	for _, y := range years {
		if e, ok := estimateOf(f.Done, f.Month.Number(), y); ok && f.Done > 0 {
			f.Years = append(f.Years, e)
		}
	}
	slices.SortFunc(f.Years, func(a, b ForecastYear) int { return a.Year - b.Year })
	f.N = len(f.Years)
	switch {
	case f.Month.Number() == 12:
		f.Low, f.High = f.Done, f.Done
	case f.Done <= 0:
		f.Problem = fmt.Sprintf("%s至本月累计不大于 0，没有可推算的数，不能预测", f.Label)
	case f.N == 0:
		f.Problem = "没有完整的往年分月数（至少要有一个 12 个月齐全、且同期已有数的年份），不能预测"
	default:
		f.Low, f.High = f.Years[0].Estimate, f.Years[0].Estimate
		for _, y := range f.Years {
			f.Low, f.High = min(f.Low, y.Estimate), max(f.High, y.Estimate)
		}
	}
	if f.Target != nil && *f.Target != 0 && f.Problem == "" {
		low, high := f.Low-*f.Target, f.High-*f.Target
		f.GapLow, f.GapHigh = &low, &high
	}
}

// estimateOf is done ÷ (the year's January to month ÷ its twelve months), rounded once.
func estimateOf(done int64, month int, y SeasonYear) (ForecastYear, bool) {
	e := ForecastYear{Year: y.Year}
	for i, n := range y.Months {
		e.Total += n
		if i < month {
			e.Part += n
		}
	}
	if e.Part <= 0 || e.Total <= 0 {
		return e, false
	}
	e.Share = big.NewRat(e.Part, e.Total).FloatString(4)
	whole := RoundRat(new(big.Rat).Mul(big.NewRat(done, 1), big.NewRat(e.Total, e.Part)), 0)
	if !whole.Num().IsInt64() {
		return e, false // next to nothing came by this month of that year
	}
	e.Estimate = whole.Num().Int64()
	return e, true
}

// Close lists the contracts that would close what is missing to the target, the largest
// first, or every one that owes: these add up to Owed. owed are all that still owe something.
func (f *Forecast) Close(owed []ForecastCloser, every bool) {
	slices.SortFunc(owed, func(a, b ForecastCloser) int {
		return cmp.Or(-cmp.Compare(a.Owed, b.Owed), strings.Compare(a.Code, b.Code))
	})
	var all int64
	for i := range owed {
		all += owed[i].Owed
		owed[i].Sum = all
	}
	f.Owed, f.OwedProjects, f.Closers = &all, len(owed), []ForecastCloser{}
	f.closing(owed, all)
	if every {
		f.Closers = owed[:min(len(owed), maxOwing)]
	}
}

// closing lists the contracts that would close the gap, and says whether they do.
func (f *Forecast) closing(owed []ForecastCloser, all int64) {
	if f.Target == nil || *f.Target == 0 {
		f.ClosersNote = "没有年度任务，不列补差项目"
		return
	}
	need := *f.Target - f.Done
	if need <= 0 {
		f.ClosersNote = "任务已完成，没有差额"
		return
	}
	var sum int64
	for _, c := range owed {
		if sum >= need || len(f.Closers) == maxClosers {
			break
		}
		sum = c.Sum
		f.Closers = append(f.Closers, c)
	}
	switch {
	case all < need:
		f.ClosersNote = fmt.Sprintf("全部合同今年还应到位的合计补不齐任务差额，还差 %s", yiText(need-all))
	case sum < need:
		f.ClosersNote = fmt.Sprintf("全部 %d 个合同按计划到位可以补齐任务差额 %s；这里列最大的 %d 个，其余较小的未列", len(owed), yiText(need), maxClosers)
	default:
		f.ClosersNote = fmt.Sprintf("以下 %d 个合同按计划到位，即可补齐任务差额 %s", len(f.Closers), yiText(need))
	}
}

func yiText(fen int64) string { return big.NewRat(fen, FenPerYi).FloatString(2) + "亿元" }

// Explain writes the method so that it stands on one screen.
func (f *Forecast) Explain() {
	m := f.Month.Number()
	f.Method = []string{}
	if m == 12 {
		f.Method = append(f.Method, "全年十二个月已有数，预测就是累计数。")
	} else {
		var years []string
		for _, y := range f.Years {
			years = append(years, fmt.Sprint(y.Year))
		}
		f.Method = append(f.Method, fmt.Sprintf("n = %d：只用十二个月齐全的往年（%s），各算1—%d月占全年的比重，用本年累计除以每个比重，得到 n 个全年数。",
			f.N, orDash(strings.Join(years, "、")), m))
	}
	f.Method = append(f.Method, "区间是这 n 个数的最低到最高，不是置信区间；年数少时不算百分位。",
		"往年数：上线前取历史汇总数，上线后取已全年关账的台账数，口径与本年相同；后来冲正往年的调整不在其中。")
	if f.Owed != nil {
		f.Method = append(f.Method, "合同还应到位＝今天的年度计划减去本年累计到位，逐个项目不小于 0，外币按年度汇率折算，按统计归属分到单位；不含已终止和未签约的项目。它与区间并列，不相加。")
	}
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// ForecastQuery asks for a forecast; an empty indicator is 到位资金, unit 0 all that the
// viewer sees.
type ForecastQuery struct {
	Month     Month
	Indicator string
	Basis     string
	UnitID    int64
	Every     bool // list every contract that owes
}
