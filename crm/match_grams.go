package crm

import (
	"slices"
	"strings"
)

// NearGrams gives, for each name that the company has, bigrams of its MatchKey such that
// every name of L1 or L2 by names holds two of them at least; one bigram alone where the key
// is a single one. Those of the 字号 come first: they are rare, and few are needed.
//
// Two keys of m and n bigrams are alike when they share c with 200c ≥ 85(m+n). As c ≤ n,
// c ≥ 17m/23: of any m−c+2 bigrams the other name holds two. Only distinct bigrams are
// given, so one that occurs twice counts for all its places.
func (s Side) NearGrams() [][]string { return NewMatcher(s).NearGrams() }

// NearGrams is Side.NearGrams of the company.
func (a Matcher) NearGrams() (out [][]string) {
	for _, n := range a.names {
		if g := n.nearGrams(); len(g) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// Grams are the distinct bigrams of every name of the company, a key of one character whole:
// what NearGrams of a like company are looked for among.
func (a Matcher) Grams() (out []string) {
	for _, n := range a.names {
		rs := []rune(n.key)
		if len(rs) < 2 {
			out = append(out, n.key)
		}
		for i := 0; i+2 <= len(rs); i++ {
			out = append(out, string(rs[i:i+2]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (m matchName) nearGrams() []string {
	rs := []rune(m.key)
	all := len(rs) - 1
	if all < 1 {
		return []string{m.key}
	}
	times := map[string]int{}
	for i := range all {
		times[string(rs[i:i+2])]++
	}
	free := all - (17*all+22)/23 // bigrams that a like name may lack
	var out []string
	most, left := 0, all
	take := func(i int) {
		if g := string(rs[i : i+2]); times[g] > 0 {
			most, left = max(most, times[g]), left-times[g]
			delete(times, g)
			out = append(out, g)
		}
	}
	// What is not taken and the commonest taken one together must stay below what is shared.
	enough := func() bool { return len(out) > 1 && all-free > left+most }
	start := len([]rune(strings.Join(m.places, "")))
	order := []int{start, start - 1, start + 1}
	for i := start + 2; i < all; i++ {
		order = append(order, i)
	}
	for i := start - 2; i >= 0; i-- {
		order = append(order, i)
	}
	for _, i := range order {
		if i >= 0 && i < all {
			take(i)
		}
		if enough() {
			break
		}
	}
	return out
}
