package store

import (
	"regexp"
	"slices"
	"strings"

	"yinfeng/crm"
)

// ownCode is the form of the codes that the system gives to projects, leads, visits and entries (t.code).
var ownCode = regexp.MustCompile(`^(XM|XS|BF|ZJ)[0-9]{4}-[0-9]{4,}$`)

// lostCode holds a row that would make something new although its 编码 has the form of ours: the
// object may stand there already. A code that nobody has and another unit's are told in the
// same words. Numbers of other people's lists are no codes; nil for them, and where a person said "new".
func (p *importPlanner) lostCode(r *crm.ImportRecord, key, what string) *importStep {
	code := strings.ToUpper(strings.TrimSpace(crm.Fold(r.Text(key))))
	if r.Choice == crm.ChooseNew || !ownCode.MatchString(code) {
		return nil
	}
	s := held(r, crm.EDuplicateSuspect, "编码 %s 在你的范围内没有找到，请核对或清空编码后作为新%s导入", code, what)
	return &s
}

// miscoded says why the 编码 of a row that names x is probably wrong, "" when it is not: neither
// the name nor an investor is nearly x's, or both are those of another known project.
func (k *projectKind) miscoded(x *importProject, in projectRowInput) string {
	mine := k.shares(x, in) || x.names(in.parties)
	if len(in.parties) == 0 || mine && x.nameKey == in.nameKey {
		return ""
	}
	if other := k.same(in); other != nil && other != x && !other.isNew {
		if k.p.stillOurs(other.unit) || other.shared {
			return sprintf("疑似编码写错：表中的投资方和名称是项目 %s“%s”，编码 %s 却是“%s”", other.code, other.has.name, x.code, x.has.name)
		}
		return sprintf("疑似编码写错：编码 %s 是“%s”，表中的投资方和名称却是另一个已登记的项目", x.code, x.has.name)
	}
	if mine || sameProjectName(x.nameKey, in.nameKey) || slices.ContainsFunc(in.parties, func(p crm.CompanyInput) bool { return x.hasNear(p.Name) }) {
		return ""
	}
	return sprintf("疑似编码写错：编码 %s 是“%s”，与表中的名称和投资方都不同", x.code, x.has.name)
}

// hasNear reports whether an investor of the project has nearly that name, or one that differs in its legal form.
func (x *importProject) hasNear(name string) bool {
	return x.hasAlike(name) || slices.ContainsFunc(x.parties, func(p importParty) bool { return sameFirm(p.company, name) })
}

// sameFirm reports whether a company's name is nearly name, but for its legal form.
func sameFirm(c *importCompany, name string) bool {
	return crm.SameBrand(c.in.Name, name) || crm.FormlessKey(c.key) == crm.FormlessKey(crm.NameKey(name))
}

// heldAs holds a row that probably does not mean x, which a person may decide.
func (x *importProject) heldAs(r *crm.ImportRecord, why string) *importStep {
	s := held(r, crm.EDuplicateSuspect, "%s", why)
	s.object, s.target, s.matched = "project", &importTarget{id: x.id}, x.code+" "+x.has.name
	return &s
}

// miscoded says why the 编码 of a row that names lead x is probably wrong, "" when it is not: the
// row is of another company that is known and has another name, or says what another known lead says.
func (k *leadKind) miscoded(x *importLead, in leadRowInput) string {
	known := false
	for _, company := range in.companies {
		c := k.p.companies.find(company.Name)
		if c == x.company && x.nameKey == in.nameKey {
			return ""
		}
		for _, other := range k.byCompany[c] {
			if c != nil && other != x && !other.isNew && other.nameKey == in.nameKey && k.p.stillOurs(other.unit) {
				return sprintf("疑似编码写错：表中的企业和项目是线索 %s“%s”，编码 %s 却是“%s”", other.code, other.has.project, x.code, x.has.project)
			}
		}
		if c == x.company || sameFirm(x.company, company.Name) {
			return ""
		}
		known = known || c != nil && !c.isNew && k.p.companies.visible(c) // of what only others know nothing is told
	}
	if !known || sameProjectName(x.nameKey, in.nameKey) {
		return ""
	}
	return sprintf("疑似编码写错：编码 %s 是%s的“%s”，与表中的企业和项目都不同", x.code, x.company.in.Name, x.has.project)
}
