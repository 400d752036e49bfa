package crm

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Currency is an ISO 4217 code. Only CNY and USD are kept; other currencies are
// entered in USD with the original amount noted (domain §3).
type Currency string

// The two currencies of the ledger.
const (
	CNY Currency = "CNY"
	USD Currency = "USD"
)

// Valid reports whether c is one of the ledger's currencies.
func (c Currency) Valid() bool { return c == CNY || c == USD }

// Money is an amount in minor units (分 for CNY, cents for USD). Never a float (domain §3).
type Money struct {
	Amount   int64    `json:"amount" doc:"最小货币单位的整数（分或美分）"`
	Currency Currency `json:"currency" enum:"CNY,USD"`
}

// Yuan returns fen as Money in CNY.
func Yuan(fen int64) Money { return Money{Amount: fen, Currency: CNY} }

// Dollars returns cents as Money in USD.
func Dollars(cents int64) Money { return Money{Amount: cents, Currency: USD} }

// Minor units in the display units of the field.
const (
	FenPerWan  int64 = 10_000 * 100      // 万元 (and cents in 万美元)
	FenPerYi   int64 = 100_000_000 * 100 // 亿元 (and cents in 亿美元)
	RateScale  int64 = 10_000            // an FX rate 6.4508 is kept as 64508
	FullShares int64 = 10_000            // 100 % in basis points
)

// Rate is a year's fixed USD→CNY rate in ten-thousandths (6.4508 = 64508).
type Rate int64

// MaxAmount is the largest amount that is ever taken: one 万亿 in the currency. No entry,
// project or target of a city comes near it, and tens of thousands of them can be summed
// without leaving int64.
const MaxAmount = 10_000 * FenPerYi

// TooLarge refuses an amount (minor units) beyond MaxAmount on either side of zero;
// field and label name what was typed.
func TooLarge(amount int64, field, label string) error {
	if amount > MaxAmount || amount < -MaxAmount {
		return Invalid(field, "%s超过一万亿，请核对单位和位数", label)
	}
	return nil
}

// maxRate bounds a rate, so that MaxAmount can be converted.
const maxRate = 1000 * RateScale

// ParseRate reads a rate such as "6.4508"; at most four decimals.
func ParseRate(s string) (Rate, error) {
	r, ok := new(big.Rat).SetString(strings.TrimSpace(s))
	if !ok || r.Sign() <= 0 {
		return 0, Invalid("rate", "汇率“%s”不是正数，请写成 6.4508 这样的数", s)
	}
	r.Mul(r, big.NewRat(RateScale, 1))
	if !r.IsInt() || !r.Num().IsInt64() {
		return 0, Invalid("rate", "汇率“%s”最多四位小数", s)
	}
	if r.Num().Int64() > maxRate {
		return 0, Invalid("rate", "汇率“%s”太大，请写成 6.4508 这样的数", s)
	}
	return Rate(r.Num().Int64()), nil
}

// String prints the rate with four decimals, trailing zeros dropped to two.
func (r Rate) String() string {
	s := fmt.Sprintf("%d.%04d", int64(r)/RateScale, int64(r)%RateScale)
	for strings.HasSuffix(s, "0") && len(s)-strings.IndexByte(s, '.') > 3 {
		s = s[:len(s)-1]
	}
	return s
}

// ToCNY converts m to fen at rate r, half up (away from zero on a tie), domain §6.
func (m Money) ToCNY(r Rate) int64 {
	if m.Currency != USD {
		return m.Amount
	}
	return MulDiv(m.Amount, int64(r), RateScale)
}

// MulDiv returns a*b/c rounded half away from zero, exact in between. c must be positive.
func MulDiv(a, b, c int64) int64 {
	p := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	neg := p.Sign() < 0
	p.Abs(p)
	p.Add(p.Lsh(p, 1), big.NewInt(c)) // 2ab + c
	p.Quo(p, new(big.Int).Lsh(big.NewInt(c), 1))
	if neg {
		p.Neg(p)
	}
	return p.Int64()
}

// Decimal returns minor / per as decimal text without trailing zeros, exact
// (per is FenPerWan or FenPerYi): 123450000 in 万元 is "123.45".
func Decimal(minor, per int64) string {
	neg := minor < 0
	if neg {
		minor = -minor
	}
	digits := len(strconv.FormatInt(per, 10)) - 1
	s := fmt.Sprintf("%d.%0*d", minor/per, digits, minor%per)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if neg && s != "0" {
		s = "-" + s
	}
	return s
}

// RoundDecimal is ParseDecimal for what a workbook's formula worked out: what is finer
// than a minor unit is rounded half up, away from zero.
func RoundDecimal(s string, per int64) (int64, error) {
	r, err := decimalRat(s)
	if err != nil {
		return 0, err
	}
	r.Mul(r, big.NewRat(per, 1))
	half := big.NewRat(int64(r.Sign()), 2)
	r.Add(r, half)
	n := new(big.Int).Quo(r.Num(), r.Denom())
	if !n.IsInt64() {
		return 0, Invalid("", "“%s”太大", s)
	}
	return n.Int64(), nil
}

// decimalRat is the number that plain decimal text says, thousands separators passed over.
func decimalRat(s string) (*big.Rat, error) {
	bad := Invalid("", "“%s”不是数，请写成 1234.56 这样的数", s)
	if strings.ContainsAny(s, "/eEpPxX_") {
		return nil, bad
	}
	r, ok := new(big.Rat).SetString(strings.ReplaceAll(strings.TrimSpace(s), ",", ""))
	if !ok {
		return nil, bad
	}
	return r, nil
}

// ParseDecimal reads decimal text in a unit of `per` minor units ("123.45" 万元 → fen).
// More precision than one minor unit is an error, never rounded.
func ParseDecimal(s string, per int64) (int64, error) {
	r, err := decimalRat(s)
	if err != nil {
		return 0, err
	}
	r.Mul(r, big.NewRat(per, 1))
	if !r.IsInt() {
		return 0, Invalid("", "“%s”比 1 分还细，请减少小数位", s)
	}
	if !r.Num().IsInt64() {
		return 0, Invalid("", "“%s”太大", s)
	}
	return r.Num().Int64(), nil
}
