package crm

// Match says how near two companies or leads are, and why, in Chinese for the reader.
type Match struct {
	Level string // L1, L2 or "" for none
	Why   string
}

// Side is one of two companies that are compared.
type Side struct {
	Name string
	Code string // 统一社会信用代码; one with a wrong check character counts as none
}

// MatchCompany compares two companies by credit code and name (domain §4): L1 for the same code
// or name key, L2 for names alike but for the legal form.
func MatchCompany(a, b Side) Match {
	switch {
	case a.Code != "" && Fold(a.Code) == Fold(b.Code) && CreditCodeValid(a.Code):
		return Match{"L1", "信用代码相同"}
	case NameKey(a.Name) == NameKey(b.Name):
		return Match{"L1", "名称相同"}
	case FormlessKey(a.Name) == FormlessKey(b.Name):
		return Match{"L2", "只差组织形式"}
	}
	return Match{}
}
