package crm

import (
	"regexp"
	"slices"
	"strings"
)

// CompanyTags are the marks of a company (domain §2).
var CompanyTags = []string{"世界500强", "中国500强", "民营500强", "上市公司", "专精特新", "链主", "归雁"}

// Tidy returns in with names, codes and places written the one way, or what is wrong.
func (in CompanyInput) Tidy() (CompanyInput, error) {
	in.Name = CompanyName(in.Name)
	if len([]rune(in.Name)) < 2 {
		return in, Invalid("name", "请填写企业名称（至少 2 个字）")
	}
	in.CreditCode = strings.ToUpper(strings.TrimSpace(Fold(in.CreditCode)))
	if in.CreditCode != "" && !CreditCodeValid(in.CreditCode) {
		return in, Invalid("creditCode", "统一社会信用代码“%s”不对，应为 18 位且校验位相符，请核对营业执照", in.CreditCode)
	}
	if in.Origin == "" {
		in.Origin = OriginUnknown
	}
	if !in.Origin.Valid() {
		return in, Invalid("origin", "来源“%s”不认识，应为境外、省外、市外省内、市内或待核", in.Origin)
	}
	for _, tag := range in.Tags {
		if !slices.Contains(CompanyTags, tag) {
			return in, Invalid("tags", "没有“%s”这个标签，可用：%s", tag, strings.Join(CompanyTags, "、"))
		}
	}
	if in.Tags == nil {
		in.Tags = []string{}
	}
	in.Province, in.City = TidyPlace(in.Province, in.City)
	return in, CheckIndustry(in.Industry)
}

// Input returns the company as it would be typed again, the base of a partial change.
func (c Company) Input() CompanyInput {
	return CompanyInput{Name: c.Name, CreditCode: c.CreditCode, Origin: c.Origin, Province: c.Province, City: c.City,
		Industry: c.Industry, Tags: c.Tags, Address: c.Address, Note: c.Note, UnitID: c.UnitID, Version: c.Version}
}

// Shared fills the blanks of what the city shares of in by give, where the viewer may not change
// it: what stands stays. field is the first that give would change, "" for none.
func (in CompanyInput) Shared(give CompanyInput) (out CompanyInput, field string) {
	out = in
	lay := func(name string, have *string, told string) {
		switch {
		case *have == "":
			*have = told
		case told != "" && told != *have && field == "":
			field = name
		}
	}
	lay("name", &out.Name, give.Name)
	lay("creditCode", &out.CreditCode, give.CreditCode)
	if out.Origin == OriginUnknown {
		out.Origin = give.Origin
	} else if give.Origin != OriginUnknown && give.Origin != "" && give.Origin != out.Origin && field == "" {
		field = "origin"
	}
	if out.Province == "" {
		out.Province, out.City = give.Province, give.City
	} else {
		lay("province", &out.Province, give.Province)
		lay("city", &out.City, give.City)
	}
	lay("industry", &out.Industry, give.Industry)
	return out, field
}

// SameShared reports whether two inputs say the same of what the city shares.
func (in CompanyInput) SameShared(b CompanyInput) bool {
	return in.Name == b.Name && in.CreditCode == b.CreditCode && in.Origin == b.Origin && in.Province == b.Province && in.City == b.City &&
		in.Industry == b.Industry
}

var phoneText = regexp.MustCompile(`^[0-9+][0-9 +()转-]{3,28}$`)

// Check validates a contact; a phone with * is a masked one and means keep.
func (in ContactInput) Check() error {
	if strings.TrimSpace(in.Name) == "" {
		return Invalid("name", "请填写联系人姓名")
	}
	if strings.Contains(MaskPhones(in.Name), "****") { // typed in full, or masked before
		return Invalid("name", "姓名里不要写电话，请写在电话栏")
	}
	if in.Phone != "" && !strings.Contains(in.Phone, "*") && !phoneText.MatchString(in.Phone) {
		return Invalid("phone", "电话写法不对，请只写数字、加号和短横，如 13800000000 或 029-87654321")
	}
	return nil
}

// CompanyMatches is what typing a company's name answers: companies one deals with.
type CompanyMatches struct {
	Items []Company `json:"items"`
}

// RevealedPhone is a contact's full number, answered to one logged act.
type RevealedPhone struct {
	Phone string `json:"phone"`
}
