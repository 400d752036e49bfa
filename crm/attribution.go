package crm

import "sort"

// Share is a unit's part in basis points.
type Share struct {
	UnitID   int64  `json:"unitId"`
	UnitName string `json:"unitName,omitempty"`
	Order    int    `json:"-"` // official order, breaks ties
	BP       int64  `json:"bp" minimum:"0" maximum:"10000"`
}

// Attribution is a version of a project's 统计归属: who is credited, per indicator
// ("" = all) and from which year; it applies from its approval (domain §6).
type Attribution struct {
	ID        int64   `json:"id"`
	ProjectID int64   `json:"projectId"`
	Indicator string  `json:"indicator" doc:"空为全部指标"`
	FromYear  int     `json:"fromYear"`
	Seq       int64   `json:"seq" doc:"版本号"`
	Shares    []Share `json:"shares"`
	KnownOn   Date    `json:"knownOn"`
	Reason    string  `json:"reason"`
}

// AttributionInput sets a new version of shares.
type AttributionInput struct {
	Indicator string  `json:"indicator,omitempty" maxLength:"40"`
	FromYear  int     `json:"fromYear,omitempty" doc:"从哪一年起，默认当年"`
	Shares    []Share `json:"shares" minItems:"1" maxItems:"14"`
	Reason    string  `json:"reason" minLength:"2" maxLength:"500"`
	Version   int64   `json:"version"`
}

// CheckShares requires positive shares over distinct units that sum to 100 %.
func CheckShares(shares []Share) error {
	sum, seen := int64(0), map[int64]bool{}
	for _, s := range shares {
		if s.BP <= 0 {
			return Invalid("shares", "归属比例须大于 0，不参与的单位请去掉")
		}
		if seen[s.UnitID] {
			return Invalid("shares", "同一单位的归属比例只写一行")
		}
		seen[s.UnitID] = true
		sum += s.BP
	}
	if sum != FullShares {
		return Invalid("shares", "归属比例合计须为 100%%，现在是 %d.%02d%%", sum/100, sum%100)
	}
	return nil
}

// Split divides amount by shares to the minor unit by largest remainder; ties go by
// official order (domain §6). The results sum to amount exactly, also when negative.
func Split(amount int64, shares []Share) []int64 {
	out := make([]int64, len(shares))
	type rem struct {
		i int
		r int64
	}
	neg := amount < 0
	if neg {
		amount = -amount
	}
	left, rems := amount, make([]rem, len(shares))
	for i, s := range shares {
		// amount*bp may pass 63 bits for very large sums: split the amount in two.
		hi, lo := amount/FullShares, amount%FullShares
		out[i] = hi*s.BP + lo*s.BP/FullShares
		rems[i] = rem{i, lo * s.BP % FullShares}
		left -= out[i]
	}
	sort.SliceStable(rems, func(a, b int) bool {
		if rems[a].r != rems[b].r {
			return rems[a].r > rems[b].r
		}
		return shares[rems[a].i].Order < shares[rems[b].i].Order
	})
	for k := 0; k < len(rems) && left > 0; k++ {
		out[rems[k].i]++
		left--
	}
	if neg {
		for i := range out {
			out[i] = -out[i]
		}
	}
	return out
}

// Largest returns the index of the unit that counts go to whole: the largest share,
// ties to owner, then by official order (domain §6).
func Largest(shares []Share, owner int64) int {
	best := 0
	for i, s := range shares {
		b := shares[best]
		switch {
		case s.BP > b.BP:
			best = i
		case s.BP == b.BP && b.UnitID != owner && (s.UnitID == owner || s.Order < b.Order):
			best = i
		}
	}
	return best
}

// EnclaveShares is the 飞地 preset for a calendar year: the first `firstYears` years
// from signing (the year of signing is the first) 100 % to the 飞出地 (home),
// afterwards home:host = 7:3 (P; settings; domain §6).
func EnclaveShares(home, host Share, signedYear, year, firstYears int, homeBP int64) []Share {
	if year < signedYear+firstYears || home.UnitID == host.UnitID {
		home.BP = FullShares
		return []Share{home}
	}
	home.BP, host.BP = homeBP, FullShares-homeBP
	return []Share{home, host}
}

// Introduced are the introductions of a project at its signing: what was promised comes first, the
// signing office or department, 0 for none, has the rest of 100 %.
func Introduced(promised []Share, signer int64) []Share {
	out, left, own := []Share{}, FullShares, -1
	for _, s := range promised {
		s.BP = min(s.BP, left)
		left -= s.BP
		if s.UnitID == signer {
			own = len(out)
		}
		if s.BP > 0 {
			out = append(out, s)
		}
	}
	switch {
	case signer == 0 || left == 0:
	case own >= 0:
		out[own].BP += left
	default:
		out = append(out, Share{UnitID: signer, BP: left})
	}
	return out
}
