package crm

import "strings"

// CompanyMergePreview says what merging two companies would do.
type CompanyMergePreview struct {
	Kept    Company      `json:"kept" doc:"保留的企业"`
	Gone    Company      `json:"gone" doc:"并入的企业"`
	Moves   []MergeMove  `json:"moves" doc:"转过来的"`
	Differs []MergeField `json:"differs" doc:"两边不同的内容，保留前者"`
}

// MergeMove counts one kind of what goes over.
type MergeMove struct {
	What  string `json:"what"`
	Count int    `json:"count"`
}

// CompanyMerge is one merge of two companies.
type CompanyMerge struct {
	ID       int64  `json:"id"`
	KeptID   int64  `json:"keptId"`
	KeptName string `json:"keptName"`
	GoneID   int64  `json:"goneId"`
	GoneName string `json:"goneName"`
	Reason   string `json:"reason"`
	UserName string `json:"userName"`
	KnownOn  Date   `json:"knownOn"`
	Undone   bool   `json:"undone" doc:"已撤销"`
}

// NearCompany is a company that may be the same as another.
type NearCompany struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	UnitName string `json:"unitName" doc:"首次登记单位"`
	Level    string `json:"level" enum:"L1,L2"`
	Why      string `json:"why"`
}

// CompanyDuplicates are the companies that one may see and that may be the same, and the merges made.
type CompanyDuplicates struct {
	Near   []NearCompany  `json:"near"`
	Merges []CompanyMerge `json:"merges"`
}

// CheckCompanyMerge decides whether gone may be merged into kept (domain §4).
func CheckCompanyMerge(kept, gone Company) error {
	switch {
	case kept.ID == gone.ID:
		return Invalid("goneId", "不能把一家企业并入它自己")
	case kept.MergedInto != 0 || gone.MergedInto != 0:
		return Conflict(nil, "其中一家已并入别的企业，请刷新后再看")
	case CreditCodeValid(kept.CreditCode) && CreditCodeValid(gone.CreditCode) && kept.CreditCode != gone.CreditCode:
		return Invalid("goneId", "两家的统一社会信用代码不同（%s、%s），不是同一家企业，不能合并", kept.CreditCode, gone.CreditCode)
	}
	return nil
}

// CompanyMergeDiffers lists what is written otherwise of two companies.
func CompanyMergeDiffers(kept, gone Company) []MergeField {
	out := []MergeField{}
	add := func(label, a, b string) {
		if a != b && b != "" {
			out = append(out, MergeField{label, a, b})
		}
	}
	add("企业名称", kept.Name, gone.Name)
	add("信用代码", kept.CreditCode, gone.CreditCode)
	add("来源", kept.Origin.Label(), gone.Origin.Label())
	add("省市", kept.Province+kept.City, gone.Province+gone.City)
	add("行业", kept.Industry, gone.Industry)
	add("标签", strings.Join(kept.Tags, "、"), strings.Join(gone.Tags, "、"))
	add("地址", kept.Address, gone.Address)
	add("备注", kept.Note, gone.Note)
	return out
}

// JoinTexts puts what a unit notes of a company that goes to what it notes of the one that is kept.
func (in CompanyInput) JoinTexts(gone CompanyInput) CompanyInput {
	out := in
	if len(out.Tags) == 0 {
		out.Tags = gone.Tags
	}
	if out.Address == "" {
		out.Address = gone.Address
	}
	switch {
	case out.Note == "":
		out.Note = gone.Note
	case gone.Note != "" && gone.Note != out.Note && len([]rune(out.Note))+len([]rune(gone.Note)) < 2000:
		out.Note += "\n" + gone.Note
	}
	return out
}
