package crm

// ReportChain is one row of sheet 12 产业链进展. The last row, ChainID 0, is what belongs to
// no chain (其他), historic figures of before the cut-over with it, so that the rows add up
// to the city (domain §7, §11).
type ReportChain struct {
	ChainID  int64  `json:"chainId"`
	Name     string `json:"name"`     // 其他 for ChainID 0
	Head     string `json:"head"`     // 链长
	LeadUnit string `json:"leadUnit"` // 牵头单位
	Master   string `json:"master"`   // 链主企业
	ChainCells
	Pace          Fraction    `json:"pace"`          // exact, for 超(欠)序时
	Projects      int64       `json:"projects"`      // 在库项目: rows of sheet 3
	ProjectsTotal int64       `json:"projectsTotal"` // their 总投资, 分
	Problems      int64       `json:"problems"`      // 梳理 of the projects' problems
	Solved        int64       `json:"solved"`        // 解决
	Text          string      `json:"text"`          // 重点进展和问题
	Units         []ChainUnit `json:"units,omitempty"`
}

// ChainCells is what a chain sums up; money is 分, adjustments of the same year are in
// Month and Cumulative.
type ChainCells struct {
	SignedM    int64  `json:"signedM"` // 新签约: the month, then the year to date
	Signed     int64  `json:"signed"`
	StartedM   int64  `json:"startedM"`
	Started    int64  `json:"started"`
	ProducingM int64  `json:"producingM"`
	Producing  int64  `json:"producing"`
	Target     *int64 `json:"target"` // 年度任务 of the chain; nil = none
	Month      int64  `json:"month"`
	Adjust     int64  `json:"adjust"` // the part of Month that corrects closed months
	Cumulative int64  `json:"cumulative"`
}

// ChainUnit is what one credited unit (its code) has of a chain; a scoped report sums the
// kept ones.
type ChainUnit struct {
	ID string `json:"id"`
	ChainCells
}

// ReportSource is one row of sheet 13 来源地分布: what came from a province (境外: country or
// region; 市外省内 and 市内: city). Tier "" is 历史汇总数: months before the cut-over, known
// without their places. Rows stand by tier, then by 累计.
type ReportSource struct {
	Tier       Origin       `json:"tier"`
	Place      string       `json:"place"`      // 未注明 when no investor tells it
	Projects   int64        `json:"projects"`   // 在库项目 (rows of sheet 3) by their first investor
	Month      int64        `json:"month"`      // 分, adjustments of the same year in it
	Cumulative int64        `json:"cumulative"` // 分
	Last       *int64       `json:"last"`       // 上年同期, 分; nil = not known by place
	Cities     string       `json:"cities"`     // 主要城市: at most three by 累计
	Parts      []SourcePart `json:"parts,omitempty"`
}

// SourcePart is what one credited unit (its code) got from one city of a row.
type SourcePart struct {
	ID         string `json:"id"`
	City       string `json:"city,omitempty"`
	Month      int64  `json:"month"`
	Cumulative int64  `json:"cumulative"`
	Last       int64  `json:"last"`
}

// NoPlace names a row of sheet 13 whose place nobody tells, HistoricPlace the one of the
// months before the cut-over.
const (
	NoPlace       = "未注明"
	HistoricPlace = "历史汇总数"
	OtherChains   = "其他"
)

// ReportFulfilment is one unit's row of sheet 14 履约情况; 合计 is their sum. 市本级及市直
// is printed and not ranked (domain §8).
type ReportFulfilment struct {
	UnitID string `json:"unitId"` // code, as in Figures.Units
	Unit   string `json:"unit"`
	Cohort
}

// ReportUnfulfilled is one row of sheet 14's second table: a contract of the cohort that
// nothing followed. Reach and Unit are those of the unit that the contract counts for.
type ReportUnfulfilled struct {
	Reach
	Code     string `json:"code"`
	Unit     string `json:"unit"`
	Name     string `json:"name"`
	Investor string `json:"investor"`
	SignedOn string `json:"signedOn"`
	Total    int64  `json:"total"`  // 总投资, 分
	Reason   string `json:"reason"` // 未履约原因
	Status   string `json:"status"` // 正常, 延期, 停工, 终止
	Next     string `json:"next"`   // 下一步措施
}
