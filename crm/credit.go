package crm

// Adjustment tells how a line stands to the month it is posted in (domain §7).
type Adjustment string

// Adjustments: an ordinary line, a correction of a closed month of the same year
// (own column, counts in the cumulative), of an earlier year (stands apart).
const (
	AdjustNone     Adjustment = ""
	AdjustSameYear Adjustment = "sameYear"
	AdjustEarlier  Adjustment = "earlier"
)

// AdjustmentOf classifies a posting in month that corrects orig ("" for none).
func AdjustmentOf(month, orig Month) Adjustment {
	switch {
	case orig == "" || orig >= month:
		return AdjustNone
	case orig.Year() == month.Year():
		return AdjustSameYear
	}
	return AdjustEarlier
}

// CreditLine is what a verified part gives to one unit; append-only (domain §6).
type CreditLine struct {
	ID         int64       `json:"id"`
	EntryID    int64       `json:"entryId"`
	PartID     int64       `json:"partId"`
	ProjectID  int64       `json:"projectId"`
	UnitID     int64       `json:"unitId"`
	Month      Month       `json:"month"`
	OrigMonth  Month       `json:"origMonth"`
	Adjustment Adjustment  `json:"adjustment" enum:",sameYear,earlier"`
	State      ReviewState `json:"state" enum:"verified,submitted"`
	Currency   Currency    `json:"currency"`
	Origin     Origin      `json:"origin"`
	Fixed      bool        `json:"fixed"`
	FDI        bool        `json:"fdi"`
	ChainID    int64       `json:"chainId"`
	Amount     int64       `json:"amount" doc:"本币种最小单位"`
	CNY        int64       `json:"cny" doc:"折人民币，分"`
	USD        int64       `json:"usd" doc:"境外资金折美元，美分；其他来源为 0"`
	KnownOn    Date        `json:"knownOn"`
}

// PostLines makes the lines of an entry: each part split to the 分 by shares, then
// converted at the year's rate, half up, both amounts kept (domain §6). amounts are
// the parts' verified (or, for pending lines, reported) amounts.
func PostLines(e CapitalEntry, amounts []int64, shares []Share, chainID int64, r Rate) []CreditLine {
	var out []CreditLine
	for i, p := range e.Parts {
		for k, a := range Split(amounts[i], shares) {
			if a == 0 {
				continue
			}
			l := CreditLine{EntryID: e.ID, PartID: p.ID, ProjectID: e.ProjectID, UnitID: shares[k].UnitID, Month: e.Month,
				OrigMonth: e.OrigMonth, Adjustment: AdjustmentOf(e.Month, e.OrigMonth), Currency: p.Currency,
				Origin: p.Origin, Fixed: e.Fixed, FDI: p.FDI, ChainID: chainID, Amount: a}
			l.CNY = Money{a, p.Currency}.ToCNY(r)
			if p.Origin == OriginForeign {
				l.USD = a
				if p.Currency == CNY {
					l.USD = 0
					if r > 0 {
						l.USD = MulDiv(a, RateScale, int64(r))
					}
				}
			}
			out = append(out, l)
		}
	}
	return out
}

// Reversed negates a line for the reversal entry e, whatever the shares are now.
func (l CreditLine) Reversed(e CapitalEntry) CreditLine {
	l.ID, l.EntryID, l.Month, l.OrigMonth = 0, e.ID, e.Month, e.OrigMonth
	l.Adjustment = AdjustmentOf(e.Month, e.OrigMonth)
	l.Amount, l.CNY, l.USD = -l.Amount, -l.CNY, -l.USD
	return l
}

// Cell is one row of the capital roll-up: the sum of lines over the dimensions that
// bases may filter (architecture §4).
type Cell struct {
	UnitID     int64
	Month      Month
	Adjustment Adjustment
	State      ReviewState
	Currency   Currency
	Origin     Origin
	Fixed      bool
	FDI        bool
	ChainID    int64
	Amount     int64
	CNY        int64
	USD        int64
	Lines      int64
}
