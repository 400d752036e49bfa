package crm

import (
	"math/bits"
	"slices"
	"strings"
)

// LeadTies are what two leads of different companies may share (domain §4, L3 and L4). They are
// compared within one's own scope only: else amounts and phones could be guessed.
type LeadTies struct {
	Industry  string
	Amount    *Money
	Investors []string // names of who invests: the company itself, and investors of its projects
	Phones    []string // as they are kept, several numbers in one text perhaps
	Addresses []string
}

// amountPercent is how near two amounts of one investor are, in percent of the smaller (domain §4).
const amountPercent = 20

// minAddress is how many characters an address must have to say where a company is.
const minAddress = 8

// MatchTies gives L3 for the same investor, industry class and nearly the same amount, L4 for the
// same phone or address, with the reasons; "" for none.
func MatchTies(a, b LeadTies) Match {
	out := Match{}
	var why []string
	add := func(level, reason string) {
		if out.Level == "" {
			out.Level = level
		}
		why = append(why, reason)
	}
	if name := sameInvestor(a, b); name != "" && LikeInvestment(a, b) {
		add("L3", "投资方同为“"+name+"”，行业相同，投资额相差不到 20%")
	}
	if shared(phoneNumbers(a.Phones), phoneNumbers(b.Phones), func(x, y string) bool { return x == y }) {
		add("L4", "联系电话相同")
	}
	if shared(a.Addresses, b.Addresses, sameAddress) {
		add("L4", "地址相近")
	}
	out.Why = strings.Join(why, "；")
	return out
}

// sameInvestor names an investor of both.
func sameInvestor(a, b LeadTies) string {
	for _, x := range a.Investors {
		if slices.ContainsFunc(b.Investors, func(y string) bool { return NameKey(x) == NameKey(y) }) {
			return x
		}
	}
	return ""
}

// LikeInvestment reports whether two leads are of one industry class and nearly one amount.
func LikeInvestment(a, b LeadTies) bool {
	class := industryClass(a.Industry)
	return class != "" && class == industryClass(b.Industry) && a.Amount.near(b.Amount)
}

// near reports whether two amounts of one currency differ by at most amountPercent of the smaller.
func (m *Money) near(n *Money) bool {
	if m == nil || n == nil || m.Currency != n.Currency || m.Amount <= 0 || n.Amount <= 0 {
		return false
	}
	lo, hi := min(m.Amount, n.Amount), max(m.Amount, n.Amount)
	dh, dl := bits.Mul64(uint64(hi-lo), 100)
	lh, ll := bits.Mul64(uint64(lo), amountPercent)
	return dh < lh || dh == lh && dl <= ll
}

func shared(a, b []string, same func(x, y string) bool) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.ContainsFunc(b, func(y string) bool { return same(x, y) }) })
}

// phoneNumbers are the digits of each number; several stand in one text with blanks between.
func phoneNumbers(texts []string) (out []string) {
	for _, text := range texts {
		parts := []string{text}
		if len(onlyDigits(text)) > 13 { // a country, an area and eight digits
			parts = strings.Fields(text)
		}
		for _, p := range parts {
			if PhoneLast4(p) != "" {
				p, _, _ = strings.Cut(p, "转")
				out = append(out, onlyDigits(p))
			}
		}
	}
	return out
}

// sameAddress reports whether two addresses are long enough, alike and of the same numbers.
func sameAddress(a, b string) bool {
	plain := func(s string) string { return strings.Join(strings.Fields(Fold(s)), "") }
	a, b = plain(a), plain(b)
	return len([]rune(a)) >= minAddress && len([]rune(b)) >= minAddress && onlyDigits(a) == onlyDigits(b) && DiceAtLeast(a, b, similarPercent)
}

// AddressEnd is what like addresses end with, blanks apart: street and number; "" for an address
// that is too short to say where a company is.
func AddressEnd(address string) string {
	r := []rune(strings.ReplaceAll(address, " ", ""))
	if len(r) < minAddress {
		return ""
	}
	return string(r[len(r)-6:])
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
