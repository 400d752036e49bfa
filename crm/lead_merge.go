package crm

import (
	"fmt"
	"strings"
)

// MergeInput merges the lead GoneID into the one that the address names.
type MergeInput struct {
	GoneID      int64  `json:"goneId" minimum:"1" doc:"要并入的线索"`
	GoneVersion int64  `json:"goneVersion" minimum:"0"`
	Version     int64  `json:"version" minimum:"0" doc:"保留的线索的版本"`
	Reason      string `json:"reason" maxLength:"500"`
}

// MergeTarget names the lead that would be merged, for a preview.
type MergeTarget struct {
	GoneID int64 `json:"goneId" minimum:"1" doc:"要并入的线索"`
}

// MergePreview says what a merge would do.
type MergePreview struct {
	Kept    Lead         `json:"kept" doc:"保留的线索"`
	Gone    Lead         `json:"gone" doc:"并入的线索"`
	Visits  int          `json:"visits" doc:"转过来的拜访数"`
	Files   int          `json:"files" doc:"转过来的材料数"`
	Differs []MergeField `json:"differs" doc:"两边不同的内容，保留前者"`
}

// MergeField is a value that differs between two leads.
type MergeField struct {
	Label string `json:"label"`
	Kept  string `json:"kept"`
	Gone  string `json:"gone"`
}

// LeadMerge is one merge of two leads.
type LeadMerge struct {
	ID       int64  `json:"id"`
	KeptID   int64  `json:"keptId"`
	KeptCode string `json:"keptCode"`
	GoneID   int64  `json:"goneId"`
	GoneCode string `json:"goneCode"`
	Project  string `json:"project" doc:"并入的线索的项目"`
	Reason   string `json:"reason"`
	UserName string `json:"userName"`
	KnownOn  Date   `json:"knownOn"`
	Undone   bool   `json:"undone" doc:"已撤销"`
}

// NearDuplicate is a lead that says the same as another.
type NearDuplicate struct {
	Lead
	Level string `json:"level" enum:"L1,L2,L3,L4"`
	Why   string `json:"why"`
}

// LeadDuplicates are the leads that one may read and that may be the same, and the merges made.
type LeadDuplicates struct {
	Near   []NearDuplicate `json:"near"`
	Merges []LeadMerge     `json:"merges"`

	PhonesOff bool `json:"phonesOff,omitempty" doc:"本小时查找电话的次数已用完，这次没有比对电话"`
}

// CheckMerge decides whether gone may be merged into kept (domain §4): both alive or at rest, of one
// unit, neither signed, and the one that goes on is no more asleep than the one that goes.
func CheckMerge(kept, gone Lead, m Match) error {
	rest := func(l Lead) bool { return l.Status == LeadDropped || l.Status == LeadDormant }
	switch {
	case kept.ID == gone.ID:
		return Invalid("goneId", "不能把一条线索并入它自己")
	case kept.Voided || gone.Voided:
		return Conflict(kept, "已作废的线索不能合并")
	case gone.Stage == StageSigned:
		return Invalid("goneId", "线索 %s 已签约，不能并入别的线索；可以把另一条并入它", gone.Code)
	case kept.UnitID != gone.UnitID:
		return Invalid("goneId", "两条线索的责任单位不同（%s、%s），先流转到同一单位再合并", kept.UnitName, gone.UnitName)
	case m.Level == "":
		return Invalid("goneId", "两条线索的企业不是同一家（%s、%s），不能合并", kept.CompanyName, gone.CompanyName)
	case rest(kept) && !rest(gone):
		return Invalid("goneId", "保留的线索已是“%s”，请反过来把它并入 %s", kept.Status.Label(), gone.Code)
	}
	return nil
}

// MergeDiffers lists what is written otherwise in two leads.
func MergeDiffers(kept, gone Lead) []MergeField {
	out := []MergeField{}
	add := func(label, a, b string) {
		if a != b && b != "" {
			out = append(out, MergeField{label, a, b})
		}
	}
	add("企业", kept.CompanyName, gone.CompanyName)
	add("项目", kept.Project, gone.Project)
	add("建设内容", kept.Content, gone.Content)
	add("行业", kept.Industry, gone.Industry)
	add("产业链", kept.ChainName, gone.ChainName)
	add("拟投资额", amountText(kept.Amount), amountText(gone.Amount))
	add("意向县区", kept.PlaceName, gone.PlaceName)
	add("用地（亩）", kept.LandMu, gone.LandMu)
	add("跟踪人", kept.OwnerName, gone.OwnerName)
	add("线索来源", kept.Source, gone.Source)
	add("阶段", kept.Stage.Label(), gone.Stage.Label())
	add("下次跟进", kept.NextStep, gone.NextStep)
	add("首报日", string(kept.ReportedOn), string(gone.ReportedOn))
	return out
}

// amountText writes an amount in 万元 or 万美元, "" for none.
func amountText(m *Money) string {
	if m == nil {
		return ""
	}
	unit := "万元"
	if m.Currency == USD {
		unit = "万美元"
	}
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d.%06d", m.Amount/FenPerWan, m.Amount%FenPerWan), "0"), ".") + unit
}
