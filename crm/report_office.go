package crm

import "math/big"

// Kinds of a scoring term of the liaison offices' scorecard (domain §9, as data).
const (
	ScoreTiers = "tiers" // points by tiers of the value, e.g. days at the post
	ScoreShare = "share" // own ÷ group maximum × points; 0 ÷ 0 = 0
	ScoreEach  = "each"  // points for every one, may be negative
)

// ScoreTerm is one term of a scoring scheme. Points are hundredths of a point.
type ScoreTerm struct {
	Label string      `json:"label"` // 驻点天数(天)
	Kind  string      `json:"kind" enum:"tiers,share,each"`
	Full  int64       `json:"full"`            // full marks, or the points for each one
	Tiers []ScoreTier `json:"tiers,omitempty"` // for tiers: highest first
	Short int64       `json:"short,omitempty"` // for tiers: lost per unit below the lowest tier
}

// ScoreTier gives Points from From on.
type ScoreTier struct {
	From   int64 `json:"from"`
	Points int64 `json:"points"`
}

// Score returns the hundredths of a point that `own` earns, rounded half up; groupMax
// is the largest value in the group.
func (t ScoreTerm) Score(own, groupMax int64) int64 {
	switch t.Kind {
	case ScoreEach:
		return own * t.Full
	case ScoreShare:
		if groupMax <= 0 {
			return 0
		}
		return MulDiv(own, t.Full, groupMax)
	}
	for _, tier := range t.Tiers {
		if own >= tier.From {
			return tier.Points
		}
	}
	if len(t.Tiers) == 0 {
		return 0
	}
	low := t.Tiers[len(t.Tiers)-1]
	return max(0, low.Points-(low.From-own)*t.Short)
}

// OfficeScore is one office's worked line.
type OfficeScore struct {
	Terms []int64 // hundredths of a point per term
	Total int64   // their sum, never below 0 (domain §9)
	Rank  int
}

// ScoreOffices works out every office's line and rank; actual[i] holds office i's
// value for each term.
func ScoreOffices(terms []ScoreTerm, actual [][]int64) []OfficeScore {
	scores := make([]OfficeScore, len(actual))
	keys := make([]*big.Rat, len(actual))
	for i := range actual {
		scores[i].Terms = make([]int64, len(terms))
	}
	for t, term := range terms {
		var most int64
		for i := range actual {
			most = max(most, actual[i][t])
		}
		for i := range actual {
			scores[i].Terms[t] = term.Score(actual[i][t], most)
			scores[i].Total += scores[i].Terms[t]
		}
	}
	for i := range scores {
		scores[i].Total = max(0, scores[i].Total)
		keys[i] = big.NewRat(scores[i].Total, 1)
	}
	for i, rank := range Ranks(keys) {
		scores[i].Rank = rank
	}
	return scores
}
