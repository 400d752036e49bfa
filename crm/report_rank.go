package crm

import (
	"math/big"
	"sort"
)

// RankBy tells what units are ranked by (domain §8).
type RankBy string

// The ways of ranking.
const (
	RankByRate  RankBy = "rate"  // 完成率, the default
	RankByYoY   RankBy = "yoy"   // 同比
	RankByTotal RankBy = "total" // 总量
	RankByGap   RankBy = "gap"   // 超(欠)序时
)

// Check refuses a way of ranking that does not exist; "" is by 完成率.
func (b RankBy) Check() error {
	switch b {
	case "", RankByRate, RankByYoY, RankByTotal, RankByGap:
		return nil
	}
	return Invalid("rankBy", "没有“%s”这种排名，可用：完成率 rate、同比增幅 yoy、总量 total、超(欠)序时 gap", string(b))
}

// Label is the Chinese name of the ranking.
func (b RankBy) Label() string {
	switch b {
	case RankByYoY:
		return "同比增幅"
	case RankByTotal:
		return "总量"
	case RankByGap:
		return "超(欠)序时"
	}
	return "完成率"
}

// RankKey returns the exact value that f is ranked by; nil is never ranked. The pace is
// one for all units of an indicator, so that its printed form moves all keys alike.
func RankKey(f Figure, by RankBy) *big.Rat {
	switch by {
	case RankByYoY:
		return YoYOf(f.Cumulative, f.LastYear)
	case RankByTotal:
		return big.NewRat(f.Cumulative, 1)
	case RankByGap:
		rate := RateOf(f.Cumulative, f.Target)
		if rate == nil || f.Pace == nil {
			return nil
		}
		pace, ok := new(big.Rat).SetString(*f.Pace)
		if !ok {
			return nil
		}
		return rate.Sub(rate, pace)
	}
	return RateOf(f.Cumulative, f.Target)
}

// Ranks gives competition ranks, the largest value first: equals share a rank and the
// next is skipped (1, 2, 2, 4); nil values have rank 0, meaning none (domain §8).
func Ranks(values []*big.Rat) []int {
	order := make([]int, 0, len(values))
	for i, v := range values {
		if v != nil {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return values[order[a]].Cmp(values[order[b]]) > 0 })
	ranks := make([]int, len(values))
	for pos, i := range order {
		ranks[i] = pos + 1
		if pos > 0 && values[i].Cmp(values[order[pos-1]]) == 0 {
			ranks[i] = ranks[order[pos-1]]
		}
	}
	return ranks
}

// RankChange is 位次变化 against last month's snapshot: + is better; nil in January
// and when either rank is missing (0).
func RankChange(month Month, now, before int) *int {
	if month.Number() == 1 || now == 0 || before == 0 {
		return nil
	}
	d := before - now
	return &d
}

// RankUnits sets Rank and RankChange of one indicator over all units of f. The unit
// `never` (市本级及市直) is not ranked; before holds last month's ranks by unit id.
func (f *Figures) RankUnits(code string, by RankBy, never string, before map[string]int) {
	keys := make([]*big.Rat, len(f.Units))
	for i, u := range f.Units {
		if fig, ok := u.Figures[code]; ok && u.ID != never {
			keys[i] = RankKey(fig, by)
		}
	}
	for i, rank := range Ranks(keys) {
		fig, ok := f.Units[i].Figures[code]
		if !ok {
			continue
		}
		fig.Rank, fig.RankChange = nil, nil
		if rank > 0 {
			r := rank
			fig.Rank = &r
			fig.RankChange = RankChange(f.Month, rank, before[f.Units[i].ID])
		}
		f.Units[i].Figures[code] = fig
	}
}
