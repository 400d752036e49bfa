package intake

import (
	"math/big"
	"strconv"
	"strings"
)

// dec is an exact decimal: coef / 10^scale. prec is the printed precision as a power of ten of the unit that the
// value is in: 0.93亿元 in 万元 has prec 2 (hundreds).
type dec struct {
	coef  int64
	scale int
	prec  int
}

// parseDec reads plain decimal text, with a sign perhaps; at most 18 digits.
func parseDec(s string) (dec, bool) {
	neg := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg, s = s[0] == '-', s[1:]
	}
	whole, frac, _ := strings.Cut(s, ".")
	if !isDigits(whole+frac) || len(strings.TrimLeft(whole, "0"))+len(frac) > 18 {
		return dec{}, false
	}
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil {
		return dec{}, false
	}
	if neg {
		n = -n
	}
	return dec{n, len(frac), -len(frac)}.trim(), true
}

func (d dec) trim() dec {
	for d.scale > 0 && d.coef%10 == 0 {
		d.coef /= 10
		d.scale--
	}
	return d
}

// shift multiplies by 10^p; ok is false when that has more digits than fit.
func (d dec) shift(p int) (dec, bool) {
	d.scale -= p
	d.prec += p
	for d.scale < 0 {
		if d.coef > 1e17 || d.coef < -1e17 {
			return dec{}, false
		}
		d.coef *= 10
		d.scale++
	}
	return d.trim(), d.scale <= 18
}

// add returns d+e, with the finer precision.
func (d dec) add(e dec) (dec, bool) {
	var s decSum
	s.add(d)
	s.add(e)
	v, ok := parseDec(s.String())
	v.prec = min(d.prec, e.prec)
	return v, ok
}

func (d dec) sign() int {
	switch {
	case d.coef < 0:
		return -1
	case d.coef > 0:
		return 1
	}
	return 0
}

// String prints the value without exponent or trailing zeros.
func (d dec) String() string { return decText(big.NewInt(d.coef), d.scale) }

func decText(n *big.Int, scale int) string {
	s := new(big.Int).Abs(n).String()
	if len(s) <= scale {
		s = strings.Repeat("0", scale-len(s)+1) + s
	}
	s = s[:len(s)-scale] + "." + s[len(s)-scale:]
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if n.Sign() < 0 {
		s = "-" + s
	}
	return s
}

const sumScale = 18

func (d dec) big() *big.Int {
	n := big.NewInt(d.coef)
	return n.Mul(n, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(sumScale-d.scale)), nil))
}

// rat returns the value as a fraction.
func (d dec) rat() *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(d.coef), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d.scale)), nil))
}

// cmp compares d with e.
func (d dec) cmp(e dec) int {
	if d.scale == e.scale {
		switch {
		case d.coef < e.coef:
			return -1
		case d.coef > e.coef:
			return 1
		}
		return 0
	}
	return d.big().Cmp(e.big())
}

// times multiplies by a small whole number, for comparing.
func (d dec) times(n int64) *big.Int { return new(big.Int).Mul(d.big(), big.NewInt(n)) }

// near reports whether d and e are equal at the coarser of their printed precisions: they differ by half a unit of it at most
// (ruling 13: 0.93亿 ≈ 9286万).
func (d dec) near(e dec) bool {
	diff := new(big.Int).Sub(d.big(), e.big())
	diff.Abs(diff).Lsh(diff, 1)
	p := max(d.prec, e.prec, -sumScale)
	return diff.Cmp(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(sumScale+p)), nil)) <= 0
}

// decSum adds many decimals exactly.
type decSum struct {
	n   big.Int
	low int64 // at scale 6, moved into n before it can overflow
	any bool

	vague bool // a row gives no one figure: a total of it can't be told wrong
}

func (s *decSum) add(d dec) {
	s.any = true
	if d.scale <= 6 && d.coef < 1e11 && d.coef > -1e11 {
		v := d.coef
		for i := d.scale; i < 6; i++ {
			v *= 10
		}
		s.low += v
		if s.low < 1e18 && s.low > -1e18 {
			return
		}
		s.flush()
		return
	}
	s.n.Add(&s.n, d.big())
}

func (s *decSum) flush() {
	s.n.Add(&s.n, dec{coef: s.low, scale: 6}.big())
	s.low = 0
}

func (s *decSum) String() string {
	s.flush()
	return decText(&s.n, sumScale)
}

// plainNumber writes a workbook's number as plain decimal text. Workbooks store binary fractions, so what stands behind the
// 15th significant digit is noise (585.6900000000001). Anything that is no number stays as it is.
func plainNumber(s string) string {
	if isDigits(s) && len(s) <= 15 {
		return s
	}
	f, ok := new(big.Rat).SetString(strings.TrimSpace(s))
	if !ok || strings.ContainsAny(s, "/xXpP_") || len(s) > 40 || hugeExponent(s) {
		return s
	}
	t := f.FloatString(20)
	digits := strings.TrimLeft(strings.TrimLeft(t, "-0."), "0.")
	if n := strings.Count(digits, "") - 1 - strings.Count(digits, "."); n <= 15 {
		return trimZeros(t)
	}
	whole, _, _ := strings.Cut(strings.TrimLeft(t, "-"), ".")
	places := 15 - len(whole)
	if whole == "0" {
		frac := t[strings.IndexByte(t, '.')+1:]
		places = 15 + len(frac) - len(strings.TrimLeft(frac, "0"))
	}
	return trimZeros(f.FloatString(max(places, 0)))
}

func hugeExponent(s string) bool {
	i := strings.IndexAny(s, "eE")
	if i < 0 {
		return false
	}
	n, err := strconv.Atoi(s[i+1:])
	return err != nil || n > 30 || n < -30
}

func trimZeros(t string) string {
	if strings.Contains(t, ".") {
		t = strings.TrimRight(strings.TrimRight(t, "0"), ".")
	}
	if t == "-0" {
		return "0"
	}
	return t
}
