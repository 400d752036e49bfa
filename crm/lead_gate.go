package crm

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// StageRequirement says what is asked of a lead from a stage on (domain §4: one table, a setting): a
// filled field, or proof that something was done.
type StageRequirement struct {
	Field    string   `json:"field" doc:"字段；拜访、文件、联系人类填 visit、file、contact"`
	Label    string   `json:"label"`
	From     Stage    `json:"from"`
	Kind     string   `json:"kind,omitempty" doc:"field 字段，visit 拜访，file 文件，contact 联系人；空为按字段"`
	Evidence []string `json:"evidence,omitempty" doc:"文件须是其中一种，空为任何文件"`
	Soft     bool     `json:"soft,omitempty" doc:"只提示，不拦"`
}

// Kinds of a requirement.
const (
	NeedField   = "field"
	NeedVisit   = "visit"
	NeedFile    = "file"
	NeedContact = "contact"
)

// DefaultStageRequirements is the shipped table; a setting. Files are asked for softly: what a place
// keeps as evidence is its own (D).
var DefaultStageRequirements = []StageRequirement{
	{Field: "companyId", Label: "企业", From: StageNew}, {Field: "project", Label: "项目名称", From: StageNew},
	{Field: "industry", Label: "行业", From: StageQualified}, {Field: "source", Label: "线索来源", From: StageQualified},
	{Field: "amount", Label: "拟投资额", From: StageTalking}, {Field: "content", Label: "建设内容", From: StageTalking},
	{Field: "placeUnitId", Label: "意向县区", From: StageVisiting}, {Field: "visit", Label: "至少一次拜访或考察记录", From: StageVisiting, Kind: NeedVisit},
	{Field: "file", Label: "考察记录或现场照片", From: StageVisiting, Kind: NeedFile, Evidence: []string{"考察记录", "现场照片"}, Soft: true},
	{Field: "nextStep", Label: "下一步", From: StageAgreeing},
	{Field: "file", Label: "投资协议草案", From: StageAgreeing, Kind: NeedFile, Evidence: []string{"投资协议草案"}, Soft: true},
}

// LeadFacts is a lead with what the gates ask about it.
type LeadFacts struct {
	Lead
	Visits   int      // visits that are linked to it
	Files    []string // kinds of its files, one a file or fewer
	Contacts int      // people at its company that its unit knows
}

// gateFields are the fields that a gate may ask for.
var gateFields = map[string]func(l Lead) bool{
	"companyId":   func(l Lead) bool { return l.CompanyID != 0 },
	"project":     func(l Lead) bool { return l.Project != "" },
	"industry":    func(l Lead) bool { return l.Industry != "" },
	"chainId":     func(l Lead) bool { return l.ChainID != 0 },
	"source":      func(l Lead) bool { return l.Source != "" },
	"amount":      func(l Lead) bool { return l.Amount != nil || l.AmountMin != nil || l.AmountMax != nil },
	"content":     func(l Lead) bool { return l.Content != "" },
	"placeUnitId": func(l Lead) bool { return l.PlaceUnitID != 0 },
	"landMu":      func(l Lead) bool { return l.LandMu != "" },
	"ownerId":     func(l Lead) bool { return l.OwnerID != 0 },
	"nextStep":    func(l Lead) bool { return l.NextStep != "" },
}

// kind is the requirement's kind; tables kept before there were kinds say it by the field.
func (r StageRequirement) kind() string {
	switch {
	case r.Kind != "":
		return r.Kind
	case r.Field == NeedVisit:
		return NeedVisit
	}
	return NeedField
}

// Has reports whether f has what r asks.
func (f LeadFacts) Has(r StageRequirement) bool {
	switch r.kind() {
	case NeedVisit:
		return f.Visits > 0
	case NeedContact:
		return f.Contacts > 0
	case NeedFile:
		return len(f.Files) > 0 && (len(r.Evidence) == 0 || slices.ContainsFunc(f.Files, func(kind string) bool { return slices.Contains(r.Evidence, kind) }))
	}
	has := gateFields[r.Field]
	return has == nil || has(f.Lead)
}

// Lacks lists what f still needs before it may stand at stage `to`.
func (f LeadFacts) Lacks(to Stage, table []StageRequirement) []StageRequirement {
	var out []StageRequirement
	for _, r := range table {
		if !r.Soft && r.From.Index() <= to.Index() && !f.Has(r) {
			out = append(out, r)
		}
	}
	return out
}

// StageNeed is what a stage asks of a lead.
type StageNeed struct {
	Stage Stage              `json:"stage"`
	Lacks []StageRequirement `json:"lacks" doc:"还缺的，到这一阶段前必须补齐"`
	Lines []StageLine        `json:"lines" doc:"这一阶段要求的全部，含只提示的，以及前面阶段还缺的"`
}

// StageLine is one requirement with whether it is there.
type StageLine struct {
	StageRequirement
	Have bool `json:"have"`
}

// Needs lists, for the present stage and every later one, what it asks and what f lacks, so that
// the screen can show it before it bites (domain §4).
func (f LeadFacts) Needs(table []StageRequirement) []StageNeed {
	var out []StageNeed
	if f.Voided || f.Stage == StageSigned {
		return out
	}
	for _, s := range Stages[f.Stage.Index():] {
		n := StageNeed{Stage: s, Lacks: f.Lacks(s, table), Lines: []StageLine{}}
		if n.Lacks == nil {
			n.Lacks = []StageRequirement{}
		}
		for _, r := range table {
			if have := f.Has(r); r.From == s || r.From.Index() < s.Index() && !have && !r.Soft {
				n.Lines = append(n.Lines, StageLine{r, have})
			}
		}
		out = append(out, n)
	}
	return out
}

// CheckStage decides whether f may move to in.Stage: signed leads and those that are not 正常 do
// not move, stages are not skipped into 签约, going back needs a reason, and what the
// target stage requires is there (domain §4).
func (f LeadFacts) CheckStage(in StageInput, table []StageRequirement) error {
	l := f.Lead
	from, to := l.Stage.Index(), in.Stage.Index()
	switch {
	case to < 0:
		return Invalid("stage", "没有“%s”这个阶段", in.Stage)
	case l.Voided:
		return Conflict(l, "线索已作废，不能再推进")
	case l.Stage == StageSigned:
		return Conflict(l, "线索已签约成为项目，阶段不再变动")
	case l.Status != LeadActive: // waking it is what asks who else holds the intention by now
		return Conflict(l, "线索已%s，请先恢复为正常再推进", l.Status.Label())
	case to == from:
		return Conflict(l, "线索已在“%s”阶段", in.Stage.Label())
	case to < from && !Reasoned(in.Reason):
		return Invalid("reason", "退回到“%s”须写明原因", in.Stage.Label())
	case in.Stage == StageSigned && l.Stage != StageAgreeing:
		return Conflict(l, "须先到“拟签约”阶段才能签约")
	case in.Stage == StageSigned && in.Sign == nil:
		return Invalid("sign", "签约须填写签约日期、总投资和建设地")
	}
	lacks := f.Lacks(in.Stage, table)
	if to > from && len(lacks) > 0 {
		names := make([]string, len(lacks))
		for i, r := range lacks {
			names[i] = r.Label
		}
		return Invalid(lacks[0].Field, "要到“%s”还缺：%s", in.Stage.Label(), strings.Join(names, "、"))
	}
	return nil
}

// Emptied is the first field that was there before an edit, is asked for at l's stage, and is gone.
func (l Lead) Emptied(was Lead, table []StageRequirement) (StageRequirement, bool) {
	for _, r := range table {
		if r.kind() == NeedField && !r.Soft && r.From.Index() <= l.Stage.Index() && (LeadFacts{Lead: was}).Has(r) && !(LeadFacts{Lead: l}).Has(r) {
			return r, true
		}
	}
	return StageRequirement{}, false
}

// maxGates is how many requirements a table may have.
const maxGates = 40

// CheckStageTable refuses a table that would never bite, or always: unknown fields, kinds or stages,
// one thing asked twice, and a lead without company and project.
func CheckStageTable(table []StageRequirement) error {
	if len(table) > maxGates {
		return Invalid("value", "各阶段要求最多 %d 项", maxGates)
	}
	seen, must := map[string]bool{}, map[string]bool{}
	for i, r := range table {
		if err := r.check(i + 1); err != nil {
			return err
		}
		key := r.kind() + r.Field + strings.Join(r.Evidence, "、")
		if seen[key] {
			return Invalid("value", "第 %d 项“%s”与前面重复", i+1, r.Label)
		}
		seen[key] = true
		if r.From == StageNew && !r.Soft {
			must[r.Field] = true
		}
	}
	if !must["companyId"] || !must["project"] {
		return Invalid("value", "企业和项目名称须从“线索”阶段起必填，不能去掉、推后或改为只提示")
	}
	return nil
}

func (r StageRequirement) check(no int) error {
	switch kind := r.kind(); {
	case strings.TrimSpace(r.Label) == "" || utf8.RuneCountInString(r.Label) > 40:
		return Invalid("value", "第 %d 项的名称须在 1 到 40 个字之间", no)
	case r.From.Index() < 0:
		return Invalid("value", "第 %d 项“%s”：没有“%s”这个阶段", no, r.Label, r.From)
	case !slices.Contains([]string{NeedField, NeedVisit, NeedFile, NeedContact}, kind):
		return Invalid("value", "第 %d 项“%s”：没有“%s”这种要求，可用 field、visit、file、contact", no, r.Label, r.Kind)
	case kind == NeedField && gateFields[r.Field] == nil:
		return Invalid("value", "第 %d 项“%s”：线索没有“%s”这个可以要求的字段", no, r.Label, r.Field)
	case kind != NeedField && r.Field != kind:
		return Invalid("value", "第 %d 项“%s”：字段须与种类相同，写“%s”", no, r.Label, kind)
	case kind != NeedFile && len(r.Evidence) > 0:
		return Invalid("value", "第 %d 项“%s”：只有文件才能写材料种类", no, r.Label)
	case len(r.Evidence) > 10:
		return Invalid("value", "第 %d 项“%s”：材料种类最多 10 种", no, r.Label)
	}
	for _, kind := range r.Evidence {
		if strings.TrimSpace(kind) == "" || utf8.RuneCountInString(kind) > 20 {
			return Invalid("value", "第 %d 项“%s”：材料种类须在 1 到 20 个字之间", no, r.Label)
		}
	}
	return nil
}
