package crm

import (
	"strings"
	"testing"
)

// Every requirement of the shipped table bites from its stage on and not before, unless it is soft;
// what is there is never asked for.
func TestLeadFacts_Lacks(t *testing.T) {
	m := Yuan(1)
	whole := LeadFacts{Lead: Lead{CompanyID: 1, Project: "茶叶加工", Industry: "C15", Source: "自主招商", Amount: &m, Content: "建厂", PlaceUnitID: 2, NextStep: "上门",
		Stage: StageNew, Status: LeadActive}, Visits: 1, Files: []string{"现场照片", "投资协议草案"}, Contacts: 1}
	without := map[string]func(*LeadFacts){
		"companyId": func(f *LeadFacts) { f.CompanyID = 0 }, "project": func(f *LeadFacts) { f.Project = "" }, "industry": func(f *LeadFacts) { f.Industry = "" },
		"source": func(f *LeadFacts) { f.Source = "" }, "amount": func(f *LeadFacts) { f.Amount = nil }, "content": func(f *LeadFacts) { f.Content = "" },
		"placeUnitId": func(f *LeadFacts) { f.PlaceUnitID = 0 }, "visit": func(f *LeadFacts) { f.Visits = 0 }, "nextStep": func(f *LeadFacts) { f.NextStep = "" },
		"file": func(f *LeadFacts) { f.Files = []string{"其他"} },
	}
	table := append(append([]StageRequirement{}, DefaultStageRequirements...), StageRequirement{Field: "contact", Label: "联系人", From: StageTalking, Kind: NeedContact})
	without["contact"] = func(f *LeadFacts) { f.Contacts = 0 }
	for _, r := range table {
		for _, to := range Stages {
			if len(whole.Lacks(to, table)) != 0 || !whole.Has(r) {
				t.Fatalf("%s: a whole lead lacks %+v", to, whole.Lacks(to, table))
			}
			f := whole
			without[r.Field](&f)
			bites := !r.Soft && to.Index() >= r.From.Index()
			if got := len(f.Lacks(to, table)) == 1; got != bites || f.Has(r) {
				t.Errorf("without %s to %s: lacks %+v, want %v", r.Label, to, f.Lacks(to, table), bites)
			}
		}
	}
	bare := whole
	bare.Visits, bare.Files, bare.Stage = 0, nil, StageTalking
	needs := bare.Needs(table)
	if len(needs) != 4 || needs[1].Stage != StageVisiting || len(needs[1].Lacks) != 1 || len(needs[1].Lines) != 3 || needs[1].Lines[0].Have != true || needs[1].Lines[2].Have {
		t.Fatalf("%+v", needs)
	}
	bare.Stage = StageVisiting // the only visit was voided since: the stage stays and says what is missing
	if n := bare.Needs(table)[0]; n.Stage != StageVisiting || len(n.Lacks) != 1 {
		t.Fatalf("%+v", n)
	}
}

func TestCheckStageTable(t *testing.T) {
	with := func(r StageRequirement) []StageRequirement {
		return append(append([]StageRequirement{}, DefaultStageRequirements...), r)
	}
	file := StageRequirement{Field: "file", Label: "可研报告", From: StageAgreeing, Kind: NeedFile, Evidence: []string{"可研报告"}}
	if err := CheckStageTable(with(file)); err != nil {
		t.Fatal(err)
	}
	old := []StageRequirement{{Field: "companyId", Label: "企业", From: StageNew}, {Field: "project", Label: "项目", From: StageNew}, {Field: "visit", Label: "拜访", From: StageVisiting}}
	if err := CheckStageTable(old); err != nil { // as kept before there were kinds
		t.Fatal(err)
	}
	change := func(f func(*StageRequirement)) []StageRequirement { r := file; f(&r); return with(r) }
	late := append([]StageRequirement{}, DefaultStageRequirements...)
	late[0].From = StageQualified
	for name, table := range map[string][]StageRequirement{
		"unknown field":  change(func(r *StageRequirement) { r.Kind, r.Field, r.Evidence = "", "colour", nil }),
		"unknown kind":   change(func(r *StageRequirement) { r.Kind = "song" }),
		"unknown stage":  change(func(r *StageRequirement) { r.From = "won" }),
		"no label":       change(func(r *StageRequirement) { r.Label = " " }),
		"long evidence":  change(func(r *StageRequirement) { r.Evidence = []string{strings.Repeat("长", 21)} }),
		"evidence apart": change(func(r *StageRequirement) { r.Kind, r.Field = NeedVisit, NeedVisit }),
		"twice":          with(DefaultStageRequirements[2]),
		"company later":  late,
		"nothing":        {},
		"too many":       make([]StageRequirement, maxGates+1),
	} {
		if err := CheckStageTable(table); ErrCode(err) != CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
