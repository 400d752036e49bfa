package crm

import "math/big"

// Cohort counts the projects whose signing was approved in a window (domain §8). The
// three states exclude one another: a producing project is no longer counted as
// building.
type Cohort struct {
	Contracts   int64 `json:"contracts"`   // 签约
	Formalities int64 `json:"formalities"` // 手续办理, or a milestone before 开工
	Building    int64 `json:"building"`    // 开工 or later, not producing
	Producing   int64 `json:"producing"`   // 投产 or later
	Arrived     int64 `json:"arrived"`     // 累计到位, 分
	Agreed      int64 `json:"agreed"`      // 协议引资额, else 总投资, 分
}

// Started is the number of projects at 开工 or later.
func (c Cohort) Started() int64 { return c.Building + c.Producing }

// Fulfilled is 履约率: any later milestone approved or status 手续办理 ÷ signed.
func (c Cohort) Fulfilled() *big.Rat { return RateOf(c.Started()+c.Formalities, &c.Contracts) }

// StartRate is 开工率: 开工 or later ÷ signed.
func (c Cohort) StartRate() *big.Rat { return RateOf(c.Started(), &c.Contracts) }

// ProduceRate is 投产率: producing ÷ started.
func (c Cohort) ProduceRate() *big.Rat {
	started := c.Started()
	return RateOf(c.Producing, &started)
}

// ArrivalRate is 资金到位率: 累计到位 ÷ 协议引资额 (else 总投资).
func (c Cohort) ArrivalRate() *big.Rat { return RateOf(c.Arrived, &c.Agreed) }
