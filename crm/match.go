package crm

import (
	"slices"
	"strconv"
	"strings"
)

// Match says how near two companies or leads are, and why, in Chinese for the reader.
type Match struct {
	Level string // L1, L2 or "" for none
	Why   string
}

// Side is one of two companies that are compared.
type Side struct {
	Name   string
	Code   string   // 统一社会信用代码; one with a wrong check character counts as none
	Former []string // names it had, beside those that Name tells itself (曾用名…)
}

// MatchCompany compares two companies by credit code and name (domain §4): L1 for the same code
// or name key, L2 for names that are alike without their legal form. Another leading place,
// another place in brackets or another number makes another firm. Two different codes do
// not: the same name under two codes is for a person to look at.
func MatchCompany(a, b Side) Match { return NewMatcher(a).Match(b) }

// Matcher compares one company with many.
type Matcher struct {
	code  string // "" when none or wrong
	names []matchName
}

// NewMatcher takes a company apart once.
func NewMatcher(s Side) Matcher {
	m := Matcher{names: s.names()}
	if CreditCodeValid(s.Code) {
		m.code = Fold(s.Code)
	}
	return m
}

// Match is MatchCompany with b.
func (a Matcher) Match(b Side) Match {
	if a.code != "" && strings.EqualFold(a.code, Fold(b.Code)) {
		return Match{"L1", "信用代码相同"}
	}
	return a.namesWith(b.names())
}

// With is Match with a company that was taken apart as well.
func (a Matcher) With(b Matcher) Match {
	if a.code != "" && strings.EqualFold(a.code, b.code) {
		return Match{"L1", "信用代码相同"}
	}
	return a.namesWith(b.names)
}

func (a Matcher) namesWith(other []matchName) Match {
	best := Match{}
	for i, x := range a.names {
		for j, y := range other {
			m := matchNames(x, y)
			if m.Level != "" && (i > 0 || j > 0) {
				m.Why = "曾用" + m.Why
			}
			if m.Level != "" && (best.Level == "" || m.Level < best.Level) {
				best = m
			}
		}
	}
	return best
}

// MatchLead compares two leads: their companies, and whether they mean the same (domain §4).
func MatchLead(a, b LeadCheck) Match {
	if !SameIntention(a.Project, a.Industry, b.Project, b.Industry) {
		return Match{}
	}
	if a.CompanyID != 0 && a.CompanyID == b.CompanyID {
		return Match{"L1", "同一企业"}
	}
	return MatchCompany(Side{Name: a.CompanyName, Code: a.CreditCode}, Side{Name: b.CompanyName, Code: b.CreditCode})
}

// names parses the names of one company: as it is called now first.
func (s Side) names() []matchName {
	var out []matchName
	for _, n := range append([]string{s.Name}, s.Former...) {
		for _, one := range NamesOf(n) {
			m := parseName(one)
			if m.key != "" && !slices.ContainsFunc(out, func(x matchName) bool { return x.strict == m.strict }) {
				out = append(out, m)
			}
		}
	}
	return out
}

// matchNames compares two names of companies.
func matchNames(a, b matchName) Match {
	switch {
	case a.strict == b.strict:
		return Match{"L1", "名称相同"}
	case !a.agrees(b):
		return Match{}
	case a.key == b.key && FormlessKey(a.strict) == FormlessKey(b.strict):
		return Match{"L2", "名称只差组织形式"}
	case a.key == b.key:
		return Match{"L2", "名称只差写法"}
	case DiceAtLeast(a.key, b.key, similarPercent):
		num, den := Dice(a.key, b.key)
		return Match{"L2", "名称相似 " + strconv.Itoa(num*100/den) + "%"}
	}
	return Match{}
}
