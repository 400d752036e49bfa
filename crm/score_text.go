package crm

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// The worked line shows every number that a term is made of (domain §8).

// text shows how a part's points come about: 累计76.18亿元÷任务110.00亿元=69.3%×0.5=0.35.
func (p ScorePart) text(v ScoreValue, most int64, got string) string {
	label := strings.ReplaceAll(p.Label, "\n", "")
	if label != "" {
		label += "："
	}
	if v.Missing {
		return label + "未填，按0计"
	}
	own, each := v.amount(v.Own), Decimal(p.Points, PointScale)
	switch p.Kind {
	case ScoreRate:
		return label + p.rateText(v, each, got)
	case ScoreShare:
		if most <= 0 {
			return label + "组内都是0，按0计"
		}
		return fmt.Sprintf("%s%s÷组内最高%s×%s=%s", label, own, v.amount(most), each, got)
	case ScoreEach:
		return fmt.Sprintf("%s%s×%s=%s", label, own, minus(each), got)
	case ScoreMissing:
		return label + p.missingText(v, each, got)
	case ScoreTyped:
		return label + "填报" + minus(own)
	}
	return label + p.tierText(v, got)
}

// mostText is the group's largest value in a worked line.
var mostText = regexp.MustCompile("÷组内最高[^×]*×")

// HideMost takes the group's largest value, which may be another unit's, out of worked
// lines, for readers who may not see the whole group; the points stay.
func HideMost(lines []ScoreLine) {
	for _, l := range lines {
		for i, t := range l.Terms {
			l.Terms[i].Text = mostText.ReplaceAllString(t.Text, "÷组内最高（不公开）×")
		}
	}
}

func (p ScorePart) rateText(v ScoreValue, each, got string) string {
	rate := RateOf(v.Own, v.Target)
	if rate == nil {
		return "没有年度任务，按0计"
	}
	held := ""
	switch {
	case rate.Sign() < 0:
		held = "，按0计"
	case p.CapBP != nil && rate.Cmp(big.NewRat(*p.CapBP, FullShares)) > 0:
		held = "，按" + Decimal(*p.CapBP, 100) + "%计"
	}
	return fmt.Sprintf("累计%s÷任务%s=%s%%%s×%s=%s", minus(v.amount(v.Own)), v.amount(*v.Target), minus(PercentText(rate, 1)), held, each, got)
}

func (p ScorePart) missingText(v ScoreValue, each, got string) string {
	short := new(big.Rat).Sub(big.NewRat(p.Due, 1), big.NewRat(v.Own, max(v.Per, 1)))
	if short.Sign() <= 0 {
		return fmt.Sprintf("应有%d，实有%s，不扣", p.Due, v.amount(v.Own))
	}
	return fmt.Sprintf("应有%d，实有%s，缺%s×%s=%s", p.Due, v.amount(v.Own), plain(short), each, got)
}

func (p ScorePart) tierText(v ScoreValue, got string) string {
	own := v.amount(v.Own)
	for _, t := range p.Tiers {
		if v.Own >= t.From*max(v.Per, 1) {
			return fmt.Sprintf("%s，满%d得%s", own, t.From, got)
		}
	}
	if len(p.Tiers) == 0 {
		return own + "，没有分档，按0计"
	}
	low := p.Tiers[len(p.Tiers)-1]
	short := new(big.Rat).Sub(big.NewRat(low.From, 1), big.NewRat(v.Own, max(v.Per, 1)))
	return fmt.Sprintf("%s，不满%d，%s−少%s×%s，得%s", own, low.From, Decimal(low.Points, PointScale), plain(short), Decimal(p.Short, PointScale), got)
}

// text joins the parts of a term with what it starts from and is held to.
func (t SchemeTerm) text(parts []string, word, got string) string {
	if t.Start == 0 && len(parts) == 1 && word == "" {
		return parts[0]
	}
	if t.Start != 0 {
		parts = append([]string{"起评" + Decimal(t.Start, PointScale)}, parts...)
	}
	return strings.Join(parts, "；") + word + "；得" + minus(got)
}

// amount prints a value in its unit: money with two decimals, the rest as it is.
func (v ScoreValue) amount(n int64) string {
	if v.Per >= FenPerWan {
		return big.NewRat(n, v.Per).FloatString(2) + v.Unit
	}
	return Decimal(n, max(v.Per, 1))
}

// plain prints an exact number without trailing zeros.
func plain(r *big.Rat) string {
	s := RoundRat(r, 4).FloatString(4)
	return minus(strings.TrimRight(strings.TrimRight(s, "0"), "."))
}

// minus writes the sign as it is printed in Chinese text.
func minus(s string) string { return strings.Replace(s, "-", "−", 1) }
