package crm

import (
	"math/big"
	"strconv"
)

// ScoreTerm is one term of the liaison offices' scorecard as sheet 11 prints it. Points
// are hundredths of a point.
type ScoreTerm struct {
	Label string      `json:"label"` // 驻点天数(天)
	Kind  string      `json:"kind" enum:"tiers,share,each"`
	Full  int64       `json:"full"`            // full marks, or the points for each one
	Tiers []ScoreTier `json:"tiers,omitempty"` // for tiers: highest first
	Short int64       `json:"short,omitempty"` // for tiers: lost per unit below the lowest tier
}

// OfficeScore is one office's line.
type OfficeScore struct {
	Terms []int64 // hundredths of a point per term
	Total int64   // their sum, never below 0 (domain §9)
	Rank  int
}

// ScoreOffices works out every office's line and rank by the rules of any scheme;
// actual[i] holds office i's value for each term.
func ScoreOffices(terms []ScoreTerm, actual [][]int64) []OfficeScore {
	scheme := ScoreScheme{Places: 2, Floor: new(int64)}
	for k, t := range terms {
		p := t.part()
		p.Source = strconv.Itoa(k)
		scheme.Terms = append(scheme.Terms, SchemeTerm{Parts: []ScorePart{p}})
	}
	units := make([]ScoreUnit, len(actual))
	for i, values := range actual {
		units[i].Values = map[string]ScoreValue{}
		for k := range terms {
			units[i].Values[strconv.Itoa(k)] = ScoreValue{Own: values[k], Per: 1}
		}
	}
	scores, totals := make([]OfficeScore, len(actual)), make([]*big.Rat, len(actual))
	for i, u := range units {
		earned := make([]*big.Rat, len(terms))
		for k, t := range scheme.Terms {
			_, earned[k] = scheme.term(t, u, units)
			scores[i].Terms = append(scores[i].Terms, hundredths(earned[k]))
		}
		totals[i] = scheme.total(earned)
		scores[i].Total = hundredths(totals[i])
	}
	for i, rank := range Ranks(totals) {
		scores[i].Rank = rank
	}
	return scores
}

// hundredths is a number of points with at most two decimals in hundredths.
func hundredths(r *big.Rat) int64 {
	return new(big.Rat).Mul(r, big.NewRat(100, 1)).Num().Int64()
}
