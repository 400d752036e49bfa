package crm

// Indicator is what is counted (domain §2): a stable code, a Chinese label, money or
// count, and where the value comes from.
type Indicator struct {
	Code         string   `json:"code"`
	Label        string   `json:"label"`
	Kind         string   `json:"kind" enum:"money,count"`
	Currency     Currency `json:"currency" doc:"金额指标的币种，计数为空"`
	Unit         string   `json:"unit" doc:"计量单位：亿元、万美元、个、户"`
	Source       string   `json:"source" enum:"capital,milestone,manual" doc:"取自台账、节点或手工填报"`
	DefaultBasis string   `json:"defaultBasis"`
	ParentCode   string   `json:"parentCode" doc:"其中项所属指标"`
	Order        int      `json:"order"`
	Note         string   `json:"note"`
}

// Codes of the shipped indicators (contract §1).
const (
	IndCapital      = "capital"      // 到位资金
	IndForeign      = "foreign"      // 利用外资
	IndSigned       = "signed"       // 新签约项目数
	IndSignedAmount = "signedAmount" // 新签约金额
	IndStarted      = "started"      // 新开工项目数
	IndProducing    = "producing"    // 新投产项目数
	IndTenants      = "tenants"      // 新入园千万元以上企业数
)

// Target is a goal: year × scope × indicator (and its 其中 basis) → value (domain §8).
type Target struct {
	ID        int64  `json:"id"`
	Year      int    `json:"year"`
	UnitID    int64  `json:"unitId" doc:"全市为根单位"`
	UnitName  string `json:"unitName"`
	ChainID   int64  `json:"chainId" doc:"按产业链下达时"`
	Indicator string `json:"indicator"`
	Basis     string `json:"basis" doc:"其中项的口径，空为指标本身"`
	Value     int64  `json:"value" doc:"分、美分或个"`
	Note      string `json:"note"`
	KnownOn   Date   `json:"knownOn"`
	Version   int64  `json:"version"`
}

// TargetInput sets a target; Value nil removes it.
type TargetInput struct {
	Year      int    `json:"year" minimum:"2000" maximum:"2100"`
	UnitID    int64  `json:"unitId"`
	ChainID   int64  `json:"chainId,omitempty"`
	Indicator string `json:"indicator"`
	Basis     string `json:"basis,omitempty"`
	Value     *int64 `json:"value"`
	Note      string `json:"note,omitempty" maxLength:"300"`
}

// CountLine is what an approved milestone gives to a unit: counts go whole to the
// largest share; Joint lines (联合引进) stand outside the sum (domain §6).
type CountLine struct {
	MilestoneID int64      `json:"milestoneId"`
	ProjectID   int64      `json:"projectId"`
	Indicator   string     `json:"indicator"`
	UnitID      int64      `json:"unitId"`
	Joint       bool       `json:"joint"`
	Month       Month      `json:"month"`
	OrigMonth   Month      `json:"origMonth"`
	Adjustment  Adjustment `json:"adjustment"`
	ChainID     int64      `json:"chainId"`
	Count       int64      `json:"count"`
	CNY         int64      `json:"cny" doc:"项目总投资（或增资额）折人民币，分"`
	KnownOn     Date       `json:"knownOn"`
}

// HistoricFigure is a unit's figure from before the system, an aggregate and marked
// as such wherever it is used (domain §2).
type HistoricFigure struct {
	ID        int64    `json:"id"`
	UnitID    int64    `json:"unitId"`
	UnitName  string   `json:"unitName"`
	Indicator string   `json:"indicator"`
	Basis     string   `json:"basis"`
	Currency  Currency `json:"currency"`
	Year      int      `json:"year"`
	Month     Month    `json:"month" doc:"空为全年数"`
	Period    string   `json:"period" doc:"跨年合计时的说明，如 2017—2021"`
	Value     int64    `json:"value"`
	Source    string   `json:"source"`
	Note      string   `json:"note"`
}
