package reports

import (
	"math/big"
	"time"

	"yinfeng/crm"
)

// dash stands where there is no value; zero is printed as zero (domain §8).
const dash = "—"

// scaled returns minor units in a display unit, for a cell: the nearest double to the
// exact value, which prints back as the exact decimal.
func scaled(minor, per int64) float64 { return float64(minor) / float64(per) }

// wan is 分 in 万元, or cents in 万美元.
func wan(minor int64) float64 { return scaled(minor, crm.FenPerWan) }

// yi is 分 in 亿元.
func yi(minor int64) float64 { return scaled(minor, crm.FenPerYi) }

// wanOr is wan with nothing for an unknown amount of 0.
func wanOr(minor int64) any {
	if minor == 0 {
		return nil
	}
	return wan(minor)
}

// mu is hundredths of a 亩 in 亩; nothing when unknown.
func mu(hundredths int64) any {
	if hundredths == 0 {
		return nil
	}
	return scaled(hundredths, 100)
}

// countOr is n, or nothing when 0 means unknown.
func countOr(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// ratio returns a/b for a cell, nothing when b is 0.
func ratio(a, b int64) any {
	if b == 0 {
		return nil
	}
	return float64(a) / float64(b)
}

// float returns r as a cell value, nothing for nil.
func float(r *big.Rat) any {
	if r == nil {
		return nil
	}
	f, _ := r.Float64()
	return f
}

// day is a date in a cell: YYYY-MM-DD, YYYY-MM or YYYY text, its precision kept. Only a
// full date is a number; a month stays text, or a later import would read its first day.
type day string

var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// serial returns the Excel day number of d; ok is false when d is no full date.
func (d day) serial() (n int64, ok bool) {
	t, err := time.Parse("2006-01-02", string(d))
	if err != nil || t.Year() < 1901 {
		return 0, false
	}
	return int64(t.Sub(epoch).Hours() / 24), true
}
