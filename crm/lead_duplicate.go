package crm

import "strings"

// LeadCheck is what is known of a lead while it is being typed.
type LeadCheck struct {
	CompanyID   int64
	CompanyName string
	CreditCode  string
	Project     string
	Industry    string
	Amount      *Money // for L3 only
}

// LeadVerdict is one line of the duplicate check: a lead of one's own line.
type LeadVerdict struct {
	Level   string `json:"level" enum:"L1,L2,L3,L4"`
	Message string `json:"message"`
	LeadID  int64  `json:"leadId" doc:"本人可见的线索"`
}

// similarPercent is the bigram similarity from which two texts say the same (武汉, P; domain §4).
const similarPercent = 85

// SameIntention reports whether two leads mean the same: the same industry class, or
// project names of Dice ≥ 0.85 (domain §4).
func SameIntention(projectA, industryA, projectB, industryB string) bool {
	if class := industryClass(industryA); class != "" && class == industryClass(industryB) {
		return true
	}
	return projectA != "" && DiceAtLeast(NameKey(projectA), NameKey(projectB), similarPercent)
}

// industryClass is the class (大类) of a code of GB/T 4754-2017, its first two digits: C15 and
// 1522 are one. "" for a code that says less.
func industryClass(code string) string {
	digits := strings.TrimLeft(code, "ABCDEFGHIJKLMNOPQRST")
	if len(digits) < 2 {
		return ""
	}
	return digits[:2]
}
