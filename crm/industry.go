package crm

// Industry is a class of GB/T 4754-2017. Code has no section letter, but for a section
// itself (level 1), whose code is its letter.
type Industry struct {
	Code    string `json:"code"`
	Section string `json:"section" doc:"门类字母"`
	Name    string `json:"name"`
	Level   int    `json:"level" doc:"1 门类、2 大类、3 中类、4 小类"`
}

// Label prints the class as officials write it: C1522 瓶（罐）装饮用水制造.
func (i Industry) Label() string {
	if i.Level <= 1 {
		return i.Code + " " + i.Name
	}
	return i.Section + i.Code + " " + i.Name
}

// IndustryKey drops the section letter in front of digits, so that C1522 and 1522 are
// the same class.
func IndustryKey(code string) string {
	if len(code) > 1 && code[0] >= 'A' && code[0] <= 'T' {
		return code[1:]
	}
	return code
}
