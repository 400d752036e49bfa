package crm

// Ranking is the units' order by one indicator under one basis (domain §8): ranked units
// by rank, equals in official order, then those without a rank, 市本级及市直 last.
type Ranking struct {
	Month      Month        `json:"month"`
	Indicator  string       `json:"indicator"`
	Label      string       `json:"label" doc:"指标名称"`
	Unit       string       `json:"unit" doc:"计量单位"`
	Basis      string       `json:"basis"`
	BasisLabel string       `json:"basisLabel"`
	By         RankBy       `json:"by" enum:"rate,yoy,total,gap"`
	Snapshot   string       `json:"snapshot" doc:"关账快照编号，空为未关账"`
	Before     string       `json:"before" doc:"位次变化所对的上月快照，空为没有"`
	AsOf       string       `json:"asOf" doc:"截至 · 口径 · 已核定"`
	Scope      string       `json:"scope" doc:"可见范围，空为全市"`
	TotalUnit  string       `json:"totalUnit" doc:"合计数查数码里的单位代码，空为合计不是一个单位的数"`
	Total      Figure       `json:"total"`
	Rows       []RankingRow `json:"rows"`
}

// RankingRow is one unit's place.
type RankingRow struct {
	UnitID int64  `json:"unitId"`
	Code   string `json:"code"`
	Name   string `json:"name"`
	Ranked bool   `json:"ranked" doc:"市本级及市直列出而不排名"`
	Figure Figure `json:"figure"`
	Word   string `json:"word" doc:"超序时、达序时、欠序时或—"`
}

// BasisComparison sets two bases of one indicator side by side (domain §7): published
// totals differ by definition alone.
type BasisComparison struct {
	Month     Month          `json:"month"`
	Indicator string         `json:"indicator"`
	Label     string         `json:"label" doc:"指标名称"`
	Unit      string         `json:"unit" doc:"计量单位"`
	Left      ComparedBasis  `json:"left"`
	Right     ComparedBasis  `json:"right"`
	Snapshot  string         `json:"snapshot" doc:"关账快照编号，空为未关账"`
	Scope     string         `json:"scope" doc:"可见范围，空为全市"`
	Rows      []ComparedUnit `json:"rows" doc:"合计在前，各单位按官方排序"`
}

// ComparedBasis is one side of a comparison.
type ComparedBasis struct {
	Basis  string `json:"basis"`
	Label  string `json:"label"`
	Counts string `json:"counts" doc:"计入什么"`
}

// ComparedUnit is one line of a comparison.
type ComparedUnit struct {
	UnitID     int64            `json:"unitId" doc:"合计为根单位"`
	Code       string           `json:"code" doc:"查数码里的单位代码，空为合计不是一个单位的数"`
	Name       string           `json:"name"`
	Left       Figure           `json:"left"`
	Right      Figure           `json:"right"`
	Difference FigureDifference `json:"difference" doc:"左减右，最小单位"`
}

// FigureDifference is left − right in minor units.
type FigureDifference struct {
	Month      int64 `json:"month"`
	Adjust     int64 `json:"adjust"`
	Cumulative int64 `json:"cumulative"`
}

// Minus is f − g.
func (f Figure) Minus(g Figure) FigureDifference {
	return FigureDifference{f.Month - g.Month, f.Adjust - g.Adjust, f.Cumulative - g.Cumulative}
}
