package store

import (
	"strconv"

	"yinfeng/crm"
)

func init() {
	importMakers[crm.ImportCompany] = func(p *importPlanner) importKind {
		return &companyKind{p: p, edits: map[*importCompany]*companyEdit{}}
	}
}

// companyKind imports our own list of companies. A row is recognised by its 编码, then by
// credit code, then by name. What the viewer's units registered is changed as by hand; of a
// company that another registered, blanks are filled and one's own tags, address and note
// change. The unit that registered a company first never changes.
type companyKind struct {
	p     *importPlanner
	edits map[*importCompany]*companyEdit
	list  []*companyEdit // known ones that are changed, in the order of the file
}

// companyEdit is a known company that the file changes, as it stood.
type companyEdit struct {
	company *importCompany
	was     crm.CompanyInput
	line    int
}

// plan decides one row.
func (k *companyKind) plan(r *crm.ImportRecord) (importStep, error) {
	if !k.p.v.Can(crm.ActWriteCompany) {
		return rejected("你的角色不能%s", crm.ActWriteCompany.Label()), nil
	}
	in, issues := k.input(r)
	x, step := k.match(r, in)
	switch {
	case step != nil:
		return *step, nil
	case x == nil || !k.mine(x):
		s := k.register(r, in, x)
		s.issues = append(s.issues, issues...)
		return s, nil
	}
	s := k.update(r, x, in)
	s.issues = append(s.issues, issues...)
	return s, nil
}

// mine reports whether the viewer may change a company: one of the file, or one that a unit of theirs deals with.
func (k *companyKind) mine(x *importCompany) bool {
	return x.isNew || k.p.companies.visible(x) && k.reaches(x)
}

// reaches reports whether the right to write companies reaches one.
func (k *companyKind) reaches(x *importCompany) bool {
	sc := k.p.v.Scope(crm.ActWriteCompany)
	if sc.Has(x.in.UnitID) {
		return true
	}
	for _, unit := range x.links {
		if sc.Has(unit) {
			return true
		}
	}
	return false
}

func (k *companyKind) step(x *importCompany, o crm.ImportOutcome) importStep {
	s := importStep{outcome: o, object: "company", target: &x.importTarget}
	if !x.isNew {
		s.matched = companyText(x)
	}
	return s
}

func companyText(x *importCompany) string { return strconv.FormatInt(x.id, 10) + " " + x.in.Name }

// match finds the company that a row means, nil for a new one, or the step of a row that is held or rejected.
func (k *companyKind) match(r *crm.ImportRecord, in companyRowInput) (*importCompany, *importStep) {
	x, byCode, byName := k.numbered(r, in), k.coded(in.CreditCode), k.p.companies.find(in.Name)
	told := x != nil
	if x == nil {
		x = byCode
	}
	if x == nil {
		x = byName
	}
	var s importStep
	switch {
	case x == nil:
		return nil, nil
	case byCode != nil && byCode != x:
		s = rejected("信用代码 %s 已属于另一家企业，请核对营业执照", in.CreditCode)
	case byName != nil && byName != x:
		s = rejected("系统里另有名为“%s”的企业，请核对编码、信用代码和名称", in.Name)
	case !told && byCode == nil && in.CreditCode != "" && x.in.CreditCode != "":
		s = rejected("已登记的“%s”是另一个信用代码，请核对营业执照", in.Name)
	case told && byCode == nil && byName == nil && r.Choice != crm.ChooseUpdate && !alike(x.in.Name, in.Name):
		s = held(r, crm.EDuplicateSuspect, "编码 %d 在系统里是“%s”，与表中的企业名称不符。企业确已更名的请选择更新；是另一家的请选择作为新企业", x.id, x.in.Name)
		s.object, s.target, s.matched = "company", &importTarget{id: x.id}, companyText(x)
	default:
		return x, nil
	}
	return nil, &s
}

// coded is the company of a credit code, nil for none.
func (k *companyKind) coded(code string) *importCompany {
	if code == "" {
		return nil
	}
	return k.p.companies.byCode[code]
}

// alike reports whether two names may be one company's before and after a change of name.
func alike(a, b string) bool {
	return crm.SameBrand(a, b) || crm.DiceAtLeast(crm.NameKey(a), crm.NameKey(b), similarShare)
}

// numbered is the company of a row's 编码 where the viewer may change it.
func (k *companyKind) numbered(r *crm.ImportRecord, in companyRowInput) *importCompany {
	if r.Choice == crm.ChooseNew {
		return nil
	}
	if x := k.p.companies.byID[in.no]; x != nil && k.mine(x) {
		return x
	}
	return nil
}

// register plans a new company, or links one that only others deal with to the row's unit.
func (k *companyKind) register(r *crm.ImportRecord, in companyRowInput, known *importCompany) importStep {
	if in.unit == 0 {
		return rejected("没有首次登记单位：请写明是哪个单位登记的")
	}
	if why := k.p.writeWhy(crm.ActWriteCompany, in.unit); why != "" {
		return rejected("%s", why)
	}
	if why := companyWhy(in.CompanyInput); why != "" {
		return rejected("%s", why)
	}
	if known != nil {
		return k.join(known, in)
	}
	issues := k.similar(r, in)
	x, why := k.p.companies.use(in.CompanyInput, in.unit)
	if why != "" {
		return rejected("%s", why)
	}
	s := k.step(x, crm.ImportCreated)
	s.issues = issues
	return s
}

// join links a known company to the row's unit and gives it what it does not say yet, as
// registering it again by hand does.
func (k *companyKind) join(x *importCompany, in companyRowInput) importStep {
	coded := x.in.CreditCode != ""
	if _, why := k.p.companies.use(in.CompanyInput, in.unit); why != "" {
		return rejected("%s", why)
	}
	if x.texts == nil {
		x.texts = map[int64]crm.CompanyInput{}
	}
	x.texts[in.unit] = in.CompanyInput
	s := k.step(x, crm.ImportUpdated)
	changes := changeList{{Field: "联系单位", To: k.p.units.name(in.unit)}}
	if !coded && x.in.CreditCode != "" {
		changes.add("信用代码", "", x.in.CreditCode)
	}
	now := x.in
	if now.Province == "" && in.Province != "" {
		changes.text("省份", &now.Province, in.Province)
		changes.text("城市", &now.City, in.City)
	}
	if now.Industry == "" {
		changes.text("行业", &now.Industry, in.Industry)
	}
	if now.Origin == crm.OriginUnknown && in.Origin != "" && in.Origin != crm.OriginUnknown {
		changes.add("来源", now.Origin.Label(), in.Origin.Label())
		now.Origin = in.Origin
	}
	k.lay(x, now)
	s.changes = changes
	return s
}

// similar warns of a company that the viewer knows under nearly the same name.
func (k *companyKind) similar(r *crm.ImportRecord, in companyRowInput) []crm.ImportIssue {
	if near := k.p.companies.similar(in.Name); near != nil {
		return []crm.ImportIssue{recordIssue(r, crm.WCompanySimilar, "name", "系统里有名称相近的企业“"+near.in.Name+"”，请核对是不是同一家")}
	}
	return nil
}
