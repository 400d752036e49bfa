package main

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
)

// creditShare is a unit's part in basis points with its place in the official order.
type creditShare struct {
	unit, bp int64
	order    int
}

// shareOut divides an amount by basis points to the minor unit by largest remainder, ties by
// official order (domain §6). Negative amounts divide as positive ones do.
func shareOut(amount int64, shares []creditShare) []int64 {
	sign := int64(1)
	if amount < 0 {
		sign, amount = -1, -amount
	}
	parts, rest := make([]int64, len(shares)), make([]int64, len(shares))
	left := amount
	for i, s := range shares {
		q, r := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(amount), big.NewInt(s.bp)), big.NewInt(10000), new(big.Int))
		parts[i], rest[i] = q.Int64(), r.Int64()
		left -= parts[i]
	}
	for ; left > 0; left-- {
		best := -1
		for i, s := range shares {
			if rest[i] >= 0 && (best < 0 || rest[i] > rest[best] || rest[i] == rest[best] && s.order < shares[best].order) {
				best = i
			}
		}
		parts[best]++
		rest[best] = -1
	}
	for i := range parts {
		parts[i] *= sign
	}
	return parts
}

// wholeTo is the index of the share that a count goes to whole: the largest, ties to the owner of
// the lead, then by official order (domain §6).
func wholeTo(shares []creditShare, owner int64) int {
	best := 0
	better := func(a, b creditShare) bool {
		if a.bp != b.bp {
			return a.bp > b.bp
		}
		if (a.unit == owner) != (b.unit == owner) {
			return a.unit == owner
		}
		return a.order < b.order
	}
	for i := range shares {
		if better(shares[i], shares[best]) {
			best = i
		}
	}
	return best
}

// times is a × num ÷ den, half up, away from zero (domain §6).
func times(a, num, den int64) int64 {
	p := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(a), big.NewInt(num)), big.NewInt(den))
	n := nearest(p, 0).Num()
	return n.Int64()
}

// nearest rounds to a number of decimals, half away from zero.
func nearest(r *big.Rat, places int) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	x := new(big.Rat).Mul(r, scale)
	half := big.NewRat(1, 2)
	if x.Sign() < 0 {
		half.Neg(half)
	}
	x.Add(x, half)
	whole := new(big.Int).Quo(x.Num(), x.Denom()) // toward zero
	return new(big.Rat).Quo(new(big.Rat).SetInt(whole), scale)
}

// fraction is a ÷ b, nil without a b (domain §8: no division error, no 100 %).
func fraction(a, b int64) *big.Rat {
	if b == 0 {
		return nil
	}
	return big.NewRat(a, b)
}

// progress is 完成率 against a target that may be missing.
func progress(done int64, target *int64) *big.Rat {
	if target == nil {
		return nil
	}
	return fraction(done, *target)
}

// growthOver is 同比: now ÷ last year − 1.
func growthOver(now int64, last *int64) *big.Rat {
	r := progress(now, last)
	if r == nil {
		return nil
	}
	return new(big.Rat).Sub(r, big.NewRat(1, 1))
}

// printedGap is 超(欠)序时 in percentage points as printed, and its word, which follows it.
func printedGap(rate, pace *big.Rat, places int) (*big.Rat, string) {
	if rate == nil {
		return nil, "—"
	}
	gap := nearest(new(big.Rat).Mul(new(big.Rat).Sub(rate, pace), big.NewRat(100, 1)), places)
	return gap, []string{"欠序时", "达序时", "超序时"}[gap.Sign()+1]
}

// placesOf ranks values, the largest first: equals share a place and the next is skipped; 0 for
// what has no value (domain §8).
func placesOf(values []*big.Rat) []int {
	out := make([]int, len(values))
	for i, v := range values {
		if v == nil {
			continue
		}
		out[i] = 1
		for _, other := range values {
			if other != nil && other.Cmp(v) > 0 {
				out[i]++
			}
		}
	}
	return out
}

// percentText prints a ratio as a percentage for a footnote.
func percentText(r *big.Rat, places int) string {
	return nearest(new(big.Rat).Mul(r, big.NewRat(100, 1)), places).FloatString(places)
}

// numberText prints minor units exactly, without trailing zeros.
func numberText(minor, per int64) string {
	s := big.NewRat(minor, per).FloatString(12)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// noteNumber is an amount in a footnote: two decimals at most, thousands apart.
func noteNumber(minor, per int64) string {
	whole, places, _ := strings.Cut(numberText(nearest(big.NewRat(minor, per), 2).Num().Int64(), nearest(big.NewRat(minor, per), 2).Denom().Int64()), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if places != "" {
		whole += "." + places
	}
	return whole
}

// originWords are the labels of 来源 (domain §2, §7), in order.
var (
	originCodes = []string{"foreign", "outProv", "inProvince", "local", "unknown"}
	originWords = map[string]string{"foreign": "境外", "outProv": "省外", "inProvince": "市外省内", "local": "市内", "unknown": "待核"}
)

// briefPlace drops what kind of place it is, unless a single character would be left.
func briefPlace(name string) string {
	for _, nation := range []string{"布依族苗族", "土家族苗族", "苗族侗族", "藏族羌族", "哈尼族彝族", "壮族苗族", "傣族景颇族", "蒙古族藏族",
		"柯尔克孜", "哈萨克", "朝鲜族", "傈僳族", "彝族", "藏族", "白族", "傣族", "回族", "蒙古", ""} {
		if s, ok := strings.CutSuffix(name, nation+"自治州"); ok && len([]rune(s)) > 1 {
			return s
		}
	}
	for _, kind := range []string{"维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市", "地区", "盟", "区", "县"} {
		if s, ok := strings.CutSuffix(name, kind); ok && len([]rune(s)) > 1 {
			return s
		}
	}
	return name
}

// fromWhere prints 来源地: 浙江嘉兴, a municipality once, else the kind of origin.
func fromWhere(province, city, origin string) string {
	p, c := briefPlace(province), briefPlace(city)
	if p == c {
		c = ""
	}
	if p+c == "" && origin != "unknown" {
		return originWords[origin]
	}
	return p + c
}

// joined lists names with 、 between them, empty ones left out.
func joined(names []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s == "" }), "、")
}

// byKeys sorts rows by several keys, given as a comparison each.
func byKeys[T any](list []T, keys ...func(a, b T) int) {
	slices.SortStableFunc(list, func(a, b T) int {
		for _, k := range keys {
			if n := k(a, b); n != 0 {
				return n
			}
		}
		return 0
	})
}

// key compares two rows by a value of theirs.
func key[T any, K cmp.Ordered](of func(T) K) func(a, b T) int {
	return func(a, b T) int { return cmp.Compare(of(a), of(b)) }
}
