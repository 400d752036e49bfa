package store

import (
	"slices"
	"strings"

	"yinfeng/crm"
)

// match finds the project that a row means, nil for a new one, or the step of a row that
// is held or rejected for what stands in the database.
func (k *projectKind) match(r *crm.ImportRecord, in projectRowInput) (*importProject, *importStep) {
	if r.Choice == crm.ChooseNew {
		return nil, nil
	}
	if x := k.coded(r); x != nil {
		if x.county != in.county && x.nameKey != in.nameKey && !k.shares(x, in) {
			s := rejected("编码 %s 的项目是%s的“%s”，与表中的县区、名称和投资方都不符", x.code, k.p.units.name(x.county), x.has.name)
			return nil, &s
		}
		if why := k.miscoded(x, in); why != "" && r.Choice != crm.ChooseUpdate {
			return nil, x.heldAs(r, why+"。请改对编码，或选择更新已有项目、作为新项目、不导入")
		}
		return x, nil
	}
	if x := k.same(in); x != nil {
		return k.ours(r, x, "同一投资方的同名项目")
	}
	x, why := k.suspect(in)
	switch {
	case x != nil:
		return k.decided(r, x, why)
	case r.Choice == crm.ChooseUpdate:
		return k.earlier(in), nil
	}
	return nil, nil
}

// earlier finds the new project of this file that a row repeats under nearly the same company
// name; only where a person said so.
func (k *projectKind) earlier(in projectRowInput) *importProject {
	for _, x := range k.list {
		if !x.isNew || x.county != in.county || !sameProjectName(x.nameKey, in.nameKey) {
			continue
		}
		for _, party := range in.parties {
			if x.hasAlike(party.Name) {
				return x
			}
		}
	}
	return nil
}

// hasAlike reports whether an investor of nearly that name belongs to the project.
func (x *importProject) hasAlike(name string) bool {
	return slices.ContainsFunc(x.parties, func(p importParty) bool { return crm.SameBrand(p.company.in.Name, name) })
}

// same finds the project of the county with one of the investors and the name, known or of this file.
func (k *projectKind) same(in projectRowInput) *importProject {
	for _, party := range in.parties {
		if c := k.p.companies.find(party.Name); c != nil {
			if x := k.byKey[importKey{in.county, in.nameKey, c}]; x != nil {
				return x
			}
		}
	}
	return nil
}

// coded is the project of a row's 编码 that the viewer may change, or at least read.
func (k *projectKind) coded(r *crm.ImportRecord) *importProject {
	if x := k.byCode[r.Text("project_no")]; x != nil && (k.p.stillOurs(x.unit) || x.shared) {
		return x
	}
	return nil
}

// shares reports whether a project has one of the row's investors.
func (k *projectKind) shares(x *importProject, in projectRowInput) bool {
	for _, party := range in.parties {
		if c := k.p.companies.find(party.Name); c != nil && slices.ContainsFunc(x.parties, func(p importParty) bool { return p.company == c }) {
			return true
		}
	}
	return false
}

// ours is a row's project when the viewer may change it; another unit's is held, told by unit and day only.
func (k *projectKind) ours(r *crm.ImportRecord, x *importProject, why string) (*importProject, *importStep) {
	if x.isNew || k.p.stillOurs(x.unit) {
		return x, nil
	}
	s := held(r, crm.EDuplicateSuspect, "%s已由%s于 %s 登记，请与该单位核对；确是另一个项目的，写明理由后作为新项目导入", why, k.p.units.name(x.unit), x.note.on)
	return nil, &s
}

// decided is what a person said of a row that looks like project x: without a word it is held.
func (k *projectKind) decided(r *crm.ImportRecord, x *importProject, why string) (*importProject, *importStep) {
	mine, s := k.ours(r, x, why)
	if s != nil || r.Choice == crm.ChooseUpdate {
		return mine, s
	}
	return nil, x.heldAs(r, sprintf("很像已有项目 %s“%s”（%s，%s）：%s。请选择更新已有项目、作为新项目或不导入", x.code, x.has.name, k.p.units.name(x.unit), x.note.on, why))
}

// suspect finds a known project of the county that a row probably means: the same investor
// (L1) or one of nearly the same name (L2), and a project name of nearly the same words
// (domain §4). A further phase is another project (samples ruling 12).
func (k *projectKind) suspect(in projectRowInput) (*importProject, string) {
	for _, party := range in.parties {
		key := k.p.companies.keyOf(party.Name)
		for _, c := range k.p.companies.formless[crm.FormlessKey(key)] {
			why := "同一投资方、项目名称相近"
			if c.key != key {
				why = "投资方“" + c.in.Name + "”名称相近、项目名称相近"
			}
			for _, x := range k.byCompany[c] {
				if !x.isNew && x.county == in.county && sameProjectName(x.nameKey, in.nameKey) {
					return x, why
				}
			}
		}
	}
	for _, x := range k.byName[importKey{county: in.county, name: in.nameKey}] {
		if x.isNew || x.has.total != in.total {
			continue
		}
		for _, have := range x.parties {
			for _, party := range in.parties {
				if crm.SameBrand(have.company.in.Name, party.Name) {
					return x, "同名项目，投资方“" + have.company.in.Name + "”名称相近"
				}
			}
		}
	}
	return nil, ""
}

// similarShare is the bigram similarity, in per cent, from which two project names say the same (domain §4).
const similarShare = 85

// sameProjectName reports whether two name keys say the same project: equal, or similar
// and not told apart by a number or a phase alone (一期, 二期).
func sameProjectName(a, b string) bool {
	if a == b {
		return true
	}
	if !crm.DiceAtLeast(a, b, similarShare) {
		return false
	}
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return strings.Trim(string(x)+string(y), "0123456789一二三四五六七八九十百期号第批()（）abcdefgⅠⅡⅢiv-#线段区栋") != ""
}
