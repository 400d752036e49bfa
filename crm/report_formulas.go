package crm

import "math/big"

// Words of the pace (domain §8). They follow the printed gap, so that word and figure
// never disagree.
const (
	PaceAhead  = "超序时"
	PaceOn     = "达序时"
	PaceBehind = "欠序时"
)

// Fraction is an exact ratio, such as a pace of 8/12. Den is positive.
type Fraction struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"`
}

// Rat returns f as a rational; nil when Den is 0.
func (f Fraction) Rat() *big.Rat {
	if f.Den == 0 {
		return nil
	}
	return big.NewRat(f.Num, f.Den)
}

// RateOf is 完成率 = done ÷ target (domain §8); nil for a missing or zero target, never
// 100 % and never a division error.
func RateOf(done int64, target *int64) *big.Rat {
	if target == nil || *target == 0 {
		return nil
	}
	return big.NewRat(done, *target)
}

// PaceOf is 序时进度 = months elapsed ÷ 12, or the month's value of a custom cumulative
// curve in basis points (12 values, the last usually 10,000); domain §8.
func PaceOf(month int, curve []int64) Fraction {
	if len(curve) == 12 && month >= 1 && month <= 12 {
		return Fraction{curve[month-1], FullShares}
	}
	return Fraction{int64(month), 12}
}

// GapOf is 超(欠)序时 = 完成率 − 序时 in percentage points; nil without a rate.
func GapOf(rate *big.Rat, pace Fraction) *big.Rat {
	p := pace.Rat()
	if rate == nil || p == nil {
		return nil
	}
	gap := new(big.Rat).Sub(rate, p)
	return gap.Mul(gap, big.NewRat(100, 1))
}

// GapWord tells the gap in words as it prints with `places` decimals (0.0 = 达序时);
// "—" without a gap.
func GapWord(gap *big.Rat, places int) string {
	if gap == nil {
		return "—"
	}
	switch RoundRat(gap, places).Sign() {
	case 1:
		return PaceAhead
	case -1:
		return PaceBehind
	}
	return PaceOn
}

// AheadBy is how much more than the pace is done, in minor units (rounded half away
// from zero): done − target × pace; nil without a target.
func AheadBy(done int64, target *int64, pace Fraction) *int64 {
	if target == nil || *target == 0 || pace.Den == 0 {
		return nil
	}
	v := done - MulDiv(*target, pace.Num, pace.Den)
	return &v
}

// YoYOf is 同比增幅 = now ÷ last year − 1 on the same months and basis; nil when last
// year is missing or 0 (domain §8).
func YoYOf(now int64, lastYear *int64) *big.Rat {
	r := RateOf(now, lastYear)
	if r == nil {
		return nil
	}
	return r.Sub(r, big.NewRat(1, 1))
}

// RoundRat rounds r half away from zero to `places` decimals.
func RoundRat(r *big.Rat, places int) *big.Rat {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	n := new(big.Int).Mul(new(big.Int).Abs(r.Num()), scale)
	n.Lsh(n, 1).Add(n, r.Denom())
	n.Quo(n, new(big.Int).Lsh(r.Denom(), 1))
	if r.Sign() < 0 {
		n.Neg(n)
	}
	return new(big.Rat).SetFrac(n, scale)
}

// RatText prints r with exactly `places` decimals, half away from zero, "0.00" without
// a sign; nil gives nil.
func RatText(r *big.Rat, places int) *string {
	if r == nil {
		return nil
	}
	s := RoundRat(r, places).FloatString(places)
	return &s
}

// PercentText prints a ratio as a percentage with `places` decimals and no sign of
// percent ("69.3"), rounded once from the exact value; "—" without one.
func PercentText(r *big.Rat, places int) string {
	if r == nil {
		return "—"
	}
	return RoundRat(new(big.Rat).Mul(r, big.NewRat(100, 1)), places).FloatString(places)
}

// Complete fills Rate, Pace, GapPp and YoY of f from its amounts (domain §8).
func (f *Figure) Complete(pace Fraction) {
	rate := RateOf(f.Cumulative, f.Target)
	f.Rate = RatText(rate, 4)
	f.Pace = RatText(pace.Rat(), 4)
	f.GapPp = RatText(GapOf(rate, pace), 2)
	f.YoY = RatText(YoYOf(f.Cumulative, f.LastYear), 4)
}
